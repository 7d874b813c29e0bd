"""
What can stand beside one another, in its order (the law, 5): regions, the blocks of a region, the blocks of a slot.
"""

from collections.abc import Mapping, Sequence

import attrs

from blockrules.model.checker import Model
from blockrules.model.regions import Region

# A region, or a block of one.
Name = tuple[str, str | None]


@attrs.frozen
class Spot:
    """
    Where something can stand in a row: in a *slot*, or wherever.
    """

    region: str
    block: str | None
    weight: int
    slot: str | None = None

    @property
    def name(self) -> Name:
        """What can stand there."""
        return self.region, self.block


def regions_in(model: Model) -> Sequence[Spot]:
    return [Spot(each.name, None, each.weight) for each in model.regions]


def blocks_in(region: Region) -> Sequence[Spot]:
    """
    Where its blocks stand; alternatives of one name and weight stand in one spot.
    """
    spots = (Spot(region.name, each.block.name, each.weight) for each in region.placements)
    return list(dict.fromkeys(spots))


def by_slot(model: Model) -> Mapping[str, Sequence[Spot]]:
    """
    What can stand in each slot, in its order (the law, 5).
    """
    rows: dict[str, list[Spot]] = {}
    for region in model.regions:
        for each in region.placements:
            if each.block.slot is not None:
                spot = Spot(region.name, each.block.name, each.weight, each.block.slot)
                rows.setdefault(each.block.slot, []).append(spot)
    return {slot: list(dict.fromkeys(sorted(row, key=lambda spot: spot.weight))) for slot, row in rows.items()}
