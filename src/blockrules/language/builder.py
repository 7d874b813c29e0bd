"""
The tree of a rules file, built while it is parsed: a method for each rule of the grammar, named like it.

Each takes the words and nodes that the rule holds, with None for what it leaves out.
"""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Fix, Replacement, report, rewritten, shortened
from blockrules.language.source import Span
from blockrules.language.tokens import Token, is_string, moment, number, share, string

EXPECTATIONS = ("regions", "shown", "hidden")
CONSTANTS = {"TRUE": True, "FALSE": False, "NONE": None}

Children = Sequence[Any]  # words and nodes, as the grammar has them


Node = TypeVar("Node")


@attrs.frozen
class Group(Generic[Node]):
    """
    Nodes of one kind, and the stretch of all of them with their brackets.
    """

    nodes: tuple[Node, ...]
    span: Span


class Fault(Exception):
    """
    What the grammar allows and the law does not.
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic


class Builder:
    """
    What the parser calls whenever it has read a rule of the grammar.
    """

    # Words and values

    def name(self, children: Children) -> syntax.Name:
        return _name(children[0])

    def names(self, children: Children) -> Group[syntax.Name]:
        return Group(_each(children, syntax.Name), _whole(children))

    targets = names

    def member(self, children: Children) -> syntax.Word:
        return syntax.Word(children[0].text, children[0].span)

    def string(self, children: Children) -> syntax.Literal:
        return syntax.Literal(string(children[0].text), children[0].span)

    def literal(self, children: Children) -> syntax.Literal:
        token: Token = children[0]
        if token.type in CONSTANTS:
            return syntax.Literal(CONSTANTS[token.type], token.span)
        return syntax.Literal(number(token) if token.type in ("INT", "DECIMAL") else moment(token), token.span)

    def empty(self, children: Children) -> syntax.Empty:
        return syntax.Empty(children[0].span)

    def bracketed(self, children: Children) -> syntax.Listed:
        return syntax.Listed(_each(children, syntax.Literal, syntax.Word), _whole(children))

    # Conditions

    def joined(self, children: Children) -> syntax.Joined:
        words = children[1::2]
        if any(word.type != words[0].type for word in words):
            raise Fault(_mixed([operand.span for operand in children[::2]], words))
        operands = tuple(map(_condition, children[::2]))
        return syntax.Joined("and" if words[0].type == "AND" else "or", operands, _whole(children))

    def negation(self, children: Children) -> syntax.Not:
        return syntax.Not(_condition(children[1]), _whole(children))

    def parenthesis(self, children: Children) -> Group[syntax.Condition]:
        return Group((_condition(children[1]),), _whole(children))

    def constant(self, children: Children) -> syntax.Constant:
        return syntax.Constant(children[0].type == "TRUE", children[0].span)

    def reference(self, children: Children) -> syntax.Reference:
        return syntax.Reference(children[0], children[0].span)

    def active(self, children: Children) -> syntax.Active:
        return syntax.Active(children[2], _whole(children))

    def is_value(self, children: Children) -> syntax.Is:
        fact, _, negated, value = children
        return syntax.Is(fact, negated is not None, value, _whole(children))

    def is_not_value(self, children: Children) -> syntax.Is:
        return syntax.Is(children[0], True, children[2], _whole(children))

    def is_in(self, children: Children) -> syntax.In:
        fact, negated, _, values = children
        return syntax.In(fact, negated is not None, values, _whole(children))

    def between(self, children: Children) -> syntax.Between:
        fact, negated, _, low, _, high = children
        return syntax.Between(fact, negated is not None, low, high, _whole(children))

    def rollout(self, children: Children) -> syntax.Rollout:
        fact, negated, _, percentage, _, seed = children
        hundredths = share(percentage.text)
        assert hundredths is not None  # a faulty one stops its item before it is parsed
        return syntax.Rollout(fact, negated is not None, hundredths, seed.value, _whole(children))

    def compare(self, children: Children) -> syntax.Compare:
        fact, operator, value = children
        return syntax.Compare(fact, operator.text, value, _whole(children))

    def matches(self, children: Children) -> syntax.Matches:
        return syntax.Matches(children[0], _row(children[2]), _whole(children))

    def has(self, children: Children) -> syntax.Has:
        return syntax.Has(children[0], None, _row(children[2]), _whole(children))

    def has_of(self, children: Children) -> syntax.Has:
        fact, _, quantifier, _, values = children
        return syntax.Has(fact, quantifier.text, values, _whole(children))

    # Items

    def timezone(self, children: Children) -> syntax.Timezone:
        return syntax.Timezone(children[1], _whole(children))

    def include(self, children: Children) -> syntax.Include:
        return syntax.Include(children[1], _whole(children))

    def facts(self, children: Children) -> syntax.Facts:
        return syntax.Facts(_each(children, syntax.Fact), _whole(children))

    def fact(self, children: Children) -> syntax.Fact:
        key, _, optional, kind, _, default, _ = children
        return syntax.Fact(_name(key), optional is not None, kind, default, key.span.to((default or kind).span))

    def plain(self, children: Children) -> syntax.Plain:
        return syntax.Plain(children[0].text, children[0].span)

    def members(self, children: Children) -> syntax.Members:
        words = (child for child in children if isinstance(child, syntax.Word | syntax.Literal))
        return syntax.Members(tuple(map(_member_name, words)), _whole(children))

    def set_of(self, children: Children) -> syntax.SetOf:
        return syntax.SetOf(children[2], _whole(children))

    def define(self, children: Children) -> syntax.Define:
        return syntax.Define(children[1], _condition(children[3]), _whole(children))

    def region(self, children: Children) -> syntax.Region:
        _, name, _, weight, _, before, _, after, when, parts = children
        clauses = (_whole_number(weight), _nodes(before), _nodes(after), when)
        return syntax.Region(name, *clauses, _nodes(parts), _whole(children))

    def region_choice(self, children: Children) -> syntax.RegionChoice:
        return syntax.RegionChoice(children[1], _each(children, syntax.Region), _whole(children))

    def extend(self, children: Children) -> syntax.Extend:
        return syntax.Extend(children[1], children[2].nodes, _whole(children))

    def parts(self, children: Children) -> Group[syntax.Part]:
        return Group(_each(children, syntax.Block, syntax.BlockChoice, syntax.Entry), _whole(children))

    def block(self, children: Children) -> syntax.Block:
        _, name, _, slot, _, weight, when, settings = children
        return syntax.Block(name, slot, _whole_number(weight), when, _nodes(settings), _whole(children))

    def block_choice(self, children: Children) -> syntax.BlockChoice:
        return syntax.BlockChoice(children[1], _each(children, syntax.Block), _whole(children))

    def when(self, children: Children) -> syntax.When:
        return children[0] if isinstance(children[0], syntax.Otherwise) else _condition(children[1])

    def otherwise(self, children: Children) -> syntax.Otherwise:
        return syntax.Otherwise(children[0].span)

    def settings(self, children: Children) -> Group[syntax.Entry]:
        return Group(_each(children, syntax.Entry), _whole(children))

    entries = settings

    def entry(self, children: Children) -> syntax.Entry:
        key, _, value, _ = children
        return syntax.Entry(_name(key), value, key.span.to(value.span))

    def setting(self, children: Children) -> syntax.Entry:
        key = children[0]
        if "." in key.text and not is_string(key.text):
            raise Fault(report("BR112", key.span, found=key.text))
        return self.entry(children)

    def page(self, children: Children) -> syntax.Page:
        return syntax.Page(children[1], children[2].nodes, _whole(children))

    def test(self, children: Children) -> syntax.Test:
        return syntax.Test(children[1], children[3], _each(children, syntax.Expect), _whole(children))

    def given(self, children: Children) -> syntax.Given:
        return syntax.Given(children[1], _nodes(children[2]), _whole(children))

    def given_entries(self, children: Children) -> syntax.Given:
        return syntax.Given(None, children[1].nodes, _whole(children))

    def expect(self, children: Children) -> syntax.Expect:
        _, kind, names = children
        if kind.text not in EXPECTATIONS:
            raise Fault(report("BR502", kind.span, found=kind.text))
        return syntax.Expect(kind.text, None, names.nodes, _whole(children))

    def expect_slot(self, children: Children) -> syntax.Expect:
        return syntax.Expect("slot", children[2], children[3].nodes, _whole(children))

    def promise(self, children: Children) -> syntax.Promise:
        return syntax.Promise(children[0].text, _condition(children[1]), _whole(children))


def _each(children: Children, *kinds: type[Node]) -> tuple[Node, ...]:
    return tuple(child for child in children if isinstance(child, kinds))


def _nodes(group: Group[Node] | None) -> tuple[Node, ...]:
    return group.nodes if group else ()


def _whole(children: Children) -> Span:
    first: Span = children[0].span
    last: Span = next(child for child in reversed(children) if child is not None).span
    return first.to(last)


def _condition(node: syntax.Condition | Group[syntax.Condition]) -> syntax.Condition:
    """
    *node* without its parentheses, which stand in the tree's shape.
    """
    return node.nodes[0] if isinstance(node, Group) else node


def _row(node: syntax.Value | syntax.Listed) -> syntax.Listed:
    """
    *node*, or the list with nothing but it.
    """
    return node if isinstance(node, syntax.Listed) else syntax.Listed((node,), node.span)


def _whole_number(token: Token | None) -> int | None:
    return int(token.text) if token else None


def _name(token: Token) -> syntax.Name:
    text = string(token.text) if is_string(token.text) else token.text
    if not text:
        raise Fault(report("BR111", token.span))
    return syntax.Name(text, token.span)


def _member_name(value: syntax.Word | syntax.Literal) -> syntax.Name:
    return syntax.Name(value.text if isinstance(value, syntax.Word) else str(value.value), value.span)


def _mixed(operands: Sequence[Span], words: Sequence[Token]) -> Diagnostic:
    fixes = [_grouping(operands, words, inner) for inner in ("AND", "OR")]
    odd = next(word for word in words if word.type != words[0].type)
    return report("BR109", odd.span, fixes=fixes)


def _grouping(operands: Sequence[Span], words: Sequence[Token], inner: str) -> Fix:
    """
    The fix that puts parentheses round every run of operands with the word *inner* between them.
    """
    edges: list[Replacement] = []
    for place, here in enumerate(operands):
        joined_before = place > 0 and words[place - 1].type == inner
        joined_after = place < len(words) and words[place].type == inner
        if joined_after and not joined_before:
            edges.append(Replacement(Span(here.source, here.start, here.start), "("))
        if joined_before and not joined_after:
            edges.append(Replacement(Span(here.source, here.end, here.end), ")"))
    whole = operands[0].to(operands[-1])
    return Fix(f"write `{shortened(rewritten(whole, edges))}`", tuple(edges), safe=False)
