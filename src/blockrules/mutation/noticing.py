"""
What a test has to say so that it notices a mutant: as far as tests in a rules file can.

They see what is shown, and the names of regions and of the blocks of a slot in their order; not which of two blocks of
one name stands there, nor what it holds.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from blockrules.analysis.changes import Thing
from blockrules.analysis.written import new_name, regions_expected, slot_expected, states_expected
from blockrules.engine.layout import Layout
from blockrules.model.checker import Model
from blockrules.mutation.mutants import Mutant

# One thing is enough; of more that are otherwise, so many are asked for.
MOST_EXPECTED = 10


def states(old: Layout, new: Layout, model: Model) -> Sequence[str]:
    """
    What a test of *model* expects to be shown or hidden, as it is in the *old* layout and not in the *new* one.
    """
    things = [each for each in _states(old, new) if each.block is None or _is_plain(each, model)]
    return list(states_expected(things[:MOST_EXPECTED], old))


def orders(old: Layout, new: Layout) -> Sequence[str]:
    """
    What a test expects of the order of regions, or else of slots, that is so in the *old* layout and not in the *new*
    one.
    """
    if old.names != new.names:
        return [regions_expected(old)]
    slots = (slot for slot in old.slots if _names(old, slot) != _names(new, slot))
    return [slot_expected(slot, old) for slot in islice(slots, MOST_EXPECTED)]


def named(mutant: Mutant, taken: set[str]) -> str:
    """
    What a test that notices *mutant* can be called, as none of the *taken* names is, and one of them from now on.
    """
    _, owner = mutant.nodes[0]
    words = mutant.words if f"`{owner}`" in mutant.words else f"`{owner}`: {mutant.words}"
    return new_name(words.replace("`", ""), taken)


def _states(old: Layout, new: Layout) -> Iterator[Thing]:
    """
    What only one of the two shows; not the blocks of a region that only one has.
    """
    before, after = ({region.name: region for region in layout} for layout in (old, new))
    yield from (Thing(name) for name in [*after, *before] if (name in before) != (name in after))
    for name in after:
        if name in before and before[name] != after[name]:
            here, there = ([block.name for block in side[name].blocks] for side in (before, after))
            yield from (Thing(name, block) for block in [*there, *here] if (block in here) != (block in there))


def _is_plain(thing: Thing, model: Model) -> bool:
    """
    Whether the name of a block with its region can be read in one way only.
    """
    name = thing.name
    taken = (name == region.name or any(name == block.name for block in region.blocks) for region in model.regions)
    return name.count(".") == 1 and not any(taken)


def _names(layout: Layout, slot: str) -> Sequence[str]:
    return [block.name for block in layout.slots[slot]]
