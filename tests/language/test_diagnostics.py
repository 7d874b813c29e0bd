r"""
Diagnostics as a terminal shows them, and as tools read them.
"""

import json
import time

import pytest

import blockrules
from blockrules import Diagnostic, Limits, RulesError


def found(text: str, **files: str) -> tuple[Diagnostic, ...]:
    """
    The errors of *text*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text, files=files)
    return caught.value.diagnostics


def drawn(text: str, **files: str) -> list[str]:
    """
    The lines that show the only error of *text*.
    """
    (diagnostic,) = found(text, **files)
    return str(diagnostic).split("\n")


@pytest.mark.parametrize(
    ("line", "shown", "marks"),
    [
        ("region a when nope", "region a when nope", "              ^^^^"),
        ("\tregion a when nope", "\\tregion a when nope", "                ^^^^"),
        ('region "中文" when nope', 'region "中文" when nope', "                   ^^^^"),
        ('region "e\u0301" when nope', 'region "e\u0301" when nope', "                ^^^^"),
        (
            "region a when nope # \x1b[2J \u202e \ud800",
            "region a when nope # \\x1b[2J \\u202e \\ud800",
            " " * 14 + "^^^^",
        ),
        ('region "a\x07" when true', 'region "a\\x07" when true', "         ^^^^"),
        ("region a when nope\r", "region a when nope", "              ^^^^"),
        ("region é", "region é", "       ^"),
        ('region a when "\u202enope"', 'region a when "\\u202enope"', "              ^^^^^^^^^^^^"),
        ("", "", "^"),
    ],
)
def test_carets_stand_below_the_fault(line: str, shown: str, marks: str) -> None:
    """Whatever the width of what stands before it; what a terminal could act on comes escaped."""
    if line:
        *_, above, below = [each for each in drawn(f"\n{line}\n") if " | " in each][:2]
        assert (above, below) == (f"2 | {shown}", f"  | {marks}")
    else:
        (diagnostic,) = found_in_no_bytes()
        assert str(diagnostic).split("\n")[2:5] == ["  |", "1 |", "  | ^"]


def found_in_no_bytes() -> tuple[Diagnostic, ...]:
    with pytest.raises(RulesError) as caught:
        blockrules.loads("\n#", limits=Limits(bytes=0))
    return caught.value.diagnostics


def test_a_label_in_another_file_is_drawn_with_it() -> None:
    """Both places stand under the same gutter, each with the name of its file."""
    first, *rest = drawn('include "b"\nregion a', b="\n" * 9 + "region a")
    assert first.startswith("error[BR206]: ")
    assert rest == [
        "  --> rules:2:8",
        "   |",
        " 2 | region a",
        "   |        ^",
        "  ::: b:10:8",
        "   |",
        "10 | region a",
        "   |        ^ the first one",
        "   = help: to add to it, write `extend a { … }`",
    ]


def test_help_and_fixes_stand_below() -> None:
    """What to do comes last: the help, then each fix that it does not tell already."""
    assert drawn("facts { front: bool }\nregion a when front is not true")[-2:] == [
        "  |               ^^^^^^^^^^^^^^^^^",
        "  = help: write `not front`",
    ]
    assert drawn("facts { f: bool } region a { x: yes }")[-2:] == [
        '  = help: to write it as a string, write `"yes"`',
        "  = fix: write `true`",
    ]
    both = drawn("facts { a: bool }\nregion b when a and\n  a or a")
    assert both[-2:] == ["  = fix: write `(a and a) or a`", "  = fix: write `a and (a or a)`"]


def test_of_a_fault_over_many_lines_the_first_is_marked_to_its_end() -> None:
    """The carets do not run on below nothing."""
    lines = drawn("facts { n: int }\nregion a when n # x\n  is empty")
    assert lines[3:5] == ["2 | region a when n # x", "  |               ^^^^^"]


@pytest.mark.parametrize("length", [101, 150, 10_000, 1_000_000])
def test_a_long_line_is_cut_round_the_fault(length: int) -> None:
    """A terminal shows the fault, wherever in the line it stands, and not much else."""
    line = f"region a # {'x' * length}"
    for before, after in (("", line), (f'region "{"x" * length}" ', ""), (f'region "{"x" * length}" ', line)):
        lines = drawn(f"{before}when nope {after}" if before else f"region b when nope {after}")
        assert all(len(each) < 120 for each in lines[3:5])
        marks = lines[4].index("^")
        assert lines[3][marks : lines[4].rindex("^") + 1] == "nope"


@pytest.mark.parametrize("words", [15, 20])
def test_what_is_drawn_of_a_line_is_a_stretch_of_it(words: int) -> None:
    """Nothing is left out in the middle."""
    line = f"region a when {'_'.join(map(str, range(100, 100 + words)))} # why".replace("100", "n")
    assert drawn(line)[3].removeprefix("1 | ") in line


def test_a_long_name_is_shortened_in_the_message() -> None:
    """Both its ends are shown."""
    message = found(f"region a when {'x' * 5000}y")[0].message
    assert message.startswith("no fact named `xxx")
    assert message.endswith("xxxy`")
    assert len(message) < 250


def test_a_diagnostic_is_plain_json_for_tools() -> None:
    """Offsets from 0, lines and columns from 1, every place with the name of its file."""
    (diagnostic,) = found('\ufeffinclude "b"\nfacts { f: bool }\nregion a when f is true', b="\r\n")
    span = {"source": "rules", "start": 44, "end": 53, "line": 3, "column": 15, "end_line": 3, "end_column": 24}
    assert json.loads(json.dumps(diagnostic.to_dict())) == {
        "code": "BR302",
        "severity": "error",
        "message": "`f` is a bool, which is not compared",
        "span": span,
        "labels": [],
        "help": "write `f`",
        "fixes": [{"title": "write `f`", "replacements": [{"span": span, "text": "f"}], "safe": True}],
    }
    (twice,) = found('include "b"\nregion a', b="region a")
    (label,) = json.loads(json.dumps(twice.to_dict()))["labels"]
    assert (label["text"], label["span"]["source"], label["span"]["start"]) == ("the first one", "b", 7)


@pytest.mark.parametrize(
    "text",
    [
        'region "abcdef\u202egh"\nregion a when active(abcdefgh)',
        'region "abcdef\\u001bgh"\nregion a when active(abcdefgh)',
        'facts { "abc\u202e": bool }\nregion a when "abc\u202e" is true',
    ],
)
def test_nothing_that_is_drawn_can_move_the_cursor(text: str) -> None:
    """Control characters come escaped in helps and fixes too."""
    assert all(map(str.isprintable, drawn(text)))


def test_a_fix_is_shown_without_the_comments_in_it() -> None:
    """What the title says can be written is what the fix writes."""
    lines = drawn("facts { a: bool }\nregion b when a and # why\n  a or a")
    assert lines[-2:] == ["  = fix: write `(a and a) or a`", "  = fix: write `a and (a or a)`"]


HUGE = "L" * 6_000


@pytest.mark.parametrize(
    "text",
    [
        f"region a when path matches 'x{HUGE}'",
        f"facts {{ now{HUGE}: bool }} region a when now{HUGE}.date",
        f"facts {{ n{HUGE}: int }} region a when 5 < n{HUGE}",
        'region "a' + "\U000e0001" * 3_000 + '" when nope',
        "".join(f'region r{number} after r{number + 1} {{ block "{HUGE}" }}\n' for number in range(9))
        + "region r9 after r0",
        "region a " + "\U000e0001" * 99,
    ],
)
def test_no_text_makes_a_drawing_long(text: str) -> None:
    """Names, advice, fixes and places are all bounded, and the place itself is always shown."""
    for diagnostic in found(text):
        assert len(str(diagnostic)) < 4_000
        assert " --> rules:" in str(diagnostic)


def test_places_past_the_bound_are_left_out() -> None:
    """What is said of them is still data."""
    source = blockrules.Source("x" * 5_000, "\U000e0001" * 99)
    labels = tuple(blockrules.Label(blockrules.Span(source, 0, 99), HUGE) for _ in range(9))
    diagnostic = Diagnostic("BR001", "error", "m", blockrules.Span(source, 0, 99), labels, HUGE)
    assert len(str(diagnostic)) < 4_000
    assert 2 < str(diagnostic).count("xx:1:1") < 9


def test_drawing_takes_no_longer_for_a_longer_line() -> None:
    """A hundred faults on a line of megabytes are drawn at once."""
    source = blockrules.Source("x", "a" * 8_000_000 + "\n")
    faults = [Diagnostic("BR001", "error", "m", blockrules.Span(source, at, at + 1)) for at in range(1_000)]
    start = time.process_time()
    shown = [str(each) for each in faults]
    assert time.process_time() - start < 2
    assert len(shown[0]) < 500
