"""
Why one thing is on a page, or is not.
"""

from collections.abc import Mapping
from functools import cached_property

import attrs

from blockrules.engine.cubes import NOTHING, Union
from blockrules.insight.causes import Change, flipping, forcing
from blockrules.insight.space import Point
from blockrules.insight.tree import Part
from blockrules.language.source import Span
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Block, Region
from blockrules.model.types import Type, Value


@attrs.frozen(eq=False, slots=False)
class Reason:
    """
    Why one region is active on a page, or one block shown; or why not. A block is shown where its region is active and
    its own *condition* holds. Of the alternatives of a `choose`, *came_first* names the one that was taken before it
    came to this one. *standing* says what gives it its place.
    """

    name: str
    shown: bool
    span: Span
    condition: Part
    came_first: str | None
    standing: str
    is_region_active: bool
    block: Block | None
    _point: Point = attrs.field(repr=False)
    _region: Region = attrs.field(repr=False)
    _place: int | None = attrs.field(repr=False)

    @cached_property
    def because(self) -> Mapping[str, Value]:
        """
        A smallest set of facts, with their values on the page, that forces the outcome: it is the same on every page
        that can occur and has them. Where the conditions are too tangled for that, all facts that they name.
        """
        point = self._point
        if self._opposite is None:
            named = {fact for part in self.condition.walk() for fact in part.facts}
            return Frozen((name, value) for name, value in point.values.items() if name in point.space.facts_of(named))
        return Frozen((name, point.values[name]) for name in forcing(point, self._opposite))

    @cached_property
    def would_change(self) -> tuple[Change, ...]:
        """
        The smallest changes of facts, up to five, each of which alone turns the outcome round, on a page that can
        occur; none where nothing does, or where the conditions are too tangled.
        """
        return () if self._opposite is None else flipping(self._point, self._opposite)

    @property
    def is_settled(self) -> bool:
        """Whether the outcome is the same on every page that can occur."""
        return self._opposite == NOTHING

    @property
    def is_tangled(self) -> bool:
        """Whether the conditions are too tangled to say exactly what forces the outcome, and what would change it."""
        return self._opposite is None

    @property
    def slot(self) -> str | None:
        """The slot of a block, where it has one."""
        return self.block.slot if self.block else None

    @property
    def weight(self) -> int:
        """What it is sorted by, among those that could stand in the same place."""
        return self._region.weight if self._place is None else self._region.placements[self._place].weight

    @property
    def types(self) -> Mapping[str, Type]:
        """The types of facts and their views, by name."""
        return self._point.space.engine.model.schema.types

    @cached_property
    def _opposite(self) -> Union | None:
        return self._point.when(self._region, self._place, is_shown=not self.shown)
