"""
Text to syntax, with Lark: the only module that knows it.

The text is lexed whole, checked against the bounds, cut into items, and parsed item by item; builder.py makes the tree.
"""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, cast

import attrs

from blockrules.language import syntax
from blockrules.language.builder import Builder, Fault
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.expectations import unexpected
from blockrules.language.items import Stretch
from blockrules.language.source import Source
from blockrules.language.tokens import Token, Words, faults, named

if TYPE_CHECKING:
    from lark import Lark
    from lark import Token as LarkToken


@attrs.frozen
class Parsed:
    """
    What a text says: its sound items, its broken ones, and what is wrong with those.
    """

    items: tuple[syntax.Item, ...]
    broken: tuple[Stretch, ...]
    diagnostics: tuple[Diagnostic, ...]


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
    items: list[syntax.Item] = []
    broken: list[Stretch] = []
    diagnostics: list[Diagnostic] = []
    for stretch in cut:
        tokens = stretch.tokens
        found = list(faults(tokens)) or _item(stretch, tokens)
        if isinstance(found, list):
            diagnostics += found
            broken.append(stretch)
        else:
            items.append(found)
    return Parsed(tuple(items), tuple(broken), tuple(diagnostics))


def _item(stretch: Stretch, tokens: list[Token]) -> syntax.Item | list[Diagnostic]:
    from lark import UnexpectedToken

    parser = _lark().parse_interactive(start="item")
    item: syntax.Item | None = None
    try:
        for number, token in enumerate([*tokens, attrs.evolve(tokens[-1], type="$END")]):  # noqa: B007 - the place of the fault
            item = parser.feed_token(cast("LarkToken", token))  # Lark looks at the type of a token alone
    except UnexpectedToken:
        return [unexpected(stretch, tokens, number, parser.accepts())]  # type: ignore[no-untyped-call]  # Lark leaves it untyped
    except Fault as fault:
        return [fault.diagnostic]
    assert item is not None
    return item


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
