"""
Text to syntax, with Lark: the only module that knows it.

The text is lexed whole, checked against the bounds, cut into items, and parsed item by item; builder.py makes the tree.
"""

from collections.abc import Callable, Iterable, Set
from functools import cache
from typing import TYPE_CHECKING, cast

import attrs

from blockrules.language import syntax
from blockrules.language.builder import Builder, Fault
from blockrules.language.diagnostics import Diagnostic, report
from blockrules.language.expectations import unexpected
from blockrules.language.faults import comments, faults
from blockrules.language.items import Stretch
from blockrules.language.pastes import pasted
from blockrules.language.places import Place, Slip
from blockrules.language.slips import slip
from blockrules.language.source import Source
from blockrules.language.tokens import Token, Words, named

if TYPE_CHECKING:
    from lark import Lark
    from lark import Token as LarkToken


# An item with more mistakes is not read on: the time would be its length for each of them.
MOST_MENDED = 20


@attrs.frozen
class Parsed:
    """
    What a text says: its sound items, its broken ones, and what is wrong with those. Of a *foreign* text, which is of
    another language altogether, no item is sound.
    """

    items: tuple[syntax.Item, ...]
    broken: tuple[Stretch, ...]
    diagnostics: tuple[Diagnostic, ...]
    foreign: bool


def lex(source: Source) -> Words:
    """
    The words of *source*. Every text has words; those that belong in no rules file are named JUNK, UNCLOSED or DIGITS.
    """
    thread = _lark().parse_interactive(source.text, start="junk").lexer_thread
    words = thread.lex(None)  # type: ignore[no-untyped-call]  # Lark leaves it untyped; None is its own default
    return named(((token.type, token.value, token.start_pos) for token in words), source)


def parse(cut: Iterable[Stretch]) -> Parsed:
    """
    The items of a text, cut by :func:`~blockrules.language.items.stretches`. A broken item costs nothing but itself.
    """
    return _Parser().parse(cut)


def following(tokens: Iterable[Token]) -> frozenset[str]:
    """
    The types of tokens that can come next in an item that begins with *tokens*, `$END` where it may end there; none
    where it is at fault already.
    """
    from lark import UnexpectedToken

    before = list(tokens)
    parser = _lark().parse_interactive(start="item")
    if any(faults(before)):
        return frozenset()
    try:
        for token in before:
            parser.feed_token(cast("LarkToken", token))  # Lark looks at the type of a token alone
    except (UnexpectedToken, Fault):
        return frozenset()
    return frozenset(parser.accepts())  # type: ignore[no-untyped-call]  # Lark leaves it untyped


@attrs.define
class _Parser:
    items: list[syntax.Item] = attrs.field(factory=list)
    broken: list[Stretch] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    comments: list[Token] = attrs.field(factory=list)
    # The language of which text stands among the rules, and whether it stands in their place.
    language: str | None = None
    foreign: bool = False

    def parse(self, cut: Iterable[Stretch]) -> Parsed:
        for stretch in cut:
            tokens = stretch.tokens
            self.comments += [token for token in tokens if token.type == "COMMENT"]
            if all(token.type == "COMMENT" for token in tokens):
                continue
            item = _Item(stretch, tokens)
            tree = item.read()
            if tree is None:
                self.broken.append(stretch)
                self.diagnostics += self.of_rules(item)
            else:
                self.items.append(tree)
                self.diagnostics += item.diagnostics
        if self.comments and not self.foreign:
            self.diagnostics.append(comments(self.comments))
        return Parsed(
            () if self.foreign else tuple(self.items), tuple(self.broken), tuple(self.diagnostics), self.foreign
        )

    def of_rules(self, item: "_Item") -> list[Diagnostic]:
        """
        What is said of the broken *item*: where text of another language stands in it, that alone, and nothing of what
        else that text breaks.
        """
        if self.foreign:
            return []
        found = pasted(item.stretch, item.tokens, item.number)
        if found and found[1] != self.language:
            place, self.language = found
            self.foreign = item.number == item.stretch.start == 0
            return [report("BR115", place, language=self.language)]
        goes_on = item.stretch.words.token(item.stretch.start).span.column > 1
        return [] if found or (self.language and goes_on) else item.diagnostics


@attrs.define
class _Item:
    """
    One item, read: *number* is how far.
    """

    stretch: Stretch
    tokens: list[Token]
    number: int = 0
    diagnostics: list[Diagnostic] = attrs.field(factory=list)

    def read(self) -> syntax.Item | None:
        """
        The tree of the item; None where it is broken.
        """
        found = list(faults(self.tokens))
        fatal = next((fault.diagnostic for fault in found if fault.fatal), None)
        if fatal:
            self.diagnostics = [fault.diagnostic for fault in found]
            self.number = next(number for number, token in enumerate(self.tokens) if token.span.end > fatal.span.start)
            return None
        self.diagnostics = [fault.diagnostic for fault in found]
        try:
            return self.tree()
        except Fault as fault:
            self.diagnostics.append(fault.diagnostic)
            return None

    def tree(self) -> syntax.Item | None:
        from lark import UnexpectedToken

        parser = _lark().parse_interactive(start="item")
        feed = cast("Callable[[Token], syntax.Item | None]", parser.feed_token)  # Lark looks at a token's type alone
        tree: syntax.Item | None = None
        tokens = [*self.tokens, attrs.evolve(self.tokens[-1], type="$END")]
        number = 0
        while number < len(tokens):
            token = tokens[number]
            try:
                if token.type != "COMMENT":
                    tree = feed(token)
            except Fault:
                self.number = number
                raise
            except UnexpectedToken:
                self.number = number
                found = self.mistake(parser.accepts())  # type: ignore[no-untyped-call]  # Lark leaves it untyped
                if found is None:
                    return None
                try:
                    for token in found.instead or ():
                        tree = feed(token)
                except UnexpectedToken:
                    return None
                number += found.skip
            number += 1
        return tree

    def mistake(self, possible: Set[str]) -> Slip | None:
        """
        What the next token was meant for, where the item can be read on with that.
        """
        found = slip(Place(self.stretch, self.tokens, self.number, possible))
        here = self.tokens[self.number].start if self.number < len(self.tokens) else self.tokens[-1].span.end
        self.diagnostics = [each for each in self.diagnostics if each.span.start < here]
        if found:
            self.diagnostics += [found.diagnostic] if found.diagnostic else []
            return found if found.instead is not None and len(self.diagnostics) <= MOST_MENDED else None
        self.diagnostics.append(unexpected(self.stretch, self.tokens, self.number, possible))
        return None


@cache
def _lark() -> "Lark":
    """
    The parser, built when the first text is read.
    """
    from lark import Lark

    return Lark.open(
        "grammar.lark",
        rel_to=__file__,
        parser="lalr",
        lexer="basic",
        start=["item", "junk"],
        keep_all_tokens=True,
        maybe_placeholders=True,
        transformer=Builder(),
    )
