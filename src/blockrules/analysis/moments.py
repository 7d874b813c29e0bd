"""
The classes that a moment can have together: of itself, and of its date, its time of day and its weekday in a zone.

All of them change only where one of them begins, or where the clocks are changed; so the moments at which that may be
are gone through. Between two of the moments and days that a file names, weeks are alike: the first is gone through, and
one more where the clocks are changed in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, pairwise
from zoneinfo import ZoneInfo

from blockrules.engine.axes import Axis
from blockrules.engine.domains import Row
from blockrules.engine.expiry import Clock

DAY = timedelta(days=1)
# All weekdays, the first of them perhaps not whole.
WEEK = 8
# When nothing is named that is nearer.
USUAL = datetime(2026, 1, 5, tzinfo=UTC)

# An axis and the zone in which its view is seen.
Seen = tuple[Axis, ZoneInfo | None]


def moments(axes: Sequence[Seen]) -> dict[tuple[int, ...], datetime]:
    """
    All classes on *axes* that a moment has together, each with one that has them.
    """
    found: dict[tuple[int, ...], datetime] = {}
    for start, end in _stretches(axes):
        for moment in _beginnings(axes, start, end):
            found.setdefault(_places(axes, moment), moment)
    return found


def _places(axes: Sequence[Seen], moment: datetime) -> tuple[int, ...]:
    return tuple(
        axis.domain.place(axis.view.of_instant(moment, zone) if axis.view else moment)  # type: ignore[union-attr]
        for axis, zone in axes
    )


def _stretches(axes: Sequence[Seen]) -> Iterator[tuple[datetime, datetime]]:
    """
    From one moment or day that is named to the next; of those before the first, the last weeks.
    """
    zones = [zone for _, zone in axes]
    # Of others no clock of these zones shows the date, so that no page has them.
    first = max(map(_first, zones))
    last = min(map(_last, zones))
    named: set[datetime] = set()
    for axis, zone in axes:
        named.update(_named(axis, Clock(first, zone)))
    inside = sorted(each for each in named if first < each <= last)
    before = inside[0] if inside else USUAL
    yield from pairwise([before - min(2 * WEEK * DAY, before - first), *inside])
    yield (inside[-1] if inside else USUAL), last


def _named(axis: Axis, clock: Clock) -> Iterable[datetime]:
    """
    The moments at which what *axis* names begins, but for what comes again every day or week.
    """
    if not isinstance(axis.domain, Row) or (axis.view and axis.view.part != "date"):
        return ()
    if axis.view is None:
        return axis.domain.starts
    return chain.from_iterable(clock.shows(day, time.min) for day in axis.domain.starts)


def _first(zone: ZoneInfo | None) -> datetime:
    try:
        return datetime.min.replace(tzinfo=zone or UTC).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _last(zone: ZoneInfo | None) -> datetime:
    try:
        return datetime.max.replace(tzinfo=zone or UTC).astimezone(UTC)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def _beginnings(axes: Sequence[Seen], start: datetime, end: datetime) -> Iterator[datetime]:
    """
    The moments from *start* to *end* at which a class may begin.
    """
    yield start
    seen = {zone for axis, zone in axes if axis.view}
    times = {zone: {time.min, *(at for axis, here in axes if here == zone for at in _times(axis))} for zone in seen}
    today, days_left = start, WEEK
    while seen and days_left:
        for zone in seen:
            shown, jumps = _shown(Clock(today, zone), times[zone])
            days_left = 2 * WEEK if jumps and days_left <= WEEK else days_left
            yield from sorted(each for each in (*shown, *jumps) if each < end)
        if end - today <= DAY:
            return
        today += DAY
        days_left -= 1


def _shown(clock: Clock, times: Iterable[time]) -> tuple[Sequence[datetime], Sequence[datetime]]:
    """
    When *clock* shows each of *times* on this day and the next, and when it is changed.
    """
    day = clock.now.astimezone(clock.zone).date()
    days = [day, day + DAY] if day < date.max else [day]
    return [each for day in days for at in times for each in clock.shows(day, at)], list(clock.jump())


def _times(axis: Axis) -> Sequence[time]:
    return axis.domain.starts if isinstance(axis.domain, Row) and axis.view and axis.view.part == "time" else ()
