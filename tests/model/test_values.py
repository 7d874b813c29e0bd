"""
Values of a page, taken as the types of facts have them or refused without being shown.
"""

import time as clock
from array import array
from collections import deque
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import blockrules
from blockrules import PageError, RulesError

SECRET = "s3cr3t"


class Text(str):
    """A text that shows itself otherwise than it is."""

    __slots__ = ()

    def __str__(self) -> str:
        return SECRET

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class Number(int):
    """A whole number that shows and converts itself otherwise than it is."""

    def __int__(self) -> int:
        return 0

    def __index__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class FrozenDatetime(datetime):
    """A datetime as test tools make them, which compares as none does."""

    def __lt__(self, other: date) -> bool:
        return True

    __gt__ = __lt__


class Adrift(datetime):
    """A datetime whose zone has no offset."""

    def utcoffset(self) -> None:
        return None


class Rounded(float):
    """A number that converts itself otherwise than it is."""

    def __float__(self) -> float:
        return 0.0


class FrozenDate(date):
    """A date as test tools make them."""


def enumerated(value: object) -> Enum:
    """
    A member that stands for *value*.
    """
    return Enum("Host", {"MEMBER": value}).MEMBER  # type: ignore[attr-defined, no-any-return]  # made here


def answer(type: str, condition: str, value: object) -> bool:
    """
    Whether *condition* is true of the fact `x`, of *type*, where a page gives it *value*: in a dictionary, asked twice,
    and in another mapping.
    """
    rules = blockrules.loads(f'timezone "Europe/London" facts {{ x: {type} }} region a when {condition}')
    first, *others = (rules.regions(page) for page in ({"x": value}, {"x": value}, MappingProxyType({"x": value})))
    assert others == [first, first]
    return first == ("a",)


@pytest.mark.parametrize(
    ("type", "condition", "value"),
    [
        ("bool", "x", True),
        ("bool", "not x", enumerated(False)),
        ("int", "x is 3", 3),
        ("int", "x is 3", Number(3)),
        ("int", "not (x is 3)", Number(4)),
        ("int", "x is 3", IntEnum("Level", {"HIGH": 3}).HIGH),  # type: ignore[attr-defined]  # made here
        ("number", "x is 3", 3),
        ("number", "x is 2.5", Decimal("2.5")),
        ("number", "x < 0", -1e308),
        ("text", 'x is "é"', "é"),
        ("text", 'x is "a"', Text("a")),
        ("text", 'x is not "a"', Text("b")),
        ("text", 'x is "a"', StrEnum("Host", {"A": "a"}).A),  # type: ignore[attr-defined]  # made here
        ("one of a, b", "x is a", enumerated("a")),
        ("one of a, b", "x is a", Text("a")),
        ("path", 'x is "/a"', "/a//"),
        ("path", 'x is "/"', "//"),
        ("date", "x is 2026-12-01", FrozenDate(2026, 12, 1)),
        ("time", "x is 09:00:30", time(9, 0, 30, fold=1)),
        ("datetime", "x < 2026-12-01T09:00Z", datetime(2026, 12, 1, 9, 59, tzinfo=timezone(timedelta(hours=1)))),
        ("datetime", "x >= 2026-12-01T09:00Z", FrozenDatetime(2026, 12, 1, 9, tzinfo=UTC)),
        ("datetime", "x.time is 01:30", datetime(2026, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1)),
        ("datetime", "x < 0002-01-01T00:00Z", datetime(1, 1, 1, 0, 1, tzinfo=ZoneInfo("Europe/London"))),
        ("set of text", 'x has "a"', ["a", "a", Text("a")]),
        ("set of text", 'x has all of ("a", "b")', {"a": 1, "b": 2}.keys()),
        ("set of text", "x is empty", ()),
        ("set of text", "x is empty", deque()),
        ("set of int", "x has 2", range(3)),
        ("set of int", "x has 2", array("b", [2])),
        ("set of one of a, b", "x has any of (a)", {enumerated("a"): 0}.keys()),
        ("optional text", "x is none", None),
        ("optional text", "x is none", enumerated(None)),
        ("number", "x is 2.5", Rounded(2.5)),
    ],
)
def test_a_value_serves_as_what_it_is(type: str, condition: str, value: object) -> None:
    """No subclass has a say in it; an Enum member stands for its value, any collection for a set."""
    assert answer(type, condition, value)


REFUSED = [
    ("bool", 31337, "a whole number"),
    ("bool", SECRET, "a text"),
    ("int", True, "a bool"),
    ("int", 31337.0, "a number"),
    ("int", Decimal(31337), "a Decimal"),
    ("int", "31337", "a text"),
    ("number", True, "a bool"),
    ("number", float("nan"), "not finite"),
    ("number", float("-inf"), "not finite"),
    ("number", Decimal("Infinity"), "not finite"),
    ("number", Decimal("1e31337"), "not finite"),
    ("number", 31337**400, "past all bounds"),
    pytest.param("int", 31337**2000, "past all bounds", id="a whole number too long to be written"),
    ("number", Fraction(31337), "a `Fraction`"),
    ("number", 31337j, "a `complex`"),
    ("text", 31337, "a whole number"),
    ("text", b"s3cr3t", "bytes"),
    ("text", f"{SECRET}\ud800", "half of a surrogate pair"),
    ("text", [SECRET], "a list"),
    ("one of a, b", SECRET, "another text"),
    ("one of a, b", enumerated(SECRET), "another text"),
    ("one of a, b", f"\udfff{SECRET}", "half of a surrogate pair"),
    ("path", SECRET, "does not begin with `/`"),
    ("path", f"/{SECRET}?", "query or fragment"),
    ("path", f"/#{SECRET}", "query or fragment"),
    ("path", f"/{SECRET}\ud800", "half of a surrogate pair"),
    ("date", datetime(1337, 3, 1, tzinfo=UTC), "a datetime"),
    ("date", "1337-03-01", "a text"),
    ("time", time(13, 37, tzinfo=UTC), "a time with a zone"),
    ("time", datetime(1337, 3, 1, tzinfo=UTC), "a datetime"),
    ("datetime", datetime(1337, 3, 1), "a datetime without a zone"),
    ("datetime", Adrift(1337, 3, 1, tzinfo=UTC), "a datetime without a zone"),
    ("datetime", date(1337, 3, 1), "a date"),
    ("datetime", 31337, "a whole number"),
    ("set of text", SECRET, "a text"),
    ("set of text", b"s3cr3t", "bytes"),
    ("set of text", bytearray(b"s3cr3t"), "a `bytearray`"),
    ("set of text", {SECRET: 1}, "a mapping"),
    ("set of text", iter([SECRET]), "iterator"),
    ("set of text", {SECRET, 31337}, "a set with a whole number in it"),
    ("set of text", [[SECRET]], "a list with a list in it"),
    ("set of text", [None], "a list with none in it"),
    ("set of int", (31337, True), "a list with a bool in it"),
    ("set of one of a, b", frozenset({SECRET}), "a set with another text in it"),
    ("text", None, "none"),
]


@pytest.mark.parametrize(("type", "value", "came"), REFUSED)
def test_a_value_of_another_type_is_refused_unshown(type: str, value: Any, came: str) -> None:
    """The error names the fact, what was expected and the type that came; the value is nowhere in it."""
    with pytest.raises(PageError) as caught:
        answer(type, "true", value)
    (problem,) = caught.value.problems
    assert (problem.fact, problem.expected) == ("x", type)
    assert came in problem.came
    for text in (str(caught.value), repr(caught.value), repr(caught.value.__context__)):
        assert not [each for each in (SECRET, "31337", "1337", "13, 37") if each in text]


@pytest.mark.parametrize("day", [datetime.min, datetime.max])
@pytest.mark.parametrize(("zone", "refused"), [("Asia/Tokyo", datetime.max), ("America/New_York", datetime.min)])
def test_an_instant_past_the_years_of_the_zone_is_refused(day: datetime, zone: str, refused: datetime) -> None:
    """The calendar of the file's zone has no name for it."""
    rules = blockrules.loads(f'timezone "{zone}" facts {{ x: datetime }} region a when x.date < 5000-01-01')
    page = {"x": day.replace(tzinfo=UTC)}
    if day is refused:
        with pytest.raises(PageError, match="past the years"):
            rules.regions(page)
    else:
        assert rules.regions(page) == (("a",) if day is datetime.min else ())


def test_an_instant_past_all_years_is_refused() -> None:
    """In UTC it would lie before the year 1."""
    with pytest.raises(PageError, match="past the years"):
        answer("datetime", "true", datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))))


@pytest.mark.parametrize(
    "text",
    [
        "facts { x: datetime = 9999-12-31T23:00Z } region a when x.date > 5000-01-01",
        "facts { x: datetime } region a when x.date > 5000-01-01 test t { given { x: 9999-12-31T23:00Z } }",
    ],
)
def test_an_instant_past_the_years_of_the_zone_is_no_literal(text: str) -> None:
    """Neither a default nor a sample page can say what no page may give."""
    with pytest.raises(RulesError) as caught:
        blockrules.loads(f'timezone "Asia/Tokyo" {text}')
    assert [each.span.text for each in caught.value.diagnostics] == ["9999-12-31T23:00Z"]


@pytest.mark.parametrize(("zone", "day"), [("America/New_York", datetime.min), ("Asia/Tokyo", datetime.max)])
def test_the_zone_of_the_machine_has_no_say(monkeypatch: pytest.MonkeyPatch, zone: str, day: datetime) -> None:
    """An answer follows from the rules and the page alone."""
    rules = blockrules.loads("facts { x: datetime } region a when x > 2000-01-01T00:00Z")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", zone)
        clock.tzset()
        try:
            assert rules.regions({"x": day.replace(tzinfo=UTC)}) == (("a",) if day is datetime.max else ())
        finally:
            patch.undo()
            clock.tzset()


class Taking:
    """What gives nonsense when it is taken from anything."""

    def __rsub__(self, other: object) -> Any:
        return self

    def astimezone(self, zone: object) -> None:
        """No fault yet."""


class Claiming(datetime):
    """A datetime whose offset is none."""

    def utcoffset(self) -> Any:
        """What takes itself from an instant."""
        return Taking()


def test_what_is_no_offset_leaves_a_datetime_without_a_zone() -> None:
    """Whatever it makes of being taken from an instant."""
    with pytest.raises(PageError, match="a datetime without a zone came"):
        answer("datetime", "true", Claiming(2026, 1, 1, tzinfo=UTC))
