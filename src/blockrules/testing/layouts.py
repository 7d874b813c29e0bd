"""
Pages that between them show all that rules can do.
"""

from collections.abc import Iterable

from blockrules.model.samples import Sample
from blockrules.ruleset import Rules

MOST_LAYOUTS = 1_000


def every_layout(rules: Rules, *, most: int = MOST_LAYOUTS) -> tuple[Sample, ...]:
    """
    One page for each distinct layout, those first that most classes of pages have. ValueError where there are more than
    *most*, or where they cannot be counted, or no page of one of them was found: none is left out in silence.
    """
    catalogue = rules.catalogue(most=most)
    if catalogue.count is None:
        raise ValueError("how many layouts there are cannot be told; see docs/analysis.md")
    if catalogue.count > most:
        raise ValueError(f"there are {catalogue.count:,} layouts, more than the {most:,} that are asked for")
    if len(catalogue.layouts) < catalogue.count:
        raise ValueError(f"pages were found of {len(catalogue.layouts):,} of {catalogue.count:,} layouts only")
    return tuple(entry.page for entry in catalogue.layouts)


def missing_cases(rules: Rules, pages: Iterable[object] = ()) -> tuple[Sample, ...]:
    """
    Few pages that show all that neither the file's own tests nor *pages* show of *rules* (docs/testing.md). PageError
    where one of these cannot be read.
    """
    return tuple(case.page for case in rules.coverage(pages).cases)
