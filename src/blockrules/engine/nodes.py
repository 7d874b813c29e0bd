"""
The conditions of a file, each with the union of cubes that it is.

Defines and regions name one another, in chains as long as the file; so their unions are made in an order in which all
that a condition names comes before it. Of the alternatives of a `choose`, each is chosen where it holds and none before
it does.
"""

from collections.abc import Iterable, Iterator

import attrs

from blockrules.engine.cubes import EVERYTHING, Grid, Union
from blockrules.engine.domains import Atoms, Buckets, Domain, Members, Row
from blockrules.model import conditions
from blockrules.model.checker import Model
from blockrules.model.conditions import Condition, Test, parts
from blockrules.model.facts import Fact, Schema, View
from blockrules.model.regions import Placement, Region
from blockrules.model.types import ORDERED, Kind, SetOf

# A fact or view, and for its buckets the seed: what a domain is of.
Key = tuple[str, str | None]


@attrs.frozen
class Axis:
    """
    A domain, what it is of, and the fact that has to be read for it.
    """

    key: Key
    fact: Fact
    view: View | None
    domain: Domain

    @property
    def name(self) -> str:
        """The fact or view that the domain is of."""
        return self.key[0]


def key_of(test: Test) -> Key:
    """
    What the domain of *test* is of.
    """
    return test.fact, test.seed if isinstance(test, conditions.InShare) else None


def axes(schema: Schema, every: Iterable[Condition]) -> tuple[Axis, ...]:
    """
    The domains that the conditions *every* cut, in the order in which facts are read: as declared, so that the author
    of a file decides what is asked first; but datetimes after all others, so that an answer expires as late as it can,
    and buckets last, since they cost most.
    """
    tests: dict[Key, dict[Test, None]] = {}
    for condition in every:
        for part in parts(condition):
            if isinstance(part, Test):
                tests.setdefault(key_of(part), {})[part] = None
    found = [_axis(schema, key, list(of_key)) for key, of_key in tests.items()]
    place = {name: number for number, name in enumerate((*schema.facts, *schema.views))}
    return tuple(
        sorted(found, key=lambda axis: (_cost(axis), place[axis.fact.name], place[axis.name], axis.key[1] or ""))
    )


def _axis(schema: Schema, key: Key, tests: list[Test]) -> Axis:
    field = schema.facts.get(key[0]) or schema.views[key[0]]
    view, fact = (field, field.of) if isinstance(field, View) else (None, field)
    domain: Domain
    if key[1] is not None:
        domain = Buckets.cut(field.type, tests)
    elif field.type in ORDERED:
        domain = Row.cut(field.type, tests)
    elif field.type in (Kind.TEXT, Kind.PATH) or isinstance(field.type, SetOf):
        domain = Atoms.of(field.type, tests)
    else:
        domain = Members.of(field.type)
    return Axis(key, fact, view, domain)


def _cost(axis: Axis) -> int:
    if axis.key[1] is not None:
        return 2
    return 1 if axis.fact.type is Kind.DATETIME else 0


def grid_of(found: tuple[Axis, ...], most: int) -> Grid:
    """
    The grid of those axes, for unions of *most* cubes, or fewer.
    """
    numbers = {axis.key: number for number, axis in enumerate(found)}
    domains = tuple(axis.domain for axis in found)
    return Grid(domains, tuple(map(_full, found)), lambda test: numbers[key_of(test)], most)


def _full(axis: Axis) -> int:
    """
    All classes that a page can have: that of what is absent, the last, only where it can be.
    """
    if isinstance(axis.domain, Atoms):
        return 0
    can_be_absent = axis.fact.optional or isinstance(axis.domain, Buckets)
    return (1 << axis.domain.size) - 1 if can_be_absent else (1 << (axis.domain.size - 1)) - 1


@attrs.frozen(eq=False)
class Unions:
    """
    The unions of a model's defines and regions, by the names of both; None for those that take too many cubes.
    """

    grid: Grid
    model: Model
    defines: dict[str, Union | None]
    regions: dict[str, Union | None]

    @classmethod
    def of(cls, model: Model, grid: Grid) -> "Unions":
        """
        The unions of *model*.
        """
        unions = cls(grid, model, {}, {})
        by_name = {region.name: region for region in model.regions}
        none_before: dict[int, Union | None] = {}
        for kind, name in model.needs:
            if kind == "define":
                unions.defines[name] = unions.union(model.defines[name])
            else:
                unions.regions[name] = unions.turned(by_name[name], none_before)
        return unions

    def union(self, condition: Condition) -> Union | None:
        """
        The union of *condition*.
        """
        return self.grid.union(condition, self._named)

    def blocks(self, region: Region) -> Iterator[tuple[int, Union | None]]:
        """
        The places of the blocks of *region* that are not always shown in it, each with where it is.
        """
        none_before: dict[int, Union | None] = {}
        in_turn = sorted(enumerate(region.placements), key=lambda each: each[1].turn.place if each[1].turn else 0)
        for place, placement in in_turn:
            union = self.turned(placement, none_before)
            if union != EVERYTHING:
                yield place, self.grid.all([self.regions[region.name], union])

    def turned(self, one: Region | Placement, none_before: dict[int, Union | None]) -> Union | None:
        """
        Where *one* holds and none before it in its `choose`; *none_before* tells, by the number of the `choose`, where
        that is so.
        """
        own = self.union(one.condition)
        if one.turn is None:
            return own
        before = none_before.get(one.turn.choose, EVERYTHING)
        none_before[one.turn.choose] = self.grid.all([before, self.grid.opposite(own)])
        return self.grid.all([before, own])

    def _named(self, condition: conditions.Defined | conditions.Active) -> Union | None:
        if isinstance(condition, conditions.Defined):
            return self.defines[condition.name]
        return self.regions[condition.region]
