"""
What an importer has gathered of a condition, simplified as it is put together, and how it is written.

Nothing joined holds always, and nothing to choose from never: so there is no other word for the two. What is the same
is one and the same value, so that a condition met twice can be told.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal as OneOf
from typing import assert_never

import attrs

from blockrules.language import spelling, syntax
from blockrules.language.source import Source, Span

NOWHERE = Span(Source("", ""), 0, 0)


@attrs.frozen(cache_hash=True)
class Test:
    """
    A comparison of a fact: with any of several values, or of a `bool` with none, which is whether it is true. No test
    holds of an absent fact.
    """

    __test__ = False

    fact: str
    word: OneOf["is", "has", "matches", "true"]
    values: tuple[str, ...] = ()
    is_text: bool = False


@attrs.frozen(cache_hash=True)
class Present:
    """Whether an optional fact has a value."""

    fact: str


@attrs.frozen(cache_hash=True)
class Named:
    """A condition that has a name of its own."""

    name: str


@attrs.frozen(cache_hash=True)
class Active:
    """Whether a region is active."""

    region: str


@attrs.frozen(cache_hash=True)
class Not:
    """The opposite of what is neither an opposite nor settled."""

    operand: "Test | Present | Named | Active | Every | Some"


@attrs.frozen(cache_hash=True)
class Every:
    """All of these hold; of none, that is so."""

    operands: "tuple[Condition, ...]" = ()


@attrs.frozen(cache_hash=True)
class Some:
    """Any of these holds; of none, that is not so."""

    operands: "tuple[Condition, ...]" = ()


Condition = Test | Present | Named | Active | Not | Every | Some
# How a test begins that has several values.
SEVERAL = {"is": "in", "has": "has any of", "matches": "matches"}
ALWAYS, NEVER = Every(), Some()


def every(*conditions: Condition) -> Condition:
    """
    What holds where all of *conditions* do, each said once, and no more of it than is needed.
    """
    return _joined(Every, conditions)


def some(*conditions: Condition) -> Condition:
    """
    What holds where any of *conditions* does. Tests of one fact become one.
    """
    return _joined(Some, conditions)


def opposite(condition: Condition) -> Condition:
    """
    What holds where *condition* does not.
    """
    match condition:
        case Not(operand):
            return operand
        case Every(()):
            return NEVER
        case Some(()):
            return ALWAYS
        case _:
            return Not(condition)


def _joined(kind: type[Every] | type[Some], conditions: Iterable[Condition]) -> Condition:
    other: type[Every] | type[Some] = Some if kind is Every else Every
    parts = dict.fromkeys(
        part for each in conditions for part in (each.operands if isinstance(each, kind) else (each,))
    )
    merged = dict.fromkeys(_merged(parts, kind))
    if other() in merged or any(opposite(part) in merged for part in merged):
        return other()
    implying = [each for each in merged if _may_imply(each)]
    row = [
        each
        for each in merged
        if not any(_adds_nothing(each, beside, kind) for beside in (merged if _may_imply(each) else implying))
    ]
    # What all must hold is asked in one order, short questions first, so that the same is the same.
    row = sorted(row, key=_length) if kind is Every else row
    return row[0] if len(row) == 1 else kind(tuple(row))


def _length(condition: Condition) -> tuple[int, str]:
    text = written(condition)
    return len(text), text


def _merged(parts: Iterable[Condition], kind: type[Every] | type[Some]) -> Iterator[Condition]:
    """
    *parts*, of which tests of one fact that can be one stand where the first of them stood.
    """
    merged: dict[Condition, Condition] = {}
    for each in parts:
        if not isinstance(each, Test) or not each.values or (kind is Every and each.word != "is"):
            merged[each] = each
            continue
        key = attrs.evolve(each, values=())
        before = merged.get(key, each)
        assert isinstance(before, Test)
        if kind is Every:
            both = tuple(value for value in before.values if value in each.values)
            merged[key] = attrs.evolve(before, values=both)
        else:
            merged[key] = attrs.evolve(before, values=tuple(dict.fromkeys(before.values + each.values)))
    return (
        NEVER if isinstance(each, Test) and each.word != "true" and not each.values else each
        for each in merged.values()
    )


def _adds_nothing(one: Condition, beside: Condition, kind: type[Every] | type[Some]) -> bool:
    """
    Whether *one* of two operands changes nothing: it is looser than the other of an `and`, or tighter than the other of
    an `or`.
    """
    if one == beside:
        return False
    return _implies(beside, one) if kind is Every else _implies(one, beside)


def _may_imply(condition: Condition) -> bool:
    """
    Whether *condition* is one of those of which one is in every pair that imply each other.
    """
    kind = condition.operand if isinstance(condition, Not) else condition
    return isinstance(kind, Present) or isinstance(condition, Every | Some)


def _implies(one: Condition, other: Condition) -> bool:
    match one, other:
        case Test(fact), Present(present):
            return fact == present
        case Not(Present(absent)), Not(Test(fact)):
            return fact == absent
        case _, Some(operands):
            return any(one == each or _implies(one, each) for each in operands)
        case Every(operands), _:
            return any(each == other or _implies(each, other) for each in operands)
        case _:
            return False


def under(condition: Condition, known: Test) -> Condition:
    """
    What is left to ask of *condition* where *known*, which has one value, holds.
    """
    match condition:
        case Test(known.fact, known.word, values):
            return ALWAYS if set(known.values) <= set(values) else NEVER
        case Present(known.fact):
            return ALWAYS
        case Every(operands):
            return every(*(under(each, known) for each in operands))
        case Some(operands):
            return some(*(under(each, known) for each in operands))
        case Not(operand):
            return opposite(under(operand, known))
        case _:
            return condition


def assuming(condition: Condition, known: Mapping[Condition, Condition]) -> Condition:
    """
    What is left to ask of *condition* where parts of it are *known* to come to something simpler.
    """
    if condition in known:
        return known[condition]
    match condition:
        case Every(operands):
            return every(*(assuming(each, known) for each in operands))
        case Some(operands):
            return some(*(assuming(each, known) for each in operands))
        case Not(operand):
            return opposite(assuming(operand, known))
        case _:
            return condition


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """
    What *condition* is made of.
    """
    match condition:
        case Every(operands) | Some(operands):
            return operands
        case Not(operand):
            return (operand,)
        case _:
            return ()


def replaced(condition: Condition, names: dict[Condition, str]) -> Condition:
    """
    *condition*, with the names that parts of it, or the whole of it, have got.
    """
    if condition in names:
        return Named(names[condition])
    match condition:
        case Every(operands) | Some(operands):
            return type(condition)(tuple(replaced(each, names) for each in operands))
        case Not(operand):
            return opposite(replaced(operand, names))
        case _:
            return condition


def written(condition: Condition) -> str:
    """
    The text of *condition* in a rules file.
    """
    match condition:
        case Not(Test(fact, "is") as test):
            return f"{_fact(fact)} {_listed(test, 'is not', 'not in')}"
        case Not(Present(fact)):
            return f"{_fact(fact)} is none"
        case Not(operand):
            return f"not {_operand(operand)}"
        case Test(fact, word) as test if word in SEVERAL:
            return f"{_fact(fact)} {_listed(test, word, SEVERAL[word])}"
        case Test(fact) | Named(fact):
            return _fact(fact)
        case Present(fact):
            return f"{_fact(fact)} is not none"
        case Active(region):
            return f"active({spelling.name(syntax.Name(region, NOWHERE))})"
        case Every(operands):
            return " and ".join(map(_operand, operands)) or "true"
        case Some(operands):
            return " or ".join(map(_operand, operands)) or "false"
        case _:
            assert_never(condition)


def _operand(condition: Condition) -> str:
    return (
        f"({written(condition)})" if isinstance(condition, Every | Some) and condition.operands else written(condition)
    )


def _fact(name: str) -> str:
    return spelling.fact(syntax.Name(name, NOWHERE))


def _listed(test: Test, one: str, several: str) -> str:
    is_text = test.is_text or test.word == "matches"
    texts = [spelling.string(each) if is_text else member(each) for each in test.values]
    return f"{one} {texts[0]}" if len(texts) == 1 else f"{several} ({', '.join(texts)})"


def member(text: str) -> str:
    """
    How a member of an enumeration is written.
    """
    return spelling.member(syntax.Name(text, NOWHERE))
