"""
Names that are declared, once each.
"""

import pytest

import blockrules
from blockrules import Diagnostic, RulesError


def fault(text: str) -> Diagnostic:
    """
    The only error of *text*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("text", "code", "marked"),
    [
        ("facts { x: bool }\nfacts { x: int }", "BR206", "x"),
        ("facts { y: one of x,\nx }", "BR206", "x"),
        ("define x as true\ndefine x as false", "BR206", "x"),
        ("define x as true\nfacts { x: bool }", "BR212", "x"),
        ("facts { x: bool }\ndefine x as true", "BR212", "x"),
        ("facts { x: bool }\nfacts { x.y: bool }", "BR207", "x.y"),
        ("facts { x.y: bool }\nfacts { x: bool }", "BR207", "x"),
        ("region x\nregion x", "BR206", "x"),
        ("choose x { region a otherwise }\nchoose x { region b otherwise }", "BR206", "x"),
        ("choose x { region a otherwise }\nregion b { choose x { block b otherwise } }", "BR206", "x"),
        ("region b { choose x { block b otherwise }\nchoose x { block c otherwise } }", "BR206", "x"),
        ("region b { block x\nblock x }", "BR404", "x"),
        ("region b { block x\nchoose { block x otherwise } }", "BR404", "x"),
        ("region b { x: 1\nx: 2 }", "BR206", "x"),
        ("region b { x: 1 }\nextend b { x: 2 }", "BR206", "x"),
        ("page x { }\npage x { }", "BR206", "x"),
        ("facts { x: bool } page p { x: true\nx: false }", "BR206", "x"),
        ("test x { }\ntest x { }", "BR206", "x"),
    ],
)
def test_a_second_declaration_points_at_the_first(text: str, code: str, marked: str) -> None:
    """The error stands at the later one, in reading order; a label at the other."""
    found = fault(text)
    assert (found.code, found.span.text, found.span.line) == (code, marked, 2)
    assert [label.span.line for label in found.labels] == [1]


def test_alternatives_of_one_choose_may_share_a_name() -> None:
    """And blocks of different regions."""
    text = "facts { f: bool } region a { choose { block x in s when f block x in t otherwise } } region b { block x }"
    assert [len(region.blocks) for region in blockrules.loads(text).all_regions] == [2, 1]


@pytest.mark.parametrize(
    ("type", "code", "marked"),
    [
        ("strng", "BR208", "strng"),
        ("set of nothing", "BR208", "nothing"),
        ("set of bool", "BR216", "bool"),
        ("set of number", "BR216", "number"),
        ("int = 1.5", "BR304", "1.5"),
        ("int = none", "BR304", "none"),
        ("bool = 1", "BR304", "1"),
        ("set of int = (1, x)", "BR304", "x"),
        ("set of int = 1", "BR304", "1"),
        ('path = "a"', "BR311", '"a"'),
        ("datetime = 2026-01-01T09:00", "BR215", "2026-01-01T09:00"),
    ],
)
def test_a_type_or_default_at_fault_is_the_only_error(type: str, code: str, marked: str) -> None:
    """Its very words are marked."""
    found = fault(f"facts {{ x: {type} }}")
    assert (found.code, found.span.text) == (code, marked)


@pytest.mark.parametrize("broken", ["facts { x: strng }", "facts { x: set of nothing }", "facts { x: bool"])
def test_a_fact_whose_declaration_is_broken_counts_as_declared(broken: str) -> None:
    """Conditions, pages and tests that name it are not at fault."""
    assert fault(f"{broken}\nnever x\npage p {{ x: 1 }}\nregion a when x is 3").span.line == 1


def test_a_define_has_no_name_of_a_view() -> None:
    """Its name is another fact's, which conditions then could not name."""
    assert fault('timezone "UTC" facts { now: datetime } define "now.date" as true').code == "BR212"


@pytest.mark.parametrize("zone", ["timezone Europe/London", 'timezone "Europe/London', 'region a timezone "UTC"'])
def test_a_file_with_a_broken_timezone_has_one(zone: str) -> None:
    """One fault gives one error, however many read the zone."""
    assert fault(f"{zone}\nfacts {{ now: datetime }}\nnever now.date is 2026-01-01").span.line == 1
