"""
The engine: what answers the pages of one model.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from blockrules.engine.axes import Axis, axes, grid_of
from blockrules.engine.cubes import MOST_CUBES, NOTHING, Grid, Union
from blockrules.engine.fastway import Way, layouts_way, names_way
from blockrules.engine.guards import Guard, Known, holds
from blockrules.engine.layout import Layout, Shown, shown
from blockrules.engine.memory import Memory
from blockrules.engine.plan import Output, Plan
from blockrules.engine.where import Where
from blockrules.engine.workings import PlanWorkings
from blockrules.model.checker import Model, named
from blockrules.model.conditions import Condition, Test
from blockrules.model.pages import Page
from blockrules.model.regions import Placement, Region
from blockrules.model.truth import passes

# A region's name, or that with the place of a block in it.
Label = str | tuple[str, int]
# Answers are remembered by the cubes that are alive, and so many of them that together they can show no more than this;
# then all are forgotten. What layouts show takes more than names do.
MOST_NAMES, MOST_SHOWN = 1 << 23, 1 << 21


@attrs.frozen(eq=False, slots=False)
class Engine:
    """
    A model's plans: one for the names of regions, one for layouts. What they have answered is remembered, so long as
    there is not too much of it. With *extras*, mappings that are pages may have keys that are no facts; conditions of
    more than *most* cubes are kept as guards. All is made when it is first needed.
    """

    model: Model
    extras: bool = False
    most: int = MOST_CUBES

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """What pages are told apart by."""
        return axes(self.model.schema, self.model.conditions())

    @cached_property
    def grid(self) -> Grid:
        """The domains of all axes."""
        return grid_of(self.axes, self.most)

    @cached_property
    def where(self) -> Where[Union]:
        """Where the regions and blocks hold; None for those of more cubes than *most*, which are kept as guards."""
        return Where.of(self.model, self.grid)

    @cached_property
    def regions(self) -> Way[tuple[str, ...]]:
        """What gives the names of the regions that are active on a page, in order."""

        def slow(page: object) -> tuple[str, ...]:
            return self.named(self._read(page))

        return names_way(self.regions_plan, self.model.schema, slow, self._named_by, extras=self.extras)

    def named(self, read: Page) -> tuple[str, ...]:
        """
        The names of the regions that are active on a page that is *read* already, in order.
        """
        return self._named_by[self.regions_plan.answer(read).alive]

    @cached_property
    def _named_by(self) -> Memory[int, tuple[str, ...]]:
        """
        The names of the active regions, by the cubes that a page leaves alive.
        """
        plan = self.regions_plan
        return Memory(plan.decoder.labels, 1 + MOST_NAMES // (1 + plan.size))

    @cached_property
    def layout(self) -> Way[Layout]:
        """What gives the layout of a page."""

        def slow(page: object) -> Layout:
            return self.laid_out(self._read(page))

        return layouts_way(
            self.layout_plan, self.model.schema, slow, self._shown_by, self._workings, extras=self.extras
        )

    def laid_out(self, read: Page) -> Layout:
        """
        The layout of a page that is *read* already.
        """
        return Layout(self._shown_by[self.layout_plan.answer(read).alive], self._workings, read.values)

    @cached_property
    def _shown_by(self) -> Memory[int, Shown]:
        """
        What stands on a page, by the cubes that it leaves alive.
        """
        plan = self.layout_plan
        return Memory(lambda alive: self._shown(plan.decoder.labels(alive)), 1 + MOST_SHOWN // (1 + plan.size))

    @cached_property
    def _workings(self) -> PlanWorkings:
        return PlanWorkings(self.layout_plan, self.model.schema)

    def __reduce__(self) -> tuple[object, ...]:
        # What was made to answer pages is made again where it is needed.
        return Engine, (self.model, self.extras, self.most)

    def _read(self, page: object) -> Page:
        return Page.of(self.model.schema, page, extras=self.extras)

    def keeps(self, condition: Condition, page: Page) -> bool:
        """
        Whether *condition*, of a promise, holds on *page*.
        """

        def leaf(test: Test) -> bool:
            return passes(test, page[test.fact])

        return holds(condition, leaf, Known().settled(self.model, self._by_name, list(named(condition)), leaf))

    @cached_property
    def regions_plan(self) -> Plan[Any]:
        """What answers which regions are active, by name."""
        return Plan.of(self.axes, self.grid, self._regions())

    @cached_property
    def layout_plan(self) -> Plan[Any]:
        """What answers which blocks are shown too, by the name of their region and their place in it."""
        blocks = list(self._blocks())
        return Plan.of(self.axes, self.grid, [*self._regions(), *blocks]) if blocks else self.regions_plan

    def _regions(self) -> Iterator[Output[Label]]:
        for region in self.model.regions:
            where = self._where(self.where.regions[region.name], region, None)
            if where != NOTHING:
                yield Output(region.name, where)

    def _blocks(self) -> Iterator[Output[Label]]:
        for region in self.model.regions:
            for place, union in self.where.blocks[region.name].items():
                yield Output((region.name, place), self._where(union, region, region.placements[place]))

    def _where(self, union: Union | None, region: Region, block: Placement | None) -> Union | Guard:
        return Guard(self.model, self._by_name, region, block) if union is None else union

    @cached_property
    def _by_name(self) -> Mapping[str, Region]:
        return {region.name: region for region in self.model.regions}

    def _shown(self, labels: tuple[Label, ...]) -> Shown:
        names = [label for label in labels if isinstance(label, str)]
        blocks = {label for label in labels if isinstance(label, tuple)}
        standing = []
        for name in names:
            region, sometimes = self._by_name[name], self.where.blocks[name]
            placements = enumerate(region.placements)
            here = [each for place, each in placements if place not in sometimes or (name, place) in blocks]
            standing.append((region, here))
        return shown(standing, self.model.slots)
