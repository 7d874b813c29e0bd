"""
Facts: what the pages of a site can say.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

import attrs

from blockrules.language.source import Span
from blockrules.model.frozen import Frozen
from blockrules.model.types import VIEWS, WEEKDAYS, Kind, OneOf, SetOf, Type, Value


@attrs.frozen
class Fact:
    """
    One fact. Where it is not *required*, a page that lacks it has the *default*: None, for `none`, of an optional one.
    """

    name: str
    type: Type
    required: bool
    default: Value
    span: Span | None = attrs.field(eq=False, repr=False)
    optional: bool = False


@attrs.frozen
class View:
    """
    The date, the time or the weekday of a datetime fact, in the file's zone.
    """

    of: Fact
    part: str
    type: Type

    @property
    def name(self) -> str:
        """How conditions name it."""
        return f"{self.of.name}.{self.part}"

    @property
    def optional(self) -> bool:
        """Whether it can be absent."""
        return self.of.optional

    def of_instant(self, instant: datetime, zone: ZoneInfo | None) -> Value:
        """
        What the clocks and calendars of *zone* show at *instant*.
        """
        local = instant.astimezone(zone)
        match self.part:
            case "date":
                return local.date()
            case "time":
                return local.time()
            case _:
                return WEEKDAYS[local.weekday()]


@attrs.define
class Branch:
    """
    What a page's keys lead to, word by dotted word: to a fact, or on.
    """

    fact: Fact | None = None
    inner: dict[str, "Branch"] = attrs.field(factory=dict)

    @property
    def first(self) -> str:
        """The name of the first fact that is here or further on."""
        here = self
        while here.fact is None:
            here = next(iter(here.inner.values()))
        return here.fact.name

    def under(self, key: str) -> "Branch | None":
        """
        Where *key*, which may be dotted, leads from here.
        """
        here: Branch | None = self
        for word in key.split("."):
            here = here.inner.get(word) if here else None
        return here


@attrs.frozen(eq=False, slots=False)
class Schema:
    """
    All facts of a file, the zone it reads instants in, the views that this gives, and the *tree* of dotted names.
    """

    facts: Mapping[str, Fact]
    zone: ZoneInfo | None
    views: Mapping[str, View]
    tree: Branch

    @classmethod
    def of(cls, facts: Iterable[Fact], zone: ZoneInfo | None) -> "Schema":
        """
        The schema of *facts*, none of which is another's prefix.
        """
        by_name = Frozen((fact.name, fact) for fact in facts)
        tree = Branch()
        for fact in by_name.values():
            branch = tree
            for word in fact.name.split("."):
                branch = branch.inner.setdefault(word, Branch())
            branch.fact = fact
        moments = [fact for fact in by_name.values() if fact.type is Kind.DATETIME and zone]
        views = [View(fact, part, type) for fact in moments for part, type in VIEWS.items()]
        return cls(by_name, zone, Frozen((view.name, view) for view in views), tree)

    @cached_property
    def has_dots(self) -> bool:
        """Whether a fact can be given in more ways than one."""
        return any("." in name for name in self.facts)

    @cached_property
    def types(self) -> Mapping[str, Type]:
        """The types of facts and views, by name."""
        of_facts = {fact.name: fact.type for fact in self.facts.values()}
        return Frozen(of_facts | {view.name: view.type for view in self.views.values()})

    @cached_property
    def takers(self) -> Mapping[str, list[Fact | View]]:
        """The facts and views that each member of an enumeration is a value of, or can stand in the set of."""
        found: dict[str, list[Fact | View]] = {}
        fields: list[Fact | View] = [*self.facts.values(), *self.views.values()]
        for field in fields:
            type = field.type.element if isinstance(field.type, SetOf) else field.type
            for member in type.members if isinstance(type, OneOf) else ():
                found.setdefault(member, []).append(field)
        return found

    def field(self, name: str) -> Fact | View | None:
        """
        The fact or view that conditions call *name*.
        """
        return self.facts.get(name) or self.views.get(name)
