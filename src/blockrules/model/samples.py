"""
Sample pages and tests, checked (the law, 6).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Literal

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.language.nearness import Near
from blockrules.language.source import Span
from blockrules.model.declarations import twice
from blockrules.model.frozen import Frozen
from blockrules.model.literals import Place, literal
from blockrules.model.scope import Scope
from blockrules.model.types import MOST_SHOWN, Value

Sample = Mapping[str, Value]
NO_PAGE: Sample = Frozen()


@attrs.frozen
class Target:
    """
    A region (no block), a block wherever it stands (no region), or one block of one region.
    """

    name: str
    region: str | None
    block: str | None
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen
class Expectation:
    """
    What a test says of a layout: its regions exactly, the blocks of a slot exactly, or what is shown or hidden.
    """

    kind: Literal["regions", "slot", "shown", "hidden"]
    slot: str | None
    targets: tuple[Target, ...]
    span: Span = attrs.field(eq=False, repr=False)


@attrs.frozen
class Trial:
    """
    A test, whose page is the *base* with its *own* facts over it, and complete but for defaults.
    """

    name: str
    base: Sample
    own: Sample
    expectations: tuple[Expectation, ...]
    span: Span = attrs.field(eq=False, repr=False)


@attrs.define
class SamplesChecker:
    """
    Takes sample pages and tests to checked ones; what is wrong goes to *diagnostics*.
    """

    scope: Scope
    diagnostics: list[Diagnostic]
    blocks: Mapping[str, frozenset[str]]
    samples: dict[str, Sample] = attrs.field(factory=dict)
    trials: dict[str, Trial] = attrs.field(factory=dict)
    lacking: dict[str | None, dict[str, None]] = attrs.field(factory=dict)
    # The tests whose pages are not complete, by their sample pages and what they give of what those lack.
    short: dict[tuple[str | None, frozenset[str]], list[Span]] = attrs.field(factory=dict)

    def check(self, pages: Iterable[syntax.Page], tests: Iterable[syntax.Test]) -> None:
        """
        Take in all *pages*, then all *tests*.
        """
        places: dict[str, Span] = {}
        for page in pages:
            if page.name.text in places:
                self.diagnostics.append(twice("sample page", page.name, places[page.name.text]))
            places.setdefault(page.name.text, page.name.span)
            self.samples.setdefault(page.name.text, self._values(page.entries))
        for test in tests:
            if test.name.text in self.trials:
                self.diagnostics.append(twice("test", test.name, self.trials[test.name.text].span))
            trial = self._trial(test)
            self.trials.setdefault(test.name.text, trial)
        for (name, own), short in self.short.items():
            lacking = self._lacking(name)
            place = places[name] if name else None
            for group in [short] if name else [[span] for span in short]:
                left = (each for each in lacking if each not in own)
                self.diagnostics.append(self._too_short(group, place, left, len(lacking) - len(own)))

    def _values(self, entries: Iterable[syntax.Entry]) -> Sample:
        places: dict[str, Span] = {}
        values: dict[str, Value] = {}
        for entry in entries:
            if entry.name.text in places:
                self.diagnostics.append(twice("fact of this page", entry.name, places[entry.name.text]))
                continue
            places[entry.name.text] = entry.name.span
            value = self._value(entry)
            if isinstance(value, Diagnostic):
                self.diagnostics.append(value)
                value = None
            values[entry.name.text] = value
        return Frozen(values)

    def _value(self, entry: syntax.Entry) -> Value | Diagnostic:
        fact = self.scope.schema.facts.get(entry.name.text)
        if fact is None:
            self.diagnostics += self._no_fact(entry.name)
            return None
        if fact.optional and entry.value == syntax.Literal(None, entry.span):
            return None
        return literal(entry.value, Place(fact.name, fact.type, self.scope.schema.zone, fact.span, is_of_page=True))

    def _no_fact(self, name: syntax.Name) -> Iterable[Diagnostic]:
        unknown = self.scope.unknown("fact", name)
        if name.text in self.scope.schema.views:
            of = self.scope.schema.views[name.text].of.name
            return [attrs.evolve(each, help=f"it is read from `{of}`; give that alone", near=None) for each in unknown]
        if self.scope.nature(name.text):
            return unknown
        near = Near(name.text, lambda: self.scope.schema.facts)
        return [attrs.evolve(each, near=near) for each in unknown]

    def _trial(self, test: syntax.Test) -> Trial:
        given = test.given or syntax.Given(None, (), test.span)
        name = given.page.text if given.page else None
        base = self.samples.get(name, NO_PAGE) if name else NO_PAGE
        own = self._values(given.entries)
        if given.page and name not in self.samples:
            self.diagnostics += self.scope.unknown("sample page", given.page)
        else:
            lacking = self._lacking(name)
            given_here = frozenset(each for each in own if each in lacking)
            if len(given_here) < len(lacking):
                self.short.setdefault((name, given_here), []).append(test.name.span)
        expectations = tuple(self._expectation(node) for node in test.expectations)
        return Trial(test.name.text, base, own, expectations, test.name.span)

    def _lacking(self, name: str | None) -> dict[str, None]:
        """
        The required facts that the sample page *name* lacks, or all of them.
        """
        if name not in self.lacking:
            base = self.samples[name] if name else NO_PAGE
            facts = self.scope.schema.facts.values()
            self.lacking[name] = {fact.name: None for fact in facts if fact.required and fact.name not in base}
        return self.lacking[name]

    def _too_short(self, tests: Sequence[Span], page: Span | None, lacking: Iterable[str], count: int) -> Diagnostic:
        """
        What is said of *tests* that begin from the same *page*, if any, and still lack the same facts, *count* of them.
        """
        facts = [self.scope.schema.facts[name] for name in islice(lacking, MOST_SHOWN)]
        first = ", ".join(f"`{fact.name}`" for fact in facts)
        labels = [Label(fact.span, "declared here") for fact in facts if fact.span]
        them, a_default = ("them", "defaults") if count > 1 else ("it", "a default")
        help = f"give {them} {f'in the page `{page.text}`' if page else 'after `given`'}"
        if labels:
            help += f", give {them} {a_default}, or make {them} `optional`"
        whole = page if page and len(tests) > 1 else None
        return report(
            "BR501",
            whole or tests[0],
            labels=labels,
            help=help,
            page=f"this page, which {len(tests)} tests begin from," if whole else "the page of this test",
            facts=first if count <= MOST_SHOWN else f"{first} and {count - MOST_SHOWN} more",
        )

    def _expectation(self, node: syntax.Expect) -> Expectation:
        slot = node.slot.text if node.slot else None
        if node.slot and slot not in self.scope.slots:
            self.diagnostics += self.scope.unknown("slot", node.slot)
        return Expectation(node.kind, slot, tuple(self._target(node.kind, name) for name in node.names), node.span)

    def _target(self, kind: str, name: syntax.Name) -> Target:
        text = name.text
        is_block = kind == "slot" or (kind != "regions" and text not in self.scope.regions)
        if not is_block:
            if text not in self.scope.regions:
                self.diagnostics += self.scope.unknown("region", name)
            return Target(text, text, None, name.span)
        if kind != "slot" and text not in self.scope.blocks:
            for region, block in splits(text):
                if block in self.blocks.get(region, ()):
                    return Target(text, region, block, name.span)
        if text not in self.scope.blocks:
            self.diagnostics += self._unknown(kind, name)
        return Target(text, None, text, name.span)

    def _unknown(self, kind: str, name: syntax.Name) -> Iterable[Diagnostic]:
        for region, block in splits(name.text):
            if region in self.scope.regions and not self.scope.may_be_broken("block", block):
                return (report("BR211", name.span, name=block, region=region),)
        return self.scope.unknown("block" if kind == "slot" else "region or block", name)


def splits(name: str) -> Sequence[tuple[str, str]]:
    """
    The ways to read *name* as `region.block`.
    """
    words = name.split(".")
    return [(".".join(words[:length]), ".".join(words[length:])) for length in range(1, min(len(words), 64))]
