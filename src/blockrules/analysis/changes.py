"""
One thing that two rules files do differently.
"""

from fractions import Fraction
from functools import cached_property
from typing import Literal

import attrs

from blockrules.analysis.diagrams import Diagram
from blockrules.analysis.witnesses import Witness
from blockrules.analysis.wording import Description, description
from blockrules.analysis.world import World
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout

Kind = Literal["appears", "disappears", "holds something else", "stands elsewhere"]
KINDS: tuple[Kind, ...] = ("appears", "disappears", "holds something else", "stands elsewhere")


@attrs.frozen
class Thing:
    """
    A region, a *block* of one, or what stands in a *slot*.
    """

    region: str
    block: str | None = None
    slot: str | None = None

    @property
    def name(self) -> str:
        """What somebody asks for it by."""
        return f"{self.region}.{self.block}" if self.block else self.region

    def __str__(self) -> str:
        return f"`{self.name}` in the slot `{self.slot}`" if self.slot else f"`{self.name}`"


@attrs.frozen(eq=False, slots=False)
class Change:
    """
    What becomes otherwise, and *where*: on which pages; the *witness* is one. It *is_edited* where the words of
    the thing itself have changed, and not only of something that it hangs on; of what it holds the *details* tell.
    """

    kind: Kind
    thing: Thing
    is_edited: bool
    details: tuple[str, ...]
    where: Diagram
    witness: Witness
    # The same for pages that cannot occur too, which takes fewer words.
    _anywhere: Diagram = attrs.field(repr=False)
    _world: World = attrs.field(repr=False)
    _engines: tuple[Engine, Engine] = attrs.field(repr=False)

    @cached_property
    def share(self) -> Fraction:
        """The part of the classes of all facts that it concerns, of what can occur."""
        return self._world.share(self.where)

    @cached_property
    def pages(self) -> Description:
        """Which pages it concerns, as conditions."""
        return description(self._world, self._anywhere, self._world.around(self.where))

    @cached_property
    def layouts(self) -> tuple[Layout, Layout]:
        """The old and the new layout of the page that shows it."""
        (old, new), (before, after) = self._engines, self.witness.pages
        return old.layout(before), new.layout(after)
