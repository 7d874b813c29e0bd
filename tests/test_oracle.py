"""
What a real Drupal answered, for rules in the spirit of its definitions.
"""

import json
from pathlib import Path
from typing import Any

import pytest

import blockrules

ROOT = Path(__file__).parents[1]
ORACLE = ROOT.parent / "shared" / "oracle" / "drupal7_context.json"
SEED = (
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
# What stands on our pages, and not on Drupal's, and the other way round.
OURS = {"authenticated_user_menu", "total_views"}
DRUPALS = {"system-main"}


def measured() -> list[Any]:
    """
    The page states of the scenario `base`: name, state, active contexts, blocks by slot.
    """
    if not ORACLE.exists():
        return [pytest.param(*[None] * 3, marks=pytest.mark.skip("../shared/oracle is not here"))]
    oracle = json.loads(ORACLE.read_text("utf-8"))
    base = next(each for each in oracle["scenarios"] if each["name"] == "base")
    return [
        pytest.param(oracle["states"][name], answer, base["slots"][name], id=name)
        for name, answer in base["answers"].items()
    ]


def page_of(state: dict[str, Any]) -> dict[str, object]:
    """
    What our rules know of a page of that Drupal.
    """
    member = "member" if "member" in state["roles"] else "registered"
    path = "" if state["alias"] == "home" else state["alias"]
    return {
        "node": {key: state["node"][key] for key in ("type", "op")} if "node" in state else None,
        "device": state["device"],
        "membership": member if state["uid"] else "anonymous",
        "front": state["path"] == state["front"],
        "path": f"/{path}",
    }


@pytest.fixture(scope="module")
def rules() -> blockrules.Rules:
    """The rules of the seed's site."""
    return blockrules.load(ROOT / "examples" / "medical_site.blockrules")


@pytest.mark.parametrize(("state", "contexts", "slots"), measured())
def test_the_rules_answer_as_drupal_did(
    rules: blockrules.Rules, state: dict[str, Any], contexts: list[str], slots: dict[str, list[str]]
) -> None:
    """The same regions in the same order, and the same blocks in each slot."""
    layout = rules.layout(page_of(state))
    assert list(layout.names) == contexts
    ours = {slot: [block.name for block in blocks if block.name not in OURS] for slot, blocks in layout.slots.items()}
    theirs = {slot: [name for name in blocks if name not in DRUPALS] for slot, blocks in slots.items()}
    assert {slot: names for slot, names in ours.items() if names} == {
        slot: names for slot, names in theirs.items() if names
    }


def test_the_seed_has_its_ten_regions(rules: blockrules.Rules) -> None:
    """The list that it all began with, from that page's facts."""
    assert rules.regions(rules.pages["vision"]) == SEED


def test_the_rules_of_the_seed_pass_their_own_tests(rules: blockrules.Rules) -> None:
    """An example whose tests fail teaches the wrong thing."""
    assert [str(failure) for result in rules.run_tests() for failure in result.failures] == []
    assert rules.warnings == ()
