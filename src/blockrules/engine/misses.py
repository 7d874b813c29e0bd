"""
How a layout is not as somebody expected it to be.
"""

from collections.abc import Sequence
from typing import Any, assert_never

import attrs

from blockrules.engine.layout import Layout
from blockrules.language.diagnostics import Diagnostic, report, sentence
from blockrules.language.source import Span

# In lists of so many names a reader searches for what differs.
LONG = 4


@attrs.frozen
class WrongNames:
    """
    The regions of a page, or the blocks in a *slot* of it, are others than those *expected*, or in another order.
    """

    expected: tuple[str, ...]
    found: tuple[str, ...]
    slot: str | None = None


@attrs.frozen
class WrongState:
    """
    A thing *is_shown*, and was expected to be hidden, or the other way round: a region (no block), a block wherever it
    stands (no region), or one block of one region. *name* is what it was called.
    """

    name: str
    region: str | None
    block: str | None
    is_shown: bool


Miss = WrongNames | WrongState


def wrong_regions(layout: Layout, expected: Sequence[str]) -> WrongNames | None:
    """
    What is wrong, if anything, where *layout* should have just the regions *expected*, in that order.
    """
    return WrongNames(tuple(expected), layout.names) if layout.names != tuple(expected) else None


def wrong_slot(layout: Layout, slot: str, expected: Sequence[str]) -> WrongNames | None:
    """
    What is wrong, if anything, where *slot* should have just the blocks *expected*, in that order.
    """
    found = tuple(block.name for block in layout.slots[slot])
    return WrongNames(tuple(expected), found, slot) if found != tuple(expected) else None


def wrong_state(layout: Layout, name: str, region: str | None, block: str | None, *, shown: bool) -> WrongState | None:
    """
    What is wrong, if anything, where that region or block should be *shown*, or else hidden.
    """
    is_shown = (
        region in layout
        if block is None
        else any(each.name == block and region in (None, here.name) for here in layout for each in here.blocks)
    )
    return WrongState(name, region, block, is_shown) if is_shown != shown else None


def pointed(miss: Miss, span: Span) -> Diagnostic:
    """
    *miss*, told of the expectation at *span*.
    """
    code, words = _words(miss)
    help = _compared(miss.expected, miss.found) if isinstance(miss, WrongNames) else None
    return report(code, span, help=help, **words)


def said(miss: Miss) -> str:
    """
    *miss* in a sentence.
    """
    code, words = _words(miss)
    return sentence(code, **words)


def _words(miss: Miss) -> tuple[str, dict[str, Any]]:
    """
    The code of its sentence, and the words that fill it.
    """
    match miss:
        case WrongState(name):
            return "BR704" if miss.is_shown else "BR703", {"name": name}
        case WrongNames(expected, found, None):
            return "BR701", {"expected": _regions(expected), "found": _listed(found) or "none"}
        case WrongNames(expected, found, slot):
            listed = {"expected": _listed(expected) or "nothing", "found": _listed(found) or "nothing"}
            return "BR702", {"slot": slot, **listed}
        case _:
            assert_never(miss)


def _regions(names: Sequence[str]) -> str:
    return f"the region{'s' * (len(names) > 1)} {_listed(names)}" if names else "no regions"


def _compared(expected: Sequence[str], found: Sequence[str]) -> str | None:
    """
    How the two differ, where that is hard to see.
    """
    if sorted(expected) == sorted(found):
        return "these are the same, in another order"
    if max(len(expected), len(found)) < LONG:
        return None
    lacking = _listed([name for name in expected if name not in found])
    surplus = _listed([name for name in found if name not in expected])
    return "; ".join(filter(None, (lacking and f"not there: {lacking}", surplus and f"not expected: {surplus}")))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
