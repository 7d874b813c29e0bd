"""
A rules file in the making, and its text: the facts that its conditions ask for, a define for what is asked twice, and
for everything a comment that says where it came from.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal as OneOf
from typing import assert_never

import attrs

from blockrules.importers.conditions import (
    ALWAYS,
    NOWHERE,
    Active,
    Condition,
    Every,
    Named,
    Not,
    Present,
    Some,
    Test,
    member,
    parts_of,
    replaced,
    written,
)
from blockrules.importers.naming import LONGEST, Names, slug
from blockrules.language import spelling, syntax
from blockrules.language.diagnostics import escaped, report
from blockrules.language.errors import RulesError
from blockrules.language.formatter import formatted
from blockrules.language.reading import Limits, within
from blockrules.language.source import Source, Span

Scalar = str | int | float | bool | None
Setting = tuple[str, Scalar | tuple[Scalar, ...]]
Value = str | bool | tuple[str, ...]
# The member of an enumeration that stands for all that no rule names.
REST = "other"
# A list of so many values is worth a name when it comes again.
MANY = 3
STARS = re.compile(r"\*+")


@attrs.frozen
class Kind:
    """
    What a fact is, as far as no condition tells: its type, whose members are those that conditions name, and *others*
    that are known, with one for all the rest where there may be more (*is_open*); and a *comment*.
    """

    type: OneOf["one of", "set of one of", "set of text", "path", "text", "bool"]
    comment: str
    optional: bool = False
    default: str = ""
    others: tuple[str, ...] = ()
    is_open: bool = False


@attrs.frozen
class Block:
    """
    A block of a region; no *slot* is empty.
    """

    name: str
    slot: str
    when: Condition = ALWAYS
    weight: int | None = None
    settings: tuple[Setting, ...] = ()
    comment: str = ""


@attrs.frozen
class Region:
    """
    A region with its blocks, in their order.
    """

    name: str
    when: Condition = ALWAYS
    blocks: tuple[Block, ...] = ()
    settings: tuple[Setting, ...] = ()
    comments: tuple[str, ...] = ()


@attrs.frozen
class Define:
    """
    A condition that had a name where it came from.
    """

    name: str
    condition: Condition
    comment: str


@attrs.frozen
class Sample:
    """
    A page, by the values of facts; what a fact that nobody asks for would be is left out when it is written.
    """

    name: str
    values: Mapping[str, Value]


@attrs.frozen
class Draft:
    """
    All that the file is to say; of *kinds* only what conditions ask for.
    """

    comments: tuple[str, ...]
    kinds: Mapping[str, Kind]
    defines: tuple[Define, ...]
    regions: tuple[Region, ...]
    samples: tuple[Sample, ...]
    end: tuple[str, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """Every condition, whole."""
        for define in self.defines:
            yield define.condition
        for region in self.regions:
            yield region.when
            yield from (block.when for block in region.blocks)

    def without_idle_defines(self) -> "Draft":
        """
        The same without the defines that nothing asks for.
        """
        asked = {part.name for part in every_part(self.conditions()) if isinstance(part, Named)}
        return attrs.evolve(self, defines=tuple(each for each in self.defines if each.name in asked))

    def text(self, limits: Limits) -> str:
        """
        The file, in the one layout. RulesError where it is past *limits*.
        """
        source = Source("site.blockrules", "")
        if sum(1 + len(region.blocks) for region in self.regions) > limits.items:
            raise RulesError([report("BR003", Span(source, 0, 0), bound=f"{limits.items:,}")])
        facts = self.facts()
        shared = self.shared(facts)
        lines = [
            *_comments(self.comments),
            "",
            *self._declared(facts),
            *self._defined(shared),
            *(line for region in self.regions for line in ("", *_region(region, shared))),
            *self._sampled(facts),
            *(["", *_comments(self.end)] if self.end else []),
        ]
        text = within("\n".join(lines), source.name, limits)
        return within(formatted(text, limits), source.name, limits).text

    def facts(self) -> dict[str, tuple[str, ...]]:
        """
        The facts that are asked for, in the order of *kinds*, with the values they are compared with.
        """
        asked: dict[str, dict[str, None]] = {}
        for part in every_part(self.conditions()):
            if isinstance(part, Test | Present):
                values = part.values if isinstance(part, Test) else ()
                asked.setdefault(part.fact, {}).update(dict.fromkeys(values))
        return {name: tuple(asked[name]) for name in self.kinds if name in asked}

    def members(self, name: str, values: Sequence[str]) -> tuple[str, ...]:
        """
        Those of the fact *name*, sorted, which is compared with *values*; last the one for all the rest.
        """
        kind = self.kinds[name]
        named = tuple(sorted({*values, *kind.others}))
        return (*named, Names({*named}).new(REST)) if kind.is_open else named

    def shared(self, facts: Iterable[str]) -> dict[Condition, str]:
        """
        The names of the conditions that come more than once, and are worth one. The opposite of such a one is no
        other.
        """
        times: Counter[Condition] = Counter()
        seen: list[Condition] = []
        stack = list(self.conditions())[::-1]
        while stack:
            here = stack.pop()
            here = here.operand if isinstance(here, Not) else here
            times[here] += 1
            if times[here] == 1:
                seen.append(here)
                stack += parts_of(here)[::-1]
        names = Names({*facts, *(define.name for define in self.defines)})
        own = {define.condition for define in self.defines}
        # What others are made of comes before them.
        return {
            each: names.new(_subject(each))
            for each in _inner_first(seen)
            if times[each] > 1 and _is_long(each) and each not in own
        } | {define.condition: define.name for define in self.defines if _is_long(define.condition)}

    def _declared(self, facts: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        if not facts:
            return
        yield "facts {"
        for name, values in facts.items():
            kind = self.kinds[name]
            yield from _comments([kind.comment])
            listed = f" {', '.join(map(member, self.members(name, values)))}" if kind.type.endswith("one of") else ""
            default = f" = {kind.default}" if kind.default else ""
            yield f"{_key(name)}: {'optional ' if kind.optional else ''}{kind.type}{listed}{default}"
        yield "}"

    def _defined(self, shared: Mapping[Condition, str]) -> Iterator[str]:
        for define in self.defines:
            yield ""
            yield from _comments([define.comment])
            yield f"define {_name(define.name)} as {written(_inside(define.condition, shared))}"
        own = {define.name for define in self.defines}
        yield ""
        for condition, name in shared.items():
            if name not in own:
                yield f"define {_name(name)} as {written(_inside(condition, shared))}"

    def _sampled(self, facts: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
        if self.samples:
            yield ""
            yield from _comments(["Pages to try the rules on: `blockrules layout FILE --sample NAME`."])
        for sample in self.samples:
            entries = ", ".join(
                f"{_key(name)}: {_value(self.kinds[name], sample.values[name])}"
                for name in facts
                if name in sample.values
            )
            yield f"page {_name(sample.name)} {{ {entries} }}"


def every_part(conditions: Iterable[Condition]) -> Iterator[Condition]:
    """
    All that *conditions* are made of, each once.
    """
    stack, seen = list(conditions), set[Condition]()
    while stack:
        here = stack.pop()
        if here not in seen:
            seen.add(here)
            yield here
            stack += parts_of(here)


def _inner_first(conditions: Sequence[Condition]) -> list[Condition]:
    """
    *conditions*, each after those that it is made of.
    """
    depth: dict[Condition, int] = {}
    for each in reversed(conditions):
        inner = (part.operand if isinstance(part, Not) else part for part in parts_of(each))
        depth[each] = 1 + max((depth.get(part, 0) for part in inner), default=0)
    return sorted(conditions, key=depth.__getitem__)


def _is_long(condition: Condition) -> bool:
    match condition:
        case Every(operands) | Some(operands):
            return len(operands) > 1
        case Test(values=values):
            return len(values) >= MANY
        case _:
            return False


def _inside(condition: Condition, shared: Mapping[Condition, str]) -> Condition:
    """
    *condition*, its parts by their names, but not the whole.
    """
    return replaced(condition, {each: name for each, name in shared.items() if each != condition})


def _subject(condition: Condition) -> str:
    """
    What *condition* is about, as a name.
    """
    match condition:
        case Test(_, "matches", patterns):
            return f"{slug(_common(patterns), 'some')}_pages"
        case Test(_, _, (first,)):
            return slug(first, "one")
        case Test(_, _, (first, second)):
            return slug(f"{first} or {second}", "one")
        case Test(_, _, (first, *rest)):
            return slug(f"{first} or {len(rest)} others", "one")
        case Test(fact) | Present(fact):
            return slug(fact, "fact")
        case Named(name) | Active(name):
            return slug(name, "other")
        case Not(operand):
            return f"not_{_subject(operand)}"[:LONGEST]
        case Some((Test(_, "matches"), Test(_, "matches"))):
            return _subject(condition.operands[0])
        case Every(operands) | Some(operands):
            word = " and " if isinstance(condition, Every) else " or "
            return slug(word.join(map(_subject, operands[:2])), "all")
        case _:
            assert_never(condition)


def _common(patterns: Sequence[str]) -> str:
    """
    The first steps that all *patterns* share; where there are none, the first pattern.
    """
    rows = [STARS.sub("", pattern).strip("/").split("/") for pattern in patterns]
    row: list[str] = []
    for steps in zip(*rows, strict=False):
        if len(set(steps)) > 1:
            break
        row.append(steps[0])
    return "/".join(row) or patterns[0]


def _region(region: Region, shared: Mapping[Condition, str]) -> Iterator[str]:
    yield from _comments(region.comments)
    head = f"region {_name(region.name)}{_when(region.when, shared)}"
    if not region.blocks and not region.settings:
        yield head
        return
    yield f"{head} {{"
    yield from map(_setting, region.settings)
    slot = ""
    for number, block in enumerate(region.blocks):
        if block.slot != slot and number:
            yield ""
        slot = block.slot
        yield from _comments([block.comment])
        place = f" in {_name(slot)}" if slot else ""
        weight = "" if block.weight is None else f" weight {block.weight}"
        settings = f" {{\n{chr(10).join(map(_setting, block.settings))}\n}}" if block.settings else ""
        yield f"block {_name(block.name)}{place}{weight}{_when(block.when, shared)}{settings}"
    yield "}"


def _when(condition: Condition, shared: Mapping[Condition, str]) -> str:
    return "" if condition == ALWAYS else f" when {written(replaced(condition, dict(shared)))}"


def _setting(setting: Setting) -> str:
    name, value = setting
    text = f"[{', '.join(map(_scalar, value))}]" if isinstance(value, tuple) else _scalar(value)
    return f"{spelling.setting(syntax.Name(name, NOWHERE))}: {text}"


def _scalar(value: Scalar) -> str:
    return spelling.value(syntax.Literal(value, NOWHERE))


def _value(kind: Kind, value: Value) -> str:
    spelled = member if kind.type.endswith("one of") else spelling.string
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return spelled(value)
        case _:
            return f"({', '.join(map(spelled, value))})"


def _name(text: str) -> str:
    return spelling.name(syntax.Name(text, NOWHERE))


def _key(text: str) -> str:
    return spelling.key(syntax.Name(text, NOWHERE))


def _comments(texts: Iterable[str]) -> Iterator[str]:
    return (f"# {escaped(text)}".rstrip() for text in texts if text)
