"""
What is said of single pages.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

import blockrules
from blockrules.insight.explanation import Explanation
from blockrules.insight.reason import Reason

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def reason(declared: str, condition: str, value: Any, before: str = "") -> Reason:
    """
    Why a region of that *condition* is active or not, on a page whose fact `f` has *value*.
    """
    rules = blockrules.loads(f'timezone "Europe/London" facts {{ f: {declared} }} {before} region r when {condition}')
    return rules.explain({"f": value}).region("r")


def told(explanation: Explanation, name: str) -> str:
    """
    All that is said of the region *name*.
    """
    return str(explanation.region(name))


@pytest.mark.parametrize(
    ("declared", "condition", "value", "other"),
    [
        ("bool", "f", True, False),
        ("bool", "not f", True, False),
        ("one of a, b, c", "f is b", "c", "b"),
        ("one of a, b, c", "f not in (a, c)", "c", "b"),
        ("optional one of a, b", "f is none", "a", None),
        ("optional one of a, b", "f is not none", None, "a"),
        ("int", "f > 3", 1, 4),
        ("int", "f > 3", 9, 3),
        ("int", "f in 3 .. 5", 9, 5),
        ("int", "f in (3, 7)", 5, 7),
        ("optional int", "f > 3", None, 4),
        ("optional int", "not f > 3", 4, 3),
        ("number", "f >= 0.5", 0.25, 0.5),
        ("date", "f < 2026-01-10", date(2026, 2, 1), date(2026, 1, 9)),
        ("date", "f in 2026-01-10 .. 2026-01-12", date(2026, 1, 1), date(2026, 1, 10)),
        ("time", "f >= 09:00", time(8), time(9)),
        ("datetime", "f >= 2026-12-01T09:00Z", NOW - TICK, NOW),
        ("datetime", "f < 2026-12-01T09:00Z", NOW, NOW - TICK),
        ("path", 'path is "/a"'.replace("path", "f", 1), "/b", "/a"),
        ("path", 'f matches ("/a/*", "/b")', "/c", "/b"),
        ("path", 'f matches "/a/*/b"', "/c", "/a//b"),
        ("path", 'not f matches "/a/**"', "/a/x", "/"),
        ("path", 'f matches "/a/**" and not f matches "/a/b*"', "/c", "/a/a"),
        ("text", 'f matches "x*y"', "", "xy"),
        ("text", 'f is "x"', "", "x"),
        ("optional text", "f is none", "x", None),
        ("set of text", 'f has "x"', frozenset({"y"}), frozenset({"x", "y"})),
        ("set of text", 'not f has "x"', frozenset({"x", "y"}), frozenset({"y"})),
        ("set of text", 'f has all of ("x", "y")', frozenset({"y", "z"}), frozenset({"x", "y", "z"})),
        ("set of text", "f is empty", frozenset({"y"}), frozenset()),
        ("set of text", "f is not empty", frozenset(), frozenset({"other-0"})),
        ("set of int", "f is not empty", frozenset(), frozenset({0})),
        ("set of one of a, b", "f is not empty", frozenset(), frozenset({"a"})),
        ("optional set of int", "f is none", frozenset({1}), None),
    ],
)
def test_the_nearest_other_value_is_told(declared: str, condition: str, value: Any, other: Any) -> None:
    """One that turns the outcome round, as somebody would say it."""
    found = reason(declared, condition, value)
    assert dict(found.because) == {"f": value}
    assert dict(found.would_change[0]) == {"f": other}


@pytest.mark.parametrize(
    ("condition", "now", "day"),
    [
        ("f.date is 2026-12-24", NOW, date(2026, 12, 24)),
        ("f.time >= 10:30", NOW, date(2026, 12, 1)),
        ("f.weekday is friday", NOW, date(2026, 12, 4)),
        ("f.date is 2026-12-24 and f.time < 08:00", NOW, date(2026, 12, 24)),
        ("f >= 2026-12-05T00:00 and f.weekday is monday", NOW, date(2026, 12, 7)),
        ("f.time < 08:00", None, date(2000, 1, 1)),
        ("f.date < 0001-01-03", datetime(1, 1, 5, tzinfo=UTC), date(1, 1, 3)),  # in London just before midnight
        ("f.date > 9999-12-30", datetime(9999, 12, 30, 5, tzinfo=UTC), date(9999, 12, 31)),
    ],
)
def test_moments_are_told_that_suit_all_views(condition: str, now: datetime | None, day: date) -> None:
    """In the zone of the file, and to the ends of the calendar."""
    other = reason("optional datetime", condition, now).would_change[0]["f"]
    assert isinstance(other, datetime)
    assert other.date() == day
    assert reason("optional datetime", condition, other).shown


def test_the_last_hours_of_a_zone_are_left_out() -> None:
    """Where no instant in UTC shows them."""
    rules = blockrules.loads("""
    timezone "America/New_York"  facts { now: datetime }
    region r when now.date is 9999-12-31 and now.time in 18:00 .. 20:00
    """)
    found = rules.explain({"now": datetime(9999, 12, 31, 5, tzinfo=UTC)}).region("r")
    assert dict(found.would_change[0]) == {"now": datetime(9999, 12, 31, 23, tzinfo=UTC)}


def test_what_no_page_was_found_for_is_not_said_to_be_impossible() -> None:
    """Nor what is impossible, to be only hard to find."""
    rules = blockrules.loads("""
    facts { path: path  a: bool }
    region hard when path matches "/a/*" and not path matches "/a/**"
    region never_so when a and not a
    """)
    explanation = rules.explain({"path": "/", "a": True})
    assert "no page was found that has it" in str(explanation)
    assert "never: no page can have it" in str(explanation)
    assert [explanation.region(name).is_settled for name in ("hard", "never_so")] == [False, True]
    assert "it is so on every page that can occur" in told(explanation, "never_so")


def test_another_visitor_is_told_for_a_share() -> None:
    """One whose buckets suit, under each seed."""
    rules = blockrules.loads(
        'facts { f: text n: int } region r when f in 10% of "a" and not f in 50% of "b" and n in 50% of "c"'
    )
    page = {"f": "", "n": 0}
    (change,) = rules.explain(page).region("r").would_change
    assert "r" in rules.layout(page | dict(change))
    assert rules.explain(page | dict(change)).region("r").would_change[0]


def test_a_share_that_no_visitor_is_found_for_is_left() -> None:
    """Nothing is guessed."""
    seeds = " and ".join(f'f in 1% of "{number}"' for number in range(8))
    found = reason("text", seeds, "x")
    assert (found.shown, found.would_change, found.is_tangled) == (False, (), False)


def test_alternatives_tell_which_came_first() -> None:
    """Regions, and blocks within uno."""
    rules = blockrules.loads("""
    facts { a: bool  b: bool }
    choose hero { region uno when a  region two when b  region three otherwise }
    region box { choose { block x when a  block y when b  block z otherwise } }
    """)
    explanation = rules.explain({"a": True, "b": True})
    assert [explanation.region(name).came_first for name in ("uno", "two", "three")] == [None, "uno", "uno"]
    assert [reason.came_first for reason in explanation.blocks["box"]] == [None, "x", "x"]
    assert dict(explanation.region("two").would_change[0]) == {"a": False}
    assert dict(explanation.block("box", "z").because) == {"a": True}
    assert explanation.block("box", "y").shown is False
    assert "not reached: `uno` came first" in told(explanation, "two")
    assert "`uno` came first" in str(explanation)


def test_blocks_of_one_name_are_told_apart() -> None:
    """The uno that is shown speaks for them, or else the first."""
    rules = blockrules.loads(
        "facts { a: bool b: bool } region r { choose { block x in s when a block x in t when b } }"
    )
    assert rules.explain({"a": False, "b": True}).block("r", "x").block.slot == "t"  # type: ignore[union-attr]
    assert rules.explain({"a": False, "b": False}).block("r", "x").block.slot == "s"  # type: ignore[union-attr]
    for region, block in (("r", "y"), ("q", "x")):
        with pytest.raises(KeyError):
            rules.explain({"a": True, "b": True}).block(region, block)
    with pytest.raises(KeyError):
        rules.explain({"a": True, "b": True}).region("q")


def test_what_is_assumed_is_respected() -> None:
    """Only pages that can occur are told of."""
    text = "facts { a: bool  b: bool } assume not (a and b) region r when b region s when not (a and b)"
    explanation = blockrules.loads(text).explain({"a": True, "b": False})
    assert dict(explanation.region("r").because) == {"a": True}
    assert dict(explanation.region("r").would_change[0]) == {"a": False, "b": True}
    assert dict(explanation.region("s").because) == {}
    assert explanation.region("s").would_change == ()
    assert "it is so on every page that can occur" in told(explanation, "s")


def test_what_is_assumed_of_facts_that_no_region_asks_about_counts_too() -> None:
    """They may have to change with the others."""
    rules = blockrules.loads('facts { a: bool  n: text } assume not (a and n is "") region r when a')
    found = rules.explain({"a": False, "n": ""}).region("r")
    assert set(found.would_change[0]) == {"a", "n"}
    assert found.would_change[0]["n"]


def test_a_condition_that_is_too_tangled_says_so() -> None:
    """It still says what it is true of, and which facts it names."""
    names = [f"f{number}" for number in range(20)]
    pairs = " and ".join(f"(f{number} or f{number + 1})" for number in range(0, 20, 2))
    rules = blockrules.loads(f"facts {{ {' '.join(f'{name}: bool' for name in names)} }} region r when {pairs}")
    found = rules.explain(dict.fromkeys(names, True)).region("r")
    assert (found.is_tangled, found.would_change, set(found.because)) == (True, (), set(names))
    assert "too tangled to say" in str(rules.explain(dict.fromkeys(names, False)))


def test_a_smallest_set_of_many_facts_is_small_at_least() -> None:
    """Where there are too many sets to try, none of the facts can be left out."""
    names = [f"f{number}" for number in range(30)]
    declared = f"facts {{ {' '.join(f'{name}: bool' for name in names)} }}"
    every = blockrules.loads(f"{declared} region r when {' and '.join(names)}")
    page = dict.fromkeys(names, True)
    assert set(every.explain(page).region("r").because) == set(names)
    assert set(every.explain(page | {"f3": False}).region("r").because) == {"f3"}
    (change,) = every.explain(dict.fromkeys(names, False)).region("r").would_change
    assert set(change) == set(names)
    pairs = " or ".join(f"(f{number} and f{number + 1})" for number in range(0, 30, 2))
    found = blockrules.loads(f"{declared} region r when {pairs}").explain(dict.fromkeys(names, False)).region("r")
    assert len(found.because) == 15
    assert len({int(name[1:]) // 2 for name in found.because}) == 15


def test_a_place_has_its_reason() -> None:
    """What the file asks for, a weight, or where it stands."""
    rules = blockrules.loads("""
    facts { a: bool }
    region uno after two, three { block x in s weight 3 block y in s }
    region two weight -5
    region three before two
    """)
    explanation = rules.explain({"a": True})
    assert [explanation.region(name).standing for name in ("uno", "two", "three")] == [
        "after `two`, `three`, as the file asks",
        "after `three`, as the file asks",
        "where the file declares it",
    ]
    assert explanation.block("uno", "x").standing == "by its weight, 3"
    assert explanation.block("uno", "y").standing == "by the place of its region"
    weighted = blockrules.loads("region a weight 2 region b").explain({})
    assert weighted.region("a").standing == "by its weight, 2"
    assert str(weighted).startswith("No rule asks for a fact.")


def test_what_a_condition_names_is_opened_once() -> None:
    """Defines and regions, with their own parts."""
    rules = blockrules.loads("""
    facts { a: bool  b: bool }
    define d as a and not b
    region uno when d or d
    region two when active(uno) and true
    """)
    explanation = rules.explain({"a": True, "b": False})
    assert [part.kind for part in explanation.region("uno").condition.walk()].count("and") == 1
    text = told(rules.explain({"a": True, "b": False}), "two")
    assert text.count("a and not b") == 0
    assert text.count("[a: true]") == 1
    assert "(see above)" in text
    assert "yes   active(uno)" in text


def test_an_object_is_explained_like_a_mapping() -> None:
    """Only facts that rules ask about are read."""

    class Page:
        a = True

        @property
        def costly(self) -> int:
            raise AssertionError("asked")

    rules = blockrules.loads("facts { a: bool  costly: int } region r when a")
    assert dict(rules.explain(Page()).facts) == {"a": True}
    with pytest.raises(blockrules.PageError):
        rules.explain({"a": 1})


def test_a_page_that_says_something_else_each_time_is_read_once() -> None:
    """The layout that is explained is that of what was read."""

    class Page:
        count = 0

        @property
        def a(self) -> bool:
            self.count += 1
            return self.count % 2 == 1

    rules = blockrules.loads("facts { a: bool } choose c { region k when a region l otherwise } region r when a")
    explanation = rules.explain(Page())
    assert explanation.layout.names == ("k", "r")
    assert dict(explanation.region("r").because) == {"a": True}


def test_a_page_that_breaks_what_is_assumed_says_so() -> None:
    """It is explained among all pages."""
    rules = blockrules.loads("facts { a: bool b: bool } assume not a region s when b")
    explanation = rules.explain({"a": True, "b": True})
    assert dict(explanation.region("s").because) == {"b": True}
    assert "It breaks an `assume`" in str(explanation)
    assert "It breaks" not in str(rules.explain({"a": False, "b": True}))


@pytest.mark.parametrize(
    ("declared", "condition", "value"),
    [
        ("text", 'f in 25% of "x" and f is not "b"', "ab"),
        ("text", 'f in 25% of "x" and f matches "visitor-*"', "ab"),
        ("int", 'f > 5 and f in 10% of "x"', 3),
    ],
)
def test_a_share_beside_other_tests_of_the_fact_finds_its_visitor(declared: str, condition: str, value: Any) -> None:
    """Each axis of the fact has values to try."""
    (change,) = reason(declared, condition, value).would_change
    assert reason(declared, condition, change["f"]).shown


def test_strings_in_a_condition_stay_as_they_are() -> None:
    """Comments and line ends do not."""
    found = reason("text", 'f in ("a  b", # not "c"\n "d")', "a b")
    assert found.condition.text == 'f in ("a  b", "d")'


def test_a_region_that_lost_its_turn_is_told_so_where_it_is_named() -> None:
    """Its condition holds, and yet it is not active."""
    rules = blockrules.loads("""
    facts { a: bool b: bool }
    choose c { region x when a region y when b }
    region k when active(y)
    """)
    both = rules.explain({"a": True, "b": True})
    assert "no  active(y)  (another alternative came first)" in told(both, "k")
    assert "(another alternative came first)" in both.to_html()
    alone = rules.explain({"a": False, "b": True})
    assert "came first" not in told(alone, "k")
