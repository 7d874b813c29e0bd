"""
How long it takes to say something of all pages: findings, a difference, the facts that matter.
"""

from collections.abc import Callable, Iterator
from time import perf_counter

import blockrules
from benchmarks.answering import LIMITS, load
from benchmarks.tables import Table, verdict
from benchmarks.workloads import PROFILES, Profile, workload

GOAL = 2.0


def tables() -> Iterator[Table]:
    """
    All tables of what is said of all pages.
    """
    yield Table(
        "All possible pages",
        "Seconds, once. The difference is to the same file with one condition negated.",
        ("profile", "regions", "`findings` (at most 2 s)", "`difference` (at most 2 s)", "`vary`"),
        [_row(profile) for profile in PROFILES],
    )


def _row(profile: Profile) -> tuple[str, ...]:
    site = workload(profile, 1_000)
    old = load(site)
    place = old.all_regions[len(old.all_regions) // 2].condition.span
    negated = f"{site.rules[: place.start]}not ({site.rules[place.start : place.end]}){site.rules[place.end :]}"
    new = blockrules.loads(negated, limits=LIMITS)
    findings = _seconds(lambda: old.findings)
    difference = _seconds(lambda: str(blockrules.difference(old, new)))
    vary = _seconds(lambda: blockrules.vary(old))
    told = (f"{seconds:.2f} s {verdict(seconds, most=GOAL)}" for seconds in (findings, difference))
    return profile, "1,000", *told, f"{vary:.2f} s"


def _seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    for table in tables():
        print(table)
