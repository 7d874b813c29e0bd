"""
A page of the site, as its rules ask about it.
"""

from django.http import HttpRequest

from blockrules.hosts.request import device, query
from examples.content.nodes import NODES

DEVICES = ("desktop", "tablet", "mobile")
MEMBERSHIPS = ("anonymous", "registered", "member")


class Reading:
    """
    A node that somebody reads.
    """

    op = "view"

    def __init__(self, kind: str) -> None:
        self.type = kind


class Page:
    """
    What a request asks for, and who asks. The rules read what they need, so that a session is left alone, and a cache
    not told of it, where they do not.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.path = request.path
        self.front = request.path == "/"
        self.written = NODES.get(request.path)
        self.node = Reading(self.written.type) if self.written else None
        self.attachments = len(self.written.attachments) if self.written else 0

    @property
    def device(self) -> str:
        """What the visitor holds; `?device=mobile` in an address shows what a phone would have."""
        return query(self.request.GET, "device", device(self.request.headers), *DEVICES)

    @property
    def membership(self) -> str:
        """What the visitor is."""
        return str(self.request.session.get("membership", "anonymous"))
