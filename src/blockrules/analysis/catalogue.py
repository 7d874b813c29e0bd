"""
All layouts that a file can give, each once.

What is shown falls into groups that have no fact in common, so that every way of one group goes with every way of
another.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from heapq import heappop, heappush
from itertools import islice
from math import prod

import attrs

from blockrules.analysis.album import album, overview, record
from blockrules.analysis.diagrams import Diagram, TooMany
from blockrules.analysis.entries import Entry
from blockrules.analysis.groups import Way, groups
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.wording import Description, description
from blockrules.analysis.world import Side, World
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.model.facts import Schema
from blockrules.model.regions import Region

# So many ways are merged where some may be the same layout; of more it is not told how many layouts they are.
MOST_MERGED = 2_000


@attrs.frozen(eq=False, slots=False)
class Catalogue:
    """
    The *count* of distinct layouts, None where there are too many or the conditions are too tangled to tell; and some
    of the *layouts*, where all can be gone through those of the largest shares.
    """

    count: int | None
    layouts: tuple[Entry, ...]
    _schema: Schema = attrs.field(repr=False)

    def __str__(self) -> str:
        return overview(self.count, self.layouts, self._schema)

    def to_dict(self) -> dict[str, object]:
        """
        All of it as plain JSON types.
        """
        return record(self.count, self.layouts)

    def to_html(self) -> str:
        """
        All of it as a fragment of HTML, which begins with headings of the third level and needs nothing from elsewhere.
        """
        return album(self.count, self.layouts, self._schema)


def catalogue(engine: Engine, most: int) -> Catalogue:
    """
    The layouts of a file, of which so many are shown at *most*.
    """
    side = World.of(engine.model).sides[0]
    count, entries = (0, ()) if side.world.is_empty else _found(engine, side, most)
    return Catalogue(count, tuple(islice(entries, most)), engine.model.schema)


def _found(engine: Engine, side: Side, most: int) -> tuple[int | None, Iterable[Entry]]:
    """
    How many layouts there are, where that can be told; and the first of them, *most* or more.
    """
    has_twins = any(map(_has_twins, engine.model.regions))
    try:
        found = [group.ways(max(most, MOST_MERGED) if has_twins else most) for group in groups(side)]
    except TooMany:
        return None, ()
    count = _product([count for count, _ in found])
    entries = _entries(engine, side, [ways for _, ways in found])
    if count is None or not side.world.is_exact:
        # Of some that are counted there may be no page.
        return None, entries
    if not has_twins:
        return count, entries
    if count > MOST_MERGED:
        return None, entries
    merged = _merged(entries)
    return len(merged), merged


def _product(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return prod(known) if len(known) == len(counts) else None


def _has_twins(region: Region) -> bool:
    """
    Whether alternatives of *region* are the same block in other places, which may make no difference to a layout.
    """
    weights = {(placement.block, placement.weight) for placement in region.placements}
    return len(weights) > len({block for block, _ in weights})


def _merged(entries: Iterable[Entry]) -> Sequence[Entry]:
    """
    *entries* with those made one whose layouts are equal.
    """
    found: dict[Layout, Entry] = {}
    for entry in entries:
        here = found.setdefault(entry.layout, entry)
        if here is not entry:
            described = partial(_either, here, entry)
            found[entry.layout] = Entry(here.witness, here.layout, here.share + entry.share, described)
    return sorted(found.values(), key=lambda entry: -entry.share)


def _either(one: Entry, other: Entry) -> Description:
    cases = tuple(dict.fromkeys([*one.pages.cases, *other.pages.cases]))
    return Description(cases, one.pages.complete and other.pages.complete)


def _entries(engine: Engine, side: Side, every: Sequence[Sequence[Way]]) -> Iterator[Entry]:
    witnesses = Witnesses(side.world)
    for ways in _together(every):
        where = side.all(way.where for way in ways)
        witness = witnesses.witness(where)
        if where is not None and isinstance(witness, Witness):
            share = prod((way.share for way in ways), start=Fraction(1))
            described = partial(_described, side, ways, where)
            yield Entry(witness, engine.layout(witness.page), share, described)


def _described(side: Side, ways: Sequence[Way], where: Diagram) -> Description:
    return description(side.world, side.all(way.anywhere for way in ways) or where, side.world.around(where))


def _together(every: Sequence[Sequence[Way]]) -> Iterator[Sequence[Way]]:
    """
    One way of each group, in all combinations, those of the largest share first.
    """

    def entry(places: tuple[int, ...]) -> tuple[Fraction, tuple[int, ...]]:
        return -prod((ways[place].share for ways, place in zip(every, places, strict=True)), start=Fraction(1)), places

    if not all(every):
        return
    first = (0,) * len(every)
    waiting, seen = [entry(first)], {first}
    while waiting:
        _, places = heappop(waiting)
        yield [ways[place] for ways, place in zip(every, places, strict=True)]
        for number, place in enumerate(places):
            after = (*places[:number], place + 1, *places[number + 1 :])
            if place + 1 < len(every[number]) and after not in seen:
                seen.add(after)
                heappush(waiting, entry(after))
