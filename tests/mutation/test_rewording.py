"""
Small changes of conditions.
"""

import pytest

import blockrules
from blockrules.analysis.difference import difference
from blockrules.engine.engine import Engine
from blockrules.mutation.mutants import mutants

TEXT = """
timezone "Europe/Berlin"
facts {{
    a: bool  b: bool  c: bool  k: one of x, y, z  w: one of x, y  n: int  o: optional int
    x: number  p: path  t: text  u: optional text  s: set of one of x, y, z  i: set of int
    h: time  d: date  now: datetime
}}
define e as {}
region r
"""

# A condition, and what it becomes, by the words for it.
CASES = [
    ("a", {"`a` negated": "not a"}),
    ("not a", {"`not` before `a` left out": "a"}),
    ("not not a", {"`not` before `not a` left out": "not a"}),
    ("active(r) or a", {
        "`active(r) or a` negated": "not (active(r) or a)",
        "`or` of `active(r) or a` made `and`": "active(r) and a",
        "`active(r)` left out": "a",
        "`a` left out": "active(r)",
        "`active(r)` negated": "not active(r) or a",
        "`a` negated": "active(r) or not a",
    }),
    ("a and b and c", {
        "`a and b and c` negated": "not (a and b and c)",
        "each `and` of `a and b and c` made `or`": "a or b or c",
        "`a` left out": "b and c",
        "`b` left out": "a and c",
        "`c` left out": "a and b",
        "`a` negated": "not a and b and c",
        "`b` negated": "a and not b and c",
        "`c` negated": "a and b and not c",
    }),
    ("not (a and b)", {
        "`not` before `a and b` left out": "a and b",
        "`and` of `a and b` made `or`": "not (a or b)",
        "`a` left out": "not b",
        "`b` left out": "not a",
        "`a` negated": "not (not a and b)",
        "`b` negated": "not (a and not b)",
    }),
    ("a or true", {
        "`a or true` negated": "not (a or true)",
        "`or` of `a or true` made `and`": "a",
        "`a` left out": "true",
        "`true` left out": "a",
        "`a` negated": "true",
    }),
    ("k is z", {"`k is z` negated": "k is not z", "`z` of `k is z` made `x`": "k is x"}),
    ("k is not x", {"`k is not x` negated": "k is x", "`x` of `k is not x` made `y`": "k is not y"}),
    ("w is x", {"`w is x` negated": "w is not x"}),
    ("k not in (y, x)", {
        "`k not in (y, x)` negated": "k in (x, y)",
        "`x` left out of `k not in (y, x)`": "k is not y",
        "`y` left out of `k not in (y, x)`": "k is not x",
    }),
    ("now.weekday is sunday", {
        "`now.weekday is sunday` negated": "now.weekday is not sunday",
        "`sunday` of `now.weekday is sunday` made `monday`": "now.weekday is monday",
    }),
    ("n is 3", {
        "`n is 3` negated": "n is not 3",
        "`3` of `n is 3` made `2`": "n is 2",
        "`3` of `n is 3` made `4`": "n is 4",
    }),
    ("n in (3, 1)", {
        "`n in (3, 1)` negated": "n not in (1, 3)",
        "`1` left out of `n in (3, 1)`": "n is 3",
        "`3` left out of `n in (3, 1)`": "n is 1",
        "`3` of `n in (3, 1)` made `2`": "n in (1, 2)",
        "`3` of `n in (3, 1)` made `4`": "n in (1, 4)",
        "`1` of `n in (3, 1)` made `0`": "n in (0, 3)",
        "`1` of `n in (3, 1)` made `2`": "n in (2, 3)",
    }),
    ("n > 3", {
        "`n > 3` negated": "n <= 3",
        "`> 3` made `>= 3`": "n >= 3",
        "`> 3` made `> 4`": "n > 4",
    }),
    ("n >= 3", {
        "`n >= 3` negated": "n < 3",
        "`>= 3` made `> 3`": "n > 3",
        "`>= 3` made `>= 2`": "n >= 2",
    }),
    ("n < 3", {
        "`n < 3` negated": "n >= 3",
        "`< 3` made `<= 3`": "n <= 3",
        "`< 3` made `< 2`": "n < 2",
    }),
    ("n<=3", {
        "`n<=3` negated": "n > 3",
        "`<=3` made `<3`": "n < 3",
        "`<=3` made `<=4`": "n <= 4",
    }),
    ("n not in 1 .. 3", {
        "`n not in 1 .. 3` negated": "n in 1 .. 3",
        "the start of `n not in 1 .. 3` left out": "n not in (2, 3)",
        "the end of `n not in 1 .. 3` left out": "n not in (1, 2)",
        "`1` of `n not in 1 .. 3` made `0`": "n not in 0 .. 3",
        "`3` of `n not in 1 .. 3` made `4`": "n not in 1 .. 4",
    }),
    ("h in 09:00 .. 12:00", {
        "`h in 09:00 .. 12:00` negated": "h not in 09:00 .. 12:00",
        "the start of `h in 09:00 .. 12:00` left out": "h > 09:00 and h < 12:00",
        "the end of `h in 09:00 .. 12:00` taken in": "h >= 09:00 and h <= 12:00",
        "`09:00` of `h in 09:00 .. 12:00` made `08:59`": "h in 08:59 .. 12:00",
        "`09:00` of `h in 09:00 .. 12:00` made `09:01`": "h in 09:01 .. 12:00",
        "`12:00` of `h in 09:00 .. 12:00` made `11:59`": "h in 09:00 .. 11:59",
        "`12:00` of `h in 09:00 .. 12:00` made `12:01`": "h in 09:00 .. 12:01",
    }),
    ("h in 22:00 .. 02:00", {
        "`h in 22:00 .. 02:00` negated": "h in 02:00 .. 22:00",
        "the start of `h in 22:00 .. 02:00` left out": "h > 22:00 or h < 02:00",
        "the end of `h in 22:00 .. 02:00` taken in": "h >= 22:00 or h <= 02:00",
        "`22:00` of `h in 22:00 .. 02:00` made `21:59`": "h in 21:59 .. 02:00",
        "`22:00` of `h in 22:00 .. 02:00` made `22:01`": "h in 22:01 .. 02:00",
        "`02:00` of `h in 22:00 .. 02:00` made `01:59`": "h in 22:00 .. 01:59",
        "`02:00` of `h in 22:00 .. 02:00` made `02:01`": "h in 22:00 .. 02:01",
    }),
    ("h in 12:00 .. 00:00", {
        "`h in 12:00 .. 00:00` negated": "h < 12:00",
        "the start of `h in 12:00 .. 00:00` left out": "h > 12:00",
        "`12:00` of `h in 12:00 .. 00:00` made `11:59`": "h >= 11:59",
        "`12:00` of `h in 12:00 .. 00:00` made `12:01`": "h >= 12:01",
        "`00:00` of `h in 12:00 .. 00:00` made `00:01`": "h >= 12:00 or h < 00:01",
    }),
    # With the other sign these could have one outcome only, as nobody can write.
    ("h > 00:00", {
        "`h > 00:00` negated": "h is 00:00",
        "`> 00:00` made `> 00:01`": "h > 00:01",
    }),
    ("d < 9999-12-31", {
        "`d < 9999-12-31` negated": "d is 9999-12-31",
        "`< 9999-12-31` made `< 9999-12-30`": "d < 9999-12-30",
    }),
    ('t matches ("a*", "b*")', {
        '`t matches ("a*", "b*")` negated': 'not t matches ("a*", "b*")',
        '`"a*"` left out of `t matches ("a*", "b*")`': 't matches "b*"',
        '`"b*"` left out of `t matches ("a*", "b*")`': 't matches "a*"',
        '`"a*"` of `t matches ("a*", "b*")` made `"a"`': 't matches ("a", "b*")',
        '`"b*"` of `t matches ("a*", "b*")` made `"b"`': 't matches ("a*", "b")',
    }),
    ("s has x", {"`s has x` negated": "not s has x"}),
    ("s has any of (x, y)", {
        "`s has any of (x, y)` negated": "not s has any of (x, y)",
        "`any` of `s has any of (x, y)` made `all`": "s has all of (x, y)",
        "`x` left out of `s has any of (x, y)`": "s has y",
        "`y` left out of `s has any of (x, y)`": "s has x",
    }),
    ("i has all of (3, 1)", {
        "`i has all of (3, 1)` negated": "not i has all of (1, 3)",
        "`all` of `i has all of (3, 1)` made `any`": "i has any of (1, 3)",
        "`1` left out of `i has all of (3, 1)`": "i has 3",
        "`3` left out of `i has all of (3, 1)`": "i has 1",
        "`3` of `i has all of (3, 1)` made `2`": "i has all of (1, 2)",
        "`3` of `i has all of (3, 1)` made `4`": "i has all of (1, 4)",
        "`1` of `i has all of (3, 1)` made `0`": "i has all of (0, 3)",
        "`1` of `i has all of (3, 1)` made `2`": "i has all of (2, 3)",
    }),
    ("s is not empty", {"`s is not empty` negated": "s is empty"}),
    ("o is none", {"`o is none` negated": "o is not none"}),
    ('t in 10% of "v"', {
        '`t in 10% of "v"` negated': 't not in 10% of "v"',
        '`10%` of `t in 10% of "v"` made `9%`': 't in 9% of "v"',
        '`10%` of `t in 10% of "v"` made `11%`': 't in 11% of "v"',
    }),
    ('t not in 2.5% of "v"', {
        '`t not in 2.5% of "v"` negated': 't in 2.5% of "v"',
        '`2.5%` of `t not in 2.5% of "v"` made `2.4%`': 't not in 2.4% of "v"',
        '`2.5%` of `t not in 2.5% of "v"` made `2.6%`': 't not in 2.6% of "v"',
    }),
    # No share is less than nothing, or more than all.
    ('t in 0% of "v"', {
        '`t in 0% of "v"` negated': 't not in 0% of "v"',
        '`0%` of `t in 0% of "v"` made `1%`': 't in 1% of "v"',
    }),
    ('t in 100.00% of "v"', {
        '`t in 100.00% of "v"` negated': 't not in 100% of "v"',
        '`100.00%` of `t in 100.00% of "v"` made `99.99%`': 't in 99.99% of "v"',
    }),
    ("x is 0.5", {
        "`x is 0.5` negated": "x is not 0.5",
        "`0.5` of `x is 0.5` made `0.4`": "x is 0.4",
        "`0.5` of `x is 0.5` made `0.6`": "x is 0.6",
    }),
    ("x > 49.99", {
        "`x > 49.99` negated": "x <= 49.99",
        "`> 49.99` made `>= 49.99`": "x >= 49.99",
        "`> 49.99` made `> 49.98`": "x > 49.98",
        "`> 49.99` made `> 50.00`": "x > 50",
    }),
    ("x in 5 .. 5.0", {
        "`x in 5 .. 5.0` negated": "x not in 5 .. 5",
        "the start of `x in 5 .. 5.0` left out": "x > 5 and x <= 5",
        "the end of `x in 5 .. 5.0` left out": "x >= 5 and x < 5",
        "`5` of `x in 5 .. 5.0` made `4`": "x in 4 .. 5",
        "`5.0` of `x in 5 .. 5.0` made `5.1`": "x in 5 .. 5.1",
    }),
    # Such a number has no neighbours that a computer could tell from it.
    ("x < 100000000000000000", {
        "`x < 100000000000000000` negated": "x >= 100000000000000000",
        "`< 100000000000000000` made `<= 100000000000000000`": "x <= 100000000000000000",
    }),
    ("d in 2026-03-28 .. 2026-03-29", {
        "`d in 2026-03-28 .. 2026-03-29` negated": "d not in 2026-03-28 .. 2026-03-29",
        "the start of `d in 2026-03-28 .. 2026-03-29` left out": "d is 2026-03-29",
        "the end of `d in 2026-03-28 .. 2026-03-29` left out": "d is 2026-03-28",
        "`2026-03-28` of `d in 2026-03-28 .. 2026-03-29` made `2026-03-27`": "d in 2026-03-27 .. 2026-03-29",
        "`2026-03-29` of `d in 2026-03-28 .. 2026-03-29` made `2026-03-30`": "d in 2026-03-28 .. 2026-03-30",
    }),
    ("h is 23:59:30", {
        "`h is 23:59:30` negated": "h is not 23:59:30",
        "`23:59:30` of `h is 23:59:30` made `23:58:30`": "h is 23:58:30",
    }),
    ("now > 2026-03-28T23:59", {
        "`now > 2026-03-28T23:59` negated": "now <= 2026-03-28T23:59",
        "`> 2026-03-28T23:59` made `>= 2026-03-28T23:59`": "now >= 2026-03-28T23:59",
        "`> 2026-03-28T23:59` made `> 2026-03-28T23:58`": "now > 2026-03-28T23:58",
        "`> 2026-03-28T23:59` made `> 2026-03-29T00:00`": "now > 2026-03-29T00:00",
    }),
    ("now < 2026-03-29T01:59+01:00", {
        "`now < 2026-03-29T01:59+01:00` negated": "now >= 2026-03-29T00:59Z",
        "`< 2026-03-29T01:59+01:00` made `<= 2026-03-29T01:59+01:00`": "now <= 2026-03-29T00:59Z",
        "`< 2026-03-29T01:59+01:00` made `< 2026-03-29T01:58+01:00`": "now < 2026-03-29T00:58Z",
        "`< 2026-03-29T01:59+01:00` made `< 2026-03-29T02:00+01:00`": "now < 2026-03-29T01:00Z",
    }),
    # The hour that the zone skips has no minutes, nor has what comes after the years that are counted.
    ("now >= 2026-03-29T01:59", {
        "`now >= 2026-03-29T01:59` negated": "now < 2026-03-29T01:59",
        "`>= 2026-03-29T01:59` made `> 2026-03-29T01:59`": "now > 2026-03-29T01:59",
        "`>= 2026-03-29T01:59` made `>= 2026-03-29T01:58`": "now >= 2026-03-29T01:58",
    }),
    ("now < 9999-12-31T23:59", {
        "`now < 9999-12-31T23:59` negated": "now >= 9999-12-31T23:59",
        "`< 9999-12-31T23:59` made `<= 9999-12-31T23:59`": "now <= 9999-12-31T23:59",
        "`< 9999-12-31T23:59` made `< 9999-12-31T23:58`": "now < 9999-12-31T23:58",
    }),
    ('p matches ("/a/**", "/b/*")', {
        '`p matches ("/a/**", "/b/*")` negated': 'not p matches ("/a/**", "/b/*")',
        '`"/a/**"` left out of `p matches ("/a/**", "/b/*")`': 'p matches "/b/*"',
        '`"/b/*"` left out of `p matches ("/a/**", "/b/*")`': 'p matches "/a/**"',
        '`"/a/**"` of `p matches ("/a/**", "/b/*")` made `"/a/*"`': 'p matches ("/a/*", "/b/*")',
        '`"/b/*"` of `p matches ("/a/**", "/b/*")` made `"/b/**"`': 'p matches ("/a/**", "/b/**")',
    }),
    # A pattern begins with `/` or `**`, and not every path fits it; one that stands there already is not a change.
    ('p matches "**/a"', {'`p matches "**/a"` negated': 'not p matches "**/a"'}),
    ('p matches "/*"', {'`p matches "/*"` negated': 'not p matches "/*"'}),
    ('p matches ("/a/*", "/a/**")', {
        '`p matches ("/a/*", "/a/**")` negated': 'not p matches ("/a/*", "/a/**")',
        '`"/a/*"` left out of `p matches ("/a/*", "/a/**")`': 'p matches "/a/**"',
        '`"/a/**"` left out of `p matches ("/a/*", "/a/**")`': 'p matches "/a/*"',
    }),
    ('t matches "*a*"', {
        '`t matches "*a*"` negated': 'not t matches "*a*"',
        '`"*a*"` of `t matches "*a*"` made `"a*"`': 't matches "a*"',
        '`"*a*"` of `t matches "*a*"` made `"*a"`': 't matches "*a"',
    }),
    ('u matches "*"', {'`u matches "*"` negated': 'not u matches "*"'}),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "becomes"), CASES)
def test_a_condition_is_changed_in_small_ways(condition: str, becomes: dict[str, str]) -> None:
    """In all of these, and in no other; each is said in words, and is what they say."""
    model = blockrules.loads(TEXT.format(condition) + "region q when e")._model
    every = [each for each in mutants(model) if each.nodes == (("define", "e"),)]
    found = {each.words: each for each in every}
    assert len(found) == len(every)
    assert found.pop("`e` made `true`").span.text == condition
    assert found.keys() == becomes.keys()
    for words, other in becomes.items():
        changed = Engine(found[words].change(model))
        expected = blockrules.loads(TEXT.format(other) + "region q when e")._engine
        assert difference(changed, expected).equal, words


@pytest.mark.parametrize("word", ["true", "false"])
def test_whoever_says_true_or_false_means_it(word: str) -> None:
    """Nothing is made of it."""
    model = blockrules.loads(TEXT.format(word))._model
    assert [each for each in mutants(model) if each.nodes == (("define", "e"),)] == []


def test_words_are_shown_in_one_short_line() -> None:
    """Without comments, and with the middle of what is long left out."""
    condition = " or ".join(f"n is {number}" for number in range(50))
    (first, *_) = mutants(blockrules.loads(TEXT.format(f"{condition} # so many\n or n is 51"))._model)
    assert first.words.startswith("`n is 0 or ")
    assert " … " in first.words
    assert len(first.words) < 100


def test_a_number_past_all_bounds_is_no_neighbour() -> None:
    """A rules file could not hold it."""
    longest = "9" * 300
    model = blockrules.loads(TEXT.format(f"n is {longest}"))._model
    (made,) = [
        each.words.split("made `")[1] for each in mutants(model) if "n is" in each.words and " made `" in each.words
    ]
    assert made == f"{longest[:30]} … {longest[:29]}8`"


def test_only_the_value_after_a_sign_is_told() -> None:
    """Without what stands between the two."""
    model = blockrules.loads(TEXT.format("n > # more than\n 3"))._model
    assert "`> 3` made `> 4`" in [each.words for each in mutants(model)]
