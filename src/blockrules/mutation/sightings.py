"""
What somebody sees who looks at two layouts of one page.
"""

from collections.abc import Iterator

import attrs

from blockrules.analysis.changes import Kind, Thing
from blockrules.analysis.moves import moved
from blockrules.engine.layout import ActiveRegion, Layout
from blockrules.model.regions import typed


@attrs.frozen
class Sighting:
    """
    What becomes of one region, or of one block; of what appears or disappears with its region nothing is said.
    """

    kind: Kind
    thing: Thing

    def __str__(self) -> str:
        return f"{self.thing} {self.kind}"

    def to_dict(self) -> dict[str, object]:
        """
        The same as plain JSON types.
        """
        return {"kind": self.kind, "region": self.thing.region, "block": self.thing.block, "slot": self.thing.slot}


def sightings(old: Layout, new: Layout) -> Iterator[Sighting]:
    """
    What is otherwise in *new* than in *old*. Of the order in slots something is said only where nothing else is.
    """
    found = dict.fromkeys(_regions(old, new))
    yield from found or _slots(old, new)


def _regions(old: Layout, new: Layout) -> Iterator[Sighting]:
    yield from (Sighting("appears", Thing(name)) for name in new.names if name not in old)
    yield from (Sighting("disappears", Thing(name)) for name in old.names if name not in new)
    yield from (Sighting("stands elsewhere", Thing(name)) for name, _ in moved(old.names, new.names))
    for name in new.names:
        if name in old:
            yield from _blocks(old.region(name), new.region(name))


def _blocks(old: ActiveRegion, new: ActiveRegion) -> Iterator[Sighting]:
    before, after = ({block.name: block for block in region.blocks} for region in (old, new))
    yield from (Sighting("appears", Thing(new.name, name)) for name in after if name not in before)
    yield from (Sighting("disappears", Thing(new.name, name)) for name in before if name not in after)
    for name in after:
        if before.get(name, after[name]) != after[name]:
            holds = typed(before[name].settings) != typed(after[name].settings)
            yield Sighting("holds something else" if holds else "stands elsewhere", Thing(new.name, name))
    yield from (Sighting("stands elsewhere", Thing(new.name, name)) for name, _ in moved([*before], [*after]))


def _slots(old: Layout, new: Layout) -> Iterator[Sighting]:
    for slot in new.slots:
        before, after = ([(block.region, block.name) for block in layout.slots[slot]] for layout in (old, new))
        gone = [each for each in before if each not in after]
        for region, name in [*gone, *(each for each, _ in moved(before, after))]:
            yield Sighting("stands elsewhere", Thing(region, name, slot))
