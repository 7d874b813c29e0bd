"""
Regions in the making, whose blocks are still to be set against each other: which takes another's place, and where
weights count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import attrs

from blockrules.importers.conditions import (
    ALWAYS,
    NEVER,
    Active,
    Condition,
    Every,
    Test,
    assuming,
    every,
    opposite,
    some,
    under,
)
from blockrules.importers.draft import Block, Region, Setting
from blockrules.importers.report import Ledger


@attrs.frozen
class Placed:
    """
    A block, with where it came from (*origin*), and the theme in whose slot it stands, if themes count. Of those with
    one *plugin* in one slot only the last shows; an empty one stands for itself.
    """

    block: Block
    origin: str
    theme: Condition = ALWAYS
    plugin: str = ""

    @property
    def slot(self) -> tuple[Condition, str]:
        """The slot, of one theme."""
        return self.theme, self.block.slot


@attrs.frozen
class Stand:
    """
    A region and the blocks that are placed in it, in order.
    """

    name: str
    when: Condition = ALWAYS
    placed: tuple[Placed, ...] = ()
    settings: tuple[Setting, ...] = ()
    comments: tuple[str, ...] = ()


def settled(stands: Sequence[Stand]) -> list[Stand]:
    """
    *stands*, whose conditions ask no more whether a region is active that always is, or never.
    """
    row = list(stands)
    known: dict[Condition, Condition] = {}
    while True:
        found: dict[Condition, Condition] = {
            Active(each.name): each.when for each in row if each.when in (ALWAYS, NEVER)
        }
        if found.keys() == known.keys():
            return row
        known = found
        row = [attrs.evolve(each, when=assuming(each.when, known)) for each in row]


def last_ones(stands: Sequence[Stand], ledger: Ledger) -> list[Stand]:
    """
    *stands*, in which a block gives way to one of the same plugin that comes later: in its region, or in one after it
    as long as that is active and shows it.
    """
    later: defaultdict[tuple[Condition, str, str], list[tuple[Stand, Condition]]] = defaultdict(list)
    done: list[Stand] = []
    for stand in reversed(stands):
        kept: list[Placed] = []
        for each in reversed(stand.placed):
            others = later[(*each.slot, each.plugin)] if each.plugin else []
            when = every(each.block.when, opposite(some(*(_shows(*other, beside=stand) for other in others))))
            others.append((stand, each.block.when))
            if when == NEVER:
                ledger.hide(f"{each.origin}: the same block comes again after it")
            else:
                kept.append(attrs.evolve(each, block=attrs.evolve(each.block, when=when)))
        done.append(attrs.evolve(stand, placed=tuple(reversed(kept))))
    return done[::-1]


def _shows(stand: Stand, when: Condition, *, beside: Stand) -> Condition:
    """
    Whether *stand* shows a block that it shows *when* that holds, as seen from a region *beside* it.
    """
    if stand is beside or stand.when == ALWAYS:
        return when
    return NEVER if every(stand.when, beside.when) == NEVER else every(Active(stand.name), when)


def weighed(stands: Iterable[Stand]) -> list[Stand]:
    """
    *stands*, with weights only in slots where blocks of several regions come together; elsewhere their order says all,
    and 0 needs no saying.
    """
    stands = list(stands)
    holders: defaultdict[tuple[Condition, str], set[str]] = defaultdict(set)
    for stand in stands:
        for each in stand.placed:
            holders[each.slot].add(stand.name)
    return [
        attrs.evolve(
            stand,
            placed=tuple(
                each
                if len(holders[each.slot]) > 1 and each.block.weight
                else attrs.evolve(each, block=attrs.evolve(each.block, weight=None))
                for each in stand.placed
            ),
        )
        for stand in stands
    ]


def region(stand: Stand) -> Region:
    """
    The region that *stand* becomes, each of its blocks only when the page is shown in its theme.
    """
    blocks = (
        attrs.evolve(each.block, when=_beside(every(each.theme, each.block.when), stand.when)) for each in stand.placed
    )
    return Region(stand.name, stand.when, tuple(blocks), stand.settings, stand.comments)


def _beside(when: Condition, region: Condition) -> Condition:
    """
    What is left to ask of *when* in a *region*.
    """
    for known in region.operands if isinstance(region, Every) else (region,):
        if isinstance(known, Test) and known.word == "is" and len(known.values) == 1:
            when = under(when, known)
    return when
