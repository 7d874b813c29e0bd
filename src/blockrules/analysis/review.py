"""
A difference as its reviewer reads it: as text for a terminal of 80 columns, as JSON.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from blockrules.analysis.beside import beside
from blockrules.analysis.changes import Change, Thing
from blockrules.analysis.replay import told
from blockrules.engine.layout import Layout
from blockrules.insight.record import values
from blockrules.language.diagnostics import escaped
from blockrules.model.facts import Schema

WIDTH = 80
# So many changes are told in full; of those that concern the same pages, one.
MOST_TOLD = 20


def overview(
    changes: Sequence[Change], facts: Sequence[str], unknown: Sequence[Thing], schema: Schema, *, has_pages: bool
) -> str:
    """
    What is told on a terminal.
    """
    lines = [line for fact in facts for line in wrapped(fact, "")] + [""] * bool(facts)
    lines.append(_summary(changes, unknown, has_pages=has_pages))
    groups = _groups(changes)
    told: set[int] = set()
    for group in groups[:MOST_TOLD]:
        lines += ["", *_told(group, schema, is_new=group[0].where not in told)]
        told.add(group[0].where)
    if left := sum(map(len, groups[MOST_TOLD:])):
        lines += ["", f"{left:,} more changes on other pages"]
    for thing in unknown:
        lines += ["", f"{thing}: whether it differs cannot be told; the conditions are too tangled"]
    return "\n".join(map(escaped, lines))


def _summary(changes: Sequence[Change], unknown: Sequence[Thing], *, has_pages: bool) -> str:
    if not has_pages:
        return "nothing is compared: there is no page that both files take and the new one assumes"
    if changes:
        return f"{len(changes):,} changes, the least expected first" if len(changes) > 1 else "1 change"
    return "no difference was found" if unknown else "every page that both take has the same layout"


def _groups(changes: Sequence[Change]) -> Sequence[Sequence[Change]]:
    """
    Changes of one kind on the same pages, together.
    """
    found: dict[object, list[Change]] = {}
    for change in changes:
        alike = change.kind, change.where, change.is_edited, change.details, change.thing.slot
        found.setdefault(alike, []).append(change)
    return list(found.values())


def _told(group: Sequence[Change], schema: Schema, *, is_new: bool) -> Iterator[str]:
    change = group[0]
    things = list(dict.fromkeys(str(each.thing) for each in group))
    more = f" and {len(things) - 3:,} more" if len(things) > 3 else ""
    verb = change.kind if len(things) == 1 else PLURAL[change.kind]
    own = "what it says itself is" if len(things) == 1 else "what they say themselves is"
    words = "" if change.is_edited else f", though {own} as it was"
    yield from wrapped(f"{', '.join(things[:3])}{more} {verb}{words}", "")
    yield from (line for detail in change.details for line in wrapped(detail, "  "))
    if not is_new:
        yield "  on the same pages as above"
        return
    pages = str(change.pages)
    yield from wrapped("on every page" if pages == "true" else f"where {pages}", "  ")
    yield f"  {percent(change.share)} of the classes"
    yield from wrapped(f"for instance on {told(change.witness, schema)}", "  ")
    if change.thing.slot is not None:
        yield from _slot(change.thing.slot, *change.layouts)
    yield from (f"  {line}" for line in side_by_side(*change.layouts))


def _slot(slot: str, old: Layout, new: Layout) -> Iterator[str]:
    """
    What stands in *slot*.
    """
    for side, layout in (("old", old), ("new", new)):
        names = ", ".join(block.name for block in layout.slots.get(slot, ()))
        yield from wrapped(f"{side}: {names or 'nothing'}", "    ")


PLURAL = {
    "appears": "appear",
    "disappears": "disappear",
    "holds something else": "hold something else",
    "stands elsewhere": "stand elsewhere",
}


def percent(share: Fraction) -> str:
    """
    *share* of a hundred, with two digits that count.
    """
    part = float(share * 100)
    if share == 1:
        return "100 %"
    return "under 0.01 %" if part < 0.01 else f"{part:.2g} %" if part < 10 else f"{min(part, 99):.0f} %"


def side_by_side(old: Layout, new: Layout) -> Iterator[str]:
    """
    Two layouts beside one another, with a mark where a line has no other, or another.
    """
    return beside(list(_lines(old)), list(_lines(new)), ("old", "new"))


def _lines(layout: Layout) -> Iterator[str]:
    for region in layout:
        yield region.name
        yield from (f"  {block.name}" + (f" in {block.slot}" if block.slot else "") for block in region.blocks)


def wrapped(text: str, indent: str) -> list[str]:
    lines = wrap(text, WIDTH - 2 - len(indent), break_long_words=False, break_on_hyphens=False)
    return [indent + lines[0], *(f"{' ' * len(indent)}  {line}" for line in lines[1:])]


def record(
    changes: Sequence[Change], facts: Sequence[str], unknown: Sequence[Thing], *, equal: bool
) -> dict[str, object]:
    """
    What tools are told.
    """
    return {
        "equal": equal,
        "facts": list(facts),
        "changes": [_record(change) for change in changes],
        "unknown": [_thing(each) for each in unknown],
    }


def _record(change: Change) -> dict[str, object]:
    old, new = change.layouts
    before, after = change.witness.pages
    return {
        "kind": change.kind,
        **_thing(change.thing),
        "edited": change.is_edited,
        "details": list(change.details),
        "where": {"cases": list(change.pages.cases), "complete": change.pages.complete},
        "share": float(change.share),
        "sample": change.witness.sample,
        "old": {"page": values(before), "layout": old.to_dict()},
        "new": {"page": values(after), "layout": new.to_dict()},
    }


def _thing(thing: Thing) -> dict[str, object]:
    return {"region": thing.region, "block": thing.block, "slot": thing.slot}
