"""
The layout of a page by a changed model, without laying out all of it: what was changed comes from an excerpt, and all
else from the layout by the model as it was.
"""

from collections.abc import Sequence

from blockrules.engine.layout import ActiveRegion, Found, Layout, shown
from blockrules.model.checker import Model
from blockrules.model.regions import Placement, Region


def spliced(model: Model, layout: Layout, excerpt: Model, part: Layout) -> Layout:
    """
    The *layout* by *model*, in which the regions of the changed *excerpt* stand as they do in *part*.
    """
    names = {region.name for region in excerpt.regions}
    changed = iter(excerpt.regions)
    # Those of the excerpt, in their order, at the places of those that they were.
    regions = (next(changed) if region.name in names else region for region in model.regions)
    active = {region.name: region for region in layout if region.name not in names}
    active |= {region.name: region for region in part}
    standing = ((region, _blocks(region, active[region.name])) for region in regions if region.name in active)
    # How it was found is of no use to a test.
    return Layout(shown(standing, model.slots), Found((), (), None), {})


def _blocks(region: Region, active: ActiveRegion) -> Sequence[Placement]:
    # Two alternatives of one name may differ in nothing but their weights.
    blocks = set(map(id, active.blocks))
    return [each for each in region.placements if id(each.block) in blocks]
