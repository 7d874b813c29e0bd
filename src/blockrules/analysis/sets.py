"""
Sets of pages as diagrams, where one that would be too large is None, and so is what is made of it.
"""

from collections.abc import Callable, Iterable

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram, Diagrams


@attrs.frozen(eq=False, slots=False)
class Sets:
    """
    The sets over some diagrams.
    """

    diagrams: Diagrams

    @property
    def everything(self) -> Diagram:
        """All pages."""
        return TRUE

    @property
    def nothing(self) -> Diagram:
        """No page."""
        return FALSE

    def all(self, every: Iterable[Diagram | None]) -> Diagram | None:
        """
        What lies in each of *every*.
        """
        return self._joined(every, self.diagrams.all)

    def some(self, every: Iterable[Diagram | None]) -> Diagram | None:
        """
        What lies in one of *every*, or more.
        """
        return self._joined(every, self.diagrams.some)

    def opposite(self, one: Diagram | None) -> Diagram | None:
        """
        What does not lie in *one*.
        """
        return None if one is None else self.diagrams.answered(lambda: self.diagrams.opposite(one))

    def but(self, one: Diagram | None, other: Diagram | None) -> Diagram | None:
        """
        What lies in *one* and not in *other*.
        """
        return self.all([one, self.opposite(other)])

    def differ(self, one: Diagram | None, other: Diagram | None) -> Diagram | None:
        """
        What lies in just one of the two.
        """
        return self.some([self.but(one, other), self.but(other, one)])

    def _joined(self, every: Iterable[Diagram | None], join: Callable[[Iterable[Diagram]], Diagram]) -> Diagram | None:
        known = []
        for each in every:
            if each is None:
                return None
            known.append(each)
        return self.diagrams.answered(lambda: join(known))
