"""
The one canonical layout, with the comments where they were.
"""

import re
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockrules.language import syntax
from blockrules.language.characters import columns
from blockrules.language.document import WIDTH
from blockrules.language.errors import FormatError, RulesError
from blockrules.language.formatter import faithful, formatted, scripted
from blockrules.language.parser import lex
from blockrules.language.printer import printed
from blockrules.language.reading import Limits
from blockrules.language.source import Source
from tests import trees

FOLDER = Path(__file__).parents[1] / "formatting"
ROOT = FOLDER.parents[1]
LIMITS = Limits(depth=200)
# The rules files among the blocks of a page; drafts, in a folder of their own, are shown for their faults.
SHOWN = re.compile(r"^<!-- file: [^\s/]+\.blockrules -->\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLANKS = (" ", "\n", "\t", "\r\n", "\r", "\n\n", "  \n \n\n")


def form(text: str) -> str:
    """
    The *text*, formatted.
    """
    return formatted(Source("rules", text), LIMITS)


def remarks(text: str) -> list[str]:
    """
    The comments of *text*.
    """
    return [comment.text for comment in scripted(Source("rules", text), LIMITS).margin.comments]


def scattered(text: str, chance: Random) -> str:
    """
    The words of *text* with other blanks between them, and comments, with and without empty lines round them.
    """
    words = lex(Source("rules", text))
    written, count = "", 0
    for before, word in pairwise(["", *words.texts, ""]):
        # On a line of its own a reserved word after `in` begins an item, as in a broken file it would.
        while before != "in" and chance.random() < 0.2:
            count += 1
            end = chance.choice("\t ") * chance.randrange(2) + chance.choice(["\n", "\r", "\r\n"])
            written += f"{chance.choice(['', *BLANKS])}# {count} \\{end}{chance.choice(['', *BLANKS])}"
        written += (" " if before == "in" else chance.choice(BLANKS)) + word
    return written


@given(trees.files, st.integers(0, 9_999))
def test_comments_stay_wherever_they_stand(file: tuple[syntax.Item, ...], seed: int) -> None:
    """Between any two words: each is there once, in its order, the tree is the same, and to format again is in vain."""
    text = scattered(printed(file), Random(seed))
    once = form(text)
    assert remarks(once) == remarks(text)
    assert scripted(Source("rules", once), LIMITS).items == file
    assert form(once) == once


@given(trees.files, st.integers(0, 9_999))
def test_the_layout_does_not_hang_on_blanks(file: tuple[syntax.Item, ...], seed: int) -> None:
    """Without comments and empty lines, words give one text, however they stand."""
    text, chance = printed(file), Random(seed)
    words = lex(Source("rules", text)).texts
    assert form("".join(chance.choice([" ", "\t", "  ", " \t "]) + word for word in words)) == text


@pytest.mark.parametrize("before", sorted(FOLDER.glob("*.before.blockrules")), ids=lambda path: path.name.split(".")[0])
def test_a_messy_file_becomes_a_tidy_one(before: Path) -> None:
    """Which is kept beside it, and stays as it is when formatted."""
    tidy = before.with_name(before.name.replace("before", "after")).read_text(encoding="utf-8")
    assert form(before.read_text(encoding="utf-8")) == tidy
    assert form(tidy) == tidy


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "cases").glob("*.blockrules")), ids=lambda path: path.stem)
def test_every_case_is_formatted_or_refused(path: Path) -> None:
    """Sound or faulty; what is formatted says the same, and stays as it is."""
    texts = []
    for case in re.split(r"^---\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE):
        with suppress(RulesError):
            texts.append(form(case))
    assert texts
    assert [form(text) for text in texts] == texts


def test_what_the_project_shows_is_in_the_canonical_layout() -> None:
    """Its example, and the rules files in its README and docs."""
    shown = [(ROOT / "examples" / "medical_site.blockrules").read_text(encoding="utf-8")]
    for page in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        shown += SHOWN.findall(page.read_text(encoding="utf-8"))
    assert len(shown) >= 4
    for text in shown:
        assert form(text) == text


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("", ""),
        (" \t\r\n\n", ""),
        ("# only", "# only\n"),
        ("\n\n#a  \n\n\n\n# b\t\n\n", "#a\n\n# b\n"),
        ("region a", "region a\n"),
        ("region a\r\nregion b\rregion c\r\n\r\n\r\nregion d", "region a\nregion b\nregion c\n\nregion d\n"),
        ("region a#\x0c ", "region a  #\n"),
        ("region a # \ud800\x0c\u2028 b", "region a  # \ud800\x0c\u2028 b\n"),
        ("region a {\n\tx: 1 \n}", "region a {\n    x: 1\n}\n"),
    ],
)
def test_lines_end_in_one_way(written: str, tidy: str) -> None:
    """With no blanks before, one empty line at most, and none at the start or the end of a file."""
    assert form(written) == tidy


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("region a # x\n{ block b }", "region a {  # x\n    block b\n}\n"),
        ("region a { # x\n block b }", "region a {  # x\n    block b\n}\n"),
        ("region a # x\n{ # y\n block b }", "region a {  # x\n    # y\n    block b\n}\n"),
        ("region a { block b } # x\nregion c", "region a {\n    block b\n}  # x\n\nregion c\n"),
        ("region a {\n# x\n}", "region a {\n    # x\n}\n"),
        ("region a # x\n{}", "region a  # x\n"),
        ("region a { block b { # x\n} }", "region a {\n    block b {  # x\n    }\n}\n"),
        ("test t { given p {\n# x\n} }", "test t {\n    given p {\n        # x\n    }\n}\n"),
        ("facts {}\n# x", "facts {}\n# x\n"),
        ("region # x\n a # y\n when # z\n b", "region a  # x\n    # y\n    # z\n    when b\n"),
        ("never a # x\n is # y\n 1", "never a is 1  # x\n# y\n"),
        ("never (# x\n a and # y\n b # z\n)", "never  # x\n    a  # y\n    and b  # z\n"),
        ("never c or not # x\n (a and b)", "never c\n    or not (  # x\n        a\n        and b\n    )\n"),
        ("never c or (a and b # x\n)", "never c\n    or (\n        a\n        and b  # x\n    )\n"),
        ("never c or ((a or b) # x\n and d)", "never c\n    or (\n        (a or b)  # x\n        and d\n    )\n"),
        ("never a in ( # x\n 1, 2 # y\n)", "never a in (  # x\n        1, 2  # y\n    )\n"),
        ("never a\n\n# x\n\n and b", "never a\n    # x\n    and b\n"),
        ("region a {\n\n# x\n\nb: 1\n\n# y\n\n}", "region a {\n    # x\n\n    b: 1\n\n    # y\n}\n"),
        ("region a\n\n# x\n\n{ block b }", "region a {\n    # x\n    block b\n}\n"),
        ("facts\n\n# x\n\n{ a: bool }", "facts {\n    # x\n    a: bool\n}\n"),
        ("region\n\n# x\n\na { block\n\n# y\n\nb }", "region a {\n    # x\n    block b\n\n    # y\n}\n"),
        ("test t\n\n# x\n\n# y\n{}", "test t {\n    # x\n\n    # y\n}\n"),
        ("page a\n\n# x\n\n{ b: 1, c: 2 }", "page a {\n    # x\n    b: 1\n    c: 2\n}\n"),
        ("region a { x: [# y\n] }", "region a {\n    x: [  # y\n    ]\n}\n"),
        ("region a before # x\n b, # y\n c", "region a  # x\n    before\n        b,  # y\n        c\n"),
        ("choose c { region a # x\n otherwise }", "choose c {\n    region a  # x\n        otherwise\n}\n"),
        ("facts { a: one of x, # y\n z = x }", "facts {\n    a: one of\n        x,  # y\n        z = x\n}\n"),
        ("# a\nregion b\n# c\n\n# d\nregion e", "# a\nregion b\n# c\n\n# d\nregion e\n"),
        ("region a { b: 1 }\n# c\nregion d", "region a {\n    b: 1\n}\n\n# c\nregion d\n"),
        ("region a { b: 1 }\n# c\n\nregion d", "region a {\n    b: 1\n}\n# c\n\nregion d\n"),
    ],
)
def test_a_comment_comes_where_a_line_may_end(written: str, tidy: str) -> None:
    """Behind words if it stood behind words, on a line of its own if it stood on one; where it was, or right after."""
    assert form(written) == tidy
    assert form(tidy) == tidy


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("define a as x\ndefine bcd as x", "define a   as x\ndefine bcd as x\n"),
        ("define a as x\n# y\ndefine bcd as x", "define a   as x\n# y\ndefine bcd as x\n"),
        ("define a as x\n\ndefine bcd as x", "define a as x\n\ndefine bcd as x\n"),
        ("define a as x\nregion r\ndefine bcd as x", "define a as x\nregion r\ndefine bcd as x\n"),
        (f"define a as {'x' * 80}\ndefine bcdefghijkl as x", f"define a as {'x' * 80}\ndefine bcdefghijkl as x\n"),
        (
            f"define a as x\ndefine bcd as x\ndefine e as {'x' * 90}",
            f"define a   as x\ndefine bcd as x\n\ndefine e as\n    {'x' * 90}\n",
        ),
        (f"define a as {'x' * 90}\ndefine b as x", f"define a as\n    {'x' * 90}\n\ndefine b as x\n"),
    ],
)
def test_defines_that_stand_together_are_a_table(written: str, tidy: str) -> None:
    """If there is room, and each is on one line."""
    assert form(written) == tidy
    assert form(tidy) == tidy


@pytest.mark.parametrize("count", [82, 83])
def test_a_line_is_full_at_a_hundred_columns(count: int) -> None:
    """What is one wider is broken; a wide character counts for two, a comment for none."""
    for letters in ("x" * count, "日" * (count // 2) + "x" * (count % 2)):
        text = form(f'never a is "{letters}" or y # {letters}')
        assert ("\n" in text.rstrip()) == (count > 82), text
        assert columns(text.split("\n", maxsplit=1)[0].partition("  #")[0]) <= WIDTH


@pytest.mark.parametrize(
    "written",
    ["2026-12-01T09:00+02:00", "2026-12-01T09:00-11:30", "2026-12-01T09:00:30Z", "2026-12-01T09:00", "23:59:59"],
)
def test_a_moment_keeps_its_offset(written: str) -> None:
    """And has no seconds where there are none."""
    assert form(f"never a is {written}") == f"never a is {written}\n"
    assert form("never a is 2026-12-01T09:00:00+00:00") == "never a is 2026-12-01T09:00Z\n"


@pytest.mark.parametrize("character", ["\u202e", "\u2066", "\u200b", "\ufeff", "\u2028", "\x85"])
def test_what_nobody_would_see_in_a_string_is_an_escape(character: str) -> None:
    """Also where it may stand as it is."""
    escaped = f"\\u{ord(character):04x}"
    assert form(f'region "{escaped}"') == f'region "{escaped}"\n'


@pytest.mark.parametrize(
    "text", ["(" * 200 + "a" + ")" * 200, "not " * 200 + "a", "(a or (b and " * 90 + "c" + "))" * 90]
)
def test_the_deepest_nesting_is_formatted(text: str) -> None:
    """As deep as a caller may allow."""
    once = form(f"never {text}")
    assert form(once) == once


def test_a_text_that_cannot_be_parsed_is_refused() -> None:
    """With its diagnostics, a hundred at most; unknown names and missing includes are no matter."""
    with pytest.raises(RulesError) as caught:
        form("region a when\nregion b when b or\n" * 60)
    assert [each.code for each in caught.value.diagnostics] == ["BR102"] * 100 + ["BR006"]
    assert form('include "nowhere"  never nothing') == 'include "nowhere"\nnever nothing\n'


def test_nesting_past_the_bound_is_refused() -> None:
    """Which is 64 unless the caller says otherwise."""
    text = "never " + "not " * 65 + "a"
    with pytest.raises(RulesError, match="BR002"):
        formatted(Source("rules", text))
    assert formatted(Source("rules", text), Limits(depth=65)) == f"{text}\n"


@pytest.mark.parametrize(
    "other", ["never a is 2", "never a is 1.0", "never a is 1 # d", "# c\nnever b", "# c", "# c\nnever", ""]
)
def test_what_does_not_say_the_same_is_never_returned(other: str) -> None:
    """Another tree, other comments, and what cannot be read raise an error of their own."""
    script = scripted(Source("rules", "# c\nnever a is 1"), LIMITS)
    assert faithful(Source("rules", "never a is 1 # c"), script, LIMITS) == "never a is 1 # c"
    with pytest.raises(FormatError, match=r"\Arules: "):
        faithful(Source("rules", other), script, LIMITS)
