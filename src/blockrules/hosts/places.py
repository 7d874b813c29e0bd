"""
What a template finds in the slots and regions of a layout.
"""

import logging
from collections.abc import Callable, Collection, Sequence

import attrs

from blockrules.engine.layout import ActiveRegion, Layout
from blockrules.language.diagnostics import escaped, shortened
from blockrules.language.nearness import suggestion
from blockrules.model.regions import Block
from blockrules.ruleset import Rules

LOG = logging.getLogger("blockrules")
# Each shown block with the region that it stands in.
Standing = tuple[tuple[Block, ActiveRegion], ...]
# Names that nothing has are remembered so that each is told once; a template can make them of anything.
MOST_TOLD = 100


@attrs.define(eq=False)
class Places:
    """
    What looks into layouts for templates. Rules may change while templates stand, so that a slot or region of which the
    rules know nothing is as empty as any other, and a block that has no template shows nothing; but the logger
    `blockrules` is told of each once. Which regions there are is known where *newest* gives the rules.
    """

    newest: Callable[[], Rules] | None = None
    _told: set[tuple[str, str]] = attrs.field(init=False, factory=set)

    def in_slot(self, layout: Layout, name: str) -> Standing:
        """
        The blocks that are shown in the slot called *name*, over all regions, in order.
        """
        if name not in layout.slots:
            self._tell("slot", name, layout.slots)
            return ()
        regions = {region.name: region for region in layout}
        return tuple((block, regions[block.region]) for block in layout.slots[name])

    def in_region(self, layout: Layout, name: str) -> Standing:
        """
        The blocks that are shown of the region called *name*, in order; none where it is not active.
        """
        if name not in layout:
            if self.newest:
                self._tell("region", name, [region.name for region in self.newest().all_regions])
            return ()
        region = layout.region(name)
        return tuple((block, region) for block in region.blocks)

    def tell_bare(self, block: Block, names: Sequence[str]) -> None:
        """
        Tell that none of the templates called *names*, which could render *block*, is there.
        """
        if self._is_new("block", block.name):
            sought = ", ".join(f"`{shortened(escaped(name))}`" for name in names) or "none was named"
            LOG.error("the block `%s` has no template, so that it shows nothing: %s", _said(block.name), sought)

    def _tell(self, kind: str, name: str, known: Collection[str]) -> None:
        if name not in known and self._is_new(kind, name):
            near = suggestion(name, known)
            more = f"; {near}" if near else ""
            LOG.warning("a template asks for the %s `%s`, which the rules do not have%s", kind, _said(name), more)

    def _is_new(self, kind: str, name: str) -> bool:
        is_new = (kind, name) not in self._told and len(self._told) < MOST_TOLD
        self._told |= {(kind, name)} if is_new else set()
        return is_new


def _said(name: str) -> str:
    return shortened(escaped(name))
