"""
The answer to a page: its regions in order, with their blocks.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

import attrs

from blockrules.language.diagnostics import escaped
from blockrules.language.nearness import suggestion
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Block, Placement, Region, Setting, Settings, typed


@attrs.frozen
class ActiveRegion:
    """
    A region of a layout, with those of its blocks that are shown.
    """

    name: str
    blocks: tuple[Block, ...]
    settings: Settings = attrs.field(eq=typed)


def filled(slots: Mapping[str, tuple[Block, ...]]) -> Mapping[str, tuple[Block, ...]]:
    """
    Those of *slots* in which something stands: what a visitor sees of them.
    """
    return Frozen((slot, blocks) for slot, blocks in slots.items() if blocks)


@attrs.frozen
class Shown:
    """
    What stands on a page: the active regions, in order, and the blocks of each slot over all of them.
    """

    regions: tuple[ActiveRegion, ...]
    slots: Mapping[str, tuple[Block, ...]] = attrs.field(eq=filled)
    names: tuple[str, ...] = attrs.field(init=False, eq=False, repr=False)

    @names.default
    def _names(self) -> tuple[str, ...]:
        return tuple(region.name for region in self.regions)


@attrs.frozen
class Found:
    """
    How a layout was found: the facts that the answer needed, the classes that they were in, and until when time alone
    does not change it.
    """

    vary: tuple[str, ...]
    key: Hashable
    expires: datetime | None

    def found(self, page: Any) -> "Found":
        """
        Itself, for whatever page.
        """
        return self


class Workings(Protocol):
    """
    What can tell how the layout of a page was found.
    """

    def found(self, page: Any) -> Found:
        """
        How that of *page* was, in the shape that they keep pages in.
        """


# Not frozen, since that would double the time that a layout takes; nothing public of it can be set.
@attrs.define(unsafe_hash=True, repr=False)
class Layout:
    """
    The active regions of a page, in order, with their shown blocks. Layouts are equal when they show the same.
    """

    _shown: Shown
    _workings: Workings = attrs.field(eq=False, repr=False)
    _page: Any = attrs.field(eq=False, repr=False)

    def __repr__(self) -> str:
        return f"Layout({escaped(', '.join(self.names))})"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the active regions, in order."""
        return self._shown.names

    @property
    def slots(self) -> Mapping[str, tuple[Block, ...]]:
        """The shown blocks by slot: () for one with none, KeyError for one that no block names (the law, 5)."""
        return self._shown.slots

    @property
    def vary(self) -> tuple[str, ...]:
        """The facts that this answer needed, sorted: any page that agrees on their values has the same layout."""
        return self._found().vary

    @property
    def key(self) -> Hashable:
        """What pages of these rules with an equal key have in common: their layout. It means nothing to other rules."""
        return self._found().key

    @property
    def expires(self) -> datetime | None:
        """
        With all else equal the layout stays the same from `now` until just before this instant, in UTC; None: for ever.

        It is never late. It is early where what changes then is hidden: by another cube of the same region, by a fact
        that was not read, or in a condition that is kept as a guard.
        """
        return self._found().expires

    def _found(self) -> Found:
        found = self._workings.found(self._page)
        self._workings = found
        return found

    def region(self, name: str) -> ActiveRegion:
        """
        The active region called *name*. KeyError where none is, with the nearest name that one has.
        """
        for region in self._shown.regions:
            if region.name == name:
                return region
        near = suggestion(name, self.names)
        raise KeyError(f"no active region is called `{name}`" + (f"; {near}" if near else ""))

    def __iter__(self) -> Iterator[ActiveRegion]:
        return iter(self._shown.regions)

    def __len__(self) -> int:
        return len(self._shown.regions)

    def __contains__(self, name: object) -> bool:
        return any(region.name == name for region in self._shown.regions)

    def __reduce__(self) -> tuple[object, ...]:
        # How it was found refers to the page, which stays here.
        return Layout, (self._shown, self._found(), {})

    def to_dict(self) -> dict[str, object]:
        """
        What the layout shows, as plain JSON types: its regions in order, and by slot the names of blocks and their
        regions.
        """
        return {
            "regions": [_region_dict(region) for region in self._shown.regions],
            "slots": {
                slot: [{"block": block.name, "region": block.region} for block in blocks]
                for slot, blocks in self._shown.slots.items()
            },
        }


def shown(standing: Iterable[tuple[Region, Sequence[Placement]]], slots: Iterable[str]) -> Shown:
    """
    What stands on a page with these regions, in order, and these of their blocks. Blocks within a slot stand by weight,
    then by their region's place, then by their place in it; of blocks of one name only the first stays (the law, 5).
    """
    active = []
    by_slot: dict[str, list[Placement]] = {slot: [] for slot in slots}
    for region, placements in standing:
        active.append(ActiveRegion(region.name, tuple(each.block for each in placements), region.settings))
        for placement in placements:
            if placement.block.slot is not None:
                by_slot[placement.block.slot].append(placement)
    return Shown(tuple(active), Frozen((slot, _first_of_each_name(here)) for slot, here in by_slot.items()))


def _first_of_each_name(placements: list[Placement]) -> tuple[Block, ...]:
    first: dict[str, Block] = {}
    for placement in sorted(placements, key=lambda placement: placement.weight):
        first.setdefault(placement.block.name, placement.block)
    return tuple(first.values())


def _region_dict(region: ActiveRegion) -> dict[str, object]:
    blocks = [
        {"name": block.name, "slot": block.slot, "settings": _settings_dict(block.settings)} for block in region.blocks
    ]
    return {"name": region.name, "blocks": blocks, "settings": _settings_dict(region.settings)}


def _settings_dict(settings: Settings) -> dict[str, Setting | list[Setting]]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items()}
