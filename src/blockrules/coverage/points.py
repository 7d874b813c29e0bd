"""
Pages as points of a world: with their class of each variable, as far as they were read.
"""

from collections.abc import Sequence

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram, Diagrams
from blockrules.analysis.world import World
from blockrules.model.samples import Sample

# The class of each variable; None where the fact was not read.
Point = Sequence[int | None]


def point_of(world: World, page: Sample) -> tuple[int | None, ...]:
    """
    Where *page* lies, with the values of those of its facts that were read.
    """
    point: list[int | None] = [None] * len(world.diagrams.sizes)
    for seat in world.seats:
        if seat.cut is not None and seat.fact.name in page:
            here = seat.cut.point(page[seat.fact.name])
            assert here is not None  # a page gives what its facts can be
            point[seat.first : seat.first + len(here)] = here
    return tuple(point)


def lies_in(diagrams: Diagrams, one: Diagram, point: Point) -> bool | None:
    """
    Whether *point* lies in *one*; None where that hangs on what was not read.
    """
    known: dict[Diagram, bool | None] = {FALSE: False, TRUE: True}

    def found(here: Diagram) -> bool | None:
        if here not in known:
            variable, edges = diagrams.nodes[here]
            own = point[variable]
            if own is not None:
                known[here] = found(next(child for mask, child in edges if mask >> own & 1))
            else:
                every = {found(child) for _, child in edges}
                known[here] = every.pop() if len(every) == 1 else None
        return known[here]

    return found(one)
