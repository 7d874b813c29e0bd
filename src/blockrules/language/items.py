"""
Where the items of a file begin, found from its tokens alone.

A file is parsed item by item, so that one fault costs one diagnostic. Which braces belong together is exactly what a
faulty file leaves open; so an item begins at the reserved word of one, in whatever braces, unless the word can only be
a value or a name there.
"""

from collections.abc import Iterable, Iterator, Sequence

import attrs

from blockrules.language.source import LINE_END
from blockrules.language.tokens import Token

STARTS = frozenset("TIMEZONE INCLUDE FACTS DEFINE REGION CHOOSE EXTEND PAGE TEST NEVER ALWAYS ASSUME".split())
# After these a reserved word is a member of an enumeration.
BEFORE_A_VALUE = frozenset("IS NOT_EQUAL NOT HAS OF COMMA LPAR LSQB COLON EQUAL RANGE COMPARISON".split())
# After these, on the same line, it is a name that lacks its quotes.
BEFORE_A_NAME = frozenset(
    """
    REGION BLOCK DEFINE PAGE TEST CHOOSE EXTEND IN BEFORE AFTER SLOT GIVEN EXPECT AND OR WHEN AS NEVER ALWAYS ASSUME
    """.split()
)
CLOSERS = {"RBRACE": "LBRACE", "RPAR": "LPAR", "RSQB": "LSQB"}


@attrs.frozen
class Stretch:
    """
    The tokens from the start of one item to the start of the next, which of its brackets are never closed, and how deep
    it nests.
    """

    tokens: Sequence[Token]
    unclosed: Sequence[Token]
    depth: int
    deepest: Token


@attrs.define
class _Nesting:
    """
    The brackets that are open in one item, each with the count of `not`s before it.
    """

    open: list[Token] = attrs.field(factory=list)
    nots: list[int] = attrs.field(factory=lambda: [0])
    depth: int = 0
    greatest: int = -1
    deepest: Token | None = None

    def take(self, token: Token, before: Token | None) -> None:
        """
        Go on by *token*, which comes after *before*.
        """
        if token.type == "NOT" and (before is None or before.type not in ("IS", "WORD", "STRING", "DOTTED")):
            self.nots[-1] += 1
            self.depth += 1
        elif token.type in CLOSERS.values():
            self.open.append(token)
            self.nots.append(0)
            self.depth += 1
        else:
            if self.open and self.open[-1].type == CLOSERS.get(token.type):
                self.open.pop()
                self.depth -= self.nots.pop() + 1
            self.depth -= self.nots[-1]
            self.nots[-1] = 0
        if self.depth > self.greatest:
            self.greatest, self.deepest = self.depth, token

    def ended(self, tokens: Sequence[Token]) -> Stretch:
        """
        The stretch of *tokens*, all of which were taken.
        """
        return Stretch(tokens, self.open, self.greatest, self.deepest or tokens[0])


def stretches(tokens: Sequence[Token]) -> Iterator[Stretch]:
    """
    *tokens* cut where items begin; what stands before the first item is a stretch of its own.
    """
    start, nesting, before = 0, _Nesting(), None
    for number, (token, is_value) in enumerate(_with_roles(tokens)):
        if number > start and not is_value and _begins_item(tokens, number, start, nesting):
            yield nesting.ended(tokens[start:number])
            start, nesting = number, _Nesting()
        nesting.take(token, before)
        before = token
    if tokens:
        yield nesting.ended(tokens[start:])


def countable(tokens: Sequence[Token]) -> Iterator[Token]:
    """
    The `region`s and `block`s that count against the bound on items (the law, 7).
    """
    return (token for token, is_value in _with_roles(tokens) if token.type in ("REGION", "BLOCK") and not is_value)


def _with_roles(tokens: Iterable[Token]) -> Iterator[tuple[Token, bool]]:
    """
    Each token, and whether it can only be a value, or a name without its quotes: because of the word before it, unless that is a value
    itself, as in `x is in`.
    """
    before: Token | None = None
    before_is_value = False
    for token in tokens:
        is_value = False
        if before and token.is_reserved and not before_is_value and token.type != "NOT":
            on_one_line = before.type in BEFORE_A_NAME and not _on_another_line(before, token)
            is_value = before.type in BEFORE_A_VALUE or on_one_line
        yield token, is_value
        before, before_is_value = token, is_value


def _begins_item(tokens: Sequence[Token], number: int, start: int, nesting: _Nesting) -> bool:
    token = tokens[number]
    if token.type not in STARTS or (nesting.open and _is_expected(tokens, number)):
        return False
    if not nesting.open:
        return True
    match token.type:
        case "REGION":
            return tokens[start].type != "CHOOSE"
        case "CHOOSE":
            return any(after.type == "REGION" for after in tokens[number + 1 : number + 4])
        case _:
            return True


def _is_expected(tokens: Sequence[Token], number: int) -> bool:
    """
    Whether token *number* comes right after `expect shown` and the like: a name without its quotes.
    """
    return tokens[number - 1].type == "WORD" and tokens[number - 2].type in ("EXPECT", "SLOT")


def _on_another_line(before: Token, token: Token) -> bool:
    return LINE_END.search(token.source.text, before.start + len(before.text), token.start) is not None
