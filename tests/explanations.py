"""
What a terminal is shown of five pages when they are explained, kept under ``cases/explained/``.

``python -m tests.explanations`` writes it anew, and prints what that changes.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import blockrules
from blockrules import Rules
from tests.rendered import rewrite
from tests.test_cases import FOLDER

KEPT = FOLDER / "explained"
SITE = blockrules.load(Path(__file__).parents[1] / "examples" / "medical_site.blockrules")
SHOP = blockrules.loads(
    """
timezone "Europe/London"

facts {
    path:     path
    visitor:  text
    member:   bool = false
    roles:    set of one of editor, author = ()
    basket:   int = 0
    now:      datetime
}

assume not (member and visitor is "")

define shop as path matches ("/shop", "/shop/**")

choose hero {
    region hero-member when member
    region hero-sale when shop and now in 2026-11-27T00:00 .. 2026-11-30T00:00
    region hero-plain otherwise
}

region basket weight -5 when shop and basket > 0 {
    block basket in side
    choose {
        block delivery-free in side when basket >= 3
        block delivery-cost in side otherwise
    }
}

region trial when visitor in 10% of "checkout" and not active(hero-member) { block trial in side }

region opening after basket
    when now.weekday not in (saturday, sunday) and now.time in 09:00 .. 17:00 {
    block telephone in foot
}

region tools when roles has any of (editor, author) { block tools in foot }

region nowhere when shop and not shop
""",
    name="shop.blockrules",
)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
VISION = dict(SITE.pages["vision"])
# By the name of a page: the rules, the page, and what is asked about in full.
PAGES: dict[str, tuple[Rules, dict[str, Any], tuple[str, ...]]] = {
    "1-seed": (SITE, VISION, ("advert_internal_desktop", "member_attachments_for_non_members")),
    "2-front-page-of-a-member": (SITE, VISION | {"front": True, "membership": "member"}, ("attachments",)),
    "3-telephone": (SITE, VISION | {"device": "mobile", "node.type": "job"}, ("advert_internal_desktop",)),
    "4-sale": (
        SHOP,
        {"path": "/shop/tea", "visitor": "v1", "basket": 1, "now": NOON},
        ("hero-plain", "basket", "basket.delivery-free", "trial", "opening", "tools", "nowhere"),
    ),
    "5-night": (SHOP, {"path": "/", "visitor": "", "now": NOON.replace(hour=23)}, ("hero-member", "opening")),
}


def explanations() -> dict[Path, str]:
    """
    What each file under ``cases/explained/`` should hold.
    """
    return {KEPT / f"{name}.txt": shown(*of_page) for name, of_page in PAGES.items()}


def shown(rules: Rules, page: dict[str, Any], asked: tuple[str, ...]) -> str:
    """
    The explanation of *page*, and of what is *asked* about.
    """
    explanation = rules.explain(page)
    names = [name.partition(".") for name in asked]
    reasons = [explanation.block(name, block) if block else explanation.region(name) for name, _, block in names]
    texts = [str(explanation), *map(str, reasons)]
    return "\n\n".join(texts).replace(f"{Path(__file__).parents[1]}/", "") + "\n"


if __name__ == "__main__":
    KEPT.mkdir(exist_ok=True)
    rewrite(explanations(), KEPT)
