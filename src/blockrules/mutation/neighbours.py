"""
What a test of a fact becomes when a value that it names is the next one, or a pattern that it names is another.

The words of the test are read again, and checked with the other value in them: what no rules file could say is no
change.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal
from typing import TypeVar, assert_never

import attrs

from blockrules.insight.tree import one_line
from blockrules.language import spelling, syntax
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.digits import LONGEST_NUMBER
from blockrules.language.items import stretches
from blockrules.language.parser import lex, parse
from blockrules.language.source import Source, Span
from blockrules.language.tokens import share
from blockrules.model.comparisons import ConditionChecker
from blockrules.model.conditions import Condition
from blockrules.model.facts import Schema
from blockrules.model.patterns import STARS
from blockrules.model.scope import Scope
from blockrules.model.types import Kind

Moment = TypeVar("Moment", date, datetime)
# The tests that name values.
Naming = syntax.Is | syntax.In | syntax.Between | syntax.Compare | syntax.Matches | syntax.Has
# What is written in a test, what that is made, and the test with it.
Turned = tuple[str, str, syntax.Comparison]

DOWN_AND_UP = (-1, 1)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
# Any day, to count minutes within.
SOME_DAY = date(2000, 1, 1)
# Wide enough for the longest numbers to be added without rounding.
EXACT = Context(prec=2 * LONGEST_NUMBER)


@attrs.frozen
class Neighbour:
    """
    The *condition* that a test becomes when what is *written* in it is *made* something else.
    """

    written: str
    made: str
    condition: Condition


def neighbours(span: Span, schema: Schema) -> Iterator[Neighbour]:
    """
    What the test that is written at *span* becomes by each other value.
    """
    scope = Scope(schema, (), (), (), (), (), frozenset(), {}, True)
    for written, made, node in _turned(span, schema):
        diagnostics: list[Diagnostic] = []
        condition = ConditionChecker(scope, diagnostics).check(node)
        if all(each.severity != "error" for each in diagnostics):
            yield Neighbour(written, made, condition)


def _turned(span: Span, schema: Schema) -> Iterator[Turned]:
    words = lex(Source(span.source.name, f"define it as {span.text}"))
    (define,) = parse(stretches(words)).items
    assert isinstance(define, syntax.Define)
    match define.condition:
        case syntax.Rollout() as node:
            percentage = words.texts[words.types.index("SHARE")]
            yield from ((percentage, text, attrs.evolve(node, share=other)) for text, other in _shares(percentage))
        case syntax.Matches(fact) as node:
            is_path = schema.types[fact.text] is Kind.PATH
            for literal in _literals(node):
                for text in _patterns(str(literal.value), is_path=is_path):
                    turned = _with(node, literal, attrs.evolve(literal, value=text))
                    yield literal.span.text, spelling.string(text), turned
        case syntax.Is() | syntax.In() | syntax.Between() | syntax.Compare() | syntax.Has() as node:
            for literal in _literals(node):
                sign = _sign(node, literal)
                for text, other in _next(literal):
                    yield sign + literal.span.text, sign + text, _with(node, literal, other)
        case _:
            return


def _literals(node: Naming) -> Sequence[syntax.Literal]:
    """
    The values of *node* that are no words, in its order.
    """
    match node:
        case syntax.Is(value=value) | syntax.Compare(value=value):
            values: Sequence[object] = (value,)
        case syntax.Between(low=low, high=high):
            values = (low, high)
        case syntax.In(values=listed) | syntax.Has(values=listed) | syntax.Matches(patterns=listed):
            values = listed.values
        case _:
            assert_never(node)
    return [value for value in values if isinstance(value, syntax.Literal)]


def _with(node: Naming, old: syntax.Literal, new: syntax.Literal) -> Naming:
    """
    *node* with *new* in the place of *old*.
    """
    match node:
        case syntax.Is() | syntax.Compare():
            return attrs.evolve(node, value=new)
        case syntax.Between(low=low):
            return attrs.evolve(node, low=new) if low is old else attrs.evolve(node, high=new)
        case syntax.In(values=listed) | syntax.Has(values=listed):
            return attrs.evolve(node, values=_swapped(listed, old, new))
        case syntax.Matches(patterns=listed):
            return attrs.evolve(node, patterns=_swapped(listed, old, new))
        case _:
            assert_never(node)


def _swapped(listed: syntax.Listed, old: syntax.Literal, new: syntax.Literal) -> syntax.Listed:
    return attrs.evolve(listed, values=tuple(new if each is old else each for each in listed.values))


def _sign(node: Naming, value: syntax.Literal) -> str:
    """
    What stands before the *value* of a comparison, as it is told together with it.
    """
    if not isinstance(node, syntax.Compare):
        return ""
    between = value.span.source.text[node.fact.span.end : value.span.start]
    return one_line(between).strip() + " " * (between != between.rstrip())


# Values


def _next(literal: syntax.Literal) -> Iterator[tuple[str, syntax.Literal]]:
    """
    The values one unit below and above *literal*, as they are written; none of a text.
    """
    for step in DOWN_AND_UP:
        match literal.value:
            case bool() | None | str():
                return
            case int() | float():
                text = _number(literal.span.text, step)
                if sum(map(str.isdigit, text)) <= LONGEST_NUMBER:
                    yield text, attrs.evolve(literal, value=float(text) if "." in text else int(text))
            case time() as value:
                later = datetime.combine(SOME_DAY, value) + step * MINUTE
                if later.date() == SOME_DAY:
                    yield _written(attrs.evolve(literal, value=later.time()))
            case datetime() as value:
                yield from (_written(attrs.evolve(literal, value=each)) for each in _later(value, step * MINUTE))
            case date() as value:
                yield from (_written(attrs.evolve(literal, value=each)) for each in _later(value, step * DAY))
            case value:
                assert_never(value)


def _written(literal: syntax.Literal) -> tuple[str, syntax.Literal]:
    return spelling.value(literal), literal


def _later(moment: Moment, by: timedelta) -> Iterator[Moment]:
    """
    The *moment* that is later, where one can be counted.
    """
    try:
        yield moment + by
    except OverflowError:
        return


def _number(text: str, step: int) -> str:
    """
    The number of *text* with *step* more in its last decimal.
    """
    number = Decimal(text)
    _, _, exponent = number.as_tuple()
    return f"{EXACT.add(number, Decimal(step).scaleb(int(exponent), EXACT)):f}"


def _shares(percentage: str) -> Iterator[tuple[str, int]]:
    for step in DOWN_AND_UP:
        text = f"{_number(percentage[:-1], step)}%"
        hundredths = share(text)
        if hundredths is not None:
            yield text, hundredths


# Patterns


def _patterns(pattern: str, *, is_path: bool) -> Iterator[str]:
    """
    What *pattern* is by each of its stars: of a path, one that stops at `/` or does not; of a text, none.
    """
    for stars in STARS.finditer(pattern):
        other = ("*" if len(stars[0]) > 1 else "**") if is_path else ""
        yield f"{pattern[: stars.start()]}{other}{pattern[stars.end() :]}"
