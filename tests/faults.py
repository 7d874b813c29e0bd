"""
Rules files changed in one place: in what they do, or in their form alone.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any, Literal

import attrs

from blockrules.language import syntax
from blockrules.language.printer import printed
from tests.trees import NOWHERE

Items = Sequence[syntax.Item]
Made = Callable[[Random, Any], Any]


def faulty(items: Items, random: Random) -> str | None:
    """
    The text of *items* with one thing in it that may do something else; None where nothing can be changed.
    """
    return _changed(items, random, FAULTS)


def reformed(items: Items, random: Random) -> str | None:
    """
    The text of *items* with one condition in another form, which does the same; None where there is none.
    """
    return _changed(items, random, FORMS)


def _changed(items: Items, random: Random, changes: Sequence[tuple[type, Made]]) -> str | None:
    places = [place for place, item in enumerate(items) if not isinstance(item, syntax.Facts | syntax.Timezone)]
    random.shuffle(places)
    for place in places:
        nodes = list(_nodes(items[place]))
        random.shuffle(nodes)
        for node in nodes:
            made = [change for kind, change in changes if isinstance(node, kind)]
            random.shuffle(made)
            for change in made:
                after = change(random, node)
                if after is not None and after != node:
                    changed = list(items)
                    changed[place] = _with(items[place], node, after)
                    return printed(changed)
    return None


def _nodes(node: Any) -> Iterator[Any]:
    """
    *node* and all nodes in it, each in its own right.
    """
    if isinstance(node, tuple):
        for each in node:
            yield from _nodes(each)
    elif attrs.has(type(node)) and not isinstance(node, syntax.Name):
        yield node
        for field in attrs.fields(type(node)):
            if field.name != "span":
                yield from _nodes(getattr(node, field.name))


def _with(node: Any, before: Any, after: Any) -> Any:
    """
    *node* with *after* in the place of *before*, which is told by what it is and not by what it says.
    """
    if node is before:
        return after
    if isinstance(node, tuple):
        return tuple(_with(each, before, after) for each in node)
    if attrs.has(type(node)) and not isinstance(node, syntax.Name):
        fields = [field.name for field in attrs.fields(type(node)) if field.name != "span"]
        return attrs.evolve(node, **{name: _with(getattr(node, name), before, after) for name in fields})
    return node


SIGNS: Sequence[Literal["<", "<=", ">", ">="]] = ("<", "<=", ">", ">=")
CONDITIONS = (
    syntax.Reference, syntax.Active, syntax.Not, syntax.Joined, syntax.Is, syntax.In, syntax.Between, syntax.Rollout,
    syntax.Compare, syntax.Matches, syntax.Has,
)  # fmt: skip


def _negated(random: Random, node: Any) -> Any:
    return syntax.Not(node, NOWHERE)


def _other_word(random: Random, node: syntax.Joined) -> syntax.Condition:
    return attrs.evolve(node, word="or" if node.word == "and" else "and")


def _shorter(random: Random, node: syntax.Joined) -> syntax.Condition:
    left = list(node.operands)
    left.pop(random.randrange(len(left)))
    return left[0] if len(left) == 1 else attrs.evolve(node, operands=tuple(left))


def _other_sign(random: Random, node: syntax.Compare) -> syntax.Condition:
    return attrs.evolve(node, operator=random.choice(SIGNS))


def _other_share(random: Random, node: syntax.Rollout) -> syntax.Condition:
    return attrs.evolve(node, share=random.choice([1, 5_000, 10_000]))


def _other_weight(random: Random, node: syntax.Region | syntax.Block) -> Any:
    return attrs.evolve(node, weight=random.choice([-3, -1, 0, 1, 3]))


def _other_slot(random: Random, node: syntax.Block) -> syntax.Block:
    return attrs.evolve(node, slot=random.choice([None, syntax.Name("header", NOWHERE), syntax.Name("aside", NOWHERE)]))


def _other_settings(random: Random, node: syntax.Region) -> syntax.Region:
    return attrs.evolve(node, parts=tuple(each for each in node.parts if not isinstance(each, syntax.Entry)))


def _other_blocks(random: Random, node: syntax.Region) -> syntax.Region:
    block = syntax.Block(syntax.Name("added", NOWHERE), None, None, None, (), NOWHERE)
    return attrs.evolve(node, parts=(*node.parts, block))


def _other_order(random: Random, node: syntax.Region) -> syntax.Region:
    return attrs.evolve(node, before=(), after=())


FAULTS: Sequence[tuple[Any, Made]] = [
    (CONDITIONS, _negated),
    (syntax.Joined, _other_word),
    (syntax.Joined, _shorter),
    (syntax.Compare, _other_sign),
    (syntax.Rollout, _other_share),
    ((syntax.Region, syntax.Block), _other_weight),
    (syntax.Block, _other_slot),
    (syntax.Region, _other_settings),
    (syntax.Region, _other_blocks),
    (syntax.Region, _other_order),
]


def _twice_negated(random: Random, node: Any) -> Any:
    return syntax.Not(syntax.Not(node, NOWHERE), NOWHERE)


def _shuffled(random: Random, node: syntax.Joined) -> syntax.Condition:
    return attrs.evolve(node, operands=tuple(random.sample(node.operands, len(node.operands))))


def _de_morgan(random: Random, node: syntax.Joined) -> syntax.Condition:
    operands = tuple(syntax.Not(each, NOWHERE) for each in node.operands)
    return syntax.Not(syntax.Joined("or" if node.word == "and" else "and", operands, NOWHERE), NOWHERE)


def _absorbed(random: Random, node: Any) -> Any:
    """The law of absorption: with another condition, which then makes no difference."""
    beside = syntax.Joined("or", (node, syntax.Constant(False, NOWHERE)), NOWHERE)
    return syntax.Joined("and", (beside, syntax.Constant(True, NOWHERE)), NOWHERE)


def _distributed(random: Random, node: syntax.Joined) -> syntax.Condition | None:
    """A and (b or c) as (a and b) or (a and c)."""
    for place, each in enumerate(node.operands):
        if isinstance(each, syntax.Joined) and each.word != node.word:
            rest = node.operands[:place] + node.operands[place + 1 :]
            parts = tuple(syntax.Joined(node.word, (*rest, operand), NOWHERE) for operand in each.operands)
            return syntax.Joined(each.word, parts, NOWHERE)
    return None


def _turned(random: Random, node: syntax.Is | syntax.In | syntax.Between | syntax.Rollout) -> syntax.Condition:
    return syntax.Not(attrs.evolve(node, negated=not node.negated), NOWHERE)


FORMS: Sequence[tuple[Any, Made]] = [
    (CONDITIONS, _twice_negated),
    (CONDITIONS, _absorbed),
    (syntax.Joined, _shuffled),
    (syntax.Joined, _de_morgan),
    (syntax.Joined, _distributed),
    ((syntax.Is, syntax.In, syntax.Between, syntax.Rollout), _turned),
]
