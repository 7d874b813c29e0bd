"""
Where lines end: a document says where one may, and here it is set within a width.

A group stands on one line if it fits there; otherwise every place of its own where a line may end ends one. Whether
the groups within it fit is then asked of each.
"""

from collections.abc import Iterator
from typing import assert_never

import attrs

from blockrules.language.characters import columns

WIDTH = 100
INDENT = 4


@attrs.frozen
class Break:
    """
    A place where a line may end; *instead* is what stands there if it does not.
    """

    instead: str = " "


@attrs.frozen
class End:
    """
    A place where a line ends, with an empty one after it where *empty*.
    """

    empty: bool = False


@attrs.frozen
class Remark:
    """
    A comment: it counts for nothing in the width of its line, which ends after it.
    """

    text: str


@attrs.frozen
class Indented:
    """
    What begins its lines further to the right.
    """

    inner: "Document"


@attrs.frozen
class Group:
    """
    What stands on one line if it fits.
    """

    inner: "Document"


Document = str | Break | End | Remark | Indented | Group | tuple["Document", ...]

# What is yet to be set, where its lines begin, and whether it stands on one line.
Piece = tuple[Document, int, bool]


def typeset(document: Document) -> str:
    """
    The lines of *document*, the last without its end.
    """
    written: list[str] = []
    column = 0
    rest: list[Piece] = [(document, 0, False)]
    while rest:
        document, indent, flat = rest.pop()
        match document:
            case str():
                written.append(document)
                column += columns(document)
            case Break(instead) if flat:
                written.append(instead)
                column += len(instead)
            case Break():
                written.append("\n" + " " * indent)
                column = indent
            case End(empty):
                written.append(("\n\n" if empty else "\n") + " " * indent)
                column = indent
            case Remark(text):
                written.append(text)
            case Indented(inner):
                rest.append((inner, indent + INDENT, flat))
            case Group(inner):
                rest.append((inner, indent, flat or _fits(inner, rest, WIDTH - column)))
            case tuple():
                rest += [(part, indent, flat) for part in reversed(document)]
            case _:
                assert_never(document)
    return "".join(written)


def _fits(document: Document, rest: list[Piece], width: int) -> bool:
    """
    Whether *document*, and of the *rest* what must stand on its line, is no wider than *width*.
    """
    for leaf, flat in _upcoming(document, rest):
        match leaf:
            case str():
                width -= columns(leaf)
            case Break(instead) if flat:
                width -= len(instead)
            case Break():
                return True
            case End():
                return not flat
        if width < 0:
            return False
    return True


def _upcoming(document: Document, rest: list[Piece]) -> Iterator[tuple[Document, bool]]:
    """
    Leaf by leaf what is to be set from here on, and whether it is to stand on one line. No more of it is made than is
    asked for, so that the time of a fit is that of a line.
    """
    yield from ((leaf, True) for leaf in _leaves(document))
    for part, _, flat in reversed(rest):
        yield from ((leaf, flat) for leaf in _leaves(part))


def _leaves(document: Document) -> Iterator[Document]:
    ways: list[Iterator[Document]] = [iter((document,))]
    while ways:
        match next(ways[-1], None):
            case None:
                ways.pop()
            case Indented(inner) | Group(inner):
                ways.append(iter((inner,)))
            case tuple() as parts:
                ways.append(iter(parts))
            case leaf:
                yield leaf
