"""
The inspector as a WSGI application.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from blockrules.inspector.inspector import Request, inspector
from blockrules.inspector.subject import Inspected

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def wsgi_app(rules: Inspected, *, development: bool = False) -> "WSGIApplication":
    """
    The inspector of *rules*, or of the file at that path, for a development server. ValueError unless it is said that
    it is one: what it shows is not for visitors.
    """
    inspecting = inspector(rules, development=development)

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        response = inspecting.answer(request(environ))
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", [*response.headers])
        return [response.body]

    return app


def request(environ: "WSGIEnvironment") -> Request:
    """
    What a WSGI *environ* asks for.
    """
    return Request(
        environ["REQUEST_METHOD"],
        _decoded(environ.get("PATH_INFO", "")),
        environ.get("QUERY_STRING", ""),
        environ.get("HTTP_HOST", ""),
        _decoded(environ.get("SCRIPT_NAME", "")),
    )


def _decoded(path: str) -> str:
    # WSGI has each byte as one character; what is no UTF-8 is kept as it came.
    return path.encode("latin-1").decode("utf-8", "surrogateescape")
