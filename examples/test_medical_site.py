"""
How a host tests its rules, beside the tests in the file itself. Pytest runs both, and tells what they show, with
`pytest --blockrules-cov --blockrules-cov-fail-under=100 examples`.
"""

from pathlib import Path

from hypothesis import given

import blockrules
from blockrules.testing import assert_layout, every_layout, missing_cases, pages

RULES = blockrules.load(Path(__file__).with_name("medical_site.blockrules"))
VISION = RULES.pages["vision"]


def test_the_page_that_it_all_began_with() -> None:
    """Its regions, in order."""
    assert RULES.layout(VISION).names == (
        "sitewide",
        "advert_external_leaderboard",
        "not_front_desktop",
        "advert_external_wideskyscraper",
        "attachments",
        "jobs_content_pages",
        "node-social-accelerators",
        "node_page",
        "member_attachments_for_non_members",
        "advert_internal_desktop",
    )


def test_a_member_sees_what_is_attached_and_no_promotion() -> None:
    """And the rest of the second sidebar as everybody."""
    member = {**VISION, "membership": "member"}
    assert_layout(RULES, member, slots={"sidebar_second": ["ad_internal", "ad_skyscraper", "attachments"]})


@given(pages(RULES, membership="member"))
def test_no_member_is_asked_to_become_one(page: dict[str, object]) -> None:
    """On any page that there can be."""
    assert_layout(RULES, page, hidden="member_promo")


@given(pages(RULES))
def test_the_footer_is_the_same_on_every_page(page: dict[str, object]) -> None:
    """But for what a node is shared by."""
    names = [block.name for block in RULES.layout(page).slots["footer"]]
    assert names == ["newsletter", "social"]


def test_no_slot_is_ever_crowded() -> None:
    """Of all layouts that there are, each looked at once."""
    layouts = [RULES.layout(page) for page in every_layout(RULES)]
    assert len(set(layouts)) == len(layouts) == 140
    assert max(len(blocks) for layout in layouts for blocks in layout.slots.values()) == 4


def test_nothing_is_left_untested() -> None:
    """The tests in the file show all of it; this one fails as soon as somebody adds a rule without a test."""
    assert missing_cases(RULES) == ()
