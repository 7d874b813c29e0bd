"""
Texts of rules files, and places in them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property

import attrs

LINE_END = re.compile(r"\r\n|\r|\n")


@attrs.frozen(slots=False)
class Source:
    """
    The text of one rules file, without its byte order mark, under the name that diagnostics show.
    """

    name: str
    text: str = attrs.field(repr=False)

    @cached_property
    def line_starts(self) -> list[int]:
        """
        Where each line begins, in characters; lines end in LF, CRLF or CR (the law, 1).
        """
        return [0, *(match.end() for match in LINE_END.finditer(self.text))]

    def line(self, number: int) -> str:
        """
        The text of line *number*, from 1, without its end.
        """
        start, end = self.bounds(number)
        return self.text[start:end]

    def bounds(self, number: int) -> tuple[int, int]:
        """
        Where line *number*, from 1, starts and ends, without its end.
        """
        start = self.line_starts[number - 1]
        if number == len(self.line_starts):
            return start, len(self.text)
        end = self.line_starts[number]
        return start, end - (2 if self.text.startswith("\r\n", end - 2) else 1)

    def position(self, offset: int) -> tuple[int, int]:
        """
        The line and column of *offset*, both from 1, in characters.
        """
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1


@attrs.frozen
class Span:
    """
    A half-open stretch of a source, counted in characters from 0.
    """

    source: Source
    start: int
    end: int

    @property
    def line(self) -> int:
        """The line of the first character, from 1."""
        return self.source.position(self.start)[0]

    @property
    def column(self) -> int:
        """The column of the first character, from 1."""
        return self.source.position(self.start)[1]

    @property
    def end_line(self) -> int:
        """The line of the end, from 1."""
        return self.source.position(self.end)[0]

    @property
    def end_column(self) -> int:
        """The column just after the last character, from 1."""
        return self.source.position(self.end)[1]

    @property
    def text(self) -> str:
        """The characters themselves."""
        return self.source.text[self.start : self.end]

    def to(self, other: "Span") -> "Span":
        """
        The stretch from the start of this span to the end of *other*, which comes later in the same source.
        """
        return Span(self.source, self.start, other.end)

    def to_dict(self) -> dict[str, object]:
        """
        The stretch as plain JSON types.
        """
        return {
            "source": self.source.name,
            "start": self.start,
            "end": self.end,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
        }

    def __str__(self) -> str:
        return f"{self.source.name}:{self.line}:{self.column}"


def reading_order(sources: Iterable[Source]) -> Callable[[Span], tuple[int, int, int]]:
    """
    What to sort spans by, so that they stand as their *sources* were read, then by position.
    """
    place = {id(source): number for number, source in enumerate(sources)}
    return lambda span: (place[id(span.source)], span.start, span.end)
