"""
The seed's site, in words, for a cache to keep. The environment says which KEYS it gives one: `exact`, those that each
layout hangs on; `all`, those of all facts; `none`; or `classes`, the exact ones where the cache sorts visitors itself.
"""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import blockrules
from blockrules.hosts.asgi import Blockrules
from blockrules.hosts.request import URL, device

SITE = Path(__file__).parents[1] / "examples" / "medical_site.blockrules"
KEYS = os.environ.get("KEYS", "exact")
OF_URL = dict.fromkeys(["path", "front", "node.type", "node.op", "attachments"], URL)
HEADERS = OF_URL | (
    {"device": ("X-Device",), "membership": ("X-Membership",)}
    if KEYS == "classes"
    else {"device": device.headers, "membership": ("Cookie",)}
)
ALL = ", ".join(dict.fromkeys(name for names in HEADERS.values() for name in names)).encode()
NODES = {"/vision": "page", "/job": "job", "/news": "news", "/article": "article"}
# What the first letter of a session says of who has it.
MEMBERSHIP = {"m": "member", "r": "registered"}

blocks = Blockrules(blockrules.load(SITE), headers=HEADERS)


def membership(cookie: str | None) -> str:
    """
    That of whoever sends this cookie.
    """
    return MEMBERSHIP[cookie.removeprefix("session=")[0]] if cookie else "anonymous"


def page_facts(path: str, device: str, membership: str) -> dict[str, object]:
    """
    The facts of a page.
    """
    node = {"node.type": NODES[path], "node.op": "view", "attachments": 1} if path in NODES else {}
    return {"path": path, "front": path == "/", "device": device, "membership": membership, **node}


@blocks.facts
def facts(request: Request) -> dict[str, object]:
    """
    Those of a request.
    """
    sent = request.headers
    if KEYS == "classes":
        return page_facts(request.scope["path"], sent["x-device"], sent["x-membership"])
    return page_facts(request.scope["path"], device(sent), membership(sent.get("cookie")))


def said(layout: blockrules.Layout) -> str:
    """
    All that stands on a page.
    """
    return str(layout.to_dict())


async def page(request: Request) -> Response:
    """
    A page.
    """
    return PlainTextResponse(said(await blocks.layout(request)))


class Otherwise:
    """
    What tells a cache something else.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start" and KEYS in ("none", "all"):
                headers = [each for each in message["headers"] if each[0] != b"vary"]
                message["headers"] = headers + ([(b"vary", ALL)] if KEYS == "all" else [])
            await send(message)

        await self.app(scope, receive, tell)


app = Starlette(routes=[Route("/{path:path}", page)], middleware=[Middleware(Otherwise), Middleware(blocks.middleware)])
