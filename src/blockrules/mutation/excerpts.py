"""
The part of a model that a change can have to do with: small where the model is large.

What is changed changes what depends on it, and nothing else; to know where that holds takes all that it depends on, and
what is assumed.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import attrs

from blockrules.model.checker import Model, Node, named
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Region

Edges = Mapping[Node, Sequence[Node]]


@attrs.frozen(eq=False, slots=False)
class Excerpts:
    """
    The parts of a *model*.
    """

    model: Model

    def around(self, nodes: Iterable[Node], slots: frozenset[str]) -> Model:
        """
        What stands on a page because of *nodes*, and in the order of the *slots*. It looks as it does in the whole
        model, and what is left out looks the same whatever becomes of the *nodes*.
        """
        concerned = _reached(nodes, self._users)
        slots |= {slot for node in concerned if node in self._regions for slot in _contested(self._regions[node])}
        beside = (node for node, region in self._regions.items() if any(slot in slots for slot in _slots(region)))
        kept = _reached([*concerned, *(beside if slots else ()), *self._assumed], self._uses)
        return self._only(kept)

    def _only(self, kept: set[Node]) -> Model:
        model = self.model
        after = {
            name: tuple(each for each in before if ("region", each) in kept)
            for name, before in model.after.items()
            if ("region", name) in kept
        }
        return attrs.evolve(
            model,
            defines=Frozen((name, each) for name, each in model.defines.items() if ("define", name) in kept),
            regions=tuple(region for region in model.regions if ("region", region.name) in kept),
            after=Frozen(after),
            needs=Frozen((node, needs) for node, needs in model.needs.items() if node in kept),
            trials=(),
            promises=tuple(promise for promise in model.promises if promise.word == "assume"),
        )

    @cached_property
    def _regions(self) -> Mapping[Node, Region]:
        return {("region", region.name): region for region in self.model.regions}

    @cached_property
    def _assumed(self) -> Sequence[Node]:
        """
        What is named where pages are said to be possible.
        """
        assumed = (promise.condition for promise in self.model.promises if promise.word == "assume")
        return [node for condition in assumed for node in named(condition)]

    @cached_property
    def _uses(self) -> Edges:
        """
        What each define, and each region with its blocks, names.
        """
        uses = {node: list(needs) for node, needs in self.model.needs.items()}
        for node, region in self._regions.items():
            uses[node] += (each for block in region.placements for each in named(block.condition))
        return uses

    @cached_property
    def _users(self) -> Edges:
        """
        Where each is named.
        """
        users: dict[Node, list[Node]] = {node: [] for node in self._uses}
        for node, uses in self._uses.items():
            for each in uses:
                users[each].append(node)
        return users


def _reached(nodes: Iterable[Node], edges: Edges) -> set[Node]:
    found: set[Node] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += edges[node]
    return found


def _slots(region: Region) -> Iterable[str]:
    return (each.block.slot for each in region.placements if each.block.slot)


def _contested(region: Region) -> Iterable[str]:
    """
    The slots of alternatives of one name, which may stand there by one weight or another.
    """
    spots = {(each.block.name, each.block.slot, each.weight) for each in region.placements}
    names = [name for name, _, _ in spots]
    return (slot for name, slot, _ in spots if slot and names.count(name) > 1)
