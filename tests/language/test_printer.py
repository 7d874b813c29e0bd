"""
What is printed says what the tree said.
"""

from hypothesis import given

from blockrules.language import syntax
from blockrules.language.items import stretches
from blockrules.language.parser import Parsed, lex, parse
from blockrules.language.printer import printed
from blockrules.language.source import Source
from tests import trees


def parsed(text: str) -> Parsed:
    """
    What *text* says.
    """
    return parse(stretches(lex(Source("printed", text))))


@given(trees.files)
def test_printing_then_parsing_gives_the_same_tree(file: tuple[syntax.Item, ...]) -> None:
    """Every tree of the whole grammar can be written down, and is read back as it was."""
    back = parsed(printed(file))
    assert [str(each) for each in back.diagnostics] == []
    assert back.items == file


@given(trees.files)
def test_what_is_printed_is_printed_alike_again(file: tuple[syntax.Item, ...]) -> None:
    """Printing is settled: a printed file, read, prints as it is."""
    text = printed(file)
    assert printed(parsed(text).items) == text
