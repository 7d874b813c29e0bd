"""
Layouts in Starlette, in FastAPI and in bare ASGI: found when asked for, told to caches, and nothing else touched.
"""

import re
import sys
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import anyio
import pytest
from fastapi import BackgroundTasks, Depends, FastAPI, WebSocket
from fastapi.responses import StreamingResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket as StarletteWebSocket

import blockrules
from blockrules import Layout, PageError, RulesError
from blockrules.hosts.asgi import Blockrules
from blockrules.hosts.request import CLOCK, URL, personal
from blockrules.language.stamps import Stamps
from blockrules.watching import Watched

TEXT = """
facts { device: one of desktop, mobile  path: path  member: bool = false }
region hero when device is mobile
region offers when path matches "/shop/**" and not member
region footer
"""
NEWER = TEXT + "region late\n"
BROKEN = TEXT + "region late when mobil\n"
HEADERS = {"device": ("User-Agent",), "path": URL, "member": personal("Cookie")}
PHONE = {"User-Agent": "a phone"}
Endpoint = Callable[[Request], Awaitable[Response]]


def page(connection: HTTPConnection) -> Mapping[str, object]:
    """
    The facts of a request.
    """
    device = "mobile" if "phone" in connection.headers.get("User-Agent", "") else "desktop"
    return {"device": device, "path": connection.url.path, "member": "member" in connection.cookies}


def made(origin: str | Path | blockrules.Rules | Watched = TEXT) -> Blockrules:
    """
    The rules of a file, or of a text, in an application.
    """
    rules = blockrules.loads(origin) if isinstance(origin, str) else origin
    blocks = Blockrules(rules, headers=HEADERS)
    blocks.facts(page)
    return blocks


@pytest.fixture
def blocks() -> Blockrules:
    """
    Rules that do not change.
    """
    return made()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    Rules that may.
    """
    file = tmp_path / "site.blockrules"
    file.write_text(TEXT)
    return file


def names(blocks: Blockrules) -> Endpoint:
    """
    An endpoint that shows the active regions.
    """

    async def shown(request: Request) -> Response:
        return JSONResponse((await blocks.layout(request)).names)

    return shown


async def silent(request: Request) -> Response:
    return PlainTextResponse("nothing")


def fastapi(blocks: Blockrules) -> FastAPI:
    """
    An application with an endpoint that asks for the layout, and one that does not.
    """
    app = FastAPI()
    app.add_middleware(blocks.middleware)

    @app.get("/shop/tea")
    async def tea(layout: Annotated[Layout, Depends(blocks.layout)]) -> list[str]:
        return list(layout.names)

    @app.get("/shop/coffee")
    def coffee(layout: Annotated[Layout, Depends(blocks.layout)]) -> list[str]:
        return list(layout.names)

    @app.get("/silent")
    async def silent() -> list[str]:
        return []

    return app


def starlette(blocks: Blockrules, *middleware: Middleware) -> Starlette:
    """
    The same in Starlette, with this *middleware* within that of the rules.
    """
    routes = [Route("/shop/tea", names(blocks)), Route("/silent", silent)]
    return Starlette(routes=routes, middleware=[Middleware(blocks.middleware), *middleware])


def told(response: object) -> tuple[str | None, str | None]:
    """
    What the *response* tells caches.
    """
    headers = response.headers  # type: ignore[attr-defined]  # of whichever client
    return headers.get("vary"), headers.get("cache-control")


async def exchanged(app: ASGIApp, path: str = "/", kind: str = "http") -> list[Message]:
    """
    What *app* sends in answer to a request.
    """
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{kind}.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": kind, "method": "GET", "path": path, "query_string": b"", "headers": [(b"host", b"a")]}
    await app(scope, receive, send)
    return sent


def exchange(app: ASGIApp, path: str = "/", kind: str = "http") -> list[Message]:
    return anyio.run(exchanged, app, path, kind)


def sending(blocks: Blockrules | None, *messages: Message) -> ASGIApp:
    """
    An application that sends these *messages*, after it has asked for the layout by *blocks*.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if blocks:
            await blocks.layout(HTTPConnection(scope))
        for message in messages:
            await send(message)

    return app


@pytest.mark.parametrize("path", ["/shop/tea", "/shop/coffee"])
def test_an_endpoint_of_fastapi_depends_on_the_layout(blocks: Blockrules, path: str) -> None:
    """
    Async or not; and caches are told what it hung on.
    """
    client = TestClient(fastapi(blocks))
    response = client.get(path, headers=PHONE)
    assert response.json() == ["hero", "offers", "footer"]
    assert told(response) == ("User-Agent, Cookie", "private")
    assert client.get(path, headers={"Cookie": "member=1"}).json() == ["footer"]


def test_an_endpoint_of_starlette_awaits_the_layout(blocks: Blockrules) -> None:
    """
    As it awaits all else.
    """
    response = TestClient(starlette(blocks)).get("/shop/tea")
    assert response.json() == ["offers", "footer"]
    assert told(response) == ("User-Agent, Cookie", "private")


@pytest.mark.parametrize("framed", [fastapi, starlette])
def test_a_response_that_did_not_ask_is_left_alone(framed: Callable[[Blockrules], ASGIApp], blocks: Blockrules) -> None:
    """
    Its head has no line more.
    """
    response = TestClient(framed(blocks)).get("/silent")
    assert response.status_code == 200
    assert told(response) == (None, None)


def test_facts_that_the_table_lacks_could_hang_on_anything() -> None:
    """
    So no cache is to keep what hangs on them.
    """
    blocks = Blockrules(blockrules.loads(TEXT))
    blocks.facts(page)
    assert told(TestClient(fastapi(blocks)).get("/shop/tea")) == ("*", "private")


def test_facts_may_be_awaited(blocks: Blockrules) -> None:
    """
    Where they come from somewhere else; several that ask at once cause one reading.
    """
    read = []

    @blocks.facts
    async def facts(connection: Request) -> Mapping[str, object]:
        read.append(connection.url.path)
        await anyio.sleep(0.001)
        return page(connection)

    found = []

    async def many(request: Request) -> Response:
        async def ask() -> None:
            found.append(await blocks.layout(request))

        async with anyio.create_task_group() as tasks:
            for _ in range(5):
                tasks.start_soon(ask)
        return JSONResponse(found[0].names)

    app = blocks.middleware(Starlette(routes=[Route("/shop/tea", many)]))
    assert TestClient(app).get("/shop/tea").json() == ["offers", "footer"]
    assert read == ["/shop/tea"]
    assert all(each is found[0] for each in found)
    assert len(found) == 5


def test_the_function_for_facts_stays_what_it_is(blocks: Blockrules) -> None:
    """
    So that it can be called, and tested, by itself.
    """
    assert blocks.facts(page) is page


def test_facts_are_read_as_rules_need_them(blocks: Blockrules) -> None:
    """
    A session that no rule asked for is no reason for Starlette to say that the page hangs on cookies.
    """

    class Lazy:
        device = "desktop"

        def __init__(self, request: Request) -> None:
            self.path = request.url.path
            self._request = request

        @property
        def member(self) -> bool:
            return "member" in self._request.session

    blocks.facts(Lazy)
    routes = [Route("/shop/tea", names(blocks)), Route("/about", names(blocks))]
    client = TestClient(
        Starlette(
            routes=routes,
            middleware=[Middleware(blocks.middleware), Middleware(SessionMiddleware, secret_key="secret")],
        )
    )
    assert told(client.get("/about")) == ("User-Agent", None)
    assert told(client.get("/shop/tea")) == ("Cookie, User-Agent", "private")


def test_websockets_have_layouts(blocks: Blockrules) -> None:
    """
    As dependency and awaited, also when they were accepted already: no cache is between.
    """
    app = FastAPI()
    app.add_middleware(blocks.middleware)

    @app.websocket("/shop/depending")
    async def depending(socket: WebSocket, layout: Annotated[Layout, Depends(blocks.layout)]) -> None:
        await socket.accept()
        await socket.send_json(layout.names)
        await socket.close()

    async def awaiting(socket: StarletteWebSocket) -> None:
        await socket.accept()
        await socket.send_json((await blocks.layout(socket)).names)
        await socket.close()

    app.router.routes.append(WebSocketRoute("/shop/awaiting", awaiting))
    client = TestClient(app)
    for path in ("/shop/depending", "/shop/awaiting"):
        with client.websocket_connect(path, headers=PHONE) as socket:
            assert socket.receive_json() == ["hero", "offers", "footer"]
            assert socket.extra_headers == []


def test_only_the_message_that_begins_a_response_is_another(blocks: Blockrules) -> None:
    """
    All else goes on as it came: trailers, what a server is to push or to read from a file, and what nobody knows yet.
    """
    messages: list[Message] = [
        {"type": "http.response.debug", "info": {}},
        {"type": "http.response.push", "path": "/a.css", "headers": []},
        {"type": "http.response.start", "status": 304, "headers": [], "trailers": True},
        {"type": "http.response.body", "body": b"a", "more_body": True},
        {"type": "http.response.pathsend", "path": "/a"},
        {"type": "http.response.zerocopysend", "file": 1},
        {"type": "http.response.trailers", "headers": [(b"vary", b"b")]},
        {"type": "http.response.to_come"},
    ]
    sent = exchange(blocks.middleware(sending(blocks, *messages)))
    assert [each is message for each, message in zip(sent, messages, strict=True)] == [
        each["type"] != "http.response.start" for each in messages
    ]
    assert sent[2] == {**messages[2], "headers": [(b"vary", b"User-Agent")]}
    untouched = exchange(blocks.middleware(sending(None, *messages)))
    assert all(each is message for each, message in zip(untouched, messages, strict=True))


@pytest.mark.parametrize("kind", ["lifespan", "to_come", "websocket"])
def test_what_is_no_request_passes(blocks: Blockrules, kind: str) -> None:
    """
    Servers may open what nobody knows yet; and a WebSocket that is refused has a head that no cache reads.
    """
    message = {"type": "websocket.http.response.start", "status": 403, "headers": []}
    (sent,) = exchange(blocks.middleware(sending(blocks if kind == "websocket" else None, message)), kind=kind)
    assert sent is message


def head(blocks: Blockrules, *lines: tuple[bytes, bytes], as_type: type = list) -> list[tuple[bytes, bytes]]:
    """
    The lines of the head that a response with these has in the end.
    """
    app = blocks.middleware(sending(blocks, {"type": "http.response.start", "headers": as_type(lines)}))
    (sent,) = exchange(app, "/shop/tea")
    return list(sent["headers"])


def test_lines_of_the_same_name_are_one(blocks: Blockrules) -> None:
    """
    In whatever case; the others stay as they are, and where they are.
    """
    lines = [
        (b"set-cookie", b"a=\xe9"),
        (b"Vary", b"Accept-Encoding"),
        (b"set-cookie", b"b=2"),
        (b"cache-control", b"max-age=60"),
        (b"vary", b"user-agent, Origin"),
        (b"Cache-Control", b'ext="\xe9"'),
        (b"etag", b'"1"'),
    ]
    expected = [
        (b"set-cookie", b"a=\xe9"),
        (b"set-cookie", b"b=2"),
        (b"etag", b'"1"'),
        (b"vary", b"Accept-Encoding, user-agent, Origin, Cookie"),
        (b"cache-control", b'max-age=60, ext="\xe9", private'),
    ]
    for as_type in (list, tuple, iter):
        assert head(blocks, *lines, as_type=as_type) == expected  # type: ignore[arg-type]  # iter makes one


def test_a_head_may_have_no_lines_at_all(blocks: Blockrules) -> None:
    """
    As ASGI has it.
    """
    (sent,) = exchange(blocks.middleware(sending(blocks, {"type": "http.response.start", "status": 200})))
    assert sent["headers"] == [(b"vary", b"User-Agent")]


def test_a_head_that_says_it_already_stays(blocks: Blockrules) -> None:
    """
    With each of its lines where it was.
    """
    lines = [(b"vary", b"User-Agent"), (b"etag", b"1"), (b"vary", b"Cookie"), (b"cache-control", b"private")]
    assert head(blocks, *lines) == lines


def test_time_is_told_too() -> None:
    """
    Where a layout does not stay as it is, unless the head says that the page is stale before.
    """
    text = 'timezone "UTC" facts { now: datetime } region advent when now < 2200-12-24T00:00'
    blocks = Blockrules(blockrules.loads(text), headers={"now": CLOCK})
    blocks.facts(lambda connection: {"now": datetime(2200, 12, 1, tzinfo=UTC)})
    assert head(blocks) == []
    (control,) = head(blocks, (b"Cache-Control", b"public"))
    assert re.fullmatch(rb"public, max-age=[1-9]\d{8,}", control[1])
    expires = (b"Expires", b"Thu, 01 Jan 1970 00:00:00 GMT")
    assert head(blocks, expires) == [expires, (b"cache-control", b"max-age=0")]


def test_a_body_is_not_held_back(blocks: Blockrules) -> None:
    """
    Its first part has been sent when the second is made.
    """
    sent: list[Message] = []
    seen = []

    async def parts() -> AsyncIterator[bytes]:
        for part in (b"one", b"two", b"three"):
            seen.append([message.get("body") for message in sent])
            yield part

    async def streamed(request: Request) -> Response:
        await blocks.layout(request)
        return StreamingResponse(parts())

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError

    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
    anyio.run(blocks.middleware(Starlette(routes=[Route("/", streamed)])), scope, receive, send)
    assert seen == [[None], [None, b"one"], [None, b"one", b"two"]]
    assert (b"vary", b"User-Agent") in sent[0]["headers"]


def test_it_is_too_late_once_the_head_was_sent(blocks: Blockrules) -> None:
    """
    For who asks for the first time; who asked before it is answered still, in tasks after the response too.
    """
    answers = []

    def app(*, is_asked_before: bool) -> ASGIApp:
        async def endpoint(request: Request) -> Response:
            if is_asked_before:
                await blocks.layout(request)

            async def parts() -> AsyncIterator[bytes]:
                yield b"one"
                answers.append((await blocks.layout(request)).names)

            return StreamingResponse(parts())

        return blocks.middleware(Starlette(routes=[Route("/", endpoint)]))

    TestClient(app(is_asked_before=True)).get("/")
    assert answers == [("footer",)]
    with pytest.raises(RuntimeError, match="before the response begins"):
        TestClient(app(is_asked_before=False)).get("/")


def test_tasks_after_the_response_may_ask(blocks: Blockrules) -> None:
    """
    For what the response was made with.
    """
    found = []
    app = FastAPI()
    app.add_middleware(blocks.middleware)

    @app.get("/shop/tea")
    async def tea(
        request: Request, tasks: BackgroundTasks, layout: Annotated[Layout, Depends(blocks.layout)]
    ) -> list[str]:
        async def ask() -> None:
            found.append(await blocks.layout(request) is layout)

        tasks.add_task(ask)
        return list(layout.names)

    assert TestClient(app).get("/shop/tea").json() == ["offers", "footer"]
    assert found == [True]


def test_a_request_for_the_head_has_the_same(blocks: Blockrules) -> None:
    """
    As one for the whole.
    """
    client = TestClient(starlette(blocks))
    response = client.head("/shop/tea")
    assert response.content == b""
    assert told(response) == told(client.get("/shop/tea"))


class Asking(BaseHTTPMiddleware):
    """
    Middleware of Starlette's own kind that asks for the layout: before the application, or after it.
    """

    def __init__(self, app: ASGIApp, blocks: Blockrules, *, is_before: bool) -> None:
        super().__init__(app)
        self._blocks, self._is_before = blocks, is_before

    async def dispatch(self, request: Request, call_next: Endpoint) -> Response:
        if self._is_before:
            await self._blocks.layout(request)
        response = await call_next(request)
        response.headers["x-regions"] = " ".join((await self._blocks.layout(request)).names)
        return response


def test_middleware_within_may_ask(blocks: Blockrules) -> None:
    """
    For the endpoint's layout, or for one that the endpoint needs not; caches are told of it.
    """
    client = TestClient(starlette(blocks, Middleware(Asking, blocks, is_before=True)))
    for path in ("/shop/tea", "/silent"):
        response = client.get(path)
        assert response.headers["x-regions"] == ("offers footer" if "shop" in path else "footer")
        assert told(response) == (("User-Agent, Cookie", "private") if "shop" in path else ("User-Agent", None))


def test_middleware_around_may_ask_for_what_was_found(blocks: Blockrules) -> None:
    """
    When the response comes by; for the first time it would be too late, and before there is no visit yet.
    """

    def client(*, is_before: bool) -> TestClient:
        return TestClient(Asking(starlette(blocks), blocks, is_before=is_before))

    assert client(is_before=False).get("/shop/tea").headers["x-regions"] == "offers footer"
    with pytest.raises(RuntimeError, match="before the response begins"):
        client(is_before=False).get("/silent")
    with pytest.raises(RuntimeError, match="add it with"):
        client(is_before=True).get("/shop/tea")


def test_other_middleware_adds_its_own(blocks: Blockrules) -> None:
    """
    On either side.
    """
    around = GZipMiddleware(starlette(blocks), minimum_size=0)
    within = starlette(blocks, Middleware(GZipMiddleware, minimum_size=0))
    for app, vary in ((around, "User-Agent, Cookie, Accept-Encoding"), (within, "Accept-Encoding, User-Agent, Cookie")):
        response = TestClient(app).get("/shop/tea", headers={"Accept-Encoding": "gzip"})
        assert response.headers["content-encoding"] == "gzip"
        assert told(response) == (vary, "private")


def test_mounted_applications_have_the_layout_of_the_whole(blocks: Blockrules) -> None:
    """
    By the middleware around both, by one of their own, and by both, which then are one.
    """
    read = []

    @blocks.facts
    def facts(connection: HTTPConnection) -> Mapping[str, object]:
        read.append(connection.url.path)
        return page(connection)

    inner = Starlette(routes=[Route("/tea", names(blocks))])
    for app in (
        blocks.middleware(Starlette(routes=[Mount("/shop", inner)])),
        Starlette(routes=[Mount("/shop", blocks.middleware(inner))]),
        starlette_within_another(blocks, blocks.middleware(inner)),
    ):
        response = TestClient(app).get("/shop/tea")
        assert response.json() == ["offers", "footer"]
        assert told(response) == ("User-Agent, Cookie", "private")
    assert read == ["/shop/tea"] * 3


def starlette_within_another(blocks: Blockrules, inner: ASGIApp) -> ASGIApp:
    """
    An application that asks for the layout, and has another within that does.
    """

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        await blocks.layout(Request(scope))
        await inner(scope, receive, send)

    return blocks.middleware(FastAPI(routes=[Mount("/shop", asked)]))


def test_two_sets_of_rules_do_not_meet(blocks: Blockrules) -> None:
    """
    In one application; caches are told what both hung on.
    """
    other = Blockrules(
        blockrules.loads("facts { language: one of en, fr }\nregion aside when language is fr"),
        headers={"language": ("Accept-Language",)},
    )
    other.facts(lambda connection: {"language": "fr"})

    async def both(request: Request) -> Response:
        return JSONResponse([(await each.layout(request)).names for each in (blocks, other)])

    app = Starlette(
        routes=[Route("/", both), Route("/shop/tea", names(blocks))],
        middleware=[Middleware(other.middleware), Middleware(blocks.middleware)],
    )
    response = TestClient(app).get("/")
    assert response.json() == [["footer"], ["aside"]]
    assert told(response) == ("User-Agent, Accept-Language", None)
    assert told(TestClient(app).get("/shop/tea")) == ("User-Agent, Cookie", "private")


def test_without_the_middleware_it_says_so(blocks: Blockrules) -> None:
    """
    And how to add it.
    """
    app = fastapi(blocks)
    app.user_middleware.clear()
    with pytest.raises(RuntimeError, match=r"app\.add_middleware\(blocks\.middleware\)"):
        TestClient(app).get("/shop/tea")


def test_without_facts_it_says_so() -> None:
    """
    And how to give them.
    """
    blocks = Blockrules(blockrules.loads(TEXT))
    with pytest.raises(RuntimeError, match=r"@blocks\.facts"):
        TestClient(fastapi(blocks)).get("/shop/tea")


def test_faults_of_a_page_are_raised(blocks: Blockrules) -> None:
    """
    As they are, each time, and nothing is kept of them.
    """
    pages: Iterator[Mapping[str, object]] = iter([{"device": "watch"}, {}, {"device": "mobile", "path": "/"}])
    blocks.facts(lambda connection: next(pages))
    client = TestClient(fastapi(blocks))
    for _ in range(2):
        with pytest.raises(PageError):
            client.get("/shop/tea")
    assert client.get("/shop/tea").json() == ["hero", "footer"]
    with pytest.raises(StopIteration):
        next(pages)


def test_a_page_that_failed_may_be_asked_for_again(blocks: Blockrules) -> None:
    """
    Within the same request.
    """
    pages: Iterator[Mapping[str, object]] = iter([{}, {"device": "mobile", "path": "/"}])
    blocks.facts(lambda connection: next(pages))

    async def twice(request: Request) -> Response:
        with pytest.raises(PageError):
            await blocks.layout(request)
        return JSONResponse((await blocks.layout(request)).names)

    app = blocks.middleware(Starlette(routes=[Route("/", twice)]))
    assert TestClient(app).get("/").json() == ["hero", "footer"]


async def broken(request: Request) -> Response:
    raise LookupError("broken")


def test_a_page_that_says_what_is_not_there_has_a_layout(blocks: Blockrules) -> None:
    """
    Where its handler asks for it.
    """

    async def handler(request: Request, error: Exception) -> Response:
        return await names(blocks)(request)

    app = Starlette(middleware=[Middleware(blocks.middleware)], exception_handlers={404: handler})
    response = TestClient(app).get("/shop/nothing")
    assert response.json() == ["offers", "footer"]
    assert told(response) == ("User-Agent, Cookie", "private")


def with_a_page_for_errors(blocks: Blockrules, *, is_asked_before: bool) -> Starlette:
    """
    An application whose endpoint fails, and whose page for that asks for the layout.
    """

    async def endpoint(request: Request) -> Response:
        if is_asked_before:
            await blocks.layout(request)
        return await broken(request)

    async def handler(request: Request, error: Exception) -> Response:
        return JSONResponse((await blocks.layout(request)).names, status_code=500)

    return Starlette(routes=[Route("/shop/tea", endpoint)], exception_handlers={500: handler})


@pytest.mark.parametrize("is_asked_before", [True, False])
def test_a_page_for_errors_of_the_server_has_a_layout_within_the_middleware(
    blocks: Blockrules, is_asked_before: bool
) -> None:
    """
    Where that stands around the whole application.
    """
    app = blocks.middleware(with_a_page_for_errors(blocks, is_asked_before=is_asked_before))
    response = TestClient(app, raise_server_exceptions=False).get("/shop/tea")
    assert (response.status_code, response.json()) == (500, ["offers", "footer"])
    assert told(response) == ("User-Agent, Cookie", "private")


@pytest.mark.parametrize("is_asked_before", [True, False])
def test_a_page_for_errors_of_the_server_has_none_outside(blocks: Blockrules, is_asked_before: bool) -> None:
    """
    Where Starlette makes it when the middleware was added, even if the layout was found before: no cache would be told.
    """
    app = with_a_page_for_errors(blocks, is_asked_before=is_asked_before)
    app.add_middleware(blocks.middleware)
    with pytest.raises(RuntimeError, match=r"app = blocks\.middleware\(app\)"):
        TestClient(app).get("/shop/tea")


def test_who_answers_in_its_place_is_told_that_nobody_will(blocks: Blockrules) -> None:
    """
    What stands further out than the middleware, be it before the application was asked or after it answered.
    """

    async def page(request: Request) -> Response:
        return PlainTextResponse(str((await blocks.layout(request)).names))

    within = Starlette(routes=[Route("/{path:path}", page)], middleware=[Middleware(blocks.middleware)])

    async def nobody(message: Message) -> None:
        pass

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        await within(scope, receive, nobody)
        with pytest.raises(RuntimeError, match="no middleware of these rules"):
            await blocks.layout(Request(scope))
        await PlainTextResponse("another page")(scope, receive, send)

    assert TestClient(outer).get("/shop/tea").text == "another page"


def test_an_application_that_is_asked_again_tells_again(blocks: Blockrules) -> None:
    """
    With the same scope, each response has what its own layout hung on.
    """

    async def page(request: Request) -> Response:
        return PlainTextResponse(str((await blocks.layout(request)).names))

    within = Starlette(routes=[Route("/{path:path}", page)], middleware=[Middleware(blocks.middleware)])
    heads: list[Message] = []

    async def twice(scope: Scope, receive: Receive, send: Send) -> None:
        async def keep(message: Message) -> None:
            heads.extend([message] if message["type"] == "http.response.start" else [])

        await within(scope, receive, keep)
        await within(scope, receive, send)

    response = TestClient(twice).get("/shop/tea")
    assert dict(heads[0]["headers"])[b"vary"].decode() == response.headers["Vary"]


def test_its_rules_can_be_asked_for(file: Path) -> None:
    """
    The newest, as for templates.
    """
    assert [region.name for region in Blockrules(file, headers=HEADERS).rules.all_regions] == [
        "hero",
        "offers",
        "footer",
    ]


def test_facts_that_fail_could_have_been_anything(blocks: Blockrules) -> None:
    """
    Whoever answers in their place, no cache may keep it.
    """

    @blocks.facts
    def facts(connection: HTTPConnection) -> dict[str, object]:
        return {"device": connection.cookies["device"]}

    async def page(request: Request) -> Response:
        try:
            await blocks.layout(request)
        except (KeyError, blockrules.PageError):
            return PlainTextResponse("all that we have")
        raise AssertionError

    client = TestClient(Starlette(routes=[Route("/", page)], middleware=[Middleware(blocks.middleware)]))
    for cookies in ({}, {"Cookie": "device=watch"}):
        response = client.get("/", headers=cookies)
        assert (response.headers["Vary"], response.headers["Cache-Control"]) == ("*", "private")


def test_errors_go_through(blocks: Blockrules) -> None:
    """
    Those before the response begins, and those amidst it.
    """

    async def parts() -> AsyncIterator[bytes]:
        yield b"one"
        raise LookupError("amidst")

    async def streamed(request: Request) -> Response:
        await blocks.layout(request)
        return StreamingResponse(parts())

    app = Starlette(
        routes=[Route("/broken", broken), Route("/streamed", streamed)], middleware=[Middleware(blocks.middleware)]
    )
    for path in ("/broken", "/streamed"):
        with pytest.raises(LookupError):
            TestClient(app).get(path)


def test_the_schema_of_fastapi_does_not_know(blocks: Blockrules) -> None:
    """
    What an endpoint's caller is to send is the same with a layout and without.
    """

    def schema(*, has_layout: bool) -> object:
        app = FastAPI()

        async def with_layout(layout: Annotated[Layout, Depends(blocks.layout)], q: int = 0) -> str:
            """One."""
            return ""

        async def without(q: int = 0) -> str:
            """One."""
            return ""

        app.get("/", operation_id="one", summary="one")(with_layout if has_layout else without)
        return app.openapi()

    assert schema(has_layout=True) == schema(has_layout=False)


def test_an_application_does_not_start_with_broken_rules(file: Path) -> None:
    """
    And says what is wrong with them, to the server too.
    """
    file.write_text(BROKEN)
    blocks = made(file)
    app = FastAPI(lifespan=blocks.lifespan)
    with pytest.raises(RulesError) as raised, TestClient(app):
        pass
    assert [each.code for each in raised.value.diagnostics] == ["BR201"]
    sent: list[Message] = []
    with pytest.raises(RulesError):
        anyio.run(partial(lifespan_of, app, sent))
    assert sent[0]["type"] == "lifespan.startup.failed"
    assert f"{file.name}:6:18" in sent[0]["message"]
    file.unlink()
    with pytest.raises(FileNotFoundError), TestClient(app):
        pass
    file.write_text(TEXT)
    with TestClient(app):
        pass


async def lifespan_of(app: ASGIApp, sent: list[Message]) -> None:
    async def receive() -> Message:
        return {"type": "lifespan.startup"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app({"type": "lifespan"}, receive, send)


def test_a_table_that_does_not_fit_is_told_of_at_the_start(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    To the log: what rules ask about and it lacks, and what it has and is no fact.
    """
    blocks = Blockrules(file, headers={"device": (), "path": URL, "membr": ("Cookie",)})
    with TestClient(FastAPI(lifespan=blocks.lifespan)):
        pass
    lacking, unknown = caplog.messages
    assert lacking.endswith(
        "site.blockrules:4:52: the table of headers says nothing of `member`: no cache can keep a page that hangs on it"
    )
    assert "did you mean `member`?" in unknown
    caplog.clear()
    with TestClient(FastAPI(lifespan=made(file).lifespan)):
        assert caplog.messages == []


def test_rules_are_read_when_first_asked_for_without_a_lifespan(file: Path) -> None:
    """
    As in an application that is mounted in another, whose lifespan nobody runs.
    """
    file.write_text(BROKEN)
    client = TestClient(fastapi(made(file)))
    assert client.get("/silent").status_code == 200
    with pytest.raises(RulesError):
        client.get("/shop/tea")
    file.write_text(TEXT)
    assert client.get("/shop/tea").json() == ["offers", "footer"]


def test_a_class_of_facts_is_checked_with_the_rules(file: Path) -> None:
    """
    When they are loaded.
    """

    class Nothing:
        pass

    blocks = Blockrules(file, headers=HEADERS, page=Nothing)
    with pytest.raises(TypeError), TestClient(FastAPI(lifespan=blocks.lifespan)):
        pass


def wait_for(client: TestClient, expected: list[str]) -> None:
    end = time.monotonic() + 30
    while client.get("/shop/tea").json() != expected:
        assert time.monotonic() < end
        time.sleep(0.01)


def threads() -> list[threading.Thread]:
    return [each for each in threading.enumerate() if each.name == "blockrules"]


def test_the_event_loop_reads_no_rules(file: Path) -> None:
    """
    While an application lives, a thread does; it ends with it.
    """
    reading = []

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        reading.append(threading.current_thread().name)
        return blockrules.load(file)

    blocks = made(Watched(file, load, 0))
    app = fastapi(blocks)
    app.router.lifespan_context = blocks.lifespan
    with TestClient(app) as client:
        assert client.get("/shop/tea").json() == ["offers", "footer"]
        assert len(threads()) == 1
        file.write_text(NEWER)
        wait_for(client, ["offers", "footer", "late"])
    assert threads() == []
    assert set(reading[1:]) == {"blockrules"}


def test_changes_are_looked_for_without_watchfiles(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    By who asks for layouts.
    """
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    blocks = made(blockrules.watch(file, interval=0))
    app = fastapi(blocks)
    app.router.lifespan_context = blocks.lifespan
    with TestClient(app) as client:
        assert threads() == []
        file.write_text(NEWER)
        wait_for(client, ["offers", "footer", "late"])


def test_rules_that_do_not_change_need_no_thread(blocks: Blockrules) -> None:
    """
    They are there already.
    """
    with TestClient(FastAPI(lifespan=blocks.lifespan)):
        assert threads() == []


def test_an_application_has_a_lifespan_of_its_own_too(file: Path) -> None:
    """
    With that of the rules within it.
    """
    blocks = made(file)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[dict[str, int]]:
        async with blocks.lifespan(app):
            yield {"answer": 42}

    app = FastAPI(lifespan=lifespan)
    app.add_middleware(blocks.middleware)

    @app.get("/shop/tea")
    async def tea(request: Request, layout: Annotated[Layout, Depends(blocks.layout)]) -> list[object]:
        return [request.state.answer, *layout.names, len(threads())]

    with TestClient(app) as client:
        assert client.get("/shop/tea").json() == [42, "offers", "footer", 1]
    with TestClient(app) as client:
        assert client.get("/shop/tea").json() == [42, "offers", "footer", 1]
