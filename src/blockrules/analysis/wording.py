"""
Sets of pages as conditions that somebody could have written.

A diagram is taken apart into boxes, and each made as wide as it can be; a box asks for some facts, and what it asks of
each is put together from what the files themselves ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import assert_never

import attrs

from blockrules.analysis import spoken
from blockrules.analysis.cuts import Cut
from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.in_or_out import IN, InOrOut
from blockrules.analysis.listed import Listed
from blockrules.analysis.spread import Spread
from blockrules.analysis.world import GIVEN, World

# So many boxes of a diagram are looked at, and so many of them told.
MOST_BOXES, MOST_TOLD = 64, 4

Box = Mapping[int, int]


@attrs.frozen
class Description:
    """
    A set of pages: those of one of the *cases*, each a condition; and, where it is not *complete*, others.
    """

    cases: tuple[str, ...]
    complete: bool

    def __str__(self) -> str:
        if not self.cases:
            return "false"
        every = self.cases if len(self.cases) == 1 else [_in_parentheses(each) for each in self.cases]
        return " or ".join([*every, *([] if self.complete else ["…"])])


def _either(cases: Sequence[str]) -> str:
    return cases[0] if len(cases) == 1 else f"({' or '.join(map(_in_parentheses, cases))})"


def _in_parentheses(text: str) -> str:
    return f"({text})" if " and " in text or " or " in text else text


def description(world: World, one: Diagram, within: Diagram) -> Description:
    """
    *one* in words, for a reader who knows that all pages are *within* something.
    """
    boxes = world.diagrams.answered(lambda: _boxes(world, one, within))
    if boxes is None:
        # As they come, none of them made wider.
        boxes = list(islice(world.diagrams.cubes(one), MOST_BOXES))
    told = [" and ".join(_said(world, box)) or "true" for box in boxes[:MOST_TOLD]]
    return Description(tuple(dict.fromkeys(told)), len(boxes) <= MOST_TOLD)


def _boxes(world: World, one: Diagram, within: Diagram) -> list[Box]:
    """
    Boxes that hold all of *one*, up to a bound, and nothing else that is *within*.
    """
    diagrams = world.diagrams
    outside = diagrams.but(within, one)
    found: list[tuple[Box, Diagram]] = []
    left = one
    for _ in range(MOST_BOXES):
        if left == FALSE:
            break
        box: Box = next(diagrams.cubes(left))
        if not diagrams.are_apart(_diagram(world, box), within):
            box = _widened(world, box, outside)
            found.append((box, _diagram(world, box)))
        left = diagrams.but(left, _diagram(world, box))
    return sorted((box for box, _ in found), key=len)


def _widened(world: World, box: Box, outside: Diagram) -> Box:
    """
    *box* without what it need not ask, so long as nothing is in it that is *outside*; the last facts first.
    """
    wide = box
    for variable in reversed(box):
        rest = {other: mask for other, mask in wide.items() if other != variable}
        if world.diagrams.are_apart(outside, _diagram(world, rest)):
            wide = rest
    return wide


def _diagram(world: World, box: Box) -> Diagram:
    every = sorted(box.items(), reverse=True)
    return world.diagrams.all(world.diagrams.literal(variable, mask) for variable, mask in every)


def _said(world: World, box: Box) -> Iterator[str]:
    """
    What *box* asks of each fact.
    """
    for seat in world.seats:
        name = seat.fact.name
        if seat.is_given is not None and seat.is_given in box:
            yield f"{name} is {'given' if box[seat.is_given] == GIVEN else 'left out'}"
        here = {variable - seat.first: box[variable] for variable in seat.variables if variable in box}
        if seat.cut is not None:
            yield from (words for place in here for words in _of_variable(seat.cut, place, here))


def _of_variable(cut: Cut, place: int, box: Box) -> Iterator[str]:
    """
    What *box*, of the variables of a fact that is *cut*, asks of that in one *place*.
    """
    mask = box[place]
    match cut:
        case InOrOut(names=names):
            atom = spoken.atom(cut.subject, names[place])
            yield atom.words if mask == IN else atom.opposite
        case Listed():
            yield _either(spoken.cases(cut, mask))
        case Spread(base=base):
            nowhere = cut.nowhere
            # It is told of the value itself whether there is one.
            is_told = not nowhere or (0 in box and box[0] & nowhere in (0, box[0]))
            buckets = spoken.buckets(cut, place - 1, mask, is_somewhere=is_told) if place else ()
            cases = buckets if place else spoken.cases(base, mask)
            yield from [_either(cases)] if cases else []
        case _:
            assert_never(cut)
