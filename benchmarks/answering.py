"""
Answering pages: how many times as fast as hand-written Python?

Contenders answer the same pages in turn, round after round; their answers are compared first. What is printed are medians of the ratios of
one run, so that a noisy machine blurs them but does not turn them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from math import prod
from statistics import median
from time import perf_counter

import attrs

import blockrules
from benchmarks.workloads import LOCALS, PROFILES, Page, Profile, Traffic, Workload, workload
from blockrules.model.truth import bucket

TRAFFIC: tuple[Traffic, ...] = ("hot", "traffic", "fresh")
LIMITS = blockrules.Limits(bytes=64 * 1024 * 1024)
Answer = Callable[[Page], Sequence[str]]


@attrs.frozen
class Contest:
    """
    Contenders for one workload, by name; the first is what the others are held against.
    """

    site: Workload
    contenders: dict[str, Answer]

    def run(self, traffic: Traffic, rounds: int, pages: int) -> dict[str, float]:
        """
        Of each contender, how many times as fast as the first it was; of the first, its microseconds for a page.
        """
        expected = [self.contenders["by hand"](page) for page in self.site.pages(traffic, 50)]
        for name, answer in self.contenders.items():
            assert name == "floor" or [answer(page) for page in self.site.pages(traffic, 50)] == expected, name
        seconds: dict[str, list[float]] = {name: [] for name in self.contenders}
        for number in range(rounds):
            drawn = self.site.pages(traffic, pages, seed=number if traffic == "fresh" else 7)
            for name, answer in self.contenders.items():
                seconds[name].append(timed(answer, drawn))
        hand = seconds["by hand"]
        ratios = {name: median(map(float.__truediv__, hand, own)) for name, own in seconds.items()}
        return ratios | {"by hand": 1e6 * median(hand) / pages}


def timed(answer: Answer, pages: Iterable[Page]) -> float:
    """
    The seconds that *answer* takes for all *pages*.
    """
    start = perf_counter()
    for page in pages:
        answer(page)
    return perf_counter() - start


def by_hand(site: Workload) -> Answer:
    """
    The `if`s that a good engineer would write.
    """
    names: dict[str, object] = {"re": re, "datetime": datetime, "bucket": bucket}
    exec(compile(site.python, "<by hand>", "exec"), names)
    answer: Answer = names["regions"]  # type: ignore[assignment]
    return answer


def floor(site: Workload) -> Answer:
    """
    Reading the facts and building a list of names: what no contender can be faster than.
    """
    facts = LOCALS["adverts" if site.profile == "adverts" else "content"]
    reading = "".join(f"    {fact} = page[{fact!r}]\n" for fact in facts)
    names: dict[str, object] = {"shown": [f"region_{number}" for number in range(site.regions // 10)]}
    exec(f"def regions(page):\n{reading}    return tuple(shown)", names)
    answer: Answer = names["regions"]  # type: ignore[assignment]
    return answer


def contest(profile: Profile, regions: int) -> Contest:
    """
    blockrules against hand-written code.
    """
    site = workload(profile, regions)
    rules = blockrules.loads(site.rules, limits=LIMITS)
    return Contest(site, {"by hand": by_hand(site), "blockrules": rules.regions, "floor": floor(site)})


def mean(ratios: Iterable[float]) -> float:
    """
    The geometric mean.
    """
    every = list(ratios)
    return prod(every) ** (1 / len(every))


def rows(sizes: Iterable[int], rounds: int = 7) -> Iterator[tuple[int, Traffic, dict[Profile, dict[str, float]]]]:
    """
    The ratios by size and traffic.
    """
    for regions in sizes:
        contests = {profile: contest(profile, regions) for profile in PROFILES}
        for traffic in TRAFFIC:
            pages = max(400, min(4_000, 1_500_000 // regions))
            yield regions, traffic, {profile: each.run(traffic, rounds, pages) for profile, each in contests.items()}


def main() -> None:
    """
    Print the table of ratios.
    """
    print("times as fast as by hand: geometric mean, then content, adverts, paths (microseconds by hand)")
    for regions, traffic, found in rows((10, 40, 100, 300, 1_000, 10_000)):
        ratios = [each["blockrules"] for each in found.values()]
        each = "  ".join(f"{own['blockrules']:6.2f} ({own['by hand']:6.1f})" for own in found.values())
        print(f"{regions:7,} {traffic:8} {mean(ratios):6.2f}   {each}", flush=True)


if __name__ == "__main__":
    main()
