"""
The same site with its layout written out by hand, to measure against: `uvicorn examples.fastapi_site.plain:app`.
"""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from blockrules.hosts.request import device
from examples.content.by_hand import regions_of, slots_of
from examples.fastapi_site.app import css, facts, page, switch

app = FastAPI(title="A medical site, by hand")
app.add_middleware(SessionMiddleware, secret_key="only to measure")
app.get("/site.css", include_in_schema=False)(css)
app.post("/membership/{membership}")(switch)


@app.get("/{address:path}", response_class=HTMLResponse)
async def show(request: Request) -> Response:
    """
    A page.
    """
    asked = facts(request)
    names = regions_of(asked)
    response = page(request, "plain.html", {"names": names, "slots": slots_of(names, asked)})
    response.headers["Vary"] = ", ".join(device.headers)
    return response
