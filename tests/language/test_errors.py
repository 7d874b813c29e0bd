"""
Errors are values: they compare, hash, copy and pickle.
"""

import copy
import pickle

import pytest

import blockrules
from blockrules import BlockrulesError, PageError, RulesError
from blockrules.language.errors import FormatError

FAULTY = 'include "other"\nregion a when front and b or c\nregion a'


def rules_error(text: str) -> RulesError:
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text, files={"other": "\nregion a"})
    return caught.value


def page_error(page: object) -> PageError:
    with pytest.raises(PageError) as caught:
        blockrules.loads("facts { front: bool }").regions(page)
    return caught.value


ERRORS = [rules_error(FAULTY), page_error({"front": 1, "frnt": 2}), FormatError("site")]


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_survives_a_pickle_and_a_copy(error: BlockrulesError) -> None:
    """What another process gets is equal, hashes alike and reads alike."""
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert other == error
        assert hash(other) == hash(error)
        assert str(other) == str(error)


def test_errors_are_equal_by_what_they_say() -> None:
    """The same fault in the same place is the same error; any other is another."""
    assert rules_error(FAULTY) == ERRORS[0] != rules_error(FAULTY + " ")
    assert page_error({"front": 2, "frnt": 3}) == ERRORS[1] != page_error({})
    assert BlockrulesError("x") not in (RulesError(()), "x")


def test_every_error_is_a_blockrules_error() -> None:
    """So one `except` is enough for all that a text or a page can cause."""
    assert issubclass(RulesError, BlockrulesError)
    assert issubclass(PageError, BlockrulesError)


def test_the_text_of_a_rules_error_is_all_its_diagnostics() -> None:
    """As a terminal shows them, with a line between."""
    error = rules_error("region a when nope\nregion b when nope2")
    assert str(error) == "\n\n".join(map(str, error.diagnostics))
    assert len(error.diagnostics) == 2
