"""
Pages that show what is claimed: each as near as can be to a sample page of the file, or else to the plainest.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice

import attrs

from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.subjects import plain
from blockrules.analysis.world import Seat, World
from blockrules.model.frozen import Frozen
from blockrules.model.samples import NO_PAGE, Sample
from blockrules.model.search import UNKNOWN, Unknown
from blockrules.model.types import Value

# So many sample pages are looked at, and so many sets of classes are tried for values that have them.
MOST_SAMPLES, MOST_TRIED = 50, 20


@attrs.frozen
class Witness:
    """
    A page that shows something, as each side is given it: the *sample* page, where it comes from one, with *changes*.
    """

    pages: tuple[Sample, ...]
    sample: str | None
    changes: Sample

    @property
    def page(self) -> Sample:
        """The page as the newest side is given it."""
        return self.pages[-1]


@attrs.frozen(eq=False)
class Base:
    """
    A page to begin from: what the newest file calls *name* and gives it, the values of its seats, and where it lies.
    """

    name: str | None
    sample: Sample
    values: Mapping[Seat, Value]
    point: Sequence[int]


@attrs.frozen(eq=False, slots=False)
class Witnesses:
    """
    Where the pages of a world come from, and what all have that it is *given*.
    """

    world: World
    given: Sample = NO_PAGE

    def witness(self, one: Diagram | None, bases: Sequence[Base] = ()) -> Witness | Unknown | None:
        """
        A page of *one* that can occur, as each side is given it, near one of *bases* or else to a sample page; None
        where there is none, unknown where none was found.
        """
        left = self.world.occurring(one)
        if left == FALSE:
            return None
        for _ in range(MOST_TRIED):
            ways = [] if left is None else list(self._ways(left, bases or self.bases))
            if left is None or not ways:
                break
            base, box = min(ways, key=lambda way: _distance(*way))
            point = _moved(base.point, box)
            values: dict[Seat, Value] = {}
            missing: Seat | None = None
            for seat in self.world.seats:
                value = self._value(seat, base, point, box)
                if isinstance(value, Unknown):
                    missing = seat
                else:
                    values[seat] = value
            if missing is None:
                return self._witness(values, base, point)
            left = self._without(left, missing, box)
        return UNKNOWN

    @cached_property
    def bases(self) -> Sequence[Base]:
        """The sample pages of the newest file, and the plainest page."""
        samples = islice(self.world.models[-1].samples.items(), MOST_SAMPLES)
        bases = [*(self._base(*each) for each in samples), self._base(None, NO_PAGE)]
        return [self._base(None, {**each.sample, **self.given}) for each in bases] if self.given else bases

    def base(self, page: Sample) -> Base:
        """
        What begins from *page*, as the newest side is given it.
        """
        return self._base(None, page)

    def _base(self, base: str | None, sample: Sample) -> Base:
        values: dict[Seat, Value] = {}
        point: list[int] = [0] * len(self.world.diagrams.sizes)
        for seat in self.world.seats:
            name, side = seat.fact.name, max(seat.sides)
            fact = self.world.models[side].schema.facts[name]
            if side == len(self.world.models) - 1 and name in sample:
                values[seat] = sample[name]
            else:
                values[seat] = plain(fact.type) if fact.required else fact.default
            if seat.cut and seat in values:
                here = seat.cut.point(values[seat])
                if here is None:
                    del values[seat]
                else:
                    point[seat.first : seat.first + len(here)] = here
            if seat.is_given is not None:
                point[seat.is_given] = int(name in sample)
        return Base(base, sample, values, point)

    def _ways(self, one: Diagram, bases: Sequence[Base]) -> Iterator[tuple[Base, Mapping[int, int]]]:
        """
        From each of *bases*, the nearest box of *one*, and of what else is assumed.
        """
        diagrams = self.world.diagrams
        others = [each for each in self.world.limits or () if not diagrams.asked[each] & diagrams.asked[one]]
        for base in bases:
            boxes = [diagrams.nearest(each, base.point) for each in (one, *others)]
            if None not in boxes:
                yield base, dict(chain.from_iterable(box.items() for box in boxes if box))

    def _value(self, seat: Seat, base: Base, point: Sequence[int], box: Mapping[int, int]) -> Value | Unknown:
        """
        A value of *seat* at *point*, in *box*: that of *base*, where it lies there.
        """
        here = slice(seat.first, seat.first + len(seat.variables))
        if seat in base.values and list(point[here]) == list(base.point[here]):
            return base.values[seat]
        assert seat.cut is not None
        masks = [box.get(variable, -1) for variable in seat.variables]
        return seat.cut.value(point[here], masks)

    def _witness(self, values: Mapping[Seat, Value], base: Base, point: Sequence[int]) -> Witness:
        pages = tuple(self._page(side, values, base, point) for side in range(len(self.world.models)))
        if base.sample.keys() <= pages[-1].keys():
            own = [(name, value) for name, value in pages[-1].items() if base.sample.get(name, UNKNOWN) != value]
            return Witness(pages, base.name, Frozen(own))
        return Witness(pages, None, pages[-1])

    def _page(self, side: int, values: Mapping[Seat, Value], base: Base, point: Sequence[int]) -> Sample:
        facts = self.world.models[side].schema.facts
        found = {}
        for name, seat in self.world.by_name[side].items():
            value, fact = values[seat], facts[name]
            is_default = not fact.required and value == fact.default and name not in base.sample
            is_given = point[seat.is_given] if seat.is_given is not None else not is_default
            if is_given and not seat.is_fixed:
                found[name] = value
        return Frozen(found)

    def _without(self, one: Diagram, seat: Seat, box: Mapping[int, int]) -> Diagram | None:
        diagrams = self.world.diagrams
        asked = [variable for variable in seat.variables if variable in box]
        return diagrams.answered(
            lambda: diagrams.but(one, diagrams.all(diagrams.literal(each, box[each]) for each in asked))
        )


def _distance(base: Base, box: Mapping[int, int]) -> int:
    return sum(not mask >> base.point[variable] & 1 for variable, mask in box.items())


def _moved(point: Sequence[int], box: Mapping[int, int]) -> Sequence[int]:
    moved = list(point)
    for variable, mask in box.items():
        if not mask >> point[variable] & 1:
            moved[variable] = (mask & -mask).bit_length() - 1
    return moved
