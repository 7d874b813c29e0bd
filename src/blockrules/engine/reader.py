"""
What the values of one fact leave alive, straight from what a page gives for it.

What is remembered are values of Python's own types, so that no code of a page runs when one is looked up; the callers
see to that.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import attrs

from blockrules.engine.memory import LONGEST_REMEMBERED, TextMemory
from blockrules.engine.plan import Step
from blockrules.engine.tables import MOST_REMEMBERED, SignTable
from blockrules.model.facts import Fact, Schema
from blockrules.model.pages import Raised, foreign
from blockrules.model.types import Value
from blockrules.model.values import Mismatch, taken

# What stands for a fact that the page leaves to its default.
LEFT_OUT = object()
EVERY = -1


class Unusual(Exception):
    """
    A value that the fast way does not take.
    """


@attrs.frozen(eq=False)
class FactReader:
    """
    One fact, and the steps of a plan that read it.
    """

    fact: Fact
    schema: Schema
    steps: tuple[Step, ...]

    def given(self, given: object) -> int:
        """
        The cubes that a value leaves alive, as the page gives it; Unusual where it is none of the fact's.
        """
        if given is LEFT_OUT:
            return self.alive(self.fact.default)
        value = taken(given, self.fact.type, self.schema.zone, optional=self.fact.optional)
        if isinstance(value, Mismatch):
            raise Unusual
        return self.alive(value)

    def other(self, given: object) -> int:
        """
        The same of the less usual values: an absent one, or one left to its default.
        """
        if given is not None and given is not LEFT_OUT:
            raise Unusual
        return self.given(given)

    def sound(self, given: object) -> Value:
        """
        The value itself where it is one of the less usual: an absent one, the default of one that is left to it, the
        instant of a datetime, whose zone is asked this once; Unusual of any other.
        """
        if given is LEFT_OUT:
            return self.fact.default
        if given is not None and type(given) is not datetime:
            raise Unusual
        try:
            value = foreign(taken, given, self.fact.type, self.schema.zone, optional=self.fact.optional)
        except Raised:
            raise Unusual from None
        if isinstance(value, Mismatch):
            raise Unusual
        return value

    def alive(self, value: Value) -> int:
        """
        The cubes that *value* leaves alive.
        """
        found = EVERY
        for step in self.steps:
            view = step.axis.view
            seen = view.of_instant(value, self.schema.zone) if view and isinstance(value, datetime) else value
            found &= step.table.alive(step.table.place(seen))
        return found


class Paths(TextMemory[int]):
    """
    What paths leave alive, of which new ones come all the time: the usual ones are checked and sorted here.
    """

    def __init__(self, reader: FactReader) -> None:
        super().__init__(reader.given, MOST_REMEMBERED)
        self.masks: Mapping[int, int] = {0: EVERY}
        self.signature: Callable[[str], int] = lambda path: 0
        if reader.steps:
            table = reader.steps[0].table
            assert isinstance(table, SignTable)
            self.masks, self.signature = table.masks, table.domain.matcher.matches

    def __missing__(self, key: Any) -> int:
        if type(key) is not str or not key.isascii() or key[:1] != "/" or "?" in key or "#" in key:
            return super().__missing__(key)
        found = self.masks[self.signature(key if key[-1] != "/" else key.rstrip("/") or "/")]
        return self.keep(key, found) if len(key) <= LONGEST_REMEMBERED else found


def collection(given: Any) -> object:
    """
    A collection of texts as one that can be looked up.
    """
    if given is None or given is LEFT_OUT:
        return given
    if type(given) in (tuple, frozenset, list, set):
        for each in given:
            if type(each) is not str:
                raise Unusual
        return frozenset(given) if type(given) in (list, set) else given
    raise Unusual


def text(given: object) -> object:
    """
    A text that is missing, or left to its default.
    """
    if given is None or given is LEFT_OUT or type(given) is str:
        return given
    raise Unusual


def numbers(given: Any) -> object:
    """
    A collection of whole numbers.
    """
    if given is None or given is LEFT_OUT:
        return given
    if type(given) in (tuple, frozenset, list, set) and all(type(each) is int for each in given):
        return given
    raise Unusual
