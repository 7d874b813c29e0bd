"""
What files ask about one fact.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from blockrules.engine.axes import Axis, domain_of
from blockrules.engine.domains import SCALES, Atoms, Domain
from blockrules.model.conditions import Test
from blockrules.model.facts import Fact, View
from blockrules.model.types import VIEWS, Kind, OneOf, SetOf, Type, Value


@attrs.frozen
class Key:
    """
    What about a fact a test asks: a *part* of a moment as a *zone* shows it, its bucket under a *seed*, or the value.
    """

    part: str | None = None
    zone: ZoneInfo | None = None
    seed: str | None = None


@attrs.frozen(eq=False)
class Subject:
    """
    A fact that conditions ask about: its *type*, which may have members that no page can give, and those that it can;
    and all tests of it.
    """

    fact: Fact
    type: Type
    members: frozenset[str] | None
    tests: Mapping[Key, Sequence[Test]]

    def takes(self, value: Value) -> bool:
        """
        Whether a page can give *value*.
        """
        if self.members is None or value is None:
            return True
        return value <= self.members if isinstance(value, frozenset) else value in self.members

    def axes(self) -> dict[Key, Axis]:
        """
        The domains that the tests cut.
        """
        found = {}
        for key, tests in self.tests.items():
            view = View(self.fact, key.part, VIEWS[key.part]) if key.part else None
            domain = domain_of(view.type if view else self.type, tests)
            found[key] = Axis((self.fact.name, key.seed), self.fact, view, domain)
        return found


def places(axes: Mapping[Key, Axis], value: Value) -> tuple[int, ...]:
    """
    Where *value* is on each of *axes*.
    """
    return tuple(place(axis.domain, seen(axis, key, value)) for key, axis in axes.items())


def seen(axis: Axis, key: Key, value: Value) -> Value:
    return axis.view.of_instant(value, key.zone) if axis.view and isinstance(value, datetime) else value


def place(domain: Domain, value: Value) -> int:
    return domain.signature(value) if isinstance(domain, Atoms) else domain.place(value)


def plain(type: Type) -> Value:
    """
    A value of *type* that is nothing special.
    """
    match type:
        case OneOf(members):
            return members[0]
        case SetOf():
            return frozenset()
        case Kind.BOOL:
            return False
        case Kind.TEXT:
            return ""
        case Kind.PATH:
            return "/"
        case _:
            found: Value = SCALES[type].usual
            return found
