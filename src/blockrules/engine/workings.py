"""
How layouts were found: worked out when somebody asks, from what was read of the page.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from blockrules.engine.expiry import expiry
from blockrules.engine.layout import Found
from blockrules.engine.memory import Memory
from blockrules.engine.plan import Plan
from blockrules.model.facts import Schema
from blockrules.model.types import Value

# So many sets of facts are remembered; then all are forgotten.
MOST_REMEMBERED = 1_024


class Values(dict[str, Any]):
    """
    The values of a page that was found sound, by the names of facts; those of views follow from them.
    """

    def __init__(self, schema: Schema, page: Mapping[str, Any]) -> None:
        super().__init__(page)
        self.schema = schema

    def __missing__(self, name: str) -> Value:
        view = self.schema.views[name]
        instant = self[view.of.name]
        return view.of_instant(instant, self.schema.zone) if isinstance(instant, datetime) else None


@attrs.frozen(eq=False)
class PlanWorkings:
    """
    The workings of the layouts that one plan gives.
    """

    plan: Plan[Any]
    schema: Schema
    # The names of facts, by the axes that were read.
    names: Memory[tuple[int, ...], tuple[str, ...]] = attrs.field(init=False)

    @names.default
    def _names(self) -> Memory[tuple[int, ...], tuple[str, ...]]:
        return Memory(self._facts, MOST_REMEMBERED)

    def found(self, page: Mapping[str, Any]) -> Found:
        """
        The facts that the answer needed, the axes that were read with the class of each, and when time alone may change
        it.
        """
        # What is given whole needs nobody to look up defaults or views.
        is_whole = len(page) == len(self.schema.facts) and not self.schema.views
        values = page if is_whole else Values(self.schema, page)
        answer = self.plan.answer(values)
        read = tuple(answer.places)
        expires = None if self.plan.timed.isdisjoint(read) else expiry(self.plan, answer, values, self.schema)
        return Found(self.names[read], (*read, *answer.places.values()), expires)

    def _facts(self, axes: tuple[int, ...]) -> tuple[str, ...]:
        return tuple(sorted({self.plan.steps[number].axis.fact.name for number in axes}))
