"""
Pages as a Hypothesis strategy: all kinds of page that rules can tell apart, and the values at which they change.

A page is drawn fact by fact, a class first and then a value of it. Where the rules assume something, only those classes
are drawn that some page has together with what was drawn before: the diagrams of what can occur are walked along, and
every way through a diagram leads to a page.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import attrs
from hypothesis import assume, reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from blockrules.analysis.cuts import Cut
from blockrules.analysis.diagrams import FALSE, Diagram, Diagrams
from blockrules.analysis.subjects import plain
from blockrules.analysis.world import Seat
from blockrules.engine.masks import numbers_in
from blockrules.model.pages import Page
from blockrules.model.search import Unknown
from blockrules.model.types import Kind, OneOf, SetOf, Type, Value
from blockrules.ruleset import Rules
from blockrules.testing.boundaries import boundaries

# A value that is anything of its kind is not long, so that it can be read.
LONGEST = 12


def pages(rules: Rules, **facts: object) -> SearchStrategy[dict[str, object]]:
    """
    Pages that *rules* take, each a dictionary of facts by name, which keeps what the file assumes. *facts* are those
    that every page has, as ``pages(rules, device="mobile", **{"node.type": "page"})``; PageError where a page could not
    give them, ValueError where no page has them.

    Every class of values that the rules can tell apart is drawn, and often the first and last of a class: both sides of
    each number, date and instant that the rules name. An example shrinks to the plainest page.
    """
    independence = rules.independence(facts)
    world = independence.side.world
    limits = () if world.limits is None else world.limits
    where = world.occurring(independence.fixed)
    if where == FALSE:
        raise ValueError("no page has what is given" if facts else "no page can occur, as the rules assume")
    if where is not None:
        apart = [each for each in limits if not world.diagrams.asked[each] & world.diagrams.asked[where]]
        limits = (*apart, where)
    in_turn = sorted(world.seats, key=lambda seat: seat.first)
    kinds = tuple(Kinds(seat, boundaries(seat.cut)) for seat in in_turn)
    return _drawn(Drawing(rules, kinds, limits, world.diagrams, independence.given))


@attrs.frozen(eq=False)
class Kinds:
    """
    A fact, and the values at which what rules make of it changes, with their classes.
    """

    seat: Seat
    boundaries: Mapping[Value, Sequence[int]]
    known: dict[tuple[int, ...], tuple[Value | Unknown, SearchStrategy[Any]]] = attrs.field(factory=dict)

    # Hypothesis checks a strategy when it is first drawn from, and would do so for each page were it made for each.
    @cached_property
    def anything(self) -> SearchStrategy[Value]:
        """
        Values of the fact, whatever the rules make of them.
        """
        return of_type(self.seat.fact.type)

    @cached_property
    def edges(self) -> SearchStrategy[Value]:
        """
        One of the boundaries.
        """
        return st.sampled_from(list(self.boundaries))

    def values(self, classes: tuple[int, ...]) -> tuple[Value | Unknown, SearchStrategy[Any]]:
        """
        The plainest value of those *classes*, unknown where none was found, and that or any value of the fact.
        """
        assert self.seat.cut is not None
        if classes not in self.known:
            plainest = self.seat.cut.value(classes, [1 << each for each in classes])
            self.known[classes] = plainest, st.just(plainest) | self.anything
        return self.known[classes]


@attrs.frozen(eq=False)
class Drawing:
    """
    What pages are drawn from: the facts, in the order of their variables, and where they can be together.
    """

    rules: Rules
    kinds: tuple[Kinds, ...]
    limits: Sequence[Diagram]
    diagrams: Diagrams
    given: Mapping[str, Value]

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:
        # Hypothesis asks for it where an example fails, and would tell all that is in it.
        printer.text(self.rules.name)


@st.composite
def _drawn(draw: DrawFn, drawing: Drawing) -> dict[str, object]:
    page: dict[str, object] = {}
    walk = Walk(drawing.diagrams, list(drawing.limits))
    for kinds in drawing.kinds:
        fact, name = kinds.seat.fact, kinds.seat.fact.name
        value = drawing.given[name] if name in drawing.given else _value(draw, kinds, walk)
        walk.along(kinds.seat, value)
        # Drawn of every fact, so that pages of fewer facts are no longer examples.
        is_left_out = draw(st.sampled_from([True, False]))
        if not is_left_out or fact.required or value != fact.default or name in drawing.given:
            page[name] = value
    assume(keeps_assumptions(drawing.rules, page))
    return {name: page[name] for name in drawing.rules.facts if name in page}


@attrs.frozen(eq=False)
class Walk:
    """
    How far a page is along each of the diagrams *at* which it has to end well.
    """

    diagrams: Diagrams
    at: list[Diagram]

    def classes(self, variable: int) -> int:
        """
        The classes of *variable* with which there still is a page, one bit for each.
        """
        found = (1 << self.diagrams.sizes[variable]) - 1
        for here in self.at:
            asked, edges = self.diagrams.nodes[here]
            if asked == variable:
                found &= sum(mask for mask, child in edges if child != FALSE)
        return found

    def on(self, variable: int, number: int) -> None:
        """
        Go on by the class *number* of *variable*.
        """
        for place, here in enumerate(self.at):
            asked, edges = self.diagrams.nodes[here]
            if asked == variable:
                self.at[place] = next(child for mask, child in edges if mask >> number & 1)

    def takes(self, seat: Seat, classes: Sequence[int]) -> bool:
        """
        Whether there still is a page with those *classes* of *seat*.
        """
        ahead = Walk(self.diagrams, list(self.at))
        for variable, number in zip(seat.variables, classes, strict=True):
            if not ahead.classes(variable) >> number & 1:
                return False
            ahead.on(variable, number)
        return True

    def along(self, seat: Seat, value: Value) -> None:
        """
        Go on by the classes that *value* of *seat* has.
        """
        classes = (seat.cut.point(value) or ()) if seat.cut else ()
        for variable, number in zip(seat.variables, classes, strict=True):
            self.on(variable, number)


def _value(draw: DrawFn, kinds: Kinds, walk: Walk) -> Value:
    """
    A value of a fact with which there still is a page: of any class, or where what rules make of it changes.
    """
    fact, cut = kinds.seat.fact, kinds.seat.cut
    if cut is None:
        value: Value = draw(st.none() | kinds.anything if fact.optional else kinds.anything)
        return value
    classes = _classes(draw, kinds.seat, cut, walk)
    known, near = kinds.values(classes)
    if isinstance(known, Unknown):
        reject()
    drawn: Value = draw(near)
    if tuple(cut.point(drawn) or ()) != classes:
        drawn = known
    if not kinds.boundaries:
        return drawn
    # Both are drawn in any case, so that no page is shorter than the plainest.
    is_inside, edge = draw(st.sampled_from([True, False])), draw(kinds.edges)
    return drawn if is_inside or not walk.takes(kinds.seat, kinds.boundaries[edge]) else edge


def _classes(draw: DrawFn, seat: Seat, cut: Cut, walk: Walk) -> tuple[int, ...]:
    """
    The classes of a value of *seat* with which there still is a page.
    """
    plainest = cut.point(plain(seat.fact.type) if seat.fact.required else seat.fact.default) or ()
    ahead = Walk(walk.diagrams, list(walk.at))
    classes: list[int] = []
    for variable, usual in zip(seat.variables, plainest, strict=True):
        here = list(numbers_in(ahead.classes(variable)))
        # The plainest stands first, which is what an example shrinks to.
        first = [usual] if usual in here else []
        classes.append(draw(st.sampled_from([*first, *(number for number in here if number != usual)])))
        ahead.on(variable, classes[-1])
    return tuple(classes)


def of_type(type: Type) -> SearchStrategy[Value]:
    """
    Values of *type*, whatever the rules make of them.
    """
    match type:
        case OneOf(names):
            return st.sampled_from(names)
        case SetOf(element):
            members: SearchStrategy[Any] = of_type(element)
            return st.frozensets(members, max_size=LONGEST)
        case _:
            return OF_KIND[type]


_texts = st.text(max_size=LONGEST)
OF_KIND: Mapping[Kind, SearchStrategy[Value]] = {
    Kind.BOOL: st.booleans(),
    Kind.INT: st.integers(-(2**63), 2**63),
    Kind.NUMBER: st.floats(allow_nan=False, allow_infinity=False),
    Kind.TEXT: _texts,
    Kind.PATH: st.text(st.characters(exclude_characters="?#", exclude_categories=["Cs"]), max_size=LONGEST).map(
        lambda text: "/" + text.strip("/")
    ),
    Kind.DATE: st.dates(),
    Kind.TIME: st.times(),
    # Beyond these a moment may have no date in some zone.
    Kind.DATETIME: st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=st.just(UTC)),
}


def keeps_assumptions(rules: Rules, page: object) -> bool:
    """
    Whether *page* keeps what *rules* assume.
    """
    engine = rules._engine
    assumed = [promise.condition for promise in engine.model.promises if promise.word == "assume"]
    if not assumed:
        return True
    read = Page.of(engine.model.schema, page, extras=engine.extras)
    return all(engine.keeps(condition, read) for condition in assumed)
