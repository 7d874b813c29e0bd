"""
Values as a rules file writes them, taken as the types of facts have them (the law, 3).
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Fix, Label, replacing, report
from blockrules.language.nearness import Near
from blockrules.language.source import Span
from blockrules.language.tokens import quoted, typed
from blockrules.model.patterns import path_fault
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value, described

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


# Other languages' words for a truth, and for what is absent.
TRUTHS = {**dict.fromkeys(("true", "yes", "on"), "true"), **dict.fromkeys(("false", "no", "off"), "false")}
NOTHING = frozenset({"null", "nil", "none", "undefined", "unset"})
# What a string must spell to be a value of the kind, but for its quotes.
SPELT_AS = {
    Kind.INT: ("INT",),
    Kind.NUMBER: ("INT", "DECIMAL"),
    Kind.DATE: ("DATE",),
    Kind.TIME: ("TIME",),
    Kind.DATETIME: ("DATETIME",),
}
# The scheme and host before a path.
SITE = re.compile(r"^(?:\w+:)?//[^/]*/?")


@attrs.frozen
class Place:
    """
    Where a value stands: with which fact (*name*, of *type*), in a file of which zone.
    """

    name: str
    type: Type
    zone: ZoneInfo | None
    # Where the fact is declared.
    declared: Span | None = None
    # Whether a page has the value, so that all views of it must exist.
    is_of_page: bool = False
    # The type of the fact, where the place is one within its set.
    set: Type | None = None

    def within(self, element: Type) -> "Place":
        """
        The place of a member, of type *element*, in the set that has this place.
        """
        return attrs.evolve(self, type=element, set=self.type)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The label that points to the fact."""
        return (Label(self.declared, "declared here"),) if self.declared else ()


def literal(node: syntax.EntryValue, place: Place) -> Value | Diagnostic:
    """
    The value that *node* writes; or what is wrong with it there.
    """
    match place.type, node:
        case SetOf(element), syntax.Listed(values):
            return _set(values, place.within(element))
        case SetOf(element), syntax.Literal() | syntax.Word() if not isinstance(
            literal(node, place.within(element)), Diagnostic
        ):
            return _rewritten(node, place, f"({node.span.text})")
        case OneOf() as type, syntax.Literal() if node.span.text in type.places:
            return _rewritten(node, place, quoted(node.span.text))
        case OneOf(members) as type, syntax.Word(text) | syntax.Literal(str() as text):
            return text if text in type.places else _no_member(node, text, members, place)
        case Kind() as kind, syntax.Literal(value) if _fits(value, kind):
            return _plain(node, value, kind, place)
        case Kind() as kind, _ if right := _meant(node, kind):
            return _rewritten(node, place, right)
        case _:
            return _wrong(node.span, place, help=_hint(node, place))


def _rewritten(node: syntax.EntryValue, place: Place, right: str) -> Diagnostic:
    fixes = [replacing(f"write `{right}`", node.span, right, safe=True)]
    return _wrong(node.span, place, help=f"write `{right}`", fixes=fixes)


def _fits(value: object, kind: Kind) -> bool:
    if isinstance(value, bool) != (kind is Kind.BOOL) or isinstance(value, datetime) != (kind is Kind.DATETIME):
        return False
    return isinstance(value, PYTHON_TYPES[kind])


def _plain(node: syntax.EntryValue, value: object, kind: Kind, place: Place) -> Value | Diagnostic:
    match value:
        case int() | float() if kind is Kind.NUMBER:
            return float(value)
        case str() if kind is Kind.PATH and (reason := path_fault(value, "path")):
            fixes = _cut(node.span, value) or path_fixes(node.span, value)
            return report("BR311", node.span, found=value or '""', kind="path", reason=reason, fixes=fixes)
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


def _cut(span: Span, path: str) -> list[Fix]:
    """
    How *path* could be one without a query or fragment.
    """
    right = re.split("[?#]", path)[0]
    if right == path or path_fault(right, "path"):
        return []
    return [replacing(f"write `{quoted(right)}`", span, quoted(right), safe=False)]


def path_fixes(span: Span, text: str) -> list[Fix]:
    """
    How the path or pattern *text*, at *span*, could be one that pages' paths fit.
    """
    if re.search("[?#]", text):
        return []
    if text.endswith("/") and text.strip("/"):
        right, safe = quoted("/" + text.strip("/")), text.startswith("/")
    elif text and not text.startswith("/"):
        right, safe = quoted("/" + SITE.sub("", text)), False
    else:
        return []
    return [replacing(f"write `{right}`", span, right, safe=safe)]


def _no_member(node: syntax.EntryValue, text: str, members: tuple[str, ...], place: Place) -> Diagnostic:
    if text.lower() in NOTHING:
        fixes = [replacing("write `none`", node.span, "none", safe=False)]
        return _wrong(node.span, place, help="a fact that is absent is `none`", fixes=fixes)
    return attrs.evolve(_wrong(node.span, place), near=Near(text, lambda: members))


def _wrong(span: Span, place: Place, *, help: str | None = None, fixes: Iterable[Fix] = ()) -> Diagnostic:
    return report(
        "BR304",
        span,
        labels=place.labels,
        help=help,
        fixes=fixes,
        found=span.text,
        name=place.name,
        part="member" if place.set else "value",
        type=described(place.set or place.type),
    )


def _meant(node: syntax.EntryValue, kind: Kind) -> str | None:
    """
    How *node*, which is no value of *kind*, was surely meant; None where that is not sure.
    """
    match kind, node:
        case Kind.BOOL, syntax.Word(text) | syntax.Literal(str() as text):
            return TRUTHS.get(text.lower())
        case Kind.TEXT | Kind.PATH, syntax.Word(text):
            return quoted(text) if kind is Kind.TEXT and text.lower() not in NOTHING else None
        case Kind.TEXT, syntax.Literal(value) if value is not None and not isinstance(value, bool):
            return quoted(node.span.text)
        case _, syntax.Literal(str() as text) if typed(text) in SPELT_AS.get(kind, ()):
            return text
        case _:
            return None


def _hint(node: syntax.EntryValue, place: Place) -> str | None:
    match place.type, node:
        case _, syntax.Word(text) if text.lower() in NOTHING:
            return "a fact that is absent is `none`"
        case Kind.PATH, syntax.Word(text):
            return f'a path is a string that begins with `/`, as in `"/{text}"`'
        case SetOf(), _:
            return "sets are written `(a, b)`"
        case Kind.TIME, syntax.Literal(int()):
            return "a time has hours and minutes, as in `09:00`"
        case Kind.DATETIME, syntax.Literal(time()):
            return f"the time of day alone is `{place.name}.time`"
        case Kind.DATETIME, syntax.Literal(date()):
            return "a datetime has a time too, as in `2026-12-01T09:00`"
        case Kind.DATE, syntax.Literal(datetime()):
            return "a date has no time, as in `2026-12-01`"
        case Kind.BOOL, _:
            return "a bool is `true` or `false`"
        case Kind.INT, syntax.Literal(float()):
            return "an `int` is whole" if place.set else "an `int` is whole; declare the fact as a `number`"
        case _:
            return None
