"""
The buckets of one fact under all the seeds of a file, asked for as late as can be: hashing costs more than all else.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import attrs

from blockrules.engine.domains import Buckets
from blockrules.engine.hashing import Lanes, Seeds, pieces
from blockrules.engine.memory import LONGEST_REMEMBERED
from blockrules.engine.plan import Decoder, Plan, Step
from blockrules.model.truth import fnv
from blockrules.model.types import Value

# So many buckets are remembered, of all values together; then all are forgotten.
MOST_BUCKETS = 1 << 18
# Roughly: hashing all seeds at once costs as much as some seeds one by one, and a little more for each.
FIXED, ONE_BY_ONE = 40, 3


@attrs.frozen
class Ask:
    """
    What a cube asks of one seed: the classes of buckets, between *starts*, that it lies in; *lane* is the place of the
    seed.
    """

    lane: int
    starts: tuple[int, ...]
    classes: int


class BucketReader:
    """
    The buckets of one fact under all its seeds, for those cubes that everything else has left alive.
    """

    def __init__(self, steps: Sequence[Step], plan: Plan[Any]) -> None:
        self.asking = 0
        self.absent = -1
        seeds: list[str] = []
        asks: dict[int, list[Ask]] = {}
        for lane, step in enumerate(steps):
            domain = step.axis.domain
            assert isinstance(domain, Buckets)
            seeds.append(domain.seed)
            self.asking |= step.asking
            self.absent &= step.table.alive(domain.place(None))
            for cube, classes in step.entries:
                asks.setdefault(cube, []).append(Ask(lane, domain.starts, classes))
        self.asks = asks
        self.decoder = Decoder.of(range(plan.size))
        states = tuple(fnv(seed) for seed in seeds)
        self.seeds, self.lanes = Seeds(states), Lanes.of(states)
        # By value, the buckets that were asked for, by the place of the seed.
        self.memo: dict[bytes, dict[int, int]] = {}
        self.remembered = max(1, MOST_BUCKETS // len(seeds))

    def after(self, alive: int, value: Value) -> int:
        """
        Which of the cubes *alive* the buckets of *value* leave so.
        """
        if value is None or value == "":
            return alive & self.absent
        cubes = self.decoder.labels(alive & self.asking)
        text = str(value).encode("utf-8")
        buckets, cut = self._remembered(text, len(cubes)), pieces(text)
        for cube in cubes:
            for ask in self.asks[cube]:
                bucket = buckets.get(ask.lane)
                if bucket is None:
                    bucket = buckets[ask.lane] = self.seeds.bucket(ask.lane, cut)
                if not ask.classes >> bisect_right(ask.starts, bucket) & 1:
                    alive ^= 1 << cube
                    break
        return alive

    def _remembered(self, text: bytes, asked: int) -> dict[int, int]:
        """
        The buckets of *text* that are known, by the place of the seed: all of them where many are *asked* for.
        """
        found = self.memo.get(text)
        if found is None:
            many = asked * ONE_BY_ONE > FIXED + len(self.seeds.states)
            found = dict(enumerate(self.lanes.buckets(text))) if many else {}
            if len(text) <= LONGEST_REMEMBERED:
                if len(self.memo) >= self.remembered:
                    self.memo.clear()
                self.memo[text] = found
        return found
