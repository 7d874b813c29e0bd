"""
Why a page shows something, and what would have to be otherwise: both from the cubes of the opposite outcome.

A page has its outcome as long as it lies in no cube of the opposite one. Each of these keeps it out by some facts; a
set of facts that has one of them for every cube forces the outcome, whatever else is on the page (a hitting set). To
lie in one of them, just the facts by which it keeps the page out have to change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product
from math import comb

from blockrules.engine.cubes import Cube
from blockrules.insight.candidates import candidates
from blockrules.insight.space import Point
from blockrules.model.types import Value

# So many sets of facts are tried for the smallest; then a small one is taken that may not be it.
MOST_TRIED = 20_000
# So many changes are told of, at most, and so many values of a fact are tried for each.
MOST_CHANGES, MOST_VALUES = 5, 4

Change = Mapping[str, Value]


def forcing(point: Point, opposite: Iterable[Cube]) -> tuple[str, ...]:
    """
    A smallest set of facts whose values keep the page out of every cube of *opposite*, in the order of declaration.
    """
    apart = [point.conflicts(cube) for cube in opposite]
    alone = frozenset(name for each in apart if len(each) == 1 for name in each)
    chosen = alone | _hitting([each for each in apart if each.isdisjoint(alone)])
    return tuple(name for name in point.values if name in chosen)


def _hitting(sets: Collection[frozenset[str]]) -> frozenset[str]:
    """
    A smallest set that shares something with each of *sets*; where there are too many to try, one of which nothing can
    be left out.
    """
    names = sorted(frozenset().union(*sets))
    size, tried = 0, 1
    while tried <= MOST_TRIED:
        for chosen in map(frozenset, combinations(names, size)):
            if all(not each.isdisjoint(chosen) for each in sets):
                return chosen
        size += 1
        tried += comb(len(names), size)
    left = frozenset(names)
    for name in names:
        if all(not each.isdisjoint(left - {name}) for each in sets):
            left -= {name}
    return left


def flipping(point: Point, opposite: Sequence[Cube]) -> tuple[Change, ...]:
    """
    The smallest changes of facts that take the page into *opposite*, each with one value for each fact: all that change
    as few facts as can be, up to five of them.
    """
    by_size: dict[int, list[Cube]] = {}
    for cube in opposite:
        by_size.setdefault(len(point.conflicts(cube)), []).append(cube)
    for size in sorted(by_size):
        found: dict[tuple[tuple[str, Value], ...], Change] = {}
        for cube in by_size[size]:
            for change in islice(_into(point, cube), 1):
                found.setdefault(tuple(sorted(change.items())), change)
        if found:
            return tuple(islice(found.values(), MOST_CHANGES))
    return ()


def _into(point: Point, cube: Cube) -> Iterator[Change]:
    """
    Changes of just the facts by which the page lies outside of *cube*, after which it lies inside.
    """
    facts = [name for name in point.values if name in point.conflicts(cube)]
    ways = [list(islice(candidates(point, name, cube), MOST_VALUES)) for name in facts]
    for values in product(*ways):
        yield dict(zip(facts, values, strict=True))
