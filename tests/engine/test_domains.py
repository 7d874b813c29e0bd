"""
Classes of values, and a value of each.
"""

import pytest

from blockrules.engine.axes import Axis
from blockrules.engine.domains import Atoms
from blockrules.engine.engine import Engine
from blockrules.language.reading import Limits, read, within
from blockrules.language.shelves import Texts
from blockrules.model.checker import check
from blockrules.model.search import UNKNOWN

LIMITS = Limits()


def axis(type: str, *conditions: str) -> Axis:
    """
    The axis of a fact `x` of *type*, as *conditions* cut it.
    """
    text = f"facts {{ x: {type} }} " + " ".join(f"define d{number} as {each}" for number, each in enumerate(conditions))
    model, _ = check(read(within(text, "rules", LIMITS), Texts({}, LIMITS), LIMITS), None)
    assert model is not None
    (found,) = Engine(model).axes
    return found


@pytest.mark.parametrize(
    ("type", "conditions", "size"),
    [
        ("bool", ["x"], 3),
        ("one of a, b", ["x is a"], 3),
        ("int", ["x is 3", "x > 7"], 5),
        ("number", ["x is 0", "x < 1.5"], 5),
        ("date", ["x is 2026-01-01", "x > 9999-12-30"], 5),
        ("date", ["x is 0001-01-01", "x is 9999-12-31"], 4),
        ("time", ["x is 23:59:59", "x < 00:00:01"], 5),
        ("datetime", ["x < 9999-12-31T00:00Z", "x >= 0001-01-02T00:00Z"], 4),
        ("optional int", ["x is none", "x is 3"], 4),
        ("text", ['x in 1% of "a"', 'x in 50% of "a"'], 4),
        ("int", ['x in 0% of "a"', 'x in 100% of "a"'], 2),
    ],
)
def test_each_class_has_a_value_of_it(type: str, conditions: list[str], size: int) -> None:
    """The last is that of what is absent, or in no bucket."""
    domain = axis(type, *conditions).domain
    assert not isinstance(domain, Atoms)
    assert domain.size == size
    for place in range(size):
        value = domain.representative(place)
        assert value is not UNKNOWN
        assert domain.place(value) == place


@pytest.mark.parametrize(
    ("type", "conditions", "values"),
    [
        ("text", ['x is "a"', 'x matches "a*"', 'x matches "*b"'], ["a", "ab", "b", "", "c", "ac"]),
        ("text", ['x is "*"', 'x matches "**b"'], ["*", "b", "z"]),
        ("path", ['x matches "/a/**"', 'x is "/a"', 'x matches "**/b"'], ["/a/b", "/a/c", "/a", "/b", "/"]),
        ("optional path", ["x is none", 'x matches "/*"'], [None, "/", "/a/b"]),
        ("set of text", ["x is empty", 'x has "a"'], [frozenset(), frozenset("a"), frozenset("b")]),
        ("set of int", ["x is empty", "x has any of (0, 1)"], [frozenset(), frozenset({0, 1}), frozenset({7})]),
        ("set of one of a, b", ["x is empty", "x has a"], [frozenset("ab"), frozenset("b")]),
        ("set of one of a, b", ["x has a"], [frozenset(), frozenset("a")]),
    ],
)
def test_each_signature_has_a_value_of_it(type: str, conditions: list[str], values: list[object]) -> None:
    """Of every value's own, one that conditions cannot tell from it."""
    domain = axis(type, *conditions).domain
    assert isinstance(domain, Atoms)
    for value in values:
        signature = domain.signature(value)
        found = domain.representative(signature)
        assert found is not UNKNOWN
        assert domain.signature(found) == signature


@pytest.mark.parametrize(
    ("type", "conditions", "values"),
    [
        ("text", ['x is "a"', 'x is "b"'], ["a", "b"]),
        ("text", ['x is "a"', 'x matches "b*"'], ["a", "b"]),
        ("path", ['x matches "/a/*"', 'x matches "/b/*"'], ["/a/c", "/b/c"]),
        ("set of text", ["x is empty", 'x has "a"'], [frozenset(), frozenset("a")]),
        ("set of one of a", ["x is empty", "x has a"], []),
    ],
)
def test_what_no_value_has_is_unknown(type: str, conditions: list[str], values: list[object]) -> None:
    """The signatures of all *values* together are of none."""
    domain = axis(type, *conditions).domain
    assert isinstance(domain, Atoms)
    signature = 0
    for value in values:
        signature |= domain.signature(value)
    assert domain.representative(signature) is UNKNOWN


def test_what_is_not_found_soon_is_unknown() -> None:
    """The search for a value has a bound."""
    letters = "abcdefghijklmnop"
    domain = axis("text", *(f'x matches "*{each}*"' for each in letters)).domain
    assert isinstance(domain, Atoms)
    assert domain.representative(domain.signature(letters)) is UNKNOWN
    assert domain.representative(domain.signature("ab")) in ("ab", "ba")
