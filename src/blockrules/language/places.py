"""
The place of a mistake in an item, and what stands there surely was meant for.
"""

from collections.abc import Sequence, Set

import attrs

from blockrules.language.diagnostics import Diagnostic, replacing, report
from blockrules.language.faults import apart
from blockrules.language.items import CLOSERS, STARTS, Stretch, begins_line
from blockrules.language.nearness import nearest
from blockrules.language.source import Span
from blockrules.language.tokens import KEYWORDS, Token

END = "$END"
TESTS = frozenset({"IS", "NOT_EQUAL", "COMPARISON", "IN", "MATCHES", "HAS"})
VALUES = frozenset({"WORD", "STRING", "INT", "DECIMAL", "DATE", "TIME", "DATETIME", "TRUE", "FALSE"})


@attrs.frozen
class Slip:
    """
    A mistake, and the tokens to go on with in the place of the one at fault and of *skip* more; None where its item
    cannot be read on. Without a diagnostic it is part of one that the checker will make.
    """

    diagnostic: Diagnostic | None
    instead: tuple[Token, ...] | None = None
    skip: int = 0


@attrs.frozen
class Place:
    """
    The token, of that *number* in its item, that is none of the *possible* terminals.
    """

    stretch: Stretch
    tokens: Sequence[Token]
    number: int
    possible: Set[str]

    @property
    def token(self) -> Token:
        """The token at fault."""
        return self.at(0)

    @property
    def wants_condition(self) -> bool:
        """Whether a condition could stand here."""
        return {"NOT", "TRUE", "ACTIVE"} <= self.possible and "DATE" not in self.possible

    def at(self, distance: int) -> Token:
        """
        The token that many before or after the one at fault; past the ends of the item, one of no text.
        """
        number = self.number + distance
        if 0 <= number < len(self.tokens):
            return self.tokens[number]
        edge = self.tokens[-1] if distance > 0 else self.tokens[0]
        return Token(END, "", edge.source, edge.span.end if distance > 0 else edge.start)

    def types(self, first: int, last: int) -> list[str]:
        """
        The types of the tokens so many before or after the one at fault.
        """
        return [self.at(distance).type for distance in range(first, last + 1)]

    def begins_line(self, distance: int = 0) -> bool:
        """
        Whether the token is the first of its line.
        """
        number = self.number + distance
        return number < len(self.tokens) and begins_line(self.stretch.words, self.stretch.start + number)

    def opener(self) -> int | None:
        """
        The number, in the item, of the innermost bracket that is open here.
        """
        return next(reversed(list(self._open())), None)

    def closer(self, opener: int) -> Token | None:
        """
        The bracket of any kind that closes the one of the number *opener*.
        """
        depth = 0
        for token in self.tokens[opener:]:
            depth += (token.type in CLOSERS.values()) - (token.type in CLOSERS)
            if not depth:
                return token
        return None

    def _open(self) -> list[int]:
        found: list[int] = []
        for number, token in enumerate(self.tokens[: self.number]):
            if token.type in CLOSERS.values():
                found.append(number)
            elif found and self.tokens[found[-1]].type == CLOSERS.get(token.type):
                found.pop()
        return found


def written(place: Place, span: Span, right: str, kind: str | None, *, safe: bool = True) -> Slip:
    """
    The slip that *span* is written *right* here, which can be read as *kind*.
    """
    fix = replacing(f"write `{right}`", span, apart(span, right), safe=safe)
    diagnostic = report("BR114", span, found=span.text, right=f"`{right}`", fixes=[fix])
    return Slip(diagnostic, (attrs.evolve(place.token, type=kind),) if kind else None)


def missing(place: Place, text: str, kind: str | None, *, safe: bool = True) -> Slip:
    """
    The slip that *text* is missing before the token, which goes on as if it was there.
    """
    before, token = place.at(-1), place.token
    at = before.span.end
    written = text if text in ",%T" else f" {text}"
    span = Span(token.source, at, token.start) if text == "T" else Span(token.source, at, at)
    fix = replacing(f"write `{text}` before it", span, written, safe=safe)
    diagnostic = report("BR118", token.span, missing=text, found=token.text, fixes=[fix])
    return Slip(diagnostic, (Token(kind, text, token.source, at), token) if kind else None)


def near_word(place: Place) -> str | None:
    """
    The reserved word, of those possible, that the token is near to.
    """
    possible = place.possible & KEYWORDS
    if END in place.possible or not place.number:
        possible |= STARTS
    return nearest(place.token.text, sorted(word.lower() for word in possible))
