"""
The values at which what rules make of a fact changes: the first of each class, and the last of the one before.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain, islice

from blockrules.analysis.cuts import Cut
from blockrules.analysis.listed import Listed
from blockrules.analysis.spread import Spread
from blockrules.analysis.subjects import Key
from blockrules.engine.axes import Axis
from blockrules.engine.domains import SCALES, Row
from blockrules.engine.expiry import Clock
from blockrules.model.types import Value

# So many classes of a fact are gone through for where they begin, and on so many days for a time of day.
MOST, MOST_DAYS = 1_000, 8


def boundaries(cut: Cut | None) -> Mapping[Value, Sequence[int]]:
    """
    Such values of a fact, with the classes that they have.
    """
    base = cut.base if isinstance(cut, Spread) else cut
    if cut is None or not isinstance(base, Listed) or base.subject.type not in SCALES:
        return {}
    previous = SCALES[base.subject.type].previous
    values = chain.from_iterable((start, previous(start)) for start in islice(_starts(base), MOST))
    found = ((value, cut.point(value)) for value in values if value is not None)
    return {value: classes for value, classes in found if classes is not None}


def _starts(base: Listed) -> Iterator[Value]:
    """
    Where classes begin: as their axes say, and for a part of a moment when clocks show it on days that matter.
    """
    for key, axis in base.axes.items():
        if isinstance(axis.domain, Row) and axis.view is None:
            yield from axis.domain.starts
        elif isinstance(axis.domain, Row) and key.part == "date":
            yield from _shown(key, axis.domain.starts, [time.min])
    days = {value.date() for value in base.values if isinstance(value, datetime)}
    for key, axis in base.axes.items():
        if key.part in ("time", "weekday"):
            yield from _shown(key, sorted(days)[:MOST_DAYS], _times(axis))


def _times(axis: Axis) -> Sequence[time]:
    times: Sequence[time] = axis.domain.starts if isinstance(axis.domain, Row) else [time.min]
    return times


def _shown(key: Key, days: Iterable[date], times: Sequence[time]) -> Iterator[datetime]:
    clock = Clock(datetime.min.replace(tzinfo=UTC) + timedelta(days=2), key.zone)
    return chain.from_iterable(clock.shows(day, at) for day in days for at in times)
