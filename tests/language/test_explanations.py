"""
The page of diagnostics has a section for each code, and what a section shows is what happens.
"""

import pytest

from blockrules.language.explanations import explained, sections
from blockrules.language.sentences import SENTENCES
from tests.explained import acted, renewed

SECTIONS = sections()


def test_each_code_has_its_section() -> None:
    """
    A code without a section is found here, and a section without a code; they stand in the order of the codes.
    """
    assert list(SECTIONS) == sorted(SENTENCES), "a code and its section go together; tests/explained.py says how"


@pytest.mark.parametrize("code", SECTIONS)
def test_a_section_shows_what_happens(code: str) -> None:
    """
    The wrong file gives the message, word for word, and the right one loads without it.
    """
    assert SECTIONS[code] == renewed(code, SECTIONS[code]), "`python -m tests.explained` writes this anew"
    (_, of_wrong), (right, of_right) = acted(SECTIONS[code])
    assert code in [each.code for each in of_wrong]
    assert right.mark == "Right"
    assert code not in [each.code for each in of_right]
    assert "error" not in [each.severity for each in of_right]


def test_a_section_is_text_for_a_terminal() -> None:
    """
    Without marks of Markdown that only a browser needs; of no code there is none.
    """
    text = explained("BR005")
    assert text
    assert text.startswith("BR005 this is not UTF-8\n\n")
    assert "\n\nMessage:\n\n    error[BR005]: this is not UTF-8\n" in text
    assert text.endswith('\n    region cafe { label: "Café" }')
    assert "```" not in text
    assert explained("BR000") is None
    assert explained("") is None
