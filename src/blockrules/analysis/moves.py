"""
What stands in another order than before.
"""

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def moved(old: Sequence[Item], new: Sequence[Item]) -> Iterator[tuple[Item, Sequence[Item]]]:
    """
    Of what is in *old* and *new*, the fewest items without which all others stand as before; each with those that it
    stands on another side of than it did.
    """
    places = {item: place for place, item in enumerate(old)}
    both = [item for item in new if item in places]
    staying = _longest([places[item] for item in both])
    for place, item in enumerate(both):
        if places[item] not in staying:
            passed = [
                other for at, other in enumerate(both) if at != place and (at < place) != (places[other] < places[item])
            ]
            yield item, passed


def _longest(row: Sequence[int]) -> frozenset[int]:
    """
    A longest part of *row* that ascends (Fredman, On Computing the Length of Longest Increasing Subsequences, 1975).
    """
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for each in row:
        place = bisect_left(ends, each)
        before[each] = ends[place - 1] if place else None
        ends[place : place + 1] = [each]
    found = set()
    here = ends[-1] if ends else None
    while here is not None:
        found.add(here)
        here = before[here]
    return frozenset(found)
