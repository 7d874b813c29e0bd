"""
All pages of small rules files that can be told apart, gone through one by one.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

import blockrules
from blockrules import Layout, Rules
from blockrules.analysis.spread import Spread
from blockrules.analysis.world import World
from blockrules.model.pages import Page
from blockrules.model.search import Unknown

# Files with more points are not gone through.
MOST_POINTS = 500
PageOf = Mapping[str, object]


def points(world: World) -> int:
    """
    How many points there are; too many, where it takes long to find a visitor who is in certain buckets.
    """
    has_buckets = any(isinstance(seat.cut, Spread) for seat in world.seats)
    return prod(world.diagrams.sizes) + has_buckets * MOST_POINTS


def pages(world: World) -> Iterator[PageOf]:
    """
    A page of each point, as the newest side is given it, where values can have its classes at all.
    """
    facts = world.models[-1].schema.facts
    seats = [seat for name, seat in world.by_name[-1].items() if name in facts]
    ways = []
    for seat in seats:
        assert seat.cut is not None
        values = set()
        for classes in product(*map(range, seat.cut.sizes)):
            value = seat.cut.value(classes, [1 << each for each in classes])
            if not isinstance(value, Unknown) and seat.cut.point(value) is not None:
                values.add(value)
        ways.append([(seat.fact.name, value) for value in values])
    return (dict(each) for each in product(*ways))


def can_occur(rules: Rules, page: PageOf) -> bool:
    """
    Whether the file assumes *page*.
    """
    model = rules._model
    read = Page.of(model.schema, page, extras=False)
    return all(rules._engine.keeps(each.condition, read) for each in model.promises if each.word == "assume")


def shown(layout: Layout) -> object:
    """
    What a visitor sees: a slot in which nothing stands is none.
    """
    slots = tuple((slot, blocks) for slot, blocks in sorted(layout.slots.items()) if blocks)
    return layout._shown.regions, slots


def sides(old: Rules, new: Rules, page: PageOf) -> tuple[object, object] | None:
    """
    What both files show on *page*; None where one does not take it, or the new one does not assume it.
    """
    try:
        before, after = old.layout(page), new.layout(page)
    except blockrules.PageError:
        return None
    return (shown(before), shown(after)) if can_occur(new, page) else None
