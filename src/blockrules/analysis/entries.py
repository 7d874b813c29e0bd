"""
One layout of a catalogue.
"""

from fractions import Fraction

import attrs

from blockrules.analysis.witnesses import Witness
from blockrules.analysis.wording import Description
from blockrules.engine.layout import Layout
from blockrules.model.samples import Sample


@attrs.frozen
class Entry:
    """
    A layout, a page that has it, its *share* of the classes of what can occur, and the *pages* that have it, as
    conditions.
    """

    witness: Witness
    layout: Layout
    share: Fraction
    pages: Description

    @property
    def page(self) -> Sample:
        """A page that has the layout."""
        return self.witness.page
