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

    def found(self) -> str | None:
        """
        The one that it may have been meant for; that may lack all but its last word.
        """
        candidates = self.candidates()
        ends = (f".{self.name}", f"/{self.name}")
        whole = (each for each in candidates if each.endswith(ends)) if len(candidates) <= MOST_CANDIDATES else iter(())
        return nearest(self.name, candidates) or next(whole, None)


def suggestion(name: str, candidates: Collection[str]) -> str | None:
    """
    The help for a name that is none of *candidates*: the nearest of them, where one is near.
    """
    near = nearest(name, candidates)
    return f"did you mean `{near}`?" if near is not None else None


def nearest(name: str, candidates: Collection[str]) -> str | None:
    """
    The candidate nearest to *name*: at most two edits away, and a third of its length, letter case aside; None where
    none is. Of several the first.
    """
    bound = min(MOST_EDITS, len(name) // 3)
    if len(candidates) > MOST_CANDIDATES:
        return None
    found: str | None = None
    sought = name.lower()
    pieces = _pieces(sought, bound)
    for other in candidates:
        lower = other.lower()
        if lower == sought and other != name:
            return other
        if (
            lower != sought
            and bound
            and abs(len(lower) - len(sought)) <= bound
            and any(piece in lower for piece in pieces)
        ):
            distance = _distance(sought, lower, bound)
            if distance is not None:
                # From here on only one that is nearer will do.
                found, bound = other, distance - 1
                pieces = _pieces(sought, bound)
    return found


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


def _pieces(name: str, bound: int) -> list[str]:
    """
    *name* cut so that no *bound* edits, of which each changes two pieces at most, can change all of them.
    """
    count = 2 * bound + 1
    return [name[len(name) * each // count : len(name) * (each + 1) // count] for each in range(count)]


def _distance(one: str, other: str, bound: int) -> int | None:
    """
    The edits (a character put in, left out, changed, or swapped with its neighbour) from *one* to *other* (optimal
    string alignment); None where there are more than *bound*.
    """
    if one == other:
        return 0
    if not bound:
        return None
    start = _common(one, other)
    one, other = one[start:], other[start:]
    ways = [(one[1:], other[1:]), (one[1:], other), (one, other[1:])]
    if one[:2] == other[1::-1]:
        ways.append((one[2:], other[2:]))
    rest = [_distance(left, right, bound - 1) for left, right in ways if abs(len(left) - len(right)) < bound]
    found = [each for each in rest if each is not None]
    return min(found) + 1 if found else None


def _common(one: str, other: str) -> int:
    """
    How many characters the two begin with alike.
    """
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
