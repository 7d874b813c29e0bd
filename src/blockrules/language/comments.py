"""
What stands between the words of a text and means nothing to the rules: comments and empty lines.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

import attrs

from blockrules.language.items import OPENERS
from blockrules.language.source import LINE_END
from blockrules.language.tokens import Words

COMMENT = re.compile(r"#[^\r\n]*")


@attrs.frozen
class Comment:
    """
    A comment without the blanks at its end, and where it starts; *alone* where no word stands before it on its line,
    *apart* where an empty line does.
    """

    text: str
    start: int
    alone: bool
    apart: bool


@attrs.frozen(eq=False)
class Margin:
    """
    The comments of a text and the starts of its words, in order; of these, which have a comment right before, and which
    an empty line. What comes first in brackets has no empty line before.
    """

    comments: tuple[Comment, ...] = ()
    words: tuple[int, ...] = ()
    commented: frozenset[int] = frozenset()
    apart: frozenset[int] = frozenset()

    def word_before(self, place: int) -> int:
        """
        The start of the last word before *place*; *place* itself where there is none.
        """
        number = bisect_left(self.words, place)
        return self.words[number - 1] if number else place

    def word_from(self, place: int) -> int:
        """
        The start of the first word from *place* on; *place* itself where there is none.
        """
        number = bisect_left(self.words, place)
        return self.words[number] if number < len(self.words) else place


def margin(words: Words) -> Margin:
    """
    What stands between *words*.
    """
    text = words.source.text
    comments: list[Comment] = []
    commented: set[int] = set()
    apart: set[int] = set()
    for before, start, end in _gaps(words):
        done, least = start, 2 if before not in OPENERS else len(text) + 1
        for found in COMMENT.finditer(text, start, end):
            ends = _line_ends(text, done, found.start())
            alone = ends > 0 or not before
            comments.append(Comment(found[0].rstrip(), found.start(), alone, ends >= least))
            commented.add(end)
            done, least = found.end(), 2
        if _line_ends(text, done, end) >= least:
            apart.add(end)
    return Margin(tuple(comments), tuple(words.starts), frozenset(commented), frozenset(apart))


def _gaps(words: Words) -> Iterator[tuple[str, int, int]]:
    """
    The stretches between words that may hold something: the type of the word before, start and end.
    """
    text = words.source.text
    before, start = "", 0
    for kind, word, end in zip([*words.types, ""], [*words.texts, ""], [*words.starts, len(text)], strict=True):
        if text[start:end] not in ("", " "):
            yield before, start, end
        before, start = kind, end + len(word)


def _line_ends(text: str, start: int, end: int) -> int:
    return sum(1 for _ in LINE_END.finditer(text, start, end))
