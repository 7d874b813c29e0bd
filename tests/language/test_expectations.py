"""
What a reader is told where a text goes on wrongly or breaks off.
"""

import pytest

import blockrules
from blockrules import Diagnostic, RulesError


def fault(text: str) -> Diagnostic:
    """
    The only error of *text*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("define a as (true and", "1:19 BR102", "expected a condition, but this ends after `and`"),
        ("define a as (true", "1:13 BR110", "`(` is never closed"),
        ("region a { x: [1,\n2", "1:15 BR110", "`[` is never closed"),
        ("facts { a: bool\nregion b", "1:7 BR110", "`{` is never closed"),
        ("region a {\ndefine b as true", "1:10 BR110", "`{` is never closed"),
        ("region a { define b as true", "1:12 BR121", "`define` cannot stand within `region`"),
        ("test t { expect shown region }", "1:23 BR108", "`region` is a reserved word"),
        ("thing a", "1:1 BR102", "expected a statement"),
        ("region a weight 1.5", "1:17 BR102", "expected a whole number"),
        ("include 1", "1:9 BR102", "expected a string"),
        ("facts { a.b: }", "1:14 BR102", "expected a type"),
        ("define a.b as true", "1:8 BR112", "only names of facts are dotted"),
        ("never x is", "1:9 BR102", "a value"),
        ("never x y", "1:9 BR118", "`is` is missing before `y`"),
        ("never x in 5% of page", "1:18 BR122", "`page` needs straight double quotes"),
        ("test t { expect }", "1:17 BR102", "`regions`, `shown`, `hidden`"),
    ],
)
def test_the_place_and_the_words_are_those_a_person_would_choose(text: str, place: str, said: str) -> None:
    """What could have come is named by its kind, and never by the parser's names."""
    found = fault(text)
    assert f"{found.span.line}:{found.span.column} {found.code}" == place
    assert said in found.message
    assert "$" not in found.message


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("region a before b weight 3", "clauses stand in the order"),
        ("region when", 'write `"when"`'),
        ("never x is 3x", "a text is quoted"),
        ("never x is 3:4", "times `09:00`"),
        ("region a { x.y: 1 }", 'write `"x.y"`'),
        ('region "a', 'end it with `"`'),
    ],
)
def test_a_help_says_what_to_do(text: str, help: str) -> None:
    """Where something is known to do."""
    assert help in (fault(text).help or "")


def test_the_end_of_an_item_is_shown_where_it_is_not_closed() -> None:
    """Since the bracket and the end may be far apart; on one line they are not."""
    (label,) = fault("region a {\n  x: 1\n\nregion b").labels
    assert (label.span.line, label.span.text) == (2, "1")
    assert fault("region a { x: 1").labels == ()
