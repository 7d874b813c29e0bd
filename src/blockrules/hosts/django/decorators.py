"""
What stands between a view and a cache that is closer to it than any middleware.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction
from django.http.response import HttpResponseBase

from blockrules.hosts.django.arrival import Arrival, LayoutRequest

View = TypeVar("View", bound=Callable[..., Any])


def vary_on_layout(view: View) -> View:
    """
    The same *view*, its response told what it hangs on, so that `cache_page`, written above this, keeps each variant. A
    page that time changes it does not keep, since it would do so for too long.
    """

    @wraps(view)
    def told(request: LayoutRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        return _told(request, view(request, *arguments, **named))

    @wraps(view)
    async def atold(request: LayoutRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        return _told(request, await view(request, *arguments, **named))

    return cast(View, atold if iscoroutinefunction(view) else told)  # of the view's own signature


def _told(request: LayoutRequest, response: Any) -> HttpResponseBase:
    # A view can be called by itself, without middleware.
    arrival: Arrival | None = getattr(request, "blockrules", None)
    if arrival and getattr(response, "is_rendered", True):
        arrival.tell_early(response)
    elif arrival:
        response.add_post_render_callback(arrival.tell_early)
    told: HttpResponseBase = response
    return told
