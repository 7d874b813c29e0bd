"""
Values that a host gives, taken as the types of facts have them (the law, 2).

Nothing is converted, save that an int or Decimal serves as a number, an Enum member stands for its value, and any
collection serves for a set. What comes back is exactly of the built-in type, so that no subclass has a say in
comparisons.
"""

from collections.abc import Iterable, Mapping, Sized
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite
from types import UnionType
from typing import assert_never
from zoneinfo import ZoneInfo

import attrs

from blockrules.language.diagnostics import shortened
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value

# What values of these classes are called; the first that fits. Any other goes by the name of its class.
CAME: tuple[tuple[type | UnionType, str], ...] = (
    (type(None), "none"),
    (bool, "a bool"),
    (int, "a whole number"),
    (float, "a number"),
    (Decimal, "a Decimal"),
    (str, "a text"),
    (bytes, "bytes"),
    (datetime, "a datetime"),
    (date, "a date"),
    (time, "a time"),
    (Mapping, "a mapping"),
    (set | frozenset, "a set"),
    (list | tuple, "a list"),
)


# A longer number could not be written in digits.
MOST_BITS = 14_000


@attrs.frozen
class Mismatch:
    """
    Why a value is none of a type: what *came*, in words, without the value.
    """

    came: str


def taken(value: object, type: Type, zone: ZoneInfo | None, *, optional: bool = False) -> Value | Mismatch:
    """
    *value* as one of *type*, or None where that is *optional*. It may run code of the value's class, and raise whatever
    that raises.
    """
    value = value.value if isinstance(value, Enum) else value
    if value is None and optional:
        return None
    match type:
        case OneOf():
            return _member(value, type)
        case SetOf(element):
            return _set(value, element)
        case Kind.BOOL:
            return value is True if value is True or value is False else Mismatch(came(value))
        case Kind.INT:
            return _int(value)
        case Kind.NUMBER:
            return _number(value)
        case Kind.TEXT:
            return _text(value)
        case Kind.PATH:
            return _path(value)
        case Kind.DATE:
            return _date(value)
        case Kind.TIME:
            return _time(value)
        case Kind.DATETIME:
            return _instant(value, zone)
        case _:
            assert_never(type)


def came(value: object) -> str:
    """
    What *value* is, for a message.
    """
    for kind, name in CAME:
        if isinstance(value, kind):
            return name
    return f"a `{class_name(value)}`"


def class_name(value: object) -> str:
    """
    The name of the class of *value*, shortened; a metaclass has no say in it.
    """
    return shortened(vars(type)["__name__"].__get__(type(value)))


def _int(value: object) -> int | Mismatch:
    if not isinstance(value, int) or isinstance(value, bool):
        return Mismatch(came(value))
    number = int.__int__(value)
    return number if number.bit_length() <= MOST_BITS else Mismatch("a number past all bounds")


def _member(value: object, type: OneOf) -> Value | Mismatch:
    text = _text(value)
    if isinstance(text, Mismatch):
        return text
    return text if text in type.places else Mismatch("another text")


def _set(value: object, element: Type) -> Value | Mismatch:
    if isinstance(value, str | bytes | bytearray | Mapping) or not (
        isinstance(value, Iterable) and isinstance(value, Sized)
    ):
        return Mismatch(came(value))
    members: set[str | int] = set()
    for each in value:
        member = taken(each, element, None)
        if isinstance(member, Mismatch):
            return Mismatch(f"{came(value)} with {member.came} in it")
        assert isinstance(member, str | int)
        members.add(member)
    return frozenset(members)


def _number(value: object) -> float | Mismatch:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return Mismatch(came(value))
    own = next(kind for kind in (int, float, Decimal) if isinstance(value, kind))
    try:
        number = own.__float__(value)  # type: ignore[arg-type]  # as its own class has it, whatever a subclass says
    except (OverflowError, ValueError):
        return Mismatch("a number past all bounds")
    return number if isfinite(number) else Mismatch("a number that is not finite")


def _text(value: object) -> str | Mismatch:
    if not isinstance(value, str):
        return Mismatch(came(value))
    text = str.__str__(value)
    return (
        text
        if text.isascii() or not any("\ud800" <= each <= "\udfff" for each in text)
        else Mismatch("half of a surrogate pair")
    )


def _path(value: object) -> str | Mismatch:
    text = _text(value)
    if isinstance(text, Mismatch):
        return text
    if not text.startswith("/"):
        return Mismatch("a text that does not begin with `/`")
    if "?" in text or "#" in text:
        return Mismatch("a path with a query or fragment")
    return text.rstrip("/") or "/"


def _date(value: object) -> date | Mismatch:
    if not isinstance(value, date) or isinstance(value, datetime):
        return Mismatch(came(value))
    return date(value.year, value.month, value.day)


def _time(value: object) -> time | Mismatch:
    if not isinstance(value, time):
        return Mismatch(came(value))
    if value.tzinfo is not None:
        return Mismatch("a time with a zone")
    return time(value.hour, value.minute, value.second, value.microsecond)


def _instant(value: object, zone: ZoneInfo | None) -> datetime | Mismatch:
    if not isinstance(value, datetime):
        return Mismatch(came(value))
    offset = value.utcoffset()
    # A subclass can give anything.
    if offset is None or not issubclass(type(offset), timedelta):
        return Mismatch("a datetime without a zone")
    try:
        local = datetime(
            value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond, UTC
        )
        instant = local - offset
        instant.astimezone(zone or UTC)
    except OverflowError:
        return Mismatch("a datetime past the years that can be counted")
    return instant
