"""
The names in a rules file and all that it includes: where each is declared, and where it is used.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Literal

import attrs

from blockrules.language import spelling, syntax
from blockrules.language.items import Stretch
from blockrules.language.source import Source, Span

Kind = Literal["fact", "define", "member", "region", "choose", "block", "slot", "sample page", "test", "file"]
# How a name is written where it stands: as that of a fact, before a colon, as a member, or as any other.
Style = Literal["name", "fact", "key", "member"]
STYLES: Mapping[Style, Callable[[syntax.Name], str]] = {
    "name": spelling.name,
    "fact": spelling.fact,
    "key": spelling.key,
    "member": spelling.member,
}
NOWHERE = Span(Source("", ""), 0, 0)


@attrs.frozen
class Symbol:
    """
    What has a name. A member has its fact for an *owner*, a block its region; all else has none.
    """

    kind: Kind
    name: str
    owner: str = ""


@attrs.frozen
class User:
    """
    An item that names something: the word that it begins with, and its own name if it has one.
    """

    word: str
    name: str = ""


@attrs.frozen
class Mention:
    """
    One place where a symbol is named by an item. *before* and *after* are what the written name holds besides: of
    `attachments.promo` the region before the block.
    """

    symbol: Symbol
    span: Span
    user: User
    style: Style = "name"
    declares: bool = False
    before: str = ""
    after: str = ""

    @property
    def part(self) -> Span:
        """The part of the written name that is the symbol's; all of it where it is quoted."""
        if self.span.text != f"{self.before}{self.symbol.name}{self.after}":
            return self.span
        return Span(self.span.source, self.span.start + len(self.before), self.span.end - len(self.after))


@attrs.frozen(slots=False, eq=False)
class Index:
    """
    All mentions, in reading order, the facts as declared, and the items that are broken.
    """

    mentions: tuple[Mention, ...]
    facts: Mapping[str, syntax.Fact]
    broken: tuple[Stretch, ...]

    @cached_property
    def by_symbol(self) -> Mapping[Symbol, tuple[Mention, ...]]:
        """The mentions of each symbol."""
        found: dict[Symbol, list[Mention]] = {}
        for mention in self.mentions:
            found.setdefault(mention.symbol, []).append(mention)
        return {symbol: tuple(mentions) for symbol, mentions in found.items()}

    @cached_property
    def by_file(self) -> Mapping[str, tuple[Mention, ...]]:
        """The mentions in each file, as they stand there: no two overlap but those of one written name."""
        found: dict[str, list[Mention]] = {}
        for mention in sorted(self.mentions, key=lambda mention: mention.span.start):
            found.setdefault(mention.span.source.name, []).append(mention)
        return {name: tuple(mentions) for name, mentions in found.items()}

    def declarations(self, symbol: Symbol) -> tuple[Mention, ...]:
        """
        Where *symbol* is declared: in sound rules at one place, a block at one for each alternative of a `choose`. A
        slot counts as declared where it is first named.
        """
        return tuple(mention for mention in self.by_symbol.get(symbol, ()) if mention.declares)

    def uses(self, symbol: Symbol) -> tuple[Mention, ...]:
        """
        Where else it is named.
        """
        return tuple(mention for mention in self.by_symbol.get(symbol, ()) if not mention.declares)

    def declared(self, kind: Kind) -> tuple[Symbol, ...]:
        """
        The symbols of one kind that are declared.
        """
        return tuple(symbol for symbol in self.by_symbol if symbol.kind == kind and self.declarations(symbol))

    def at(self, name: str, offset: int) -> tuple[Mention, ...]:
        """
        What is named at the *offset* of the file *name*, or right before it: by that very part of the written name if
        it is anybody's, or else by all of it.
        """
        every = self.by_file.get(name, ())
        first = bisect_left(every, offset, key=lambda mention: mention.span.end)
        here = every[first : bisect_right(every, offset, key=lambda mention: mention.span.start)]
        return tuple(each for each in here if each.part.start <= offset <= each.part.end) or here


def written(name: str, style: Style) -> str:
    """
    The text of *name*, quoted where it must be.
    """
    return STYLES[style](syntax.Name(name, NOWHERE))
