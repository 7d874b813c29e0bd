"""
`blockrules diff`.
"""

import json
import subprocess
from pathlib import Path

import pytest

from blockrules.cli.diff import _line
from blockrules.cli.revisions import Revision
from tests.cli.conftest import SITE, Command


def git(*arguments: str) -> None:
    """
    Git, in the current folder.
    """
    names = ["-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], check=True, capture_output=True)


@pytest.fixture
def repository(folder: Path) -> Path:
    """
    A folder with two versions of a file that includes another; the newer one is not committed.
    """
    git("init", "-q", "-b", "main")
    (folder / "parts").mkdir()
    (folder / "parts" / "team.blockrules").write_text("region guests when member", "utf-8")
    (folder / "site.blockrules").write_text(SITE.lstrip() + 'include "parts/team.blockrules"\n', "utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    (folder / "parts" / "team.blockrules").write_text("region guests when not member", "utf-8")
    return folder


def test_two_files_are_compared(command: Command, folder: Path) -> None:
    """A difference ends with 1, as one of a text does; where there is none, that is told."""
    (folder / "new.blockrules").write_text(SITE.replace("and not member", ""), "utf-8")
    done = command("diff", "site.blockrules", "new.blockrules")
    assert (done.status, done.err) == (1, "")
    assert "\n`hero` appears\n  where device is desktop and member\n" in done.out
    assert (
        command("diff", "site.blockrules", "site.blockrules").out == "every page that both take has the same layout\n"
    )
    assert command("diff", "site.blockrules", "site.blockrules").status == 0


def test_a_difference_is_json_for_tools(command: Command, folder: Path) -> None:
    """With a page and both its layouts."""
    (folder / "new.blockrules").write_text(SITE.replace("and not member", ""), "utf-8")
    found = json.loads(command("diff", "site.blockrules", "new.blockrules", "--json").out)
    assert found["equal"] is False
    (change,) = found["changes"]
    assert (change["kind"], change["region"], change["where"]["cases"]) == (
        "appears", "hero", ["device is desktop and member"],
    )  # fmt: skip
    assert [region["name"] for region in change["new"]["layout"]["regions"]][:1] == ["hero"]


def test_what_facts_say_differently_is_a_difference(command: Command, folder: Path) -> None:
    """Though every page has the same layout."""
    (folder / "new.blockrules").write_text(SITE.replace("facts {", "facts { extra: bool = false"), "utf-8")
    done = command("diff", "site.blockrules", "new.blockrules")
    assert done.status == 1
    assert done.out.startswith("the fact `extra` is new: pages that give it are not compared\n\nevery page that both")


def test_a_file_is_compared_with_what_it_was(command: Command, repository: Path) -> None:
    """At a revision, with what it included then."""
    done = command("diff", "HEAD", "site.blockrules")
    assert done.status == 1
    assert "`guests` appears\n  where not member\n" in done.out
    git("commit", "-qam", "two")
    assert command("diff", "HEAD", "site.blockrules").status == 0
    assert command("diff", "HEAD~1", "site.blockrules").status == 1


def test_faults_are_told_where_they_are(command: Command, repository: Path) -> None:
    """Those of the older version with the revision that has them."""
    (repository / "site.blockrules").write_text('include "parts/tem.blockrules" region r when', "utf-8")
    (repository / "parts" / "bad.blockrules").write_bytes(b"\xff")
    git("add", ".")
    git("commit", "-qm", "broken")
    done = command("diff", "site.blockrules", "HEAD~1")
    assert done.status == 2
    (repository / "site.blockrules").write_text(SITE, "utf-8")
    done = command("diff", "HEAD", "site.blockrules")
    assert done.status == 1
    assert "site.blockrules at HEAD:1:9" in done.err
    assert "did you mean `parts/team.blockrules`?" in done.err
    found = json.loads(command("diff", "HEAD", "site.blockrules", "--json").out)
    assert [each["code"] for each in found["errors"]] == ["BR601", "BR102"]


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nowhere", "`nowhere` is neither a rules file nor a revision that Git knows"),
        ("--output=x", ""),
        ("", "is neither a rules file nor a revision"),
    ],
)
def test_what_is_neither_file_nor_revision_is_wrong_usage(
    command: Command, repository: Path, old: str, said: str
) -> None:
    """And nothing that Git would take for an option."""
    arguments = ["diff", "--", old, "site.blockrules"] if old.startswith("-") else ["diff", old, "site.blockrules"]
    done = command(*arguments)
    assert done.status == 2
    assert said in done.err
    assert not (repository / "x").exists()


def test_a_file_that_was_not_there_is_told(command: Command, repository: Path) -> None:
    """At that revision."""
    (repository / "late.blockrules").write_text("region r", "utf-8")
    done = command("diff", "HEAD", "late.blockrules")
    assert (done.status, "late.blockrules was not there at `HEAD`" in done.err) == (2, True)


def test_without_git_two_files_are_needed(command: Command, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And said to be."""
    monkeypatch.setenv("PATH", "")
    done = command("diff", "HEAD", "site.blockrules")
    assert (done.status, "git is not installed here" in done.err) == (2, True)


def test_marks_are_painted_on_a_terminal() -> None:
    """What is new, what is gone, what is otherwise, and the headings."""
    lines = ["`r` appears", "  + new", "  - old", "  ~ one  other", "    both  both"]
    painted = [_line(line) for line in lines]
    assert [line.startswith("\x1b[") for line in painted] == [True, True, True, True, False]


def test_the_files_of_a_revision_are_counted(repository: Path) -> None:
    """Those of the folder, by their path from it."""
    assert sorted(Revision(repository, "HEAD")) == ["parts/team.blockrules", "site.blockrules"]
    assert len(Revision(repository, "HEAD")) == 2
