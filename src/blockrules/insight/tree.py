"""
The conditions of a rule as somebody would go through them: each part with its truth on a page, and what it read.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Literal

import attrs

from blockrules.insight.space import Point
from blockrules.language.source import Span
from blockrules.model import conditions
from blockrules.model.checker import Node
from blockrules.model.conditions import Condition, is_one
from blockrules.model.frozen import Frozen
from blockrules.model.types import Value

# How a condition that asks for nothing is written, where it is.
CONSTANTS = frozenset({"true", "false", "otherwise"})

Kind = Literal["always", "test", "not", "and", "or", "define", "region"]


# A string, which is left alone, or what may stand between words.
APART = re.compile(r'("(?:[^"\\]|\\.)*")|(?:\s|#[^\r\n]*)+')


@attrs.frozen
class Part:
    """
    A condition, or part of one: whether it *holds* on the page, the *facts* that it read itself, by name, and its own
    parts. Where it *names* a define or a region, the part is the condition of that.
    """

    kind: Kind
    text: str
    span: Span
    holds: bool
    facts: Mapping[str, Value] = Frozen()
    parts: tuple["Part", ...] = ()
    names: str | None = None

    def walk(self) -> Iterator["Part"]:
        """
        This part and all those in it, as written; what several name is gone through once.
        """
        seen: set[int] = set()
        stack = [self]
        while stack:
            part = stack.pop()
            if id(part) not in seen:
                seen.add(id(part))
                yield part
                stack += reversed(part.parts)


@attrs.frozen(eq=False)
class Trees:
    """
    The trees of a file's conditions on one page, each made once: those of defines and regions before those of whatever
    names them, since chains may be as long as the file.
    """

    point: Point
    active: frozenset[str]
    named: dict[Node, Part]

    @classmethod
    def on(cls, point: Point, active: frozenset[str]) -> "Trees":
        """
        The trees on the page *point*, on which the regions *active* are so.
        """
        trees = cls(point, active, {})
        model = point.space.engine.model
        regions = {region.name: region.condition for region in model.regions}
        for kind, name in model.needs:
            trees.named[kind, name] = trees.of(model.defines[name] if kind == "define" else regions[name])
        return trees

    def region(self, name: str) -> Part:
        """
        The tree of the condition of the region *name*.
        """
        return self.named["region", name]

    def defines(self) -> Mapping[str, Part]:
        """
        The trees of the defines, by name, as they need one another.
        """
        return Frozen((name, part) for (kind, name), part in self.named.items() if kind == "define")

    def of(self, condition: Condition) -> Part:
        """
        The tree of *condition*.
        """
        span = condition.span
        text = one_line(span.text)
        match condition:
            case conditions.Constant(value):
                return Part("always", text if text in CONSTANTS else "always", span, value)
            case conditions.Defined(name):
                part = self.named["define", name]
                return Part("define", text, span, part.holds, parts=(part,), names=name)
            case conditions.Active(region):
                part = self.named["region", region]
                return Part("region", text, span, region in self.active, parts=(part,), names=region)
            case conditions.Not(operand):
                part = self.of(operand)
                if is_one(condition):
                    # Written as one: `is not`, `not in`.
                    return attrs.evolve(part, holds=not part.holds)
                return Part("not", text, span, not part.holds, parts=(part,))
            case conditions.All(operands) | conditions.Some(operands):
                parts = tuple(map(self.of, operands))
                is_all = isinstance(condition, conditions.All)
                holds = (all if is_all else any)(part.holds for part in parts)
                if is_one(condition):
                    # Written as one: a range of times over midnight.
                    return attrs.evolve(parts[0], holds=holds)
                return Part("and" if is_all else "or", text, span, holds, parts=parts)
            case test:
                facts = Frozen({test.fact: self.point.value(test.fact)})
                return Part("test", text, span, self.point.passes(test), facts)


def one_line(text: str) -> str:
    """
    *text* without its comments, in one line; strings stay as they are.
    """
    return APART.sub(lambda found: found[1] or " ", text)
