"""
Where each define, region and block of a file holds: on which of all pages.

Defines and regions name one another, in chains as long as the file; so it is worked out in an order in which all that a
condition names comes before it. Of the alternatives of a `choose`, each is chosen where it holds and none before it
does. What a set of pages is, an algebra says; one that would be too large is None, and so is what hangs on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Generic, Protocol, TypeVar

import attrs

from blockrules.model import conditions
from blockrules.model.checker import Model
from blockrules.model.conditions import Condition, Test
from blockrules.model.regions import Placement, Region

Pages = TypeVar("Pages")


class Algebra(Protocol[Pages]):
    """
    Sets of pages, and what can be made of them.
    """

    @property
    def everything(self) -> Pages:
        """All pages."""

    @property
    def nothing(self) -> Pages:
        """No page."""

    def passing(self, test: Test) -> Pages | None:
        """
        Where *test* is true.
        """

    def all(self, every: Iterable[Pages | None]) -> Pages | None:
        """
        What lies in each of *every*.
        """

    def some(self, every: Iterable[Pages | None]) -> Pages | None:
        """
        What lies in one of *every*, or more.
        """

    def opposite(self, one: Pages | None) -> Pages | None:
        """
        What does not lie in *one*.
        """


@attrs.frozen(eq=False, slots=False)
class Where(Generic[Pages]):
    """
    Where the *defines* and *regions* of a model hold, by the names of both.
    """

    algebra: Algebra[Pages]
    model: Model
    defines: dict[str, Pages | None]
    regions: dict[str, Pages | None]

    @classmethod
    def of(cls, model: Model, algebra: Algebra[Pages]) -> "Where[Pages]":
        """
        Where what *model* has holds.
        """
        where = cls(algebra, model, {}, {})
        by_name = {region.name: region for region in model.regions}
        none_before: dict[int, Pages | None] = {}
        for kind, name in model.needs:
            if kind == "define":
                where.defines[name] = where.holds(model.defines[name])
            else:
                where.regions[name] = where._turned(by_name[name], none_before)
        return where

    def holds(self, condition: Condition) -> Pages | None:
        """
        Where *condition* holds.
        """
        match condition:
            case conditions.Constant(value):
                return self.algebra.everything if value else self.algebra.nothing
            case conditions.Defined(name):
                return self.defines[name]
            case conditions.Active(region):
                return self.regions[region]
            case conditions.Not(operand):
                return self.algebra.opposite(self.holds(operand))
            case conditions.All(operands):
                return self.algebra.all(map(self.holds, operands))
            case conditions.Some(operands):
                return self.algebra.some(map(self.holds, operands))
            case test:
                return self.algebra.passing(test)

    @cached_property
    def blocks(self) -> Mapping[str, Mapping[int, Pages | None]]:
        """By region, the places of its blocks that are not shown whenever it is active, and where they are."""
        return {region.name: dict(self._sometimes(region)) for region in self.model.regions}

    def shown(self, region: Region, place: int | None) -> Pages | None:
        """
        Where *region* is active, or its block at *place* is shown.
        """
        whole = self.regions[region.name]
        return whole if place is None else self.blocks[region.name].get(place, whole)

    def _sometimes(self, region: Region) -> Iterator[tuple[int, Pages | None]]:
        none_before: dict[int, Pages | None] = {}
        in_turn = sorted(enumerate(region.placements), key=lambda each: each[1].turn.place if each[1].turn else 0)
        for place, placement in in_turn:
            own = self._turned(placement, none_before)
            if own != self.algebra.everything:
                yield place, self.algebra.all([self.regions[region.name], own])

    def _turned(self, one: Region | Placement, none_before: dict[int, Pages | None]) -> Pages | None:
        """
        Where *one* holds and none before it in its `choose`; *none_before* tells, by the number of the `choose`, where
        that is so.
        """
        own = self.holds(one.condition)
        if one.turn is None:
            return own
        before = none_before.get(one.turn.choose, self.algebra.everything)
        none_before[one.turn.choose] = self.algebra.all([before, self.algebra.opposite(own)])
        return self.algebra.all([before, own])
