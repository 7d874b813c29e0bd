"""
Where the items of a file begin, found from its tokens alone.

A file is parsed item by item, so that one fault costs one diagnostic. Which braces belong together is exactly what a
faulty file leaves open; so an item begins at the reserved word of one, unless the word can only be a value or a name
there. In open braces it begins one where it stands at the start of a line, no further in than the item before: what is
indented, or follows on a line, was meant to stand in the braces.
"""

from collections.abc import Iterator, Sequence

import attrs

from blockrules.language.source import LINE_END
from blockrules.language.tokens import KEYWORDS, NAMES, SKIPPED, Token, Words

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
    are never closed, and how deep it nests.
    """

    words: Words
    start: int
    end: int
    unclosed: Sequence[int]
    depth: int

    @property
    def tokens(self) -> list[Token]:
        """The tokens of the stretch."""
        return [self.words.token(number) for number in range(self.start, self.end)]

    def past(self, bound: int) -> Token:
        """
        The first word that is nested deeper than *bound*, which one is.
        """
        nesting, number = _Nesting(), self.start
        while nesting.depth <= bound:
            nesting.take(self.words, number)
            number += 1
        return self.words.token(number - 1)


@attrs.define
class _Nesting:
    """
    The brackets that are open in one item, each with the count of `not`s before it.
    """

    open: list[int] = attrs.field(factory=list)
    nots: list[int] = attrs.field(factory=lambda: [0])
    depth: int = 0
    greatest: int = 0

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
        self.greatest = max(self.greatest, self.depth)


def stretches(words: Words) -> Iterator[Stretch]:
    """
    *words* cut where items begin; what stands before the first item is a stretch of its own.
    """
    are_values = list(_are_values(words))
    start = 0
    while start < len(words):
        stretch = _stretch(words, are_values, start)
        if stretch.unclosed and words.types[start] == "CHOOSE" and (end := _outdented(words, are_values, stretch)):
            stretch = _stretch(words, are_values, start, end)
        yield stretch
        start = stretch.end


def _stretch(words: Words, are_values: Sequence[bool], start: int, most: int | None = None) -> Stretch:
    """
    The stretch from *start* to where the next item begins, or to *most*.
    """
    nesting = _Nesting()
    end = most or len(words)
    for number in range(start, end):
        if number > start and not are_values[number] and _begins_item(words, number, start, nesting):
            end = number
            break
        nesting.take(words, number)
    return Stretch(words, start, end, nesting.open, nesting.greatest)


def _outdented(words: Words, are_values: Sequence[bool], choose: Stretch) -> int | None:
    """
    Where the first `region` stands that, by its indentation, is no alternative of the unclosed *choose*.
    """
    alternatives = (
        number
        for number in range(choose.start + 1, choose.end)
        if words.types[number] == "REGION" and not are_values[number]
    )
    next(alternatives, None)
    return next((number for number in alternatives if stands_out(words, number, choose.start)), None)


def stands_out(words: Words, number: int, start: int) -> bool:
    """
    Whether the word of that *number* is the first of its line, no further in than the one at *start*.
    """
    if not begins_line(words, number):
        return False
    return words.token(number).span.column <= words.token(start).span.column


def begins_line(words: Words, number: int) -> bool:
    """
    Whether no word stands before the one of that *number* on its line.
    """
    return number == 0 or _on_another_line(words, number)


def line_begin(words: Words, number: int, start: int) -> int:
    """
    The first word, at *start* or later, of the line on which the word of that *number* stands.
    """
    return next((each for each in range(number, start, -1) if begins_line(words, each)), start)


def misaligned(stretch: Stretch) -> tuple[int, int] | None:
    """
    The first brace of the *stretch* that is closed at the start of a line further out than its own, and what closes it:
    by the beginnings of the lines, that closes another.
    """
    words, openers = stretch.words, list[int]()
    for number in range(stretch.start, stretch.end):
        if words.types[number] in OPENERS:
            openers.append(number)
        elif openers and words.types[openers[-1]] == CLOSERS.get(words.types[number]):
            opener = openers.pop()
            if openers and begins_line(words, number):
                first = line_begin(words, opener, stretch.start)
                if stands_out(words, number, first) and not _is_level(words, number, first):
                    return opener, number
    return None


def _is_level(words: Words, one: int, other: int) -> bool:
    return words.token(one).span.column == words.token(other).span.column


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
        if kind in SKIPPED:
            yield False
            continue
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
        case "REGION" if words.types[start] == "CHOOSE":
            return False
        case "CHOOSE" if "REGION" not in words.types[number + 1 : number + 4]:
            return False
        case _:
            return words.types[nesting.open[-1]] != "LBRACE" or stands_out(words, number, start)


def _is_expected(words: Words, number: int) -> bool:
    """
    Whether the word comes right after `expect shown` and the like: a name without its quotes.
    """
    return words.types[number - 1] == "WORD" and words.types[number - 2] in ("EXPECT", "SLOT")


def _on_another_line(words: Words, number: int) -> bool:
    end_before = words.starts[number - 1] + len(words.texts[number - 1])
    return LINE_END.search(words.source.text, end_before, words.starts[number]) is not None
