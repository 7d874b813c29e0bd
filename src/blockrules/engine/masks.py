"""
Sets of cubes, classes or atoms as whole numbers, with one bit for each.
"""

from collections.abc import Iterable, Iterator


def mask_of(numbers: Iterable[int]) -> int:
    """
    The set of *numbers*, in time linear in the highest.
    """
    found = bytearray()
    for number in numbers:
        place = number >> 3
        if place >= len(found):
            found += bytes(place + 1 - len(found))
        found[place] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def numbers_in(mask: int) -> Iterator[int]:
    """
    The numbers in *mask*, ascending; quick where there are few.
    """
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest
