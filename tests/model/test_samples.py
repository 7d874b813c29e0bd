"""
Sample pages and tests, checked.
"""

import attrs
import pytest

import blockrules


def code(text: str) -> str:
    """
    The code of the one error in *text*.
    """
    with pytest.raises(blockrules.RulesError) as caught:
        blockrules.loads(text)
    (found,) = caught.value.diagnostics
    return found.code


def test_the_name_of_a_region_may_have_points_in_it() -> None:
    """A block of it is looked for behind each of them."""
    assert code('region "a.b" { block c }\ntest t { expect shown a.b.d }') == "BR211"
    assert code('region "a.b" { block c }\ntest t { expect shown x.y.z }') == "BR203"
    assert blockrules.loads('region "a.b" { block c }\ntest t { expect shown a.b.c }').run_tests()[0].passed


def test_the_name_of_a_fact_has_64_words_at_most() -> None:
    """More would be nested deeper than any page."""
    name = ".".join("a" * 65)
    assert code(f"facts {{ {name}: bool }}") == "BR219"
    assert blockrules.loads(f"facts {{ {name[2:]}: bool }}").facts


def test_what_a_test_lacks_of_a_class_of_facts_is_not_to_be_declared_otherwise() -> None:
    """The class is the host's; what can be done in the file is to give it."""

    @attrs.frozen
    class Page:
        size: int

    with pytest.raises(blockrules.RulesError) as error:
        blockrules.loads("region a when size > 3 test t { given { } expect regions a }", facts=Page)
    (found,) = error.value.diagnostics
    assert (found.code, found.labels) == ("BR501", ())
    assert found.help is not None
    assert found.help.endswith("after `given`")
