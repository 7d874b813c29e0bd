"""
The inspector as an ASGI application.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from blockrules.inspector.inspector import Inspector, Request, inspector
from blockrules.inspector.subject import Inspected

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Message, Receive, Send], Awaitable[None]]


def asgi_app(rules: Inspected, *, development: bool = False) -> App:
    """
    The inspector of *rules*, or of the file at that path, for a development server. ValueError unless it is said that
    it is one: what it shows is not for visitors.
    """
    return application(inspector(rules, development=development))


def application(inspecting: Inspector) -> App:
    """
    What answers as *inspecting* does.
    """

    async def app(scope: Message, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "http":
                await _answer(inspecting, scope, send)
            case "lifespan":
                for moment in ("startup", "shutdown"):
                    await receive()
                    await send({"type": f"lifespan.{moment}.complete"})
            case _:
                await send({"type": "websocket.close"})

    return app


def request(scope: Message) -> Request:
    """
    What an ASGI *scope* asks for.
    """
    root = scope.get("root_path", "")
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return Request(
        scope["method"],
        scope["path"].removeprefix(root),
        scope.get("query_string", b"").decode("latin-1"),
        hosts[0] if len(hosts) == 1 else "",
        root,
    )


async def _answer(inspecting: Inspector, scope: Message, send: Send) -> None:
    # Beside the loop, since proofs may take their time.
    response = await asyncio.to_thread(inspecting.answer, request(scope))
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body})
