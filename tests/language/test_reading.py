"""
Files with all that they include, within bounds.
"""

from collections.abc import Mapping

import pytest

import blockrules
from blockrules import Diagnostic, Limits, RulesError

LIMITS = Limits()


def refusal(text: str, files: Mapping[str, str], limits: Limits = LIMITS) -> list[str]:
    """
    Where the errors of *text* stand, and their codes.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text, files=files, limits=limits)
    return [placed(each) for each in caught.value.diagnostics]


def placed(found: Diagnostic) -> str:
    return f"{found.span} {found.code}"


def test_an_included_file_stands_where_its_include_stands() -> None:
    """Paths are relative to the file that has them; one already read, however it is written, adds nothing."""
    files = {
        "parts/b": 'region b\ninclude "c"\ninclude "../d"\ninclude "./../parts/c"',
        "parts/c": "\ufeffregion c",
        "d": 'include "parts/c" region d',
    }
    rules = blockrules.loads('region a include "parts/b" include "d" region e', files=files)
    assert [region.name for region in rules.all_regions] == list("abcde")
    assert [region.span.source.name for region in rules.all_regions] == ["rules", "parts/b", "parts/c", "d", "rules"]


def test_a_circle_of_files_is_shown_at_the_include_that_closes_it() -> None:
    """Whether it takes one file or three; the others are read."""
    files = {"a": 'include "b"', "b": 'include "c"', "c": '\ninclude "a" include "c" region x when'}
    with pytest.raises(RulesError) as caught:
        blockrules.loads('include "a"', files=files)
    circle, own, fault = caught.value.diagnostics
    assert (placed(circle), placed(own)) == ("c:2:9 BR602", "c:2:21 BR602")
    assert "`a` → `b` → `c` → `a`" in circle.message
    assert "`c` → `c`" in own.message
    assert placed(fault) == "c:2:34 BR102"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("", "BR603"),
        ("/a", "BR603"),
        ("..", "BR603"),
        ("../a", "BR603"),
        ("a/../../b", "BR603"),
        ("..\\\\a", "BR603"),
        ("a\\u0000", "BR603"),
        (".", "BR601"),
        ("a/", "BR601"),
        ("b", "BR601"),
        ("x" * 5000, "BR601"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused_where_it_stands(path: str, code: str) -> None:
    """One that leaves the folder of the main file, and one with no text at its end, are told apart."""
    assert refusal(f'region a\ninclude "{path}"', {"a/b": "", "/a": "", "../a": ""}) == [f"rules:2:9 {code}"]


MAIN, INCLUDED = 'region a # é\ninclude "b"', "define x as true\nregion b when not (x) {\n  block c\n}"


@pytest.mark.parametrize(
    ("limits", "outside"),
    [
        (Limits(bytes=len(INCLUDED)), None),
        (Limits(bytes=len(INCLUDED) - 1), "b:1:1 BR001"),
        (Limits(bytes=len(MAIN)), "rules:1:1 BR001"),
        (Limits(bytes=len(MAIN) - 1), "rules:1:1 BR001"),
        (Limits(depth=2), None),
        (Limits(depth=1), "b:2:19 BR002"),
        (Limits(items=3), None),
        (Limits(items=2), "b:3:3 BR003"),
        (Limits(files=2), None),
        (Limits(files=1), "rules:2:9 BR004"),
    ],
)
def test_bounds_hold_for_every_file_and_over_all(limits: Limits, outside: str | None) -> None:
    """What is just within them is read; the place where one is passed is the only error, whatever else is wrong."""
    if outside is None:
        assert len(blockrules.loads(MAIN, files={"b": INCLUDED}, limits=limits).all_regions) == 2
    else:
        assert refusal(MAIN, {"b": INCLUDED}, limits) == [outside]
        assert refusal(MAIN + "\nnever", {"b": INCLUDED}, limits) == [outside]


@pytest.mark.parametrize("wrong", [{"depth": 201}, {"depth": -1}, {"bytes": -1}, {"items": -1}, {"files": 0}])
def test_bounds_have_bounds(wrong: dict[str, int]) -> None:
    """A walk of a deeper tree could exhaust the stack; no bound is less than nothing; a main file is a file."""
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Limits(**wrong)


def test_errors_stand_in_reading_order() -> None:
    """File by file, as their reading began, and within one by position."""
    files = {"z": 'include "c"\nnever no3', "c": "never no2"}
    assert refusal('never no1\ninclude "z"\nnever no4', files) == [
        "rules:1:7 BR201",
        "rules:3:7 BR201",
        "z:2:7 BR201",
        "c:1:7 BR201",
    ]


@pytest.mark.parametrize(("faults", "shown"), [(100, 100), (101, 101), (5000, 101)])
def test_past_a_hundred_errors_the_rest_is_counted(faults: int, shown: int) -> None:
    """By a last one, where the first of them stands."""
    with pytest.raises(RulesError) as caught:
        blockrules.loads("never no\n" * faults)
    found = caught.value.diagnostics
    assert len(found) == shown
    if faults > 100:
        assert placed(found[-1]) == "rules:101:7 BR006"
        assert found[-1].message.startswith(f"{faults - 100} more error")


def test_a_main_text_may_have_the_name_of_an_included_one() -> None:
    """The errors of each still stand together."""
    text = 'include "s"\nnever no1\nnever no2'
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text, name="s", files={"s": "\n\nnever no3"})
    assert [each.span.text for each in caught.value.diagnostics] == ["no1", "no2", "no3"]
