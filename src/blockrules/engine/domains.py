"""
Domains: the values of each fact, cut into the classes that the conditions of a file can tell apart.

There are two shapes of domain. Values that stand in a row, or can be counted, are cut into finitely many classes,
numbered from 0; an absent fact is one class more. Of texts, paths and sets there may be more classes than can be
listed: there the conditions name *atoms* (this very path, this pattern, this member), and a class is known by its
*signature*, the atoms that are true of it.

Signatures and sets of classes are whole numbers, one bit for each atom or class.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

import attrs

from blockrules.model import conditions
from blockrules.model.conditions import Test
from blockrules.model.matching import Matcher
from blockrules.model.patterns import Pattern
from blockrules.model.search import UNKNOWN, Unknown, path_search, text_search
from blockrules.model.truth import BUCKETS, bucket
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value

# How many values are tried, at most, to find one that falls into a class of buckets; each has a chance of 1 in 10,000
# or better.
MOST_TRIED = 200_000


@attrs.frozen
class Scale:
    """
    How the values of an ordered type follow one another: the least of them, one that is nothing special, and the next
    above and below any.
    """

    least: Any
    usual: Any
    next: Callable[[Any], Any]
    previous: Callable[[Any], Any]


TICK = timedelta(microseconds=1)
DAY = timedelta(days=1)


def _moved(moment: time, tick: timedelta) -> time | None:
    moved = datetime.combine(date(2000, 1, 1), moment) + tick
    return moved.time() if moved.date() == date(2000, 1, 1) else None


def _within(move: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """
    *move*, with None for what lies beyond the last value.
    """

    def moved(value: Any) -> Any:
        try:
            return move(value)
        except OverflowError:
            return None

    return moved


SCALES: dict[Type, Scale] = {
    Kind.INT: Scale(None, 0, lambda value: value + 1, lambda value: value - 1),
    Kind.NUMBER: Scale(
        None, 0.0, lambda value: math.nextafter(value, math.inf), lambda value: math.nextafter(value, -math.inf)
    ),
    Kind.DATE: Scale(
        date.min, date(2000, 1, 1), _within(lambda value: value + DAY), _within(lambda value: value - DAY)
    ),
    Kind.TIME: Scale(time.min, time(12), lambda value: _moved(value, TICK), lambda value: _moved(value, -TICK)),
    Kind.DATETIME: Scale(
        datetime.min.replace(tzinfo=UTC),
        datetime(2000, 1, 1, tzinfo=UTC),
        _within(lambda value: value + TICK),
        _within(lambda value: value - TICK),
    ),
}


@attrs.frozen(eq=False)
class Row:
    """
    Values in a row. Class n begins at start n - 1, and ends just before the next start; the class of what is absent
    comes last.
    """

    scale: Scale
    starts: Sequence[Any]

    @classmethod
    def cut(cls, type: Type, tests: Iterable[Test]) -> "Row":
        """
        The values of *type* cut wherever one of *tests* changes.
        """
        scale = SCALES[type]
        ends = {end for test in tests for pair in _stretches(test, scale) for end in pair}
        return cls(scale, sorted(ends - {None, scale.least}))

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.starts) + 2

    def place(self, value: Any) -> int:
        """
        The class of *value*.
        """
        return len(self.starts) + 1 if value is None else bisect_right(self.starts, value)

    def classes(self, test: Test) -> int:
        """
        The classes that *test* is true of.
        """
        if isinstance(test, conditions.Absent):
            return 1 << (len(self.starts) + 1)
        found = 0
        for low, high in _stretches(test, self.scale):
            first = 0 if low is None or low == self.scale.least else bisect_right(self.starts, low)
            end = len(self.starts) + 1 if high is None else bisect_right(self.starts, high)
            found |= (1 << max(end, first)) - (1 << first)
        return found

    def representative(self, place: int) -> Value | Unknown:
        """
        A value of the class.
        """
        if place > len(self.starts):
            return None
        if place:
            found: Value = self.starts[place - 1]
            return found
        return self.scale.previous(self.starts[0]) if self.starts else self.scale.usual  # type: ignore[no-any-return]


def _stretches(test: Test, scale: Scale) -> Iterator[tuple[Any, Any]]:
    """
    The half-open stretches of values that *test* is true of; None for an end that is open for ever.
    """
    match test:
        case conditions.Equal(_, values):
            yield from ((value, scale.next(value)) for value in values)
        case conditions.Between(_, low, high, low_included, high_included):
            start = low if low is None or low_included else scale.next(low)
            end = high if high is None or not high_included else scale.next(high)
            yield start, end
        case _:
            pass


@attrs.frozen(eq=False)
class Members:
    """
    Values that can be counted: a class each, and one for what is absent.
    """

    members: tuple[str | bool, ...]
    places: dict[object, int]

    @classmethod
    def of(cls, type: Type) -> "Members":
        """
        The members of *type*, a bool or an enumeration.
        """
        members = type.members if isinstance(type, OneOf) else (False, True)
        return cls(members, {value: place for place, value in enumerate((*members, None))})

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.places)

    def place(self, value: Value) -> int:
        """
        The class of *value*.
        """
        return self.places[value]

    def classes(self, test: Test) -> int:
        """
        The classes that *test* is true of.
        """
        values = test.values if isinstance(test, conditions.Equal) else (None,)
        return sum(1 << self.places[value] for value in values)

    def representative(self, place: int) -> Value | Unknown:
        """
        The value of the class.
        """
        return (*self.members, None)[place]


@attrs.frozen(eq=False)
class Buckets:
    """
    The buckets of a text or whole number under one seed, in stretches between the shares that are asked for; and a
    class for values that are in no bucket (the law, 3).
    """

    seed: str
    is_text: bool
    starts: tuple[int, ...]

    @classmethod
    def cut(cls, type: Type, tests: Iterable[Test]) -> "Buckets":
        """
        The buckets under the seed of *tests*, one at least.
        """
        shares = [(test.share, test.seed) for test in tests if isinstance(test, conditions.InShare)]
        starts = sorted({share for share, _ in shares} - {0, BUCKETS})
        return cls(shares[0][1], type is Kind.TEXT, tuple(starts))

    @property
    def size(self) -> int:
        """How many classes there are."""
        return len(self.starts) + 2

    def place(self, value: Value) -> int:
        """
        The class of *value*.
        """
        if value is None or value == "":
            return len(self.starts) + 1
        return bisect_right(self.starts, bucket(self.seed, str(value)))

    def classes(self, test: Test) -> int:
        """
        The classes that *test* is true of.
        """
        assert isinstance(test, conditions.InShare)
        if test.share == 0:
            return 0
        return (1 << (len(self.starts) + 1 if test.share == BUCKETS else bisect_right(self.starts, test.share))) - 1

    def representative(self, place: int) -> Value | Unknown:
        """
        A value of the class; unknown where 200,000 tries find none.
        """
        if place > len(self.starts):
            return "" if self.is_text else None
        for number in range(MOST_TRIED):
            value = f"v{number}" if self.is_text else number
            if self.place(value) == place:
                return value
        return UNKNOWN


@attrs.frozen
class Signs:
    """
    What a condition wants of a signature: of each of the *needs* one atom or more, of the *bars* none.
    """

    needs: frozenset[int]
    bars: int


@attrs.frozen(eq=False)
class Atoms:
    """
    Texts, paths or sets: the atoms that conditions name, each with its bit. A signature has the bits of all atoms that
    are true of a value.
    """

    type: Type
    exact: dict[object, int]
    matcher: Matcher
    empty: int
    absent: int

    @classmethod
    def of(cls, type: Type, tests: Iterable[Test]) -> "Atoms":
        """
        The atoms that *tests* name.
        """
        # What is absent is told from the rest even where no test asks.
        bits: dict[object, int] = {conditions.Absent: 1}
        for test in tests:
            for name in _atoms(test):
                bits.setdefault(name, 1 << len(bits))
        patterns = {name: bit for name, bit in bits.items() if isinstance(name, Pattern)}
        absent, empty = bits.pop(conditions.Absent), bits.pop(conditions.Empty, 0)
        exact = {name: bit for name, bit in bits.items() if not isinstance(name, Pattern)}
        texts = {name: bit for name, bit in exact.items() if isinstance(name, str)}
        return cls(type, exact, Matcher.of(patterns, texts), empty, absent)

    def signature(self, value: Any) -> int:
        """
        The signature of *value*, in any form that a page may have it in.
        """
        if value is None:
            return self.absent
        if isinstance(value, str):
            return self.matcher.matches((value.rstrip("/") or "/") if self.type is Kind.PATH else value)
        found = 0 if value else self.empty
        for member in value:
            found |= self.exact.get(member, 0)
        return found

    def signs(self, test: Test) -> Signs:
        """
        What *test* wants.
        """
        bits = [self._bit(name) for name in _atoms(test)]
        if isinstance(test, conditions.Holding) and test.every:
            return Signs(frozenset(bits), 0)
        return Signs(frozenset({reduce(or_, bits)}), 0)

    def representative(self, signature: int) -> Value | Unknown:
        """
        A value of that very signature: of paths and texts the shortest; unknown where there is none, or none was found
        within the bound of search.py.
        """
        if signature & self.absent:
            return None
        if isinstance(self.type, SetOf):
            return self._set(signature, self.type.element)
        for value, bit in self.exact.items():
            if signature & bit:
                return value if self.signature(value) == signature else UNKNOWN  # type: ignore[return-value]
        wanted = [pattern for pattern, bit in self.matcher.patterns.items() if signature & bit]
        unwanted = [pattern for pattern, bit in self.matcher.patterns.items() if not signature & bit]
        # Other values that are named are patterns without stars; those that have one in them cannot be written so.
        unwanted += [Pattern(str(value), "text") for value in self.exact if "*" not in str(value)]
        sought = (path_search if self.type is Kind.PATH else text_search)(wanted, unwanted).shortest()
        return sought if isinstance(sought, str) and self.signature(sought) == signature else UNKNOWN

    def _set(self, signature: int, element: Type) -> Value | Unknown:
        members: set[Any] = {member for member, bit in self.exact.items() if signature & bit}
        if not members and not signature & self.empty and self.empty:
            usual: Iterable[Any] = (
                element.members if isinstance(element, OneOf) else map(str, range(len(self.exact) + 1))
            )
            if element is Kind.INT:
                usual = range(len(self.exact) + 1)
            members = {each for each in usual if each not in self.exact}
            members = set(list(members)[:1])
        value = frozenset(members)
        return value if self.signature(value) == signature else UNKNOWN

    def _bit(self, name: object) -> int:
        if isinstance(name, Pattern):
            return self.matcher.patterns[name]
        if name is conditions.Empty:
            return self.empty
        return self.absent if name is conditions.Absent else self.exact[name]


def _atoms(test: Test) -> Iterable[object]:
    """
    The atoms that *test* names: values, patterns, members; for `is empty` and `is none`, the class of the test.
    """
    match test:
        case conditions.Equal(_, values):
            return sorted(map(str, values))
        case conditions.Matching(_, patterns):
            return patterns
        case conditions.Holding(_, members):
            return sorted(members, key=lambda member: (isinstance(member, str), member))
        case _:
            return (type(test),)


Domain = Row | Members | Buckets | Atoms
# What a cube says of a domain: which of its classes are in it, or which signatures.
Literal = int | Signs
