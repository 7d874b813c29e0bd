"""
Starlette, FastAPI and any other ASGI application.

The middleware puts a visit into the scope of each connection, where it is found by whatever stands within: an endpoint,
a mounted application, other middleware. All that it changes is the message with which a response begins, and that only
where somebody asked for the layout; whatever else is sent goes on as it came, when it came.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from importlib.util import find_spec
from inspect import isawaitable
from typing import Any, TypeVar

import anyio
import attrs
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from blockrules.engine.layout import Layout
from blockrules.hosts.caching import READ, Table, table
from blockrules.hosts.visits import Newest, Origin, Visit
from blockrules.model.frozen import Frozen
from blockrules.ruleset import Rules

# Gives facts, or what can be awaited for them, of an HTTPConnection or of what extends it.
Facts = Callable[[Any], object]
Decorated = TypeVar("Decorated", bound=Facts)
Lines = Iterable[tuple[bytes, bytes]]
# In a scope: the visits of its connection.
KEY = "blockrules"
CONNECTIONS = ("http", "websocket")
NO_VISIT = (
    "no middleware of these rules stands around what asks for the layout, so that no cache could be told what it hangs "
    "on; add it with `app.add_middleware(blocks.middleware)`, or around the whole application, its pages for server "
    "errors too, with `app = blocks.middleware(app)`"
)
NO_FACTS = "no function gives the facts of a request; write one, and decorate it with `@blocks.facts`"


@attrs.define(eq=False)
class Blockrules:
    """
    The layouts of an application, by the rules of *origin*: a path, whose file may change, Rules or Watched. *headers*
    tells of each fact which headers of a request it is read from (:mod:`blockrules.hosts.request`); *page* is the class
    of what the function for facts gives, if that is no mapping, as `facts` of :func:`blockrules.load`.
    """

    _origin: Origin
    _headers: Table = attrs.field(kw_only=True, default=Frozen(), converter=table)
    _page: type | None = attrs.field(kw_only=True, default=None)
    _facts: Facts | None = attrs.field(init=False, default=None, repr=False)
    _newest: Newest = attrs.field(init=False, repr=False)

    @_newest.default
    def _unread(self) -> Newest:
        return Newest(self._origin, self._headers, self._page)

    @property
    def rules(self) -> Rules:
        """The newest rules that were sound. OSError or RulesError where there were none yet."""
        return self._newest()

    def facts(self, function: Decorated) -> Decorated:
        """
        Decorates the function that gives the page of a connection: a mapping, or an object with attributes, of which
        those are read that the rules need. It may be async; one that is not is called in the event loop, so it must
        not wait for anything.
        """
        self._facts = function
        return function

    async def layout(self, connection: HTTPConnection) -> Layout:
        """
        The layout of the *connection*, which is a request or a WebSocket, found when it is first asked for. In FastAPI
        it is a dependency: `Annotated[Layout, Depends(blocks.layout)]`. RuntimeError where the middleware does not
        stand around who asks, or the response has begun; PageError where the facts are no page of these rules.
        """
        passage: Passage | None = connection.scope.get(KEY, {}).get(self)
        if passage is None:
            raise RuntimeError(NO_VISIT)
        # Of several that ask at once, one reads the page.
        async with passage.asking:
            if passage.visit.layout is None:
                passage.visit.ask()
                page = await self._page_of(connection)
                return passage.visit.laid_out(lambda: page)
            return passage.visit.layout

    async def _page_of(self, connection: HTTPConnection) -> object:
        if self._facts is None:
            raise RuntimeError(NO_FACTS)
        page = self._facts(connection)
        return await page if isawaitable(page) else page

    def middleware(self, app: ASGIApp) -> ASGIApp:
        """
        What stands around *app* and tells caches what its responses hang on: `app.add_middleware(blocks.middleware)`,
        or `app = blocks.middleware(app)`.
        """

        async def visited(scope: Scope, receive: Receive, send: Send) -> None:
            # Where it already stands further out, that will tell.
            if scope["type"] not in CONNECTIONS or self in scope.get(KEY, {}):
                await app(scope, receive, send)
            else:
                await self._visited(app, scope, receive, send)

        return visited

    async def _visited(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        visits = scope.setdefault(KEY, {})
        passage = visits[self] = Passage(Visit(self._newest, self._headers), send)
        try:
            await app(scope, receive, passage.send)
        finally:
            # What answers now, in place of the application, does not come by here.
            del visits[self]

    @asynccontextmanager
    async def lifespan(self, app: object) -> AsyncIterator[None]:
        """
        For `FastAPI(lifespan=blocks.lifespan)`, or within a lifespan of the application's own: it begins with reading
        the rules, and is then told of changes by `watchfiles`, where that is installed, so that the event loop never
        waits for a reading. OSError or RulesError where it cannot begin.
        """
        self._newest()
        with self._followed():
            yield

    def _followed(self) -> AbstractContextManager[None]:
        watched = self._newest.watched
        return watched.followed() if watched and find_spec("watchfiles") else nullcontext()


@attrs.define(eq=False)
class Passage:
    """
    A visit on its way through the middleware.
    """

    visit: Visit
    _send: Send
    asking: anyio.Lock = attrs.field(init=False, factory=lambda: anyio.Lock(fast_acquire=True))

    async def send(self, message: Message) -> None:
        """
        Send *message* on, having told what the visit came to where a response begins with it.
        """
        if message["type"] == "http.response.start":
            message = self._told(message)
        await self._send(message)

    def _told(self, message: Message) -> Message:
        if not self.visit.is_asked:
            self.visit.told({})
            return message
        lines = list(message.get("headers", ()))
        return {**message, "headers": replaced(lines, self.visit.told(said(lines)))}


def said(lines: Lines) -> dict[str, str]:
    """
    What *lines* of a response's head say of caches.
    """
    found: dict[str, list[str]] = {}
    names = {name.lower().encode(): name for name in READ}
    for name, value in lines:
        if known := names.get(name.lower()):
            found.setdefault(known, []).append(value.decode("latin-1"))
    return {name: ", ".join(values) for name, values in found.items()}


def replaced(lines: Lines, new: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """
    The *lines* of a response's head with these *new* ones in place of those of the same names.
    """
    added = {name.lower().encode(): value.encode("latin-1") for name, value in new.items()}
    return [(name, value) for name, value in lines if name.lower() not in added] + [*added.items()]
