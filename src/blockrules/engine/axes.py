"""
Axes: what pages are told apart by, each a fact or a view, cut into the classes that a file asks about.
"""

from collections.abc import Iterable, Sequence

import attrs

from blockrules.engine.cubes import Grid
from blockrules.engine.domains import Atoms, Buckets, Domain, Members, Row
from blockrules.model import conditions
from blockrules.model.conditions import Condition, Test, parts
from blockrules.model.facts import Fact, Schema, View
from blockrules.model.types import ORDERED, Kind, SetOf, Type

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
    return Axis(key, fact, view, domain_of(field.type, tests))


def domain_of(type: Type, tests: Sequence[Test]) -> Domain:
    """
    The values of *type* as *tests* cut them, which are all of one key.
    """
    if isinstance(tests[0], conditions.InShare):
        return Buckets.cut(type, tests)
    if type in ORDERED:
        return Row.cut(type, tests)
    if type in (Kind.TEXT, Kind.PATH) or isinstance(type, SetOf):
        return Atoms.of(type, tests)
    return Members.of(type)


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
