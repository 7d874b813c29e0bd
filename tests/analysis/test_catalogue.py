"""
All layouts of a file, each once.
"""

import pytest

import blockrules
from blockrules import Catalogue
from blockrules.analysis import answers, diagrams
from tests.analysis.test_difference import LOST


def catalogue(text: str, most: int = 100) -> Catalogue:
    """
    The catalogue of *text*.
    """
    return blockrules.loads(text).catalogue(most=most)


def test_each_layout_stands_there_with_its_pages() -> None:
    """The largest share first."""
    found = catalogue(
        "facts { a: bool, k: one of x, y, z } region r when k is x { block b in s { w: 1 } } region q when a"
    )
    assert found.count == 4
    assert [(float(entry.share), str(entry.pages)) for entry in found.layouts[:1]] == [(1 / 3, "not a and k is not x")]
    assert [entry.layout.names for entry in found.layouts] == [(), ("q",), ("r",), ("r", "q")]
    assert str(found).startswith("4 layouts\n\n1. 33 % of the classes: not a and k is not x\n")
    assert "   r: b in s { w: 1 }\n" in str(found).replace("     ", "   ")
    assert "nothing" in str(found)


def test_of_many_the_first_are_shown() -> None:
    """And all are counted."""
    found = catalogue("facts { a: bool, b: bool } region r when a region q when b", most=1)
    assert str(found).startswith("4 layouts, of which these are the first 1\n")
    assert catalogue("region r", most=0).count == 1
    assert catalogue("facts { a: bool } region r when a", most=0).count == 2
    assert str(catalogue("region r")).startswith("1 layout\n")


def test_a_huge_number_is_exact() -> None:
    """Where all hang together, too."""
    facts = " ".join(f"f{number}: bool" for number in range(40))
    regions = " ".join(f"region r{number} when f{number}" for number in range(40))
    every = " and ".join(f"f{number}" for number in range(40))
    found = catalogue(f"facts {{ {facts} }} {regions} region whole when {every}", most=3)
    assert found.count == 2**40
    assert len({entry.layout.names for entry in found.layouts}) == 3


def test_what_cannot_be_counted_is_told() -> None:
    """Some of the layouts are shown all the same, where the conditions are not too tangled."""
    found = catalogue(LOST)
    assert (found.count, found.layouts) == (None, ())
    assert str(found) == "there are more layouts than can be counted, or the conditions are too tangled"
    facts = " ".join(f"{letter}{number}: bool" for letter in "ab" for number in range(18))
    order = " ".join(f"region {letter}{number} when {letter}{number}" for letter in "ab" for number in range(18))
    pairs = " ".join(f"region p{number} when a{number} and b{17 - number}" for number in range(18))
    joined = " and ".join(f"{letter}{number}" for letter in "ab" for number in range(18))
    found = catalogue(f"facts {{ {facts} }} {order} {pairs} region whole when {joined}", most=2)
    assert found.count in (None, 2**36)
    assert len(found.layouts) == 2


def test_no_page_has_no_layout() -> None:
    """Where the assumptions leave none."""
    found = catalogue("facts { a: bool } region r when a assume a assume not a")
    assert (found.count, found.layouts) == (0, ())


def test_alternatives_that_look_alike_are_one_layout() -> None:
    """And two where something stands between them."""
    alike = "facts {{ a: bool }} region r {{ {} choose {{ block x weight 1 when a block x weight 3 otherwise }} }}"
    assert catalogue(alike.format("")).count == 1
    assert catalogue(alike.format("block k weight 2")).count == 2
    assert blockrules.vary(blockrules.loads(alike.format(""))) == ()
    many = " ".join(f"region r{number} when f{number}" for number in range(12))
    facts = " ".join(f"f{number}: bool" for number in range(12))
    text = alike.format("block k weight 2").replace("a: bool", f"a: bool {facts}")
    assert catalogue(f"{text} {many}", most=1).count is None
    never = "block k weight 2 when not a and a"
    between = (
        f"facts {{ a: bool }} region r {{ {never} choose {{ block x weight 1 when a block x weight 3 otherwise }} }}"
    )
    assert catalogue(between).count == 1
    assert str(catalogue(between).layouts[0].pages) == "a or not a"
    assert len(catalogue(between).layouts) == 1


def test_buckets_of_few_values_are_counted_as_they_are() -> None:
    """A text that stands as it is has its bucket; of long stretches of numbers the count is not told."""
    assert catalogue('facts { v: text } region r when v matches "a" region q when v in 50% of "x"').count == 3
    assert catalogue('facts { v: int } region r when v in 1 .. 100000 region q when v in 50% of "x"').count is None


def test_the_outlines_of_all_layouts_are_html() -> None:
    """With their slots, and with their blocks that stand in none."""
    html = catalogue('facts { a: bool } region "<b>" when a { block x in s block y } region q').to_html()
    assert html.count("<article ") == 2
    assert "&lt;b&gt;" in html
    assert "<b>" not in html
    assert '<p class="note">empty</p>' in html
    assert "y" in html
    assert "<p>none</p>" in catalogue("facts { a: bool } region r when a").to_html()


def test_a_catalogue_of_less_than_nothing_is_refused() -> None:
    """As a mistake of the host's."""
    try:
        catalogue("region r", most=-1)
    except ValueError as error:
        assert str(error) == "a catalogue shows 0 layouts or more"


def test_what_is_assumed_of_other_facts_changes_no_layout() -> None:
    """It is left out of what hangs together."""
    assert catalogue("facts { a: bool, b: bool } region r when a assume b").count == 2


@pytest.mark.parametrize("bound", [*range(0, 90, 3), 1_000_000])
def test_what_cannot_be_gone_through_is_counted_or_met(bound: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each layout once, however little room there is."""
    monkeypatch.setattr(answers, "MOST_EDGES", 0)
    monkeypatch.setattr(diagrams, "MOST_STEPS", bound)
    found = catalogue(
        "facts { a: bool, b: bool, c: bool } region r when a and b region q when (a or b) and c", most=1_000
    )
    assert found.count in (None, 4)
    assert len({entry.layout for entry in found.layouts}) == len(found.layouts)
    assert len(found.layouts) in (found.count, *(range(5) if found.count is None else ()))


def test_a_layout_of_which_no_page_is_found_is_counted_only() -> None:
    """A visitor in four rare buckets is not met."""
    shares = " and ".join(f'v in 0.01% of "s{number}"' for number in range(4))
    found = catalogue(f"facts {{ v: text }} region r when {shares}")
    assert (found.count, len(found.layouts)) == (2, 1)
