"""
The pages that can occur, as cubes, and one page among them as a point.

What is explained is worked out on the axes that the plan was made of, cut further by what the file promises; and a
union may have more cubes here: nobody waits for a page.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from blockrules.engine.axes import Axis, axes, grid_of
from blockrules.engine.cubes import EVERYTHING, Cube, Grid, Union
from blockrules.engine.domains import Atoms, Literal, Signs
from blockrules.engine.engine import Engine
from blockrules.engine.where import Where
from blockrules.engine.workings import Values
from blockrules.model.conditions import Test
from blockrules.model.facts import Fact
from blockrules.model.regions import Region
from blockrules.model.types import Value

# A union of more cubes is not made; what hangs on it is unknown.
MOST_CUBES = 64


@attrs.frozen(eq=False, slots=False)
class Space:
    """
    The axes of a file, and where what it shows is shown.
    """

    engine: Engine

    @cached_property
    def axes(self) -> tuple[Axis, ...]:
        """What pages are told apart by, also by what the file promises."""
        model = self.engine.model
        return axes(model.schema, [*model.conditions(), *(each.condition for each in model.promises)])

    @cached_property
    def grid(self) -> Grid:
        """The domains of all axes."""
        return grid_of(self.axes, MOST_CUBES)

    @cached_property
    def where(self) -> Where[Union]:
        """Where regions and blocks hold."""
        return Where.of(self.engine.model, self.grid)

    @cached_property
    def possible(self) -> Union | None:
        """Where pages can lie, by what the file assumes."""
        assumed = [each.condition for each in self.engine.model.promises if each.word == "assume"]
        return self.grid.all(map(self.where.holds, assumed))

    @cached_property
    def asked(self) -> tuple[Fact, ...]:
        """The facts that any rule asks about, in the order of their declaration."""
        names = {axis.fact.name for axis in self.axes}
        return tuple(fact for fact in self.engine.model.schema.facts.values() if fact.name in names)

    def facts_of(self, names: Iterable[str]) -> set[str]:
        """
        The facts that *names*, of facts and views, are of.
        """
        views = self.engine.model.schema.views
        return {views[name].of.name if name in views else name for name in names}

    @cached_property
    def axes_of(self) -> Mapping[str, tuple[tuple[int, Axis], ...]]:
        """The axes that are of each fact or its views, with their numbers, by the name of the fact."""
        found: dict[str, list[tuple[int, Axis]]] = {}
        for number, axis in enumerate(self.axes):
            found.setdefault(axis.fact.name, []).append((number, axis))
        return {name: tuple(axes) for name, axes in found.items()}


@attrs.frozen(eq=False, slots=False)
class Point:
    """
    A page, by the values of the facts that any rule asks about.
    """

    space: Space
    values: Mapping[str, Value]

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The class that the page is in, on each axis."""
        values = Values(self.space.engine.model.schema, self.values)
        return tuple(place_on(axis, values[axis.name]) for axis in self.space.axes)

    def passes(self, test: Test) -> bool:
        """
        Whether *test* is true of the page.
        """
        number = self.space.grid.number(test)
        return holds(self.space.grid.literal(test, number), self.places[number])

    def value(self, name: str) -> Value:
        """
        The value of the fact or view.
        """
        found: Value = Values(self.space.engine.model.schema, self.values)[name]
        return found

    @cached_property
    def can_occur(self) -> bool:
        """Whether the page is one of those that the file assumes, as far as that can be told."""
        possible = self.space.possible
        return possible is None or any(not self.conflicts(cube) for cube in possible)

    def when(self, region: Region, place: int | None, *, is_shown: bool) -> Union | None:
        """
        Where, among the pages that can occur, *region* is active, or its block at *place* is shown; or else where it is
        not. None where that takes too many cubes. For a page that cannot occur, all can.
        """
        space = self.space
        union = space.where.shown(region, place)
        possible = space.possible if space.possible is not None and self.can_occur else EVERYTHING
        return space.grid.all([possible, union if is_shown else space.grid.opposite(union)])

    def conflicts(self, cube: Cube) -> frozenset[str]:
        """
        The facts by which the page lies outside of *cube*.
        """
        axes = self.space.axes
        return frozenset(
            axes[number].fact.name for number, each in cube.items() if not holds(each, self.places[number])
        )


def place_on(axis: Axis, value: Value) -> int:
    """
    The class of *value*, or its signature, on *axis*.
    """
    domain = axis.domain
    return domain.signature(value) if isinstance(domain, Atoms) else domain.place(value)


def holds(literal: Literal, place: int) -> bool:
    """
    Whether the class *place* is one of *literal*.
    """
    if isinstance(literal, Signs):
        return not place & literal.bars and all(place & need for need in literal.needs)
    return bool(literal >> place & 1)
