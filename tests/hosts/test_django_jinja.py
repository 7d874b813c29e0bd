"""
Jinja's templates in Django: they have the layout of the request.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import RequestFactory
from jinja2 import DictLoader, Environment

from blockrules.hosts.django import rules
from blockrules.hosts.django.context_processors import layout
from blockrules.hosts.django.middleware import LayoutMiddleware
from blockrules.hosts.jinja import Blocks
from tests.hosts import django_project

TEMPLATES = {
    "page.html": '{% slot "header" %}{% endslot %}{% for region in layout %}{{ region.name }}{% endfor %}',
    "plain.html": "plain",
    "blocks/menu.html": "[{{ block.name }} {{ region.settings.label }}{{ request.path }}]",
}


def environment(**options: Any) -> Environment:
    """
    An environment as a site would make it.
    """
    made = Environment(**options | {"loader": DictLoader(TEMPLATES)})
    Blocks.added_to(made, rules=rules)
    return made


def answered(template: str) -> HttpResponse:
    """
    What a view answers with that template.
    """
    assert django_project.FILE.exists()

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(engines["jinja"].get_template(template).render({}, request))

    response = LayoutMiddleware(view)(RequestFactory().get("/"))
    assert isinstance(response, HttpResponse)
    return response


def test_a_template_has_the_layout_of_its_request() -> None:
    """
    Found when it asks for it, and told to caches then.
    """
    response = answered("page.html")
    assert response.content == b"[menu &lt;b&gt;/]sitewide"
    assert "User-Agent" in response.headers["Vary"]
    assert "Vary" not in answered("plain.html").headers


def test_a_request_without_a_layout_has_none() -> None:
    """
    Such as one of a test, which went through no middleware.
    """
    assert layout(RequestFactory().get("/")) == {"layout": None}
