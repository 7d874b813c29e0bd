"""
Facts of which each thing that is asked for is true or not: sets, by their members, and what has too many classes to be
listed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count

import attrs

from blockrules.analysis.diagrams import TRUE, Diagram, Diagrams
from blockrules.analysis.subjects import Key, Subject
from blockrules.engine.domains import Atoms
from blockrules.engine.masks import numbers_in
from blockrules.model import conditions
from blockrules.model.conditions import Test
from blockrules.model.patterns import Pattern
from blockrules.model.search import Unknown
from blockrules.model.types import Kind, OneOf, SetOf, Value

# No fact has more variables.
MOST_VARIABLES = 4_096
# Classes of a variable that is true or not.
OUT, IN = 1, 2
# What a set has that no test names.
OTHERS = "others"


@attrs.frozen(eq=False, slots=False)
class InOrOut:
    """
    A fact with a variable for each atom that is asked for, which is true of a value or not; with one, the last, for
    what no test names in a set, where something can be; and one, the first, for what is absent, where it can be.
    """

    subject: Subject
    atoms: Atoms
    has_absent: bool
    has_others: bool

    @cached_property
    def names(self) -> Sequence[object]:
        """What the variables are for, in their order."""
        absent = [conditions.Absent] if self.has_absent else []
        others = [OTHERS] if self.has_others else []
        return [*absent, *self.atoms.exact, *self.atoms.matcher.patterns, *others]

    @property
    def sizes(self) -> Sequence[int]:
        """How many classes each of its variables has: out, and in."""
        return (2,) * len(self.names)

    @property
    def is_exact(self) -> bool:
        """Whether there is a value for each way in which it can be: of sets, but patterns may not go together."""
        return isinstance(self.subject.type, SetOf)

    def limits(self, diagrams: Diagrams, first: int) -> Iterable[Diagram]:
        """
        Where values lie, together, whose variables begin with *first*: a set has only what can be given. Which patterns
        go together is not said.
        """
        for number, name in enumerate(self.names, first):
            if self.subject.members is not None and name in self.atoms.exact and name not in self.subject.members:
                yield diagrams.literal(number, OUT)

    def passing(self, key: Key, test: Test, diagrams: Diagrams, first: int) -> Diagram:
        """
        Where *test* is true.
        """
        there = diagrams.literal(first, OUT) if self.has_absent else TRUE
        match test:
            case conditions.Absent():
                return diagrams.opposite(there)
            case conditions.Empty():
                return diagrams.all(diagrams.literal(first + each, OUT) for each in reversed(range(len(self.names))))
            case _:
                # The last first, so that no diagram is made that is not needed.
                needs = [
                    diagrams.some(diagrams.literal(first + self._of_bit[bit], IN) for bit in [*numbers_in(need)][::-1])
                    for need in self.atoms.signs(test).needs
                ]
                return diagrams.all([*needs, there])

    def point(self, value: Value) -> Sequence[int] | None:
        """
        The classes that *value* has; None where no page can give it.
        """
        if not self.subject.takes(value):
            return None
        signature = self.atoms.signature(value)
        others = isinstance(value, frozenset) and any(each not in self.atoms.exact for each in value)
        return [others if name is OTHERS else bool(signature & self._bit(name)) for name in self.names]

    def value(self, classes: Sequence[int], masks: Sequence[int]) -> Value | Unknown:
        """
        A value that has those *classes*; unknown where none was found.
        """
        true = [name for name, each in zip(self.names, classes, strict=True) if each]
        if conditions.Absent in true:
            return None
        if not isinstance(self.subject.type, SetOf):
            return self.atoms.representative(sum(map(self._bit, true)))
        return frozenset(self.other if name is OTHERS else name for name in true)  # type: ignore[misc]  # members

    @cached_property
    def other(self) -> str | int:
        """A member of sets that no test names."""
        assert isinstance(self.subject.type, SetOf)
        return next(each for each in _usual(self.subject) if each not in self.atoms.exact)

    @cached_property
    def _of_bit(self) -> Mapping[int, int]:
        """Which variable is for the atom of each bit."""
        return {self._bit(name).bit_length() - 1: number for number, name in enumerate(self.names)}

    def _bit(self, name: object) -> int:
        if isinstance(name, Pattern):
            return self.atoms.matcher.patterns[name]
        if name is OTHERS:
            return 0
        return self.atoms.absent if name is conditions.Absent else self.atoms.exact[name]


def in_or_out(subject: Subject) -> InOrOut | None:
    """
    The variables of *subject*, which is asked for nothing but atoms; None where there are too many.
    """
    ((key, axis),) = subject.axes().items()
    assert isinstance(axis.domain, Atoms)
    is_asked = any(isinstance(test, conditions.Empty) for test in subject.tests[key])
    others = is_asked and any(each not in axis.domain.exact for each in _usual(subject))
    cut = InOrOut(subject, axis.domain, subject.fact.optional, others)
    return cut if len(cut.names) <= MOST_VARIABLES else None


def _usual(subject: Subject) -> Iterator[str | int]:
    """
    Members that a set can have: all, or without end.
    """
    match subject.type:
        case SetOf(OneOf(members)):
            yield from (each for each in members if subject.members is None or each in subject.members)
        case SetOf(Kind.INT):
            yield from count()
        case _:
            yield from (f"other-{number}" if number else "other" for number in count())
