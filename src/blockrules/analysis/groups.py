"""
What is shown, in groups that have no fact in common; and for each group, the ways in which it can be shown.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial, reduce
from itertools import chain, islice
from operator import or_
from typing import TypeVar

import attrs

from blockrules.analysis.answers import Answers
from blockrules.analysis.diagrams import FALSE, Diagram, TooMany
from blockrules.analysis.image import Image
from blockrules.analysis.world import Side
from blockrules.engine.masks import numbers_in
from blockrules.model.regions import Placement, Region

Known = TypeVar("Known")


@attrs.frozen
class Way:
    """
    A way in which a group is shown: on which pages, and which share of the classes they have; and on which pages it
    would be so *anywhere*, if all could occur.
    """

    where: Diagram
    share: Fraction
    anywhere: Diagram


@attrs.frozen(eq=False)
class Group:
    """
    Things that hang together by the facts that they ask for, *within* what can occur of these; each is so somewhere,
    and not everywhere.
    """

    side: Side
    within: Diagram
    things: Sequence[Diagram]

    def ways(self, most: int) -> tuple[int | None, Sequence[Way]]:
        """
        How many ways there are, None where nobody can tell; and of these, so many at *most*: those of the largest
        shares, where all can be looked at.
        """
        diagrams = self.side.diagrams
        answers = Answers(diagrams)
        try:
            root = answers.of(self.within, self.things)
        except TooMany:
            return self._counted(most)
        shares = answers.shares(root)
        whole = sum(shares.values())
        largest = sorted(shares, key=lambda answer: (-shares[answer], answer))
        wheres = ((answer, diagrams.answered(partial(answers.where, root, answer))) for answer in largest[:most])
        return len(shares), [
            Way(where, shares[each] / whole, self._anywhere(each, where)) for each, where in wheres if where is not None
        ]

    def _counted(self, most: int) -> tuple[int | None, Sequence[Way]]:
        """
        The same of so many that they are counted only.
        """
        image = Image.of(self.side.diagrams, self.within, self.things)
        if image is None:
            return None, list(islice(self._some_ways(), most))
        ways = chain.from_iterable(self._way(answer, self._where(answer)) for answer in islice(image.each(), most))
        return image.count(), sorted(ways, key=lambda way: -way.share)

    def _some_ways(self) -> Iterator[Way]:
        """
        Ways as they are met, each once.
        """
        diagrams = self.side.diagrams
        left: Diagram | None = self.within
        while left is not None and left != FALSE:
            point = dict.fromkeys(range(len(diagrams.sizes)), 0)
            point.update((variable, next(numbers_in(mask))) for variable, mask in next(diagrams.cubes(left)).items())
            answer = sum(diagrams.has(each, point) << bit for bit, each in enumerate(self.things))
            where = self._where(answer)
            yield from self._way(answer, where)
            left = self.side.but(left, where)

    def _way(self, answer: int, where: Diagram | None) -> Sequence[Way]:
        """
        The way of *answer*; nothing where it takes too much to say where that is.
        """
        share = self.side.diagrams.share
        return [] if where is None else [Way(where, share(where) / share(self.within), self._anywhere(answer, where))]

    def _where(self, answer: int) -> Diagram | None:
        return self.side.all([self.within, *self._so(answer)])

    def _anywhere(self, answer: int, where: Diagram) -> Diagram:
        found = self.side.all(self._so(answer))
        return where if found is None else found

    def _so(self, answer: int) -> Iterator[Diagram | None]:
        return (each if answer >> bit & 1 else self.side.opposite(each) for bit, each in enumerate(self.things))


def groups(side: Side) -> Iterator[Group]:
    """
    The groups of what a file shows. TooMany where something of it is not known.
    """
    asked = side.diagrams.asked
    limits, things = _known(side.world.limits), dict.fromkeys(_sometimes(side))
    # The variables that hang together, one bit for each.
    linked: list[int] = []
    for each in (*limits, *things):
        near = [bits for bits in linked if bits & asked[each]]
        linked = [bits for bits in linked if not bits & asked[each]]
        linked.append(reduce(or_, near, asked[each]))
    for bits in linked:
        within = _known(side.all(limit for limit in limits if asked[limit] & bits))
        here = [thing for thing in things if asked[thing] & bits]
        yield from [Group(side, within, here)] if here else []


def _known(one: Known | None) -> Known:
    if one is None:
        raise TooMany
    return one


def _sometimes(side: Side) -> Iterator[Diagram]:
    """
    Where each thing is so that is so on some pages that can occur, but not on all.
    """
    for each in things(side):
        thing = _known(each)
        if _known(side.world.occurring(thing)) not in (FALSE, side.world.around(thing)):
            yield thing


def things(side: Side) -> Iterator[Diagram | None]:
    """
    Where each region is active, and each block is shown; blocks that look alike are one.
    """
    for region in side.model.regions:
        yield side.where.regions[region.name]
        alike: dict[object, list[Diagram | None]] = {}
        for place in side.where.blocks[region.name]:
            placement = region.placements[place]
            alike.setdefault((placement.block, _spot(side, region, placement)), []).append(
                side.where.shown(region, place)
            )
        yield from map(side.some, alike.values())


def _spot(side: Side, region: Region, placement: Placement) -> object:
    """
    What tells where *placement* stands from where others of the same block do: how many other blocks can stand before
    it and beside it, in its region and in its slot.
    """
    block = placement.block
    twins = {each.weight for each in region.placements if each.block == block}
    if len(twins) == 1:
        return None
    here = [each.weight for each in region.placements if each.block != block]
    there = [
        each.weight
        for other in side.model.regions
        for each in other.placements
        if each.block.slot == block.slot is not None and each.block != block
    ]
    return tuple((sum(weight < placement.weight for weight in row), placement.weight in row) for row in (here, there))
