"""
All small changes of a model: of its conditions, of what stands in it, of the order in which it stands.

They are made of what the file means and not of its text, so that each gives a sound model again. A mutant is only made
when it is asked for, since a large file has many; and of any part of the model that has what it changes.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import TypeVar

import attrs

from blockrules.language.source import Span
from blockrules.model.checker import Model, Node, asked, in_turn
from blockrules.model.conditions import Condition, Constant
from blockrules.model.facts import Schema
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Placement, Region
from blockrules.mutation.rewording import Rewording, rewordings, written

Turned = TypeVar("Turned", Region, Placement)


@attrs.frozen(eq=False)
class Mutant:
    """
    A small change, in *words* for the author who looks at *span*: of what the *nodes* say themselves, and of weights in
    the *slots*. What the *change* makes it of is a model that has them.
    """

    span: Span
    words: str
    nodes: tuple[Node, ...]
    change: Callable[[Model], Model] = attrs.field(repr=False)
    slots: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.span}: {self.words}"


def mutants(model: Model) -> Sequence[Mutant]:
    """
    All small changes of *model*, those of one text in its order.
    """
    found = list(_mutants(model))
    place = {source: number for number, source in enumerate(dict.fromkeys(id(each.span.source) for each in found))}
    return sorted(found, key=lambda each: (place[id(each.span.source)], each.span.start))


def _mutants(model: Model) -> Iterator[Mutant]:
    for name, condition in model.defines.items():
        for each in [*rewordings(condition, model.schema), *_dropped(condition, f"`{name}` made `true`")]:
            yield Mutant(each.span, each.words, (("define", name),), partial(_with_define, name, each.condition))
    for region in model.regions:
        for span, words, changed in (
            *_with_other_conditions(region, model.schema),
            *_with_other_turns(region),
            *_with_other_slots(region, model.slots),
        ):
            yield Mutant(span, words, _nodes(region), partial(_with_region, changed))
        yield from _with_other_order(region)
    yield from _regions_in_other_order(model)
    yield from _regions_in_other_turn(model)


# Where a region was changed, the words for it, and what it became.
Changed = tuple[Span, str, Region]


def _with_other_conditions(region: Region, schema: Schema) -> Iterator[Changed]:
    """
    *region* with its own condition, or that of a block, changed.
    """
    for each in _otherwise(region.condition, region.name_span, f"the region `{region.name}`", schema):
        yield each.span, each.words, attrs.evolve(region, condition=each.condition)
    for place, block in enumerate(region.placements):
        for each in _otherwise(block.condition, block.name_span, f"the block `{block.block.name}`", schema):
            changed = attrs.evolve(block, condition=each.condition)
            yield each.span, each.words, _with_blocks(region, {place: changed})


def _otherwise(condition: Condition, span: Span, name: str, schema: Schema) -> Iterator[Rewording]:
    """
    The changes of the *condition* of what stands at *span*; and that it is left out itself.
    """
    yield from rewordings(condition, schema)
    yield from _dropped(condition, f"`when {written(condition.span)}` left out")
    if condition != Constant(False, span):
        yield Rewording(span, f"{name} left out", Constant(False, condition.span))


def _dropped(condition: Condition, words: str) -> Iterator[Rewording]:
    if not isinstance(condition, Constant):
        yield Rewording(condition.span, words, Constant(True, condition.span))


def _with_other_order(region: Region) -> Iterator[Mutant]:
    """
    Two blocks that follow one another in a slot, swapped: each has the other's weight, so that they stay where they
    were put. No test can see the order of others.
    """
    rows: dict[str, list[int]] = {}
    for place, block in enumerate(region.placements):
        if block.block.slot:
            rows.setdefault(block.block.slot, []).append(place)
    for slot, row in rows.items():
        for here, there in pairwise(row):
            one, other = region.placements[here], region.placements[there]
            # Alternatives of a `choose` stand together.
            if one.turn is None and other.turn is None and not _are_rivals(one, other):
                swapped = {here: attrs.evolve(other, weight=one.weight), there: attrs.evolve(one, weight=other.weight)}
                words = f"the blocks `{one.block.name}` and `{other.block.name}` swapped"
                change = partial(_with_region, _with_blocks(region, swapped))
                slots = frozenset({slot}) if one.weight != other.weight else frozenset[str]()
                yield Mutant(other.name_span, words, _nodes(region), change, slots)


def _with_other_turns(region: Region) -> Iterator[Changed]:
    """
    *region* with two alternatives of a `choose` of blocks swapped.
    """
    places = {id(block): place for place, block in enumerate(region.placements)}
    for first, second in _in_turn(region.placements):
        turned = {
            places[id(first)]: attrs.evolve(first, turn=second.turn),
            places[id(second)]: attrs.evolve(second, turn=first.turn),
        }
        words = f"the alternatives `{first.block.name}` and `{second.block.name}` swapped"
        yield second.name_span, words, _with_blocks(region, turned)


def _with_other_slots(region: Region, slots: Sequence[str]) -> Iterator[Changed]:
    """
    *region* with a block moved to the next of all *slots*.
    """
    after = dict(zip(slots, [*slots[1:], *slots[:1]], strict=True))
    for place, each in enumerate(region.placements):
        slot = each.block.slot
        if slot and after[slot] != slot:
            moved = attrs.evolve(each, block=attrs.evolve(each.block, slot=after[slot]))
            words = f"the block `{each.block.name}` moved to the slot `{after[slot]}`"
            yield each.name_span, words, _with_blocks(region, {place: moved})


def _regions_in_other_order(model: Model) -> Iterator[Mutant]:
    for one, other in pairwise(model.regions):
        if not _are_rivals(one, other):
            words = f"the regions `{one.name}` and `{other.name}` swapped"
            change = partial(_with_other_order_of, one.name, other.name)
            yield Mutant(other.name_span, words, _nodes(one, other), change)


def _regions_in_other_turn(model: Model) -> Iterator[Mutant]:
    for first, second in _in_turn(model.regions):
        change = partial(_with_other_turn_of, first.name, second.name)
        # An alternative may ask for one before it; then it cannot come first.
        if len(change(model).needs) == len(model.needs):
            words = f"the alternatives `{first.name}` and `{second.name}` swapped"
            yield Mutant(second.name_span, words, _nodes(first, second), change)


def _nodes(*regions: Region) -> tuple[Node, ...]:
    return tuple(("region", region.name) for region in regions)


def _with_blocks(region: Region, blocks: Mapping[int, Placement]) -> Region:
    """
    *region* with other *blocks* at these places.
    """
    placements = (blocks.get(place, block) for place, block in enumerate(region.placements))
    return attrs.evolve(region, placements=tuple(placements))


# Alternatives


def _are_rivals(one: Turned, other: Turned) -> bool:
    """
    Whether the two are of one `choose`, so that they never stand beside one another.
    """
    return one.turn is not None and other.turn is not None and one.turn.choose == other.turn.choose


def _in_turn(every: Sequence[Turned]) -> Iterator[tuple[Turned, Turned]]:
    """
    The alternatives that follow one another in a `choose`. What comes before one that always holds is only left out
    when the two are swapped.
    """
    for one, other in pairwise(sorted(every, key=_turn)):
        if _are_rivals(one, other) and not isinstance(other.condition, Constant):
            yield one, other


def _turn(one: Region | Placement) -> tuple[int, int]:
    return (one.turn.choose, one.turn.place) if one.turn else (-1, 0)


# Models


def _with_define(name: str, condition: Condition, model: Model) -> Model:
    return _changed(attrs.evolve(model, defines=Frozen({**model.defines, name: condition})))


def _with_region(region: Region, model: Model) -> Model:
    regions = (region if each.name == region.name else each for each in model.regions)
    return _changed(attrs.evolve(model, regions=tuple(regions)))


def _with_other_order_of(one: str, other: str, model: Model) -> Model:
    """
    *model* with the region *one*, which stood before the *other*, after it, whatever the *other* asked for.
    """
    by_name = {region.name: region for region in model.regions}
    names = [{one: other, other: one}.get(region.name, region.name) for region in model.regions]
    after = {**model.after, other: tuple(each for each in model.after[other] if each != one)}
    return attrs.evolve(model, regions=tuple(by_name[name] for name in names), after=Frozen(after))


def _with_other_turn_of(first: str, second: str, model: Model) -> Model:
    turns = {region.name: region.turn for region in model.regions}
    others = {first: second, second: first}
    regions = (attrs.evolve(each, turn=turns[others.get(each.name, each.name)]) for each in model.regions)
    return _changed(attrs.evolve(model, regions=tuple(regions)))


def _changed(model: Model) -> Model:
    """
    *model*, in which conditions or turns are others, with what follows from them.
    """
    needs = asked(model.defines, sorted(model.regions, key=_turn))
    return attrs.evolve(model, needs=in_turn(needs))
