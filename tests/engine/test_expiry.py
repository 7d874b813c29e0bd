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


@pytest.mark.parametrize(
    ("zone", "condition", "now", "change"),
    [
        ("America/St_Johns", "now.time >= 23:30", "2008-11-02T02:30:30", "2008-11-02T03:00:00"),
        ("Antarctica/Casey", "now.time >= 23:45", "2010-03-04T14:35:00", "2010-03-04T15:45:00"),
        ("Pacific/Apia", "now.weekday is friday", "2011-12-30T08:03:00", "2012-01-05T10:00:00"),
        (
            "Pacific/Apia",
            "now.date is 2011-12-30 or now.date is 2012-01-02",
            "2011-12-28T20:00:00",
            "2012-01-01T10:00:00",
        ),
        ("Pacific/Apia", "now.date is 2011-12-30", "2011-12-28T20:00:00", None),
        ("Pacific/Fakaofo", "now.weekday is friday", "2011-12-25T11:00:00", "2012-01-05T11:00:00"),
        ("Pacific/Kwajalein", "now.date >= 1993-08-21", "1993-08-10T00:00:00", "1993-08-21T12:00:00"),
        ("Pacific/Kiritimati", "now.date >= 1995-01-01", "1994-12-20T00:00:00", "1994-12-31T10:00:00"),
        ("Pacific/Kiritimati", "now.weekday is sunday", "1994-12-26T12:00:00", "1994-12-31T10:00:00"),
    ],
)
def test_a_layout_expires_in_time_where_clocks_go_back_over_midnight_or_leave_out_a_day(
    zone: str, condition: str, now: str, change: str | None
) -> None:
    """Yesterday is shown again, or a weekday comes only in the week after."""
    rules = blockrules.loads(f'timezone "{zone}" facts {{ now: datetime }} region r when {condition}')
    moment = datetime.fromisoformat(f"{now}+00:00")
    layout = rules.layout({"now": moment})
    expected = change and datetime.fromisoformat(f"{change}+00:00")
    assert layout.expires == expected
    if expected:
        before, after = rules.layout({"now": expected - timedelta(microseconds=1)}), rules.layout({"now": expected})
        assert before == layout != after


def test_time_ends_in_every_zone() -> None:
    """Also where its clocks are ahead."""
    rules = blockrules.loads('timezone "Asia/Tokyo" facts { now: datetime } region r when now.time < 20:00')
    layout = rules.layout({"now": datetime(9999, 12, 31, 14, 30, tzinfo=UTC)})
    assert layout.expires is None
