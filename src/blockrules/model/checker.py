"""
Syntax to model: the one function that vouches for a rules file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Label, escaped, report, shortened
from blockrules.language.nearness import Near
from blockrules.language.reading import Reading
from blockrules.language.source import Span, reading_order
from blockrules.model.comparisons import ConditionChecker
from blockrules.model.conditions import Active, Condition, Defined, Test, parts
from blockrules.model.declarations import FactsChecker, twice
from blockrules.model.facts import Fact, Schema
from blockrules.model.frozen import Frozen
from blockrules.model.lint import Subject, linted
from blockrules.model.order import circles, ranked
from blockrules.model.placement import Drafts, RegionsChecker, drafted
from blockrules.model.regions import Region
from blockrules.model.samples import Sample, SamplesChecker, Trial
from blockrules.model.scope import Scope, declared_in

Item = TypeVar("Item")
Thing = TypeVar("Thing")
# A define or a region, by the kind and name of it: what a condition can depend on.
Node = tuple[str, str]
# Of a long circle, only the first few places are pointed to.
MOST_LABELS = 8
LONGEST_ZONE = 100
# What an alternative of a `choose` says by its place alone.
LATER = "`{}` comes only after {}"
# Names under which each machine has a zone of its own, or none.
OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})


@attrs.frozen
class Promise:
    """
    A condition that every page keeps, breaks, or is assumed to keep.
    """

    word: str
    condition: Condition
    span: Span


@attrs.frozen(eq=False)
class Model:
    """
    A rules file that means something. *regions* stand in their order; *needs* maps every define and region to those
    that its truth depends on, all of which stand before it; *after* every region to those that it is asked to follow.
    """

    schema: Schema
    defines: Mapping[str, Condition]
    regions: tuple[Region, ...]
    after: Mapping[str, tuple[str, ...]]
    needs: Mapping[Node, tuple[Node, ...]]
    slots: tuple[str, ...]
    samples: Mapping[str, Sample]
    trials: tuple[Trial, ...]
    promises: tuple[Promise, ...]

    def conditions(self) -> Iterator[Condition]:
        """
        Those of all defines, regions and blocks.
        """
        yield from self.defines.values()
        for region in self.regions:
            yield region.condition
            yield from (placement.condition for placement in region.placements)

    def asked(self) -> Iterator[tuple[str, Span]]:
        """
        The names of facts that these ask about, each time with where.
        """
        for condition in self.conditions():
            for part in parts(condition):
                if isinstance(part, Test):
                    view = self.schema.views.get(part.fact)
                    yield view.of.name if view else part.fact, part.span


def check(reading: Reading, given: Iterable[Fact] | None) -> tuple[Model | None, list[Diagnostic]]:
    """
    The model of *reading*, where it has no errors; and what is wrong with it, or worth a warning. *given* are the facts
    of a class that the host gave, which the file's own must agree with.
    """
    return _Checker(reading, list(reading.diagnostics)).check(given)


@attrs.define
class _Checker:
    reading: Reading
    diagnostics: list[Diagnostic]
    defines: dict[str, syntax.Define] = attrs.field(factory=dict)

    def check(self, given: Iterable[Fact] | None) -> tuple[Model | None, list[Diagnostic]]:
        zone = self._zone()
        facts = FactsChecker(zone, self.diagnostics)
        facts.check(self._all(syntax.Facts))
        if given is not None:
            vague = declared_in(self.reading.broken)
            facts.vague |= vague.get("fact", frozenset()) | vague.get("any", frozenset())
            facts.agree(tuple(given), tuple(self._all(syntax.Facts)), complete=self.reading.complete)
        drafts = drafted(self.reading.items, self.diagnostics)
        scope = self._scope(facts, drafts, zone)
        defines = {name: self._condition(node.condition, scope) for name, node in self.defines.items()}
        regions = RegionsChecker(scope, self.diagnostics).check(drafts, self.reading.items)
        promises = [
            Promise(node.word, self._condition(node.condition, scope), node.span) for node in self._all(syntax.Promise)
        ]
        blocks = {name: frozenset(block.name for block in region.blocks) for name, region in regions.items()}
        samples = SamplesChecker(scope, self.diagnostics, blocks)
        samples.check(self._all(syntax.Page), self._all(syntax.Test))
        needs = self._needs(defines, regions)
        after = self._after(drafts, regions)
        ordered = tuple(regions[name] for name in ranked(after, lambda name: regions[name].weight))
        if any(each.severity == "error" for each in self.diagnostics):
            return None, self.diagnostics
        model = Model(
            scope.schema,
            Frozen(defines),
            ordered,
            after,
            needs,
            tuple(scope.slots),
            Frozen(samples.samples),
            tuple(samples.trials.values()),
            tuple(promises),
        )
        subject = Subject(self.reading, drafts, [region.name for region in ordered], scope.schema)
        return model, [*self.diagnostics, *linted(subject)]

    def _all(self, kind: type[Item]) -> Iterator[Item]:
        return (item for item in self.reading.items if isinstance(item, kind))

    def _condition(self, node: syntax.Condition, scope: Scope) -> Condition:
        return ConditionChecker(scope, self.diagnostics).whole(node)

    def _zone(self) -> ZoneInfo | None:
        # Where a `timezone` is at fault, what needs one is not.
        is_broken = any(
            "TIMEZONE" in stretch.words.types[stretch.start : stretch.end] for stretch in self.reading.broken
        )
        zone = ZoneInfo("UTC") if is_broken else None
        for node in self._all(syntax.Timezone):
            if node is not self.reading.items[0] or node.span.source is not self.reading.sources[0]:
                first = self.reading.items[0]
                labels = [Label(first.span, "the first one")] if isinstance(first, syntax.Timezone) else []
                self.diagnostics.append(report("BR214", node.span, labels=labels))
                zone = zone or ZoneInfo("UTC")
                continue
            # No zone has a long name; each part of one would be looked up by itself.
            name = str(node.zone.value)
            if name in OF_THE_MACHINE or name.startswith(("posix/", "right/")):
                self.diagnostics.append(report("BR220", node.zone.span, name=name))
                zone = ZoneInfo("UTC")
                continue
            try:
                zone = ZoneInfo(name[:LONGEST_ZONE])
            except (ZoneInfoNotFoundError, ValueError, OSError):
                near = Near(name, lambda: [each for each in available_timezones() if "/" in each])
                self.diagnostics.append(report("BR213", node.zone.span, name=name, near=near))
                zone = ZoneInfo("UTC")
        return zone

    def _scope(self, facts: FactsChecker, drafts: Drafts, zone: ZoneInfo | None) -> Scope:
        broken = dict(declared_in(self.reading.broken))
        broken["fact"] = broken.get("fact", frozenset()) | facts.vague
        blocks = list(drafts.blocks())
        self._find_defines(facts)
        return Scope(
            Schema.of(facts.facts.values(), zone),
            self.defines,
            drafts.regions,
            dict.fromkeys(block.name.text for block in blocks),
            dict.fromkeys(block.slot.text for block in blocks if block.slot),
            dict.fromkeys(page.name.text for page in self._all(syntax.Page)),
            frozenset(choice.name.text for choice in self._all(syntax.RegionChoice)),
            broken,
            self.reading.complete,
        )

    def _find_defines(self, facts: FactsChecker) -> None:
        for node in self._all(syntax.Define):
            name = node.name
            if name.text in facts.places or facts.is_named(name.text):
                spans = [facts.places.get(name.text, name.span), name.span]
                first, later = sorted(spans, key=reading_order(self.reading.sources))
                labels = [Label(first, "the other one")] if first != later else []
                self.diagnostics.append(report("BR212", later, labels=labels, name=name.text))
            elif name.text in self.defines:
                self.diagnostics.append(twice("define", name, self.defines[name.text].name.span))
            else:
                self.defines[name.text] = node

    def _needs(
        self, defines: Mapping[str, Condition], regions: Mapping[str, Region]
    ) -> Mapping[Node, tuple[Node, ...]]:
        known = asked(defines, regions.values())
        spans = {("define", name): node.name.span for name, node in self.defines.items()}
        self._report_circles(
            "BR209",
            "`{}` needs {} here",
            known,
            lambda node: spans.get(node) or regions[node[1]].name_span,
            lambda node: node[1],
        )
        return in_turn(known)

    def _after(self, drafts: Drafts, regions: Mapping[str, Region]) -> Mapping[str, tuple[str, ...]]:
        """
        The regions that each is asked to follow.
        """
        first: dict[str, dict[str, Span]] = {name: {} for name in regions}
        for name, draft in drafts.regions.items():
            for after in draft.node.before:
                first.get(after.text, {})[name] = after.span
            for before in draft.node.after:
                first[name] |= {before.text: before.span} if before.text in first else {}
        self._report_circles(
            "BR210", "`{}` stands after {} by this", first, lambda name: regions[name].name_span, lambda name: name
        )
        return Frozen((name, tuple(before)) for name, before in first.items())

    def _report_circles(
        self,
        code: str,
        edge: str,
        edges: Mapping[Thing, Mapping[Thing, Span]],
        span: Callable[[Thing], Span],
        name: Callable[[Thing], str],
    ) -> None:
        """
        Report each circle of *edges*, which map a thing to those before it and where that is said.
        """
        for circle in circles({thing: list(before) for thing, before in edges.items()}):
            turn = [f"`{shortened(name(node))}`" for node in [*circle, circle[0]]]
            if len(turn) > MOST_LABELS + 2:
                turn[MOST_LABELS:-1] = [f"{len(turn) - MOST_LABELS - 1:,} more"]
            labels = []
            for one, other in list(pairwise([*circle, circle[0]]))[:MOST_LABELS]:
                place = edges[one][other]
                said = edge if place != span(one) else LATER
                labels.append(Label(place, escaped(said.format(shortened(name(one)), _other(name(one), name(other))))))
            self.diagnostics.append(report(code, span(circle[0]), labels=labels, circle=" → ".join(turn)))


def _other(one: str, other: str) -> str:
    return "itself" if one == other else f"`{shortened(other)}`"


def asked(defines: Mapping[str, Condition], regions: Iterable[Region]) -> Mapping[Node, Mapping[Node, Span]]:
    """
    What each of *defines* and *regions*, alternatives in their turn, depends on, and where that is said.
    """
    found = {("define", name): named(condition) for name, condition in defines.items()}
    previous: dict[int, Node] = {}
    for region in regions:
        node = ("region", region.name)
        found[node] = named(region.condition)
        if region.turn:
            # An alternative is chosen only when none before it holds; the one before it stands last.
            if region.turn.choose in previous:
                before = previous[region.turn.choose]
                found[node][before] = found[node].pop(before, region.name_span)
            previous[region.turn.choose] = node
    return {node: {each: span for each, span in before.items() if each in found} for node, before in found.items()}


def in_turn(needs: Mapping[Node, Iterable[Node]]) -> Mapping[Node, tuple[Node, ...]]:
    """
    What each node *needs*, each after all that it depends on; without those on circles, and what hangs on them.
    """
    edges = {node: list(before) for node, before in needs.items()}
    return Frozen((node, tuple(edges[node])) for node in ranked(edges, lambda node: 0))


def named(condition: Condition) -> dict[Node, Span]:
    """
    The defines and regions that *condition* asks about, each once, and where.
    """
    found: dict[Node, Span] = {}
    for part in parts(condition):
        match part:
            case Defined(name, span):
                found.setdefault(("define", name), span)
            case Active(name, span):
                found.setdefault(("region", name), span)
            case _:
                pass
    return found
