"""
What two versions of a file do differently, and what is said of it.
"""

import pytest

import blockrules
from blockrules import Difference

BASE = """
facts { a: bool, b: bool = false, k: one of x, y }
region r1 when a { label: "one" block b1 in s block b2 in s weight 1 }
region r2 when k is x { block b3 in s }
region r3 { block b4 }
page p { a: true, k: x }
"""


def compared(old: str, new: str) -> Difference:
    """
    The difference of two texts.
    """
    return blockrules.difference(blockrules.loads(old), blockrules.loads(new))


def edited(before: str, after: str) -> Difference:
    """
    What becomes of the base when *before* in it becomes *after*.
    """
    assert before in BASE
    return compared(BASE, BASE.replace(before, after))


def told(difference: Difference) -> list[str]:
    """
    The changes, a line each.
    """
    return [f"{change.thing} {change.kind} where {change.pages}" for change in difference.changes]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("r1 when a", "r1 when not a", ["`r1` appears where not a", "`r1` disappears where a"]),
        ("region r3 { block b4 }", "", ["`r3` disappears where true"]),
        ("block b3 in s", "block b3 in s block b5", ["`r2.b5` appears where k is x"]),
        ("block b3 in s", "block b3 in s when a", ["`r2.b3` disappears where not a and k is x"]),
        ("block b3 in s", "block b3", ["`r2.b3` holds something else where k is x"]),
        ('label: "one"', 'label: "two"', ["`r1` holds something else where a"]),
        ('label: "one"', "", ["`r1` holds something else where a"]),
        ('label: "one"', 'label: "one" sizes: [1, "x"]', ["`r1` holds something else where a"]),
        (
            "block b2 in s weight 1",
            "block b2 in s weight -1",
            ["`r1.b2` stands elsewhere where a", "`r1.b2` in the slot `s` stands elsewhere where a"],
        ),
        (
            "region r3 {",
            "region r3 before r1 {",
            ["`r1` stands elsewhere where a", "`r2.b3` in the slot `s` stands elsewhere where a and k is x"],
        ),
        ("region r3 {", "region r3 when a or not a {", []),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_where_it_is(before: str, after: str, changes: list[str]) -> None:
    """With the pages that it concerns, as a condition."""
    difference = edited(before, after)
    assert sorted(told(difference)) == sorted(changes)
    assert difference.equal == (not changes)
    assert str(difference)


def test_what_is_held_is_told_in_detail() -> None:
    """Settings and slots, as they were and as they are."""
    assert [change.details for change in edited('label: "one"', 'label: ["two", 3]').changes] == [
        ('`label` was "one" and is ["two", 3]',)
    ]
    assert [change.details for change in edited("block b3 in s", "block b3 in t { wide: true }").changes] == [
        ("it stood in the slot `s` and stands in the slot `t`", "`wide` was not there and is true")
    ]
    assert [change.details for change in edited("block b4", "block b4 in t").changes] == [
        ("it stood in no slot and stands in the slot `t`",)
    ]
    old = "region r { a: 1 b: 2 }"
    assert compared(old, "region r { b: 2 a: 1 }").changes[0].details == ("its settings stand in another order",)


def test_the_unexpected_comes_first() -> None:
    """What changes without having been edited, though it concerns fewer pages."""
    old = "facts { a: bool, k: one of x, y, z } define d as a and k is x region r1 when d region r2 when a"
    new = "facts { a: bool, k: one of x, y, z } define d as a and k is y region r1 when d region r2 when not a"
    difference = compared(old, new)
    assert [change.is_edited for change in difference.changes] == [False, False, True, True]
    assert "`r1` appears, though what it says itself is as it was\n  where a and k is y\n" in str(difference)


def test_changes_on_the_same_pages_are_told_together() -> None:
    """Their layouts once; past twenty kinds of pages the rest is counted."""
    old = "facts { a: bool } define d as a " + " ".join(f"region r{number} when d" for number in range(5))
    difference = compared(old, old.replace("d as a", "d as not a"))
    text = str(difference)
    assert "`r0`, `r1`, `r2` and 2 more appear, though what they say themselves is as it\n" in text
    assert text.count("    old  ") == 2
    many = "facts { n: int } " + " ".join(f"region r{number} when n is {number}" for number in range(25))
    assert str(compared(many, many.replace("when n is", "when n is not"))).endswith(
        "\n\n30 more changes on other pages"
    )


def test_one_page_is_shown_for_what_goes_on_it() -> None:
    """Appearing here what disappears there is told of one page."""
    difference = compared(BASE, BASE.replace("region r3 {", "region r4 {"))
    assert "`r3` disappears" in str(difference)
    assert str(difference).count("on the same pages as above") == 1


def test_long_layouts_are_cut_where_they_are_the_same() -> None:
    """And long names at the end of a column."""
    old = "facts { a: bool } " + " ".join(f"region {'x' * 40}{number}" for number in range(9))
    text = str(compared(old, old + " region late when a"))
    assert text.count("…      ") == 1
    assert f"    {'x' * 35}…" in text


FACTS = "facts {{ a: bool, {} }} region r when a"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "n: int = 0", ["the fact `n` is new: pages that give it are not compared"]),
        ("", "n: int", [
            "the fact `n` is new, which every page has to give: pages are compared as if the old file did not see it"]),
        ("n: int = 0", "", ["the fact `n` is gone: pages that give it are not compared"]),
        ("n: int = 0", "n: int = 1", ["`n`, where it is left out, was 0 and is 1"]),
        ("n: int = 0", "n: int", ["`n` has to be given now"]),
        ("n: int", "n: optional int", ["`n` can now be none", "`n` can now be left out"]),
        ("n: optional int", "n: int", ["`n` can no longer be none", "`n` has to be given now"]),
        ("n: int", "n: text", ["`n` was int and is text: pages that give it are not compared"]),
        ("n: int", "n: set of int", ["`n` was int and is set of int: pages that give it are not compared"]),
        ("n: one of x, y", "n: one of y, z", ["`n` can no longer be `x`", "`n` can now be `z`"]),
        ("n: one of x, y", "n: one of y, x", []),
        ("n: set of one of x, y", "n: set of one of y, z", ["`n` no longer has `x`", "`n` can now have `z`"]),
    ],
)  # fmt: skip
def test_what_is_said_differently_of_facts_is_told(old: str, new: str, said: list[str]) -> None:
    """Above the changes."""
    assert list(compared(FACTS.format(old), FACTS.format(new)).facts) == said


def test_zones_and_assumptions_are_told_too() -> None:
    """Though no page may have another layout by them."""
    old = 'timezone "Europe/London" facts { a: bool } region r when a'
    assert compared(old, old.replace("London", "Paris")).facts == (
        "the time zone was `Europe/London` and is `Europe/Paris`",
    )
    assert compared(old, old.replace('timezone "Europe/London"', "")).facts == (
        "the time zone was `Europe/London` and is none",
    )
    difference = compared(old, f"{old} assume a")
    assert difference.facts == ("what is assumed has changed: pages are compared that the new file assumes",)
    assert str(difference).endswith("\n\nevery page that both take has the same layout")


def test_pages_that_one_side_refuses_are_not_compared() -> None:
    """A fact that is gone, or new, is left out; a member that one side lacks is given by no page."""
    old = "facts { a: bool, gone: bool = true, k: one of x, y } region r when a and gone region q when k is x"
    new = "facts { a: bool, new: bool = false, k: one of y, z } region r when a and not new region q when k is z"
    difference = compared(old, new)
    assert told(difference) == []
    assert difference.equal


def test_a_member_that_one_side_lacks_is_in_no_set() -> None:
    """That is compared."""
    old = "facts { k: set of one of x, y } region r when k has x"
    difference = compared(old, "facts { k: set of one of y, z } region r when k has z")
    assert difference.equal


def test_a_default_that_changed_shows_where_the_fact_is_left_out() -> None:
    """And nowhere else."""
    old = "facts { a: bool, f: bool = false } region r when f"
    difference = compared(old, old.replace("= false", "= true"))
    assert told(difference) == ["`r` appears where f is left out"]
    assert "f" not in difference.changes[0].witness.page


def test_where_no_page_is_taken_by_both_nothing_is_compared() -> None:
    """And nothing is equal."""
    difference = compared("facts { n: int } region r when n > 1", 'facts { n: text } region r when n is "x"')
    assert (difference.equal, difference.has_pages, difference.changes) == (False, False, ())
    assert str(difference).endswith(
        "nothing is compared: there is no page that both files take and the new one assumes"
    )


def test_what_hangs_on_the_clocks_of_two_zones_is_unknown() -> None:
    """They drift apart; the rest is compared."""
    old = 'timezone "Europe/London" facts { now: datetime, a: bool } region r when now.time > 09:00 region q when a'
    difference = compared(old, old.replace("London", "Berlin").replace("q when a", "q when not a"))
    assert [str(thing) for thing in difference.unknown] == ["`r`"]
    assert not difference.equal
    assert "`r`: whether it differs cannot be told; the conditions are too tangled" in str(difference)
    assert difference.to_dict()["unknown"] == [{"region": "r", "block": None, "slot": None}]
    only = 'timezone "{}" facts {{ now: datetime }} region r when now.time > 09:00'
    assert str(compared(only.format("Europe/London"), only.format("Asia/Tokyo"))).startswith("the time zone was")


TANGLED = " or ".join(f"(a{number} and b{number})" for number in range(15))
ORDERED = " and ".join([*(f"a{number}" for number in range(15)), *(f"b{number}" for number in range(15))])
LOST = (
    f"facts {{ {', '.join(f'{letter}{number}: bool' for letter in 'ab' for number in range(15))}, c: bool }} "
    f"define all-of-them as {ORDERED} "
    f"region r when all-of-them or {TANGLED} {{ block x block y when c }} region q when c"
)


def test_what_is_too_tangled_but_says_the_same_is_equal() -> None:
    """By its words alone; where these have changed, nothing is known."""
    assert compared(LOST, LOST).equal
    assert compared(LOST, LOST.replace("region q when c", "region q when not not c")).equal
    assert [str(each) for each in compared(LOST, LOST.replace("or (a0 and b0)", "")).unknown] == ["`r`"]
    found = compared(LOST, LOST.replace("block y when c", "block y when not c")).unknown
    assert [str(each) for each in found] == ["`r.y`"]


def test_too_many_pairs_in_another_order_are_unknown() -> None:
    """Of what is left when enough have been compared."""
    names = [f"r{number}" for number in range(400)]
    old, new = (" ".join(f"region {name}" for name in row) for row in (names, names[::-1]))
    difference = compared(old, new)
    assert difference.unknown
    assert not difference.equal


def test_a_block_of_another_region_may_stand_in_a_slot() -> None:
    """Where blocks of one name change places."""
    old = "facts { a: bool } region r { block m in s } region q when a { block m in s weight 1 }"
    difference = compared(old, old.replace("weight 1", "weight -1"))
    assert "`q.m` in the slot `s` stands elsewhere where a" in told(difference)


@pytest.mark.parametrize(
    ("text", "is_equal"),
    [
        (
            """region q { block k in s weight 1 }
            region r { choose { block x in s when # block x in s weight 2 otherwise } }""",
            False,
        ),
        ("region r { block k weight 1 choose { block x when # block x weight 2 otherwise } }", False),
        ("region r { choose { block x weight 1 when # block x weight 2 otherwise } }", True),
    ],
)
def test_alternatives_of_one_name_stand_where_their_weight_puts_them(text: str, is_equal: bool) -> None:
    """Which may be told from one another only by what stands between."""
    facts = "facts { a: bool, c: bool } "
    assert compared(facts + text.replace("#", "a"), facts + text.replace("#", "c")).equal == is_equal


def test_alternatives_in_different_slots_stand_in_their_own() -> None:
    """What stands in the one does not make way in the other."""
    old = (
        "facts { a: bool } region r0 { choose { block x in f when a block x in h otherwise } } "
        "region r1 { block x in h } region r2 { block k in h }"
    )
    assert not compared(old, old.replace("region r1 { block x in h", "region r1 { block x in h weight 5")).equal
    assert told(compared(old, old.replace("block k in h", "block k in h weight -1"))) != []
