"""
All that is to be told of a page, before anybody says it.
"""

from collections.abc import Mapping
from functools import cached_property
from itertools import chain

import attrs

from blockrules.engine.layout import Layout
from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.model.frozen import Frozen
from blockrules.model.types import Type, Value


@attrs.frozen(eq=False, slots=False)
class Account:
    """
    Why a page has its *layout*: *facts* are the values that rules ask about, *types* those of facts and their views,
    *regions* the reasons of all regions, in order, *blocks* those of their blocks, by region, *defines* the conditions
    that have a name.
    """

    layout: Layout
    can_occur: bool
    facts: Mapping[str, Value]
    types: Mapping[str, Type]
    regions: tuple[Reason, ...]
    blocks: Mapping[str, tuple[Reason, ...]]
    defines: Mapping[str, Part]

    def region(self, name: str) -> Reason:
        """
        Why the region called *name* is active, or not. KeyError where the file has no such region.
        """
        return self._by_name[name]

    def block(self, region: str, name: str) -> Reason:
        """
        Why that block of *region* is shown, or not; of several of one name in a `choose`, the one that is shown, or
        else the first. KeyError where there is no such block.
        """
        found = [reason for reason in self.blocks[region] if reason.name == name]
        if not found:
            raise KeyError(name)
        return next((reason for reason in found if reason.shown), found[0])

    @cached_property
    def slots(self) -> Mapping[str, tuple[Reason, ...]]:
        """The reasons of the blocks of each slot, in the order in which all of them would stand."""
        by_slot: dict[str | None, list[Reason]] = {slot: [] for slot in self.layout.slots}
        for reason in chain.from_iterable(self.blocks.values()):
            by_slot.setdefault(reason.slot, []).append(reason)
        return Frozen(
            (slot, tuple(sorted(by_slot[slot], key=lambda reason: reason.weight))) for slot in self.layout.slots
        )

    @cached_property
    def _by_name(self) -> Mapping[str, Reason]:
        return {reason.name: reason for reason in self.regions}
