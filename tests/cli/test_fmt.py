"""
`blockrules fmt`.
"""

from pathlib import Path

import pytest

from tests.cli.conftest import Command

UGLY = "facts{front:bool}   # what a page says\nregion   a when(front){block b in s}\n"


@pytest.fixture
def ugly(folder: Path) -> Path:
    """
    A file that is not in the one layout.
    """
    path = folder / "ugly.blockrules"
    path.write_text(UGLY, encoding="utf-8")
    return path


def test_files_are_written(command: Command, ugly: Path) -> None:
    """Once; the next time there is nothing to do."""
    done = command("fmt", "ugly.blockrules")
    assert (done.status, done.out) == (0, "")
    assert done.err == "1 file written\n"
    assert "# what a page says" in ugly.read_text(encoding="utf-8")
    assert ugly.read_text(encoding="utf-8") != UGLY
    assert command("fmt", ".").err == "2 files as they should be\n"


def test_check_names_what_would_be_written(command: Command, ugly: Path) -> None:
    """With status 1, and nothing written."""
    done = command("fmt", "--check", ".")
    assert (done.status, done.out) == (1, "would write ugly.blockrules\n")
    assert done.err == "1 file to write, 1 file as it should be\n"
    assert ugly.read_text(encoding="utf-8") == UGLY
    assert command("fmt", "--check", "site.blockrules").status == 0


def test_diff_shows_what_would_change(command: Command, ugly: Path) -> None:
    """As a unified diff, also where the last line has no end."""
    ugly.write_text(UGLY.rstrip(), encoding="utf-8")
    done = command("fmt", "--diff", "ugly.blockrules")
    assert done.status == 1
    assert done.out.startswith("--- ugly.blockrules\n+++ ugly.blockrules\n@@ -1,2 +1,")
    assert "-region   a when(front){block b in s}\n\\ No newline at end of file\n" in done.out
    assert ugly.read_text(encoding="utf-8") == UGLY.rstrip()


def test_the_standard_input_goes_to_the_output(command: Command) -> None:
    """In the one layout, or checked for it."""
    done = command("fmt", "-", text=UGLY)
    assert (done.status, done.err) == (0, "")
    assert command("fmt", "-", text=done.out).out == done.out
    assert command("fmt", "--check", "-", text=UGLY).status == 1
    assert command("fmt", "--check", "-", text=done.out).status == 0


def test_a_file_with_errors_is_left(command: Command, ugly: Path) -> None:
    """The others are written; status 1."""
    (ugly.parent / "bad.blockrules").write_text("region {", encoding="utf-8")
    done = command("fmt", ".")
    assert done.status == 1
    assert done.err.startswith("error[BR")
    assert done.err.endswith("1 file written, 1 file left, because of errors, 1 file as it should be\n")
    assert (ugly.parent / "bad.blockrules").read_text(encoding="utf-8") == "region {"


def test_the_standard_input_stands_alone(command: Command) -> None:
    """Its output would be mixed up with that of files."""
    assert command("fmt", "-", "site.blockrules").status == 2
