"""
Django's template tags: what stands in a slot and in a region.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Engine, RequestContext, TemplateSyntaxError
from django.test import RequestFactory, override_settings

import blockrules
from blockrules.hosts.django.arrival import Arrival
from blockrules.hosts.django.site import installed
from blockrules.model.regions import Block
from tests.hosts import django_project as project

RULES = blockrules.loads("""
facts { full: bool }
region a {
    label: "<a>"
    block first in top when full { size: 3 }
    block two in top weight -1 when full
    block last in side
}
region b when full {
    block three in top
    block alone
}
region c when not full {
    block "../../x y" in odd
}
""")
FULL, EMPTY = RULES.layout({"full": True}), RULES.layout({"full": False})
BLOCKS = {
    "blocks/first.html": "<1 {{ block.settings.size }}{{ region.settings.label }}{{ word }}>",
    "blocks/last.html": "<last {{ region.settings.label }}>",
    "blocks/two.html": "{% load blockrules %}<2>",
    "blocks/three.html": "<3 {{ block.slot }}>",
    "blocks/alone.html": "<alone{{ block.slot|default_if_none:'' }}>",
    "blocks/%2E./%2E./x y.html": "never",
    "blocks/%2E.%2F..%2Fx y.html": "<odd>",
    "plain.html": "{{ block.region }}.{{ block.name }}",
    "base.html": "{% load blockrules %}{% slot 'top' %}{% block inside %}base{% endblock %}{% endslot %}",
}


def rendered(text: str, layout: object = FULL, *, autoescape: bool = True, **words: object) -> str:
    """
    What *text* is with that *layout*.
    """
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", BLOCKS)])]
    engine = Engine(loaders=loaders, libraries={"blockrules": "blockrules.hosts.django.templatetags.blockrules"})
    context = Context({"layout": layout, **words}, autoescape=autoescape)
    return engine.from_string(f"{{% load blockrules %}}{text}").render(context)


def test_a_slot_has_its_blocks_in_order() -> None:
    """
    Over all regions, each by its template, which sees it, its region and what surrounds it.
    """
    shown = "<2><1 3&lt;a&gt;w&amp;>" + "<3 top>"
    assert rendered('{% slot "top" %}fallback{% endslot %}{{ block }}{{ region }}', word="w&") == shown


def test_what_stands_between_the_tags_is_for_an_empty_slot() -> None:
    """
    It is rendered only then.
    """
    text = '{% slot "top" %}none{{ count }}, {{ word }}{% endslot %}'
    assert rendered(text, EMPTY, word="w&") == "none, w&amp;"
    assert "none" not in rendered(text, count=lambda: pytest.fail("nobody sees it"))


def test_a_region_has_its_blocks_in_order() -> None:
    """
    Those without a slot too; and none where it is not active.
    """
    assert rendered('{% region "b" %}') == "<3 top><alone>"
    assert rendered('{% region "b" %}', EMPTY) == ""


def test_names_may_be_variables() -> None:
    """
    In a loop, and with filters.
    """
    text = "{% for each in slots %}{% slot each|lower %}-{% endslot %};{% endfor %}"
    assert rendered(text, EMPTY, slots=["TOP", "side"]) == "-;<last &lt;a&gt;>;"


def test_escaping_is_as_around_it() -> None:
    """
    Where it is off, it is off in blocks.
    """
    assert rendered('{% region "a" %}', EMPTY, autoescape=False) == "<last <a>>"
    assert rendered('{% autoescape off %}{% slot "side" %}{% endslot %}{% endautoescape %}', EMPTY) == "<last <a>>"
    assert rendered('{% slot "top" %}{{ word|safe }}{{ word }}{% endslot %}', EMPTY, word="<") == "<&lt;"


def test_templates_may_inherit() -> None:
    """
    A block of Django's between the tags can be another in a template that extends this one.
    """
    with override_settings(BLOCKRULES=project.BLOCKRULES):
        assert rendered_file("base.html") == "base"
        child = '{% extends "base.html" %}{% block inside %}{{ block.super }} and child{% endblock %}'
        assert rendered_file(child) == "base and child"


def rendered_file(text: str) -> str:
    """
    A template that may extend others, of a page whose slots are empty.
    """
    loaders = [("django.template.loaders.locmem.Loader", BLOCKS)]
    engine = Engine(loaders=loaders, libraries={"blockrules": "blockrules.hosts.django.templatetags.blockrules"})
    found = engine.get_template(text) if text in BLOCKS else engine.from_string(text)
    return found.render(Context({"layout": EMPTY}))


def test_names_lead_nowhere_else() -> None:
    """
    A block's name is one word of a template's.
    """
    assert rendered('{% slot "odd" %}{% endslot %}', EMPTY) == "<odd>"


def test_a_block_without_a_template_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """
    The log tells of it once; rules may change while templates stand.
    """
    layout = blockrules.loads("region a { block missing in top }").layout({})
    for _ in range(2):
        assert rendered('a{% slot "top" %}b{% endslot %}c', layout) == "ac"
    assert caplog.messages == ["the block `missing` has no template, so that it shows nothing: `blocks/missing.html`"]


def names_of(block: Block) -> list[str]:
    """
    What a site may say: a template of a block's own, or one for all.
    """
    return [f"blocks/{block.name}-in-{block.slot}.html", "plain.html"]


def name_of(block: Block) -> str:
    """
    One for all.
    """
    return "plain.html"


@pytest.mark.parametrize("named", ["names_of", "name_of"])
def test_a_function_may_name_templates(named: str) -> None:
    """
    One, or several of which the first is taken that there is.
    """
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"TEMPLATE": f"tests.hosts.test_django_tags.{named}"}):
        assert rendered('{% region "b" %}') == "b.threeb.alone"


def test_what_the_rules_do_not_have_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """
    And is empty.
    """
    with override_settings(BLOCKRULES=project.BLOCKRULES):
        for _ in range(2):
            assert rendered('{% slot "tpo" %}-{% endslot %}{% region "sitewid" %}{% region "german" %}') == "-"
    assert [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING] == [
        "a template asks for the slot `tpo`, which the rules do not have; did you mean `top`?",
        "a template asks for the region `sitewid`, which the rules do not have; did you mean `sitewide`?",
    ]


def test_rules_of_another_setting_have_other_regions(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    As tests may change it.
    """
    file = tmp_path / "site.blockrules"
    file.write_text("region elsewhere")
    rendered('{% region "sitewide" %}', EMPTY)
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"FILE": file}):
        assert rendered('{% region "elsewhere" %}', EMPTY) == ""
    assert [each for each in caplog.messages if "a template asks" in each] == []


@pytest.mark.parametrize("text", ["{% slot %}{% endslot %}", '{% region "a" "b" %}', '{% slot "a" %}'])
def test_tags_that_make_no_sense_are_refused(text: str) -> None:
    """
    With what they should have.
    """
    with pytest.raises(TemplateSyntaxError, match=r"takes one name|endslot"):
        rendered(text)


@pytest.mark.parametrize("context", [Context(), Context({"request": HttpRequest(), "layout": "base.html"})])
def test_where_there_is_no_layout_it_is_said(context: Context) -> None:
    """
    With what there should be: neither no request nor one without a layout has one.
    """
    template = Engine(libraries={"blockrules": "blockrules.hosts.django.templatetags.blockrules"}).from_string(
        "{% load blockrules %}{% region 'a' %}"
    )
    with pytest.raises(RuntimeError, match="LayoutMiddleware"):
        template.render(context)


def request() -> Any:
    """
    A request that has a layout.
    """
    request = RequestFactory().get("/")
    Arrival.of(request, installed())
    return request


def test_a_request_has_one_without_being_named() -> None:
    """
    Django gives it to templates anyway; and a variable `layout` that is none of ours is somebody else's.
    """
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", project.TEMPLATES)],
        libraries={"blockrules": "blockrules.hosts.django.templatetags.blockrules"},
    )
    template = engine.from_string("{% load blockrules %}{% region 'sitewide' %}")
    assert template.render(RequestContext(request())) == "[menu &lt;b&gt;]"
    assert template.render(Context({"request": request(), "layout": "base.html"})) == "[menu &lt;b&gt;]"


def test_threads_share_templates() -> None:
    """
    Each renders its own layout.
    """
    loaders = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", BLOCKS)])]
    engine = Engine(loaders=loaders, libraries={"blockrules": "blockrules.hosts.django.templatetags.blockrules"})
    template = engine.from_string("{% load blockrules %}{% slot 'top' %}{{ word }}{% endslot %}")

    def render(number: int) -> str:
        layout = FULL if number % 2 else EMPTY
        return template.render(Context({"layout": layout, "word": number}))

    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(render, range(200)))
    expected = [f"<2><1 3&lt;a&gt;{n}><3 top>" if n % 2 else str(n) for n in range(200)]
    assert pages == expected
