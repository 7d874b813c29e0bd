"""
What tests can show of rules: each thing as the set of the pages that show it.

Of a region or a block that it is shown and that it is not, where it is come to: a block while its region is active, an
alternative of a `choose` while none before it holds. Of each part of its condition, there too, that it is true and that
it is false; and that it decides: that with all other parts as they are the outcome would be the other, were this one
the other. It is shown to decide by two pages, one on which it is true and one on which it is false (masking MC/DC:
Chilenski, An Investigation of Three Forms of the Modified Condition Decision Coverage Criterion, 2001). A part that
stands there twice is two parts.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal, get_args

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram
from blockrules.analysis.world import Side
from blockrules.insight.tree import one_line
from blockrules.language.source import Span
from blockrules.model import conditions
from blockrules.model.conditions import Condition, is_one
from blockrules.model.regions import Placement, Region

Measure = Literal["shown", "true", "decides"]
MEASURES: tuple[Measure, ...] = get_args(Measure)


@attrs.frozen(eq=False)
class Rule:
    """
    A define, a region, or a *block* of one, which stands at *span*; its *condition* is come to where it is *reached*.
    """

    define: str | None
    region: str | None
    block: str | None
    span: Span
    condition: Condition
    reached: Diagram | None

    @property
    def name(self) -> str:
        """What it is called; a block with its region."""
        return ".".join(filter(None, [self.define, self.region, self.block]))


@attrs.frozen(eq=False)
class Goal:
    """
    What one page can show of a *rule*, or of a *part* of its condition: the one of two sides that *measure* has. It is
    shown by the pages of *where*, and *anywhere*, if all could occur; None where that is too tangled.
    """

    rule: Rule
    part: Condition | None
    measure: Measure
    side: bool
    anywhere: Diagram | None
    where: Diagram | None = None

    @property
    def span(self) -> Span:
        """Where it is to be seen."""
        return self.part.span if self.part else self.rule.span

    @property
    def words(self) -> str:
        """What it is of, as written."""
        return f"`{one_line(self.part.span.text)}`" if self.part else f"`{self.rule.name}`"


# The two sides of one measure: shown and hidden, true and false, deciding while true and while false.
Pair = tuple[Goal, Goal]


def pairs(side: Side) -> Iterator[Pair]:
    """
    All that can be asked for, whether a page can show it or not.
    """
    for rule, shown in _rules(side):
        if rule.region is not None:
            yield _pair(side, Goal(rule, None, "shown", True, rule.reached), shown)
        for part, deciding in _parts(side, rule.condition, rule.reached):
            true = side.where.holds(part)
            yield _pair(side, Goal(rule, part, "true", True, rule.reached), true)
            yield _pair(side, Goal(rule, part, "decides", True, deciding), true)


def _pair(side: Side, goal: Goal, true: Diagram | None) -> Pair:
    """
    *goal* where it is *true*, and where it is not.
    """
    yes, no = (side.all([goal.anywhere, each]) for each in (true, side.opposite(true)))
    return (
        attrs.evolve(goal, anywhere=yes, where=side.world.occurring(yes)),
        attrs.evolve(goal, side=False, anywhere=no, where=side.world.occurring(no)),
    )


def _rules(side: Side) -> Iterator[tuple[Rule, Diagram | None]]:
    """
    The rules of a file, with where each holds or is shown.
    """
    model, where = side.model, side.where
    for name, condition in model.defines.items():
        yield Rule(name, None, None, condition.span, condition, TRUE), where.defines[name]
    for region, free in zip(model.regions, _free(side, model.regions), strict=True):
        active = where.regions[region.name]
        yield Rule(None, region.name, None, region.name_span, region.condition, free), active
        for place, (block, open_) in enumerate(zip(region.placements, _free(side, region.placements), strict=True)):
            reached = side.all([active, open_])
            rule = Rule(None, region.name, block.block.name, block.name_span, block.condition, reached)
            yield rule, where.shown(region, place)


def _free(side: Side, every: Sequence[Region | Placement]) -> Sequence[Diagram | None]:
    """
    Where no alternative of its `choose` that comes before it holds, for each of *every*.
    """
    found: list[Diagram | None] = [TRUE] * len(every)
    before: dict[int, Diagram | None] = {}
    in_turn = [(each.turn, place, each.condition) for place, each in enumerate(every) if each.turn]
    for turn, place, condition in sorted(in_turn, key=lambda each: each[0].place):
        found[place] = before.get(turn.choose, TRUE)
        before[turn.choose] = side.but(found[place], side.where.holds(condition))
    return found


def _parts(side: Side, condition: Condition, deciding: Diagram | None) -> Iterator[tuple[Condition, Diagram | None]]:
    """
    The parts of *condition* that are not put together from others, each with where it decides, if the whole does where
    it is *deciding*.
    """
    match condition:
        case conditions.Constant():
            pass
        case conditions.Not(operand) if not is_one(condition):
            yield from _parts(side, operand, deciding)
        case conditions.All(operands) | conditions.Some(operands) if not is_one(condition):
            passing = [side.where.holds(each) for each in operands]
            if isinstance(condition, conditions.Some):
                passing = [side.opposite(each) for each in passing]
            for operand, others in zip(operands, _all_others(side, passing), strict=True):
                yield from _parts(side, operand, side.all([deciding, others]))
        case _:
            yield condition, deciding


def _all_others(side: Side, every: Sequence[Diagram | None]) -> Iterator[Diagram | None]:
    """
    For each of *every*, what lies in all the others.
    """

    def joined(one: Diagram | None, other: Diagram | None) -> Diagram | None:
        return side.all([one, other])

    before = list(accumulate([TRUE, *every], joined))
    after = list(accumulate([TRUE, *reversed(every)], joined))
    for place in range(len(every)):
        yield joined(before[place], after[len(every) - 1 - place])


def can_be(goal: Goal) -> bool:
    """
    Whether a page can show *goal*, as far as that is known.
    """
    return goal.where not in (None, FALSE)
