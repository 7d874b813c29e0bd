"""
Tables of figures, as Markdown.
"""

from collections.abc import Sequence

import attrs


@attrs.frozen
class Table:
    """
    Figures under a heading, with a sentence or two on how they were taken.
    """

    title: str
    note: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        lines = [_line(row, widths) for row in (self.header, *self.rows)]
        lines.insert(1, f"|{'|'.join('-' * (width + 1) + ':' for width in widths)}|")
        return "\n".join([f"## {self.title}", "", *([self.note, ""] if self.note else []), *lines, ""])


def verdict(measured: float, *, least: float | None = None, most: float | None = None) -> str:
    """
    Whether a figure keeps to its goal.
    """
    return "met" if (least is None or measured >= least) and (most is None or measured <= most) else "**missed**"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))} |"
