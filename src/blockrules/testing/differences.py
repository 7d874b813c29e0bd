"""
How two layouts differ, or the names of the regions of one and others: a line for each thing.
"""

import gc
from collections.abc import Iterator, Sequence

from blockrules.analysis.beside import beside
from blockrules.engine.layout import Layout
from blockrules.language import spelling
from blockrules.language.diagnostics import escaped, shortened
from blockrules.language.syntax import Literal
from blockrules.model.checker import Model
from blockrules.model.regions import Block, Setting, Settings

TITLES = "left", "right"
# So much of each side is shown in the first line.
MOST_SHOWN = 60


def compared(left: object, right: object) -> list[str] | None:
    """
    What a failed `left == right` is to show, the comparison itself in the first line; None where it is of nothing that
    is known here.
    """
    if isinstance(left, Layout) and isinstance(right, Layout):
        return [f"{_brief(left)} == {_brief(right)}", *_layouts(left, right)]
    if isinstance(left, tuple | list) and isinstance(right, tuple | list):
        return _names(left, right)
    return None


def _names(left: Sequence[object], right: Sequence[object]) -> list[str] | None:
    one, other = ([each for each in side if isinstance(each, str)] for side in (left, right))
    if len(one) < len(left) or len(other) < len(right) or not (_are_regions(left) or _are_regions(right)):
        return None
    told = [f"{shortened(repr(left), MOST_SHOWN)} == {shortened(repr(right), MOST_SHOWN)}"]
    if isinstance(left, list) or isinstance(right, list):
        told.append("a list is never equal to a tuple, which the names of regions are")
    return [*told, *beside([*map(escaped, one)], [*map(escaped, other)], TITLES)]


def _are_regions(side: Sequence[object]) -> bool:
    """
    Whether *side* can be what rules answered: a tuple of names that are all regions of one file that is in use. Nothing
    keeps a list of these; they are looked for where a test has failed.
    """
    if not isinstance(side, tuple) or not side:
        return False
    models = (each for each in gc.get_objects() if type(each) is Model)
    return any({*side} <= {region.name for region in model.regions} for model in models)


def _brief(layout: Layout) -> str:
    return shortened(f"Layout({escaped(', '.join(layout.names))})", MOST_SHOWN)


def _layouts(left: Layout, right: Layout) -> Iterator[str]:
    one, other = list(_regions(left)), list(_regions(right))
    if one != other:
        return beside(one, other, TITLES)
    # What stands in slots follows from the regions, but for the order.
    return beside(list(_slots(left, right)), list(_slots(right, left)), TITLES)


def _regions(layout: Layout) -> Iterator[str]:
    for region in layout:
        yield escaped(region.name)
        yield from _settings(region.settings)
        yield from (line for block in region.blocks for line in _block(block))


def _block(block: Block) -> Iterator[str]:
    yield escaped(f"  {block.name}" + (f" in {block.slot}" if block.slot else ""))
    yield from (f"  {line}" for line in _settings(block.settings))


def _settings(settings: Settings) -> Iterator[str]:
    return (f"  {escaped(name)}: {_value(value)}" for name, value in settings.items())


def _value(value: Setting) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    return spelling.value(Literal(value, None))  # type: ignore[arg-type]  # a value that stands nowhere


def _slots(layout: Layout, other: Layout) -> Iterator[str]:
    """
    The slots of *layout* in which other blocks stand than in *other*, or in another order.
    """
    for slot, blocks in layout.slots.items():
        if blocks != other.slots.get(slot, ()):
            yield escaped(f"slot {slot}")
            yield from (escaped(f"  {block.region}.{block.name}") for block in blocks)
