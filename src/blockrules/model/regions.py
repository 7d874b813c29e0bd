"""
Regions and blocks, checked.
"""

from collections.abc import Mapping

import attrs

from blockrules.language.source import Span
from blockrules.model.conditions import Condition
from blockrules.model.frozen import Frozen

Setting = str | int | float | bool | None | tuple[str | int | float | bool | None, ...]
Settings = Mapping[str, Setting]


@attrs.frozen
class Turn:
    """
    The place of an alternative in its `choose`: it is chosen when no alternative of a lower place holds.
    """

    choose: int
    place: int


def typed(settings: Settings) -> tuple[object, ...]:
    """
    What tells settings apart: to Python `1`, `1.0` and `true` are equal.
    """
    return tuple((name, _kinds(value), value) for name, value in settings.items())


def _kinds(value: Setting) -> object:
    return tuple(map(type, value)) if isinstance(value, tuple) else type(value)


@attrs.frozen
class Block:
    """
    A block of a region, as a page shows it.
    """

    name: str
    slot: str | None
    region: str
    settings: Settings = attrs.field(factory=Frozen, eq=typed)


@attrs.frozen
class Placement:
    """
    Where a block stands in its region, and when.
    """

    block: Block
    weight: int = attrs.field(eq=False)
    condition: Condition = attrs.field(eq=False, repr=False)
    turn: Turn | None = attrs.field(eq=False)
    span: Span = attrs.field(eq=False, repr=False)
    name_span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen
class Region:
    """
    A region with all that is placed in it, in order.
    """

    name: str
    placements: tuple[Placement, ...] = attrs.field(repr=False)
    settings: Settings = attrs.field(eq=typed)
    weight: int = attrs.field(default=0, eq=False, repr=False, kw_only=True)
    condition: Condition = attrs.field(eq=False, repr=False, kw_only=True)
    turn: Turn | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)
    name_span: Span = attrs.field(eq=False, repr=False, kw_only=True)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the region, in order, shown or not."""
        return tuple(placement.block for placement in self.placements)
