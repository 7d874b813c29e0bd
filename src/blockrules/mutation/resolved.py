"""
Which conditions on whole numbers and days ask for the same, though in other words: `> 3` and `>= 4`.
"""

from datetime import date, timedelta

import attrs

from blockrules.model import conditions
from blockrules.model.conditions import Condition
from blockrules.model.facts import Schema
from blockrules.model.types import Kind, Scalar

DAY = timedelta(days=1)


def resolved(condition: Condition, schema: Schema) -> Condition:
    """
    *condition* with both ends of its ranges taken in, where there is a next value.
    """
    match condition:
        case conditions.Not(operand):
            return attrs.evolve(condition, operand=resolved(operand, schema))
        case conditions.Between(fact, low, high, low_included, high_included) if schema.types[fact] in (
            Kind.INT,
            Kind.DATE,
        ):
            low = low if low is None or low_included else _next(low, 1)
            high = high if high is None or high_included else _next(high, -1)
            return attrs.evolve(condition, low=low, high=high, low_included=True, high_included=True)
        case _:
            return condition


def _next(value: Scalar, step: int) -> Scalar:
    match value:
        case date():
            return value + step * DAY
        case int():
            return value + step
        case _:
            raise AssertionError(value)
