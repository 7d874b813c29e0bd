"""
What stands in the project of Django's that the tests share: its pages, as blockrules and as visitors see them.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import include, path
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control, cache_page

from blockrules import PageError
from blockrules.hosts.django import rules
from blockrules.hosts.django.decorators import vary_on_layout
from blockrules.hosts.request import device, now


class Lazy:
    """
    A page that reads of its request what it is asked for.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def path(self) -> str:
        """The address."""
        return self.request.path

    @property
    def device(self) -> str:
        """What the visitor holds."""
        return device(self.request.headers)

    @property
    def membership(self) -> str:
        """What the session says."""
        return str(self.request.session.get("membership", "anonymous"))

    @property
    def language(self) -> str:
        """What LocaleMiddleware found."""
        return get_language() or "en"

    @property
    def now(self) -> datetime:
        """This moment."""
        return now()


class Careless(Lazy):
    """
    One that gets wrong what is seldom asked.
    """

    @property
    def membership(self) -> str:
        """Nothing that the rules know."""
        return "nobody"


@dataclass(frozen=True)
class Typed:
    """
    A page whose fields are the facts.
    """

    path: str
    member: bool = False

    @classmethod
    def from_request(cls, request: HttpRequest) -> "Typed":
        """
        What *request* says.
        """
        return cls(request.path, "member" in request.GET)


@dataclass(frozen=True)
class Unmade:
    """
    A page that nothing makes.
    """

    path: str


def mapped(request: HttpRequest) -> dict[str, object]:
    """
    A page that is a mapping.
    """
    return {"path": request.path, "device": device(request.headers), "now": now()}


def always(request: HttpRequest) -> bool:
    """
    Whether the debug toolbar is shown.
    """
    return True


async def awaited(request: HttpRequest) -> dict[str, object]:
    """
    The same, which has to be waited for.
    """
    await asyncio.sleep(0)
    return mapped(request)


def faulty(request: HttpRequest) -> dict[str, object]:
    """
    What the host got wrong.
    """
    raise AttributeError("the host's own fault")


def strange(request: HttpRequest) -> dict[str, object]:
    """
    What is no page.
    """
    return {"device": 7}


def page(request: HttpRequest, **_: str) -> HttpResponse:
    """
    A page of the site.
    """
    return render(request, "page.html", {"title": request.GET.get("title", "")})


async def apage(request: HttpRequest, rest: str = "") -> HttpResponse:
    """
    The same, asynchronous: it asks before it renders.
    """
    layout = await request.alayout()  # type: ignore[attr-defined]  # the middleware's
    return render(request, "page.html", {"layout": layout})


async def ahasty(request: HttpRequest) -> HttpResponse:
    """
    The same, which does not ask before.
    """
    return render(request, "page.html")


def late(request: HttpRequest) -> TemplateResponse:
    """
    A response that is rendered after the view.
    """
    return TemplateResponse(request, "page.html")


def early(view: Any) -> Any:
    """
    A decorator that asks for the layout before the view does, and before a cache that stands between the two.
    """

    async def awaited(request: Any, **arguments: Any) -> Any:
        await request.alayout()
        return await view(request, **arguments)

    def asked(request: Any, **arguments: Any) -> Any:
        request.variant = "members" in request.layout
        return view(request, **arguments)

    return awaited if asyncio.iscoroutinefunction(view) else asked


def streamed(request: Any) -> StreamingHttpResponse:
    """
    A response that is asked for bit by bit, and asks for the layout before or after it begins.
    """
    names: list[str] = list(request.layout.names) if "early" in request.GET else []

    def parts() -> Iterator[str]:
        yield from names or request.layout.names

    return StreamingHttpResponse(parts())


def untouched(request: HttpRequest) -> HttpResponse:
    """
    A page that asks for no layout.
    """
    return HttpResponse("plain", headers={"Vary": "Origin"})


def lost(request: HttpRequest) -> HttpResponse:
    """
    No page at all.
    """
    raise Http404


urlpatterns = [
    path("a", apage),
    path("hasty", ahasty),
    path("late", late),
    path("streamed", streamed),
    path("untouched", untouched),
    path("lost", lost),
    path("withheld/<path:rest>", cache_page(600)(page)),
    path("withheld-a", cache_page(600)(apage)),
    path("withheld-late", cache_page(600)(late)),
    path("early/<path:rest>", early(cache_page(600)(page))),
    path("early-a/<path:rest>", early(cache_page(600)(apage))),
    path("public/<path:rest>", cache_control(public=True)(page)),
    path("kept/<path:rest>", cache_page(600)(vary_on_layout(page))),
    path("kept-late", cache_page(600)(vary_on_layout(late))),
    path("kept-a", cache_page(600)(vary_on_layout(apage))),
    path("__debug__/", include("debug_toolbar.urls")),
    path("<path:rest>", page),
    path("", page),
]


def hasty(get_response: Any) -> Any:
    """
    A middleware that asks for the layout before anybody else.
    """

    def asked(request: Any) -> Any:
        assert len(request.layout) == 1
        return get_response(request)

    return asked


class Viewed:
    """
    A middleware that asks for the layout when the view is known.
    """

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """
        Go on.
        """
        return self.get_response(request)

    def process_view(self, request: Any, *_: Any) -> None:
        """
        Ask, and keep nothing of it.
        """
        assert request.layout is not None


def previewing(get_response: Any) -> Any:
    """
    A middleware that looks at the layout, and has another shown.
    """

    def shown(request: Any) -> Any:
        if len(request.layout) and "preview" in request.GET:
            request.layout = rules().layout({"path": "/", "device": "mobile", "language": "en", "now": now()})
        return get_response(request)

    return shown


def consoling(get_response: Any) -> Any:
    """
    A middleware that shows something else where the layout cannot be known.
    """

    def shown(request: Any) -> Any:
        try:
            assert request.layout is not None
            str(request.layout.names)
        except PageError:
            return HttpResponse("all that we have")
        return get_response(request)

    return shown
