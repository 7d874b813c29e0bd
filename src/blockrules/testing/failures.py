"""
What is told of a layout that is not as a test expects it: the expectations, what was expected beside what there is, and
for what differs the reasons.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

from blockrules.analysis.beside import beside
from blockrules.engine.misses import Miss, WrongNames, WrongState, said
from blockrules.engine.trials import TestResult
from blockrules.insight.explanation import Explanation
from blockrules.insight.reason import Reason
from blockrules.language.diagnostics import escaped
from blockrules.ruleset import Rules

# So many lines are shown of two lists, and so many reasons told in full.
MOST_ROWS, MOST_REASONS = 60, 3


def failed(rules: Rules, result: TestResult) -> str:
    """
    All that is to be told of *result*, of a test of *rules* that failed.
    """
    told = [(str(failure.diagnostic), failure.miss) for failure in result.unmet]
    return _text(rules, result.page, told)


def unlike(rules: Rules, page: object, misses: Sequence[Miss]) -> str:
    """
    All that is to be told of the *misses* of the layout of *page* by *rules*; there is one or more.
    """
    return _text(rules, page, [(said(miss), miss) for miss in misses])


def _text(rules: Rules, page: object, told: Sequence[tuple[str, Miss | None]]) -> str:
    parts = ["\n".join([sentence, *_compared(miss)]) for sentence, miss in told]
    misses = [miss for _, miss in told if miss]
    return "\n\n".join([*parts, *_reasons(rules.explain(page), misses)] if misses else parts)


def _compared(miss: Miss | None) -> Iterator[str]:
    if isinstance(miss, WrongNames):
        yield ""
        rows = list(beside([*map(escaped, miss.expected)], [*map(escaped, miss.found)], ("expected", "got")))
        yield from (f"  {row}" for row in rows[:MOST_ROWS])
        if left := len(rows[MOST_ROWS:]):
            yield f"    and {left:,} more"


def _reasons(explanation: Explanation, misses: Iterable[Miss]) -> Iterator[str]:
    """
    Why it differs, each reason once.
    """
    found = list(dict.fromkeys(reason for miss in misses for reason in _differing(explanation, miss)))
    yield from map(str, found[:MOST_REASONS])
    if left := len(found[MOST_REASONS:]):
        yield f"{left:,} more reasons are left out" if left > 1 else "1 more reason is left out"


def _differing(explanation: Explanation, miss: Miss) -> Iterator[Reason | str]:
    """
    The reasons of what *miss* finds there and what it does not, or a sentence where there can be none.
    """
    match miss:
        case WrongState(_, str(region), None):
            yield explanation.region(region)
        case WrongState(_, region, block, is_shown):
            every = [region] if region else explanation.blocks
            blocks = (reason for each in every for reason in explanation.blocks[each] if reason.name == block)
            yield from (_deciding(explanation, reason) for reason in blocks if reason.shown == is_shown)
        case WrongNames(expected, found, None):
            yield from map(explanation.region, _lacking(expected, found))
            yield from map(explanation.region, _lacking(found, expected))
        case WrongNames(expected, found, slot):
            assert slot is not None
            yield from _in_slot(explanation, slot, _lacking(expected, found), _lacking(found, expected))
        case _:
            assert_never(miss)


def _in_slot(
    explanation: Explanation, slot: str, missing: Iterable[str], surplus: Iterable[str]
) -> Iterator[Reason | str]:
    here = explanation.slots[slot]
    for name in missing:
        reasons = [reason for reason in here if reason.name == name]
        yield from (_deciding(explanation, reason) for reason in reasons)
        if not reasons:
            yield f"no region has `{escaped(name)}` in the slot `{escaped(slot)}`"
    for name in surplus:
        yield next(reason for reason in here if reason.name == name and reason.shown)


def _deciding(explanation: Explanation, reason: Reason) -> Reason:
    """
    What decides it: of a block that its region alone keeps from being shown, the reason of the region.
    """
    is_due = reason.block and reason.condition.holds and not reason.is_region_active
    return explanation.region(reason.block.region) if reason.block and is_due else reason


def _lacking(names: Sequence[str], others: Sequence[str]) -> Iterator[str]:
    """
    Those of *names* that *others* lack, each once.
    """
    there = frozenset(others)
    return (name for name in dict.fromkeys(names) if name not in there)
