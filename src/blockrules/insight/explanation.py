"""
Why a page has the layout that it has (the law, 4 and 5), for whoever runs the site: fact values are shown.
"""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

import attrs

from blockrules.engine.cubes import NOTHING, Union
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.insight.causes import Change, flipping, forcing
from blockrules.insight.space import Point, Space
from blockrules.insight.tree import Part, Trees
from blockrules.language.source import Span
from blockrules.model.frozen import Frozen
from blockrules.model.pages import Page
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

    def __str__(self) -> str:
        from blockrules.insight.text import details

        return details(self)


@attrs.frozen(eq=False, slots=False)
class Explanation:
    """
    Why a page has its *layout*: *facts* are the values that rules ask about, *types* those of facts and their views,
    *regions* the reasons of all regions, in order, *blocks* those of their blocks, by region, *defines* the conditions
    that have a name.
    """

    layout: Layout
    can_occur: bool
    facts: Mapping[str, Value]
    types: Mapping[str, Type]
    regions: tuple[Reason, ...]
    blocks: Mapping[str, tuple[Reason, ...]]
    defines: Mapping[str, Part]

    def region(self, name: str) -> Reason:
        """
        Why the region called *name* is active, or not. KeyError where the file has no such region.
        """
        return self._by_name[name]

    def block(self, region: str, name: str) -> Reason:
        """
        Why that block of *region* is shown, or not; of several of one name in a `choose`, the one that is shown, or
        else the first. KeyError where there is no such block.
        """
        found = [reason for reason in self.blocks[region] if reason.name == name]
        if not found:
            raise KeyError(name)
        return next((reason for reason in found if reason.shown), found[0])

    def to_dict(self) -> dict[str, object]:
        """
        All of it as plain JSON types.
        """
        from blockrules.insight.record import record

        return record(self)

    def to_html(self) -> str:
        """
        All of it as a fragment of HTML, which begins with headings of the third level and needs nothing from elsewhere.
        """
        from blockrules.insight.outline import outline

        return outline(self)

    @cached_property
    def slots(self) -> Mapping[str, tuple[Reason, ...]]:
        """The reasons of the blocks of each slot, in the order in which all of them would stand."""
        by_slot: dict[str | None, list[Reason]] = {slot: [] for slot in self.layout.slots}
        for reason in chain.from_iterable(self.blocks.values()):
            by_slot.setdefault(reason.slot, []).append(reason)
        return Frozen(
            (slot, tuple(sorted(by_slot[slot], key=lambda reason: reason.weight))) for slot in self.layout.slots
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Reason]:
        return {reason.name: reason for reason in self.regions}

    def __str__(self) -> str:
        from blockrules.insight.text import overview

        return overview(self)


def explained(engine: Engine, space: Space, page: object) -> Explanation:
    """
    Why *page* has the layout that *engine* gives it. PageError where the page cannot be read.
    """
    read = Page.of(engine.model.schema, page, extras=engine.extras)
    point = Point(space, {fact.name: read[fact.name] for fact in space.asked})
    # Read once, since a page may say something else the next time.
    layout = engine.laid_out(read)
    return _Explainer(engine, point, layout, Trees.on(point, frozenset(layout.names))).explanation()


@attrs.frozen(eq=False)
class _Explainer:
    engine: Engine
    point: Point
    layout: Layout
    trees: Trees

    def explanation(self) -> Explanation:
        regions = self.engine.model.regions
        return Explanation(
            self.layout,
            self.point.can_occur,
            Frozen(self.point.values),
            self.engine.model.schema.types,
            tuple(map(self.region, regions)),
            Frozen(
                (region.name, tuple(self.block(region, place) for place in range(len(region.placements))))
                for region in regions
            ),
            self.trees.defines(),
        )

    def region(self, region: Region) -> Reason:
        part = self.trees.region(region.name)
        shown = region.name in self.layout
        came_first = None
        if part.holds and not shown and region.turn:
            rivals = (
                each for each in self.engine.model.regions if each.turn and each.turn.choose == region.turn.choose
            )
            came_first = next(each.name for each in rivals if each.name in self.layout)
        return Reason(
            region.name,
            shown,
            region.name_span,
            part,
            came_first,
            self.standing(region),
            shown,
            None,
            self.point,
            region,
            None,
        )

    def block(self, region: Region, place: int) -> Reason:
        placement = region.placements[place]
        part = self.trees.of(placement.condition)
        is_active = region.name in self.layout
        here = self.layout.region(region.name).blocks if is_active else ()
        shown = any(block is placement.block for block in here)
        came_first = None
        if part.holds and is_active and not shown and placement.turn:
            rivals = (each for each in region.placements if each.turn and each.turn.choose == placement.turn.choose)
            came_first = next(each.block.name for each in rivals if any(each.block is block for block in here))
        return Reason(
            placement.block.name,
            shown,
            placement.span,
            part,
            came_first,
            f"by its weight, {placement.weight}" if placement.weight else "by the place of its region",
            is_active,
            placement.block,
            self.point,
            region,
            place,
        )

    def standing(self, region: Region) -> str:
        after = self.engine.model.after[region.name]
        if after:
            return f"after {', '.join(f'`{name}`' for name in after)}, as the file asks"
        return f"by its weight, {region.weight}" if region.weight else "where the file declares it"
