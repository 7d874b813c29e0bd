"""
The plain reading: what a model says of a page, worked out in the most obvious way.
"""

from typing import Protocol

from blockrules.engine.layout import Shown, shown
from blockrules.model import conditions
from blockrules.model.checker import Model, Node
from blockrules.model.conditions import Condition
from blockrules.model.regions import Placement, Region
from blockrules.model.truth import passes
from blockrules.model.types import Value


class Values(Protocol):
    """
    The value of each fact and view, by name.
    """

    def __getitem__(self, name: str, /) -> Value:
        """The value."""


def regions(model: Model, values: Values) -> tuple[str, ...]:
    """
    The names of the active regions, in order.
    """
    truths = _truths(model, values)
    return tuple(region.name for region in model.regions if truths["region", region.name])


def layout(model: Model, values: Values) -> Shown:
    """
    The layout of the page that has *values*.
    """
    truths = _truths(model, values)
    active = (region for region in model.regions if truths["region", region.name])
    standing = [(region, _shown(region, values, truths)) for region in active]
    return shown(standing, model.slots)


def keeps(model: Model, condition: Condition, values: Values) -> bool:
    """
    Whether *condition*, of a promise, holds.
    """
    return holds(condition, values, _truths(model, values))


Truths = dict[Node, bool]


def _truths(model: Model, values: Values) -> Truths:
    """
    Whether each define holds and each region is active.
    """
    truths: Truths = {}
    chosen: set[int] = set()
    every = {region.name: region for region in model.regions}
    for kind, name in model.needs:
        if kind == "define":
            truths[kind, name] = holds(model.defines[name], values, truths)
        else:
            truths[kind, name] = _is_chosen(every[name], chosen, values, truths)
    return truths


def _shown(region: Region, values: Values, truths: Truths) -> list[Placement]:
    chosen: set[int] = set()
    in_turn = sorted(region.placements, key=lambda each: each.turn.place if each.turn else 0)
    shown = [block for block in in_turn if _is_chosen(block, chosen, values, truths)]
    return [block for block in region.placements if any(block is each for each in shown)]


def _is_chosen(one: Region | Placement, chosen: set[int], values: Values, truths: Truths) -> bool:
    """
    Whether *one* holds, and none before it in its `choose`; *chosen* tells which of those have been settled.
    """
    if one.turn is None:
        return holds(one.condition, values, truths)
    if one.turn.choose in chosen or not holds(one.condition, values, truths):
        return False
    chosen.add(one.turn.choose)
    return True


def holds(condition: Condition, values: Values, truths: Truths) -> bool:
    """
    Whether *condition* is true of *values*, given the truth of the defines and regions that it names (the law, 3).
    """
    match condition:
        case conditions.Constant(value):
            return value
        case conditions.Defined(name):
            return truths["define", name]
        case conditions.Active(region):
            return truths["region", region]
        case conditions.Not(operand):
            return not holds(operand, values, truths)
        case conditions.All(operands):
            return all(holds(each, values, truths) for each in operands)
        case conditions.Some(operands):
            return any(holds(each, values, truths) for each in operands)
        case _:
            return passes(condition, values[condition.fact])
