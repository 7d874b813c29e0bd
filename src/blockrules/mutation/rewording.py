"""
Small changes of one condition, as somebody makes them by mistake.

What is written as one (`is not`, a range over midnight) is changed as one. Whoever writes `true` or `false` means it;
neither is made the other.
"""

from collections.abc import Iterator, Sequence
from typing import TypeVar, assert_never

import attrs

from blockrules.insight.tree import one_line
from blockrules.insight.words import said
from blockrules.language import spelling
from blockrules.language.diagnostics import shortened
from blockrules.language.source import Span
from blockrules.model import conditions
from blockrules.model.comparisons import only_outcome
from blockrules.model.conditions import Condition, Test, is_one
from blockrules.model.facts import Schema
from blockrules.model.types import OneOf, SetOf, Type
from blockrules.mutation.neighbours import Neighbour, neighbours
from blockrules.mutation.resolved import resolved

Item = TypeVar("Item")
# Longer words of an author are shortened.
LONG = 60


@attrs.frozen
class Rewording:
    """
    What a condition becomes, in *words* for its author, who looks at *span*.
    """

    span: Span
    words: str
    condition: Condition


def rewordings(condition: Condition, schema: Schema) -> Iterator[Rewording]:
    """
    What *condition* becomes by each small change of it, or of a part of it.
    """
    if not isinstance(condition, conditions.Constant):
        yield from _negated(condition)
        yield from _inside(condition, schema)


def written(span: Span) -> str:
    """
    What stands at *span*, in one short line.
    """
    return shortened(one_line(span.text), LONG)


def _negated(condition: Condition) -> Iterator[Rewording]:
    match condition:
        case conditions.Not(operand) if is_one(condition):
            yield Rewording(condition.span, f"`{written(condition.span)}` negated", operand)
        case conditions.Not(operand):
            yield Rewording(condition.span, f"`not` before `{written(operand.span)}` left out", operand)
        case _:
            opposite = conditions.Not(condition, condition.span)
            yield Rewording(condition.span, f"`{written(condition.span)}` negated", opposite)


def _inside(condition: Condition, schema: Schema) -> Iterator[Rewording]:
    """
    The changes that are not of *condition* as a whole.
    """
    match condition:
        case conditions.Constant() | conditions.Defined() | conditions.Active():
            return
        case conditions.Not(operand) if not is_one(condition):
            # Its opposite is the same as no `not` at all.
            for each in _inside(operand, schema):
                yield attrs.evolve(each, condition=attrs.evolve(condition, operand=each.condition))
        case conditions.All(operands) | conditions.Some(operands) if not is_one(condition):
            yield from _joined(condition)
            for place, operand in enumerate(operands):
                for each in rewordings(operand, schema):
                    yield _in_place(condition, place, each)
        case _:
            yield from _of_one(condition, schema)


def _of_one(condition: Condition, schema: Schema) -> Iterator[Rewording]:
    """
    The changes of what is written as one: of what it asks, and of the values that it names, as far as those come out
    otherwise.
    """
    made = {resolved(condition, schema)}
    for each in _parts_of_one(condition, schema):
        made.add(resolved(each.condition, schema))
        yield each
    for other in neighbours(condition.span, schema):
        if resolved(other.condition, schema) not in made:
            made.add(resolved(other.condition, schema))
            yield Rewording(condition.span, _turned(condition.span, other), other.condition)


def _parts_of_one(condition: Condition, schema: Schema) -> Iterator[Rewording]:
    match condition:
        case conditions.Not(operand):
            for each in _parts_of_one(operand, schema):
                yield attrs.evolve(each, condition=attrs.evolve(condition, operand=each.condition))
        case conditions.All(operands) | conditions.Some(operands):
            for place, operand in enumerate(operands):
                for each in _parts_of_one(operand, schema):
                    yield _in_place(condition, place, each)
        case conditions.Constant() | conditions.Defined() | conditions.Active():
            raise AssertionError(condition)
        case _:
            yield from _asked(condition, schema)


def _in_place(condition: conditions.All | conditions.Some, place: int, each: Rewording) -> Rewording:
    """
    What becomes of *condition* when *each* is made of the operand at *place*.
    """
    operands = condition.operands
    others = (*operands[:place], each.condition, *operands[place + 1 :])
    return attrs.evolve(each, condition=attrs.evolve(condition, operands=others))


def _turned(span: Span, other: Neighbour) -> str:
    """
    How it is told that a value is another; of one after a sign nothing else is told.
    """
    written_, made = shortened(other.written, LONG), shortened(other.made, LONG)
    if other.written[0] in "<>":
        return f"`{written_}` made `{made}`"
    return f"`{written_}` of `{written(span)}` made `{made}`"


def _joined(condition: conditions.All | conditions.Some) -> Iterator[Rewording]:
    """
    The changes of what joins its operands, and of how many there are.
    """
    operands, span = condition.operands, condition.span
    every = "" if len(operands) == 2 else "each "
    if isinstance(condition, conditions.All):
        yield Rewording(span, f"{every}`and` of `{written(span)}` made `or`", conditions.Some(operands, span))
    else:
        yield Rewording(span, f"{every}`or` of `{written(span)}` made `and`", conditions.All(operands, span))
    for operand, others in _one_and_others(operands):
        left = others[0] if len(others) == 1 else attrs.evolve(condition, operands=tuple(others))
        yield Rewording(operand.span, f"`{written(operand.span)}` left out", left)


def _asked(test: Test, schema: Schema) -> Iterator[Rewording]:
    """
    The changes of what *test* asks of its fact.
    """
    match test:
        case conditions.Equal():
            yield from _values(test, schema.types[test.fact])
        case conditions.Between():
            yield from _ends(test, schema)
        case conditions.Matching():
            yield from _patterns(test)
        case conditions.Holding():
            yield from _members(test, schema.types[test.fact])
        case conditions.Absent() | conditions.Empty() | conditions.InShare():
            return
        case _:
            assert_never(test)


def _values(test: conditions.Equal, type: Type) -> Iterator[Rewording]:
    if not isinstance(type, OneOf):
        for value, left in _one_and_others(sorted(test.values)):
            yield _without(test, said(value, type), attrs.evolve(test, values=frozenset(left)))
        return
    chosen = [member for member in type.members if member in test.values]
    for member, others in _one_and_others(chosen):
        yield _without(test, said(member, type), attrs.evolve(test, values=frozenset(others)))
    # Of two members the other is what `not` makes of it.
    if len(chosen) == 1 and len(type.members) > 2:
        after = type.members[(type.places[chosen[0]] + 1) % len(type.members)]
        words = f"`{said(chosen[0], type)}` of `{written(test.span)}` made `{said(after, type)}`"
        yield Rewording(test.span, words, attrs.evolve(test, values=frozenset({after})))


def _patterns(test: conditions.Matching) -> Iterator[Rewording]:
    for pattern, left in _one_and_others(test.patterns):
        yield _without(test, spelling.string(pattern.text), attrs.evolve(test, patterns=tuple(left)))


def _members(test: conditions.Holding, type: Type) -> Iterator[Rewording]:
    assert isinstance(type, SetOf)
    if len(test.members) > 1:
        word, other = ("all", "any") if test.every else ("any", "all")
        words = f"`{word}` of `{written(test.span)}` made `{other}`"
        yield Rewording(test.span, words, attrs.evolve(test, every=not test.every))
    for member, left in _one_and_others(sorted(test.members)):
        yield _without(test, said(member, type.element), attrs.evolve(test, members=frozenset(left)))


def _ends(test: conditions.Between, schema: Schema) -> Iterator[Rewording]:
    """
    The changes of whether its ends count as inside, without those of which a rules file could say that they ask for
    nothing.
    """
    field = schema.field(test.fact)
    assert field is not None
    low = attrs.evolve(test, low_included=not test.low_included)
    high = attrs.evolve(test, high_included=not test.high_included)
    if test.low is not None and only_outcome(low, field) is None:
        yield Rewording(test.span, _end(test.span, "start", ">", is_included=test.low_included), low)
    if test.high is not None and only_outcome(high, field) is None:
        yield Rewording(test.span, _end(test.span, "end", "<", is_included=test.high_included), high)


def _end(span: Span, end: str, sign: str, *, is_included: bool) -> str:
    """
    How it is told that an *end*, where it *is_included*, is not, or the other way round.
    """
    here, other = (f"{sign}=", sign) if is_included else (sign, f"{sign}=")
    text = written(span)
    _, compared, value = text.rpartition(here)
    if compared:
        return f"`{here}{value}` made `{other}{value}`"
    return f"the {end} of `{text}` {'left out' if is_included else 'taken in'}"


def _without(test: Test, left_out: str, left: Test) -> Rewording:
    return Rewording(test.span, f"`{left_out}` left out of `{written(test.span)}`", left)


def _one_and_others(items: Sequence[Item]) -> Iterator[tuple[Item, Sequence[Item]]]:
    """
    Of *items* each with all others, where there are others.
    """
    for place, item in enumerate(items):
        if len(items) > 1:
            yield item, [*items[:place], *items[place + 1 :]]
