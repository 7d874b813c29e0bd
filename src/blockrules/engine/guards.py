"""
Guards: conditions that would need too many cubes, evaluated as they are written.

The cost is linear in what the condition, and all that it names, says; chains may be as long as the file.
"""

from collections.abc import Callable, Mapping

import attrs

from blockrules.model import conditions
from blockrules.model.checker import Model, Node, named
from blockrules.model.conditions import Condition, Test
from blockrules.model.regions import Placement, Region

# Whether a test is true of the page in hand.
Leaf = Callable[[Test], bool]


@attrs.frozen(eq=False)
class Guard:
    """
    Where one region is active, or one block of it is shown.
    """

    model: Model
    regions: Mapping[str, Region]
    region: Region
    block: Placement | None

    def holds(self, leaf: Leaf, known: "Known") -> bool:
        """
        Whether it is so on the page that *leaf* knows, of which so much is *known*.
        """
        here: Node = ("region", self.region.name)
        rivals = self._rivals()
        nodes = [here, *(node for rival in rivals for node in named(rival.condition))]
        truths = known.settled(self.model, self.regions, nodes, leaf)
        if not truths[here]:
            return False
        return not rivals or next((each for each in rivals if holds(each.condition, leaf, truths)), None) is self.block

    def _rivals(self) -> list[Placement]:
        """
        The block with the other alternatives of its `choose`, in their turn; nothing where the guard is of the region.
        """
        if self.block is None or self.block.turn is None:
            return [self.block] if self.block else []
        choose = self.block.turn.choose
        rivals = [
            (each.turn.place, each) for each in self.region.placements if each.turn and each.turn.choose == choose
        ]
        return [each for _, each in sorted(rivals, key=lambda rival: rival[0])]


@attrs.define
class Known:
    """
    What has been found of one page: the truth of defines and regions; and of regions in a `choose`, whether they or an
    alternative before them hold.
    """

    truths: dict[Node, bool] = attrs.field(factory=dict)
    is_taken: dict[Node, bool] = attrs.field(factory=dict)

    def settled(
        self, model: Model, regions: Mapping[str, Region], nodes: list[Node], leaf: Leaf
    ) -> Mapping[Node, bool]:
        """
        The truth of *nodes* of *model*, and of all that they depend on.
        """
        while nodes:
            node = nodes[-1]
            missing = [each for each in model.needs[node] if each not in self.truths]
            nodes += missing
            if missing:
                continue
            nodes.pop()
            kind, name = node
            if kind == "define":
                self.truths[node] = holds(model.defines[name], leaf, self.truths)
            else:
                region = regions[name]
                before = bool(region.turn and region.turn.place) and self.is_taken[model.needs[node][-1]]
                self.truths[node] = not before and holds(region.condition, leaf, self.truths)
                self.is_taken[node] = before or self.truths[node]
        return self.truths


def holds(condition: Condition, leaf: Leaf, truths: Mapping[Node, bool]) -> bool:
    """
    Whether *condition* holds, given the truth of what it names.
    """
    match condition:
        case conditions.Constant(value):
            return value
        case conditions.Defined(name):
            return truths["define", name]
        case conditions.Active(name):
            return truths["region", name]
        case conditions.Not(operand):
            return not holds(operand, leaf, truths)
        case conditions.All(operands):
            return all(holds(each, leaf, truths) for each in operands)
        case conditions.Some(operands):
            return any(holds(each, leaf, truths) for each in operands)
        case _:
            return leaf(condition)
