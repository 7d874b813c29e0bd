"""
The answer to a page: its regions in order, with their blocks.
"""

from collections.abc import Iterable, Iterator, Mapping

import attrs

from blockrules.model.frozen import Frozen
from blockrules.model.regions import Block, Setting, Settings


@attrs.frozen
class ActiveRegion:
    """
    A region of a layout, with those of its blocks that are shown.
    """

    name: str
    blocks: tuple[Block, ...]
    settings: Settings


@attrs.frozen
class Layout:
    """
    The active regions of a page, in order, and the blocks of each slot over all of them. Layouts are equal when they
    show the same.
    """

    _regions: tuple[ActiveRegion, ...]
    slots: Mapping[str, tuple[Block, ...]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the active regions, in order."""
        return tuple(region.name for region in self._regions)

    def region(self, name: str) -> ActiveRegion:
        """
        The active region called *name*. KeyError where it is not active.
        """
        for region in self._regions:
            if region.name == name:
                return region
        raise KeyError(name)

    def __iter__(self) -> Iterator[ActiveRegion]:
        return iter(self._regions)

    def __len__(self) -> int:
        return len(self._regions)

    def __contains__(self, name: object) -> bool:
        return any(region.name == name for region in self._regions)

    def to_dict(self) -> dict[str, object]:
        """
        The layout as plain JSON types: its regions in order, and by slot the names of blocks and their regions.
        """
        return {
            "regions": [_region_dict(region) for region in self._regions],
            "slots": {
                slot: [{"block": block.name, "region": block.region} for block in blocks]
                for slot, blocks in self.slots.items()
            },
        }


def laid_out(shown: Iterable[ActiveRegion], slots: Iterable[str]) -> Layout:
    """
    The layout of the *shown* regions. Blocks within a slot stand by weight, then by their region's place, then by their
    place in it; of blocks of one name only the first stays (the law, 5).
    """
    regions = tuple(shown)
    by_slot: dict[str, list[Block]] = {slot: [] for slot in slots}
    for block in (block for region in regions for block in region.blocks):
        if block.slot is not None:
            by_slot[block.slot].append(block)
    return Layout(regions, Frozen((slot, _first_of_each_name(blocks)) for slot, blocks in by_slot.items()))


def _first_of_each_name(blocks: list[Block]) -> tuple[Block, ...]:
    first: dict[str, Block] = {}
    for block in sorted(blocks, key=lambda block: block.weight):
        first.setdefault(block.name, block)
    return tuple(first.values())


def _region_dict(region: ActiveRegion) -> dict[str, object]:
    blocks = [
        {"name": block.name, "slot": block.slot, "settings": _settings_dict(block.settings)} for block in region.blocks
    ]
    return {"name": region.name, "blocks": blocks, "settings": _settings_dict(region.settings)}


def _settings_dict(settings: Settings) -> dict[str, Setting | list[Setting]]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}
