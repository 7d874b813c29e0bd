"""
Answering pages: how many times as fast as hand-written Python, and as other engines?

Contenders answer the same pages in turn, round after round; their answers are compared first. What is printed are
medians of the ratios of one run, so that a noisy machine blurs them but does not turn them.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from math import prod
from statistics import fmean, median
from time import perf_counter

import attrs

import blockrules
from benchmarks.contenders import ENGINES, Answer, engines
from benchmarks.tables import Table, verdict
from benchmarks.workloads import LOCALS, PROFILES, SIZES, Page, Profile, Traffic, Workload, workload
from blockrules.model.truth import bucket

TRAFFIC: tuple[Traffic, ...] = ("hot", "traffic", "fresh")
LIMITS = blockrules.Limits(bytes=64 * 1024 * 1024)
# A page costs some engines a thousand times as much, so they answer the first few only.
FEW = 20
GOALS: dict[Traffic, dict[int, float]] = {
    "traffic": {10: 0.9, 40: 1.5, 100: 3.5, 300: 7.5, 1_000: 14, 10_000: 20},
    "fresh": {10: 0.6, 40: 0.9, 100: 1.4, 300: 3, 1_000: 6, 10_000: 10},
}
ENGINE_GOALS = {"zen-engine": 30, "rule-engine": 1_000}
LAYOUT_GOALS = {"layout": 1.5, "layout, all read": 4, "layout, vary, key, expires": 5}
Reading = Callable[[Page], object]


@attrs.frozen
class Times:
    """
    The seconds for a page that each contender took, round by round.
    """

    seconds: dict[str, list[float]]

    def ratio(self, name: str, other: str) -> float:
        """
        How many times as fast as *other* the one of that *name* was.
        """
        return median(map(float.__truediv__, self.seconds[other], self.seconds[name]))

    def microseconds(self, name: str) -> float:
        """
        What a page took.
        """
        return 1e6 * median(self.seconds[name])


@attrs.frozen
class Contest:
    """
    Contenders for one workload, by name. *Slow* ones answer few pages; what *others* give are no names of regions.
    """

    site: Workload
    contenders: dict[str, Answer]
    slow: dict[str, Answer] = attrs.field(factory=dict)
    others: dict[str, Reading] = attrs.field(factory=dict)

    def run(self, traffic: Traffic, rounds: int, pages: int) -> Times:
        """
        Compare the answers, then take the times.
        """
        shown = self.site.pages(traffic, 50)
        hand = by_hand(self.site)
        expected = [hand(page) for page in shown]
        for name, answer in self.contenders.items():
            assert [answer(page) for page in shown] == expected, name
        for name, answer in self.slow.items():
            assert [answer(page) for page in shown[:FEW]] == expected[:FEW], name
        readings: dict[str, Reading] = {**self.contenders, **self.others, **self.slow}
        seconds: dict[str, list[float]] = {name: [] for name in readings}
        drawn = self.site.pages(traffic, pages)
        for number in range(rounds):
            if traffic == "fresh":
                drawn = self.site.pages(traffic, pages, seed=number)
            for name, reading in list(readings.items())[:: -1 if number % 2 else 1]:
                seconds[name].append(timed(reading, drawn[:FEW] if name in self.slow else drawn))
        return Times(seconds)


def timed(reading: Reading, pages: list[Page]) -> float:
    """
    The seconds for a page that *reading* takes.
    """
    start = perf_counter()
    for page in pages:
        reading(page)
    return (perf_counter() - start) / len(pages)


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


def layouts(rules: blockrules.Rules) -> dict[str, Reading]:
    """
    What a host does with a layout.
    """
    layout = rules.layout

    def read(page: Page) -> None:
        found = layout(page)
        for region in found:
            for _ in region.blocks:
                pass
        for blocks in found.slots.values():
            for _ in blocks:
                pass

    def cached(page: Page) -> object:
        found = layout(page)
        return found.vary, found.key, found.expires

    return dict(zip(LAYOUT_GOALS, (layout, read, cached), strict=True))


def load(site: Workload) -> blockrules.Rules:
    """
    The rules of *site*.
    """
    return blockrules.loads(site.rules, limits=LIMITS)


def mean(ratios: Iterable[float]) -> float:
    """
    The geometric mean.
    """
    every = list(ratios)
    return prod(every) ** (1 / len(every))


def hand_table(sizes: Iterable[int]) -> Table:
    """
    The rules against hand-written code.
    """
    return Table(
        "`rules.regions(page)` against hand-written code",
        "Times as fast as hand-written `if`s: the geometric mean over the profiles, then each profile with the"
        " microseconds that a page took by hand. Traffic `hot` has no goal. The floor, by its mean, reads the facts and"
        " builds a tuple of names, a tenth of the regions.",
        ("regions", "traffic", "goal", "mean", "", *PROFILES, "floor"),
        list(_hand_rows(sizes)),
    )


def _hand_rows(sizes: Iterable[int]) -> Iterator[tuple[str, ...]]:
    for regions in sizes:
        sites = [workload(profile, regions) for profile in PROFILES]
        contests = [
            Contest(site, {"by hand": by_hand(site), "blockrules": load(site).regions}, others={"floor": floor(site)})
            for site in sites
        ]
        pages = max(400, min(4_000, 1_500_000 // regions))
        # A round of few regions is over so soon that whatever else runs may fall into it.
        rounds = 31 if regions <= 300 else 9
        for traffic in TRAFFIC:
            times = [each.run(traffic, rounds, pages) for each in contests]
            ratios = [each.ratio("blockrules", "by hand") for each in times]
            goal = GOALS.get(traffic, {}).get(regions)
            yield (
                f"{regions:,}",
                traffic,
                f"{goal:g}" if goal else "",
                f"{mean(ratios):.2f}",
                verdict(mean(ratios), least=goal) if goal else "",
                *(
                    f"{ratio:.2f} ({each.microseconds('by hand'):.1f})"
                    for ratio, each in zip(ratios, times, strict=True)
                ),
                f"{mean(each.ratio('floor', 'by hand') for each in times):.1f}",
            )


def engine_table(rounds: int = 5) -> Table:
    """
    The rules against other engines.
    """
    goals = (f"{package}: {goal:,}" for package, goal in ENGINE_GOALS.items())
    return Table(
        "`rules.regions(page)` against other engines",
        "How many times as fast as each the rules are, with the microseconds that it took for a page; at 1,000 regions"
        f" the goals are {', '.join(goals)}. Traffic `traffic`; all answers equal those by hand. The profile adverts is"
        " left out: none of the engines has buckets of visitors under a seed. Each has all conditions in one list"
        " expression, compiled once, the fastest way found (contenders.py).",
        ("profile", "regions", "blockrules", "by hand", *ENGINES, "goals"),
        [_engine_row(profile, regions, rounds) for profile in ("content", "paths") for regions in (100, 1_000)],
    )


def _engine_row(profile: Profile, regions: int, rounds: int) -> tuple[str, ...]:
    site = workload(profile, regions)
    slow = engines(site)
    found = Contest(site, {"by hand": by_hand(site), "blockrules": load(site).regions}, slow)
    times = found.run("traffic", rounds, 1_000)
    ratios = {name: times.ratio("blockrules", name) for name in ("by hand", *slow)}
    kept = [verdict(ratios[name], least=goal) for name, goal in ENGINE_GOALS.items() if name in ratios]
    return (
        profile,
        f"{regions:,}",
        f"{times.microseconds('blockrules'):.2f} µs",
        *(
            f"{ratios[name]:,.0f} ({times.microseconds(name):,.1f})" if name in ratios else "not installed"
            for name in ("by hand", *ENGINES)
        ),
        ", ".join(kept) if regions == 1_000 else "",
    )


def layout_table(rounds: int = 21) -> Table:
    """
    Layouts against names of regions.
    """
    return Table(
        "`rules.layout(page)` against `rules.regions(page)`",
        "Times as long as `regions` alone took for the same pages: the layout; the layout, looking at each block of"
        " each region and of each slot; the layout with its `vary`, `key` and `expires`. Traffic `traffic`. In brackets"
        " how many blocks a page has to look at.",
        ("profile", "regions", "`regions`", *(f"{name} (at most {goal:g})" for name, goal in LAYOUT_GOALS.items())),
        [_layout_row(profile, regions, rounds) for profile in PROFILES for regions in (100, 1_000)],
    )


def _layout_row(profile: Profile, regions: int, rounds: int) -> tuple[str, ...]:
    site = workload(profile, regions)
    rules = load(site)
    times = Contest(site, {"regions": rules.regions}, others=layouts(rules)).run("traffic", rounds, 2_000)
    ratios = {name: 1 / times.ratio(name, "regions") for name in LAYOUT_GOALS}
    shown = 2 * fmean(len(rules.layout(page)) for page in site.pages("traffic", 200))
    cells = [f"{ratio:.2f} {verdict(ratio, most=LAYOUT_GOALS[name])}" for name, ratio in ratios.items()]
    cells[1] += f" ({shown:.0f})"
    return profile, f"{regions:,}", f"{times.microseconds('regions'):.2f} µs", *cells


def tables() -> Iterator[Table]:
    """
    All tables of answering.
    """
    yield hand_table(SIZES)
    yield layout_table()
    yield engine_table()


if __name__ == "__main__":
    for table in tables():
        print(table)
