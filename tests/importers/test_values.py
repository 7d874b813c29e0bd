"""
Plain values, and what was meant by them.
"""

import pytest

from blockrules.importers.values import Broken, Part, Plain

ODD: dict[str, Plain] = {
    "nothing": None,
    "flag": True,
    "text": "t",
    "float": 1.5,
    "list": ["a", 1],
    "mapping": {"a": 1, "b": "0", "c": 0.0, "d": "x"},
}


def test_what_is_there_is_given_as_it_was_meant() -> None:
    """A number as a text, a text as a number, what is true in PHP as true."""
    part = Part({"n": "-3", "t": 7, "no": "0", "empty": "", "yes": "false", **ODD})
    assert (part.number("n"), part.text("t"), part.number("gone"), part.text("gone", "x")) == (-3, "7", 0, "x")
    flags = [part.flag(each) for each in ("no", "empty", "yes", "flag", "float", "gone")]
    assert flags == [False, False, True, True, True, False]
    assert part.flag("gone", otherwise=True)
    assert (part.chosen("list"), part.chosen("mapping"), part.chosen("gone")) == (("a", "1"), ("a", "d"), ())
    assert [each.place for each in part.values_that_are_parts()] == ["mapping"]
    assert Part.of([]).values == Part.of(None).values == {}


@pytest.mark.parametrize(
    ("method", "key", "fault"),
    [
        ("part", "list", "a mapping was expected, not a list"),
        ("part", "flag", "a mapping was expected, not `true` or `false`"),
        ("text", "gone", "a text was expected, not nothing"),
        ("text", "float", "a text was expected, not a number"),
        ("name", "mapping", "a text was expected, not a mapping"),
        ("number", "text", "a whole number was expected, not a text"),
        ("flag", "mapping", "`true` or `false` was expected, not a mapping"),
        ("chosen", "text", "a mapping was expected, not a text"),
    ],
)
def test_what_is_not_as_it_should_be_is_broken(method: str, key: str, fault: str) -> None:
    """At its place."""
    with pytest.raises(Broken) as raised:
        getattr(Part(ODD, "here"), method)(key)
    assert (raised.value.place, raised.value.text) == (f"here.{key}", fault)
