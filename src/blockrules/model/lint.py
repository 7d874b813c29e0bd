"""
What is legal but surely not meant, told from the words of a sound file alone. What takes a look at all possible pages
is for others to find.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal as OneOf
from typing import TypeVar

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import (
    COMMENT,
    Diagnostic,
    Fix,
    Label,
    Replacement,
    replacing,
    report,
    shortened,
)
from blockrules.language.nearness import letters, may_be_near, nearest
from blockrules.language.reading import Reading
from blockrules.language.removals import leaving_out, without
from blockrules.language.source import Source, Span
from blockrules.model.covering import Covering
from blockrules.model.declarations import repeated
from blockrules.model.facts import Fact, Schema
from blockrules.model.patterns import Pattern, pattern_fault
from blockrules.model.placement import Drafts, blocks_in
from blockrules.model.types import Kind

Item = TypeVar("Item")
Weighted = TypeVar("Weighted", syntax.Region, syntax.Block)
# What asks about a page, with no other condition in it.
Leaf = syntax.Constant | syntax.Reference | syntax.Active | syntax.Comparison

# Among more slots, no near ones are looked for.
MOST_SLOTS = 200
# What tells apart slots that belong together, as in `banner-2` and `column_b`.
COUNTER = re.compile(r"[-_]?(?:[0-9]+|(?<![^\W_])[^\W\d_](?![^\W_]))")
# What turns the direction of a text (Unicode Standard Annex 9), and what takes no room in it.
TURNING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNSEEN = {"comment": re.compile(f"[{TURNING}]"), "string": re.compile(f"[{TURNING}\u200b\u2060\ufeff]")}
# Lines of nothing but blanks and a comment, or their ends.
LINES = r"(?:[ \t]*(?:#[^\r\n]*)?[\r\n])*"
# With the blanks before it on its line.
WEIGHT = re.compile(rf"{LINES}([ \t]*(weight{LINES}[ \t]*-?[0-9]+))")


@attrs.frozen(eq=False, slots=False)
class Subject:
    """
    A sound file, as it was read; all that its regions are given; their names in order; and its facts.
    """

    reading: Reading
    drafts: Drafts
    order: Sequence[str]
    schema: Schema

    def all(self, kind: type[Item]) -> Iterator[Item]:
        """
        The items of one kind.
        """
        return (item for item in self.reading.items if isinstance(item, kind))

    @cached_property
    def leaves(self) -> Sequence[Leaf]:
        """All that the conditions ask."""
        regions = (draft.node.when for draft in self.drafts.regions.values())
        blocks = (block.when for block in self.drafts.blocks())
        defines = (define.condition for define in self.all(syntax.Define))
        promises = (promise.condition for promise in self.all(syntax.Promise))
        return list(_leaves([*regions, *blocks, *defines, *promises]))

    @cached_property
    def asked(self) -> frozenset[str]:
        """The facts, views and defines that conditions ask about."""
        names = (_name(leaf) for leaf in self.leaves)
        return frozenset(name.text for name in names if name)

    @cached_property
    def given(self) -> Sequence[syntax.Entry]:
        """What sample pages and tests say of facts."""
        pages = [page.entries for page in self.all(syntax.Page)]
        tests = [test.given.entries for test in self.all(syntax.Test) if test.given]
        return [entry for entries in (*pages, *tests) for entry in entries]

    @cached_property
    def expectations(self) -> Sequence[syntax.Expect]:
        """What tests expect."""
        return [each for test in self.all(syntax.Test) for each in test.expectations]


def linted(subject: Subject) -> Iterator[Diagnostic]:
    """
    The warnings that *subject* deserves.
    """
    for warnings in WARNINGS:
        yield from warnings(subject)


def _leaves(whens: list[syntax.When]) -> Iterator[Leaf]:
    while whens:
        match whens.pop():
            case syntax.Not(operand):
                whens.append(operand)
            case syntax.Joined(operands=operands):
                whens += operands
            case None | syntax.Otherwise():
                pass
            case leaf:
                yield leaf


def _name(leaf: Leaf) -> syntax.Name | None:
    match leaf:
        case syntax.Constant() | syntax.Active():
            return None
        case syntax.Reference(name):
            return name
        case _:
            return leaf.fact


def _leave_out(name: syntax.Name, *spans: Span) -> Fix:
    """
    The fix that takes items or entries out. It is not safe: they may be for somebody outside the file.
    """
    return Fix(f"leave out `{shortened(name.text)}`", tuple(map(without, spans)), safe=False)


# What nothing uses


def _unused_facts(subject: Subject) -> Iterator[Diagnostic]:
    seen = {view.of.name for view in subject.schema.views.values() if view.name in subject.asked}
    given: dict[str, list[Span]] = {}
    for entry in subject.given:
        given.setdefault(entry.name.text, []).append(entry.span)
    for node in (fact for statement in subject.all(syntax.Facts) for fact in statement.facts):
        name = node.name.text
        fact = subject.schema.facts[name]
        if name not in subject.asked and name not in seen and not _is_of_the_host(fact):
            fix = _leave_out(node.name, node.span, *given.get(name, ()))
            yield report("BR905", node.name.span, name=name, fixes=[fix])


def _is_of_the_host(fact: Fact) -> bool:
    """
    Whether the file declares *fact* because the host has it: in a class of facts, or as the present moment (the law,
    2).
    """
    return fact.span is None or (fact.name == "now" and fact.type is Kind.DATETIME)


def _unused_defines(subject: Subject) -> Iterator[Diagnostic]:
    for node in subject.all(syntax.Define):
        if node.name.text not in subject.asked:
            yield report("BR906", node.name.span, name=node.name.text, fixes=[_leave_out(node.name, node.span)])


def _unused_pages(subject: Subject) -> Iterator[Diagnostic]:
    """
    Sample pages that no test uses. In a file without tests they are there for people.
    """
    tests = list(subject.all(syntax.Test))
    given = {test.given.page.text for test in tests if test.given and test.given.page}
    for page in subject.all(syntax.Page) if tests else ():
        name = page.name
        if name.text not in given:
            written = name.span.text
            yield report("BR907", name.span, name=name.text, written=written, fixes=[_leave_out(name, page.span)])


def _unused_regions(subject: Subject) -> Iterator[Diagnostic]:
    """
    Regions that hold nothing and that nothing names. Where no region holds anything, their names are the answer; an
    alternative of a `choose` takes its turn from those after it.
    """
    named = {leaf.region.text for leaf in subject.leaves if isinstance(leaf, syntax.Active)}
    named |= {name.text for each in subject.expectations for name in each.names}
    named |= {extend.region.text for extend in subject.all(syntax.Extend)}
    drafts = subject.drafts.regions
    for draft in drafts.values():
        named |= {name.text for name in (*draft.node.before, *draft.node.after)}
    for name, draft in drafts.items() if any(draft.parts for draft in drafts.values()) else ():
        if not draft.parts and not draft.turn and name not in named:
            yield report("BR909", draft.node.name.span, name=name, fixes=[_leave_out(draft.node.name, draft.node.span)])


# What changes nothing


def _idle_weights(subject: Subject) -> Iterator[Diagnostic]:
    """
    Weights that have no others to be held against, and without which all stands as it does. Several in one order number
    it, which is how authors leave room.
    """
    drafts = subject.drafts.regions
    for region in _idle([draft.node for draft in drafts.values()]):
        yield _idle_weight(region, region.name)
    rows = [list(blocks_in(drafts[name].parts)) for name in subject.order]
    slots: dict[str, list[syntax.Block]] = {}
    for block in (block for row in rows for block in row):
        if block.slot:
            slots.setdefault(block.slot.text, []).append(block)
    idle_in_slot = {id(block) for row in slots.values() for block in _idle(row)}
    for block in (block for row in rows for block in _idle(row)):
        if not block.slot or id(block) in idle_in_slot:
            yield _idle_weight(block, block.slot or block.name)


def _idle(row: Sequence[Weighted]) -> Sequence[Weighted]:
    """
    Of a *row* in its order, the only one that has a weight, where that does not move it.
    """
    weighted = [each for each in row if each.weight is not None]
    if len(weighted) != 1:
        return ()
    weight = weighted[0].weight or 0
    return weighted if weight == 0 or row[-1 if weight > 0 else 0] is weighted[0] else ()


def _idle_weight(node: syntax.Region | syntax.Block, before: syntax.Name) -> Diagnostic:
    source = before.span.source
    clause = WEIGHT.match(source.text, before.span.end)
    assert clause is not None  # the weight of *node*, which stands right after what is *before* it
    fix = replacing("leave it out", Span(source, *clause.span(1)), "", safe=False)
    return report("BR910", Span(source, *clause.span(2)), name=node.name.text, fixes=[fix])


def _covered_patterns(subject: Subject) -> Iterator[Diagnostic]:
    covering = Covering()
    for leaf in subject.leaves:
        if isinstance(leaf, syntax.Matches) and len(leaf.patterns.values) > 1:
            yield from _covered(leaf, subject.schema, covering)


def _covered(node: syntax.Matches, schema: Schema, covering: Covering) -> Iterator[Diagnostic]:
    field = schema.field(node.fact.text)
    row = [value.span for value in node.patterns.values]
    kind: OneOf["path", "text"] = "path" if field and field.type is Kind.PATH else "text"
    places: dict[Pattern, int] = {}
    for number, value in enumerate(node.patterns.values):
        assert isinstance(value, syntax.Literal)  # the model is sound
        places.setdefault(Pattern(str(value.value), kind), number)
    patterns = list(places)
    for inner, outer in covering.covered(patterns):
        number, other = places[patterns[inner]], patterns[outer]
        labels = [Label(row[places[other]], "takes in all of it")]
        fixes = leaving_out(row, number)
        yield report("BR911", row[number], labels=labels, found=patterns[inner].text, other=other.text, fixes=fixes)


def _repeated(subject: Subject) -> Iterator[Diagnostic]:
    """
    What stands twice in a list of names, or of the members of a set. In conditions values are told apart by what they
    mean, and by who checks them.
    """
    regions = [draft.node for draft in subject.drafts.regions.values()]
    names = [names for region in regions for names in (region.before, region.after)]
    names += [each.names for each in subject.expectations]
    defaults = [fact.default for statement in subject.all(syntax.Facts) for fact in statement.facts]
    values = [*defaults, *(entry.value for entry in subject.given)]
    sets = [value.values for value in values if isinstance(value, syntax.Listed)]
    for row in (*names, *sets):
        if len(row) > 1:
            yield from _twice(row)


def _twice(row: Sequence[syntax.Name | syntax.Value]) -> Iterator[Diagnostic]:
    spans = [each.span for each in row]
    first: dict[object, Span] = {}
    for number, each in enumerate(row):
        said = each.value if isinstance(each, syntax.Literal) else each.text
        if said in first:
            yield repeated(spans, number, first[said])
        first.setdefault(said, each.span)


# What may be a slip of the pen


def _near_slots(subject: Subject) -> Iterator[Diagnostic]:
    """
    Slots that are named once and nearly like another; of two such the later.
    """
    places: dict[str, list[syntax.Name]] = {}
    written = [block.slot for block in subject.drafts.blocks()] + [each.slot for each in subject.expectations]
    for name in filter(None, written):
        places.setdefault(name.text, []).append(name)
    slots = list(places) if len(places) <= MOST_SLOTS else []
    often = [slot for slot in slots if len(places[slot]) > 1]
    held = {slot: letters(slot) for slot in slots}
    for number, slot in enumerate(slots):
        if len(places[slot]) == 1:
            others = (each for each in (*often, *slots[:number]) if may_be_near(held[each], held[slot]))
            other = nearest(slot, [each for each in others if COUNTER.sub("", each) != COUNTER.sub("", slot)])
            if other:
                yield _near_slot(places[slot][0], places[other][0])


def _near_slot(slot: syntax.Name, other: syntax.Name) -> Diagnostic:
    labels = [Label(other.span, "the other one")]
    fixes = [replacing(f"write `{other.span.text}`", slot.span, other.span.text, safe=False)]
    help = f"did you mean `{other.text}`?"
    return report("BR912", slot.span, labels=labels, help=help, name=slot.text, fixes=fixes)


def _stars(subject: Subject) -> Iterator[Diagnostic]:
    """
    Patterns after `is` or `in`, which take a star for itself.
    """
    for leaf in subject.leaves:
        if isinstance(leaf, syntax.Is | syntax.In):
            field = subject.schema.field(leaf.fact.text)
            values = leaf.values.values if isinstance(leaf, syntax.In) else (leaf.value,)
            starred = [value.span for value in values if _is_pattern(value)]
            if starred and field and field.type in (Kind.TEXT, Kind.PATH):
                yield _star(leaf, starred[0])


def _is_pattern(value: syntax.Value | syntax.Empty) -> bool:
    text = value.value if isinstance(value, syntax.Literal) else None
    return isinstance(text, str) and "*" in text and not pattern_fault(text)


def _star(leaf: syntax.Is | syntax.In, place: Span) -> Diagnostic:
    word, values = ("in", leaf.values) if isinstance(leaf, syntax.In) else ("is", leaf.value)
    right = f"{'not ' * leaf.negated}{leaf.fact.span.text} matches {values.span.text}"
    fixes = [replacing(f"write `{right}`", leaf.span, right, safe=False)]
    return report("BR914", place, word=word, fixes=fixes)


def _unseen_characters(subject: Subject) -> Iterator[Diagnostic]:
    for source in subject.reading.sources:
        if not source.text.isascii():
            for piece in COMMENT.finditer(source.text):
                yield from _unseen(source, piece)


def _unseen(source: Source, piece: re.Match[str]) -> Iterable[Diagnostic]:
    kind = "string" if piece[1] else "comment"
    found = [
        Span(source, piece.start() + each.start(), piece.start() + each.end())
        for each in UNSEEN[kind].finditer(piece[0])
    ]
    if not found:
        return ()
    code = ord(found[0].text)
    escape = f"\\u{code:04x}"
    if kind == "comment":
        fix, help = Fix("leave it out", tuple(Replacement(each, "") for each in found), safe=False), None
    else:
        spelt = tuple(Replacement(each, f"\\u{ord(each.text):04x}") for each in found)
        fix, help = Fix(f"write it as `{escape}`", spelt, safe=True), "an escape shows that it is there"
    return [report("BR913", found[0], kind=kind, found=f"U+{code:04X}", help=help, fixes=[fix])]


WARNINGS: tuple[Callable[[Subject], Iterable[Diagnostic]], ...] = (
    _unused_facts,
    _unused_defines,
    _unused_pages,
    _unused_regions,
    _idle_weights,
    _covered_patterns,
    _repeated,
    _near_slots,
    _stars,
    _unseen_characters,
)
