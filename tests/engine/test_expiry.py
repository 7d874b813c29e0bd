"""
When time alone changes an answer.
"""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

import blockrules
from blockrules import Layout

STEP = timedelta(minutes=15)
ZONE = 'timezone "Europe/London" '
# Before, between and after the changes of the clocks in that zone; the ends of a year; a plain day.
MOMENTS = [
    datetime(2026, 3, 28, 23, 45, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 45, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 24, 22, 45, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 15, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 0, tzinfo=UTC),
    datetime(2026, 12, 31, 23, 45, tzinfo=UTC),
    datetime(2026, 6, 3, 11, 0, tzinfo=UTC),
]


def layout(condition: str, moment: datetime | None) -> Layout:
    """
    The layout of one region that is active where *condition* holds.
    """
    facts = "facts { front: bool = true  other: optional datetime  now: optional datetime }"
    return blockrules.loads(f"{ZONE}{facts} region r when {condition}").layout({"now": moment})


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param("now.time in 01:00 .. 02:00"),
        "now.time < 01:30",
        pytest.param("now.time in 22:00 .. 01:15"),
        "now.time >= 12:00",
        "now.time is 00:30",
        "now.date is 2026-03-29",
        "now.date in 2026-10-25 .. 2026-10-26",
        "now.date > 2026-12-31",
        "now.weekday is sunday",
        "now.weekday in (saturday, monday)",
        "now < 2026-03-29T00:45",
        "now in 2026-10-25T01:30 .. 2026-10-26T00:00",
        "now >= 2027-01-01T00:00",
        "now.weekday is sunday and now.time in 01:00 .. 01:45",
        "now.date is 2026-03-29 or now.time < 03:00",
        "not (now.time < 12:00) and now.weekday is not friday",
    ],
)
def test_a_layout_expires_when_it_first_changes(condition: str) -> None:
    """Held against every quarter of an hour of the next nine days, whatever the clocks do in them."""
    rules = blockrules.loads(f"{ZONE}facts {{ now: datetime }} region r when {condition}")
    for moment in MOMENTS:
        times = [moment + STEP * number for number in range(9 * 24 * 4)]
        answers = [rules.regions({"now": each}) for each in times]
        change = next(
            (after for after, (one, other) in zip(times[1:], pairwise(answers), strict=True) if one != other), None
        )
        expires = rules.layout({"now": moment}).expires
        if condition.count("now") == 1 and "time is" not in condition:
            assert expires == change or (change is None and (expires is None or expires > times[-1]))
        else:
            assert expires is not None or change is None
            assert expires is None or moment < expires <= (change or expires)


@pytest.mark.parametrize(
    ("condition", "moment"),
    [
        ("now is none", None),
        ("now < 2027-01-01T00:00", None),
        ("now.weekday is monday or now.date is none", None),
        ("front", MOMENTS[0]),
        pytest.param("front or now < 2027-01-01T00:00", MOMENTS[0]),
        ("not front and now.time < 09:00", MOMENTS[0]),
        ("now < 2026-01-01T00:00", MOMENTS[0]),
        ("now.date < 2026-01-01", MOMENTS[0]),
        ("other is none or other < 2027-01-01T00:00", MOMENTS[0]),
        ("now.date in 2026-01-01 .. 9999-12-30", datetime(9999, 12, 31, 12, tzinfo=UTC)),
        ("now.weekday is monday", datetime(9999, 12, 31, 12, tzinfo=UTC)),
        ("now.time < 09:00", datetime(9999, 12, 31, 12, tzinfo=UTC)),
    ],
)
def test_what_time_cannot_change_never_expires(condition: str, moment: datetime | None) -> None:
    """There is no `now`, it is not asked for, or what is left of time is all alike."""
    assert layout(condition, moment).expires is None


def test_an_answer_varies_by_what_it_asked_for() -> None:
    """By the facts' own names, sorted; what is ruled out by others is not among them."""
    both = "front and (now.time < 09:00 or now.weekday is monday)"
    assert layout(both, MOMENTS[0]).vary == ("front", "now")
    assert layout("not front and now.time < 09:00", MOMENTS[0]).vary == ("front",)
    assert layout("true", MOMENTS[0]).vary == ()
    assert layout("now.time < 09:00", MOMENTS[0]).key == layout("now.time < 09:00", MOMENTS[3]).key
    assert layout("now.time < 09:00", MOMENTS[0]).key != layout("now.time < 09:00", MOMENTS[1]).key
    assert hash(layout(both, MOMENTS[0]).key) is not None


def test_the_last_hours_of_time_never_expire() -> None:
    """The next hour that counts lies past all years in UTC, though not on the clocks of the zone."""
    rules = blockrules.loads('timezone "America/New_York" facts { now: datetime } region r when now.time < 20:00')
    layout = rules.layout({"now": datetime(9999, 12, 31, 12, tzinfo=UTC)})
    assert layout.names == ("r",)
    assert layout.expires is None


def test_what_others_ask_of_time_does_not_count() -> None:
    """Only regions that time alone can still change."""
    rules = blockrules.loads("""
        facts { front: bool  now: datetime }
        region a when front and now < 2026-07-01T00:00Z
        region b when not front and now < 2026-08-01T00:00Z
    """)
    expires = [rules.layout({"front": front, "now": MOMENTS[-1]}).expires for front in (True, False)]
    assert expires == [datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)]
