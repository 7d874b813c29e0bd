"""
Small changes of conditions.
"""

import pytest

import blockrules
from blockrules.analysis.difference import difference
from blockrules.engine.engine import Engine
from blockrules.mutation.mutants import mutants

TEXT = """
timezone "UTC"
facts {{
    a: bool  b: bool  c: bool  k: one of x, y, z  w: one of x, y  n: int  o: optional int
    t: text  s: set of one of x, y, z  i: set of int  h: time  d: date  now: datetime
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
    ("n is 3", {"`n is 3` negated": "n is not 3"}),
    ("n in (3, 1)", {
        "`n in (3, 1)` negated": "n not in (1, 3)",
        "`1` left out of `n in (3, 1)`": "n is 3",
        "`3` left out of `n in (3, 1)`": "n is 1",
    }),
    ("n > 3", {"`n > 3` negated": "n <= 3", "`> 3` made `>= 3`": "n >= 3"}),
    ("n >= 3", {"`n >= 3` negated": "n < 3", "`>= 3` made `> 3`": "n > 3"}),
    ("n < 3", {"`n < 3` negated": "n >= 3", "`< 3` made `<= 3`": "n <= 3"}),
    ("n<=3", {"`n<=3` negated": "n > 3", "`<=3` made `<3`": "n < 3"}),
    ("n not in 1 .. 3", {
        "`n not in 1 .. 3` negated": "n in 1 .. 3",
        "the start of `n not in 1 .. 3` left out": "n not in (2, 3)",
        "the end of `n not in 1 .. 3` left out": "n not in (1, 2)",
    }),
    ("h in 09:00 .. 12:00", {
        "`h in 09:00 .. 12:00` negated": "h not in 09:00 .. 12:00",
        "the start of `h in 09:00 .. 12:00` left out": "h > 09:00 and h < 12:00",
        "the end of `h in 09:00 .. 12:00` taken in": "h >= 09:00 and h <= 12:00",
    }),
    ("h in 22:00 .. 02:00", {
        "`h in 22:00 .. 02:00` negated": "h in 02:00 .. 22:00",
        "the start of `h in 22:00 .. 02:00` left out": "h > 22:00 or h < 02:00",
        "the end of `h in 22:00 .. 02:00` taken in": "h >= 22:00 or h <= 02:00",
    }),
    ("h in 12:00 .. 00:00", {
        "`h in 12:00 .. 00:00` negated": "h < 12:00",
        "the start of `h in 12:00 .. 00:00` left out": "h > 12:00",
    }),
    # With the other sign these could have one outcome only, as nobody can write.
    ("h > 00:00", {"`h > 00:00` negated": "h is 00:00"}),
    ("d < 9999-12-31", {"`d < 9999-12-31` negated": "d is 9999-12-31"}),
    ('t matches ("a*", "b*")', {
        '`t matches ("a*", "b*")` negated': 'not t matches ("a*", "b*")',
        '`"a*"` left out of `t matches ("a*", "b*")`': 't matches "b*"',
        '`"b*"` left out of `t matches ("a*", "b*")`': 't matches "a*"',
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
    }),
    ("s is not empty", {"`s is not empty` negated": "s is empty"}),
    ("o is none", {"`o is none` negated": "o is not none"}),
    ('t in 10% of "v"', {'`t in 10% of "v"` negated': 't not in 10% of "v"'}),
]  # fmt: skip


@pytest.mark.parametrize(("condition", "becomes"), CASES)
def test_a_condition_is_changed_in_small_ways(condition: str, becomes: dict[str, str]) -> None:
    """In all of these, and in no other; each is said in words, and is what they say."""
    model = blockrules.loads(TEXT.format(condition) + "region q when e")._model
    found = {each.words: each for each in mutants(model) if each.nodes == (("define", "e"),)}
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
