"""
What forces an outcome, and what would turn it round, held against the layouts of other pages.
"""

from collections.abc import Iterator
from itertools import combinations, islice, product
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules import Rules
from blockrules.engine.domains import Atoms
from blockrules.insight.explanation import Explanation
from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.model.pages import Page
from blockrules.model.search import UNKNOWN
from tests import plain
from tests.sites import Site, sites

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def reasons(explanation: Explanation) -> Iterator[Reason]:
    """
    Those of all regions and blocks.
    """
    yield from explanation.regions
    for of_region in explanation.blocks.values():
        yield from of_region


def is_shown(rules: Rules, reason: Reason, page: dict[str, Any]) -> bool:
    """
    Whether what *reason* is of is shown on *page*.
    """
    layout = rules.layout(page)
    if reason.block is None:
        return reason.name in layout
    here = layout.region(reason.block.region).blocks if reason.block.region in layout else ()
    return any(block is reason.block for block in here)


def can_occur(rules: Rules, page: dict[str, Any]) -> bool:
    """
    Whether *page* keeps what the file assumes.
    """
    model = rules._model
    read = Page.of(model.schema, page, extras=False)
    assumed = (each.condition for each in model.promises if each.word == "assume")
    return all(plain.keeps(model, condition, read) for condition in assumed)


@slow
@given(sites(), st.data())
def test_the_tree_of_a_condition_is_true_to_the_layout(site: Site, data: st.DataObject) -> None:
    """A region is active where its condition holds, unless another alternative came first; so is a block in it."""
    rules = blockrules.loads(site.text)
    explanation = rules.explain(data.draw(site.pages()))
    for reason in reasons(explanation):
        came_to = reason.condition.holds and reason.came_first is None
        assert reason.shown == (came_to and reason.is_region_active if reason.block else came_to)
        for part in reason.condition.walk():
            assert part.holds == expected(part)


def expected(part: Part) -> bool:
    """
    What the truth of *part* follows from.
    """
    match part.kind:
        case "and":
            return all(each.holds for each in part.parts)
        case "or":
            return any(each.holds for each in part.parts)
        case "not":
            return not part.parts[0].holds
        case "define":
            return part.parts[0].holds
        case _:
            return part.holds


@slow
@given(sites(), st.data())
def test_the_facts_that_force_an_outcome_do(site: Site, data: st.DataObject) -> None:
    """Every page that can occur and agrees on them has it, whatever else it says."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    explanation = rules.explain(page)
    others = list(data.draw(st.lists(site.pages(), min_size=1, max_size=4)))
    for reason in reasons(explanation):
        for other in others:
            mixed = {name: value for name, value in other.items() if name not in reason.because}
            mixed |= {name: value for name, value in page.items() if name in reason.because}
            if can_occur(rules, mixed):
                assert is_shown(rules, reason, mixed) == reason.shown


@slow
@given(sites(), st.data())
def test_a_change_turns_the_outcome_round(site: Site, data: st.DataObject) -> None:
    """On a page that can occur; all changes are of as many facts."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    for reason in reasons(rules.explain(page)):
        for change in reason.would_change:
            changed = {**page, **change}
            assert is_shown(rules, reason, changed) != reason.shown
            assert can_occur(rules, changed)
            assert len(change) == len(reason.would_change[0])
            assert not change.items() <= page.items()


@slow
@given(sites(), st.data())
def test_no_smaller_change_turns_the_outcome_round(site: Site, data: st.DataObject) -> None:
    """Nor does any where none can: whatever values the other facts take, of each class one."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    explanation = rules.explain(page)
    values = {name: representatives(rules, name) for name in explanation.facts}
    for reason in islice(reasons(explanation), 6):
        if not (reason.would_change or reason.is_settled):
            continue
        least = len(reason.would_change[0]) if reason.would_change else len(values) + 1
        for size in range(1, min(least, 3)):
            for names in combinations(values, size):
                for chosen in islice(product(*(values[name] for name in names)), 60):
                    other = page | dict(zip(names, chosen, strict=True))
                    assert is_shown(rules, reason, other) == reason.shown or not can_occur(rules, other)


def representatives(rules: Rules, name: str) -> list[Any]:
    """
    Values of the fact *name*, of each class of each of its axes one.
    """
    found: list[Any] = []
    for axis in rules._engine.axes:
        if axis.name != name:
            continue
        if isinstance(axis.domain, Atoms):
            places = [0, *axis.domain.exact.values(), *axis.domain.matcher.patterns.values()]
            found += [axis.domain.representative(place) for place in places]
        else:
            can_be_absent = axis.fact.optional
            found += [axis.domain.representative(place) for place in range(axis.domain.size - 1 + can_be_absent)]
    return [value for value in found if value is not UNKNOWN]
