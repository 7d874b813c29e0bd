"""
Values that a fact could have instead, so that a page comes to lie in a cube: the nearest, as somebody would say them.

Each is tried on every axis of the fact, so that what is offered does what it says.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any, assert_never

from blockrules.engine.axes import Axis
from blockrules.engine.cubes import Cube
from blockrules.engine.domains import Atoms, Buckets, Literal, Members, Row, Signs
from blockrules.engine.masks import numbers_in
from blockrules.engine.workings import Values
from blockrules.insight.space import Point, holds, place_on
from blockrules.model.facts import Fact
from blockrules.model.patterns import Pattern
from blockrules.model.search import path_search, text_search
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value

# So many values are tried for a bucket; a share of one in a hundred is hit among them nearly always.
MOST_TRIED = 2_000
DAYS = 8


def candidates(point: Point, name: str, cube: Cube) -> Iterator[Value]:
    """
    Values of the fact *name* that suit *cube*, the likeliest first.
    """
    space = point.space
    fact = space.engine.model.schema.facts[name]
    axes = space.axes_of[name]
    asked = [(axis, cube[number]) for number, axis in axes if number in cube]
    for value in _unchecked(point, fact, asked):
        values = Values(space.engine.model.schema, {name: value})
        can_be = value is not None or fact.optional
        if can_be and all(holds(literal, place_on(axis, values[axis.name])) for axis, literal in asked):
            yield value


def _unchecked(point: Point, fact: Fact, asked: list[tuple[Axis, Literal]]) -> Iterator[Value]:
    """
    Values that may suit.
    """
    here = point.values[fact.name]
    if any(axis.view for axis, _ in asked):
        yield from _moments(point, here, [axis for axis, _ in asked])
        return
    for axis, literal in asked:
        match axis.domain:
            case Members(members):
                yield from (*members, None)
            case Row():
                yield from _along(axis.domain, here, fact)
            case Buckets():
                yield from _visitors(axis.domain)
            case Atoms():
                assert isinstance(literal, Signs)
                yield from _of_atoms(axis.domain, literal, here, fact)
            case _:
                assert_never(axis.domain)


def _along(row: Row, here: Any, fact: Fact) -> Iterator[Value]:
    """
    Values of a row, from *here* outwards: where each class above begins, and where each below ends.
    """
    place = row.place(here)
    if here is None:
        yield from row.starts
        yield row.representative(0)  # type: ignore[misc]  # a row knows all its classes
        return
    above = [row.representative(each) for each in range(place + 1, len(row.starts) + 1)]
    below = [row.scale.previous(row.starts[each]) for each in reversed(range(place))]
    yield from (value for pair in zip(above, below, strict=False) for value in pair)  # type: ignore[misc]
    yield from above[len(below) :]  # type: ignore[misc]
    yield from below[len(above) :]
    if fact.optional:
        yield None


def _moments(point: Point, here: Value, axes: list[Axis]) -> Iterator[Value]:
    """
    Instants by the days and times of day that the views of a moment tell apart, soon first.
    """
    zone = point.space.engine.model.schema.zone
    now = here if isinstance(here, datetime) else datetime(2000, 1, 1, 12, tzinfo=UTC)
    local = now.astimezone(zone)
    starts: dict[str, list[Any]] = {"": [], "date": [], "time": []}
    for axis in axes:
        if isinstance(axis.domain, Row):
            starts[axis.view.part if axis.view else ""] += [
                each
                for place in range(len(axis.domain.starts) + 1)
                for each in (axis.domain.representative(place), *_ends(axis.domain, place))
            ]
    today, ahead = local.date(), [timedelta(days=number) for number in range(DAYS)]
    week = [today + each for each in ahead if today <= date.max - each]
    days = [*week, *sorted(each for each in starts["date"] if isinstance(each, date))]
    times = [local.timetz().replace(tzinfo=None), *(each for each in starts["time"] if isinstance(each, time))]
    instants = [each for each in starts[""] if isinstance(each, datetime)]
    for day, at in product(days, times):
        try:
            instants.append(datetime.combine(day, at, zone).astimezone(UTC))
        except OverflowError:
            continue
    yield from sorted(instants, key=lambda each: abs(each - now))
    yield None


def _ends(row: Row, place: int) -> list[Any]:
    return [row.scale.previous(row.starts[place])] if place < len(row.starts) else []


def _visitors(buckets: Buckets) -> Iterator[Value]:
    yield from (f"visitor-{number}" if buckets.is_text else number for number in range(MOST_TRIED))
    yield "" if buckets.is_text else None


def _of_atoms(atoms: Atoms, signs: Signs, here: Any, fact: Fact) -> Iterator[Value]:
    """
    Texts, paths or sets that have what is needed, and nothing that is barred.
    """
    names: dict[int, Any] = {bit: value for value, bit in atoms.exact.items()}
    names |= {bit: pattern for pattern, bit in atoms.matcher.patterns.items()}
    wanted = [[names[1 << number] for number in numbers_in(need) if 1 << number in names] for need in signs.needs]
    barred = [names[1 << number] for number in numbers_in(signs.bars) if 1 << number in names]
    if isinstance(fact.type, SetOf):
        yield from _sets(wanted, barred, here or frozenset(), _usual(fact.type.element, atoms))
    else:
        yield from _texts(fact, wanted, barred)
    if fact.optional:
        yield None


def _sets(wanted: list[list[Any]], barred: list[Any], here: frozenset[Any], usual: list[Any]) -> Iterator[Value]:
    """
    The set with as little changed as may be; one of the *usual* members where it may not be empty.
    """
    rest = here - frozenset(barred)
    for chosen in product(*(each if rest.isdisjoint(each) else [None] for each in wanted)):
        yield rest | frozenset(each for each in chosen if each is not None)
    yield frozenset()
    yield from (rest | {each} for each in usual if each not in barred)


def _usual(element: Type, atoms: Atoms) -> list[Any]:
    """
    Members, among them one that no rule names, if there is such.
    """
    match element:
        case OneOf(members):
            return list(members)
        case Kind.INT:
            return list(range(len(atoms.exact) + 1))
        case _:
            return [f"other-{number}" for number in range(len(atoms.exact) + 1)]


def _texts(fact: Fact, wanted: list[list[Any]], barred: list[Any]) -> Iterator[Value]:
    """
    Values that are named, then the shortest that fit a pattern of each need.
    """
    named = (each.text if isinstance(each, Pattern) else each for need in wanted for each in need)
    yield from (text for text in named if "*" not in text)
    search = path_search if fact.type is Kind.PATH else text_search
    unwanted = [each for each in barred if isinstance(each, Pattern)]
    # A text with a star in it cannot be written as a pattern; what is found is tried anyway.
    unwanted += [Pattern(each, "text") for each in barred if isinstance(each, str) and "*" not in each]
    for chosen in product(*([each for each in need if isinstance(each, Pattern)] for need in wanted)):
        found = search(chosen, unwanted).shortest()
        if isinstance(found, str):
            yield found
