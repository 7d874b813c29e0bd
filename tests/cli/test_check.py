"""
`blockrules check`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

FAULTY = "facts { front: bool }\nregion a when frnt { block x in s }\nregion b when front == true { block y in s }\n"


def written(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.blockrules").write_text(text, encoding="utf-8")


def test_a_sound_file_is_said_to_be_so(command: Command) -> None:
    """With status 0."""
    done = command("check", "site.blockrules")
    assert (done.status, done.out, done.err) == (0, "nothing to mend in 1 file\n", "")


def test_every_fault_is_shown_and_counted(command: Command, folder: Path) -> None:
    """With status 1."""
    written(folder, bad=FAULTY)
    done = command("check", "bad.blockrules", "site.blockrules")
    assert done.status == 1
    assert done.out.startswith("error[BR201]: no fact named `frnt`\n --> bad.blockrules:2:15\n")
    assert done.out.endswith("\n2 errors in 2 files\n")


def test_warnings_alone_are_no_findings(command: Command, folder: Path) -> None:
    """They are shown, with status 0."""
    written(folder, odd="facts { k: one of a, b }\nregion r when k in (a, a) { block x in s }\n")
    done = command("check", "odd.blockrules")
    assert done.status == 0
    assert done.out.startswith("warning[BR901]")
    assert done.out.endswith("1 warning in 1 file\n")


def test_a_folder_is_checked_whole_and_its_parts_with_those_that_include_them(command: Command, folder: Path) -> None:
    """A part that two files include is told of once; hidden folders are left alone."""
    (folder / "parts").mkdir()
    (folder / ".old").mkdir()
    (folder / "parts" / "facts.blockrules").write_text("facts { front: bool }\nregion a when b\n", encoding="utf-8")
    (folder / ".old" / "x.blockrules").write_text("!", encoding="utf-8")
    written(folder, one='include "parts/facts.blockrules"\n', two='include "parts/facts.blockrules"\nregion c\n')
    done = command("check", ".", "--json")
    found = json.loads(done.out)
    assert found["files"] == 3
    assert [(each["code"], each["span"]["source"]) for each in found["diagnostics"] if each["severity"] == "error"] == [
        ("BR201", "parts/facts.blockrules")
    ]
    named = command("check", "parts/facts.blockrules", "--json")
    assert json.loads(named.out)["files"] == 1


def test_files_that_include_one_another_in_a_circle_are_all_checked(command: Command, folder: Path) -> None:
    """None of them is a part only."""
    (folder / "site.blockrules").unlink()
    written(folder, one='include "two.blockrules"\n', two='include "one.blockrules"\n')
    assert command("check", ".").out.count("error[BR602]") == 2


def test_findings_are_json_for_tools(command: Command, folder: Path) -> None:
    """As `Diagnostic.to_dict` has them."""
    written(folder, bad=FAULTY)
    done = command("check", "bad.blockrules", "--json")
    found = json.loads(done.out)
    assert done.status == 1
    assert (found["files"], found["fixes"]) == (1, 0)
    assert [each["span"]["line"] for each in found["diagnostics"]] == [2, 3]
    assert command("check", "bad.blockrules", "--format", "json").out == done.out


def test_findings_are_annotations_of_a_workflow(command: Command, folder: Path) -> None:
    """One a line, with what would end it escaped."""
    (folder / "50%,a:b.blockrules").write_text(FAULTY, encoding="utf-8")
    done = command("check", "50%,a:b.blockrules", "--format", "github")
    lines = done.out.splitlines()
    assert done.status == 1
    assert lines[0].startswith(
        "::error file=50%25%2Ca%3Ab.blockrules,line=2,endLine=2,col=15,endColumn=19,title=BR201::no fact named `frnt`%0"
    )
    assert len(lines) == 2


def test_safe_fixes_are_made(command: Command, folder: Path) -> None:
    """Until there are none; the rest is told, and line ends and modes stay as they are."""
    written(folder, bad=FAULTY.replace("\n", "\r\n"))
    (folder / "bad.blockrules").chmod(0o640)
    done = command("check", "--fix", "bad.blockrules")
    text = (folder / "bad.blockrules").read_bytes()
    assert text == FAULTY.replace("front == true", "front").replace("\n", "\r\n").encode()
    assert (folder / "bad.blockrules").stat().st_mode & 0o777 == 0o640
    assert done.status == 1
    assert done.out.endswith("fix made; 1 error in 1 file\n") or "fixes made; 1 error" in done.out
    assert sorted(path.name for path in folder.iterdir()) == ["bad.blockrules", "site.blockrules"]


def test_nothing_is_written_where_nothing_can_be_mended(command: Command, folder: Path) -> None:
    """The file is left as it is."""
    before = (folder / "site.blockrules").stat().st_mtime_ns
    assert command("check", "--fix", "site.blockrules").out == "nothing to mend in 1 file\n"
    assert (folder / "site.blockrules").stat().st_mtime_ns == before


def test_the_standard_input_can_be_checked(command: Command) -> None:
    """Beside files, and with bytes that are no text."""
    done = command("check", "-", "site.blockrules", text="region a when b")
    assert "--> standard input:1:15" in done.out
    assert done.out.endswith("1 error in 2 files\n")


def test_a_code_is_explained(command: Command) -> None:
    """In either letter case."""
    done = command("check", "--explain", "br204")
    assert done.status == 0
    assert done.out.startswith("BR204 ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--explain", "BR999"], "no code is called BR999"),
        ([], "which files?"),
        (["missing.blockrules"], "missing.blockrules: no such file or directory"),
        (["empty"], "empty: no *.blockrules file is in this folder"),
        (["--fix", "-"], "the standard input is none"),
    ],
)
def test_what_cannot_be_done_is_wrong_usage(command: Command, folder: Path, arguments: list[str], said: str) -> None:
    """With status 2."""
    (folder / "empty").mkdir()
    done = command("check", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert said in done.err
