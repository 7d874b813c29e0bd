"""
One layout of a catalogue.
"""

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property

import attrs

from blockrules.analysis.witnesses import Witness
from blockrules.analysis.wording import Description
from blockrules.engine.layout import Layout
from blockrules.model.samples import Sample


@attrs.frozen(eq=False, slots=False)
class Entry:
    """
    A layout, a page that has it, its *share* of the classes of what can occur, and what tells of the pages that have
    it.
    """

    witness: Witness
    layout: Layout
    share: Fraction
    _described: Callable[[], Description] = attrs.field(repr=False)

    @cached_property
    def pages(self) -> Description:
        """The pages that have it, as conditions."""
        return self._described()

    @property
    def page(self) -> Sample:
        """A page that has the layout."""
        return self.witness.page
