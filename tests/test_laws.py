"""
Laws that hold for every rules file and every page.
"""

from types import SimpleNamespace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.language import syntax
from tests.sites import Site, sites
from tests.trees import files

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@slow
@given(sites(), st.data())
def test_every_generated_site_answers_every_page_of_it(site: Site, data: st.DataObject) -> None:
    """A sound file loads, a complete page of it has a layout, and `regions` names that layout's regions."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    layout = rules.layout(page)
    assert rules.regions(page) == layout.names
    assert layout == rules.layout(page)
    assert hash(layout) == hash(rules.layout(page))


@slow
@given(sites(), st.data())
def test_a_page_is_read_alike_as_mapping_and_as_object(site: Site, data: st.DataObject) -> None:
    """Keys, nested mappings and attributes are three ways to hand over one page."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    assert rules.layout(as_object(page)) == rules.layout(nested(page)) == rules.layout(page)


@slow
@given(sites(), st.data())
def test_regions_and_blocks_stand_in_the_one_order(site: Site, data: st.DataObject) -> None:
    """The law, 5, told once more in the slowest words."""
    rules = blockrules.loads(site.text)
    assert [region.name for region in rules.all_regions] == slow_order(site)
    layout = rules.layout(data.draw(site.pages()))
    every = [region.name for region in rules.all_regions]
    assert list(layout.names) == sorted(layout.names, key=every.index)
    weight = {
        (region.name, placement.block.name): placement.weight
        for region in rules.all_regions
        for placement in region.placements
        if placement.block.name != "one"
    }
    for slot, blocks in layout.slots.items():
        standing = [block for region in layout for block in region.blocks if block.slot == slot]
        assert {block.name for block in standing} == {block.name for block in blocks}
        assert len({block.name for block in blocks}) == len(blocks)
        # Two alternatives of one `choose` may share a name, and so have no one weight.
        weights = [weight[block.region, block.name] for block in blocks if (block.region, block.name) in weight]
        assert weights == sorted(weights)


@slow
@given(sites(), st.data())
def test_of_a_choose_one_alternative_is_shown_at_most(site: Site, data: st.DataObject) -> None:
    """And one is, where the last is `otherwise`."""
    layout = blockrules.loads(site.text).layout(data.draw(site.pages()))
    for item in site.items:
        if isinstance(item, syntax.RegionChoice):
            chosen = [region.name.text for region in item.regions if region.name.text in layout]
            assert len(chosen) <= 1
            assert chosen or not isinstance(item.regions[-1].when, syntax.Otherwise)


@slow
@given(files.map(str) | st.text() | st.text('region ab{}()"when and or not is #\n0-9.,:=<>*/\\'))
def test_every_text_gives_rules_or_a_rules_error(text: str) -> None:
    """Whatever its characters, and nothing else is raised."""
    try:
        blockrules.loads(text)
    except blockrules.RulesError as error:
        assert error.diagnostics
        assert str(error)
        assert [each.to_dict() for each in error.diagnostics]


@slow
@given(sites(), st.randoms(use_true_random=False))
def test_a_damaged_file_gives_rules_or_a_rules_error(site: Site, random: Any) -> None:
    """Words left out, doubled and swapped."""
    words = site.text.split(" ")
    for _ in range(random.randint(1, 4)):
        at = random.randrange(len(words))
        words[at:at] = random.choice([[], words[at : at + 2], [random.choice(words)]])
        del words[random.randrange(len(words))]
    try:
        blockrules.loads(" ".join(words))
    except blockrules.RulesError as error:
        assert all(each.severity == "error" for each in error.diagnostics)


junk: st.SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=3)
    | st.datetimes()
    | st.dates()
    | st.times(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3),
    max_leaves=4,
)


@slow
@given(sites(), st.data())
def test_every_page_gives_a_layout_or_a_page_error(site: Site, data: st.DataObject) -> None:
    """Whatever stands in it, and nothing else is raised; the error's text is made of no value."""
    rules = blockrules.loads(site.text, extras=data.draw(st.booleans()))
    page = data.draw(site.pages())
    for name in data.draw(st.lists(st.sampled_from([*page, "node", "other"]))):
        page[name] = data.draw(junk)
    for each in (page, SimpleNamespace(**page), data.draw(junk)):
        try:
            rules.layout(each)
        except blockrules.PageError as error:
            assert error.problems
            assert str(error)


def nested(page: dict[str, object]) -> dict[str, object]:
    """
    *page* with its dotted keys as mappings in mappings.
    """
    found: dict[str, Any] = {}
    for name, value in page.items():
        *outer, last = name.split(".")
        here = found
        for word in outer:
            here = here.setdefault(word, {})
        here[last] = value
    return found


def as_object(page: dict[str, object]) -> SimpleNamespace:
    """
    *page* as attributes, and attributes of attributes.
    """
    objects = {
        name: as_object(value) if isinstance(value, dict) and name == "node" else value
        for name, value in nested(page).items()
    }
    return SimpleNamespace(**objects)


def slow_order(site: Site) -> list[str]:
    """
    Again and again, of the regions whose predecessors are all placed, the lightest, of equals the one declared first.
    """
    before: dict[str, set[str]] = {}
    declared = [
        region
        for item in site.items
        for region in (item.regions if isinstance(item, syntax.RegionChoice) else [item])
        if isinstance(region, syntax.Region)
    ]
    for region in declared:
        before.setdefault(region.name.text, set()).update(each.text for each in region.after)
        for each in region.before:
            before.setdefault(each.text, set()).add(region.name.text)
    placed: list[str] = []
    while len(placed) < len(declared):
        left = [region for region in declared if region.name.text not in placed]
        free = [region for region in left if before[region.name.text] <= set(placed)]
        placed.append(min(free, key=lambda region: region.weight or 0).name.text)
    return placed
