"""
What a template finds in the slots and regions of a layout.
"""

import logging
from collections.abc import Callable, Collection

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
    rules know nothing is as empty as any other; but it is told of once, to the logger `blockrules`. Which regions there
    are is known where *newest* gives the rules.
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

    def _tell(self, kind: str, name: str, known: Collection[str]) -> None:
        if name in known or (kind, name) in self._told or len(self._told) >= MOST_TOLD:
            return
        self._told.add((kind, name))
        near = suggestion(name, known)
        more = f"; {near}" if near else ""
        LOG.warning(
            "a template asks for the %s `%s`, which the rules do not have%s", kind, shortened(escaped(name)), more
        )
