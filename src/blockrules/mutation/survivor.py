"""
A small change that no test notices.
"""

from functools import cached_property

import attrs

from blockrules.analysis.witnesses import Witness
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.model.samples import Sample
from blockrules.mutation.mutants import Mutant
from blockrules.mutation.sightings import Sighting


@attrs.frozen(eq=False, slots=False)
class Survivor:
    """
    A *mutant* that no test notices, a page that shows it, and what is otherwise there; and a *test* that notices it, in
    the language of rules, where such a test could see it.
    """

    mutant: Mutant
    witness: Witness
    sightings: tuple[Sighting, ...]
    test: str | None
    _engine: Engine = attrs.field(repr=False)

    @property
    def page(self) -> Sample:
        """The page, as it can be given."""
        return self.witness.page

    @cached_property
    def layouts(self) -> tuple[Layout, Layout]:
        """The layouts of the page: by the file as it is, and by the mutant."""
        changed = Engine(self.mutant.change(self._engine.model))
        return self._engine.layout(self.page), changed.layout(self.page)
