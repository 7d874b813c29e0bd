"""
The same site with its layout written out by hand, to measure against: `uvicorn examples.fastapi_site.plain:app`.
"""

import re
from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response

from blockrules.hosts.request import device
from examples.fastapi_site.app import css, facts, page, switch

LEADERBOARD = {"label": "Leaderboard", "sizes": ["728x90", "970x90"]}
SKYSCRAPER = {"label": "Wide skyscraper", "sizes": ["160x600"]}
INTERNAL = {"label": "In-house advert"}
Blocks = list[tuple[str, Mapping[str, object]]]

app = FastAPI(title="A medical site, by hand")
app.add_middleware(SessionMiddleware, secret_key="only to measure")
app.get("/site.css", include_in_schema=False)(css)
app.post("/membership/{membership}")(switch)


def regions_of(page: Mapping[str, object]) -> list[str]:
    """
    The active regions of a page.
    """
    path, kind, is_front = str(page["path"]), page.get("node.type"), page["front"]
    is_read = page.get("node.op") == "view"
    is_content_page = is_read and kind == "page" and not is_front
    names = ["sitewide"]
    if not re.match(r"/admin(/|$)", path):
        names.append("advert_external_leaderboard")
    if not is_front:
        names.append("not_front_desktop")
    if kind or re.fullmatch(r"/(jobs|articles)/[^/]+", path):
        names.append("advert_external_wideskyscraper")
    has_attachments = is_read and (kind in ("article", "job", "resource") or page["attachments"])
    if has_attachments:
        names.append("attachments")
    if (is_read and kind == "job") or is_content_page:
        names.append("jobs_content_pages")
    if (is_read and kind in ("article", "job", "news")) or is_content_page:
        names.append("node-social-accelerators")
    if is_read:
        names.append("node_page")
    if has_attachments and page["membership"] != "member":
        names.append("member_attachments_for_non_members")
    if page["device"] == "desktop" and not is_front:
        names.append("advert_internal_desktop")
    return names


def slots_of(names: list[str], page: Mapping[str, object]) -> dict[str, Blocks]:
    """
    What stands in each slot of a page with these regions.
    """
    header: Blocks = [("ad_leaderboard", LEADERBOARD)] if "advert_external_leaderboard" in names else []
    if page["membership"] != "anonymous":
        header.append(("authenticated_user_menu", {}))
    first: Blocks = [("jobs_promo", {})] if "jobs_content_pages" in names else []
    if "not_front_desktop" in names:
        first.append(("events", {}))
    if "node-social-accelerators" in names:
        first.append(("social", {}))
    second: Blocks = [("ad_internal", INTERNAL)] if "advert_internal_desktop" in names else []
    if "advert_external_wideskyscraper" in names:
        second.append(("ad_skyscraper", SKYSCRAPER))
    if "attachments" in names:
        second.append(("attachments", {}))
    if "member_attachments_for_non_members" in names:
        second.append(("member_promo", {}))
    return {
        "header": header,
        "sidebar_first": first,
        "content": [("related", {}), ("total_views", {})] if "node_page" in names else [],
        "sidebar_second": second,
        "footer": [("newsletter", {}), ("social", {})],
    }


@app.get("/{address:path}", response_class=HTMLResponse)
async def show(request: Request) -> Response:
    """
    A page.
    """
    asked = {"attachments": 0, **facts(request)}
    names = regions_of(asked)
    response = page(request, "plain.html", {"names": names, "slots": slots_of(names, asked)})
    response.headers["Vary"] = ", ".join(device.headers)
    return response
