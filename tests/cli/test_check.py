"""
`blockrules check`.
"""

import json
import os
from pathlib import Path

import pytest

from blockrules.cli.files import rewrite
from blockrules.cli.mending import Mend, Seen
from blockrules.language.source import Source
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
    assert done.out.endswith(
        "1 fix made; 1 error in 1 file\n1 fix was left to you: it may change what the rules mean, or lose a comment\n"
    )
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


def test_a_fix_is_written_where_its_fault_was_read(command: Command, folder: Path) -> None:
    """A detour through a link leads to no other file."""
    (folder / "real" / "sub").mkdir(parents=True)
    (folder / "x").symlink_to("real/sub", target_is_directory=True)
    written(folder / "real", main='include "part.blockrules"\n', part="facts { a: bool } region r when a == true\n")
    written(folder, part="# another\n")
    assert command("check", "--fix", "x/../main.blockrules").status == 0
    assert (folder / "part.blockrules").read_text(encoding="utf-8") == "# another\n"
    assert "region r when a\n" in (folder / "real" / "part.blockrules").read_text(encoding="utf-8")


def test_a_byte_order_mark_stays(command: Command, folder: Path) -> None:
    """What was not at fault is not touched."""
    (folder / "x.blockrules").write_bytes(b"\xef\xbb\xbffacts { a: bool } region r when a == true")
    command("check", "--fix", "x.blockrules")
    assert (folder / "x.blockrules").read_bytes() == b"\xef\xbb\xbffacts { a: bool } region r when a"


def test_fixes_are_made_past_the_first_hundred_and_behind_one_another(command: Command, folder: Path) -> None:
    """Though there may be as many faults after a round as before."""
    many = "".join(f"region r{number} when a == true {{ block b{number} in s }}\n" for number in range(250))
    written(folder, many="facts { a: bool }\n" + many)
    done = command("check", "--fix", "many.blockrules")
    assert "== true" not in (folder / "many.blockrules").read_text(encoding="utf-8")
    assert (done.status, done.out[:15]) == (0, "250 fixes made;")


def test_fixes_that_undo_one_another_come_to_an_end(tmp_path: Path) -> None:
    """No text is written twice."""
    source = Source(str(tmp_path / "x"), "a")
    (tmp_path / "x").write_text("a", encoding="utf-8")
    assert rounds(source, ["b", "c", "a"]) == ["b", "c"]
    assert rounds(source, ["a"]) == []


def rounds(source: Source, texts: list[str]) -> list[str]:
    """
    Those of *texts*, each from the one before, that are new.
    """
    seen = Seen()
    made = []
    for text in texts:
        if not seen.adds({source: Mend(text, 1)}):
            break
        made.append(text)
        source = Source(source.name, text)
    return made


def test_a_part_is_mended_only_where_no_other_file_suffers(command: Command, folder: Path) -> None:
    """What is a fault in one may be right in another; that is told, and the part stays."""
    part = "region b when active(Hero) { block x in s }\n"
    sound, broken = (
        'region Hero { block h in s } include "p.blockrules"\n',
        'region hero { block h in s } include "p.blockrules"\n',
    )
    (folder / "site.blockrules").unlink()
    written(folder, p=part, sound=sound, broken=broken)
    done = command("check", "--fix", ".")
    assert (folder / "p.blockrules").read_text(encoding="utf-8") == part
    assert done.status == 1
    assert "1 fix not made in p.blockrules: sound.blockrules, which includes it, would have more errors\n" in done.out
    found = json.loads(command("check", "--fix", ".", "--json").out)
    assert found["fixes"] == 0
    assert found["withheld"] == [{"file": "p.blockrules", "fixes": 1, "because": "sound.blockrules"}]
    assert command("check", "--fix", "broken.blockrules").status == 0


def test_every_file_of_a_folder_is_reached(command: Command, folder: Path) -> None:
    """Also those that only files in a circle include, or that include themselves."""
    (folder / "site.blockrules").unlink()
    written(
        folder,
        aa_part="region d",
        b='include "c.blockrules" include "aa_part.blockrules"',
        c='include "b.blockrules"',
        d="region alone",
        e='include "e.blockrules"',
    )
    found = json.loads(command("check", ".", "--json").out)
    assert found["files"] == 4
    assert {each["span"]["source"] for each in found["diagnostics"] if each["code"] == "BR602"} == {
        "b.blockrules",
        "c.blockrules",
        "e.blockrules",
    }


def test_a_file_is_one_file_however_it_is_named(command: Command, folder: Path) -> None:
    """By a link or a detour; and one that is named is checked though another includes it."""
    written(folder, one='include "two.blockrules"', two="region a when b")
    (folder / "link.blockrules").symlink_to("two.blockrules")
    named = json.loads(command("check", "./one.blockrules", "./two.blockrules", "link.blockrules", "--json").out)
    assert (named["files"], len(named["diagnostics"])) == (2, 1)
    (folder / "parts").mkdir()
    assert json.loads(command("check", "parts/../two.blockrules", ".", "--json").out)["files"] == 3
    written(folder, one='include "part.blockrules"', two='include "part.blockrules"', part="region a when b")
    part = json.loads(command("check", "one.blockrules", "parts/../two.blockrules", "--json").out)
    assert len(part["diagnostics"]) == 1
    assert command("fmt", "--check", "two.blockrules", "link.blockrules").out.count("would write") == 1


def test_of_many_warnings_the_first_are_shown(command: Command, folder: Path) -> None:
    """And the rest counted; tools get all."""
    many = "".join(f"region r{number} when k in (a, a) {{ block x{number} in s }}\n" for number in range(150))
    written(folder, many="facts { k: one of a, b }\n" + many)
    done = command("check", "many.blockrules")
    assert done.out.count("warning[") == 100
    assert done.out.endswith("\n\n50 more warnings\n\n150 warnings in 1 file\n")
    assert len(json.loads(command("check", "many.blockrules", "--json").out)["diagnostics"]) == 150


def test_a_long_name_of_a_file_is_no_hindrance(command: Command, folder: Path) -> None:
    """What is written beside it has a short one."""
    name = "x" * 240 + ".blockrules"
    (folder / name).write_text("facts { a: bool } region r when a == true", encoding="utf-8")
    assert command("check", "--fix", name).status == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_told(command: Command, folder: Path) -> None:
    """It is not passed over in silence."""
    (folder / "secret").mkdir(mode=0)
    done = command("check", ".")
    assert (done.status, done.err) == (2, "error: secret: permission denied\n")


def test_a_file_that_cannot_be_read_or_written_keeps_no_other_from_being_told(command: Command, folder: Path) -> None:
    """Status 2, and for tools the reason."""
    (folder / "gone.blockrules").symlink_to("nowhere")
    written(folder, x=FAULTY)
    for arguments in ([], ["--fix"]):
        done = command("check", *arguments, ".")
        assert (done.status, done.err) == (2, "error: gone.blockrules: no such file or directory\n")
        assert "error[BR201]" in done.out
    found = json.loads(command("check", ".", "--json").out)
    assert found["errors"] == [{"message": "gone.blockrules: no such file or directory"}]
    assert found["files"] == 2
    assert command("fmt", "--check", ".").status == 2
    assert command("test", ".").status == 2
    for name in ("check", "fmt", "test"):
        assert command(name, "gone.blockrules").out == ""


def test_a_file_that_cannot_be_written_is_named(folder: Path) -> None:
    """Not what stands beside it."""
    (folder / "gone.blockrules").symlink_to("nowhere")
    with pytest.raises(FileNotFoundError) as caught:
        rewrite(Path("gone.blockrules"), "")
    assert caught.value.filename == "gone.blockrules"


def test_wrong_usage_is_json_for_tools_too(command: Command) -> None:
    """As well as a word for whoever looks on."""
    done = command("check", "missing", "--explain", "BR999", "--json")
    assert json.loads(done.out) == {"errors": [{"message": "no code is called BR999; codes look like BR204"}]}
    assert done.err.startswith("error: no code")


def test_promises_are_proved_or_broken(command: Command, folder: Path) -> None:
    """A broken one ends the command with 1, and the command that is shown replays it."""
    text = "facts { a: bool, b: bool } region r when a { block x in s } never active(r) and not a never active(r) and b"
    written(folder, kept=text)
    done = command("check", "kept.blockrules")
    assert done.status == 1
    assert done.out.endswith("\n1 warning in 1 file; 1 promise proved\n")
    assert "help: see why: `blockrules explain kept.blockrules a=true b=true r`" in done.out
    assert command("explain", "kept.blockrules", "a=true", "b=true", "r").out.startswith("r is active")
    found = json.loads(command("check", "kept.blockrules", "--json").out)
    assert [each["verdict"] for each in found["promises"]] == ["proved", "refuted"]
    assert found["promises"][1]["page"] == {"a": True, "b": True}


def test_what_can_never_be_is_found(command: Command, folder: Path) -> None:
    """As a warning, which leaves the status as it is."""
    written(folder, never="facts { a: bool } region r when a and not a { block x in s }")
    done = command("check", "never.blockrules")
    assert done.status == 0
    assert "warning[BR915]: the region `r` can never be active" in done.out
