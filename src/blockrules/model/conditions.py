"""
Conditions that the checker has vouched for: every name in them is known, every value is one of its fact's type.

`not` is the plain opposite of what it stands before, so a fact that is absent makes every test below false (the law,
2).
"""

from collections.abc import Iterator

import attrs

from blockrules.language.source import Span
from blockrules.model.patterns import Pattern
from blockrules.model.types import Scalar


def _span() -> Span:
    """
    The field that says where a condition stands.
    """
    span: Span = attrs.field(eq=False, repr=False)
    return span


@attrs.frozen
class Constant:
    """Always, or never."""

    value: bool
    span: Span = _span()


@attrs.frozen
class Defined:
    """What a define says."""

    name: str
    span: Span = _span()


@attrs.frozen
class Active:
    """Whether a region is active."""

    region: str
    span: Span = _span()


@attrs.frozen
class Not:
    """The opposite."""

    operand: "Condition"
    span: Span = _span()


@attrs.frozen
class All:
    """Every operand holds."""

    operands: tuple["Condition", ...]
    span: Span = _span()


@attrs.frozen
class Some:
    """One operand holds, or more."""

    operands: tuple["Condition", ...]
    span: Span = _span()


@attrs.frozen
class Absent:
    """The fact is `none`."""

    fact: str
    span: Span = _span()


@attrs.frozen
class Equal:
    """The fact is one of some values."""

    fact: str
    values: frozenset[Scalar]
    span: Span = _span()


@attrs.frozen
class Between:
    """The fact lies between two bounds; None is no bound. Each end counts as inside where it is *included*."""

    fact: str
    low: Scalar | None
    high: Scalar | None
    low_included: bool
    high_included: bool
    span: Span = _span()


@attrs.frozen
class Matching:
    """The fact fits one of some patterns."""

    fact: str
    patterns: tuple[Pattern, ...]
    span: Span = _span()


@attrs.frozen
class Holding:
    """The set has *every* one of some members, or at least one."""

    fact: str
    members: frozenset[str | int]
    every: bool
    span: Span = _span()


@attrs.frozen
class Empty:
    """The set has no members."""

    fact: str
    span: Span = _span()


@attrs.frozen
class InShare:
    """The fact's bucket under a seed is one of the first *share*, of 10,000."""

    fact: str
    share: int
    seed: str
    span: Span = _span()


Test = Absent | Equal | Between | Matching | Holding | Empty | InShare
Condition = Constant | Defined | Active | Not | All | Some | Test


def parts(condition: Condition) -> Iterator[Condition]:
    """
    *condition* and everything in it, as written.
    """
    yield condition
    match condition:
        case Not(operand):
            yield from parts(operand)
        case All(operands) | Some(operands):
            for operand in operands:
                yield from parts(operand)
        case _:
            pass


def is_one(condition: Not | All | Some) -> bool:
    """
    Whether *condition* is written as one, though it is taken as more: `is not`, or a time range over midnight.
    """
    first = condition.operand if isinstance(condition, Not) else condition.operands[0]
    return first.span == condition.span
