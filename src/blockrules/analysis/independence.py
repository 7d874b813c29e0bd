"""
Which facts can still matter where some are fixed: what a cache has to tell pages apart by.

A set of facts is enough where no two pages that agree on it have different layouts. Facts are left out of such a set
for as long as it stays enough, the last that are declared first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.groups import things
from blockrules.analysis.witnesses import Base, Witness, Witnesses
from blockrules.analysis.world import Seat, Side
from blockrules.engine.engine import Engine
from blockrules.engine.masks import mask_of
from blockrules.language.nearness import suggestion
from blockrules.model.facts import Schema
from blockrules.model.frozen import Frozen
from blockrules.model.pages import PageError, Problem
from blockrules.model.samples import Sample
from blockrules.model.types import Value
from blockrules.model.values import Mismatch, taken


@attrs.frozen
class Split:
    """
    The pages, of those that can occur and have what is given, on which something is so, and those on which it is not.
    """

    so: Diagram
    not_so: Diagram


@attrs.frozen(eq=False, slots=False)
class Independence:
    """
    What the layouts of a file hang on, on pages that have the *given* values.
    """

    side: Side = attrs.field(repr=False)
    engine: Engine = attrs.field(repr=False)
    given: Mapping[str, Value] = attrs.field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether no page that can occur has what is given."""
        return self.side.world.is_empty or self.side.world.occurring(self.fixed) == FALSE

    @property
    def is_known(self) -> bool:
        """Whether it is known of each fact if it can matter: the conditions are not too tangled."""
        return self.splits is not None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """
        The names of facts that can matter, sorted: pages that agree on them have the same layout. Where conditions are
        too tangled, or alternatives look alike, there may be more than need be.
        """
        left = [seat for seat in self.seats if seat.fact.name not in self.given]
        if self.splits is None:
            return tuple(sorted(seat.fact.name for seat in left))
        for seat in reversed(left):
            rest = [each for each in left if each is not seat]
            if self._is_enough(rest, self._beside(seat)):
                left = rest
        return tuple(sorted(seat.fact.name for seat in left))

    def contrast(self, name: str) -> tuple[Sample, Sample] | None:
        """
        Two pages that differ in the fact *name* and have different layouts, but agree on all else; or, where an
        `assume` does not let them, on all else that matters. None where the fact cannot matter, and where no two pages
        were found. KeyError where the file has no such fact.
        """
        seat = self.side.world.by_name[self.side.number][name]
        if name not in self.facts:
            return None
        others = [each for each in self.seats if each is not seat]
        needed = [each for each in others if each.fact.name in self.facts]
        for kept in (others, needed):
            for split in self._beside(seat):
                found = self._apart(split, kept)
                if found is not None:
                    return found
        return None

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The facts that are asked for."""
        return tuple(seat for seat in self.side.world.seats if not seat.cut or seat.cut.subject.tests)

    @cached_property
    def splits(self) -> list[Split] | None:
        """What is so on some of the pages only; None where that is not known of everything."""
        fixed = self.fixed
        if fixed is None:
            return None
        if self.is_empty:
            return []
        found: dict[Split, None] = {}
        for thing in things(self.side):
            opposite = self.side.opposite(thing)
            so, not_so = (self.side.world.occurring(self.side.all([fixed, each])) for each in (thing, opposite))
            if so is None or not_so is None:
                return None
            if FALSE not in (so, not_so):
                found[Split(so, not_so)] = None
        return list(found)

    @cached_property
    def fixed(self) -> Diagram | None:
        """Where pages have what is given; None where one of its facts has too many classes."""
        found: list[Diagram | None] = []
        for name, value in self.given.items():
            seat = self.side.world.by_name[self.side.number][name]
            point = seat.cut.point(value) if seat.cut else None
            found.append(None if point is None else self._box(dict(zip(seat.variables, point, strict=True))))
        return self.side.all(found)

    def _beside(self, seat: Seat) -> Iterator[Split]:
        """
        What *seat* is asked for.
        """
        own = _bits([seat])
        asked = self.side.diagrams.asked
        return (each for each in self.splits or () if (asked[each.so] | asked[each.not_so]) & own)

    def _is_enough(self, kept: Sequence[Seat], splits: Iterable[Split]) -> bool:
        return all(self._common(each, kept) == FALSE for each in splits)

    def _common(self, split: Split, kept: Sequence[Seat]) -> Diagram | None:
        """
        What *kept* can be both where it is so and where it is not.
        """
        diagrams = self.side.diagrams
        gone = (diagrams.asked[split.so] | diagrams.asked[split.not_so]) & ~_bits(kept)
        return diagrams.answered(
            lambda: diagrams.both(diagrams.without(split.so, gone), diagrams.without(split.not_so, gone))
        )

    def _apart(self, split: Split, kept: Sequence[Seat]) -> tuple[Sample, Sample] | None:
        """
        Two pages that agree on *kept*, of which one is so and the other is not.
        """
        common = self._common(split, kept)
        one = self._witness(self.side.all([common, split.so]))
        if one is None:
            return None
        base = self.witnesses.base(one)
        asked = self.side.diagrams.asked[split.so] | self.side.diagrams.asked[split.not_so]
        here = self._box(
            {number: base.point[number] for seat in kept for number in seat.variables if asked >> number & 1}
        )
        other = self._witness(self.side.all([here, split.not_so]), base)
        # What is alike may be shown by another alternative.
        return None if other is None or self.engine.layout(one) == self.engine.layout(other) else (one, other)

    def _witness(self, where: Diagram | None, *bases: Base) -> Sample | None:
        found = self.witnesses.witness(where, bases)
        return found.page if isinstance(found, Witness) else None

    @cached_property
    def witnesses(self) -> Witnesses:
        """What finds the pages."""
        return Witnesses(self.side.world, self.given)

    def _box(self, classes: Mapping[int, int]) -> Diagram | None:
        diagrams = self.side.diagrams
        every = sorted(classes.items(), reverse=True)
        return self.side.all(diagrams.literal(number, 1 << here) for number, here in every)


def _bits(seats: Iterable[Seat]) -> int:
    return mask_of(number for seat in seats for number in seat.variables)


def given_values(schema: Schema, given: Mapping[str, object]) -> Mapping[str, Value]:
    """
    What is *given*, as the facts have it. PageError where it is nothing of theirs.
    """
    problems: list[Problem] = []
    found: dict[str, Value] = {}
    for name, value in given.items():
        fact = schema.facts.get(name)
        if fact is None:
            problems.append(Problem(name, None, "no fact of these rules", suggestion(name, schema.facts)))
            continue
        read = taken(value, fact.type, schema.zone, optional=fact.optional)
        if isinstance(read, Mismatch):
            problems.append(Problem(name, f"{fact.type} or none" if fact.optional else str(fact.type), read.came))
        else:
            found[name] = read
    if problems:
        raise PageError(problems)
    return Frozen(found)
