"""
The names that tests written in Python may use of some rules.
"""

from collections.abc import Collection, Mapping, Sequence

import attrs

from blockrules.language.diagnostics import escaped
from blockrules.language.nearness import suggestion
from blockrules.model.regions import Region
from blockrules.model.samples import splits

# A region (no block), a block wherever it stands (no region), or one block of one region.
Thing = tuple[str | None, str | None]


@attrs.frozen
class Known:
    """
    What is known by a name: the *blocks* of each region, those of all, and the *slots*.
    """

    # Collections that keep their order, so that of several near names the first is told.
    regions: Mapping[str, Collection[str]]
    blocks: Collection[str]
    slots: Collection[str]

    @classmethod
    def of(cls, regions: Sequence[Region]) -> "Known":
        """
        What is known by a name in *regions*.
        """
        by_region = {region.name: dict.fromkeys(block.name for block in region.blocks) for region in regions}
        blocks = [block for region in regions for block in region.blocks]
        slots = dict.fromkeys(block.slot for block in blocks if block.slot is not None)
        return cls(by_region, dict.fromkeys(block.name for block in blocks), slots)

    def thing(self, name: str) -> Thing | None:
        """
        What *name* is, as after `expect shown`: a region, a block, or `region.block`; None where it is nothing.
        """
        if name in self.regions:
            return name, None
        if name in self.blocks:
            return None, name
        return next((pair for pair in splits(name) if pair[1] in self.regions.get(pair[0], ())), None)

    def unknown(self, kind: str, name: str) -> str:
        """
        What is said of a *name* of that *kind* that is nothing here.
        """
        candidates: Mapping[str, Collection[str]] = {
            "region": self.regions,
            "block": self.blocks,
            "slot": self.slots,
            "region or block": [
                *self.regions,
                *self.blocks,
                *(f"{region}.{block}" for region, blocks in self.regions.items() for block in blocks),
            ],
        }
        near = suggestion(name, candidates[kind])
        return f"no {kind} is called `{escaped(name)}`" + (f"; {near}" if near else "")
