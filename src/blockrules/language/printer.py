"""
Syntax to text: the one way to write a tree down. What is printed parses to an equal tree.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import assert_never

from blockrules.language import syntax
from blockrules.language.tokens import BARE_NAME, NOT_IN_STRINGS, RESERVED

INDENT = "    "
NEVER_MEMBERS = frozenset({"true", "false", "none", "empty", "not"})


def printed(items: Iterable[syntax.Item]) -> str:
    """
    The text of a rules file that says *items*; those that fill more than a line stand apart.
    """
    text, last_is_short = "", True
    for item in items:
        lines = list(_item(item))
        is_short = len(lines) == 1
        text += "\n" if text and not (is_short and last_is_short) else ""
        text += "\n".join(lines) + "\n"
        last_is_short = is_short
    return text


def condition(node: syntax.Condition) -> str:
    """
    The text of a condition.
    """
    match node:
        case syntax.Constant(value):
            return "true" if value else "false"
        case syntax.Reference(name):
            return _fact(name)
        case syntax.Active(region):
            return f"active({_name(region)})"
        case syntax.Not(operand):
            return f"not {_operand(operand)}"
        case syntax.Joined(word, operands):
            return f" {word} ".join(map(_operand, operands))
        case _:
            return _comparison(node)


def _operand(node: syntax.Condition) -> str:
    return f"({condition(node)})" if isinstance(node, syntax.Joined) else condition(node)


def _comparison(node: syntax.Comparison) -> str:
    fact = _fact(node.fact)
    match node:
        case syntax.Is(negated=negated, value=value):
            return f"{fact} is {'not ' if negated else ''}{_value(value)}"
        case syntax.In(negated=negated, values=values):
            return f"{fact} {'not ' if negated else ''}in {_listed(values, '()')}"
        case syntax.Between(negated=negated, low=low, high=high):
            return f"{fact} {'not ' if negated else ''}in {_value(low)} .. {_value(high)}"
        case syntax.Rollout(negated=negated, share=share, seed=seed):
            return f"{fact} {'not ' if negated else ''}in {Decimal(share) / 100:f}% of {_string(seed)}"
        case syntax.Compare(operator=operator, value=value):
            return f"{fact} {operator} {_value(value)}"
        case syntax.Matches(patterns=syntax.Listed((syntax.Literal(str()) as pattern,))):
            return f"{fact} matches {_value(pattern)}"
        case syntax.Matches(patterns=patterns):
            return f"{fact} matches {_listed(patterns, '()')}"
        case syntax.Has(quantifier=None, values=values):
            return f"{fact} has {_value(values.values[0])}"
        case syntax.Has(quantifier=quantifier, values=values):
            return f"{fact} has {quantifier} of {_listed(values, '()')}"
        case _:
            assert_never(node)


# Words and values


def _string(text: str) -> str:
    return NOT_IN_STRINGS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _name(name: syntax.Name) -> str:
    return name.text if BARE_NAME.fullmatch(name.text) and name.text not in RESERVED else _string(name.text)


def _fact(name: syntax.Name) -> str:
    words = name.text.split(".")
    is_bare = all(map(BARE_NAME.fullmatch, words)) and name.text not in RESERVED
    return name.text if is_bare else _string(name.text)


def _names(names: Iterable[syntax.Name]) -> str:
    return ", ".join(map(_name, names))


def _value(node: syntax.Value | syntax.Listed | syntax.Empty) -> str:
    match node:
        case syntax.Empty():
            return "empty"
        case syntax.Word(text):
            return text
        case syntax.Listed():
            return _listed(node, "()")
        case syntax.Literal(value):
            return _literal(value)
        case _:
            assert_never(node)


def _literal(value: syntax.Scalar) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case str():
            return _string(value)
        case float():
            plain = f"{Decimal(repr(value)):f}"
            return plain if "." in plain else f"{plain}.0"
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case int():
            return str(value)
        case _:
            assert_never(value)


def _listed(node: syntax.Listed, brackets: str) -> str:
    return f"{brackets[0]}{', '.join(map(_value, node.values))}{brackets[1]}"


# Items


def _item(item: syntax.Item) -> Iterator[str]:
    match item:
        case syntax.Timezone(zone):
            yield f"timezone {_value(zone)}"
        case syntax.Include(path):
            yield f"include {_value(path)}"
        case syntax.Facts(facts):
            yield from _braced("facts", map(_declaration, facts))
        case syntax.Define(name, body):
            yield f"define {_name(name)} as {condition(body)}"
        case syntax.Region():
            yield from _region(item)
        case syntax.RegionChoice(name, regions):
            yield from _braced(f"choose {_name(name)}", (line for region in regions for line in _region(region)))
        case syntax.Extend(region, parts):
            yield from _braced(f"extend {_name(region)}", _parts(parts))
        case syntax.Page(name, entries):
            yield from _braced(f"page {_name(name)}", map(_entry, entries))
        case syntax.Test():
            yield from _test(item)
        case syntax.Promise(word, body):
            yield f"{word} {condition(body)}"
        case _:
            assert_never(item)


def _braced(head: str, lines: Iterable[str]) -> Iterator[str]:
    inner = [INDENT + line for line in lines]
    yield from [f"{head} {{", *inner, "}"] if inner else [f"{head} {{}}"]


def _declaration(fact: syntax.Fact) -> str:
    default = "" if fact.default is None else f" = {_value(fact.default)}"
    return f"{_fact(fact.name)}: {'optional ' if fact.optional else ''}{_type(fact.type)}{default}"


def _type(node: syntax.Type) -> str:
    match node:
        case syntax.Plain(name):
            return name
        case syntax.Members(members):
            return f"one of {', '.join(map(_member, members))}"
        case syntax.SetOf(element):
            return f"set of {_type(element)}"
        case _:
            assert_never(node)


def _member(name: syntax.Name) -> str:
    return name.text if BARE_NAME.fullmatch(name.text) and name.text not in NEVER_MEMBERS else _string(name.text)


def _region(node: syntax.Region) -> Iterator[str]:
    before = f" before {_names(node.before)}" if node.before else ""
    after = f" after {_names(node.after)}" if node.after else ""
    head = f"region {_name(node.name)}{_weight(node.weight)}{before}{after}{_when(node.when)}"
    yield from _braced(head, _parts(node.parts)) if node.parts else [head]


def _parts(parts: Iterable[syntax.Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case syntax.Entry():
                yield _entry(part, "[]")
            case syntax.Block():
                yield from _block(part)
            case syntax.BlockChoice(name, blocks):
                head = f"choose {_name(name)}" if name else "choose"
                yield from _braced(head, (line for block in blocks for line in _block(block)))
            case _:
                assert_never(part)


def _block(node: syntax.Block) -> Iterator[str]:
    slot = f" in {_name(node.slot)}" if node.slot else ""
    head = f"block {_name(node.name)}{slot}{_weight(node.weight)}{_when(node.when)}"
    yield from _braced(head, (_entry(entry, "[]") for entry in node.settings)) if node.settings else [head]


def _weight(weight: int | None) -> str:
    return "" if weight is None else f" weight {weight}"


def _when(when: syntax.When) -> str:
    match when:
        case None:
            return ""
        case syntax.Otherwise():
            return " otherwise"
        case _:
            return f" when {condition(when)}"


def _entry(entry: syntax.Entry, brackets: str = "()") -> str:
    value = _listed(entry.value, brackets) if isinstance(entry.value, syntax.Listed) else _value(entry.value)
    return f"{_fact(entry.name)}: {value}"


def _test(node: syntax.Test) -> Iterator[str]:
    given = list(_given(node.given)) if node.given else []
    yield from _braced(f"test {_name(node.name)}", [*given, *map(_expectation, node.expectations)])


def _given(node: syntax.Given) -> Iterator[str]:
    head = f"given {_name(node.page)}" if node.page else "given"
    yield from _braced(head, map(_entry, node.entries)) if node.entries or not node.page else [head]


def _expectation(node: syntax.Expect) -> str:
    slot = f" {_name(node.slot)}" if node.slot else ""
    return f"expect {node.kind}{slot} {', '.join(map(_fact, node.names)) or 'none'}"
