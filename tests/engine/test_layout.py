"""
Layouts: values that say what stands on a page.
"""

import copy
import json
import pickle
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import blockrules
from blockrules import Layout

TEXT = """
facts { front: bool  level: int = 0  now: datetime }
region main {
    label: "x"  sizes: [1, 2.5, none, true]  big: 123456789012345678901234567890
    block late in side weight 5
    block own when level > 1 { k: false }
    block early in side
}
region other weight 1 when front { block early in side weight -1  block late in foot weight 7 }
region timed when now < 2027-01-01T00:00Z
"""
MOMENT = blockrules.loads("page p { m: 2026-06-01T00:00Z } facts { m: datetime }").pages["p"]["m"]


def layout(text: str = TEXT, **page: Any) -> Layout:
    """
    The layout of a page with these facts.
    """
    return blockrules.loads(text).layout({"front": True, "now": MOMENT} | page)


def test_a_layout_is_its_regions_in_order() -> None:
    """It is counted, searched and walked by them."""
    found = layout()
    assert found.names == tuple(region.name for region in found) == ("main", "timed", "other")
    assert len(found) == 3
    assert "other" in found
    assert "nope" not in found
    assert ["main"] not in found
    assert found.region("main").settings["sizes"] == (1, 2.5, None, True)
    assert [(block.name, block.slot, block.region) for block in found.region("other").blocks] == [
        ("early", "side", "other"),
        ("late", "foot", "other"),
    ]


def test_blocks_are_found_by_slot() -> None:
    """Those of one name once, the first; a slot where none is shown is there, and empty."""
    assert {slot: [(block.name, block.region) for block in blocks] for slot, blocks in layout().slots.items()} == {
        "side": [("early", "other"), ("late", "main")],
        "foot": [("late", "other")],
    }
    assert layout(front=False).slots["foot"] == ()


@pytest.mark.parametrize("name", ["nope", "other", ""])
def test_what_is_not_there_is_a_key_error(name: str) -> None:
    """A region that is not active, and a slot that no block names."""
    found = layout(front=False)
    with pytest.raises(KeyError, match=f"no active region is called `{name}`"):
        found.region(name)
    with pytest.raises(KeyError, match=f"'{name}'"):
        found.slots[name]


def test_the_nearest_active_region_is_told() -> None:
    """Where a name is misspelt."""
    with pytest.raises(KeyError, match="called `timd`; did you mean `timed`"):
        layout().region("timd")


def test_layouts_are_equal_when_they_show_the_same() -> None:
    """Whatever the page, the rules, or the way there."""
    found = layout(level=1)
    assert found == layout(level=0)
    assert found == layout(TEXT.replace("level > 1", "level > 5") + "\n# another text", level=3)
    assert hash(found) == hash(layout(level=0))
    assert len({found, layout(level=0), layout(level=2), layout(front=False)}) == 3
    for other in (TEXT.replace('"x"', '"y"'), TEXT.replace("foot", "feet"), TEXT.replace("weight -1", "weight 9")):
        assert found != layout(other)


@pytest.mark.parametrize("other", ["true", "1.0"])
def test_settings_of_another_type_make_another_layout(other: str) -> None:
    """They come back as they are, so they are shown otherwise."""
    one, another = (blockrules.loads(f"region a {{ x: {value} }}").layout({}) for value in ("1", other))
    assert one != another


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_a_copy_is_equal(copied: Any) -> None:
    """One that went to another process and back included, and it still knows how it was found."""
    found = layout()
    other = copied(found)
    assert other == found
    assert hash(other) == hash(found)
    assert other.to_dict() == found.to_dict()
    assert (other.vary, other.key, other.expires) == (found.vary, found.key, found.expires)
    assert other.vary == ("front", "level", "now")


@pytest.mark.parametrize("depth", [60, 190])
def test_a_layout_of_deep_conditions_can_be_pickled(depth: int) -> None:
    """What decides its blocks is not what it shows."""
    condition = "(a and (b or " * (depth // 2) + "a" + "))" * (depth // 2)
    text = f"facts {{ a: bool b: bool }} region r {{ block x when {condition} }}"
    rules = blockrules.loads(text, limits=blockrules.Limits(depth=200))
    found = rules.layout({"a": True, "b": True})
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_pickle_holds_no_more_than_what_is_shown() -> None:
    """It goes into a cache, once for each page."""
    assert len(pickle.dumps(layout(TEXT + "#" * 100_000, level=2))) < 10_000


def test_a_layout_is_plain_json() -> None:
    """Lists as lists, numbers to the last digit."""
    found = layout(front=False, level=2)
    assert json.loads(json.dumps(found.to_dict())) == {
        "regions": [
            {
                "name": "main",
                "settings": {"label": "x", "sizes": [1, 2.5, None, True], "big": 123456789012345678901234567890},
                "blocks": [
                    {"name": "own", "slot": None, "settings": {"k": False}},
                    {"name": "early", "slot": "side", "settings": {}},
                    {"name": "late", "slot": "side", "settings": {}},
                ],
            },
            {"name": "timed", "settings": {}, "blocks": []},
        ],
        "slots": {
            "side": [{"block": "early", "region": "main"}, {"block": "late", "region": "main"}],
            "foot": [],
        },
    }


def test_nothing_of_a_layout_can_be_changed() -> None:
    """Since it may be shared between threads, and remembered."""
    found = layout()
    region = found.region("main")
    for frozen, name in ((found, "names"), (region, "name"), (region.blocks[0], "slot")):
        with pytest.raises((AttributeError, attrs.exceptions.FrozenInstanceError)):
            setattr(frozen, name, ())
    for mapping in (found.slots, region.settings):
        with pytest.raises(TypeError, match="item assignment"):
            mapping["side"] = ()  # type: ignore[index]  # that is the claim


def test_names_of_regions_are_made_once_for_each_answer() -> None:
    """However the page is given."""
    rules = blockrules.loads(TEXT)
    page = {"front": True, "now": MOMENT}
    for names, again in (
        (rules.regions(page), rules.regions(page)),
        (rules.layout(page).names, rules.layout(page | {"level": 1}).names),
        (rules.layout(page).names, rules.layout(SimpleNamespace(**page)).names),
    ):
        assert names is again
        assert names == ("main", "timed", "other")
