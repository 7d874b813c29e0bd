"""
What pytest shows where layouts are asserted to be equal, and are not.
"""

import pytest

from tests.plugin.conftest import SITE, Write

TESTS = """
from pathlib import Path

import blockrules

RULES = blockrules.loads(Path("site.txt").read_text())
PHONE, DESKTOP = {"device": "mobile"}, {"device": "desktop"}


def test_names():
    assert RULES.layout(PHONE).names == ("offers", "footer")


def test_regions():
    assert ["offers", "footer"] == RULES.regions(PHONE)


def test_layouts():
    assert RULES.layout(PHONE) == RULES.layout(DESKTOP)


def test_inequality():
    assert RULES.regions(PHONE) != ("footer",)


def test_other_tuples():
    assert ("apples", "pears") == ("pears",)
"""
CALL = """
from blockrules.testing import assert_layout


def test_it():
    assert_layout(RULES, PHONE, shown="offers")
"""


@pytest.fixture(autouse=True)
def site(write: Write) -> None:
    """
    Tests in Python of a site.
    """
    write({"site.txt": SITE, "test_site.py": TESTS})


def test_layouts_and_names_are_compared_line_by_line(pytester: pytest.Pytester) -> None:
    """Within the lines that pytest shows of any difference."""
    run = pytester.runpytest()
    run.assert_outcomes(failed=5)
    run.stdout.fnmatch_lines(
        [
            "E       AssertionError: assert ('footer',) == ('offers', 'footer')",
            "E           left                                 right",
            "E         +                                      offers",
            "E           footer                               footer",
            "E       AssertionError: assert ?'offers', 'footer'? == ('footer',)",
            "E         a list is never equal to a tuple, which the names of regions are",
            "E         - offers",
            "E       assert Layout(footer) == Layout(offers, footer)",
            "E           left                                 right",
            "E         +                                      offers",
            "E         +                                        voucher in sidebar",
            "E           footer                               footer",
            "E             imprint in bottom                    imprint in bottom",
            "E       AssertionError: assert ('footer',) != ('footer',)",
            "E*Left contains one more item: 'pears'",
        ]
    )


def test_without_the_plugin_pytest_compares_them_itself(pytester: pytest.Pytester) -> None:
    """As it does other values."""
    run = pytester.runpytest("-p", "no:blockrules", "-k", "names")
    run.stdout.fnmatch_lines(["E*At index 0 diff: 'footer' != 'offers'"])


def test_an_assertion_of_a_layout_shows_the_test_alone(pytester: pytest.Pytester, write: Write) -> None:
    """Not the inside of what it calls."""
    write({"test_site.py": TESTS + CALL})
    run = pytester.runpytest("-k", "test_it")
    run.stdout.fnmatch_lines(
        [
            '>       assert_layout(RULES, PHONE, shown="offers")',
            "E       AssertionError: expected `offers` to be shown; it is hidden",
            "E*offers is not active (rules:6:8)",
            "test_site.py:*: AssertionError",
            "FAILED test_site.py::test_it - AssertionError: expected `offers` to be shown;*",
        ]
    )
    run.stdout.no_fnmatch_line("*assertions.py*")
