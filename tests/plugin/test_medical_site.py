"""
The rules of the page that it all began with are tested whole, by all of these measures.
"""

import shutil
from pathlib import Path

import pytest

import blockrules

EXAMPLES = Path(__file__).parents[2] / "examples"


def test_its_tests_show_all_there_is(pytester: pytest.Pytester) -> None:
    """Those in the file, and those in Python."""
    for name in ("medical_site.blockrules", "test_medical_site.py"):
        shutil.copy(EXAMPLES / name, pytester.path)
    run = pytester.runpytest("--blockrules-cov-fail-under=100")
    run.assert_outcomes(passed=27)
    run.stdout.fnmatch_lines(["medical_site.blockrules: 100 % seen, on * pages"])


def test_the_tests_in_the_file_show_it_by_themselves() -> None:
    """And notice every small change of its rules."""
    rules = blockrules.load(EXAMPLES / "medical_site.blockrules")
    assert rules.coverage().percent == 100
    mutation = rules.mutation()
    assert (mutation.survivors, mutation.unknown) == ((), ())
    assert mutation.noticed == mutation.tried > 100
