"""
The middleware that gives each request its layout, and its response the headers that caches need.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from blockrules.hosts.django.arrival import Arrival
from blockrules.hosts.django.site import installed


class LayoutMiddleware:
    """
    `request.layout` for whatever comes after it. RulesError, when the server starts, where the rules are broken.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.site = installed()
        self.site.watched.refresh()
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        arrival = Arrival.of(request, self.site)
        if self.is_async:
            return self._awaited(arrival)
        response: HttpResponseBase = self.get_response(request)
        arrival.tell(response)
        return response

    async def _awaited(self, arrival: Arrival) -> HttpResponseBase:
        response: HttpResponseBase = await self.get_response(arrival.request)
        arrival.tell(response)
        return response
