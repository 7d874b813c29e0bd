"""
A request of Django's on its way to its layout.

Django's own cache takes a page when a view under `cache_page` has answered, before any middleware could tell what the
page hangs on. So while a request's layout was asked for and its response is not told yet, no cache is to keep it: what
such a cache looks at is a property of the request, which knows.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any, cast

import attrs
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from blockrules.engine.layout import Layout
from blockrules.hosts.django.site import Site
from blockrules.hosts.visits import Visit

# What Django's cache middleware sets, and looks at when there is a response.
TO_BE_KEPT = "_cache_update_cache"
WAIT = (
    "the page of a request comes from an async function, and this is async code: write `await request.alayout()` once, "
    "before the layout is used"
)


class LayoutRequest(HttpRequest):
    """
    What the middleware makes of a request, for those who write down types.
    """

    layout: Layout
    alayout: Callable[[], Awaitable[Layout]]
    blockrules: "Arrival"


@attrs.define(eq=False)
class Arrival:
    """
    One request, and its visit.
    """

    request: HttpRequest
    site: Site
    visit: Visit = attrs.field(init=False)
    is_told: bool = attrs.field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        self.visit = Visit(self.site.newest, self.site.setting.headers)

    @classmethod
    def of(cls, request: HttpRequest, site: Site) -> "Arrival":
        """
        The arrival of *request*, which has its layout from now on.
        """
        arrival = cls(request, site)
        request.__class__ = _knowing(type(request))  # type: ignore[arg-type]  # it is the class that is hashed
        laid = cast(LayoutRequest, request)  # which it is when this function is done
        laid.blockrules = arrival
        laid.alayout = arrival.alayout
        laid.layout = cast(Layout, SimpleLazyObject(arrival.layout))
        return arrival

    def layout(self) -> Layout:
        """
        The layout, found when first asked for. RuntimeError where it is too late, or would have to be waited for.
        """
        return self.visit.laid_out(self._page)

    async def alayout(self) -> Layout:
        """
        The same in async code, or the layout that somebody gave the request instead. What makes pages and is not async
        may ask databases, in a thread of its own.
        """
        given: Any = cast(LayoutRequest, self.request).layout
        if not isinstance(given, SimpleLazyObject):
            return cast(Layout, given)
        if self.visit.layout is None and self.site.setting.pages.is_async:
            self.visit.ask()
            page = await self.site.setting.pages.of(self.request)
            return self.visit.laid_out(lambda: page)
        return await sync_to_async(self.visit.laid_out)(self._page)

    def _page(self) -> object:
        if not self.site.setting.pages.is_async:
            return self.site.setting.pages.of(self.request)
        if _is_in_async_code():
            raise RuntimeError(WAIT)
        return async_to_sync(self.site.setting.pages.of)(self.request)

    def tell(self, response: HttpResponseBase) -> None:
        """
        Give *response* the headers that it needs, and let caches have it. With this it begins.
        """
        is_kept = vars(self.request).get(TO_BE_KEPT, False)
        kept = settings.CACHE_MIDDLEWARE_SECONDS if is_kept else None
        for name, value in self.visit.told(response.headers, kept).items():
            response.headers[name] = value
        self.is_told = True

    def tell_early(self, response: HttpResponseBase) -> None:
        """
        The same for a cache that is closer to the view than the middleware is, and that heeds no `max-age`.
        """
        layout = self.visit.layout
        if layout is None or layout.expires is None:
            self.tell(response)


@cache
def _knowing(kind: type[HttpRequest]) -> type[HttpRequest]:
    """
    Requests of that *kind* that know whether Django's cache may take what they are answered with.
    """

    def may_keep(request: Any) -> bool:
        arrival: Arrival = request.blockrules
        asked_to: bool = vars(request).get(TO_BE_KEPT, False)
        return asked_to and (arrival.is_told or not arrival.visit.is_asked)

    def ask_to_keep(request: Any, asked_to: bool) -> None:  # noqa: FBT001 - as Django sets it
        vars(request)[TO_BE_KEPT] = asked_to

    return type(kind.__name__, (kind,), {TO_BE_KEPT: property(may_keep, ask_to_keep)})


def _is_in_async_code() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
