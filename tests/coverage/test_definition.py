"""
Coverage is what its definition says, on many small files, with all their pages gone through.

Each file comes from a seed: `BLOCKRULES_SEEDS=17` replays one, `BLOCKRULES_SEEDS=0..2000` tries more.
"""

import os
from random import Random

import pytest

import blockrules
from blockrules.analysis.world import World
from blockrules.coverage.goals import MEASURES
from tests.analysis.brute import MOST_POINTS, can_occur, pages, points
from tests.analysis.small import small
from tests.coverage.counted import counts

FIRST, _, LAST = os.environ.get("BLOCKRULES_SEEDS", "0..30").partition("..")
SEEDS = range(int(FIRST), int(LAST or int(FIRST) + 1))
BATCH = 10


@pytest.mark.parametrize("batch", range(SEEDS.start, SEEDS.stop, BATCH))
def test_it_is_what_its_definition_says(batch: int) -> None:
    """By every measure: of all that some page can show, what the pages of a test run do."""
    for seed in range(batch, min(batch + BATCH, SEEDS.stop)):
        rules = blockrules.loads(small(seed)[0])
        world = World.of(rules._model)
        if points(world) > MOST_POINTS:
            continue
        every = [page for page in pages(world) if can_occur(rules, page)]
        rng = Random(seed)
        for few in (0, 1, 3, len(every) // 2, len(every)):
            seen = rng.sample(every, min(few, len(every)))
            coverage = rules.coverage(seen)
            found = {measure: (coverage.counts[measure].seen, coverage.counts[measure].many) for measure in MEASURES}
            replay = f"BLOCKRULES_SEEDS={seed} python -m pytest {__file__}"
            assert found == counts(rules, every, seen), f"seed {seed}, {few} pages\n{replay}\n{small(seed)[0]}"


@pytest.mark.parametrize("batch", range(SEEDS.start, SEEDS.stop, BATCH))
def test_the_cases_complete_it(batch: int) -> None:
    """Written into the file as they are, its tests pass and show all that can be; what is told fits together."""
    for seed in range(batch, min(batch + BATCH, SEEDS.stop)):
        text = small(seed)[0]
        coverage = blockrules.loads(text).coverage()
        whole = blockrules.loads("\n\n".join([text, *coverage.tests]))
        told = f"BLOCKRULES_SEEDS={seed} python -m pytest {__file__}\n{text}\n{coverage}"
        assert all(result.passed for result in whole.run_tests()), told
        after = whole.coverage()
        assert (after.percent, after.missing, after.cases) == (100, (), ()), told
        assert sorted(map(id, coverage.missing)) == sorted(id(goal) for case in coverage.cases for goal in case.shows)
        assert sum(count.many for count in coverage.counts.values()) == sum(
            count.many for count in after.counts.values()
        )
