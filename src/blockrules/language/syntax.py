"""
A rules file as written: one frozen tree, which says nothing yet of whether it makes sense.

Trees are equal when they say the same; where it stands does not count.
"""

from datetime import date, datetime, time
from typing import Literal as OneOf

import attrs

from blockrules.language.source import Span

Scalar = str | int | float | bool | date | time | datetime | None


def _kind_and_value(value: Scalar) -> tuple[type, Scalar]:
    """
    What tells literals apart: to Python, `1`, `1.0` and `true` are equal.
    """
    return type(value), value


def _span() -> Span:
    """
    The field that says where a node stands.
    """
    span: Span = attrs.field(eq=False, repr=False)
    return span


@attrs.frozen
class Name:
    """
    A name, bare or quoted; `x` and `"x"` are one name (the law, 1).
    """

    text: str
    span: Span = _span()


@attrs.frozen
class Literal:
    """
    A string, number, `true`, `false`, `none`, date, time or datetime. A datetime without an offset is local.
    """

    value: Scalar = attrs.field(eq=_kind_and_value)
    span: Span = _span()


@attrs.frozen
class Word:
    """
    A bare word where a value stands: a member of an enumeration.
    """

    text: str
    span: Span = _span()


@attrs.frozen
class Empty:
    """
    The word `empty` of `is empty`.
    """

    span: Span = _span()


@attrs.frozen
class Listed:
    """
    Values in `( )`, a set, or in `[ ]`, a list of a setting.
    """

    values: tuple[Literal | Word, ...]
    span: Span = _span()


Value = Literal | Word
EntryValue = Literal | Word | Listed


# Conditions


@attrs.frozen
class Constant:
    """`true` or `false`."""

    value: bool
    span: Span = _span()


@attrs.frozen
class Reference:
    """A bare name: a bool fact or a define."""

    name: Name
    span: Span = _span()


@attrs.frozen
class Active:
    """`active(REGION)`."""

    region: Name
    span: Span = _span()


@attrs.frozen
class Not:
    """`not OPERAND`."""

    operand: "Condition"
    span: Span = _span()


@attrs.frozen
class Joined:
    """Operands with `and`, or with `or`, between them; at least two."""

    word: OneOf["and", "or"]
    operands: tuple["Condition", ...]
    span: Span = _span()


@attrs.frozen
class Is:
    """`FACT is VALUE`, `FACT is not VALUE`."""

    fact: Name
    negated: bool
    value: Value | Empty
    span: Span = _span()


@attrs.frozen
class In:
    """`FACT in (VALUES)`."""

    fact: Name
    negated: bool
    values: Listed
    span: Span = _span()


@attrs.frozen
class Between:
    """`FACT in LOW .. HIGH`."""

    fact: Name
    negated: bool
    low: Value
    high: Value
    span: Span = _span()


@attrs.frozen
class Rollout:
    """`FACT in SHARE of SEED`; the share counts hundredths of a percent, from 0 to 10,000."""

    fact: Name
    negated: bool
    share: int
    seed: str
    span: Span = _span()


@attrs.frozen
class Compare:
    """`FACT < VALUE` and its kin."""

    fact: Name
    operator: OneOf["<", "<=", ">", ">="]
    value: Value
    span: Span = _span()


@attrs.frozen
class Matches:
    """`FACT matches PATTERNS`."""

    fact: Name
    patterns: Listed
    span: Span = _span()


@attrs.frozen
class Has:
    """`FACT has VALUE` (*quantifier* None), `FACT has any of (VALUES)`, `FACT has all of (VALUES)`."""

    fact: Name
    quantifier: OneOf["any", "all"] | None
    values: Listed
    span: Span = _span()


Comparison = Is | In | Between | Rollout | Compare | Matches | Has
Condition = Constant | Reference | Active | Not | Joined | Comparison


# Items


@attrs.frozen
class Timezone:
    """`timezone "…"`."""

    zone: Literal
    span: Span = _span()


@attrs.frozen
class Include:
    """`include "…"`."""

    path: Literal
    span: Span = _span()


@attrs.frozen
class Plain:
    """A type that is one word."""

    name: str
    span: Span = _span()


@attrs.frozen
class Members:
    """`one of a, b, c`."""

    members: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen
class SetOf:
    """`set of TYPE`."""

    element: Plain | Members
    span: Span = _span()


Type = Plain | Members | SetOf


@attrs.frozen
class Fact:
    """`NAME: [optional] TYPE [= DEFAULT]`."""

    name: Name
    optional: bool
    type: Type
    default: EntryValue | None
    span: Span = _span()


@attrs.frozen
class Facts:
    """`facts { … }`."""

    facts: tuple[Fact, ...]
    span: Span = _span()


@attrs.frozen
class Define:
    """`define NAME as CONDITION`."""

    name: Name
    condition: Condition
    span: Span = _span()


@attrs.frozen
class Otherwise:
    """`otherwise`, in the place of `when CONDITION`."""

    span: Span = _span()


When = Condition | Otherwise | None


@attrs.frozen
class Entry:
    """`NAME: VALUE` in braces: a setting, or the value of a fact."""

    name: Name
    value: EntryValue
    span: Span = _span()


@attrs.frozen
class Block:
    """`block NAME [in SLOT] [weight N] [when CONDITION] [{ … }]`."""

    name: Name
    slot: Name | None
    weight: int | None
    when: When
    settings: tuple[Entry, ...]
    span: Span = _span()


@attrs.frozen
class BlockChoice:
    """`choose [NAME] { block … }` within a region."""

    name: Name | None
    blocks: tuple[Block, ...]
    span: Span = _span()


Part = Block | BlockChoice | Entry


@attrs.frozen
class Region:
    """`region NAME [weight N] [before …] [after …] [when CONDITION] [{ … }]`."""

    name: Name
    weight: int | None
    before: tuple[Name, ...]
    after: tuple[Name, ...]
    when: When
    parts: tuple[Part, ...]
    span: Span = _span()


@attrs.frozen
class RegionChoice:
    """`choose NAME { region … }`."""

    name: Name
    regions: tuple[Region, ...]
    span: Span = _span()


@attrs.frozen
class Extend:
    """`extend REGION { … }`."""

    region: Name
    parts: tuple[Part, ...]
    span: Span = _span()


@attrs.frozen
class Page:
    """`page NAME { … }`."""

    name: Name
    entries: tuple[Entry, ...]
    span: Span = _span()


@attrs.frozen
class Given:
    """`given [PAGE] [{ … }]`."""

    page: Name | None
    entries: tuple[Entry, ...]
    span: Span = _span()


@attrs.frozen
class Expect:
    """
    `expect regions …`, `expect slot SLOT …`, `expect shown …` or `expect hidden …`; no names stand for `none`.
    """

    kind: OneOf["regions", "slot", "shown", "hidden"]
    slot: Name | None
    names: tuple[Name, ...]
    span: Span = _span()


@attrs.frozen
class Test:
    """`test NAME { … }`."""

    __test__ = False

    name: Name
    given: Given | None
    expectations: tuple[Expect, ...]
    span: Span = _span()


@attrs.frozen
class Promise:
    """`never CONDITION`, `always CONDITION`, `assume CONDITION`."""

    word: OneOf["never", "always", "assume"]
    condition: Condition
    span: Span = _span()


Item = Timezone | Include | Facts | Define | Region | RegionChoice | Extend | Page | Test | Promise
