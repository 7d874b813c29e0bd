"""
The coverage of rules: what tests have shown of them, what they have not, and tests that would.
"""

from collections.abc import Iterable, Sequence

import attrs

from blockrules.analysis.world import World
from blockrules.coverage.cases import cases
from blockrules.coverage.figures import Figures
from blockrules.coverage.goals import MEASURES
from blockrules.coverage.measured import measured
from blockrules.coverage.report import overview, record
from blockrules.coverage.sheet import sheet
from blockrules.engine.engine import Engine
from blockrules.language.source import Source, reading_order
from blockrules.model.samples import Sample


@attrs.frozen(eq=False, slots=False)
class Coverage(Figures):
    """
    The figures, and how they are told.
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
        All of it as a fragment of HTML, which begins with a heading of the third level and needs nothing from
        elsewhere.
        """
        return sheet(self)


def coverage(engine: Engine, name: str, sources: Sequence[Source], pages: Iterable[Sample]) -> Coverage:
    """
    What *pages* show of the rules of *engine*, which stand in *sources*.
    """
    side = World.of(engine.model).sides[0]
    found = measured(side, pages)
    place = reading_order(sources)
    missing = sorted(found.missing, key=lambda goal: (place(goal.span), MEASURES.index(goal.measure), not goal.side))
    few = cases(engine, side, missing)
    return Coverage(
        name, found.counts, tuple(missing), tuple(few), found.unknown, found.pages, found.ignored, tuple(sources)
    )
