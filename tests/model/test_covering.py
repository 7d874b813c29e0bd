"""
Patterns that others cover.
"""

from itertools import product
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockrules.model.covering import LONGEST_SEARCHED, MOST_COMPARED, Covering
from blockrules.model.patterns import Pattern

TEXTS = ["".join(letters) for length in range(6) for letters in product("ab/", repeat=length)]
PATHS = [text for text in TEXTS if text[:1] == "/" and (text == "/" or text[-1] != "/")]
PIECES = st.lists(st.sampled_from(["a", "b", "/", "*", "**"]), min_size=1, max_size=5).map("".join)


def covered(*texts: str, kind: Literal["path", "text"] = "path", work: int = 50_000) -> list[tuple[str, str]]:
    """
    The patterns of *texts* that are covered, each with what covers it.
    """
    return [(texts[inner], texts[outer]) for inner, outer in Covering(work).covered([Pattern(t, kind) for t in texts])]


@given(st.lists(PIECES, min_size=2, max_size=5, unique=True), st.sampled_from(["path", "text"]))
def test_what_is_covered_fits_nothing_of_its_own(texts: list[str], kind: Literal["path", "text"]) -> None:
    """Of all short texts there is none that the one pattern fits and the other does not."""
    patterns = [Pattern(f"/{text}" if kind == "path" else text, kind) for text in texts]
    values = PATHS if kind == "path" else TEXTS
    for inner, outer in Covering().covered(patterns):
        assert [
            value for value in values if patterns[inner].matches(value) and not patterns[outer].matches(value)
        ] == []


@given(st.lists(PIECES, min_size=2, max_size=5, unique=True))
def test_one_of_those_that_cover_one_another_stays(texts: list[str]) -> None:
    """Whatever is left out for being covered, all that it took in is still taken in."""
    patterns = [Pattern(f"/{text}", "path") for text in texts]
    left_out = {inner for inner, _ in Covering().covered(patterns)}
    left = [pattern for number, pattern in enumerate(patterns) if number not in left_out]
    for path in PATHS:
        assert any(each.matches(path) for each in left) == any(each.matches(path) for each in patterns)


@given(PIECES, PIECES)
def test_where_one_run_of_stars_covers_it_is_found(one: str, other: str) -> None:
    """If no short text tells a pattern from one with a single run of stars, it is covered."""
    inner, outer = Pattern(f"/{one}", "text"), Pattern(f"/{other.replace('*', '')}*", "text")
    texts = ["/" + text for text in TEXTS]
    if inner != outer and all(outer.matches(text) for text in texts if inner.matches(text)) and len(one) <= 4:
        assert list(Covering().covered([outer, inner])) == [(1, 0)]


def test_a_long_list_is_compared_in_part() -> None:
    """With so many others that begin alike, and for as long as there is work left."""
    many = [f"/*{number:02}" for number in range(MOST_COMPARED)]
    assert covered(*many[1:], "/**", "/a") == [*((each, "/**") for each in many[1:]), ("/a", "/**")]
    assert covered(*many, "/**", "/a") == []
    assert covered("/*/x/*", "/a/x/b", "/**/y/*", "/a/y/*") == [("/a/x/b", "/*/x/*"), ("/a/y/*", "/**/y/*")]
    assert covered("/a/x/b", "/a/y/b", "/*/x/*", "/*/y/*", work=20) == [("/a/x/b", "/*/x/*")]
    assert covered("/a/*", "/a/b", work=0) == [("/a/b", "/a/*")]


@pytest.mark.parametrize(("length", "expected"), [(10, 1), (LONGEST_SEARCHED, 0)])
def test_long_patterns_are_not_searched(length: int, expected: int) -> None:
    """A warning is not worth a wait."""
    assert len(covered("/**/x/**", f"/{'a' * length}/*/x/*")) == expected
