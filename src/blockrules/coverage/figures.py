"""
The figures of coverage, and what they are of.
"""

from collections.abc import Mapping, Sequence
from math import floor

import attrs

from blockrules.coverage.cases import Case
from blockrules.coverage.goals import Goal, Measure
from blockrules.coverage.measured import Count
from blockrules.language.source import Source


@attrs.frozen(eq=False, slots=False)
class Figures:
    """
    How far the tests of the file called *name* go: by measure how much was seen; the goals that are *missing*, in
    reading order; *cases* that would show them; how many are *unknown*, since their conditions are too tangled; and
    how many different *pages* there were, but for those that were *ignored*, since they cannot occur.
    """

    name: str
    counts: Mapping[Measure, Count]
    missing: tuple[Goal, ...] = attrs.field(repr=False)
    cases: tuple[Case, ...] = attrs.field(repr=False)
    unknown: int
    pages: int
    ignored: int
    sources: tuple[Source, ...] = attrs.field(repr=False)

    @property
    def percent(self) -> float:
        """
        How much was seen of all that can be: from 0 to 100, rounded down to tenths, so that 100 is all.
        """
        many = sum(count.many for count in self.counts.values())
        seen = sum(count.seen for count in self.counts.values())
        return floor(1000 * seen / many) / 10 if many else 100.0

    @property
    def notes(self) -> Sequence[str]:
        """What is to be known of the figures, a sentence each."""
        left_out = "1 page" if self.ignored == 1 else f"{self.ignored:,} pages"
        notes = [f"{left_out} showed nothing: the rules assume that there is none like that"] if self.ignored else []
        return notes + (
            [f"{self.unknown:,} more cannot be told; the conditions are too tangled"] if self.unknown else []
        )

    @property
    def tests(self) -> Sequence[str]:
        """What shows the missing, as far as it can be written in a rules file."""
        return [case.test for case in self.cases if case.test is not None]

    @property
    def without_test(self) -> Sequence[str]:
        """What is said of the missing that no test in a rules file shows, a sentence each."""
        shown = {goal for case in self.cases for goal in case.shows}
        lost = sum(goal not in shown for goal in self.missing)
        pages = len(self.cases) - len(self.tests)
        told = [f"of {lost:,} of these things no page was found"] if lost else []
        return told + ([f"{pages:,} of the pages that show it can be given from Python only"] if pages else [])

    @property
    def title(self) -> str:
        """How far it goes, in one line."""
        pages = f"{self.pages:,} {'page' if self.pages == 1 else 'pages'}"
        return f"{self.name}: {self.percent:g} % seen, on {pages}"
