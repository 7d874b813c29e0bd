"""
The buckets of one value under many seeds at once.

A hash is a row of steps on 32 bits, and all seeds take the same steps. So the states of all of them are laid side by
side in one whole number, 64 bits for each, wide enough for the product of a step, and each step is taken once for all:
the same arithmetic as truth.py's, in lanes. Digits are split off by multiplying with the inverse of ten (Granlund and
Montgomery, Division by Invariant Integers, 1994).
"""

from collections.abc import Sequence
from struct import Struct

import attrs

from blockrules.model.truth import BITS, BUCKETS, FNV_OFFSET, FNV_PRIME, fnv

LANE = 64
# The longest decimal text of 32 bits.
DIGITS = 10
TENTH, TENTH_SHIFT = 0xCCCCCCCD, 35
QUOTIENT = (1 << (LANE - TENTH_SHIFT)) - 1
ZERO = ord("0")


@attrs.frozen(eq=False)
class Lanes:
    """
    Seeds side by side: *ones* has the lowest bit of every lane, *states* the hash of each seed.
    """

    ones: int
    states: int
    packing: Struct

    @classmethod
    def of(cls, seeds: Sequence[str]) -> "Lanes":
        """
        The lanes of *seeds*.
        """
        ones = sum(1 << LANE * place for place in range(len(seeds)))
        states = sum(fnv(seed) << LANE * place for place, seed in enumerate(seeds))
        return cls(ones, states, Struct(f"<{len(seeds)}Q"))

    def buckets(self, value: str) -> Sequence[int]:
        """
        The bucket of *value* under each seed.
        """
        ones, low = self.ones, self.ones * BITS
        here = self.states
        for byte in value.encode("utf-8"):
            here = (here ^ byte * ones) * FNV_PRIME & low
        rests = [here]
        for _ in range(DIGITS - 1):
            rests.append(rests[-1] * TENTH >> TENTH_SHIFT & ones * QUOTIENT)
        found = ones * FNV_OFFSET
        for rest, tenth in zip(reversed(rests), [0, *reversed(rests[1:])], strict=True):
            digit = rest - 10 * tenth + ones * ZERO
            # A digit counts in the lanes where it, or one before it, is not nought; the last counts in all.
            counts = (rest + low >> 32) & ones if rest is not here else ones
            found ^= (found ^ (found ^ digit) * FNV_PRIME & low) & counts * BITS
        return [each % BUCKETS for each in self.packing.unpack(found.to_bytes(self.packing.size, "little"))]
