"""
A file's tests, run.
"""

import pytest

import blockrules
from blockrules import TestResult

TEXT = """facts { front: bool  x: int = 0 }
region a { block b in s  block c in s when x > 0 }
region d when front
assume x < 9
page p { front: true }
"""


def result(test: str) -> TestResult:
    """
    What becomes of a test that says *test*.
    """
    rules = blockrules.loads(f'{TEXT}test "t" {{ {test} }}')
    (found,) = rules.run_tests()
    assert (found.name, found.span.line) == ("t", 6)
    assert rules.tests == ("t",)
    return found


@pytest.mark.parametrize(
    "test",
    [
        "given p",
        "given p expect regions a, d",
        "given p { front: false } expect regions a expect slot s b expect hidden c, d, a.c expect shown a, b, a.b",
        "given { front: true x: 1 } expect slot s b, c",
    ],
)
def test_a_test_passes_when_all_is_as_it_expects(test: str) -> None:
    """It expects nothing more."""
    assert result(test).passed
    assert result(test).failures == ()


@pytest.mark.parametrize(
    ("test", "code", "marked", "said"),
    [
        ("given p expect regions d, a", "BR701", "expect regions d, a", "`a`, `d`"),
        ("given p expect regions none", "BR701", "expect regions none", "`a`, `d`"),
        ("given p expect slot s c", "BR702", "expect slot s c", "`b`"),
        ("given p expect shown a, c, d", "BR703", "c", "`c`"),
        ("given p expect shown a.c", "BR703", "a.c", "`a.c`"),
        ("given p { front: false } expect hidden d, a.b", "BR704", "a.b", "`a.b`"),
        ("given p { x: 9 }", "BR705", '"t"', "`assume`"),
    ],
)
def test_a_failure_marks_what_was_not_met(test: str, code: str, marked: str, said: str) -> None:
    """And says what there is instead."""
    found = result(test)
    assert not found.passed
    (failure,) = found.failures
    assert (failure.code, failure.severity, failure.span.text) == (code, "error", marked)
    assert said in failure.message
    assert [label.span.line for label in failure.labels] == ([4] if code == "BR705" else [])


def test_every_expectation_is_looked_at() -> None:
    """The first failure does not hide the next."""
    found = result("given p { x: 10 } expect regions none expect hidden b expect hidden a")
    assert [each.code for each in found.failures] == ["BR705", "BR701", "BR704", "BR704"]


def test_a_result_has_the_page_of_its_test() -> None:
    """As it is given, so that an explanation can be asked for it."""
    found = result("given p { x: 3 } expect regions a")
    assert found.page == {"front": True, "x": 3}
    assert blockrules.loads(TEXT).explain(found.page).layout.names == ("a", "d")


def test_one_test_can_be_run_by_its_name() -> None:
    """It is what it is among all; of a name that no test has the nearest is told."""
    rules = blockrules.loads(
        f'{TEXT}test "one" {{ given p expect shown a }}\ntest other {{ given p expect regions a }}'
    )
    assert rules.run_tests() == (rules.run_test("one"), rules.run_test("other"))
    assert [name for name in rules.tests if rules.run_test(name).passed] == ["one"]
    assert {name: span.line for name, span in rules.test_spans.items()} == {"one": 6, "other": 7}
    with pytest.raises(KeyError, match=r"no test is called `othre`; did you mean `other`\?"):
        rules.run_test("othre")
    with pytest.raises(KeyError, match="no test is called `third`'"):
        rules.run_test("third")


def test_what_differs_between_long_lists_is_told() -> None:
    """What is not there, and what was not expected."""
    rules = blockrules.loads(
        "".join(f"region {name}\n" for name in "abcd") + "region e when false\ntest t { expect regions a, b, e }"
    )
    (failure,) = rules.run_test("t").failures
    assert failure.help == "not there: `e`; not expected: `c`, `d`"
