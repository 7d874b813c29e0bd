"""
The shortest text that fits some patterns and none of some others.

All patterns run side by side as one row of bits (as in patterns.py), over the characters that they name and one that
none of them does. The states are searched breadth first, and left where a pattern that must fit no longer can.
"""

from collections import deque
from collections.abc import Callable, Iterable
from enum import Enum

import attrs

from blockrules.model.patterns import Pattern


class Unknown(Enum):
    """
    The answer where there may be a value, but none was found within the bound.
    """

    UNKNOWN = "unknown"


UNKNOWN = Unknown.UNKNOWN
# States looked at, at most: past that the answer is unknown.
MOST_STATES = 20_000


@attrs.frozen
class _Row:
    """
    Patterns side by side: where each begins, which bits are its own, and where it ends.
    """

    start: int
    steps: dict[str, int]
    stars: int
    slash_stars: int
    wanted: tuple[tuple[int, int], ...]
    unwanted: int

    @classmethod
    def of(cls, wanted: Iterable[Pattern], unwanted: Iterable[Pattern]) -> "_Row":
        offset = start = stars = slash_stars = last = 0
        steps: dict[str, int] = {}
        spans: list[tuple[int, int]] = []
        for patterns, is_wanted in ((wanted, True), (unwanted, False)):
            for machine in (pattern.machine for pattern in patterns):
                start |= 1 << offset
                stars |= machine.stars << offset
                slash_stars |= machine.slash_stars << offset
                for character, bits in machine.steps.items():
                    steps[character] = steps.get(character, 0) | bits << offset
                if is_wanted:
                    spans.append((((machine.last << 1) - 1) << offset, machine.last << offset))
                else:
                    last |= machine.last << offset
                offset += machine.last.bit_length()
        return cls(start, steps, stars, slash_stars, tuple(spans), last)

    def closed(self, here: int) -> int:
        return here | (here & self.stars) << 1

    def after(self, here: int, character: str) -> int:
        stays = here & (self.slash_stars if character == "/" else self.stars)
        return self.closed((here & self.steps.get(character, 0)) << 1 | stays)

    def is_hopeful(self, here: int) -> bool:
        return all(here & own for own, _ in self.wanted)

    def is_met(self, here: int) -> bool:
        return all(here & last for _, last in self.wanted) and not here & self.unwanted


@attrs.frozen
class Search:
    """
    What is sought: a text that fits every one of the *wanted* patterns and none of the *unwanted*. Of texts, only those
    that begin with *begin*, have no *forbidden* character and *suit* are sought.
    """

    wanted: tuple[Pattern, ...]
    unwanted: tuple[Pattern, ...]
    begin: str = ""
    forbidden: str = ""
    suits: Callable[[str], bool] = lambda text: True

    def shortest(self, most: int = MOST_STATES) -> str | Unknown | None:
        """
        The shortest such text; None where there is none; unknown where the *most* states to look at did not
        tell.
        """
        row = _Row.of(self.wanted, self.unwanted)
        fresh = next(character for character in map(chr, range(ord("a"), 0x10000)) if character not in row.steps)
        alphabet = [*sorted(set(row.steps) - set(self.forbidden)), fresh]
        first = row.closed(row.start)
        for character in self.begin:
            first = row.after(first, character)
        # Whether a text suits can hang on its last character, so that is part of where the search stands.
        seen = {(first, self.begin[-1:] == "/")}
        waiting = deque([(first, self.begin)])
        while waiting:
            here, text = waiting.popleft()
            if row.is_met(here) and self.suits(text):
                return text
            if len(seen) > most:
                return UNKNOWN
            for character in alphabet:
                after = row.after(here, character)
                if row.is_hopeful(after) and (after, character == "/") not in seen:
                    seen.add((after, character == "/"))
                    waiting.append((after, text + character))
        return None


def path_search(wanted: Iterable[Pattern], unwanted: Iterable[Pattern]) -> Search:
    """
    The search for a path as pages give it.
    """
    return Search(tuple(wanted), tuple(unwanted), "/", "?#", lambda text: text == "/" or not text.endswith("/"))


def text_search(wanted: Iterable[Pattern], unwanted: Iterable[Pattern]) -> Search:
    """
    The search for any text.
    """
    return Search(tuple(wanted), tuple(unwanted))
