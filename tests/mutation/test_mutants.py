"""
Small changes of what stands on pages, and of its order.
"""

from collections.abc import Sequence

import pytest

import blockrules
from blockrules import Rules
from blockrules.engine.engine import Engine
from blockrules.mutation.mutants import Mutant, mutants

FACTS = "facts { a: bool = true, b: bool = true, c: bool = true } "


def made(text: str) -> tuple[Rules, Sequence[Mutant]]:
    """
    The rules in *text*, and all small changes of them.
    """
    rules = blockrules.loads(FACTS + text)
    return rules, mutants(rules._model)


def changed(text: str, words: str) -> Engine:
    """
    What the small change of these *words* makes of *text*.
    """
    rules, every = made(text)
    (mutant,) = [each for each in every if each.words == words]
    return Engine(mutant.change(rules._model))


def shown(engine: Engine, **page: bool) -> dict[str, list[str]]:
    """
    The regions of *page*, with their blocks.
    """
    return {region.name: [block.name for block in region.blocks] for region in engine.layout(page)}


REGIONS = "region r when a { block x in s block y in s when b } region q { block z } "


@pytest.mark.parametrize(
    ("words", "page", "layout"),
    [
        ("the region `r` left out", {}, {"q": ["z"]}),
        ("the region `q` left out", {}, {"r": ["x", "y"]}),
        ("the block `x` left out", {}, {"r": ["y"], "q": ["z"]}),
        ("the block `z` left out", {}, {"r": ["x", "y"], "q": []}),
        ("`when a` left out", {"a": False}, {"r": ["x", "y"], "q": ["z"]}),
        ("`when b` left out", {"b": False}, {"r": ["x", "y"], "q": ["z"]}),
        ("`b` negated", {"b": False}, {"r": ["x", "y"], "q": ["z"]}),
        ("the blocks `x` and `y` swapped", {}, {"r": ["y", "x"], "q": ["z"]}),
        ("the regions `r` and `q` swapped", {}, {"q": ["z"], "r": ["x", "y"]}),
    ],
)
def test_what_stands_on_a_page_is_changed(words: str, page: dict[str, bool], layout: dict[str, list[str]]) -> None:
    """It is left out, always there, or somewhere else."""
    assert list(shown(changed(REGIONS, words), **page).items()) == list(layout.items())


def test_all_changes_of_a_file_come_in_reading_order() -> None:
    """Each once."""
    _, every = made(REGIONS + "define d as c")
    assert [each.words for each in every] == [
        "the region `r` left out",
        "`a` negated",
        "`when a` left out",
        "the block `x` left out",
        "the block `y` left out",
        "the blocks `x` and `y` swapped",
        "`b` negated",
        "`when b` left out",
        "the region `q` left out",
        "the regions `r` and `q` swapped",
        "the block `z` left out",
        "`c` negated",
        "`d` made `true`",
    ]
    assert str(every[1]) == "rules:1:72: `a` negated"


def test_what_never_stands_anywhere_cannot_be_left_out() -> None:
    """Whoever writes `when false` has left it out."""
    _, every = made("region r when false { block x when false }")
    assert every == []


def test_blocks_that_are_swapped_stand_in_a_slot_as_they_stood() -> None:
    """Each has the weight of the other."""
    text = "region r { block x in s weight -1 block y in s weight 1 } region q { block k in s }"
    engine = changed(text, "the blocks `x` and `y` swapped")
    assert [block.name for block in engine.layout({}).slots["s"]] == ["y", "k", "x"]


def test_only_blocks_of_one_slot_are_swapped() -> None:
    """Whatever stands between them; no test could see the order of others."""
    text = "region r { block w block x in s block y in t block z in s block k }"
    _, every = made(text)
    assert [each.words for each in every if "swapped" in each.words] == ["the blocks `x` and `z` swapped"]
    assert shown(changed(text, "the blocks `x` and `z` swapped")) == {"r": ["w", "z", "y", "x", "k"]}


SLOTS = "region r { block x in s weight 1 block y in t block z block k in u } region q { block x in s block l in t } "


def test_a_block_is_moved_to_the_next_slot() -> None:
    """From the last to the first; its weight and its region stay. One without a slot stays where it is."""
    _, every = made(SLOTS)
    told = [each.words for each in every if "moved" in each.words]
    assert told == [
        "the block `x` moved to the slot `t`",
        "the block `y` moved to the slot `u`",
        "the block `k` moved to the slot `s`",
        "the block `x` moved to the slot `t`",
        "the block `l` moved to the slot `u`",
    ]
    engine = changed(SLOTS, "the block `k` moved to the slot `s`")
    slots = engine.layout({}).slots
    assert {slot: [block.name for block in blocks] for slot, blocks in slots.items()} == {
        "s": ["k", "x"], "t": ["y", "l"], "u": [],
    }  # fmt: skip
    assert shown(engine) == {"r": ["y", "z", "k", "x"], "q": ["x", "l"]}
    rules, every = made(SLOTS)
    first = next(each for each in every if "moved" in each.words)
    slots = Engine(first.change(rules._model)).layout({}).slots
    # Now another of its name shows where it stood.
    assert [(block.region, block.name) for block in slots["s"]] == [("q", "x")]
    assert [block.name for block in slots["t"]] == ["y", "l", "x"]


def test_a_single_slot_is_no_choice() -> None:
    """Then no block is moved."""
    _, every = made("region r { block x in s block y }")
    assert not any("moved" in each.words for each in every)


def test_regions_are_swapped_whatever_they_ask_for() -> None:
    """A test is to notice where one stood after the other."""
    engine = changed("region r after q region q", "the regions `q` and `r` swapped")
    assert list(shown(engine)) == ["r", "q"]
    assert dict(engine.model.after) == {"r": (), "q": ()}


CHOICE = "choose f { region r when a region q when b region o otherwise } "


def test_alternatives_that_are_swapped_come_first_in_their_turn() -> None:
    """Regions, and blocks of a region."""
    words = "the alternatives `r` and `q` swapped"
    assert [shown(changed(CHOICE, words), a=a, b=b) for a, b in ((True, True), (True, False), (False, False))] == [
        {"q": []}, {"r": []}, {"o": []},
    ]  # fmt: skip
    blocks = "region p { block k choose { block x when a block y when b block z when c } block l }"
    assert shown(changed(blocks, "the alternatives `x` and `y` swapped")) == {"p": ["k", "y", "l"]}
    assert shown(changed(blocks, "the alternatives `y` and `z` swapped"), a=False) == {"p": ["k", "z", "l"]}


def test_alternatives_are_not_swapped_in_vain() -> None:
    """Before one that always holds another is as good as left out; and they never stand beside one another."""
    _, every = made(CHOICE + "region p { choose { block x when a block y otherwise } }")
    told = [each.words for each in every if "swapped" in each.words]
    assert told == ["the alternatives `r` and `q` swapped", "the regions `o` and `p` swapped"]


def test_an_alternative_that_asks_for_the_one_before_it_stays_behind() -> None:
    """Else there would be a circle."""
    _, every = made("define d as active(r) choose f { region r when a region q when d or b }")
    assert not any("swapped" in each.words for each in every)
    text = "choose f { region o when c region r when a region q when active(o) or b region p when b }"
    engine = changed(text, "the alternatives `r` and `q` swapped")
    assert engine.model.needs["region", "q"] == (("region", "o"),)
    assert engine.model.needs["region", "r"] == (("region", "q"),)
    assert engine.model.needs["region", "p"] == (("region", "r"),)
    assert shown(engine, c=False) == {"q": []}


def test_included_files_come_one_after_the_other() -> None:
    """Each with its own order."""
    rules = blockrules.loads(
        'include "part.blockrules" facts { a: bool } define d as a region r when d',
        files={"part.blockrules": "region p when a region q when a"},
    )
    names = [each.span.source.name for each in mutants(rules._model)]
    assert list(dict.fromkeys(names)) == ["rules", "part.blockrules"]
    assert names == sorted(names, reverse=True)
