"""
What is so wherever a part of a rule stands, and the fewest of these things that leave no page.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from math import comb

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram
from blockrules.analysis.world import Side
from blockrules.insight.tree import one_line
from blockrules.language.diagnostics import Label
from blockrules.language.source import Span
from blockrules.model import conditions
from blockrules.model.conditions import Condition, is_one

# So many sets of premises are tried for the smallest; then one is taken of which nothing can be left out.
MOST_TRIED = 2_000


@attrs.frozen
class Premise:
    """
    That *condition* *holds*, or does not; *of* names the alternative that would have come first.
    """

    where: Diagram
    condition: Condition
    holds: bool = True
    is_assumed: bool = False
    of: str | None = None

    @property
    def text(self) -> str:
        """The condition as written, in one line."""
        return f"`{one_line(self.condition.span.text)}`"


def premises(side: Side, condition: Condition, *, holds: bool = True) -> Iterator[Premise]:
    """
    What is so where *condition* *holds*, or where it does not: of an `and` that holds, each operand.
    """
    match condition:
        case conditions.All(operands) if holds:
            for operand in operands:
                yield from premises(side, operand)
        case conditions.Some(operands) if not holds and not is_one(condition):
            for operand in operands:
                yield from premises(side, operand, holds=False)
        case conditions.Not(operand) if not is_one(condition):
            yield from premises(side, operand, holds=not holds)
        case _:
            where = side.where.holds(condition)
            where = where if holds else side.opposite(where)
            if where not in (None, TRUE):
                yield Premise(where, condition, holds)


def assumed(side: Side) -> Iterator[Premise]:
    """
    What the file assumes.
    """
    for promise in side.model.promises:
        where = side.where.holds(promise.condition) if promise.word == "assume" else TRUE
        if where not in (None, TRUE):
            yield Premise(where, promise.condition, is_assumed=True)


def contradicting(side: Side, within: Diagram, every: Sequence[Premise]) -> Sequence[Premise]:
    """
    The fewest of *every*, which together leave nothing of *within*, that leave nothing either.
    """
    tried = 0
    for size in range(len(every) + 1):
        tried += comb(len(every), size)
        if tried > MOST_TRIED:
            return _needed(side, within, every)
        for chosen in combinations(every, size):
            if _leaves_nothing(side, within, chosen):
                return chosen
    return every


def _needed(side: Side, within: Diagram, every: Sequence[Premise]) -> Sequence[Premise]:
    left = list(every)
    for each in every:
        rest = [other for other in left if other is not each]
        if _leaves_nothing(side, within, rest):
            left = rest
    return left


def _leaves_nothing(side: Side, within: Diagram, every: Sequence[Premise]) -> bool:
    return side.all([within, *(each.where for each in every)]) == FALSE


def together(every: Sequence[Premise]) -> str:
    """
    That *every* is so, in words; empty where there is nothing.
    """
    holding = [each.text for each in every if each.holds and not each.is_assumed]
    failing = [each.text for each in every if not each.holds and not each.of]
    told = [f"{listed(holding)} {'hold' if len(holding) > 1 else 'holds'}"] if holding else []
    told += (
        [f"{listed(failing)} {'do' if len(failing) > 1 else 'does'} not{'' if holding else ' hold'}"] if failing else []
    )
    return " and ".join(told)


def as_assumed(every: Sequence[Premise]) -> str:
    """
    A reminder of what is assumed, where *every* has some of it.
    """
    return ", as is assumed" if any(each.is_assumed for each in every) else ""


def listed(texts: Sequence[str], word: str = "and") -> str:
    """
    *texts* in a row, the last after *word*.
    """
    return f" {word} ".join(filter(None, [", ".join(texts[:-1]), *texts[-1:]]))


def labels(side: Side, every: Sequence[Premise], place: Span) -> Iterator[Label]:
    """
    Where *every* stands, seen from *place*, and what is named there; what stands in the same line is seen there, and
    named in the message.
    """
    for each in every:
        span = each.condition.span
        is_seen = span.source is place.source and span.line == place.line and each.holds and not each.is_assumed
        if not is_seen:
            yield Label(span, _role(each))
        match each.condition:
            case conditions.Defined(name):
                yield Label(side.model.defines[name].span, f"`{name}` is this")
            case conditions.Active(name):
                region = next(region for region in side.model.regions if region.name == name)
                yield Label(region.condition.span, f"`{name}` is active where this holds")
            case _:
                pass


def _role(premise: Premise) -> str:
    if premise.is_assumed:
        return "this is assumed"
    if premise.of:
        return f"where this holds, `{premise.of}` comes first"
    return "this holds" if premise.holds else "this does not hold"
