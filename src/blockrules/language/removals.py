"""
What is taken out of a text, so that the rest still reads.
"""

import re
from collections.abc import Sequence

from blockrules.language.diagnostics import Fix, Replacement
from blockrules.language.source import LINE_END, Span

COMMA = re.compile(r"\s*,\s*")
END_OF_ENTRY = re.compile(r"[ \t]*(?:,[ \t]*)?")
BLANKS = re.compile(r"[ \t]*")


def without(span: Span) -> Replacement:
    """
    An item or entry taken out: with the comma after it, and with its lines where nothing else stands on them.
    """
    text = span.source.text
    end = END_OF_ENTRY.match(text, span.end)
    line_start = span.source.line_starts[span.line - 1]
    assert end is not None  # it matches nothing, too
    line_end = LINE_END.match(text, end.end())
    if BLANKS.fullmatch(text, line_start, span.start) and (line_end or end.end() == len(text)):
        return Replacement(Span(span.source, line_start, line_end.end() if line_end else len(text)), "")
    return Replacement(Span(span.source, span.start, end.end() if "," in end[0] else span.end), "")


def leaving_out(row: Sequence[Span], number: int) -> tuple[Fix, ...]:
    """
    The fix that takes one of several places in a *row* out, with a comma; none where a comment stands in between. It
    is safe: for what does not change by it.
    """
    here = row[number]
    starts = [span.end for span in row[number - 1 : number]]
    ends = [span.start for span in row[number + 1 : number + 2]]
    if ends and COMMA.fullmatch(here.source.text, here.end, ends[0]):
        gap = Span(here.source, here.start, ends[0])
    elif starts and COMMA.fullmatch(here.source.text, starts[0], here.start):
        gap = Span(here.source, starts[0], here.end)
    else:
        return ()
    return (Fix("leave it out", (Replacement(gap, ""),), safe=True),)
