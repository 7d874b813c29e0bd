"""
Suggestions: only for what is near.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blockrules
from blockrules import RulesError
from blockrules.language.nearness import letters, may_be_near, nearest, suggestion


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("membershp", "membership"),
        ("memebrship", "membership"),
        ("MEMBERSHIP", "membership"),
        ("membrshp", "membership"),
        ("memberhsipp", "membership"),
        ("membrsh", None),
        ("nod", "node"),
        ("noed", "node"),
        ("nde", "node"),
        ("no", None),
        ("ndoee", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_a_name_is_near_by_two_edits_and_a_third_of_its_length(name: str, near: str | None) -> None:
    """A swap is one edit; letter case counts for nothing."""
    assert nearest(name, ("membership", "node")) == near


def test_of_equally_near_names_the_first_declared_is_meant() -> None:
    """So a text is always told the same."""
    assert suggestion("bat", ("cat", "bar", "bat2")) == "did you mean `cat`?"
    assert suggestion("bat", ()) is None


@pytest.mark.parametrize(("facts", "suggested"), [(100, True), (6000, False)])
def test_a_long_list_is_not_searched(facts: int, suggested: bool) -> None:
    """A suggestion is not worth a wait."""
    declared = " ".join(f"fact{number}: bool = true" for number in range(facts))
    with pytest.raises(RulesError) as caught:
        blockrules.loads(f"facts {{ {declared} }} region a when fcat42")
    assert (caught.value.diagnostics[0].help == "did you mean `fact42`?") is suggested


NAMES = st.text("abcABé", max_size=12)


@given(NAMES, NAMES)
def test_the_quick_look_misses_no_near_name(name: str, other: str) -> None:
    """It only ever rules out what the search would."""
    assert may_be_near(letters(name), letters(other)) or nearest(name, [other]) is None


def test_the_quick_look_rules_out_most() -> None:
    """Names of other letters, and of the same letters in other numbers; and it is quick for long ones."""
    assert may_be_near(letters("sidebar"), letters("Sidbar"))
    assert not may_be_near(letters("sidebar"), letters("content"))
    assert not may_be_near(letters("aaaaab"), letters("abbbbb"))
    assert not may_be_near(letters("x" * 2_000_000), letters("y"))
