"""
What a terminal is shown.
"""

import io
import time
from pathlib import Path

import pytest

import blockrules
from blockrules.cli.files import mains
from blockrules.cli.terminal import Terminal, Usage, counted, painted


class Screen(io.StringIO):
    """
    An output that somebody looks at.
    """

    def isatty(self) -> bool:
        return True


def test_long_work_says_how_far_it_is() -> None:
    """From the second second on; the line is gone at the end."""
    screen = Screen()
    terminal = Terminal.of(io.StringIO(), io.StringIO(), screen, {})
    work = terminal.progress([Path("a"), Path("b"), Path("c")], "checking")
    assert next(work) == Path("a")
    assert screen.getvalue() == ""
    time.sleep(1.05)
    assert list(work) == [Path("b"), Path("c")]
    assert screen.getvalue() == "\r\x1b[Kchecking 2 of 3: b\r\x1b[Kchecking 3 of 3: c\r\x1b[K"


def test_nobody_is_told_how_far_work_is_where_nobody_looks() -> None:
    """A pipe gets the output alone."""
    pipe = io.StringIO()
    work = Terminal.of(io.StringIO(), io.StringIO(), pipe, {}).progress([Path("a"), Path("b")], "checking")
    next(work)
    time.sleep(1.05)
    assert [*work] == [Path("b")]
    assert pipe.getvalue() == ""


def test_who_looks_on_is_told_that_work_goes_on() -> None:
    """After a second, and the line is gone at the end; a pipe gets nothing."""
    screen, pipe = Screen(), io.StringIO()
    for stream in (screen, pipe):
        with Terminal.of(io.StringIO(), io.StringIO(), stream, {}).working("proving"):
            time.sleep(1.3)
    assert screen.getvalue() == "\r\x1b[Kproving, 1 s\r\x1b[K"
    assert pipe.getvalue() == ""
    with Terminal.of(io.StringIO(), io.StringIO(), Screen(), {}).working("proving"):
        pass


def test_a_diagnostic_is_painted_by_its_lines() -> None:
    """What stands in the file is left alone, whatever it looks like."""
    with pytest.raises(blockrules.RulesError) as error:
        blockrules.loads('facts { front: bool }\nregion a when frnt # error[BR201]: x\nregion b when front is "x"\n')
    shown = painted(str(error.value))
    assert "\x1b[1;31merror[BR201]\x1b[0m: \x1b[1mno fact named `frnt`\x1b[0m" in shown
    assert "\x1b[34m2 |\x1b[0m region a when frnt # error[BR201]: x" in shown
    assert "\x1b[34m  |\x1b[0m               \x1b[1;31m^^^^\x1b[0m" in shown
    assert "\x1b[34m  = \x1b[0m\x1b[36mhelp\x1b[0m: did you mean `front`?" in shown
    assert "\x1b[34m --> rules:2:15\x1b[0m" in shown


def test_a_warning_is_painted_otherwise() -> None:
    """In yellow."""
    (warning,) = blockrules.loads("facts { k: one of a, b }\nregion r when k in (a, a) { block x in s }").warnings
    assert painted(str(warning)).startswith("\x1b[1;33mwarning[BR901]\x1b[0m: ")


def test_things_are_counted_in_words() -> None:
    """One, several, and those whose plural is their own."""
    assert [counted(number, "error") for number in (0, 1, 2, 1_000)] == [
        "0 errors",
        "1 error",
        "2 errors",
        "1,000 errors",
    ]
    assert counted(2, "fix", "fixes") == "2 fixes"


def test_a_file_named_twice_is_taken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And a broken part of a folder is still found."""
    monkeypatch.chdir(tmp_path)
    Path("a.blockrules").write_text("region a", encoding="utf-8")
    Path("b.blockrules").write_bytes(b"\xff")
    terminal = Terminal.of(io.StringIO(), io.StringIO(), io.StringIO(), {})
    assert mains(["a.blockrules", ".", "a.blockrules"], terminal) == [Path("a.blockrules"), Path("b.blockrules")]
    Path("empty").mkdir()
    with pytest.raises(Usage):
        mains(["empty"], terminal)
