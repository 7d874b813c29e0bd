"""
Why a page has the layout that it has (the law, 4 and 5), for whoever runs the site: fact values are shown.
"""

import attrs

from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.insight.account import Account
from blockrules.insight.outline import outline
from blockrules.insight.reason import Reason
from blockrules.insight.record import record
from blockrules.insight.space import Point, Space
from blockrules.insight.text import details, overview
from blockrules.insight.tree import Trees
from blockrules.model.frozen import Frozen
from blockrules.model.pages import Page
from blockrules.model.regions import Region


@attrs.frozen(eq=False, slots=False)
class ReasonInWords(Reason):
    """
    A reason that a terminal is shown as text.
    """

    def __str__(self) -> str:
        return details(self)


@attrs.frozen(eq=False, slots=False)
class Explanation(Account):
    """
    Why a page has its layout: as text for a terminal, as JSON, as HTML.
    """

    def __str__(self) -> str:
        return overview(self)

    def to_dict(self) -> dict[str, object]:
        """
        All of it as plain JSON types.
        """
        return record(self)

    def to_html(self) -> str:
        """
        All of it as a fragment of HTML, which begins with headings of the third level and needs nothing from elsewhere.
        """
        return outline(self)


def explained(engine: Engine, space: Space, page: object) -> Explanation:
    """
    Why *page* has the layout that *engine* gives it. PageError where the page cannot be read.
    """
    read = Page.of(engine.model.schema, page, extras=engine.extras)
    point = Point(space, {fact.name: read[fact.name] for fact in space.asked})
    # Read once, since a page may say something else the next time.
    layout = engine.laid_out(read)
    return _Explainer(engine, point, layout, Trees.on(point, frozenset(layout.names))).explanation()


@attrs.frozen(eq=False)
class _Explainer:
    engine: Engine
    point: Point
    layout: Layout
    trees: Trees

    def explanation(self) -> Explanation:
        regions = self.engine.model.regions
        return Explanation(
            self.layout,
            self.point.can_occur,
            Frozen(self.point.values),
            self.engine.model.schema.types,
            tuple(map(self.region, regions)),
            Frozen(
                (region.name, tuple(self.block(region, place) for place in range(len(region.placements))))
                for region in regions
            ),
            self.trees.defines(),
        )

    def region(self, region: Region) -> Reason:
        part = self.trees.region(region.name)
        shown = region.name in self.layout
        came_first = None
        if part.holds and not shown and region.turn:
            rivals = (
                each for each in self.engine.model.regions if each.turn and each.turn.choose == region.turn.choose
            )
            came_first = next(each.name for each in rivals if each.name in self.layout)
        return ReasonInWords(
            region.name,
            shown,
            region.name_span,
            part,
            came_first,
            self.standing(region),
            shown,
            None,
            self.point,
            region,
            None,
        )

    def block(self, region: Region, place: int) -> Reason:
        placement = region.placements[place]
        part = self.trees.of(placement.condition)
        is_active = region.name in self.layout
        here = self.layout.region(region.name).blocks if is_active else ()
        shown = any(block is placement.block for block in here)
        came_first = None
        if part.holds and is_active and not shown and placement.turn:
            rivals = (each for each in region.placements if each.turn and each.turn.choose == placement.turn.choose)
            came_first = next(each.block.name for each in rivals if any(each.block is block for block in here))
        return ReasonInWords(
            placement.block.name,
            shown,
            placement.span,
            part,
            came_first,
            f"by its weight, {placement.weight}" if placement.weight else "by the place of its region",
            is_active,
            placement.block,
            self.point,
            region,
            place,
        )

    def standing(self, region: Region) -> str:
        after = self.engine.model.after[region.name]
        if after:
            return f"after {', '.join(f'`{name}`' for name in after)}, as the file asks"
        return f"by its weight, {region.weight}" if region.weight else "where the file declares it"
