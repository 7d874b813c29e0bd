"""
Where the items of a file begin, found from its tokens alone.

A file is parsed item by item, so that one fault costs one diagnostic. Which braces belong together is exactly what a
faulty file leaves open; so an item begins at the reserved word of one, in whatever braces, unless the word can only be
a value or a name there.
"""

from collections.abc import Iterator, Sequence

import attrs

from blockrules.language.source import LINE_END
from blockrules.language.tokens import KEYWORDS, NAMES, Token, Words

STARTS = frozenset("TIMEZONE INCLUDE FACTS DEFINE REGION CHOOSE EXTEND PAGE TEST NEVER ALWAYS ASSUME".split())
# After these a reserved word is a member of an enumeration.
BEFORE_A_VALUE = frozenset("IS NOT_EQUAL HAS OF COMMA LPAR LSQB COLON EQUAL RANGE COMPARISON".split())
# After these, on the same line, it is a name that lacks its quotes.
BEFORE_A_NAME = frozenset(
    """
    REGION BLOCK DEFINE PAGE TEST CHOOSE EXTEND IN BEFORE AFTER SLOT GIVEN EXPECT AND OR WHEN AS NEVER ALWAYS ASSUME
    """.split()
)
# After these `not` is part of `is not` and `not in`, and nests nothing.
BEFORE_A_PLAIN_NOT = frozenset({"IS", *NAMES})
CLOSERS = {"RBRACE": "LBRACE", "RPAR": "LPAR", "RSQB": "LSQB"}
OPENERS = frozenset(CLOSERS.values())
COUNTED = frozenset({"REGION", "BLOCK"})


@attrs.frozen
class Stretch:
    """
    The words from the start of one item to the start of the next (by number, *end* exclusive), which of its brackets
    are never closed, and how deep it nests, where first.
    """

    words: Words
    start: int
    end: int
    unclosed: Sequence[int]
    depth: int
    deepest: int

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the stretch."""
        return [self.words.token(number) for number in range(self.start, self.end)]


@attrs.define
class _Nesting:
    """
    The brackets that are open in one item, each with the count of `not`s before it.
    """

    open: list[int] = attrs.field(factory=list)
    nots: list[int] = attrs.field(factory=lambda: [0])
    depth: int = 0
    greatest: int = -1
    deepest: int = 0

    def take(self, words: Words, number: int) -> None:
        """
        Go on by the word of that *number*.
        """
        kind = words.types[number]
        if kind == "NOT" and (number == 0 or words.types[number - 1] not in BEFORE_A_PLAIN_NOT):
            self.nots[-1] += 1
            self.depth += 1
        elif kind in OPENERS:
            self.open.append(number)
            self.nots.append(0)
            self.depth += 1
        else:
            if self.open and words.types[self.open[-1]] == CLOSERS.get(kind):
                self.open.pop()
                self.depth -= self.nots.pop() + 1
            self.depth -= self.nots[-1]
            self.nots[-1] = 0
        if self.depth > self.greatest:
            self.greatest, self.deepest = self.depth, number


def stretches(words: Words) -> Iterator[Stretch]:
    """
    *words* cut where items begin; what stands before the first item is a stretch of its own.
    """
    start, nesting = 0, _Nesting()
    for number, is_value in enumerate(_are_values(words)):
        if number > start and not is_value and _begins_item(words, number, start, nesting):
            yield Stretch(words, start, number, nesting.open, nesting.greatest, nesting.deepest)
            start, nesting = number, _Nesting()
        nesting.take(words, number)
    if len(words):
        yield Stretch(words, start, len(words), nesting.open, nesting.greatest, nesting.deepest)


def countable(words: Words) -> Iterator[int]:
    """
    The numbers of the `region`s and `block`s that count against the bound on items (the law, 7).
    """
    for number, is_value in enumerate(_are_values(words)):
        if words.types[number] in COUNTED and not is_value:
            yield number


def _are_values(words: Words) -> Iterator[bool]:
    """
    Of each word whether it is reserved and can yet only be a value, or a name without its quotes: because of the word
    before it, unless that is a value itself, as in `x is in`.
    """
    before, before_is_value = "", False
    for number, kind in enumerate(words.types):
        before_is_value = (
            kind in KEYWORDS
            and kind != "NOT"
            and not before_is_value
            and (before in BEFORE_A_VALUE or (before in BEFORE_A_NAME and not _on_another_line(words, number)))
        )
        yield before_is_value
        before = before if (before, kind) == ("IS", "NOT") else kind


def _begins_item(words: Words, number: int, start: int, nesting: _Nesting) -> bool:
    kind = words.types[number]
    if kind not in STARTS or (nesting.open and _is_expected(words, number)):
        return False
    if not nesting.open:
        return True
    match kind:
        case "REGION":
            return words.types[start] != "CHOOSE"
        case "CHOOSE":
            return "REGION" in words.types[number + 1 : number + 4]
        case _:
            return True


def _is_expected(words: Words, number: int) -> bool:
    """
    Whether the word comes right after `expect shown` and the like: a name without its quotes.
    """
    return words.types[number - 1] == "WORD" and words.types[number - 2] in ("EXPECT", "SLOT")


def _on_another_line(words: Words, number: int) -> bool:
    end_before = words.starts[number - 1] + len(words.texts[number - 1])
    return LINE_END.search(words.source.text, end_before, words.starts[number]) is not None
