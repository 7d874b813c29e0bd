"""
Warnings that take a host, a tool or a reader to see; what deserves one is told in ``cases/9-warnings.blockrules``.
"""

import attrs
import pytest

import blockrules
from blockrules import Diagnostic


@attrs.frozen
class Page:
    """What a host knows of a page."""

    front: bool
    device: str


def warning(text: str) -> Diagnostic:
    """
    The one warning that *text* deserves.
    """
    (found,) = blockrules.loads(text, files={"empty": "# nothing"}).warnings
    return found


@pytest.mark.parametrize("declared", ["", "facts { front: bool, device: text }"])
def test_facts_of_a_class_are_the_hosts(declared: str) -> None:
    """Whether the file repeats them or not, it cannot leave one out."""
    text = f"{declared} region r when front {{ block b }}"
    assert blockrules.loads(text, facts=Page).warnings == ()


def test_no_warning_is_told_beside_an_error() -> None:
    """What is wrong comes first."""
    with pytest.raises(blockrules.RulesError) as caught:
        blockrules.loads("facts { f: bool } region r when g { block b }")
    assert [each.code for each in caught.value.diagnostics] == ["BR201"]


@pytest.mark.parametrize(
    ("text", "words", "others", "help"),
    [
        ("facts { f: bool }", "f", [], "ask about it in a condition, or leave it out"),
        ('define "d" as true', '"d"', [], "use it in a condition, or leave it out"),
        ("page p {} test t {}", "p", [], "begin a test with `given p`, or leave the page out"),
        ('include "empty"', '"empty"', [], None),
        ("region r region s { x: 1 }", "r", [], "give it a block or a setting, expect it in a test, or leave it out"),
        ("region r { block b in s weight  5 }", "weight  5", [], "`b` stands in its place without it"),
        (
            'facts { p: path } never p matches ("/a", "/*")',
            '"/a"',
            [('"/*"', "takes in all of it")],
            "`/*` alone is enough",
        ),
        (
            "region r { block b in side block c in sied block d in side }",
            "sied",
            [("side", "the other one")],
            "did you mean `side`?",
        ),
        ('region r { x: "a\u202eb" }', "\u202e", [], "an escape shows that it is there"),
        ("# \u061c", "\u061c", [], None),
        ("region r before s, s { x: 1 } region s { x: 1 }", "s", [("s", "the first time")], None),
    ],
)
def test_a_warning_marks_the_very_words(text: str, words: str, others: list[tuple[str, str]], help: str | None) -> None:
    """And where else to look, and says what to do."""
    found = warning(text)
    assert found.severity == "warning"
    assert found.span.text == words
    assert [(label.span.text, label.text) for label in found.labels] == others
    assert found.help == help


@pytest.mark.parametrize(
    ("text", "mended", "safe"),
    [
        (
            "facts { f: bool, g: bool } page p { f: true, g: true } never g",
            "facts { g: bool } page p { g: true } never g",
            False,
        ),
        ('# of rules\ndefine d as true\ninclude "empty"', '# of rules\ninclude "empty"', False),
        ('include "empty"', "", False),
        ("region r # for now\n weight 3 when true { x: 1 }", "region r # for now\n when true { x: 1 }", False),
        ('region r { x: "a\u202eb\u200b" }', 'region r { x: "a\\u202eb\\u200b" }', True),
        ("# a\u202eb", "# ab", False),
        ('facts { p: path } never p matches ("/a", "/*")', 'facts { p: path } never p matches ("/*")', True),
        ("facts { i: int } never i in (1, 2, 1)", "facts { i: int } never i in (1, 2)", True),
        (
            'region r { block b in "main side" block c in "Main side" }',
            'region r { block b in "main side" block c in "main side" }',
            False,
        ),
    ],
)
def test_a_fix_leaves_all_else_as_it_is(text: str, mended: str, safe: bool) -> None:
    """It is safe where no page can show anything else for it, and no comment is lost."""
    found = next(each for each in blockrules.loads(text, files={"empty": ""}).warnings if each.fixes)
    (fix,) = found.fixes
    for each in sorted(fix.replacements, key=lambda each: -each.span.start):
        text = text[: each.span.start] + each.text + text[each.span.end :]
    assert (text, fix.safe) == (mended, safe)


def test_the_names_in_a_warning_are_shown_escaped() -> None:
    """Also where a fix repeats them."""
    found = str(warning('facts { "f\\u001b": bool }'))
    assert "`f\\x1b`" in found
    assert "\x1b" not in found


def test_many_slots_are_not_held_against_one_another() -> None:
    """Past a bound no warning is worth the wait."""
    near = "region r { block b in side block c in sdie }"
    many = " ".join(f'block b{number} in "{number * 1111:x} of many"' for number in range(200))
    assert warning(near).code == "BR912"
    assert blockrules.loads(f"{near} region s {{ {many} }}").warnings == ()
