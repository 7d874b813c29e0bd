"""
What the site answers.
"""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_POST

from examples.content.nodes import FRONT, NODES
from examples.django_site.pages import DEVICES, MEMBERSHIPS
from examples.django_site.settings import CONTENT


def show(request: HttpRequest, template: str = "page.html", **shown: object) -> HttpResponse:
    """
    A page, with what is *shown* around it.
    """
    node = NODES.get(request.path)
    title = node.title if node else FRONT if request.path == "/" else "Nothing here"
    context = {
        "node": node,
        "title": title,
        "nodes": NODES,
        "memberships": MEMBERSHIPS,
        "devices": DEVICES,
        **shown,
    }
    return render(request, template, context, status=404 if title == "Nothing here" else 200)


@require_POST
def switch(request: HttpRequest, membership: str) -> HttpResponse:
    """
    Become another visitor, and go on to one of the pages.
    """
    if membership not in MEMBERSHIPS:
        raise Http404
    request.session["membership"] = membership
    to = request.GET.get("to", "/")
    return HttpResponseRedirect(to if to in NODES else "/")


def css(request: HttpRequest) -> FileResponse:
    """
    How the page looks.
    """
    return FileResponse((CONTENT / "site.css").open("rb"), content_type="text/css")
