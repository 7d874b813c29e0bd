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


@attrs.frozen
class Block:
    """
    A block of a region. Blocks are equal when a page shows the same of them.
    """

    name: str
    slot: str | None
    region: str
    settings: Settings = attrs.field(factory=Frozen)
    weight: int = attrs.field(default=0, eq=False, repr=False, kw_only=True)
    condition: Condition = attrs.field(eq=False, repr=False, kw_only=True)
    turn: Turn | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)


@attrs.frozen
class Region:
    """
    A region with all its blocks, in their order.
    """

    name: str
    blocks: tuple[Block, ...]
    settings: Settings
    weight: int = attrs.field(default=0, eq=False, repr=False, kw_only=True)
    condition: Condition = attrs.field(eq=False, repr=False, kw_only=True)
    turn: Turn | None = attrs.field(default=None, eq=False, repr=False, kw_only=True)
    span: Span = attrs.field(eq=False, repr=False, kw_only=True)
    name_span: Span = attrs.field(eq=False, repr=False, kw_only=True)
