"""
What pages have shown of rules, out of all that some page can show.
"""

from collections.abc import Iterable, Mapping, Sequence

import attrs

from blockrules.analysis.diagrams import Diagram
from blockrules.analysis.world import Side
from blockrules.coverage.goals import MEASURES, Goal, Measure, Pair, can_be, pairs
from blockrules.coverage.points import Point, lies_in, point_of
from blockrules.model.samples import Sample


@attrs.frozen
class Count:
    """
    How many were *seen*, of how *many* that can be.
    """

    seen: int
    many: int

    def __str__(self) -> str:
        return f"{self.seen:,} of {self.many:,}"


@attrs.frozen(eq=False)
class Measured:
    """
    How far the pages that were looked at go: by measure, how much was seen; the goals that are *missing*, in no order;
    how many are *unknown*, since they are too tangled; and how many different *pages* there were, but for those that
    were *ignored*, since they cannot occur.
    """

    counts: Mapping[Measure, Count]
    missing: Sequence[Goal]
    unknown: int
    pages: int
    ignored: int


def measured(side: Side, pages: Iterable[Sample]) -> Measured:
    """
    What *pages* show of the rules of *side*, each with the values that were read of it. Those that cannot occur show
    nothing.
    """
    every = {point_of(side.world, page) for page in pages}
    points = [point for point in every if _can_occur(side, point)]
    shown = Shown(side, points)
    seen, many = dict.fromkeys(MEASURES, 0), dict.fromkeys(MEASURES, 0)
    missing: list[Goal] = []
    unknown = 0
    for pair in pairs(side):
        measure = pair[0].measure
        unknown += any(goal.where is None for goal in pair)
        for goals in _counted(pair):
            lacking = [goal for goal in goals if not shown.has(goal)]
            many[measure] += 1
            seen[measure] += not lacking
            missing += lacking
    return Measured(
        {each: Count(seen[each], many[each]) for each in MEASURES},
        missing,
        unknown,
        len(points),
        len(every) - len(points),
    )


def _counted(pair: Pair) -> Sequence[Sequence[Goal]]:
    """
    What counts as one: each side by itself, but to decide takes both.
    """
    if pair[0].measure == "decides":
        return [pair] if all(map(can_be, pair)) else []
    return [[goal] for goal in pair if can_be(goal)]


@attrs.frozen(eq=False)
class Shown:
    """
    Which goals some of the *points* show.
    """

    side: Side
    points: Sequence[Point]
    known: dict[Diagram, bool] = attrs.field(factory=dict)

    def has(self, goal: Goal) -> bool:
        """
        Whether one of them shows *goal*, which is known.
        """
        # What is assumed may ask for facts that were not read; of that it counts only what a point breaks for sure.
        where = goal.anywhere
        assert where is not None
        if where not in self.known:
            self.known[where] = any(lies_in(self.side.diagrams, where, point) for point in self.points)
        return self.known[where]


def _can_occur(side: Side, point: Point) -> bool:
    return all(lies_in(side.diagrams, each, point) is not False for each in side.world.limits or ())
