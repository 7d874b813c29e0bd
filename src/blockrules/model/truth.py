"""
Whether one test is true of one value (the law, 3).
"""

from typing import assert_never

from blockrules.model import conditions
from blockrules.model.types import Value

FNV_OFFSET, FNV_PRIME, BITS = 0x811C9DC5, 0x01000193, 0xFFFFFFFF
BUCKETS = 10_000


def passes(test: conditions.Test, value: Value) -> bool:
    """
    Whether *test* is true of *value*, of its fact's type. Of None, an absent fact, only `is none` is.
    """
    if value is None or isinstance(test, conditions.Absent):
        return value is None and isinstance(test, conditions.Absent)
    match test:
        case conditions.Equal(_, members):
            return value in members
        case conditions.Between():
            return _lies(value, test)
        case conditions.Matching(_, patterns):
            assert isinstance(value, str)
            return any(pattern.matches(value) for pattern in patterns)
        case conditions.Holding(_, members, every):
            assert isinstance(value, frozenset)
            return members <= value if every else not members.isdisjoint(value)
        case conditions.Empty():
            return value == frozenset()
        case conditions.InShare(_, share, seed):
            return value != "" and bucket(seed, str(value)) < share
        case _:
            assert_never(test)


def _lies(value: Value, test: conditions.Between) -> bool:
    if test.low is not None and not (test.low < value or (test.low_included and test.low == value)):  # type: ignore[operator]
        return False  # both are of the fact's type
    return test.high is None or value < test.high or (test.high_included and test.high == value)  # type: ignore[operator]


def bucket(seed: str, value: str) -> int:
    """
    Which of 10,000 buckets *value* is in under *seed*.
    """
    return fnv(str(fnv(seed + value))) % BUCKETS


def fnv(text: str) -> int:
    """
    The 32-bit FNV-1a hash of the UTF-8 bytes of *text* (Fowler, Noll and Vo).
    """
    found = FNV_OFFSET
    for byte in text.encode("utf-8"):
        found = (found ^ byte) * FNV_PRIME & BITS
    return found
