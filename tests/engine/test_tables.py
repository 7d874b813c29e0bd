"""
Masks, by class.
"""

from hypothesis import given
from hypothesis import strategies as st

from blockrules.engine.domains import Members
from blockrules.engine.masks import mask_of, numbers_in
from blockrules.engine.tables import STRIDE, ClassTable
from blockrules.model.types import OneOf

CLASSES = 2 * STRIDE + 10
DOMAIN = Members.of(OneOf(tuple(f"m{number}" for number in range(CLASSES - 1))))
literals = st.lists(st.integers(0, CLASSES - 1), max_size=5).map(mask_of)
stretches = st.tuples(st.integers(0, CLASSES), st.integers(0, CLASSES)).map(
    lambda ends: mask_of(range(min(ends), max(ends)))
)


@given(st.lists(literals | stretches, max_size=20))
def test_masks_made_when_needed_are_those_made_at_once(classes: list[int]) -> None:
    """In whatever order they are asked for, and when those made before are forgotten."""
    entries = [(cube + 3, each) for cube, each in enumerate(classes)]
    dense, sparse = (ClassTable.of(DOMAIN, 0b101, entries, room) for room in (1 << 20, 40))
    for place in [*range(CLASSES - 1, -1, -7), *range(CLASSES)]:
        asked_for = mask_of([0, 2, *(cube for cube, each in entries if each >> place & 1)])
        assert dense.alive(place) == sparse.alive(place) == asked_for


@given(st.sets(st.integers(0, 2_000)))
def test_a_mask_holds_its_numbers(numbers: set[int]) -> None:
    """There and back."""
    assert mask_of(numbers) == sum(1 << number for number in numbers)
    assert list(numbers_in(mask_of(numbers))) == sorted(numbers)
