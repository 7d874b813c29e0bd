"""
What a template finds in the slots and regions of a layout.
"""

import pytest

import blockrules
from blockrules.hosts.places import MOST_TOLD, Places

RULES = blockrules.loads("""
facts { front: bool = false }
region hero when front { block banner in top  block note in side weight 9  block bare }
region foot { block imprint in side  size: 2 }
""")
FRONT, INNER = RULES.layout({"front": True}), RULES.layout({})


def names(standing: object) -> list[tuple[str, str]]:
    assert isinstance(standing, tuple)
    return [(block.name, region.name) for block, region in standing]


def test_a_slot_has_its_blocks_with_their_regions() -> None:
    """Over all regions, in the layout's order."""
    found = Places().in_slot(FRONT, "side")
    assert names(found) == [("imprint", "foot"), ("note", "hero")]
    assert found[0][1].settings == {"size": 2}
    assert Places().in_slot(INNER, "top") == ()


def test_a_region_has_its_blocks() -> None:
    """In whichever slot they are; none where it is not active."""
    assert names(Places().in_region(FRONT, "hero")) == [("banner", "hero"), ("bare", "hero"), ("note", "hero")]
    assert Places().in_region(INNER, "hero") == ()


def test_what_the_rules_do_not_have_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """It may be a slip of the pen, or rules that have changed."""
    places = Places(lambda: RULES)
    for _ in range(2):
        assert places.in_slot(INNER, "tpo") == places.in_region(INNER, "tpo") == ()
        assert places.in_slot(INNER, "left\n") == places.in_region(INNER, "hreo") == ()
        assert places.in_slot(INNER, "top") == places.in_region(INNER, "hero") == ()
    assert [(each.name, each.levelname) for each in caplog.records] == [("blockrules", "WARNING")] * 4
    assert caplog.messages == [
        "a template asks for the slot `tpo`, which the rules do not have; did you mean `top`?",
        "a template asks for the region `tpo`, which the rules do not have",
        "a template asks for the slot `left\\n`, which the rules do not have",
        "a template asks for the region `hreo`, which the rules do not have; did you mean `hero`?",
    ]


def test_without_rules_no_region_is_known_to_be_missing(caplog: pytest.LogCaptureFixture) -> None:
    """A layout has the active ones only."""
    assert Places().in_region(INNER, "hero") == ()
    assert caplog.messages == []


def test_not_every_name_is_remembered(caplog: pytest.LogCaptureFixture) -> None:
    """A template could make them of what a visitor says."""
    places = Places()
    for number in range(MOST_TOLD + 9):
        places.in_slot(INNER, f"visitor {number}")
    assert len(caplog.messages) == MOST_TOLD
