"""
How long explaining takes: every region of a page, with what forces it and what would change it, as text.
"""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from benchmarks.answering import load
from benchmarks.tables import Table, verdict
from benchmarks.workloads import PROFILES, Profile, workload

ROUNDS, GOAL = 5, 1.0


def tables() -> Iterator[Table]:
    """
    All tables of explaining.
    """
    yield Table(
        "`str(rules.explain(page))`",
        "Medians of 5 pages: the first, for which the unions of all conditions are made, and the next.",
        ("profile", "regions", "the first page", "the next (at most 1 s)"),
        [_row(profile) for profile in PROFILES],
    )


def _row(profile: Profile) -> tuple[str, ...]:
    site = workload(profile, 1_000)
    pages = site.pages("traffic", ROUNDS)
    seconds: dict[bool, list[float]] = {True: [], False: []}
    for page in pages:
        rules = load(site)
        rules.layout(page)
        for is_first in (True, False):
            start = perf_counter()
            str(rules.explain(page))
            seconds[is_first].append(perf_counter() - start)
    first, later = median(seconds[True]), median(seconds[False])
    return profile, "1,000", f"{first:.2f} s", f"{later:.2f} s {verdict(later, most=GOAL)}"


if __name__ == "__main__":
    for table in tables():
        print(table)
