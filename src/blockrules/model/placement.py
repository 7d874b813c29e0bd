"""
Regions and blocks as written, checked: each drawn together from its declaration and its extensions (the law, 4).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import assert_never

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Label, replacing, report
from blockrules.language.source import Span
from blockrules.language.tokens import quoted
from blockrules.model.comparisons import ConditionChecker
from blockrules.model.conditions import Condition, Constant
from blockrules.model.declarations import twice
from blockrules.model.frozen import Frozen
from blockrules.model.literals import TRUTHS
from blockrules.model.regions import Block, Placement, Region, Setting, Settings, Turn
from blockrules.model.scope import Scope

CLAUSES = frozenset({"in", "weight", "before", "after", "when", "otherwise"})


@attrs.define
class Draft:
    """
    A region as declared, with the parts that it and its extensions give it, in reading order.
    """

    node: syntax.Region
    turn: Turn | None
    parts: list[syntax.Part]


@attrs.frozen
class Drafts:
    """
    All declared regions by name, the extensions of those that are not, and those of a name that another has.
    """

    regions: dict[str, Draft]
    orphans: list[syntax.Extend]
    repeated: list[syntax.Region]

    def blocks(self) -> Iterator[syntax.Block]:
        """
        Every block that is written anywhere.
        """
        others: list[syntax.Extend | syntax.Region] = [*self.orphans, *self.repeated]
        every = [draft.parts for draft in self.regions.values()] + [list(other.parts) for other in others]
        return (block for parts in every for block in blocks_in(parts))


def blocks_in(parts: Iterable[syntax.Part]) -> Iterator[syntax.Block]:
    """
    The blocks of a region's *parts*, alternatives too.
    """
    for part in parts:
        match part:
            case syntax.Block():
                yield part
            case syntax.BlockChoice(blocks=blocks):
                yield from blocks
            case _:
                pass


def drafted(items: Iterable[syntax.Item], diagnostics: list[Diagnostic]) -> Drafts:
    """
    The regions that *items* declare.
    """
    drafts = Drafts({}, [], [])
    extensions: list[syntax.Extend] = []
    chooses: dict[str, syntax.Name] = {}
    numbers = count()
    for item in items:
        match item:
            case syntax.Region():
                _add(drafts, item, None, diagnostics)
            case syntax.RegionChoice(name, regions):
                if name.text in chooses:
                    diagnostics.append(twice("choose", name, chooses[name.text].span))
                chooses.setdefault(name.text, name)
                number = next(numbers)
                for place, region in enumerate(regions):
                    _add(drafts, region, Turn(number, place), diagnostics)
            case syntax.Extend():
                extensions.append(item)
            case _:
                pass
    for extend in extensions:
        if extend.region.text in drafts.regions:
            drafts.regions[extend.region.text].parts += extend.parts
        else:
            drafts.orphans.append(extend)
    return drafts


def _add(drafts: Drafts, node: syntax.Region, turn: Turn | None, diagnostics: list[Diagnostic]) -> None:
    first = drafts.regions.get(node.name.text)
    if first:
        drafts.repeated.append(node)
        diagnostics.append(twice("region", node.name, first.node.name.span))
    else:
        drafts.regions[node.name.text] = Draft(node, turn, list(node.parts))


@attrs.define
class RegionsChecker:
    """
    Takes drafts of regions to checked ones; what is wrong goes to *diagnostics*.
    """

    scope: Scope
    diagnostics: list[Diagnostic]
    choose_names: dict[str, Span] = attrs.field(factory=dict)

    def check(self, drafts: Drafts, items: Iterable[syntax.Item]) -> dict[str, Region]:
        """
        The regions of *drafts* by name, as declared.
        """
        for orphan in drafts.orphans:
            self.diagnostics += self.scope.unknown("region", orphan.region)
        for item in items:
            if isinstance(item, syntax.RegionChoice):
                self.choose_names.setdefault(item.name.text, item.name.span)
                self._alternatives(item.regions)
            elif isinstance(item, syntax.Region):
                self._alone(item.when)
        return {name: self._region(draft) for name, draft in drafts.regions.items()}

    def _region(self, draft: Draft) -> Region:
        node = draft.node
        for other in (*node.before, *node.after):
            if other.text not in self.scope.regions:
                self.diagnostics += self.scope.unknown("region", other)
        blocks: list[Placement] = []
        numbers = count()
        entries: list[syntax.Entry] = []
        places: dict[str, tuple[Span, int | None]] = {}
        for part in draft.parts:
            match part:
                case syntax.Entry():
                    entries.append(part)
                case syntax.Block():
                    self._alone(part.when)
                    blocks += self._block(part, None, draft, places)
                case syntax.BlockChoice(name, alternatives):
                    self._choose_name(name)
                    self._alternatives(alternatives)
                    number = next(numbers)
                    for place, block in enumerate(alternatives):
                        blocks += self._block(block, Turn(number, place), draft, places)
                case _:
                    assert_never(part)
        return Region(
            node.name.text,
            tuple(sorted(blocks, key=lambda block: block.weight)),
            self._settings(entries),
            weight=node.weight or 0,
            condition=self._condition(node.when, node.span),
            turn=draft.turn,
            span=node.span,
            name_span=node.name.span,
        )

    def _block(
        self, node: syntax.Block, turn: Turn | None, draft: Draft, places: dict[str, tuple[Span, int | None]]
    ) -> Iterator[Placement]:
        region = draft.node.name.text
        choose = turn.choose if turn else None
        first = places.setdefault(node.name.text, (node.name.span, choose))
        if first[0] != node.name.span and (choose is None or first[1] != choose):
            labels = [Label(first[0], "the first one")]
            own = draft.node.span
            extends = node.span.source is not own.source or not own.start <= node.span.start < own.end
            help = "an `extend` adds what the region does not have yet" if extends else None
            self.diagnostics.append(
                report("BR404", node.name.span, labels=labels, name=node.name.text, region=region, help=help)
            )
        slot = node.slot.text if node.slot else None
        block = Block(node.name.text, slot, region, self._settings(node.settings))
        yield Placement(block, node.weight or 0, self._condition(node.when, node.span), turn, node.span, node.name.span)

    def _condition(self, when: syntax.When, span: Span) -> Condition:
        if when is None or isinstance(when, syntax.Otherwise):
            return Constant(True, when.span if when else span)
        return ConditionChecker(self.scope, self.diagnostics).whole(when)

    def _alone(self, when: syntax.When) -> None:
        if isinstance(when, syntax.Otherwise):
            self.diagnostics.append(report("BR403", when.span))

    def _alternatives(self, nodes: Sequence[syntax.Region] | Sequence[syntax.Block]) -> None:
        for node in nodes:
            if node.when is None:
                self.diagnostics.append(report("BR401", node.name.span))
        for node in nodes[:-1]:
            if isinstance(node.when, syntax.Otherwise):
                self.diagnostics.append(report("BR402", node.when.span))

    def _choose_name(self, name: syntax.Name | None) -> None:
        if name and name.text in self.choose_names:
            self.diagnostics.append(twice("choose", name, self.choose_names[name.text]))
        elif name:
            self.choose_names[name.text] = name.span

    # Settings

    def _settings(self, entries: Iterable[syntax.Entry]) -> Settings:
        places: dict[str, Span] = {}
        settings: dict[str, Setting] = {}
        for entry in entries:
            name = entry.name
            if name.text in places:
                self.diagnostics.append(twice("setting", name, places[name.text]))
                continue
            places[name.text] = name.span
            if name.text in CLAUSES:
                self.diagnostics.append(report("BR904", name.span, name=name.text))
            settings[name.text] = self._setting(entry.value)
        return Frozen(settings)

    def _setting(self, node: syntax.EntryValue) -> Setting:
        match node:
            case syntax.Listed(values):
                return tuple(self._held(value) for value in values)
            case _:
                return self._held(node)

    def _held(self, node: syntax.Value) -> str | int | float | bool | None:
        if isinstance(node, syntax.Literal) and (
            node.value is None or isinstance(node.value, str | int | float | bool)
        ):
            return node.value
        text = node.span.text
        right = TRUTHS.get(text.lower()) or quoted(text)
        fixes = [replacing(f"write `{right}`", node.span, right, safe=right not in TRUTHS)]
        help = f"to write it as a string, write `{quoted(text)}`"
        self.diagnostics.append(report("BR315", node.span, found=text, help=help, fixes=fixes))
        return None
