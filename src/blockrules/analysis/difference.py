"""
What two rules files do differently, over all pages that both take and the new one assumes.

Where a region is active, where a block is shown, what they hold and in which order they stand: each is compared as a
diagram, so that what is not told of is the same on every page.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import attrs

from blockrules.analysis.changes import KINDS, Change, Kind, Thing
from blockrules.analysis.diagrams import FALSE, TRUE, Diagram
from blockrules.analysis.fact_changes import fact_changes
from blockrules.analysis.held import settings_changed, slot_changed
from blockrules.analysis.moves import moved
from blockrules.analysis.review import overview, record
from blockrules.analysis.rows import Name, Spot, blocks_in, by_slot, regions_in
from blockrules.analysis.sets import Sets
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.world import World
from blockrules.engine.engine import Engine
from blockrules.model.checker import Node, named
from blockrules.model.facts import Schema
from blockrules.model.regions import Placement, Region, typed

OLD, NEW = 0, 1
# So many pairs of what stands in one row are compared.
MOST_PAIRS = 100_000


@attrs.frozen(eq=False, slots=False)
class Difference:
    """
    The *changes* from one file to another, those first that are least to be expected; what they say differently of
    *facts*; what could not be compared, since it is too tangled; and whether there is a page at all that both files
    take and the new one assumes.
    """

    changes: tuple[Change, ...]
    facts: tuple[str, ...]
    unknown: tuple[Thing, ...]
    has_pages: bool
    _schema: Schema = attrs.field(repr=False)

    @property
    def equal(self) -> bool:
        """Whether it is proved that every page that both files take has the same layout."""
        return self.has_pages and not self.changes and not self.unknown

    def __str__(self) -> str:
        return overview(self.changes, self.facts, self.unknown, self._schema, has_pages=self.has_pages)

    def to_dict(self) -> dict[str, object]:
        """
        All of it as plain JSON types.
        """
        return record(self.changes, self.facts, self.unknown, equal=self.equal)


def difference(old: Engine, new: Engine) -> Difference:
    """
    What *new* does differently from *old*.
    """
    compared = Compared((old, new), World.of(old.model, new.model))
    changes = sorted(compared.changes(), key=lambda change: (change.is_edited, KINDS.index(change.kind), -change.share))
    facts, unknown = fact_changes(old.model, new.model), dict.fromkeys(compared.unknown)
    return Difference(tuple(changes), tuple(facts), tuple(unknown), not compared.world.is_empty, new.model.schema)


# A block that may stand, with where it does; and for what stands in a row, its spots with where they are filled.
Standing = tuple[Placement, Diagram | None]
Filled = dict[Name, list[tuple[Spot, Diagram | None]]]


@attrs.frozen(eq=False, slots=False)
class Compared:
    """
    Two files over the pages of both.
    """

    engines: tuple[Engine, Engine]
    world: World
    unknown: list[Thing] = attrs.field(factory=list)

    @property
    def sets(self) -> Sets:
        """What sets of pages can be made."""
        return self.world.sets

    def changes(self) -> Iterator[Change]:
        """
        All changes; on the way, what cannot be compared becomes *unknown*.
        """
        old, new = self.regions
        for name in dict.fromkeys([*new, *old]):
            yield from self._region(name)
        models = [engine.model for engine in self.engines]
        old_row, new_row = (regions_in(model) for model in models)
        yield from self._order(old_row, new_row)
        for name in new:
            if name in old:
                yield from self._order(blocks_in(old[name]), blocks_in(new[name]))
        before, after = map(by_slot, models)
        for slot in after:
            yield from self._order(before.get(slot, ()), after[slot], slot)

    def _region(self, name: str) -> Iterator[Change]:
        thing = Thing(name)
        old, new = (regions.get(name) for regions in self.regions)
        active = self._active(OLD, name), self._active(NEW, name)
        is_edited = old is None or new is None or _words(old) != _words(new)
        yield from self._shown(thing, *active, is_edited=is_edited, is_same=("region", name) in self.same)
        if old is not None and new is not None:
            both = self.sets.all(active)
            if typed(old.settings) != typed(new.settings):
                details = settings_changed(old.settings, new.settings)
                yield from self._change("holds something else", thing, both, is_edited=True, details=details)
            for block in dict.fromkeys(each.block.name for region in (new, old) for each in region.placements):
                yield from self._block(thing, block, both)

    def _block(self, thing: Thing, name: str, both: Diagram | None) -> Iterator[Change]:
        """
        How the block of that *name* differs where its region is active in *both*.
        """
        block = attrs.evolve(thing, block=name)
        old, new = (list(self._standing(side, thing.region, name, both)) for side in (OLD, NEW))
        is_edited = [_words(each) for each, _ in old] != [_words(each) for each, _ in new]
        shown = (self.sets.some(where for _, where in side) for side in (old, new))
        is_same = self._are_same(*(self._beside(side, thing.region, name) for side in (OLD, NEW)))
        yield from self._shown(block, *shown, is_edited=is_edited, is_same=is_same)
        for one, before in old:
            for other, after in new:
                details = [
                    *slot_changed(one.block, other.block),
                    *settings_changed(one.block.settings, other.block.settings),
                ]
                if details:
                    where = self.sets.all([before, after])
                    yield from self._change("holds something else", block, where, is_edited=True, details=details)

    def _shown(
        self, thing: Thing, old: Diagram | None, new: Diagram | None, *, is_edited: bool, is_same: bool
    ) -> Iterator[Change]:
        if not (is_same and None in (old, new)):
            yield from self._change("appears", thing, self.sets.but(new, old), is_edited=is_edited)
            yield from self._change("disappears", thing, self.sets.but(old, new), is_edited=is_edited)

    def _order(self, old: Sequence[Spot], new: Sequence[Spot], slot: str | None = None) -> Iterator[Change]:
        """
        What of *new* stands on another side of something than it did, where both stand there.
        """
        if old == new and len({spot.name for spot in new}) == len(new):
            return
        rows = [self._filled(side, row, is_slot=slot is not None) for side, row in enumerate((old, new))]
        places = [{spot: place for place, spot in enumerate(row)} for row in (old, new)]
        left = MOST_PAIRS
        for name, others in _pairs(rows, is_slot=slot is not None).items():
            left -= len(others)
            if left < 0:
                self.unknown.append(Thing(*name, slot))
                continue
            passed = (self._passing(rows, places, name, other) for other in others)
            where = self.sets.some([*passed, self._another(rows, name) if slot else FALSE])
            yield from self._change("stands elsewhere", Thing(*name, slot), where, is_edited=True)

    def _passing(
        self, rows: Sequence[Filled], places: Sequence[Mapping[Spot, int]], name: Name, other: Name
    ) -> Diagram | None:
        """
        Where *name* and *other* stand in both files, and the other way round.
        """
        return self.sets.some(
            self.sets.all([here, beside, there, beyond])
            for one, here in rows[OLD][name]
            for two, beside in rows[OLD][other]
            for three, there in rows[NEW][name]
            for four, beyond in rows[NEW][other]
            if (places[OLD][one] < places[OLD][two]) != (places[NEW][three] < places[NEW][four])
        )

    def _another(self, rows: Sequence[Filled], name: Name) -> Diagram | None:
        """
        Where *name* is shown in both files, but another of its block stands before it in the slot of just one.
        """
        shown = (self.sets.some(self._where(side, spot) for spot, _ in row[name]) for side, row in enumerate(rows))
        old, new = (self.sets.some(where for _, where in row[name]) for row in rows)
        return self.sets.all([*shown, self.sets.differ(old, new)])

    def _change(
        self, kind: Kind, thing: Thing, where: Diagram | None, *, is_edited: bool, details: Iterable[str] = ()
    ) -> Iterator[Change]:
        found = self.world.occurring(where)
        if where is None or found is None:
            self.unknown.append(thing)
        elif found != FALSE:
            witness = self.witnesses.witness(found)
            if isinstance(witness, Witness):
                yield Change(kind, thing, is_edited, tuple(details), found, witness, where, self.world, self.engines)
            else:
                self.unknown.append(thing)

    # Where things stand

    @cached_property
    def regions(self) -> tuple[Mapping[str, Region], Mapping[str, Region]]:
        """The regions of both files, by name."""
        old, new = ({region.name: region for region in engine.model.regions} for engine in self.engines)
        return old, new

    def _active(self, side: int, name: str) -> Diagram | None:
        return self.world.sides[side].where.regions.get(name, FALSE)

    def _standing(self, side: int, region: str, block: str, both: Diagram | None) -> Iterator[Standing]:
        where = self.world.sides[side].where
        for place, placement in enumerate(self.regions[side][region].placements):
            if placement.block.name == block:
                yield placement, self.sets.all([both, where.shown(self.regions[side][region], place)])

    def _where(self, side: int, spot: Spot) -> Diagram | None:
        """
        Where *spot* is filled.
        """
        if spot.block is None:
            return self._active(side, spot.region)
        return self.sets.some(
            where
            for placement, where in self._standing(side, spot.region, spot.block, TRUE)
            if placement.weight == spot.weight and spot.slot in (None, placement.block.slot)
        )

    def _filled(self, side: int, row: Sequence[Spot], *, is_slot: bool) -> Filled:
        """
        Where each spot of *row* is filled; in a slot, where no block of its name stands before it.
        """
        found: Filled = {}
        taken: dict[str | None, Diagram | None] = {}
        for spot in row:
            here = self._where(side, spot)
            if is_slot:
                before = taken.get(spot.block, FALSE)
                taken[spot.block] = self.sets.some([before, here])
                here = self.sets.but(here, before)
            found.setdefault(spot.name, []).append((spot, here))
        return found

    # What needs no comparing

    @cached_property
    def same(self) -> set[Node]:
        """The defines and regions that say the same, and name only what does, of facts that are the same."""
        old, new = (engine.model for engine in self.engines)
        found: set[Node] = set()
        if old.schema.facts != new.schema.facts or old.schema.zone != new.schema.zone:
            return found
        for node, needs in new.needs.items():
            if (
                old.needs.get(node) == needs
                and found.issuperset(needs)
                and self._says(OLD, node) == self._says(NEW, node)
            ):
                found.add(node)
        return found

    def _says(self, side: int, node: Node) -> object:
        kind, name = node
        return self.engines[side].model.defines[name] if kind == "define" else _words(self.regions[side][name])

    def _beside(self, side: int, region: str, name: str) -> Sequence[Placement]:
        """
        The block of that *name*, with the alternatives beside it.
        """
        placements = self.regions[side][region].placements
        chooses = {each.turn.choose for each in placements if each.turn and each.block.name == name}
        return [each for each in placements if each.block.name == name or (each.turn and each.turn.choose in chooses)]

    def _are_same(self, old: Sequence[Placement], new: Sequence[Placement]) -> bool:
        """
        Whether blocks are shown where they were by their words alone.
        """
        if [(each.block.name, _words(each)) for each in old] != [(each.block.name, _words(each)) for each in new]:
            return False
        return all(self.same.issuperset(named(each.condition)) for each in new)

    # What is told of a change

    @cached_property
    def witnesses(self) -> Witnesses:
        """What finds the pages."""
        return Witnesses(self.world)


def _pairs(rows: Sequence[Filled], *, is_slot: bool) -> Mapping[Name, Sequence[Name]]:
    """
    What of *rows* may have moved, each with what it may have passed.
    """
    # What can stand in several spots is compared with everything; of the rest, what has moved.
    several = {name for row in rows for name, spots in row.items() if len(spots) > 1}
    pairs = dict(moved(*([name for name in row if name not in several] for row in rows)))
    common = [name for name in rows[NEW] if name in rows[OLD]]
    pairs.update((name, [other for other in common if other != name]) for name in common if name in several)
    if is_slot:
        twins = Counter(block for _, block in common)
        pairs.update((name, pairs.get(name, [])) for name in common if twins[name[1]] > 1)
    return pairs


def _words(one: Region | Placement) -> object:
    """
    What says where *one* is shown, by its own words.
    """
    return one.condition, one.turn and one.turn.place
