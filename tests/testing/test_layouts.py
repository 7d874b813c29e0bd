"""
Pages that show every layout, and those that are still missing.
"""

from pathlib import Path

import pytest

import blockrules
from blockrules.analysis import spread
from blockrules.testing import every_layout, missing_cases

MEDICAL = blockrules.load(Path(__file__).parents[2] / "examples" / "medical_site.blockrules")
MANY = blockrules.loads(
    "facts { n: int } " + " ".join(f"region r{number} when n in {number} .. {2 * number}" for number in range(40))
)


def test_every_layout_has_one_page() -> None:
    """And no two pages have the same."""
    pages = every_layout(MEDICAL)
    assert len({MEDICAL.layout(page) for page in pages}) == len(pages) == MEDICAL.catalogue().count
    assert every_layout(MEDICAL) == pages


def test_none_is_left_out_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than are asked for, too many to count, or without a page: all are refused."""
    many = MANY.catalogue().count
    with pytest.raises(ValueError, match=f"there are {many} layouts, more than the 3 that are asked for"):
        every_layout(MANY, most=3)
    looser = 'facts { n: int } region r when n in 0.01% of "a" region q when n in 0 .. 99999999'
    tangled = blockrules.loads(looser)
    with pytest.raises(ValueError, match="how many layouts there are cannot be told"):
        every_layout(tangled)
    monkeypatch.setattr(spread, "MOST_TRIED", 1)
    rare = blockrules.loads('facts { v: text } region r when v in 0.01% of "a" and v in 0.01% of "b"')
    with pytest.raises(ValueError, match="pages were found of 1 of 2 layouts only"):
        every_layout(rare)


def test_the_missing_cases_complete_what_tests_show() -> None:
    """Few pages, and fewer where more is shown already."""
    rules = blockrules.loads("facts { a: bool, b: bool } region r when a and b region q when not a")
    pages = missing_cases(rules)
    assert rules.coverage(pages).percent == 100
    assert len(missing_cases(rules, pages[:1])) < len(pages)
    assert missing_cases(rules, pages) == ()
