"""
The types that facts have (the law, 2).
"""

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property

import attrs

from blockrules.language.tokens import BARE_NAME, quoted


class Kind(StrEnum):
    """
    A type that needs nothing but its name.
    """

    BOOL = "bool"
    INT = "int"
    NUMBER = "number"
    TEXT = "text"
    PATH = "path"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


# So many members of an enumeration are spelt out in a message.
MOST_SHOWN = 5
# Words that a member cannot be as they stand.
NEVER_BARE = frozenset({"true", "false", "none", "empty", "not"})
# What marks a text as a path in a class of facts: `Annotated[str, blockrules.Path]`.
Path = Kind.PATH


@attrs.frozen(slots=False, cache_hash=True)
class OneOf:
    """
    An enumeration.
    """

    members: tuple[str, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each member stands."""
        return {member: place for place, member in enumerate(self.members)}

    def __str__(self) -> str:
        more = len(self.members) - MOST_SHOWN
        told = ", ".join(map(_written, self.members[:MOST_SHOWN]))
        return f"one of {told} and {more} more" if more > 0 else f"one of {told}"


@attrs.frozen
class SetOf:
    """
    Sets of texts, of whole numbers or of members of an enumeration.
    """

    element: Kind | OneOf

    def __str__(self) -> str:
        return f"set of {self.element}"


Type = Kind | OneOf | SetOf
Scalar = str | int | float | bool | date | time | datetime
# What a fact can hold, once read: instants in UTC, numbers as floats, sets frozen; None for one that is absent.
Value = Scalar | frozenset[str | int] | None

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDERED = frozenset({Kind.INT, Kind.NUMBER, Kind.DATE, Kind.TIME, Kind.DATETIME})
# Of these a range ends just before its second value (the law, 3).
CONTINUOUS = frozenset({Kind.TIME, Kind.DATETIME})
# The views that a datetime offers, and their types (the law, 2).
VIEWS: dict[str, Type] = {"date": Kind.DATE, "time": Kind.TIME, "weekday": OneOf(WEEKDAYS)}


def described(type: Type) -> str:
    """
    What a fact of *type* is, for a reader.
    """
    match type:
        case OneOf():
            return str(type)
        case Kind.INT:
            return "an int"
        case _:
            return f"a {type}"


def _written(member: str) -> str:
    is_bare = BARE_NAME.fullmatch(member) and member not in NEVER_BARE
    return member if is_bare else quoted(member)


def takes(type: Type) -> str:
    """
    The conditions on facts of *type*, for a reader.
    """
    match type:
        case Kind.BOOL:
            return "its bare name"
        case Kind.TEXT:
            return "`is`, `in` and `matches`"
        case Kind.PATH:
            return "`is`, `in` and `matches`"
        case OneOf():
            return "`is` and `in`"
        case SetOf():
            return "`has` and `is empty`"
        case _:
            return "`is`, `in`, `<`, `<=`, `>` and `>=`"
