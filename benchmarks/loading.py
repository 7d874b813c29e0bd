"""
How loading grows with the file: ten times the regions, how many times the time?
"""

from statistics import median
from time import perf_counter

import blockrules
from benchmarks.workloads import PROFILES, workload

ROUNDS = 5
LIMITS = blockrules.Limits(bytes=64 * 1024 * 1024)


def main() -> None:
    """
    Print, for each profile, the ratio of the times for 10,000 and 1,000 regions, measured in turn.
    """
    print(f"loading, median of {ROUNDS} rounds in turn")
    for profile in PROFILES:
        small, large = (workload(profile, regions).rules for regions in (1_000, 10_000))
        blockrules.loads(small)
        rounds = [(seconds(small), seconds(large)) for _ in range(ROUNDS)]
        ratio = median(long / short for short, long in rounds)
        print(
            f"  {profile:8} 1,000: {median(short for short, _ in rounds):6.2f} s   10,000: {ratio:5.1f} times as long"
        )


def seconds(text: str) -> float:
    """
    How long *text* takes to load.
    """
    start = perf_counter()
    blockrules.loads(text, limits=LIMITS)
    return perf_counter() - start


if __name__ == "__main__":
    main()
