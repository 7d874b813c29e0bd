"""
When time alone may change an answer.

An answer that has read the present moment stays as it is until time brings a cube to life, or kills one, that all other
facts leave alive. That is looked for on each axis of the moment: the moment itself, and its date, its time of day and
its weekday in the file's zone.

Days and times of day begin where the wall clock first shows them. Beyond that only a change of the clock can turn a
date or a time back, or leave one out; so where there is one near, what the clock shows after it is looked at too.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, product
from typing import Any
from zoneinfo import ZoneInfo

import attrs

from blockrules.engine.domains import Row
from blockrules.engine.plan import Answer, Plan, Step, Values
from blockrules.model.facts import Schema, View

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

    def next_start(self) -> Iterator[Any]:
        """
        Where the first class after the page's own begins that is told from it.
        """
        alive_of, alive, starts = self.step.table.alive, self.alive, self.starts
        own = alive_of(self.here) & alive
        for place in range(self.here + 1, len(starts) + 1):
            if self.asks_all or alive_of(place) & alive != own:
                yield starts[place - 1]
                return


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


def _changes(clock: Clock, states: States) -> Iterator[datetime]:
    """
    Instants of which the first is the one when *states* first change.
    """
    view = states.step.axis.view
    if view is None:
        yield from states.next_start()
        return
    for instant in chain(_candidates(clock, states, view), clock.jump()):
        if states.differs(states.step.table.place(view.of_instant(instant, clock.zone))):
            yield instant


def _candidates(clock: Clock, states: States, view: View) -> Iterator[datetime]:
    local = clock.now.astimezone(clock.zone)
    match view.part:
        case "date":
            for day in states.next_start():
                yield from clock.shows(day, time.min)
        case "time":
            for day, at in product((local.date(), *_days(local, 2)), (time.min, *states.starts)):
                yield from clock.shows(day, at)
        case _:
            for day in _days(local, 7):
                yield from clock.shows(day, time.min)


def _days(local: datetime, count: int) -> Iterator[date]:
    """
    The days after today, up to *count*, as far as the calendar goes.
    """
    return (local.date() + DAY * number for number in range(1, count + 1) if local.date() <= date.max - DAY * number)
