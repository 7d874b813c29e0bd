"""
A request of Django's on its way to its layout.

Django's own cache takes a page when a view under `cache_page` has answered, before any middleware could tell what the
page hangs on. So a request whose layout was asked for is kept from caches until its response has been told.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import cast

import attrs
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from blockrules.engine.layout import Layout
from blockrules.hosts.django.site import Site
from blockrules.hosts.visits import Visit

# What Django's cache middleware leaves at a request that is to be kept.
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
    _is_withheld: bool = attrs.field(init=False, default=False)

    def __attrs_post_init__(self) -> None:
        self.visit = Visit(self.site.newest, self.site.setting.headers)

    @classmethod
    def of(cls, request: HttpRequest, site: Site) -> "Arrival":
        """
        The arrival of *request*, which has its layout from now on.
        """
        arrival = cls(request, site)
        laid = cast(LayoutRequest, request)  # until this function is done
        laid.blockrules = arrival
        laid.alayout = arrival.alayout
        arrival.renew()
        return arrival

    def renew(self) -> None:
        """
        Let the request's layout be asked for again, so that this is seen.
        """
        cast(LayoutRequest, self.request).layout = cast(Layout, SimpleLazyObject(self.layout))

    def layout(self) -> Layout:
        """
        The layout, found when first asked for. RuntimeError where it is too late, or would have to be waited for.
        """
        self._withhold()
        return self.visit.laid_out(self._page)

    async def alayout(self) -> Layout:
        """
        The same in async code. What makes pages and is not async may ask databases, in a thread of its own.
        """
        self._withhold()
        if self.visit.layout is None and self.site.setting.pages.is_async:
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
        for name, value in self.visit.told(response.headers).items():
            response.headers[name] = value
        if self._is_withheld:
            setattr(self.request, TO_BE_KEPT, True)
            self._is_withheld = False

    def tell_early(self, response: HttpResponseBase) -> None:
        """
        The same for a cache that is closer to the view than the middleware is, and that heeds no `max-age`.
        """
        layout = self.visit.layout
        if layout is None or layout.expires is None:
            self.tell(response)

    def _withhold(self) -> None:
        if getattr(self.request, TO_BE_KEPT, False):
            setattr(self.request, TO_BE_KEPT, False)
            self._is_withheld = True


def _is_in_async_code() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
