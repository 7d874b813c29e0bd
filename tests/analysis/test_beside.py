"""
Lines beside one another.
"""

import pytest

from blockrules.analysis.beside import beside


def marked(left: str, right: str) -> list[str]:
    """
    The rows of two lists of words, each cut to its words.
    """
    head, *rows = beside(left.split(), right.split(), ("old", "new"))
    assert head == f"  {'old':<37}new"
    assert all(row == row.rstrip() for row in rows)
    return [" ".join(row.split()) for row in rows]


@pytest.mark.parametrize(
    ("left", "right", "rows"),
    [
        ("", "", []),
        ("a b", "a b", ["a a", "b b"]),
        ("a b c", "a x c", ["a a", "~ b x", "c c"]),
        ("a b c", "a c", ["a a", "- b", "c c"]),
        ("a c", "a b c", ["a a", "+ b", "c c"]),
        ("a b c", "x", ["~ a x", "- b", "- c"]),
        ("a b c d", "a b c d", ["a a", "b b", "c c", "d d"]),
        ("a b c d e f", "a b c d e", ["a a", "… …", "e e", "- f"]),
    ],
)
def test_rows_are_marked_where_they_differ(left: str, right: str, rows: list[str]) -> None:
    """Of many that are the same the first and the last are shown."""
    assert marked(left, right) == rows


def test_long_lines_are_cut_where_they_do_not_differ() -> None:
    """What differs is seen, be it at the end."""
    assert marked("a" * 36, "a" * 37) == [f"~ {'a' * 36} {'a' * 35}…"]
    assert marked("a" * 40 + "b", "a" * 40 + "c") == [f"~ …{'a' * 34}b …{'a' * 34}c"]
    assert marked("a" * 40, "a" * 40) == [f"{'a' * 35}… {'a' * 35}…"]
