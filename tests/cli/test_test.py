"""
`blockrules test`.
"""

import json
from pathlib import Path

from tests.cli.conftest import Command

FAILING = """
facts { front: bool }
region hero when front { block b in s }
test "it passes" { given { front: true } expect shown hero }
test "it fails" { given { front: false } expect shown hero }
"""


def test_tests_that_pass_are_named(command: Command) -> None:
    """With status 0."""
    done = command("test", "site.blockrules")
    assert (done.status, done.err) == (0, "")
    assert done.out == "site.blockrules\n  passed  desktop has a hero\n1 passed\n"


def test_a_test_that_fails_says_why(command: Command, folder: Path) -> None:
    """With status 1; the quiet way names no other."""
    (folder / "x.blockrules").write_text(FAILING, encoding="utf-8")
    done = command("test", ".")
    assert done.status == 1
    assert "  passed  it passes\n  failed  it fails\n\nerror[BR703]: expected `hero` to be shown" in done.out
    assert done.out.endswith("1 failed, 2 passed\n")
    quiet = command("test", "-q", ".")
    assert quiet.out.startswith("x.blockrules\n  failed  it fails\n")


def test_results_are_json_for_tools(command: Command, folder: Path) -> None:
    """A list of all tests, with their lines."""
    (folder / "x.blockrules").write_text(FAILING, encoding="utf-8")
    done = command("test", "x.blockrules", "--json")
    found = json.loads(done.out)
    assert done.status == 1
    assert [(each["test"], each["line"], each["passed"]) for each in found] == [
        ("it passes", 4, True),
        ("it fails", 5, False),
    ]
    assert [failure["code"] for failure in found[1]["failures"]] == ["BR703"]


def test_a_file_with_errors_is_not_tested(command: Command, folder: Path) -> None:
    """Which is no success."""
    (folder / "bad.blockrules").write_text("region {", encoding="utf-8")
    done = command("test", "bad.blockrules")
    assert done.status == 1
    assert done.err.startswith("error[BR")
    assert done.out == "1 file not tested, because of errors\n"


def test_a_file_without_tests_says_so(command: Command, folder: Path) -> None:
    """With status 0."""
    (folder / "x.blockrules").write_text("region a", encoding="utf-8")
    assert command("test", "x.blockrules").out == "no tests\n"


def test_a_file_that_cannot_be_tested_is_json_for_tools(command: Command, folder: Path) -> None:
    """An entry without a test, whose failures say why."""
    (folder / "bad.blockrules").write_text("region a when b", encoding="utf-8")
    (folder / "gone.blockrules").symlink_to("nowhere")
    done = command("test", ".", "--json")
    bad, gone = [each for each in json.loads(done.out) if each["test"] is None]
    assert (done.status, bad["file"], bad["line"], bad["passed"]) == (2, "bad.blockrules", None, False)
    assert [failure["code"] for failure in bad["failures"]] == ["BR201"]
    assert gone["failures"] == [{"message": "gone.blockrules: no such file or directory"}]
