"""
What medical_site.blockrules says, written out by hand, to measure against.
"""

import re
from collections.abc import Mapping

Blocks = list[tuple[str, Mapping[str, object]]]
LEADERBOARD: Mapping[str, object] = {"label": "Leaderboard", "sizes": ["728x90", "970x90"]}
SKYSCRAPER: Mapping[str, object] = {"label": "Wide skyscraper", "sizes": ["160x600"]}
INTERNAL: Mapping[str, object] = {"label": "In-house advert"}


def regions_of(page: Mapping[str, object]) -> list[str]:
    """
    The active regions of a page, in order.
    """
    path, kind, is_front = str(page["path"]), page.get("node.type"), page["front"]
    is_read = page.get("node.op") == "view"
    is_content_page = is_read and kind == "page" and not is_front
    has_attachments = is_read and (kind in ("article", "job", "resource") or page.get("attachments"))
    regions = {
        "sitewide": True,
        "advert_external_leaderboard": not re.match(r"/admin(/|$)", path),
        "not_front_desktop": not is_front,
        "advert_external_wideskyscraper": kind or re.fullmatch(r"/(jobs|articles)/[^/]+", path),
        "attachments": has_attachments,
        "jobs_content_pages": (is_read and kind == "job") or is_content_page,
        "node-social-accelerators": (is_read and kind in ("article", "job", "news")) or is_content_page,
        "node_page": is_read,
        "member_attachments_for_non_members": has_attachments and page["membership"] != "member",
        "advert_internal_desktop": page["device"] == "desktop" and not is_front,
    }
    return [name for name, is_active in regions.items() if is_active]


def slots_of(regions: list[str], page: Mapping[str, object]) -> dict[str, Blocks]:
    """
    The blocks in each slot of a page with these regions, each with the settings of its region.
    """
    header: Blocks = [("ad_leaderboard", LEADERBOARD)] if "advert_external_leaderboard" in regions else []
    if page["membership"] != "anonymous":
        header.append(("authenticated_user_menu", {}))
    first: Blocks = [("jobs_promo", {})] if "jobs_content_pages" in regions else []
    if "not_front_desktop" in regions:
        first.append(("events", {}))
    if "node-social-accelerators" in regions:
        first.append(("social", {}))
    second: Blocks = [("ad_internal", INTERNAL)] if "advert_internal_desktop" in regions else []
    if "advert_external_wideskyscraper" in regions:
        second.append(("ad_skyscraper", SKYSCRAPER))
    if "attachments" in regions:
        second.append(("attachments", {}))
    if "member_attachments_for_non_members" in regions:
        second.append(("member_promo", {}))
    return {
        "header": header,
        "sidebar_first": first,
        "content": [("related", {}), ("total_views", {})] if "node_page" in regions else [],
        "sidebar_second": second,
        "footer": [("newsletter", {}), ("social", {})],
    }
