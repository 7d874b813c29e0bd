"""
Which patterns and plain texts can be true of a text together, and the shortest text of each kind.

All patterns run side by side, as positions in one row; the sets of positions that texts can lead to are gone through
breadth first (the subset construction; Rabin and Scott, Finite Automata and Their Decision Problems, 1959). Characters
that no pattern names are all alike, so one stands for them.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import attrs

from blockrules.model.patterns import Pattern, elements

# So many sets of positions are gone through, with so many positions in all of them; past that nothing is known.
MOST_STATES, MOST_PLACES = 20_000, 400_000
FRESH = "abcdefghijklmnopqrstuvwxyz0123456789"
NOT_IN_PATHS = frozenset("?#")
# The positions that a text has led to, and whether it is one that no path ends in.
State = tuple[frozenset[int], bool]


def signatures(texts: Mapping[Pattern | str, int], *, of_paths: bool) -> dict[int, str] | None:
    """
    For each sum of the bits of *texts* that some text or path has: the shortest that has it. None where there are too
    many to go through.
    """
    row = Row.of(texts)
    fresh = next(each for each in chain(FRESH, map(chr, range(0xA1, 0x10FFFF))) if each not in row.named)
    state: State = (row.after(row.closed(row.starts), "/"), True) if of_paths else (row.closed(row.starts), False)
    waiting = deque([(state, "/" if of_paths else "")])
    seen, places = {state}, 0
    found: dict[int, str] = {}
    while waiting:
        (here, ends_in_slash), text = waiting.popleft()
        if not ends_in_slash or text == "/":
            found.setdefault(row.signature(here), text)
        for character in row.characters(here, fresh, of_paths=of_paths):
            after = row.after(here, character), of_paths and character == "/"
            if after not in seen:
                seen.add(after)
                waiting.append((after, text + character))
                places += len(after[0])
        if len(seen) > MOST_STATES or places > MOST_PLACES:
            return None
    return found


@attrs.frozen
class Row:
    """
    Patterns and texts side by side: for each position, the character that leads on, or the characters that a star there
    stops at; and the bits of those that are whole at a position.
    """

    starts: frozenset[int]
    steps: Mapping[int, str]
    stars: Mapping[int, str]
    ends: Mapping[int, int]

    @classmethod
    def of(cls, texts: Mapping[Pattern | str, int]) -> "Row":
        """
        The row of *texts*, each with its bit.
        """
        steps: dict[int, str] = {}
        stars: dict[int, str] = {}
        starts, ends = set(), {}
        place = 0
        for text, bit in texts.items():
            starts.add(place)
            for element, stops_at in _elements(text):
                if stops_at is None:
                    steps[place] = element
                else:
                    stars[place] = stops_at
                place += 1
            ends[place] = bit
            place += 1
        return cls(frozenset(starts), steps, stars, ends)

    @property
    def named(self) -> frozenset[str]:
        """The characters that any of them names."""
        return frozenset(self.steps.values()) | {"/"}

    def closed(self, places: Iterable[int]) -> frozenset[int]:
        """
        *places*, with those that their stars give on for nothing; no two stars stand side by side.
        """
        every = set(places)
        return frozenset(every | {place + 1 for place in every if place in self.stars})

    def after(self, here: frozenset[int], character: str) -> frozenset[int]:
        """
        Where *character* leads.
        """
        on = {place + 1 for place in here if self.steps.get(place) == character}
        stay = {place for place in here if place in self.stars and character not in self.stars[place]}
        return self.closed(on | stay)

    def characters(self, here: frozenset[int], fresh: str, *, of_paths: bool) -> Iterator[str]:
        """
        The characters that lead to different places, each once; those that a path can have, where it is *of_paths*.
        """
        named = {self.steps[place] for place in here if place in self.steps} | {"/"} | {fresh}
        yield from sorted(named - NOT_IN_PATHS if of_paths else named, key=lambda each: (each == "/", each))

    def signature(self, here: frozenset[int]) -> int:
        """
        The bits of those that are whole.
        """
        return sum(self.ends[place] for place in here if place in self.ends)


def _elements(text: Pattern | str) -> Iterator[tuple[str, str | None]]:
    """
    The characters of *text*, and of a pattern the stars, with what they stop at.
    """
    if isinstance(text, str):
        yield from ((character, None) for character in text)
    else:
        for element in elements(text.text):
            is_wide = text.kind == "text" or len(element) > 1
            yield (element, None) if element[0] != "*" else (element, "" if is_wide else "/")
