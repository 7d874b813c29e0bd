"""
Facts whose classes can be listed, each with a value that is in it.

Of a text all patterns are taken together, of a moment its day and its hour: a class is what a value can be, and not
what its parts could be by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cached_property, reduce
from math import ceil, floor
from operator import or_

import attrs

from blockrules.analysis.diagrams import Diagram, Diagrams
from blockrules.analysis.moments import moments
from blockrules.analysis.signatures import signatures
from blockrules.analysis.subjects import Key, Subject, places, plain
from blockrules.engine.axes import Axis
from blockrules.engine.domains import Atoms, Row
from blockrules.engine.masks import mask_of, numbers_in
from blockrules.model.conditions import Test
from blockrules.model.patterns import Pattern
from blockrules.model.types import Kind, OneOf, Value

# No fact has more classes, listed.
MOST_CLASSES = 4_096


@attrs.frozen(eq=False, slots=False)
class Listed:
    """
    A fact whose classes are listed, each by its place on all *axes*, with one of the *values* that have it.
    """

    subject: Subject
    axes: Mapping[Key, Axis]
    classes: Sequence[tuple[int, ...]]
    values: Sequence[Value]
    # What files ask of it, in words, by the classes that it is true of; once somebody has put it so.
    words: dict[int, str] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def sizes(self) -> Sequence[int]:
        """How many classes each of its variables has."""
        return (len(self.classes),)

    @property
    def is_exact(self) -> bool:
        """Whether there is a value for each class: always."""
        return True

    def limits(self, diagrams: Diagrams, first: int) -> Iterable[Diagram]:
        """
        Where values lie, together, whose variables begin with *first*: anywhere.
        """
        return ()

    def passing(self, key: Key, test: Test, diagrams: Diagrams, first: int) -> Diagram:
        """
        Where *test* is true.
        """
        return diagrams.literal(first, self.mask(key, test))

    def mask(self, key: Key, test: Test) -> int:
        """
        The classes that *test* is true of, one bit for each.
        """
        domain, having = self.axes[key].domain, self._having[key]
        if not isinstance(domain, Atoms):
            return reduce(or_, (having.get(place, 0) for place in numbers_in(domain.classes(test))), 0)
        found = (1 << len(self.classes)) - 1
        for need in domain.signs(test).needs:
            found &= reduce(or_, (having.get(bit, 0) for bit in numbers_in(need)), 0)
        return found

    def point(self, value: Value) -> Sequence[int] | None:
        """
        The classes that *value* has; None where no page can give it.
        """
        found = self._numbers.get(places(self.axes, value)) if self.subject.takes(value) else None
        return None if found is None else (found,)

    def value(self, classes: Sequence[int], masks: Sequence[int]) -> Value:
        """
        A value that has the one of *classes*.
        """
        return self.values[classes[0]]

    @cached_property
    def _numbers(self) -> Mapping[tuple[int, ...], int]:
        return {each: number for number, each in enumerate(self.classes)}

    @cached_property
    def _having(self) -> Mapping[Key, Mapping[int, int]]:
        """By axis, the classes that have each place on it; of atoms, those that have each bit."""
        found = {}
        for number, (key, axis) in enumerate(self.axes.items()):
            having: dict[int, list[int]] = {}
            for place, each in enumerate(self.classes):
                for name in numbers_in(each[number]) if isinstance(axis.domain, Atoms) else (each[number],):
                    having.setdefault(name, []).append(place)
            found[key] = {name: mask_of(places) for name, places in having.items()}
        return found


def listed(subject: Subject) -> Listed | None:
    """
    The classes of *subject*, which nothing asks for its buckets; None where there are too many.
    """
    axes = subject.axes()
    if len({key.zone for key in axes if key.part}) > 1:
        # Clocks of two zones drift apart and together again in ways that nobody goes through here.
        return None
    values = _values(subject, axes)
    if values is None:
        return None
    found = {places(axes, value): value for value in values}
    for where, value in found.items():
        found[where] = next(each for each in plainer(value) if places(axes, each) == where)
    if subject.fact.optional:
        found.setdefault(places(axes, None), None)
    return Listed(subject, axes, tuple(found), tuple(found.values())) if len(found) <= MOST_CLASSES else None


def plainer(value: Value) -> Iterator[Value]:
    """
    Values near *value* that are easier to read and to write, the plainest first; then itself.
    """
    match value:
        case bool():
            pass
        case float():
            yield from (0.0, 1.0, float(floor(value)), float(ceil(value)))
            yield from (round(value, digits) for digits in (1, 2, 3))
            # The shortest decimal from there on; of so many digits there are no others in a number this large.
            shifts = (10.0**digits for digits in range(1, 16) if abs(value) < 1e15)
            yield from (ceil(value * shift) / shift for shift in shifts)
            yield from (floor(value) - 1.0, ceil(value) + 1.0)
        case int():
            yield from (0, 1)
        case datetime() | time():
            yield from _full(value)
            yield from (value.replace(second=0, microsecond=0), value.replace(microsecond=0))
        case _:
            pass
    yield value


def _full(value: datetime | time) -> Iterator[Value]:
    """
    The full minute and second after *value*, of the same day.
    """
    for seconds in (60, 1):
        past = value.second % seconds * 1_000_000 + value.microsecond
        on = datetime.combine(datetime(2000, 1, 1), value if isinstance(value, time) else value.time())
        later = on + timedelta(microseconds=-past % (seconds * 1_000_000))
        if later.date() == on.date():
            yield value.replace(hour=later.hour, minute=later.minute, second=later.second, microsecond=0)


def _values(subject: Subject, axes: Mapping[Key, Axis]) -> Iterable[Value] | None:
    """
    A value of each class of what is not absent; None where nobody can tell.
    """
    axis = axes.get(Key())
    match subject.type, axis and axis.domain:
        case Kind.DATETIME, _ if axes:
            return moments([(axis, key.zone) for key, axis in axes.items()]).values()
        case OneOf(members), _:
            return [each for each in members if subject.members is None or each in subject.members]
        case Kind.BOOL, _:
            return [False, True]
        case _, Row() as row:
            return [row.representative(place) for place in range(len(row.starts) + 1)]  # type: ignore[misc]
        case _, Atoms() as atoms:
            texts: dict[Pattern | str, int] = dict(atoms.matcher.patterns.items())
            texts.update((str(each), bit) for each, bit in atoms.exact.items())
            found = signatures(texts, of_paths=subject.type is Kind.PATH)
            return None if found is None else found.values()
        case _:
            return [plain(subject.type)]
