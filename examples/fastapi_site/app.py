"""
A medical leadership organisation's site in FastAPI, laid out by medical_site.blockrules.

From the folder of the checkout, `uvicorn examples.fastapi_site.app:app` serves it on http://127.0.0.1:8000/. What is
changed in the rules meanwhile is on the next page.
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from blockrules import Layout
from blockrules.hosts.asgi import Blockrules
from blockrules.hosts.jinja import Blocks
from blockrules.hosts.request import URL, device, path, query
from examples.content.nodes import FRONT, NODES, facts_of

HERE = Path(__file__).parent
CONTENT = HERE.parent / "content"
HEADERS = {
    "node.type": URL,
    "node.op": URL,
    "device": device.headers,
    "membership": ("Cookie",),
    "front": URL,
    "path": URL,
    "attachments": URL,
}
DEVICES = ("desktop", "tablet", "mobile")
MEMBERSHIPS = ("anonymous", "registered", "member")

blocks = Blockrules(HERE.parent / "medical_site.blockrules", headers=HEADERS)
templates = Jinja2Templates([HERE / "templates", CONTENT / "templates"])
Blocks.added_to(templates.env, rules=lambda: blocks.rules)

app = FastAPI(title="A medical site", lifespan=blocks.lifespan)
app.add_middleware(SessionMiddleware, secret_key=os.environ.get("SECRET_KEY") or secrets.token_hex())
# The last that is added stands furthest out, and sees what the others say to caches.
app.add_middleware(blocks.middleware)


@blocks.facts
def facts(request: HTTPConnection) -> dict[str, object]:
    """
    What the rules may ask of a request. `?device=mobile` in an address shows what a phone would have.
    """
    return facts_of(path(request.scope["path"])) | {
        "device": query(request.query_params, "device", device(request.headers), *DEVICES),
        "membership": request.session.get("membership", "anonymous"),
    }


def page(request: Request, template: str, shown: Mapping[str, object]) -> Response:
    """
    The page that was asked for, with what is *shown* around it.
    """
    node = NODES.get(request.url.path)
    context = {
        "node": node,
        "title": node.title if node else FRONT if request.url.path == "/" else "Nothing here",
        "nodes": NODES,
        "memberships": MEMBERSHIPS,
        "membership": request.session.get("membership", "anonymous"),
        "devices": DEVICES,
        **shown,
    }
    return templates.TemplateResponse(request, template, context, 404 if context["title"] == "Nothing here" else 200)


@app.get("/site.css", include_in_schema=False)
async def css() -> FileResponse:
    """
    How the page looks.
    """
    return FileResponse(CONTENT / "site.css")


@app.post("/membership/{membership}")
async def switch(request: Request, membership: Literal["anonymous", "registered", "member"], to: str = "/") -> Response:
    """
    Become another visitor, and go on to one of the pages.
    """
    request.session["membership"] = membership
    return RedirectResponse(to if to in NODES else "/", status_code=303)


@app.get("/{address:path}", response_class=HTMLResponse)
async def show(request: Request, layout: Annotated[Layout, Depends(blocks.layout)]) -> Response:
    """
    A page.
    """
    return page(request, "page.html", {"layout": layout})
