"""
Suggestions: only for what is near.
"""

import pytest

import blockrules
from blockrules import RulesError
from blockrules.language.nearness import nearest, suggestion


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
