"""
What a real Drupal 7 answered, and what the rules answer that its contexts become.

The contexts are written as Drupal exports them, imported, and asked for every page that was measured.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

import blockrules
from blockrules.importers import drupal7
from tests.importers.drupal7_files import export

ORACLE = Path(__file__).parents[3] / "shared" / "oracle" / "drupal7_context.json"
# Drupal's own blocks, as a context that is on first.
OWN = "own_blocks_of_drupal"
IS_HERE = pytest.mark.skipif(not ORACLE.exists(), reason="../shared/oracle is not here")


@cache
def oracle() -> dict[str, Any]:
    """
    All that was measured.
    """
    data: dict[str, Any] = json.loads(ORACLE.read_text("utf-8"))
    return data


def contexts_of(scenario: Mapping[str, Any]) -> list[dict[str, Any]]:
    """
    The contexts of a scenario, whole, and Drupal's own blocks before them.
    """
    definitions = oracle()["definitions"]
    own = {
        "name": OWN,
        "mode": "any",
        "conditions": {"sitewide": {"values": [1]}},
        "blocks": oracle()["site"]["core_blocks"],
    }
    return [own] + [
        {"name": each, **definitions[each]} if isinstance(each, str) else each for each in scenario["contexts"]
    ]


def page_of(state: Mapping[str, Any], rules: blockrules.Rules) -> dict[str, object]:
    """
    What *rules* ask of a page of that Drupal; of what a fact has no member for, it is told that there is none.
    """
    node, profile = state.get("node", {}), state.get("profile", {})
    page: dict[str, object] = {
        "path": f"/{state['alias']}",
        "system_path": f"/{state['path']}" if state["path"] != state["alias"] else None,
        "front": state["path"] == state["front"],
        "trail": state["trail"],
        "views": state.get("views", []),
        "node.type": node.get("type"),
        "node.op": node.get("op"),
        "node.terms": list(map(str, node.get("terms", []))),
        "node.book": node.get("book"),
        "node.book_root": node.get("book_root"),
        "term.vocabulary": state.get("term", {}).get("vocabulary"),
        "profile.op": profile.get("op"),
        "profile.own": bool(profile) and profile["uid"] == state["uid"],
        "ghost": False,
        **{name: state[name] for name in ("query", "roles", "theme", "device", "language")},
    }
    return {name: _known(value, fact) for name, fact in rules.facts.items() for value in [page[name]]}


def _known(value: object, fact: Any) -> object:
    members = getattr(fact.type, "members", None) or getattr(getattr(fact.type, "element", None), "members", None)
    if members is None:
        return value
    if isinstance(value, list):
        return [each for each in value if each in members]
    return value if value in members else None


@attrs.frozen
class Row:
    """
    One page, as Drupal answered and as the rules did; *apart* are the contexts that are on, or off, by a defect.
    """

    scenario: str
    state: str
    apart: frozenset[str]
    drupal: list[str]
    ours: list[str]
    slots: tuple[object, object] | None


def rows(scenario: Mapping[str, Any], *, exact_order: bool = False) -> Iterator[Row]:
    """
    The pages of a scenario.
    """
    site = oracle()["site"]
    rules = blockrules.loads(
        drupal7.reads(export(contexts_of(scenario)), roles=site["roles"], exact_order=exact_order).text
    )
    for state, answer in scenario["answers"].items():
        layout = rules.layout(page_of(oracle()["states"][state], rules))
        apart = frozenset(scenario.get("departs", {}).get(state, ()))
        ours = [str(region.settings.get("context", region.name)) for region in layout if region.name != OWN]
        slots = (_slots(layout, state), scenario["slots"][state]) if "slots" in scenario else None
        yield Row(scenario["name"], state, apart, answer, ours, slots)


def _slots(layout: blockrules.Layout, state: str) -> dict[str, list[str]]:
    """
    The blocks in each slot that Drupal has, of those that have content there.
    """
    site = oracle()["site"]
    shown = set(site["blocks"]) - set(oracle()["states"][state].get("empty", ()))
    found = {
        slot: [name for block in blocks if (name := block.name.removeprefix("site-")) in shown]
        for slot, blocks in layout.slots.items()
        if slot in site["regions"]
    }
    return {slot: names for slot, names in found.items() if names}


def scenarios() -> list[Any]:
    """
    The scenarios, by name.
    """
    if not ORACLE.exists():
        return [pytest.param(None, marks=IS_HERE)]
    return [pytest.param(each, id=each["name"]) for each in oracle()["scenarios"]]


@pytest.mark.parametrize("exact_order", [False, True])
@pytest.mark.parametrize("scenario", scenarios())
def test_the_same_contexts_are_on_and_the_same_blocks_show(scenario: Mapping[str, Any], exact_order: bool) -> None:
    """On every page, but for what is on or off by a defect; the blocks of each slot in the same order."""
    for row in rows(scenario, exact_order=exact_order):
        assert len(row.ours) == len(set(row.ours)), row.state
        assert set(row.ours) - row.apart == set(row.drupal) - row.apart, row.state
        if row.slots:
            assert row.slots[0] == row.slots[1], row.state


def in_order(row: Row) -> bool:
    """
    Whether the contexts are on in Drupal's order.
    """
    return [each for each in row.ours if each not in row.apart] == [
        each for each in row.drupal if each not in row.apart
    ]


@IS_HERE
@pytest.mark.parametrize(("exact_order", "least"), [(False, 0.88), (True, 0.95)])
def test_contexts_are_on_in_the_order_of_drupal(exact_order: bool, least: float) -> None:
    """On most pages where each context has one place, and on at least 95 % of them where it has all its places."""
    every = [row for scenario in oracle()["scenarios"] for row in rows(scenario, exact_order=exact_order)]
    assert sum(map(in_order, every)) / len(every) >= least
