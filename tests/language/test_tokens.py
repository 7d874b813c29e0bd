"""
Words that spell numbers, dates, times and strings.
"""

import pytest

import blockrules
from blockrules import RulesError


def setting(written: str) -> object:
    """
    What a region holds that has the setting *written*.
    """
    return blockrules.loads(f"region a {{ x: {written}, }}").all_regions[0].settings["x"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("-0", 0),
        ("007", 7),
        ("-2.50", -2.5),
        ("9" * 300, int("9" * 300)),
        (f"{'9' * 299}.5", float("9" * 299)),
        ('"\\u00e9\\/\\n\\ud83d\\ude00"', "é/\n\U0001f600"),
        ('"#{}"', "#{}"),
        ("[none, true, -1, 1.0, ]", (None, True, -1, 1.0)),
        ("[]", ()),
    ],
)
def test_a_literal_is_what_it_spells(written: str, value: object) -> None:
    """To the last digit, and of the type that it is written in."""
    assert repr(setting(written)) == repr(value)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1" * 301, "BR106"),
        (f"1.{'0' * 300}", "BR106"),
        ("1e5", "BR106"),
        ("+5", "BR101"),
        ("5px", "BR106"),
        ("1.2.3", "BR106"),
        ("2026-02-29", "BR107"),
        ("24:00", "BR107"),
        ("2026-12-01T09:00+24:00", "BR107"),
        ("0001-01-01T00:30+01:00", "BR107"),
        pytest.param(
            "9999-12-31T23:30-01:00",
            "BR107",
        ),
        ("100.01%", "BR113"),
        ("-1%", "BR113"),
        ("0.001%", "BR113"),
        ("1000%", "BR113"),
        ('"\\x"', "BR105"),
        ('"\\ud800"', "BR105"),
        ('"\t"', "BR104"),
        ('"\u2028"', "BR104"),
        ('"\ud800"', "BR104"),
        ("'x'", "BR122"),
        ("2026-12-01", "BR315"),
    ],
)
def test_what_spells_nothing_is_refused(written: str, code: str) -> None:
    """One error each, whatever comes after it."""
    with pytest.raises(RulesError) as caught:
        setting(written)
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_an_instant_may_lie_at_either_end_of_the_years() -> None:
    """As long as it lies in them in UTC, which is how it is kept."""
    text = "facts { x: datetime } page p { x: 0001-01-01T00:30-01:00 } page q { x: 9999-12-31T23:30+01:00 }"
    pages = blockrules.loads(text).pages
    assert [str(page["x"]) for page in pages.values()] == ["0001-01-01 01:30:00+00:00", "9999-12-31 22:30:00+00:00"]


def test_a_share_may_have_as_many_zeros_as_it_likes() -> None:
    """Or be refused for them, like a number."""
    with pytest.raises(RulesError):
        setting("0" * 5000 + "%")
