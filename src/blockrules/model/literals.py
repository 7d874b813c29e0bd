"""
Values as a rules file writes them, taken as the types of facts have them (the law, 3).
"""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, report
from blockrules.language.nearness import Near
from blockrules.language.source import Span
from blockrules.model.patterns import path_fault
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value

PYTHON_TYPES: dict[Kind, type | tuple[type, ...]] = {
    Kind.BOOL: bool,
    Kind.INT: int,
    Kind.NUMBER: (int, float),
    Kind.TEXT: str,
    Kind.PATH: str,
    Kind.DATE: date,
    Kind.TIME: time,
    Kind.DATETIME: datetime,
}


@attrs.frozen
class Place:
    """
    Where a value stands: with which fact (*name*, of *type*), in a file of which zone.
    """

    name: str
    type: Type
    zone: ZoneInfo | None
    # Whether a page has the value, so that all views of it must exist.
    is_of_page: bool = False


def literal(node: syntax.EntryValue, place: Place) -> Value | Diagnostic:
    """
    The value that *node* writes; or what is wrong with it there.
    """
    match place.type, node:
        case SetOf(element), syntax.Listed(values):
            return _set(values, attrs.evolve(place, type=element))
        case OneOf(members) as type, syntax.Word(text) | syntax.Literal(str() as text):
            near = Near(text, lambda: members)
            is_member = text in type.places
            return text if is_member else attrs.evolve(_wrong(node.span, text, place, None), near=near)
        case Kind() as kind, syntax.Literal(value) if _fits(value, kind):
            return _plain(node, value, kind, place)
        case Kind.TEXT | Kind.PATH, syntax.Word(text):
            return _wrong(node.span, text, place, f'write `"{text}"`')
        case _:
            return _wrong(node.span, node.span.text, place, _hint(node, place.type))


def _fits(value: object, kind: Kind) -> bool:
    if isinstance(value, bool) != (kind is Kind.BOOL) or isinstance(value, datetime) != (kind is Kind.DATETIME):
        return False
    return isinstance(value, PYTHON_TYPES[kind])


def _plain(node: syntax.EntryValue, value: object, kind: Kind, place: Place) -> Value | Diagnostic:
    match value:
        case int() | float() if kind is Kind.NUMBER:
            return float(value)
        case str() if kind is Kind.PATH and (reason := path_fault(value, "path")):
            return report("BR311", node.span, found=value, kind="path", reason=reason)
        case datetime():
            return _instant(node, value, place)
        case _:
            assert isinstance(value, bool | int | float | str | date | time)
            return value


def _instant(node: syntax.EntryValue, moment: datetime, place: Place) -> datetime | Diagnostic:
    zone = place.zone if place.is_of_page or moment.tzinfo is None else UTC
    if zone is None and moment.tzinfo is None:
        return report("BR215", node.span, what="a datetime without an offset")
    try:
        instant = (moment if moment.tzinfo else moment.replace(tzinfo=zone, fold=0)).astimezone(UTC)
        shown = instant.astimezone(zone or UTC).replace(tzinfo=None)
    except OverflowError:
        return report("BR107", node.span, kind="datetime", found=node.span.text)
    if moment.tzinfo is None and shown != moment:
        return report("BR312", node.span, zone=place.zone, found=node.span.text)
    return instant


def _set(values: tuple[syntax.Literal | syntax.Word, ...], place: Place) -> Value | Diagnostic:
    members: set[str | int] = set()
    for each in values:
        member = literal(each, place)
        if isinstance(member, Diagnostic):
            return member
        assert isinstance(member, str | int)
        members.add(member)
    return frozenset(members)


def _wrong(span: Span, found: str, place: Place, help: str | None) -> Diagnostic:
    return report("BR304", span, found=found, name=place.name, type=place.type, help=help)


def _hint(node: syntax.EntryValue, type: Type) -> str | None:
    match type, node:
        case SetOf(), _:
            return "sets are written `(a, b)`"
        case Kind.DATETIME, syntax.Literal(date()):
            return "a datetime has a time too, as in `2026-12-01T09:00`"
        case Kind.DATE, syntax.Literal(datetime()):
            return "a date has no time, as in `2026-12-01`"
        case Kind.BOOL, _:
            return "a bool is `true` or `false`"
        case Kind.INT, syntax.Literal(float()):
            return "an `int` is whole; declare the fact as a `number`"
        case _:
            return None
