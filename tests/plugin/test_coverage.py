"""
What a run of pytest shows of rules.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import Write

SITE = """
facts { device: one of desktop, mobile, member: bool = false }
region hero when device is desktop and not member { block banner in top }
test "a desktop has a hero" { given { device: desktop } expect shown hero }
test "a phone has none" { given { device: mobile } expect hidden hero }
"""
PYTHON = """
from pathlib import Path
import blockrules

rules = blockrules.load(Path(__file__).parent / "site.blockrules")

def test_a_member_has_no_hero():
    assert "hero" not in rules.layout({"device": "desktop", "member": True})

def test_nobody_asks():
    assert blockrules.loads("region r").regions({}) == ("r",)
"""
HERE = {"site.blockrules": SITE, "test_site.py": PYTHON}
WORKERS = pytest.mark.parametrize("workers", [(), ("-n", "2")], ids=["alone", "two workers"])


@WORKERS
def test_all_that_asks_the_rules_counts(pytester: pytest.Pytester, write: Write, workers: tuple[str, ...]) -> None:
    """Tests in the file, and in Python, in whichever process; what is no file of the project does not."""
    write(HERE)
    run = pytester.runpytest("--blockrules-cov", *workers)
    run.assert_outcomes(passed=4)
    run.stdout.fnmatch_lines(
        [
            "*= coverage of rules =*",
            "*site.blockrules: 100 % seen, on 3 pages",
            "  parts of conditions that decide   2 of 2",
        ]
    )
    assert sum("% seen" in line for line in run.outlines) == 1


@WORKERS
def test_what_is_missing_is_told_with_a_test(pytester: pytest.Pytester, write: Write, workers: tuple[str, ...]) -> None:
    """Which can be written into the file."""
    write({"site.blockrules": SITE})
    run = pytester.runpytest("--blockrules-cov", *workers)
    run.stdout.fnmatch_lines(["  2:44  `member` in `hero` never true", "", "this test shows it:", "", 'test "*'])
    at = run.outlines.index("this test shows it:") + 2
    test = "\n".join(run.outlines[at : run.outlines.index("}", at) + 1])
    write({"site.blockrules": SITE + test})
    pytester.runpytest("--blockrules-cov").stdout.fnmatch_lines(["site.blockrules: 100 % seen, on 3 pages"])


def test_only_what_is_run_counts(pytester: pytest.Pytester, write: Write) -> None:
    """One test of a file shows one page."""
    write({"site.blockrules": SITE})
    run = pytester.runpytest("--blockrules-cov", "-k", "phone")
    run.stdout.fnmatch_lines(["site.blockrules: 33.3 % seen, on 1 page"])


@WORKERS
def test_reports_are_written(pytester: pytest.Pytester, write: Write, workers: tuple[str, ...]) -> None:
    """Whether the terminal is told or not."""
    write(HERE)
    pytester.runpytest("--blockrules-cov-report=json:found.json", "--blockrules-cov-report=html:found.html", *workers)
    found: Any = json.loads(Path("found.json").read_text("utf-8"))
    assert [(each["file"].rpartition("/")[2], each["percent"]) for each in found] == [("site.blockrules", 100)]
    assert Path("found.html").read_text("utf-8").startswith("<!doctype html>")


@WORKERS
def test_a_run_fails_where_too_little_is_shown(
    pytester: pytest.Pytester, write: Write, workers: tuple[str, ...]
) -> None:
    """And only there."""
    write({"site.blockrules": SITE})
    assert pytester.runpytest("--blockrules-cov-fail-under=77", *workers).ret == 0
    run = pytester.runpytest("--blockrules-cov-fail-under=77.8", *workers)
    assert run.ret == 1
    assert any("less than 77.8 %" in line for line in run.outlines)


def test_a_report_that_cannot_be_written_fails_the_run(pytester: pytest.Pytester, write: Write) -> None:
    """After all else is told."""
    write(HERE)
    run = pytester.runpytest("--blockrules-cov-report=json:nowhere/found.json")
    run.assert_outcomes(passed=4)
    assert run.ret == 1
    run.stdout.fnmatch_lines(["*site.blockrules: 100 % seen, on 3 pages", "nowhere*found.json: *"])


@pytest.mark.parametrize("percent", ["101", "-1", "nan", "most"])
def test_a_limit_is_a_percentage(pytester: pytest.Pytester, write: Write, percent: str) -> None:
    """Nothing is run where it is none."""
    write(HERE)
    run = pytester.runpytest(f"--blockrules-cov-fail-under={percent}")
    assert run.ret == pytest.ExitCode.USAGE_ERROR
    run.stderr.fnmatch_lines(["*a percentage is a number from 0 to 100*"])


def test_a_report_of_no_kind_is_refused(pytester: pytest.Pytester, write: Write) -> None:
    """Before anything is run."""
    write(HERE)
    run = pytester.runpytest("--blockrules-cov-report=found.xml")
    assert run.ret == pytest.ExitCode.USAGE_ERROR
    run.stderr.fnmatch_lines(["*--blockrules-cov-report: a report is `json:FILE` or `html:FILE`"])


def test_where_no_rules_are_asked_it_is_said(pytester: pytest.Pytester, write: Write) -> None:
    """And files that a test wrote somewhere else are none of the project."""
    elsewhere = (
        "import blockrules\n"
        "def test(tmp_path):\n"
        "    file = tmp_path / 'x.blockrules'\n"
        "    file.write_text('region r')\n"
        "    assert blockrules.load(file).regions({}) == ('r',)\n"
        "def test_gone(tmp_path, request):\n"
        "    file = request.config.rootpath / 'y.blockrules'\n"
        "    file.write_text('region r')\n"
        "    assert blockrules.load(file).regions({}) == ('r',)\n"
        "    file.write_text('region q')\n"
        "    assert blockrules.load(file).regions({}) == ('q',)\n"
        "    file.unlink()\n"
    )
    write({"test_x.py": elsewhere})
    run = pytester.runpytest("--blockrules-cov", "--basetemp=../elsewhere")
    run.assert_outcomes(passed=2)
    run.stdout.fnmatch_lines(["no rules were asked"])


def test_nothing_is_imported_where_it_is_not_asked_for(pytester: pytest.Pytester, write: Write) -> None:
    """Not even the options need the library."""
    write({"test_x.py": "import sys\ndef test(): assert 'blockrules' not in sys.modules\n"})
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_a_worker_that_crashes_hands_nothing_over(pytester: pytest.Pytester, write: Write) -> None:
    """The rest is told."""
    write(HERE | {"test_crash.py": "import os\ndef test_crash(): os._exit(1)\n"})
    run = pytester.runpytest("--blockrules-cov", "-n", "2")
    assert run.ret == 1
    run.stdout.fnmatch_lines(["*= coverage of rules =*"])


CLASS = """
import attrs
from typing import Literal

@attrs.frozen
class Page:
    device: Literal["desktop", "mobile"]

no_class = 3
"""


def test_the_facts_may_come_from_a_class(pytester: pytest.Pytester, write: Write) -> None:
    """That the settings name; what is none is refused."""
    write({"site.blockrules": 'region r when device is mobile test "t" { given { device: mobile } expect shown r }'})
    write({"mine.py": CLASS, "pytest.ini": "[pytest]\npythonpath = .\nblockrules_facts = mine:Page"})
    pytester.runpytest().assert_outcomes(passed=1)
    for wrong, why in (
        ("mine:Visit", "has no attribute"),
        ("nothing.of_that", "No module"),
        ("mine:no_class", "no class"),
    ):
        write({"pytest.ini": f"[pytest]\npythonpath = .\nblockrules_facts = {wrong}"})
        run = pytester.runpytest()
        assert run.ret != 0
        assert any(f"blockrules_facts = {wrong}" in line and why in line for line in [*run.outlines, *run.errlines])
