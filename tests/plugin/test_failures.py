"""
What a failing test of a rules file shows.
"""

import pytest

from tests.plugin.conftest import FAILS, PASSES, SITE, Write

FAILURE = """\
error[BR701]: expected the regions `offers`, `footer`; the page has `footer`
  --> site.blockrules:16:5
   |
16 |     expect regions offers, footer
   |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

    expected                             got
  - offers
    footer                               footer

offers is not active (site.blockrules:6:8)

  when
  no  and
  no    device is desktop  [device: mobile]
  yes   not
  no      member  [member: false]

  because device: mobile
  it would be active
    if `device` were desktop
  it stands where the file declares it"""
SUMMARY = "FAILED site.blockrules::a phone has offers - expected the regions `offers`, `..."


@pytest.fixture(autouse=True)
def site(write: Write) -> None:
    """
    A site of which one test fails.
    """
    write({"site.blockrules": SITE + FAILS + PASSES})


@pytest.mark.parametrize("options", [(), ("-q",), ("-rA",), ("--tb=short",), ("--tb=long", "-l"), ("--tb=native",)])
def test_expected_and_got_stand_side_by_side_with_the_reasons(
    pytester: pytest.Pytester, options: tuple[str, ...]
) -> None:
    """Whatever style of tracebacks is asked for, since there is none; a line of the summary has it in short."""
    run = pytester.runpytest(*options)
    start = next(number for number, line in enumerate(run.outlines) if '__ test "a phone has offers" __' in line)
    assert "\n".join(run.outlines[start + 1 :]).startswith(f"{FAILURE}\n=")
    assert SUMMARY in run.outlines
    run.assert_outcomes(failed=1, passed=1)


def test_a_line_tells_the_place(pytester: pytest.Pytester) -> None:
    """By `--tb=line`."""
    run = pytester.runpytest("--tb=line")
    start = next(number for number, line in enumerate(run.outlines) if "= FAILURES =" in line)
    assert run.outlines[start + 1 : -1] == [
        "site.blockrules:16: expected the regions `offers`, `footer`; the page has `footer`",
        f"{' short test summary info ':=^80}",
        SUMMARY,
    ]


def test_nothing_is_shown_where_nobody_wants_to_see_it(pytester: pytest.Pytester) -> None:
    """By `--tb=no`; the summary stays."""
    run = pytester.runpytest("--tb=no")
    run.stdout.no_fnmatch_line("*BR701*")
    run.stdout.no_fnmatch_line("*FAILURES*")
    assert SUMMARY in run.outlines


def test_results_in_full_words_tell_where_an_included_test_stands(pytester: pytest.Pytester, write: Write) -> None:
    """By `-vv`."""
    write({"main.blockrules": 'include "site.blockrules"'})
    run = pytester.runpytest("-vv")
    run.stdout.fnmatch_lines(
        [
            "main.blockrules::a phone has offers <- site.blockrules FAILED *",
            "main.blockrules::a visitor has offers <- site.blockrules PASSED *",
        ]
    )


def test_all_that_is_wrong_is_told(pytester: pytest.Pytester, write: Write) -> None:
    """A page that cannot occur too; the line of the summary counts what is not the first."""
    more = (
        "assume device is desktop\ntest t { given { device: mobile } expect shown offers expect slot sidebar imprint }"
    )
    write({"site.blockrules": SITE + more})
    run = pytester.runpytest()
    run.stdout.fnmatch_lines(
        [
            "error?BR705?: this page cannot occur: it breaks an `assume`",
            "error?BR703?: expected `offers` to be shown; it is hidden",
            "error?BR702?: expected `imprint` in the slot `sidebar`; it has nothing",
            "  - imprint",
            "offers is not active (site.blockrules:6:8)",
            "no region has `imprint` in the slot `sidebar`",
            "FAILED site.blockrules::t - this page cannot occur: it breaks an `assume`; an*",
        ]
    )


def test_a_page_that_cannot_occur_needs_no_reasons(pytester: pytest.Pytester, write: Write) -> None:
    """Where nothing else is wrong."""
    write({"site.blockrules": f"{SITE}assume device is desktop\ntest t {{ given {{ device: mobile }} }}"})
    run = pytester.runpytest()
    run.stdout.fnmatch_lines(["error?BR705?*", "*which says so", "=* short test summary info =*"])
    run.stdout.no_fnmatch_line("*active*")
