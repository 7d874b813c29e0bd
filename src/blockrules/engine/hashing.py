"""
The buckets of one value under many seeds (the law, 3; truth.py says it in few words).

One seed after another: the state after a seed is kept, and the hash of the decimal text of a hash is taken in two
parts, the upper of which is looked up. All seeds at once: their states are laid side by side in one whole number, 64
bits for each, wide enough for the product of a step, and each step is taken once for all. Digits are then split off by
multiplying with the inverse of ten (Granlund and Montgomery, Division by Invariant Integers, 1994).

A step keeps 32 bits, and no higher bit ever reaches a lower one: so some steps are taken before the rest is cut off.
"""

from collections.abc import Sequence
from struct import Struct

import attrs

from blockrules.engine.memory import Memory
from blockrules.model.truth import BITS, BUCKETS, FNV_OFFSET, FNV_PRIME, fnv

LANE = 64
# The longest decimal text of 32 bits.
DIGITS = 10
TENTH, TENTH_SHIFT = 0xCCCCCCCD, 35
QUOTIENT = (1 << (LANE - TENTH_SHIFT)) - 1
ZERO = ord("0")
LOWER = 1_000_000
PIECE = 12


def _upper() -> Memory[int, int]:
    """
    The hash of the decimal text of a number, by the number; there are at most 4,295.
    """
    return Memory(lambda number: fnv(str(number)), 1 << 13)


@attrs.frozen(eq=False)
class Seeds:
    """
    The hashes of some seeds, and the upper parts of those that were continued.
    """

    states: tuple[int, ...]
    uppers: Memory[int, int] = attrs.field(factory=_upper)

    def bucket(self, place: int, value: Sequence[bytes]) -> int:
        """
        The bucket of the text whose UTF-8 bytes are those of *value*, in pieces, under the seed at *place*.
        """
        found = self.states[place]
        for piece in value:
            for byte in piece:
                found = (found ^ byte) * FNV_PRIME
            found &= BITS
        upper, lower = divmod(found, LOWER)
        if not upper:
            return fnv(str(lower)) % BUCKETS
        found = self.uppers[upper]
        for byte in b"%06d" % lower:
            found = (found ^ byte) * FNV_PRIME
        return (found & BITS) % BUCKETS


def pieces(value: bytes) -> list[bytes]:
    """
    *value* in pieces so short that only the last step through each need cut off the bits that do not count.
    """
    return [value[start : start + PIECE] for start in range(0, len(value), PIECE)]


@attrs.frozen(eq=False)
class Lanes:
    """
    Seeds side by side: *ones* has the lowest bit of every lane, *states* the hash of each seed.
    """

    ones: int
    states: int
    packing: Struct

    @classmethod
    def of(cls, states: Sequence[int]) -> "Lanes":
        """
        The lanes of seeds whose hashes are *states*.
        """
        ones = sum(1 << LANE * place for place in range(len(states)))
        return cls(ones, sum(state << LANE * place for place, state in enumerate(states)), Struct(f"<{len(states)}Q"))

    def buckets(self, value: bytes) -> Sequence[int]:
        """
        The bucket of the text whose UTF-8 bytes are *value*, under each seed.
        """
        ones, low = self.ones, self.ones * BITS
        here = self.states
        for byte in value:
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
