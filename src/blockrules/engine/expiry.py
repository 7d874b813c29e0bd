"""
When time alone may change an answer.

An answer that has read the present moment stays as it is until time brings a cube to life, or kills one, that all other
facts leave alive. That is looked for on each axis of the moment: the moment itself, and its date, its time of day and
its weekday in the file's zone.

Days and times of day begin where the wall clock first shows them. Beyond that only a change of the clock can turn a
date or a time back, or leave one out; so where there is one near, what the clock shows after it is looked at too.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from blockrules.engine.domains import Row
from blockrules.engine.plan import Answer, Plan, Step, Values
from blockrules.model.facts import Schema
from blockrules.model.types import Value

DAY = timedelta(days=1)
# Longer than any day, however the clocks change in it.
LONG_DAY = timedelta(hours=30)
TICK = timedelta(microseconds=1)
LAST = datetime.max.replace(tzinfo=UTC)


def expiry(plan: Plan[Any], answer: Answer, values: Values, schema: Schema) -> datetime | None:
    """
    The first instant after `now` at which the *answer* to the page of *values* may change by time alone; None where it
    did not ask for the time, or nothing can change any more.
    """
    read = [(plan.steps[number], place) for number, place in answer.places.items()]
    steps = [step for step, _ in read if step.axis.fact.name == "now"]
    now = values["now"] if steps else None
    if not isinstance(now, datetime):
        return None
    alive = plan.every & ~answer.decided
    for step, place in read:
        if step not in steps:
            alive &= step.table.alive(place)
    clock = Clock(now, schema.zone)
    found = [change for step in steps for change in _changes(clock, step, alive, asks_all=bool(alive & plan.guarded))]
    return min(found, default=None)


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
        for fold in (0, 1):
            try:
                instant = datetime.combine(day, at, self.zone).replace(fold=fold).astimezone(UTC)
            except OverflowError:
                return
            if instant > self.now:
                yield instant

    def jump(self) -> Iterator[datetime]:
        """
        The next change of the clocks, where it is near.
        """
        low = self.now
        high = min(low, LAST - LONG_DAY) + LONG_DAY
        before = low.astimezone(self.zone).utcoffset()
        if high.astimezone(self.zone).utcoffset() == before:
            return
        while high - low > TICK:
            middle = low + (high - low) / 2
            if middle.astimezone(self.zone).utcoffset() == before:
                low = middle
            else:
                high = middle
        yield high


def _changes(clock: Clock, step: Step, alive: int, *, asks_all: bool) -> Iterator[datetime]:
    """
    Instants of which the first is the one when the cubes *alive* first change on the axis of *step*. A guard may ask
    about any class, so where one is alive every class *asks_all*.
    """

    def state(place: int) -> tuple[int, int]:
        return step.table.alive(place) & alive, place if asks_all else 0

    def state_of(value: Value) -> tuple[int, int]:
        return state(step.table.place(value))

    view = step.axis.view
    if view is None:
        yield from _next_start(step, state, clock.now)
        return
    local = clock.now.astimezone(clock.zone)
    here = state_of(view.of_instant(clock.now, clock.zone))
    match view.part:
        case "date":
            starts = _next_start(step, state, local.date())
            instants = [instant for day in starts for instant in clock.shows(day, time.min)]
        case "time":
            near = product((local.date(), *_days(local, 2)), (time.min, *_starts(step)))
            instants = [instant for day, at in near for instant in clock.shows(day, at)]
        case _:
            instants = [instant for day in _days(local, 7) for instant in clock.shows(day, time.min)]
    for instant in (*instants, *clock.jump()):
        if state_of(view.of_instant(instant, clock.zone)) != here:
            yield instant


def _starts(step: Step) -> Sequence[Any]:
    assert isinstance(step.axis.domain, Row)
    return step.axis.domain.starts


def _next_start(step: Step, state: Callable[[int], object], value: Value) -> Iterator[Any]:
    """
    Where the first class after that of *value* begins whose state is another.
    """
    starts, here = _starts(step), step.table.place(value)
    for place in range(here + 1, len(starts) + 1):
        if state(place) != state(here):
            yield starts[place - 1]
            return


def _days(local: datetime, count: int) -> Iterator[date]:
    """
    The days after today, up to *count*, as far as the calendar goes.
    """
    return (local.date() + DAY * number for number in range(1, count + 1) if local.date() <= date.max - DAY * number)
