"""
Which patterns of a list another of the same list covers.

All texts of a pattern begin and end as it does. So one that covers it begins with a part of its beginning, and ends
with a part of its end; where that one has a single run of stars, only the slashes in between are left to look at.
Where it has more, its machine is run, or a text is searched that fits the one pattern and not the other.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import attrs

from blockrules.model.patterns import STARS, Pattern, is_open
from blockrules.model.search import path_search, text_search

# With so many others a pattern is compared.
MOST_COMPARED = 32
# What machines and searches may cost together, in characters and states; a search is given so much of it, and none for
# longer patterns.
MOST_WORK, MOST_STATES, LONGEST_SEARCHED = 50_000, 500, 200


@attrs.frozen
class _Ends:
    """
    A pattern, what all its texts begin with and end in, and how many runs of stars it has.
    """

    pattern: Pattern
    before: str
    after: str
    runs: int

    @classmethod
    def of(cls, pattern: Pattern) -> "_Ends":
        literals = STARS.split(pattern.text)
        return cls(pattern, literals[0], literals[-1], len(literals) - 1)


@attrs.define
class Covering:
    """
    The look for such patterns, in one list after the other, while there is *work* left; past that, fewer are found.
    """

    work: int = MOST_WORK

    def covered(self, patterns: Sequence[Pattern]) -> Iterator[tuple[int, int]]:
        """
        The places of those of *patterns*, which are of one kind and differ, that fit nothing which another does not,
        each with the place of such another. Of two that fit the same it is the later.
        """
        row = list(map(_Ends.of, patterns))
        by_beginning: dict[str, list[int]] = {}
        for place, each in enumerate(row):
            if each.runs:
                by_beginning.setdefault(each.before, []).append(place)
        lengths = sorted(set(map(len, by_beginning)))
        for place, inner in enumerate(row):
            for other in islice(_candidates(inner.before, by_beginning, lengths), MOST_COMPARED):
                outer = row[other]
                if other != place and self._covers(outer, inner) and (other < place or not self._covers(inner, outer)):
                    yield place, other
                    break

    def _covers(self, outer: _Ends, inner: _Ends) -> bool:
        if not outer.runs or not (inner.before.startswith(outer.before) and inner.after.endswith(outer.after)):
            return False
        least = len(outer.before) + len(outer.after)
        if not inner.runs and len(inner.pattern.text) < least:
            return False
        if outer.runs == 1:
            between = inner.pattern.text[len(outer.before) : len(inner.pattern.text) - len(outer.after)]
            return is_open(outer.pattern) or not ("/" in between or "**" in between)
        return self._fits(outer.pattern, inner.pattern) if not inner.runs else self._searched(outer, inner)

    def _fits(self, outer: Pattern, inner: Pattern) -> bool:
        self.work -= len(inner.text) + len(outer.text)
        return self.work >= 0 and outer.matches(inner.text)

    def _searched(self, outer: _Ends, inner: _Ends) -> bool:
        self.work -= MOST_STATES
        if self.work < 0 or len(outer.pattern.text) + len(inner.pattern.text) > LONGEST_SEARCHED:
            return False
        search = path_search if outer.pattern.kind == "path" else text_search
        return search((inner.pattern,), (outer.pattern,)).shortest(MOST_STATES) is None


def _candidates(beginning: str, by_beginning: dict[str, list[int]], lengths: Sequence[int]) -> Iterator[int]:
    """
    The patterns with stars that begin with no more than *beginning*, those that begin with the least first.
    """
    for length in lengths:
        if length > len(beginning):
            return
        yield from by_beginning.get(beginning[:length], ())
