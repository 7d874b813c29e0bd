"""
A panel of the debug toolbar: why the page has its layout, and what caches were told.
"""

from typing import Any

from debug_toolbar.panels import Panel
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import escape

from blockrules.hosts.django.arrival import Arrival
from blockrules.model.pages import PageError


class RulesPanel(Panel):
    """
    It shows the values of facts, as the toolbar shows much else that is for nobody but developers.
    """

    title = "Rules"
    template = "blockrules/panel.html"
    is_async = True

    @property
    def nav_subtitle(self) -> str:
        """How many regions are active."""
        return str(self.get_stats().get("subtitle", ""))  # type: ignore[no-untyped-call]  # the toolbar's own

    def generate_stats(self, request: HttpRequest, response: HttpResponseBase) -> None:
        """
        Keep what is to be shown.
        """
        arrival: Arrival | None = getattr(request, "blockrules", None)
        told = _told(arrival, response) if arrival else {"subtitle": "no LayoutMiddleware"}
        self.record_stats(told)  # type: ignore[no-untyped-call]  # the toolbar's own


def _told(arrival: Arrival, response: HttpResponseBase) -> dict[str, Any]:
    layout, watched = arrival.visit.layout, arrival.site.watched
    fault = "" if watched.fault is None else str(watched.fault)
    told = {"file": str(watched.path), "fault": fault, "subtitle": "not asked for"}
    if layout is None:
        return told
    count = len(layout)
    return told | {
        "subtitle": f"{count} region" if count == 1 else f"{count} regions",
        "hung_on": ", ".join(layout.vary),
        "vary": response.headers.get("Vary", ""),
        "control": response.headers.get("Cache-Control", ""),
        "explanation": _explanation(arrival),
    }


def _explanation(arrival: Arrival) -> str:
    try:
        explanation = arrival.visit.explanation()
    except PageError as error:
        # Of facts that the layout did not need.
        return f"<pre>{escape(str(error))}</pre>"
    return explanation.to_html() if explanation else ""
