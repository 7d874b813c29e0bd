"""
Sets of pages as conditions that somebody could have written.

A diagram is taken apart into boxes, and each made as wide as it can be; a box asks for some facts, and what it asks of
each is put together from what the files themselves ask.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import attrs

from blockrules.analysis import spoken
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
        match seat.cut:
            case InOrOut(names=names) if here:
                words = [spoken.atom(seat.cut.subject, names[place]) for place in here]
                yield from (
                    each.words if mask == IN else each.opposite for each, mask in zip(words, here.values(), strict=True)
                )
            case Listed() if here:
                yield _either(spoken.cases(seat.cut, here[0]))
            case Spread(base=base) if here:
                yield from [_either(spoken.cases(base, here[0]))] if 0 in here else []
                buckets = {place - 1: mask for place, mask in here.items() if place}
                told = (spoken.buckets(seat.cut, place, mask) for place, mask in buckets.items())
                yield from (_either(cases) for cases in told if cases)
            case _:
                pass
