"""
What is collected from rules files, and where it is said to stand.
"""

from pathlib import Path

import pytest

from tests.plugin.conftest import FAILS, PASSES, SITE, Write

MAIN = f'{SITE}include "parts/adverts.blockrules"{PASSES}'
PART = """
region advert when device is mobile { block ad in sidebar }

test "a phone has an advert" {
    given { device: mobile }
    expect shown ad
}
"""
BROKEN = "region b when c\nregion d when e"


def collected(run: pytest.RunResult) -> list[str]:
    """
    The ids of what *run* collected.
    """
    return [line for line in run.outlines if "::" in line]


def test_tests_are_items_in_the_order_of_the_file(pytester: pytest.Pytester, write: Write) -> None:
    """Their ids are made of the file and their names; a file named beside others, or a folder, is found the same."""
    write({"site.blockrules": SITE + FAILS + PASSES, "deep/down/x.blockrules": 'test first { }\ntest "2.5 [b" { }'})
    of_site = ["site.blockrules::a phone has offers", "site.blockrules::a visitor has offers"]
    of_deep = ["deep/down/x.blockrules::first", "deep/down/x.blockrules::2.5 (b"]
    assert collected(pytester.runpytest("--collect-only", "-q")) == of_deep + of_site
    assert collected(pytester.runpytest("--collect-only", "-q", "site.blockrules")) == of_site
    assert collected(pytester.runpytest("--collect-only", "-q", "deep")) == of_deep


def test_a_test_is_named_on_the_command_line(pytester: pytest.Pytester, write: Write) -> None:
    """Whatever its name is, but for what parts the names of nodes and what nobody would see."""
    write({"x.blockrules": 'test "a::b" { }\ntest ":::" { }\ntest "[c] d" { }\ntest "e\\nf" { }\ntest "gñ" { }'})
    ids = collected(pytester.runpytest("--collect-only", "-q"))
    assert ids == [f"x.blockrules::{name}" for name in ("a: :b", ": : :", "(c) d", "e\\nf", "gñ")]
    for each in ids:
        pytester.runpytest(each).assert_outcomes(passed=1)


def test_a_test_stands_where_it_is_written(pytester: pytest.Pytester, write: Write) -> None:
    """Also one that a main file includes, whose item is of the main file."""
    write({"site.blockrules": MAIN, "parts/adverts.blockrules": PART})
    items, _ = pytester.inline_genitems()
    assert [(item.nodeid, item.location) for item in items] == [
        (
            "site.blockrules::a phone has an advert",
            (str(Path("parts/adverts.blockrules")), 2, 'test "a phone has an advert"'),
        ),
        ("site.blockrules::a visitor has offers", ("site.blockrules", 13, 'test "a visitor has offers"')),
    ]


def test_a_part_has_no_items_of_its_own(pytester: pytest.Pytester, write: Write) -> None:
    """Wherever pytest begins to look, and though it is not sound by itself."""
    write({"site.blockrules": MAIN, "parts/adverts.blockrules": PART})
    pytester.runpytest().assert_outcomes(passed=2)
    pytester.runpytest("parts", "--rootdir=.").assert_outcomes()


def test_a_part_that_is_named_is_a_main_file(pytester: pytest.Pytester, write: Write) -> None:
    """As for the command."""
    write({"site.blockrules": MAIN, "parts/adverts.blockrules": PART})
    run = pytester.runpytest("parts/adverts.blockrules")
    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines(["error?BR201?: no fact named `device`*"])


def test_files_that_include_one_another_are_both_main(pytester: pytest.Pytester, write: Write) -> None:
    """Each is told of the circle."""
    write({"a.blockrules": 'include "b.blockrules"', "b.blockrules": 'include "a.blockrules"'})
    run = pytester.runpytest()
    run.assert_outcomes(errors=2)
    run.stdout.fnmatch_lines(["error?BR602?*", "ERROR a.blockrules - *", "ERROR b.blockrules - *"])


def test_a_part_is_one_by_whatever_path(pytester: pytest.Pytester, write: Write) -> None:
    """A link to it is no main file; what is included is looked for on the way up to the root, and no further."""
    write({"site/main.blockrules": MAIN, "site/parts/adverts.blockrules": PART})
    (pytester.path / "site" / "link.blockrules").symlink_to("parts/adverts.blockrules")
    pytester.runpytest().assert_outcomes(passed=2)
    pytester.runpytest("--rootdir=site/parts", "site/parts").assert_outcomes(errors=1)


def test_a_file_outside_of_the_root_is_collected(pytester: pytest.Pytester, write: Write) -> None:
    """Parts beside it are known; those of files above it are not looked for."""
    write({"in/pytest.ini": "[pytest]", "out/site.blockrules": SITE + PASSES})
    write({"out/more.blockrules": 'include "site.blockrules"', "x.blockrules": 'include "out/more.blockrules"'})
    run = pytester.runpytest("--rootdir=in", "out", "-v")
    run.assert_outcomes(passed=1)
    run.stdout.fnmatch_lines(["*more.blockrules::a visitor has offers PASSED*"])
    pytester.runpytest("--rootdir=.", "out").assert_outcomes()


def test_hidden_files_are_left_alone(pytester: pytest.Pytester, write: Write) -> None:
    """Unless they are named; what they include is no part of them to others."""
    write({".old.blockrules": "test t { }", ".blockrules": "test t { }", "x.rules": "test t { }"})
    pytester.runpytest().assert_outcomes()
    pytester.runpytest(".old.blockrules").assert_outcomes(passed=1)
    write({".old.blockrules": 'include "new.blockrules"', "new.blockrules": "test t { }"})
    pytester.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "region a { block b in c }"])
def test_a_file_without_tests_gives_no_items(pytester: pytest.Pytester, write: Write, text: str) -> None:
    """And no error."""
    write({"x.blockrules": text})
    run = pytester.runpytest("x.blockrules")
    run.assert_outcomes()
    assert run.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_file_with_errors_is_an_error_of_collection(pytester: pytest.Pytester, write: Write) -> None:
    """It shows what the command shows, and no traceback; other files are collected."""
    write({"bad.blockrules": BROKEN, "site.blockrules": SITE + PASSES})
    run = pytester.runpytest("--continue-on-collection-errors")
    run.assert_outcomes(errors=1, passed=1)
    run.stdout.fnmatch_lines(
        [
            "_* ERROR collecting bad.blockrules _*",
            "error?BR201?: no fact named `c`",
            " --> bad.blockrules:1:15",
            "  |",
            "1 | region b when c",
            "  |               ^",
            "",
            "error?BR201?: no fact named `e`",
            "ERROR bad.blockrules - no fact named `c`; and 1 more",
        ],
    )
    run.stdout.no_fnmatch_line("*Error*")
    run.stdout.no_fnmatch_line("*.py*")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"region caf\xe9", "this is not UTF-8"),
        (b"test a { }\ntest a { }", "a second test is named `a`"),
        (b"test a { given p }", "no sample page named `p`"),
        (b"(" * 70, "this is nested deeper than 64"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(pytester: pytest.Pytester, data: bytes, said: str) -> None:
    """In the summary."""
    (pytester.path / "x.blockrules").write_bytes(data)
    run = pytester.runpytest()
    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines([f"ERROR x.blockrules - {said}*"])


def test_a_file_that_cannot_be_read_is_an_error_of_collection(pytester: pytest.Pytester, write: Write) -> None:
    """Without a traceback."""
    write({"x.blockrules": "test t { }"})
    pytester.makeconftest("def pytest_collectstart(collector): collector.path.is_file() and collector.path.unlink()")
    run = pytester.runpytest()
    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines(["x.blockrules: no such file or directory", "ERROR x.blockrules - x.blockrules: no such*"])
    run.stdout.no_fnmatch_line("*Error:*")


def test_a_fault_of_the_plugin_is_shown_as_one(pytester: pytest.Pytester, write: Write) -> None:
    """With its traceback, in a file and in an item."""
    write({"x.blockrules": "test t { }"})
    broken = "def pytest_{hook}: import blockrules.ruleset; blockrules.ruleset.Rules.{name} = None"
    pytester.makeconftest(broken.format(hook="runtest_setup(item)", name="run_test"))
    run = pytester.runpytest_subprocess()
    run.assert_outcomes(failed=1)
    run.stdout.fnmatch_lines(["E*TypeError: 'NoneType' object is not callable"])
    pytester.makeconftest(broken.format(hook="collectstart(collector)", name="test_spans"))
    run = pytester.runpytest_subprocess()
    run.assert_outcomes(errors=1)
    run.stdout.fnmatch_lines(["E*AttributeError: 'NoneType' object has no attribute 'items'"])


def test_many_tests_are_collected_and_run(pytester: pytest.Pytester, write: Write) -> None:
    """The file is read once."""
    write(
        {"x.blockrules": SITE + "\n".join(PASSES.replace("a visitor", f"visitor {number}") for number in range(1000))}
    )
    pytester.runpytest("-q").assert_outcomes(passed=1000)


def test_no_two_items_have_one_name(pytester: pytest.Pytester, write: Write) -> None:
    """Though names that pytest would misread are written otherwise."""
    write({"a.blockrules": 'region r test "x [1]" { expect shown r } test "x (1)" { expect shown r }'})
    run = pytester.runpytest("-v")
    run.assert_outcomes(passed=2)
    run.stdout.fnmatch_lines(["a.blockrules::x (1) PASSED*", "a.blockrules::x (1)' PASSED*"])
