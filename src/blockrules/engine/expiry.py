"""
When time alone may change an answer.

An answer that has read the present moment stays as it is until time brings a cube to life, or kills one, that all other
facts leave alive. That is looked for on each axis of the moment: the moment itself, and its date, its time of day and
its weekday in the file's zone.

Days and times of day begin where the wall clock shows them. Beyond that only a change of the clock can turn a date or a
time back, or leave one out, even a whole day; so where there is one near, what the clock shows after it is looked at
too, and a day that is left out is looked for a week later.

No zone changes its clock twice within three days, or by more than a day.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice, product, starmap
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from blockrules.engine.domains import Row
from blockrules.engine.plan import Answer, Plan, Step, Values
from blockrules.model.facts import Schema

DAY = timedelta(days=1)
# Longer than any day, however the clocks change in it.
LONG_DAY = timedelta(hours=30)
TICK = timedelta(microseconds=1)
# Beyond it an instant may have no date in some zone.
LAST = datetime.max.replace(tzinfo=UTC) - DAY


def expiry(plan: Plan[Any], answer: Answer, values: Values, schema: Schema) -> datetime | None:
    """
    The first instant after `now` at which the *answer* to the page of *values* may change by time alone; None where it
    did not ask for the time, or nothing can change any more.
    """
    now = values["now"]
    if not isinstance(now, datetime):
        return None
    clock = Clock(now.astimezone(UTC), schema.zone)
    states = (
        States(plan.steps[number], place, answer.but_for_time, asks_all=bool(answer.but_for_time & plan.guarded))
        for number, place in answer.places.items()
        if number in plan.timed
    )
    return min((instant for each in states for instant in _changes(clock, each)), default=None)


@attrs.frozen
class States:
    """
    The classes of an axis of `now`, by what they leave of the cubes *alive*; a guard may ask about any class, so where
    one is alive every class *asks_all*. The page is in the class *here*.
    """

    step: Step
    here: int
    alive: int
    asks_all: bool

    @property
    def starts(self) -> Sequence[Any]:
        """Where the classes after the first begin."""
        assert isinstance(self.step.axis.domain, Row)
        return self.step.axis.domain.starts

    def differs(self, place: int) -> bool:
        """
        Whether the class is told from the page's own.
        """
        if self.asks_all:
            return place != self.here
        alive = self.step.table.alive
        return (alive(place) ^ alive(self.here)) & self.alive != 0

    def later(self) -> Iterator[Any]:
        """
        Where those classes after the page's own begin that are told from it.
        """
        alive_of, alive, starts = self.step.table.alive, self.alive, self.starts
        own = alive_of(self.here) & alive
        for place in range(self.here + 1, len(starts) + 1):
            if self.asks_all or alive_of(place) & alive != own:
                yield starts[place - 1]


@attrs.frozen
class Clock:
    """
    A moment, and the zone whose clocks show it.
    """

    now: datetime
    zone: ZoneInfo | None

    def shows(self, day: date, at: time) -> Iterator[datetime]:
        """
        The instants later than now at which the clocks show that time on that day; where they skip it, when they do.
        """
        shown = datetime.combine(day, at, self.zone)
        try:
            first, second = shown.astimezone(UTC), shown.replace(fold=1).astimezone(UTC)
        except OverflowError:
            return
        if second < first:
            first = second = self._turn(second, first)
        yield from (instant for instant in (first, second) if instant > self.now)

    def jump(self) -> Iterator[datetime]:
        """
        The next change of the clocks, where it is near.
        """
        low = self.now
        high = max(low, min(low, LAST - LONG_DAY) + LONG_DAY)
        before = low.astimezone(self.zone).utcoffset()
        if high.astimezone(self.zone).utcoffset() != before:
            yield self._turn(low, high)

    def _turn(self, low: datetime, high: datetime) -> datetime:
        """
        The one change of the clocks after *low*, up to *high*.
        """
        before = low.astimezone(self.zone).utcoffset()
        while high - low > TICK:
            middle = low + (high - low) / 2
            if middle.astimezone(self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        return high


def _changes(clock: Clock, states: States) -> Iterator[datetime]:
    """
    Instants of which the first is the one when *states* first change.
    """
    view = states.step.axis.view
    if view is None:
        yield from islice(states.later(), 1)
        return

    def changes(instant: datetime) -> bool:
        return states.differs(states.step.table.place(view.of_instant(instant, clock.zone)))

    jumps = tuple(clock.jump())
    yield from filter(changes, jumps)
    local = clock.now.astimezone(clock.zone)
    match view.part:
        case "time":
            # After a change of the clocks a day must pass again, of which the times may come in any order.
            days: Iterator[date] = _days(local, range(-1, 5) if jumps else range(2))
            times = (time.min, *states.starts)
            yield from filter(changes, chain.from_iterable(starmap(clock.shows, product(days, times))))
        case part:
            days = states.later() if part == "date" else _days(local, range(1, 15))
            shown = (instant for day in days for instant in clock.shows(day, time.min))
            yield from islice(filter(changes, shown), 1)


def _days(local: datetime, numbers: range) -> Iterator[date]:
    """
    The days so many after today, as far as the calendar goes.
    """
    today = local.date()
    return (today + DAY * number for number in numbers if number <= (date.max - today).days)
