"""
The inspector where a development server mounts it.
"""

from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

import blockrules
from blockrules.inspector import asgi_app, wsgi_app


@pytest.fixture
def client(rules: blockrules.Rules) -> TestClient:
    """
    What asks a Starlette application, in which it stands below a prefix.
    """
    return TestClient(Starlette(routes=[Mount("/dev/rules", asgi_app(rules, development=True))]))


@pytest.mark.parametrize("path", ["", "tests", "findings", "source", "version", "inspector.css", "inspector.js"])
def test_it_answers_below_a_prefix(client: TestClient, path: str) -> None:
    """As an ASGI application."""
    response = client.get(f"/dev/rules/{path}?device=desktop&title=%C3%A4")
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert client.head(f"/dev/rules/{path}").content == b""
    if path == "":
        assert 'value="ä"' in response.text
        assert "/dev/rules" not in response.text


def test_the_prefix_alone_leads_to_it(client: TestClient) -> None:
    """So that its links, which are relative, lead where they should."""
    response = client.get("/dev/rules")
    assert (response.status_code, response.url.path) == (200, "/dev/rules/")
    assert client.get("/dev/rules/x").status_code == 404
    assert client.post("/dev/rules/").status_code == 405


def test_it_alone_is_an_application_too(rules: blockrules.Rules) -> None:
    """It closes web sockets, and leaves the lifespan alone."""
    with TestClient(asgi_app(rules, development=True)) as alone:
        assert alone.get("/tests").status_code == 200
        with pytest.raises(WebSocketDisconnect), alone.websocket_connect("/"):
            raise AssertionError("a web socket was opened")


@pytest.mark.parametrize(
    ("path", "status"),
    [("", "307 Temporary Redirect"), ("/", "200 OK"), ("/source", "200 OK"), ("/x", "404 Not Found")],
)
def test_it_is_a_wsgi_application(rules: blockrules.Rules, path: str, status: str) -> None:
    """By the letter."""
    said, headers, body = called(rules, "/dev/rules", path)
    assert said == status
    assert headers["Content-Length"] == str(len(body))
    if not path:
        assert headers["Location"] == "rules/?device=desktop"


@pytest.mark.parametrize(("root", "place"), [("/d\xc3\xa9v", "d%C3%A9v/"), ("/x/\xff a", "%FF%20a/")])
def test_a_prefix_may_have_any_character(rules: blockrules.Rules, root: str, place: str) -> None:
    """Of which WSGI has the bytes."""
    _, headers, _ = called(rules, root, "")
    assert headers["Location"] == f"{place}?device=desktop"


def called(rules: blockrules.Rules, root: str, path: str) -> tuple[str, dict[str, str], bytes]:
    """
    What the WSGI application answers there, below *root*. AssertionError where that is not by the letter.
    """
    environ: dict[str, Any] = {"SCRIPT_NAME": root, "PATH_INFO": path, "QUERY_STRING": "device=desktop"}
    setup_testing_defaults(environ)
    started: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Any:
        started.append((status, dict(headers)))
        return lambda data: None

    answer = validator(wsgi_app(rules, development=True))(environ, start)
    body = b"".join(answer)
    answer.close()  # type: ignore[attr-defined]  # the validator's has one
    return *started[0], body
