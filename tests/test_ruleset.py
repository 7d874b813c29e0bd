"""
Rules, loaded: what they tell of themselves.
"""

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import product

import attrs
import pytest

import blockrules
from blockrules import Rules, RulesError

TEXT = """
include "facts"
region b weight 1 { k: [1]  block y weight 2 when a  block x in s }
region a when not a
test second { given { a: true } }
test first { given p }
"""
FILES = {
    "facts": "facts { a: bool  n.m: optional number = 1  at: datetime = 2026-01-01T09:00+01:00 } page p { a: true }"
}


@pytest.fixture
def rules() -> Rules:
    """Rules with something of everything."""
    return blockrules.loads(TEXT, name="site", files=FILES)


def test_rules_tell_their_facts(rules: Rules) -> None:
    """As the file declares them, and where."""
    assert [
        (name, fact.name, str(fact.type), fact.required, fact.default, fact.span and fact.span.text)
        for name, fact in rules.facts.items()
    ] == [
        ("a", "a", "bool", True, None, "a: bool"),
        ("n.m", "n.m", "number", False, 1.0, "n.m: optional number = 1"),
        ("at", "at", "datetime", False, datetime(2026, 1, 1, 8, tzinfo=UTC), "at: datetime = 2026-01-01T09:00+01:00"),
    ]


def test_rules_tell_which_facts_they_ask_about() -> None:
    """And where first, in reading order; a part of a datetime is the datetime."""
    rules = blockrules.loads(
        'timezone "UTC" include "x" facts { a: bool b: bool t: datetime c: bool }\n'
        "region r weight 9 when t.date is 2026-01-01 and not a region s weight 1 when a region q",
        files={"x": "region z { block y when not (b or b) }"},
    )
    assert {name: str(span) for name, span in rules.asked.items()} == {
        "t": "rules:2:24",
        "a": "rules:2:53",
        "b": "x:1:30",
    }


def test_rules_tell_all_their_regions(rules: Rules) -> None:
    """In order, with all blocks in theirs, and where they stand."""
    assert [(region.name, [block.name for block in region.blocks]) for region in rules.all_regions] == [
        ("a", []),
        ("b", ["x", "y"]),
    ]
    region = rules.all_regions[1]
    assert (region.span.line, region.span.source.name, region.settings["k"]) == (3, "site", (1,))
    assert [each.span.column for each in region.placements] == [54, 29]


def test_rules_tell_their_pages_and_tests(rules: Rules) -> None:
    """A sample page is a mapping that the rules answer; tests run as they stand in the file."""
    assert {name: dict(page) for name, page in rules.pages.items()} == {"p": {"a": True}}
    assert rules.regions(rules.pages["p"]) == ("b",)
    assert [result.name for result in rules.run_tests()] == list(rules.tests) == ["second", "first"]
    assert repr(rules) == "Rules(name='site')"


def test_nothing_of_rules_can_be_changed(rules: Rules) -> None:
    """They may be shared between threads."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        rules.name = "x"  # type: ignore[misc]  # that is the claim
    with pytest.raises(TypeError, match="item assignment"):
        rules.facts["a"] = rules.facts["n.m"]  # type: ignore[index]  # so is this
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(rules.layout, [{"a": number % 2 == 0} for number in range(200)]))
    assert [layout.names for layout in found] == [("b",), ("a", "b")] * 100


def test_warnings_stand_in_reading_order() -> None:
    """They stop nothing, and are no errors."""
    rules = blockrules.loads(
        'include "x"\nfacts { i: int t: datetime }\nregion a when i in (1, 1) or t is 2026-01-01T00:00Z {block b}',
        files={"x": "region b { weight: 1 }"},
    )
    assert [(str(each.span), each.code, each.severity) for each in rules.warnings] == [
        ("rules:3:24", "BR901", "warning"),
        ("rules:3:30", "BR902", "warning"),
        ("x:1:12", "BR904", "warning"),
    ]
    with pytest.raises(RulesError) as caught:
        blockrules.loads("region b { weight: 1 } never nope")
    assert [each.code for each in caught.value.diagnostics] == ["BR201"]


@pytest.mark.parametrize("text", ["region a", "region"])
@pytest.mark.parametrize("enabled", [True, False])
def test_a_load_leaves_the_collector_as_it_was(text: str, enabled: bool) -> None:
    """On or off, also where the text is faulty."""
    was = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        try:
            blockrules.loads(text)
        except RulesError as error:
            assert error.diagnostics
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if was else gc.disable)()


def test_everything_that_is_exported_is_there() -> None:
    """And what is not a value of the host's own hashes and pickles."""
    assert all(hasattr(blockrules, name) for name in blockrules.__all__)
    for value in (
        blockrules.Limits(),
        blockrules.loads(TEXT, files=FILES).facts,
        *blockrules.loads(TEXT, files=FILES).all_regions,
    ):
        assert pickle.loads(pickle.dumps(value)) == value
        assert hash(pickle.loads(pickle.dumps(value))) == hash(value)


def test_rules_that_have_answered_can_be_pickled() -> None:
    """They answer as before, in another process too."""
    rules = blockrules.loads("facts { front: bool }\nregion a when front { block x in s }", name="n")
    before = rules.regions({"front": True}), rules.layout({"front": True})
    again = pickle.loads(pickle.dumps(rules))
    assert (again.regions({"front": True}), again.layout({"front": True})) == before
    assert (again.name, again.warnings) == ("n", ())


def test_facts_can_be_read_in_another_order() -> None:
    """
    Layouts stay what they are; what they hang on is what was read until they were known.
    """
    rules = blockrules.loads(
        "facts { a: bool  b: bool  c: bool }\nregion r when a and b and c { block x in s when not b }"
    )
    other = rules.reading(["c", "nothing", "b"])
    assert list(other.facts) == ["c", "b", "a"]
    for a, b, c in product([True, False], repeat=3):
        page = {"a": a, "b": b, "c": c}
        assert other.layout(page) == rules.layout(page)
        assert other.regions(page) == rules.regions(page)
    nothing = {"a": False, "b": False, "c": False}
    assert (rules.layout(nothing).vary, other.layout(nothing).vary) == (("a",), ("c",))
    assert blockrules.loads("facts { a: bool }", extras=True).reading(["a"]).regions({"a": True, "more": 1}) == ()
