"""
The tests in rules files under the options that people give pytest.
"""

import sys
from xml.etree import ElementTree

import pytest

from tests.plugin.conftest import FAILS, PASSES, SITE, Write

HERE = {"site.blockrules": SITE + FAILS + PASSES, "test_python.py": "def test_python(): pass"}


def test_they_run_beside_tests_in_python(pytester: pytest.Pytester, write: Write) -> None:
    """In one run."""
    write(HERE)
    pytester.runpytest().assert_outcomes(failed=1, passed=2)


@pytest.mark.parametrize(
    ("expression", "outcomes"),
    [
        ("visitor", {"passed": 1, "deselected": 2}),
        ("offers and not visitor", {"failed": 1, "deselected": 2}),
        ("blockrules", {"failed": 1, "passed": 1, "deselected": 1}),
        ("PHONE", {"failed": 1, "deselected": 2}),
    ],
)
def test_they_are_chosen_by_words_of_their_names(
    pytester: pytest.Pytester, write: Write, expression: str, outcomes: dict[str, int]
) -> None:
    """By `-k`."""
    write(HERE)
    pytester.runpytest("-k", expression).assert_outcomes(**outcomes)


def test_a_run_stops_at_the_first_that_fails(pytester: pytest.Pytester, write: Write) -> None:
    """By `-x`."""
    write(HERE)
    pytester.runpytest("-x").assert_outcomes(failed=1)


def test_those_that_failed_last_are_run_again(pytester: pytest.Pytester, write: Write) -> None:
    """By `--lf`; `--ff` runs them first."""
    write(HERE | {"other.blockrules": "test t { }", "parts/x.blockrules": "test t { }"})
    pytester.runpytest().assert_outcomes(failed=1, passed=4)
    pytester.runpytest("--lf").assert_outcomes(failed=1)
    run = pytester.runpytest("--ff", "-v")
    run.assert_outcomes(failed=1, passed=4)
    assert next(line for line in run.outlines if "::" in line).startswith("site.blockrules::a phone has offers FAILED")
    write({"site.blockrules": SITE + PASSES})
    pytester.runpytest("--lf").assert_outcomes(passed=4)


@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_results_are_written_as_junit_does(pytester: pytest.Pytester, write: Write, workers: tuple[str, ...]) -> None:
    """The file is the class; the message is a line, the text what is shown."""
    write(HERE | {"bad.blockrules": "region b when c"})
    pytester.runpytest("--junitxml=found.xml", "--continue-on-collection-errors", "-o", "junit_family=xunit1", *workers)
    cases = {case.get("name"): case for case in ElementTree.parse(pytester.path / "found.xml").iter("testcase")}
    passed, failed = cases["a visitor has offers"], cases["a phone has offers"]
    assert (passed.get("classname"), passed.get("file"), passed.get("line")) == (
        "site.blockrules",
        "site.blockrules",
        "18",
    )
    assert list(passed) == []
    (failure,) = failed
    assert (failure.tag, failure.get("message")) == (
        "failure",
        "expected the regions `offers`, `footer`; the page has `footer`",
    )
    assert failure.text
    assert failure.text.startswith("error[BR701]: expected the regions `offers`, `footer`")
    assert "\n  - offers\n    footer                               footer\n\noffers is not active (" in failure.text
    (error,) = cases["bad.blockrules"]
    assert error.tag == "error"
    assert error.text
    assert error.text.startswith("error[BR201]: no fact named `c`\n --> bad.blockrules:1:15\n")


def test_workers_show_what_one_process_shows(pytester: pytest.Pytester, write: Write) -> None:
    """Failures and errors of collection, whole, with a line for each in the summary."""
    write(HERE)
    alone = pytester.runpytest("site.blockrules")
    shared = pytester.runpytest("-n", "2", "site.blockrules")
    shared.assert_outcomes(failed=1, passed=1)

    def shown(run: pytest.RunResult) -> list[str]:
        return run.outlines[run.outlines.index(next(each for each in run.outlines if "= FAILURES =" in each)) : -1]

    assert [line for line in shown(shared) if not line.startswith("[gw")] == shown(alone)
    write({"bad.blockrules": "region b when c"})
    broken = pytester.runpytest("-n", "2")
    broken.assert_outcomes(errors=1, failed=1, passed=2)
    broken.stdout.fnmatch_lines(["error?BR201?: no fact named `c`", "ERROR bad.blockrules*"])


@pytest.mark.parametrize("distribution", ["load", "loadscope"])
def test_workers_share_the_tests_of_a_file(pytester: pytest.Pytester, write: Write, distribution: str) -> None:
    """However xdist hands them out."""
    write({"a.blockrules": "".join(f'test "t {number}" {{ }}\n' for number in range(9)), "b.blockrules": "test t { }"})
    write({"c.blockrules": 'test "on [a] phone" { expect shown a }\nregion a when false'})
    pytester.runpytest("-n", "2", "--dist", distribution).assert_outcomes(failed=1, passed=10)
    pytester.runpytest("--lf").assert_outcomes(failed=1)


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_it_is_the_same_in_every_mode_of_import(pytester: pytest.Pytester, write: Write, mode: str) -> None:
    """Nothing of it is imported."""
    write(HERE)
    pytester.runpytest(f"--import-mode={mode}").assert_outcomes(failed=1, passed=2)


def test_no_warning_is_given(pytester: pytest.Pytester, write: Write) -> None:
    """Nothing changes where warnings are errors, be it of Python or of pytest."""
    write(HERE)
    run = pytester.run(
        sys.executable, "-W", "error", "-m", "pytest", "-W", "error", "--strict-config", "--strict-markers"
    )
    run.assert_outcomes(failed=1, passed=2)


def test_without_the_plugin_nothing_is_collected(pytester: pytest.Pytester, write: Write) -> None:
    """By `-p no:blockrules`."""
    write(HERE)
    pytester.runpytest("-p", "no:blockrules").assert_outcomes(passed=1)


def test_what_the_users_leave_out_is_left_out(pytester: pytest.Pytester, write: Write) -> None:
    """By pytest's own means."""
    write(HERE | {"drafts/x.blockrules": "region b when c", "y/z.blockrules": "region b when c"})
    write({"drafts/conftest.py": 'collect_ignore_glob = ["*.blockrules"]'})
    pytester.runpytest("--ignore=y").assert_outcomes(failed=1, passed=2)


def test_marks_and_hooks_of_the_users_see_the_items(pytester: pytest.Pytester, write: Write) -> None:
    """They can be skipped, or expected to fail."""
    write(HERE)
    pytester.makeconftest(
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                if "phone" in item.name:
                    item.add_marker(pytest.mark.xfail(reason="later"))
                if "visitor" in item.name:
                    item.add_marker(pytest.mark.skip)
        """
    )
    pytester.runpytest().assert_outcomes(xfailed=1, skipped=1, passed=1)


IDLE = """
import sys

import pytest


def test_idle():
    with pytest.raises(AssertionError, match="2"):
        assert (1, 2) == (1, 3)
    with pytest.raises(AssertionError):
        assert 1 != 1
    assert "pytest_blockrules.plugin" in sys.modules
    assert not [name for name in sys.modules if name.partition(".")[0] in ("blockrules", "lark", "attr")]
"""


def test_nothing_of_the_engine_is_imported_without_need(pytester: pytest.Pytester, write: Write) -> None:
    """So that it is still to be imported when the users' coverage begins."""
    write({"test_idle.py": IDLE})
    pytester.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)
    write({"x.blockrules": "test t { }"})
    run = pytester.runpytest_subprocess("-p", "no:hypothesispytest")
    run.assert_outcomes(passed=1, failed=1)
