"""
`blockrules test --coverage` and what goes with it.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SITE = """
facts { device: one of desktop, mobile }
region hero when device is desktop
test "a desktop has a hero" { given { device: desktop } expect shown hero }
"""
REST = 'test "a phone has none" { given { device: mobile } expect hidden hero }\n'


@pytest.fixture(autouse=True)
def files(folder: Path) -> None:
    """
    Two files, of which one is tested whole.
    """
    assert Path.cwd() == folder
    Path("site.blockrules").write_text(SITE, "utf-8")
    Path("whole.blockrules").write_text(SITE + REST, "utf-8")


def test_it_is_told_after_the_results(command: Command) -> None:
    """Of each file."""
    done = command("test", "--coverage", "site.blockrules", "whole.blockrules")
    assert (done.status, done.err) == (0, "")
    assert "3 passed\n\nsite.blockrules: 40 % seen, on 1 page\n" in done.out
    assert "\nwhole.blockrules: 100 % seen, on 2 pages\n" in done.out


def test_it_can_be_asked_for_by_its_reports_alone(command: Command) -> None:
    """Then the terminal is told nothing of it."""
    done = command("test", "whole.blockrules", "--coverage-report", "json:c.json", "--coverage-report", "html:c.html")
    assert done.status == 0
    assert done.out.endswith("2 passed\n")
    assert [each["percent"] for each in json.loads(Path("c.json").read_text("utf-8"))] == [100]
    assert "100 % seen" in Path("c.html").read_text("utf-8")


def test_a_report_that_cannot_be_written_is_complained_of(command: Command) -> None:
    """The rest is still told."""
    done = command("test", "--coverage", "whole.blockrules", "--coverage-report", "json:none/c.json")
    assert done.status == 2
    assert "none/c.json: no such file or directory" in done.err
    assert "100 % seen" in done.out


def test_too_little_ends_with_another_status(command: Command) -> None:
    """And is told, of the files that it is true of."""
    done = command("test", "site.blockrules", "whole.blockrules", "--coverage-fail-under", "40.5")
    assert done.status == 1
    assert done.out.endswith("\nsite.blockrules: 40 % seen, on 1 page, less than 40.5 %\n")
    assert command("test", "site.blockrules", "whole.blockrules", "--coverage-fail-under", "40").status == 0


def test_json_has_both(command: Command) -> None:
    """The results, and what they show."""
    done = command("test", "--json", "--coverage", "site.blockrules", "--coverage-fail-under", "100")
    found = json.loads(done.out)
    assert done.status == 1
    assert [each["passed"] for each in found["tests"]] == [True]
    assert [each["percent"] for each in found["coverage"]] == [40]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--coverage-report", "xml:c.xml"], "a report is `json:FILE` or `html:FILE`"),
        (["--coverage-fail-under", "101"], "a percentage is a number from 0 to 100"),
        (["--coverage-fail-under", "most"], "a percentage is a number from 0 to 100"),
        (["--coverage-fail-under", "nan"], "a percentage is a number from 0 to 100"),
    ],
)
def test_what_is_no_option_is_refused(
    command: Command, capsys: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    """Before anything is tested."""
    with pytest.raises(SystemExit):
        command("test", "site.blockrules", *options)
    assert said in capsys.readouterr().err


def test_files_with_errors_have_none(command: Command) -> None:
    """The others have."""
    Path("bad.blockrules").write_text("region", "utf-8")
    done = command("test", "--coverage", "bad.blockrules", "whole.blockrules")
    assert done.status == 1
    assert done.out.count("% seen") == 1
