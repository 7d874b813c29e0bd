"""
Syntax to symbols: every name that stands in a tree, and what it names.

The trees are there while other items are at fault. Of a broken item only the names are known that it may declare.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from posixpath import dirname, join, normpath
from typing import assert_never

import attrs

from blockrules.editors.symbols import Index, Kind, Mention, Style, Symbol, User
from blockrules.language import syntax
from blockrules.language.faults import faults
from blockrules.language.items import Stretch
from blockrules.language.reading import Reading
from blockrules.language.tokens import NAMES, Token, string
from blockrules.model.types import VIEWS
from blockrules.model.types import Kind as Plain

# After which word a broken item declares a name of which kind.
DECLARES: Mapping[str, Kind] = {"DEFINE": "define", "REGION": "region", "PAGE": "sample page", "TEST": "test"}


def index(reading: Reading) -> Index:
    """
    The names in all files of *reading*.
    """
    known = _known(reading.items)
    sound = chain.from_iterable(_Walk(known, _user(item)).item(item) for item in reading.items)
    broken = chain.from_iterable(map(_tentative, reading.broken))
    return Index(tuple(chain(_first_slots(sound), broken)), known.facts, reading.broken)


def members(fact: syntax.Fact | None) -> tuple[str, ...]:
    """
    The members that values of *fact* are, or are made of.
    """
    match fact:
        case syntax.Fact(type=syntax.Members(names) | syntax.SetOf(syntax.Members(names))):
            return tuple(name.text for name in names)
        case _:
            return ()


def viewed(name: str, facts: Mapping[str, syntax.Fact]) -> tuple[str, str]:
    """
    The datetime fact and the part of it that *name* means; the name itself and nothing where it is no view.
    """
    of, _, part = name.rpartition(".")
    fact = facts.get(of)
    is_view = name not in facts and fact and fact.type == syntax.Plain(Plain.DATETIME, fact.span) and part in VIEWS
    return (of, part) if is_view else (name, "")


@attrs.frozen
class _Known:
    """
    What is declared where, for names that are only understood by it.
    """

    facts: Mapping[str, syntax.Fact]
    defines: frozenset[str]
    regions: frozenset[str]
    # Of each name of a block the regions that have one, each with the slots it stands in there.
    blocks: Mapping[str, Mapping[str, frozenset[str]]]

    def regions_of(self, block: str, slot: str | None) -> Iterable[str]:
        """
        The regions whose *block* a bare name means: those that have it in *slot*, if any has.
        """
        regions = self.blocks.get(block, {})
        return [region for region, slots in regions.items() if slot in slots] or regions


def _known(items: Iterable[syntax.Item]) -> _Known:
    facts: dict[str, syntax.Fact] = {}
    defines: set[str] = set()
    regions: set[str] = set()
    blocks: dict[str, dict[str, frozenset[str]]] = {}
    for item in items:
        match item:
            case syntax.Facts():
                facts |= {fact.name.text: fact for fact in item.facts}
            case syntax.Define():
                defines.add(item.name.text)
            case syntax.Region() | syntax.RegionChoice():
                regions |= {region.name.text for region in _regions(item)}
            case _:
                pass
        for region, parts in _parted(item):
            for block in _blocks(parts):
                slots = blocks.setdefault(block.name.text, {}).get(region, frozenset())
                blocks[block.name.text][region] = slots | ({block.slot.text} if block.slot else set())
    return _Known(facts, frozenset(defines), frozenset(regions), blocks)


def _regions(item: syntax.Item) -> tuple[syntax.Region, ...]:
    match item:
        case syntax.Region():
            return (item,)
        case syntax.RegionChoice(regions=regions):
            return regions
        case _:
            return ()


def _parted(item: syntax.Item) -> Iterator[tuple[str, tuple[syntax.Part, ...]]]:
    """
    The parts that *item* gives to each region.
    """
    if isinstance(item, syntax.Extend):
        yield item.region.text, item.parts
    yield from ((region.name.text, region.parts) for region in _regions(item))


def _blocks(parts: Iterable[syntax.Part]) -> Iterator[syntax.Block]:
    for part in parts:
        match part:
            case syntax.Block():
                yield part
            case syntax.BlockChoice(blocks=blocks):
                yield from blocks
            case syntax.Entry():
                pass
            case _:
                assert_never(part)


@attrs.frozen
class _Walk:
    """
    Finds what one item names.
    """

    known: _Known
    user: User

    def item(self, item: syntax.Item) -> Iterator[Mention]:
        match item:
            case syntax.Timezone():
                pass
            case syntax.Include(path):
                file = normpath(join(dirname(path.span.source.name), str(path.value)))
                yield Mention(Symbol("file", file), path.span, self.user)
            case syntax.Facts(facts):
                yield from chain.from_iterable(map(self.fact, facts))
            case syntax.Define(name, condition):
                yield self.declared("define", name)
                yield from self.condition(condition)
            case syntax.Region():
                yield from self.region(item)
            case syntax.RegionChoice(name, regions):
                yield self.declared("choose", name)
                yield from chain.from_iterable(map(self.region, regions))
            case syntax.Extend(region, parts):
                yield self.used("region", region)
                yield from self.parts(region.text, parts)
            case syntax.Page(name, entries):
                yield self.declared("sample page", name)
                yield from self.entries(entries)
            case syntax.Test():
                yield from self.test(item)
            case syntax.Promise(_, condition):
                yield from self.condition(condition)
            case _:
                assert_never(item)

    def declared(self, kind: Kind, name: syntax.Name, owner: str = "", style: Style = "name") -> Mention:
        return Mention(Symbol(kind, name.text, owner), name.span, self.user, style, declares=True)

    def used(self, kind: Kind, name: syntax.Name, owner: str = "") -> Mention:
        return Mention(Symbol(kind, name.text, owner), name.span, self.user)

    # Facts and their values

    def fact(self, fact: syntax.Fact) -> Iterator[Mention]:
        yield self.declared("fact", fact.name, style="key")
        element = fact.type.element if isinstance(fact.type, syntax.SetOf) else fact.type
        for member in element.members if isinstance(element, syntax.Members) else ():
            yield self.declared("member", member, fact.name.text, "member")
        if fact.default:
            yield from self.values(fact.name.text, fact.default)

    def entries(self, entries: Iterable[syntax.Entry]) -> Iterator[Mention]:
        for entry in entries:
            yield self.field(entry.name, "key")
            yield from self.values(entry.name.text, entry.value)

    def field(self, name: syntax.Name, style: Style) -> Mention:
        """
        The fact, the view of one or the define that stands where facts do.
        """
        if name.text in self.known.defines:
            return Mention(Symbol("define", name.text), name.span, self.user, style)
        fact, part = viewed(name.text, self.known.facts)
        return Mention(Symbol("fact", fact), name.span, self.user, style, after=part and f".{part}")

    def values(self, fact: str, *nodes: syntax.EntryValue | syntax.Empty) -> Iterator[Mention]:
        """
        The members of *fact* among its values.
        """
        declared = members(self.known.facts.get(fact))
        for node in chain.from_iterable(node.values if isinstance(node, syntax.Listed) else (node,) for node in nodes):
            match node:
                case syntax.Word(text) | syntax.Literal(str(text)) if text in declared:
                    yield Mention(Symbol("member", text, fact), node.span, self.user, "member")
                case _:
                    pass

    # Conditions

    def condition(self, node: syntax.Condition | syntax.Otherwise | None) -> Iterator[Mention]:
        match node:
            case None | syntax.Otherwise() | syntax.Constant():
                pass
            case syntax.Reference(name):
                yield self.field(name, "fact")
            case syntax.Active(region):
                yield self.used("region", region)
            case syntax.Not(operand):
                yield from self.condition(operand)
            case syntax.Joined(operands=operands):
                yield from chain.from_iterable(map(self.condition, operands))
            case _:
                yield self.field(node.fact, "fact")
                yield from self.compared(node)

    def compared(self, node: syntax.Comparison) -> Iterator[Mention]:
        match node:
            case syntax.Is(fact, value=value):
                yield from self.values(fact.text, value)
            case syntax.In(fact, values=values) | syntax.Has(fact, values=values):
                yield from self.values(fact.text, values)
            case syntax.Between() | syntax.Rollout() | syntax.Compare() | syntax.Matches():
                pass
            case _:
                assert_never(node)

    # Regions and blocks

    def region(self, region: syntax.Region) -> Iterator[Mention]:
        here = attrs.evolve(self, user=User("region", region.name.text))
        yield here.declared("region", region.name)
        yield from (here.used("region", other) for other in (*region.before, *region.after))
        yield from here.condition(region.when)
        yield from here.parts(region.name.text, region.parts)

    def parts(self, region: str, parts: Iterable[syntax.Part]) -> Iterator[Mention]:
        for part in parts:
            match part:
                case syntax.Entry():
                    pass
                case syntax.Block():
                    yield from self.block(region, part)
                case syntax.BlockChoice(name, blocks):
                    if name:
                        yield self.declared("choose", name)
                    yield from chain.from_iterable(self.block(region, block) for block in blocks)
                case _:
                    assert_never(part)

    def block(self, region: str, block: syntax.Block) -> Iterator[Mention]:
        yield self.declared("block", block.name, region)
        if block.slot:
            yield self.declared("slot", block.slot)
        yield from self.condition(block.when)

    # Tests

    def test(self, test: syntax.Test) -> Iterator[Mention]:
        yield self.declared("test", test.name)
        if test.given:
            if test.given.page:
                yield self.used("sample page", test.given.page)
            yield from self.entries(test.given.entries)
        for expect in test.expectations:
            slot = expect.slot.text if expect.slot else None
            if expect.slot:
                yield self.used("slot", expect.slot)
            for name in expect.names:
                yield from self.target(expect.kind, name, slot)

    def target(self, kind: str, name: syntax.Name, slot: str | None) -> Iterator[Mention]:
        """
        What an `expect` names (the law, 6): a bare name of a block may mean those of several regions.
        """
        text = name.text
        if kind == "regions" or (kind != "slot" and text in self.known.regions):
            yield Mention(Symbol("region", text), name.span, self.user, "fact")
            return
        for region in self.known.regions_of(text, slot):
            yield Mention(Symbol("block", text, region), name.span, self.user, "fact")
        if kind == "slot" or text in self.known.blocks:
            return
        words = text.split(".")
        for length in range(1, min(len(words), 64)):
            region, block = ".".join(words[:length]), ".".join(words[length:])
            if region in self.known.blocks.get(block, ()):
                yield Mention(Symbol("region", region), name.span, self.user, "fact", after=f".{block}")
                yield Mention(Symbol("block", block, region), name.span, self.user, "fact", before=f"{region}.")
                return


def _user(item: syntax.Item) -> User:
    match item:
        case syntax.Timezone() | syntax.Include() | syntax.Facts():
            return User(type(item).__name__.lower())
        case syntax.RegionChoice(name):
            return User("choose", name.text)
        case syntax.Define(name) | syntax.Region(name) | syntax.Page(name) | syntax.Test(name):
            return User(type(item).__name__.lower(), name.text)
        case syntax.Extend(region):
            return User("extend", region.text)
        case syntax.Promise(word):
            return User(word)
        case _:
            assert_never(item)


def _first_slots(mentions: Iterable[Mention]) -> Iterator[Mention]:
    """
    The *mentions*, of those that declare a slot only the first doing so.
    """
    seen: set[Symbol] = set()
    for mention in mentions:
        if mention.symbol.kind == "slot" and mention.declares:
            yield attrs.evolve(mention, declares=mention.symbol not in seen)
            seen.add(mention.symbol)
        else:
            yield mention


# Broken items


def _tentative(stretch: Stretch) -> Iterator[Mention]:
    """
    What a broken item may declare.
    """
    user = User(stretch.tokens[0].text)
    before, region = "", ""
    for token in stretch.tokens:
        name = spoken(token)
        if name and token.type == "KEY" and user.word == "facts":
            yield Mention(Symbol("fact", name), token.span, user, "key", declares=True)
        elif name and before in DECLARES:
            yield Mention(Symbol(DECLARES[before], name), token.span, user, declares=True)
        elif name and before == "BLOCK":
            yield Mention(Symbol("block", name, region), token.span, user, declares=True)
        region = name if before in ("REGION", "EXTEND") else region
        before = token.type


def spoken(token: Token) -> str:
    """
    The name that *token* would be, empty where it is none.
    """
    if token.type not in (*NAMES, "KEY") or any(faults([token])):
        return ""
    return string(token.text) if token.text.startswith('"') else token.text
