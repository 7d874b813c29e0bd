"""
A catalogue as its reader sees it: as text for a terminal of 80 columns, as JSON, as outlines in HTML.
"""

from collections.abc import Iterator, Sequence

from blockrules.analysis.entries import Entry
from blockrules.analysis.held import listed as settings_in_braces
from blockrules.analysis.replay import told
from blockrules.analysis.review import percent, wrapped
from blockrules.engine.layout import Layout
from blockrules.insight.html import code, grid, listed, prose, style, text
from blockrules.insight.record import values
from blockrules.language.diagnostics import escaped
from blockrules.model.facts import Schema
from blockrules.model.regions import Block


def overview(count: int | None, entries: Sequence[Entry], schema: Schema) -> str:
    """
    What is told on a terminal.
    """
    lines = [_summary(count, entries)]
    for number, entry in enumerate(entries, 1):
        lines += ["", *wrapped(f"{number}. {percent(entry.share)} of the classes: {entry.pages}", "")]
        lines += wrapped(f"for instance {told(entry.witness, schema)}", "   ")
        lines += [f"   {line}" for line in _lines(entry.layout)]
    return "\n".join(map(escaped, lines))


def _summary(count: int | None, entries: Sequence[Entry]) -> str:
    if count is None:
        first = f"; these are {len(entries):,} of them" if entries else ""
        return f"there are more layouts than can be counted, or the conditions are too tangled{first}"
    first = f", of which these are the first {len(entries):,}" if len(entries) < count else ""
    return f"{count:,} {'layout' if count == 1 else 'layouts'}{first}"


def _lines(layout: Layout) -> Iterator[str]:
    for region in layout:
        blocks = ", ".join(map(_block, region.blocks))
        yield from wrapped(f"{region.name}: {blocks}" if blocks else region.name, "  ")
    if not layout.names:
        yield "  nothing"


def _block(block: Block) -> str:
    name = f"{block.name} in {block.slot}" if block.slot else block.name
    return name + settings_in_braces(block.settings)


def record(count: int | None, entries: Sequence[Entry]) -> dict[str, object]:
    """
    What tools are told.
    """
    return {"count": count, "layouts": [_record(entry) for entry in entries]}


def _record(entry: Entry) -> dict[str, object]:
    return {
        "share": float(entry.share),
        "where": {"cases": list(entry.pages.cases), "complete": entry.pages.complete},
        "sample": entry.witness.sample,
        "page": values(entry.page),
        "layout": entry.layout.to_dict(),
    }


def album(count: int | None, entries: Sequence[Entry], schema: Schema) -> str:
    """
    The outlines of all layouts, one after another.
    """
    every = "".join(_article(number, entry, schema) for number, entry in enumerate(entries, 1))
    return (
        '<section class="blockrules" aria-label="All layouts">'
        f"<style>{style()}</style><p>{text(_summary(count, entries))}</p>{every}</section>"
    )


def _article(number: int, entry: Entry, schema: Schema) -> str:
    slots = "".join(_slot(slot, [block.name for block in blocks]) for slot, blocks in entry.layout.slots.items())
    regions = listed(
        code(region.name) + "".join(f", {text(_block(block))}" for block in region.blocks) for region in entry.layout
    )
    return (
        f'<article aria-label="Layout {number}">'
        f"<h3>{number}. {percent(entry.share)} of the classes</h3>"
        f"<p>{code(str(entry.pages))}</p>"
        f'<p class="note">For instance {prose(told(entry.witness, schema))}</p>'
        f"{grid(slots) if slots else ''}<h4>Regions, in order</h4>{regions or '<p>none</p>'}</article>"
    )


def _slot(slot: str, blocks: Sequence[str]) -> str:
    inside = listed(f'<div class="there">{text(block)}</div>' for block in blocks)
    empty = '<p class="note">empty</p>'
    return f'<section class="slot"><h4>{text(slot)}</h4>{inside or empty}</section>'
