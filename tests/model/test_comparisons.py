"""
What a reader is told of a condition that makes no sense.
"""

import pytest

import blockrules
from blockrules import Diagnostic, RulesError

FACTS = """timezone "America/New_York"
facts { b: bool  e: one of red, green  o: optional one of red, green  i: int  n: number  t: text  p: path  d: date }
facts { c: time  now: datetime  s: set of text  k: set of int  z: set of one of red, green }
define def as b
region r when """


def fault(condition: str) -> Diagnostic:
    """
    The only error of *condition*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(FACTS + condition)
    (found,) = caught.value.diagnostics
    assert found.span.line == 5
    return found


@pytest.mark.parametrize(
    ("condition", "code", "marked", "help"),
    [
        ("i", "BR301", "i", "`<`"),
        ("e", "BR301", "e", "`is` and `in`"),
        ("s", "BR301", "s", "`has` and `is empty`"),
        ("b is true", "BR302", "b is true", "write `b`"),
        ("not (b is not true)", "BR302", "b is not true", "write `not b`"),
        ("b < 3", "BR303", "b < 3", ""),
        ('b matches "a"', "BR303", 'b matches "a"', ""),
        ("p < 3", "BR303", "p < 3", ""),
        ("e has red", "BR303", "e has red", ""),
        ("e is empty", "BR303", "e is empty", ""),
        ("s is red", "BR303", "s is red", ""),
        ('d in 1% of "x"', "BR303", 'd in 1% of "x"', ""),
        ("t in 1 .. 2", "BR303", "t in 1 .. 2", ""),
        ("e is gren", "BR304", "gren", "did you mean `green`?"),
        ("t is red", "BR304", "red", 'write `"red"`'),
        ("t matches (red)", "BR304", "red", "a pattern is a string"),
        ("i is 1.5", "BR304", "1.5", "`number`"),
        ("d is 2026-12-01T09:00Z", "BR304", "2026-12-01T09:00Z", "a date has no time"),
        ("now < 2026-12-01", "BR304", "2026-12-01", "a datetime has a time too"),
        ("z has blue", "BR304", "blue", ""),
        ("k has any of (1, 1.5)", "BR304", "1.5", ""),
        ("e is none", "BR305", "e is none", "`optional`"),
        ("i in 2 .. 1", "BR306", "i in 2 .. 1", "`1 .. 2`"),
        ("c in 09:00 .. 09:00", "BR307", "c in 09:00 .. 09:00", ""),
        ("c < 00:00", "BR308", "c < 00:00", ""),
        ("e not in (red, green)", "BR308", "e not in (red, green)", ""),
        ("d >= 0001-01-01", "BR309", "d >= 0001-01-01", ""),
        ("now > 2026-01-01T00:00Z or d <= 9999-12-31", "BR309", "d <= 9999-12-31", ""),
        ("o in (red, none)", "BR310", "none", "`or o is none`"),
        ('t matches ""', "BR311", '""', ""),
        ('p is "/a?b"', "BR311", '"/a?b"', ""),
        ("now < 2026-03-08T02:30", "BR312", "2026-03-08T02:30", "one with its offset"),
        ("now > 9999-12-31T23:59:59", "BR107", "9999-12-31T23:59:59", ""),
        ("def is true", "BR313", "def", "`not def`"),
        ("e in ()", "BR314", "()", ""),
        ("mwo", "BR201", "mwo", ""),
        ("now.dat is 2026-01-01", "BR201", "now.dat", "`now.date`"),
    ],
)
def test_a_fault_is_one_error_with_the_very_words_marked(condition: str, code: str, marked: str, help: str) -> None:
    """And, where something is known to do, a help that says it."""
    found = fault(condition)
    assert (found.code, found.span.text) == (code, marked)
    assert help in (found.help or "")


@pytest.mark.parametrize(
    ("condition", "mended"),
    [
        ("b is true", ["b"]),
        ("b is not false", ["b"]),
        ("b is not true and i is 1", ["not b and i is 1"]),
        ("b and i is 1 or n > 2", ["(b and i is 1) or n > 2", "b and (i is 1 or n > 2)"]),
        ("b or (not b) and b or b", ["b or ((not b) and b) or b", "(b or (not b)) and (b or b)"]),
    ],
)
def test_a_fix_gives_a_sound_file(condition: str, mended: list[str]) -> None:
    """Each of them, made as its replacements say; most of what is declared is there for others."""
    found = fault(condition)
    texts = []
    for fix in found.fixes:
        text = FACTS + condition
        for each in sorted(fix.replacements, key=lambda each: -each.span.start):
            text = text[: each.span.start] + each.text + text[each.span.end :]
        texts.append(text.removeprefix(FACTS))
        assert {each.code for each in blockrules.loads(text).warnings} <= {"BR905", "BR906"}
    assert texts == mended


def test_what_a_fix_does_to_the_meaning_is_told() -> None:
    """Only one that keeps it is safe to make unasked."""
    assert [fix.safe for fix in fault("b is true").fixes] == [True]
    assert [fix.safe for fix in fault("b and b or b").fixes] == [False, False]
