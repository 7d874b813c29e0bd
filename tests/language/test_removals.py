"""
Taking things out of a text.
"""

import pytest

from blockrules.language.diagnostics import Replacement
from blockrules.language.removals import leaving_out, without
from blockrules.language.source import Source, Span


def made(text: str, replacement: Replacement) -> str:
    """
    *text* with the replacement made.
    """
    return text[: replacement.span.start] + replacement.text + text[replacement.span.end :]


def span(text: str, words: str) -> Span:
    return Span(Source("rules", text), text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("X", ""),
        ("a\nX\nb", "a\nb"),
        ("a\r\n  X\t\r\nb", "a\r\nb"),
        ("a\n  X,\nb", "a\nb"),
        ("a\nX", "a\n"),
        ("a X b", "a  b"),
        ("{ X, b: c }", "{ b: c }"),
        ("{ a: b, X }", "{ a: b,  }"),
        ("X # why\nb", " # why\nb"),
        ("# a,\nX # why\n", "# a,\n # why\n"),
    ],
)
def test_an_entry_goes_with_its_comma_and_its_lines(text: str, left: str) -> None:
    """No comment goes with it, nor a line on which something else stands."""
    assert made(text, without(span(text, "X"))) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("(X, b, c)", "(b, c)"),
        ("(a, X, c)", "(a, c)"),
        ("(a, b, X)", "(a, b)"),
        ("(a, b, X,)", "(a, b,)"),
        ("(a,\n X,\n c)", "(a,\n c)"),
        ("(a # why\n, X, c)", "(a # why\n, c)"),
        ("(a, X, # why\n c)", "(a, # why\n c)"),
    ],
)
def test_one_of_a_row_goes_with_a_comma(text: str, left: str) -> None:
    """With the one after it, else with the one before."""
    row = [span(text, words) for words in "aXbc" if words in text]
    row.sort(key=lambda each: each.start)
    number = next(place for place, each in enumerate(row) if each.text == "X")
    (fix,) = leaving_out(row, number)
    (replacement,) = fix.replacements
    assert fix.safe
    assert made(text, replacement) == left


@pytest.mark.parametrize("text", ["(X)", "(a, # why\n X # why\n, c)"])
def test_no_comment_is_lost_for_a_comma(text: str) -> None:
    """Then there is no fix; nor is there one for what stands alone."""
    row = [span(text, words) for words in "aXc" if words in text and "why" in text] or [span(text, "X")]
    assert leaving_out(row, len(row) // 2) == ()
