"""
The colours of a rules file in Pygments.
"""

import pygments
import pytest
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, String, Whitespace, _TokenType

from blockrules.editors.pygments import NAMED, BlockrulesLexer
from blockrules.language.builder import EXPECTATIONS
from blockrules.language.tokens import RESERVED
from blockrules.model.types import Kind
from tests.test_cases import CASES, Case


def coloured(text: str) -> list[tuple[_TokenType, str]]:
    """
    The words of *text* with their colours.
    """
    return [(kind, word) for kind, word in pygments.lex(text, BlockrulesLexer()) if kind is not Whitespace]


def test_pygments_finds_the_lexer() -> None:
    """By the language's name and by that of a file."""
    assert isinstance(get_lexer_by_name("blockrules"), BlockrulesLexer)
    assert isinstance(get_lexer_for_filename("site.blockrules"), BlockrulesLexer)


@pytest.mark.parametrize("case", [case for case in CASES.values() if not case.is_faulty], ids=lambda case: case.claim)
def test_a_sound_file_has_no_error_in_it(case: Case) -> None:
    """Nor does anything get lost."""
    text = case.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    found = list(BlockrulesLexer(ensurenl=False, stripnl=False).get_tokens(text))
    assert "".join(word for _, word in found) == text
    assert [word for kind, word in found if kind is Error] == []


def test_every_reserved_word_is_one() -> None:
    """Of the language, an operator or a constant; and so is each type where a fact is declared."""
    for word in RESERVED:
        (kind, _), *_ = coloured(word)
        assert {Keyword, Operator.Word} & {*kind.split()}, word
    for type in Kind:
        assert (Keyword.Type, type.value) in coloured(f"facts {{ x: {type.value} y: set of {type.value} }}")


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("x is page", "page", Name),
        ("x is not page", "page", Name),
        ("x has when", "when", Name),
        ("x in (a, page, set) and", "page", Name),
        ("x in (page)", "page", Name),
        ("facts { x: one of page, region }", "page", Name),
        ("facts { x: one of page, region }", "region", Name),
        ("page p { x: test }", "test", Name),
        ("when: 1", "when", Name.Attribute),
        ("page p { node.type : a }", "node.type", Name.Attribute),
        ('page p { "x y": a }', '"x y"', Name.Attribute),
        ("x is page region b", "region", Keyword),
        ("x is page region b", "b", Name.Class),
        ("x is not none", "none", Keyword.Constant),
        ("x and not y", "not", Operator.Word),
        ("(not x)", "not", Operator.Word),
        ("page.type is a", "page.type", Name),
        ("the-region is a", "the-region", Name),
        ("expect shown x", "shown", Keyword),
        ("label: bool", "bool", Name),
        ("block x in header when", "header", Name.Label),
        ("block x in header when", "when", Keyword),
        ("n in 1..5", "..", Operator),
        ("n in 2.5% of", "2.5%", Number.Float),
        ("weight -3", "-3", Number.Integer),
        ("2026-12-01T09:00:30+01:00", "2026-12-01T09:00:30+01:00", Literal.Date),
        ("t in 22:00 .. 06:00", "06:00", Literal.Date),
        ("10px", "10px", Error),
        ('"a \\" b" c', '"a \\" b"', String.Double),
        ('"a', '"a', Error),
        ("x # y", "# y", Comment.Single),
        ("a && b", "&", Error),
        *((f"{word} x", "x", kind) for word, kind in NAMED.items()),
        *((f"expect {word} x", word, Keyword) for word in EXPECTATIONS),
    ],
)
def test_a_word_has_the_colour_of_what_it_is(text: str, word: str, kind: _TokenType) -> None:
    """Where it stands."""
    assert kind in [found for found, there in coloured(text) if there == word]
