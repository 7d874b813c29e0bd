"""
Where the items of a file begin, found from its tokens alone.

A file is parsed item by item, so that one fault costs one diagnostic. Which braces belong together is exactly what a
faulty file leaves open; so an item begins at the reserved word of one, in whatever braces, unless the word can only be
a value or a name there.
"""

from collections.abc import Iterator, Sequence

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
    for number, token in enumerate(tokens):
        if number > start and _begins_item(tokens, number, start, nesting):
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
    for number, token in enumerate(tokens):
        if token.type in ("REGION", "BLOCK") and (number == 0 or tokens[number - 1].type not in BEFORE_A_VALUE):
            yield token


def _begins_item(tokens: Sequence[Token], number: int, start: int, nesting: _Nesting) -> bool:
    token, before = tokens[number], tokens[number - 1]
    if token.type not in STARTS or before.type in BEFORE_A_VALUE:
        return False
    if (before.type in BEFORE_A_NAME or _names_expected(tokens, number)) and not _on_another_line(before, token):
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


def _names_expected(tokens: Sequence[Token], number: int) -> bool:
    """
    Whether token *number* comes after `expect shown` and the like.
    """
    return number > 1 and tokens[number - 2].type in ("EXPECT", "SLOT")


def _on_another_line(before: Token, token: Token) -> bool:
    return LINE_END.search(token.source.text, before.start + len(before.text), token.start) is not None
