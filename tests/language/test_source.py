"""
Places in texts, however their lines end.
"""

import pytest

from blockrules.language.source import Source, Span, reading_order


@pytest.mark.parametrize(
    ("text", "offset", "position"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 1, (1, 2)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("a\n\r\n\rb", 5, (4, 1)),
        ("\U0001f600\u2028b", 2, (1, 3)),
    ],
)
def test_positions_count_characters_and_three_kinds_of_line_end(
    text: str, offset: int, position: tuple[int, int]
) -> None:
    """LF, CRLF and CR end a line; nothing else does, whatever its width or bytes."""
    assert Source("s", text).position(offset) == position


def test_a_line_is_shown_without_its_end() -> None:
    """Of CRLF neither half is part of the line, and the last line needs no end."""
    source = Source("s", "one\r\n\rtwo\nthree")
    assert [source.line(number) for number in range(1, 5)] == ["one", "", "two", "three"]


def test_a_span_tells_its_place_and_its_text() -> None:
    """Both ends are counted from 1, the end just after the last character."""
    source = Source("s", "ab\ncd")
    span = Span(source, 1, 2).to(Span(source, 3, 4))
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 2, 2, 2)
    assert span.text == "b\nc"
    assert str(span) == "s:1:2"


def test_spans_sort_by_reading_then_by_position() -> None:
    """The files stand as they were read, not by their names."""
    first, second = Source("z", "xx"), Source("a", "xx")
    spans = [Span(second, 0, 1), Span(first, 1, 2), Span(first, 0, 2), Span(first, 0, 1)]
    assert sorted(spans, key=reading_order([first, second])) == spans[::-1]
