"""
Names that are near to one another.
"""

from collections.abc import Callable, Collection

import attrs

# A longer list is not searched: the time would be its length times the number of faults.
MOST_CANDIDATES = 5_000
MOST_EDITS = 2
MOST_LETTERS = 64


@attrs.frozen
class Near:
    """
    A name that is none of some others, which it may have been meant for. They are made, and searched, when somebody is
    to be told.
    """

    name: str
    candidates: Callable[[], Collection[str]]

    def suggestion(self) -> str | None:
        """
        The help for it.
        """
        return suggestion(self.name, self.candidates())


def suggestion(name: str, candidates: Collection[str]) -> str | None:
    """
    The help for a name that is none of *candidates*: the nearest of them, where one is near.
    """
    near = nearest(name, candidates)
    return f"did you mean `{near}`?" if near is not None else None


def nearest(name: str, candidates: Collection[str]) -> str | None:
    """
    The candidate nearest to *name*: at most two edits away, and a third of its length, letter case aside; None where
    none is.
    """
    bound = min(MOST_EDITS, len(name) // 3)
    if len(candidates) > MOST_CANDIDATES:
        return None
    ranked = [
        (distance, other)
        for other in candidates
        if (distance := _distance(name.lower(), other.lower(), bound)) <= bound
    ]
    return min(ranked, key=lambda each: each[0])[1] if ranked else None


def letters(name: str) -> int:
    """
    The first letters of *name* as bits, case aside: each has a bit for every time that it stands there.
    """
    found = 0
    for letter in name[:MOST_LETTERS].lower():
        bit = 1 << 8 * (ord(letter) % 64)
        while found & bit:
            bit <<= 1
        found |= bit
    return found


def may_be_near(one: int, other: int) -> bool:
    """
    Whether names of these letters can be near: a quick look before the search for the nearest. An edit changes two
    bits, wherever it is made.
    """
    return (one ^ other).bit_count() <= 2 * MOST_EDITS


def _distance(one: str, other: str, bound: int) -> int:
    """
    The edits (a character put in, left out, changed, or swapped with its neighbour) from *one* to *other*; more than
    *bound* where there are more (optimal string alignment).
    """
    if abs(len(one) - len(other)) > bound:
        return bound + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, character in enumerate(one, 1):
        here = [row]
        for column, facing in enumerate(other, 1):
            best = min(last[column] + 1, here[-1] + 1, last[column - 1] + (character != facing))
            if row > 1 and column > 1 and character == other[column - 2] and one[row - 2] == facing:
                best = min(best, before[column - 2] + 1)
            here.append(best)
        if min(here) > bound:
            return bound + 1
        before, last = last, here
    return last[-1]
