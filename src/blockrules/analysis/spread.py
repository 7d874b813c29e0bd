"""
Facts that are asked for their buckets: a variable for the value, and one for each seed.

Among values without end there is one in each set of buckets, though it may take long to find. Where there are few
values, each stands in its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, pairwise

import attrs

from blockrules.analysis.diagrams import Diagram, Diagrams
from blockrules.analysis.listed import Listed, listed
from blockrules.analysis.subjects import Key, Subject
from blockrules.engine.axes import Axis
from blockrules.engine.domains import Buckets, Row
from blockrules.engine.masks import mask_of
from blockrules.model.conditions import Equal, Matching, Test
from blockrules.model.search import UNKNOWN, Unknown
from blockrules.model.types import Kind, Value

# Of a stretch of so many whole numbers each is looked at.
MOST_NUMBERS = 256
# So many values are tried for one in certain buckets.
MOST_TRIED = 50_000


@attrs.frozen(eq=False, slots=False)
class Spread:
    """
    The *base* classes of a fact, whatever the buckets, and the seeds with their *axes*.
    """

    subject: Subject
    base: Listed
    axes: Mapping[Key, Axis]

    @property
    def sizes(self) -> Sequence[int]:
        """How many classes each of its variables has."""
        return (*self.base.sizes, *(axis.domain.size for axis in self.axes.values()))  # type: ignore[union-attr]

    def limits(self, diagrams: Diagrams, first: int) -> Iterable[Diagram]:
        """
        Where values lie, together, whose variables begin with *first*: in the buckets of a value of their class.
        """
        every, endless = [], 0
        for number in range(len(self.base.classes)):
            values = self._all_of(number)
            if values is None:
                endless |= 1 << number
            else:
                places = [self._in(diagrams, first, (1 << place for place in self._places(value))) for value in values]
                every.append(diagrams.both(diagrams.literal(first, 1 << number), diagrams.some(places)))
        somewhere = self._in(diagrams, first, self._somewhere())
        yield diagrams.some([*every, diagrams.both(diagrams.literal(first, endless), somewhere)])

    @property
    def nowhere(self) -> int:
        """The base classes of what is in no bucket, one bit for each."""
        found = [self.base.point(each) for each in (None, "") if each is None or self.subject.type is Kind.TEXT]
        return mask_of(point[0] for point in found if point and self.base.values[point[0]] in (None, ""))

    def _in(self, diagrams: Diagrams, first: int, masks: Iterable[int]) -> Diagram:
        numbered = list(enumerate(masks, first + 1))
        return diagrams.all(diagrams.literal(number, mask) for number, mask in reversed(numbered))

    def _somewhere(self) -> Iterator[int]:
        """
        For each seed, all classes but that of what is in no bucket.
        """
        return ((1 << axis.domain.size - 1) - 1 for axis in self.axes.values())  # type: ignore[union-attr]

    def _all_of(self, number: int) -> Sequence[Value] | None:
        """
        All values of a class; None where they have no end, or too many are there.
        """
        value = self.base.values[number]
        if value is None or value == "":
            return [value]
        if isinstance(value, str):
            return [value] if value in self._named else None
        place = self.base.classes[number][0] if self.base.axes else 0
        domain = self.base.axes[Key()].domain if self.base.axes else None
        if not isinstance(domain, Row) or not 0 < place < len(domain.starts):
            return None
        start, end = domain.starts[place - 1], domain.starts[place]
        return range(start, end) if end - start <= MOST_NUMBERS else None

    @cached_property
    def _named(self) -> frozenset[object]:
        """The texts that are asked for as they stand."""
        tests = self.subject.tests.get(Key(), ())
        plain = (each.text for test in tests if isinstance(test, Matching) for each in test.patterns)
        equal = (value for test in tests if isinstance(test, Equal) for value in test.values)
        return frozenset([*(text for text in plain if "*" not in text), *equal])

    @property
    def is_exact(self) -> bool:
        """Whether a value is known to be in all buckets that one could be in: no class has an end but many values."""
        domain = self.base.axes[Key()].domain if Key() in self.base.axes else None
        starts = domain.starts if isinstance(domain, Row) else ()
        return all(end - start <= MOST_NUMBERS for start, end in pairwise(starts))

    def _places(self, value: Value) -> Sequence[int]:
        return [axis.domain.place(value) for axis in self.axes.values()]  # type: ignore[union-attr]

    def passing(self, key: Key, test: Test, diagrams: Diagrams, first: int) -> Diagram:
        """
        Where *test* is true.
        """
        if key not in self.axes:
            return self.base.passing(key, test, diagrams, first)
        domain = self.axes[key].domain
        assert isinstance(domain, Buckets)
        return diagrams.literal(first + 1 + list(self.axes).index(key), domain.classes(test))

    def point(self, value: Value) -> Sequence[int] | None:
        """
        The classes that *value* has; None where no page can give it.
        """
        found = self.base.point(value)
        return None if found is None else [*found, *self._places(value)]

    def value(self, classes: Sequence[int], masks: Sequence[int]) -> Value | Unknown:
        """
        A value of the first of *classes* that is in one of the classes of each of the *masks*; unknown where none was
        found.
        """
        number = classes[0]
        values = self._all_of(number)
        for each in _tries(self.base.values[number]) if values is None else values:
            here = self.base.point(each)
            if here == (number,) and all(
                mask >> place & 1 for mask, place in zip(masks[1:], self._places(each), strict=True)
            ):
                return each
        return UNKNOWN


def _tries(like: Value) -> Iterator[Value]:
    """
    Values that may be of the same class as *like*, which is text or a whole number.
    """
    yield like
    if isinstance(like, str):
        for number in range(MOST_TRIED):
            yield from (f"{like}{number}", f"{number}{like}", f"{like[:1]}{number}{like[1:]}")
    else:
        assert isinstance(like, int)
        yield from chain.from_iterable((like + number, like - number) for number in range(MOST_TRIED))


def spread(subject: Subject) -> Spread | None:
    """
    The variables of *subject*; None where its values have too many classes.
    """
    tests = {key: tests for key, tests in subject.tests.items() if key.seed is None}
    asked = attrs.evolve(subject, tests=tests)
    if subject.type is Kind.TEXT:
        # The empty text is in no bucket, so that it is a class of its own.
        empty = Equal(subject.fact.name, frozenset({""}), None)  # type: ignore[arg-type]  # a test that stands nowhere
        asked = attrs.evolve(asked, tests={Key(): [*tests.get(Key(), ()), empty]})
    base = listed(asked)
    axes = {key: axis for key, axis in subject.axes().items() if key.seed is not None}
    return None if base is None else Spread(subject, base, axes)
