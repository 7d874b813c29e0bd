"""
Places as editors count them.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockrules.editors.positions import CODECS, Encoding, Place, offset, place
from blockrules.language.source import Source

TEXT = Source("x", "a😀é\r\n\u2028b\rc\n")
encodings = st.sampled_from(sorted(CODECS))


@pytest.mark.parametrize(
    ("encoding", "columns"), [("utf-8", [0, 1, 5, 7]), ("utf-16", [0, 1, 3, 4]), ("utf-32", [0, 1, 2, 3])]
)
def test_columns_are_code_units(encoding: Encoding, columns: list[int]) -> None:
    """Of which a character outside the basic plane has two in UTF-16, and one with an accent two in UTF-8."""
    assert [place(TEXT, at, encoding) for at in range(4)] == [Place(0, column) for column in columns]
    assert [offset(TEXT, Place(0, column), encoding) for column in columns] == [0, 1, 2, 3]


def test_only_the_ends_of_the_law_part_lines() -> None:
    """A line separator of Unicode is a character of its line."""
    assert [place(TEXT, at, "utf-16").line for at in range(len(TEXT.text) + 1)] == [0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3]


@pytest.mark.parametrize(
    ("where", "expected"),
    [(Place(0, 99), 3), (Place(0, 2), 1), (Place(1, 99), 7), (Place(3, 0), 10), (Place(4, 0), 10), (Place(99, 99), 10)],
)
def test_a_place_that_is_none_is_taken_for_the_nearest_before(where: Place, expected: int) -> None:
    """Past the end of a line, in the middle of a character, past the last line."""
    assert offset(TEXT, where, "utf-16") == expected


@given(st.text(st.sampled_from("a😀é\n\r\u2028"), max_size=9), encodings, st.data())
def test_there_and_back(text: str, encoding: Encoding, data: st.DataObject) -> None:
    """Every offset is found again by its place, save one between the halves of a line end."""
    source = Source("x", text)
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] != "\r\n" or at == 0:
        assert offset(source, place(source, at, encoding), encoding) == at
