"""
Places as editors count them: lines from 0, columns in the code units of an encoding that client and server agree on.
"""

from typing import Literal

import attrs

from blockrules.language.source import Source

Encoding = Literal["utf-8", "utf-16", "utf-32"]
# The codec for each, one without a byte order mark, and how many bytes a unit has.
CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}


@attrs.frozen
class Place:
    """
    A place between two characters; the column counts code units.
    """

    line: int
    column: int


def place(source: Source, offset: int, encoding: Encoding) -> Place:
    """
    Where an editor sees the *offset*.
    """
    line, column = source.position(offset)
    start = source.line_starts[line - 1]
    return Place(line - 1, _units(source.text[start : start + column - 1], encoding))


def offset(source: Source, place: Place, encoding: Encoding) -> int:
    """
    The offset that an editor sees at *place*: past the end of a line its end, past the last line the end of the text,
    within a character its start.
    """
    if place.line >= len(source.line_starts):
        return len(source.text)
    codec, size = CODECS[encoding]
    before = source.line(place.line + 1).encode(codec, "surrogatepass")[: place.column * size]
    return source.line_starts[place.line] + len(before.decode(codec, "ignore"))


def _units(text: str, encoding: Encoding) -> int:
    codec, size = CODECS[encoding]
    return len(text.encode(codec, "surrogatepass")) // size
