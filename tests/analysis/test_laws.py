"""
What is said of all pages is so of each: laws over generated files, against the engine and against going through all
that can be told apart.
"""

from fractions import Fraction
from random import Random
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules import RulesError
from blockrules.analysis.diagrams import FALSE
from blockrules.analysis.listed import Listed
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.wording import description
from blockrules.analysis.world import World
from blockrules.model.pages import Page
from blockrules.model.search import UNKNOWN, Unknown
from tests.analysis.brute import MOST_POINTS, can_occur, pages, points, shown, sides
from tests.faults import faulty, reformed
from tests.sites import Site, sites

slow = settings(suppress_health_check=list(HealthCheck))
# As many as there are to be faults and changes of form.
two_hundred = settings(slow, max_examples=200)


@slow
@given(sites(), st.data())
def test_a_page_lies_where_the_engine_finds_it(site: Site, data: st.DataObject) -> None:
    """Its classes are in the diagram of a region just where the region is active, and of a block."""
    rules = blockrules.loads(site.text)
    world = World.of(rules._model)
    page = data.draw(site.pages())
    layout = rules.layout(page)
    read = Page.of(rules._model.schema, page, extras=False)
    values = {name: read[name] for name in rules.facts}
    point = dict.fromkeys(range(len(world.diagrams.sizes)), 0)
    for name, seat in world.by_name[0].items():
        here = seat.cut.point(values[name]) if seat.cut else None
        assert here is not None
        point.update(zip(seat.variables, here, strict=True))
    where = world.sides[0].where
    for region in rules.all_regions:
        active = where.regions[region.name]
        assert active is not None
        assert world.diagrams.has(active, point) == (region.name in layout)
        for place, placement in enumerate(region.placements):
            block = where.shown(region, place)
            assert block is not None
            is_shown = region.name in layout and any(
                each is placement.block for each in layout.region(region.name).blocks
            )
            assert world.diagrams.has(block, point) == is_shown


@slow
@given(sites())
def test_each_class_has_a_value_that_lies_in_it(site: Site) -> None:
    """So a page can be made of any point that can be."""
    for seat in World.of(blockrules.loads(site.text)._model).seats:
        if isinstance(seat.cut, Listed):
            for number in range(len(seat.cut.classes)):
                assert seat.cut.point(seat.cut.value((number,), (1 << number,))) == (number,)


@slow
@given(sites())
def test_every_witness_replays(site: Site) -> None:
    """A page that is to show something, or to hide it, does; where none is found, there is none."""
    rules = blockrules.loads(site.text)
    world = World.of(rules._model)
    witnesses = Witnesses(world)
    for region in rules.all_regions:
        active = world.sides[0].where.regions[region.name]
        assert active is not None
        for where, is_active in ((active, True), (world.diagrams.opposite(active), False)):
            witness = witnesses.witness(where)
            assert witness is not UNKNOWN
            if isinstance(witness, Witness):
                assert (region.name in rules.regions(witness.page)) == is_active
                assert can_occur(rules, witness.page)
            elif points(world) <= MOST_POINTS:
                found = [page for page in pages(world) if can_occur(rules, page)]
                assert not any((region.name in rules.regions(page)) == is_active for page in found)


@slow
@given(sites())
def test_what_is_found_never_to_be_is_nowhere(site: Site) -> None:
    """Nor does a part that makes no difference make one; promises are kept where they are proved."""
    rules = blockrules.loads(site.text)
    world = World.of(rules._model)
    assume(points(world) <= MOST_POINTS)
    every = [page for page in pages(world) if can_occur(rules, page)]
    never = {each.span.text for each in rules.findings if each.code == "BR915" and "the region" in each.message}
    seen = {name for page in every for name in rules.regions(page)}
    assert never.isdisjoint(seen)
    for proof in rules.promises:
        assert proof.verdict in ("proved", "refuted")
    assert any(each.code == "BR919" for each in rules.findings) == (not every)


@slow
@given(sites(), st.data())
def test_a_part_that_makes_no_difference_can_be_left_as_its_outcome(site: Site, data: st.DataObject) -> None:
    """With `true` or `false` in its place the file does the same."""
    rules = blockrules.loads(site.text)
    idle = [each for each in rules.findings if each.code == "BR916"]
    assume(idle)
    finding = data.draw(st.sampled_from(idle))
    outcome = "false" if "never true" in finding.message else "true"
    start, end = finding.span.start, finding.span.end
    without = blockrules.loads(f"{site.text[:start]} {outcome} {site.text[end:]}")
    assert blockrules.difference(rules, without).equal


@slow
@given(sites())
def test_a_description_is_a_condition_that_holds_just_there(site: Site) -> None:
    """Whatever a diagram says can be said in the language."""
    rules = blockrules.loads(site.text)
    world = World.of(rules._model)
    for number, region in enumerate(rules.all_regions):
        active = world.sides[0].where.regions[region.name]
        assert active is not None
        told = description(world, active, world.around(active))
        if told.complete and "any other" not in str(told) and "…" not in str(told):
            again = World.of(blockrules.loads(f"{site.text}\ndefine told{number} as {told}\n")._model)
            where = again.sides[0].where
            differ = again.sets.differ(where.defines[f"told{number}"], where.regions[region.name])
            assert again.occurring(differ) == FALSE


@slow
@given(sites())
def test_the_catalogue_has_every_layout_once(site: Site) -> None:
    """As going through all classes finds them; the shares make a whole."""
    rules = blockrules.loads(site.text)
    world = World.of(rules._model)
    assume(points(world) <= MOST_POINTS)
    every = {shown(rules.layout(page)) for page in pages(world) if can_occur(rules, page)}
    catalogue = rules.catalogue(most=10_000)
    assert catalogue.count == len(every)
    assert {shown(entry.layout) for entry in catalogue.layouts} == every
    assert len(catalogue.layouts) == len(every)
    if every:
        assert sum((entry.share for entry in catalogue.layouts), Fraction(0)) == 1
    assert str(catalogue)
    assert catalogue.to_dict()
    assert catalogue.to_html()


@slow
@given(sites(), st.data())
def test_pages_that_agree_on_what_matters_have_one_layout(site: Site, data: st.DataObject) -> None:
    """Whatever else they have; and for each fact that matters there are two pages that do not."""
    rules = blockrules.loads(site.text)
    fixed = data.draw(st.sampled_from([None, *rules.facts]))
    first = dict(data.draw(site.pages()))
    given = {fixed: first[fixed]} if fixed in first else {}
    independence = rules.independence(given)
    matters = independence.facts
    assert not {*given} & {*matters}
    second = dict(data.draw(site.pages()))
    for name in (*matters, *given):
        second.pop(name, None)
        second.update({name: first[name]} if name in first else {})
    if can_occur(rules, first) and can_occur(rules, second):
        assert rules.layout(first) == rules.layout(second)
    for name in matters:
        contrast = independence.contrast(name)
        if contrast is None:
            # Two alternatives may look alike wherever they stand.
            assert '"one"' in site.text
            continue
        assert rules.layout(contrast[0]) != rules.layout(contrast[1])
        assert all(can_occur(rules, page) for page in contrast)
        for page in contrast:
            assert all(rules.layout({**page, **given}) == rules.layout(page) for _ in given)


@two_hundred
@given(sites(), st.integers(0, 2**32), st.data())
def test_a_seeded_fault_is_found(site: Site, seed: int, data: st.DataObject) -> None:
    """Every change of behaviour is, and each that is told can be seen; what changes nothing is proved to."""
    text = faulty(site.items, Random(seed))
    assume(text is not None)
    old, new = blockrules.loads(site.text), _sound(text)
    difference = blockrules.difference(old, new)
    assert not difference.unknown
    _told(difference, new)
    world = World.of(old._model, new._model)
    every: Any = pages(world) if points(world) <= MOST_POINTS else [data.draw(site.pages()) for _ in range(20)]
    differ = False
    for page in every:
        both = sides(old, new, page)
        differ = differ or (both is not None and both[0] != both[1])
    if differ:
        assert not difference.equal
    elif points(world) <= MOST_POINTS:
        assert difference.equal


def _sound(text: str | None) -> blockrules.Rules:
    """
    The rules in *text*, where a fault has left them sound.
    """
    try:
        return blockrules.loads(text or "")
    except RulesError:
        assume(False)
        raise


def _told(difference: blockrules.Difference, new: blockrules.Rules) -> None:
    """
    What is told of each change is so.
    """
    assert str(difference)
    assert difference.to_dict()
    for change in difference.changes:
        before, after = change.layouts
        assert shown(before) != shown(after)
        assert can_occur(new, change.witness.page)
        name = change.thing.region
        match change.kind, change.thing.block:
            case "appears", None:
                assert name not in before
                assert name in after
            case "disappears", None:
                assert name in before
                assert name not in after
            case "stands elsewhere", None:
                assert name in before
                assert name in after
            case _:
                assert name in before or name in after


@two_hundred
@given(sites(), st.integers(0, 2**32))
def test_a_change_of_form_is_none(site: Site, seed: int) -> None:
    """Operands in another order, De Morgan, negations twice, parentheses undone: proved to do the same."""
    text = reformed(site.items, Random(seed))
    assume(text is not None)
    difference = blockrules.difference(blockrules.loads(site.text), _sound(text))
    assert difference.equal, str(difference)
    assert difference.facts == ()


@slow
@given(sites())
def test_a_file_is_equal_to_itself(site: Site) -> None:
    """Also where it is written in the one layout, and the unknown is told of as such."""
    rules = blockrules.loads(site.text)
    difference = blockrules.difference(rules, blockrules.loads(site.text))
    assert difference.equal
    assert (difference.changes, difference.facts, difference.unknown) == ((), (), ())


def test_no_page_is_no_witness() -> None:
    """Of an empty set, nothing is unknown."""
    witnesses = Witnesses(World.of(blockrules.loads("facts { a: bool }")._model))
    assert witnesses.witness(FALSE) is None
    assert isinstance(witnesses.witness(None), Unknown)
