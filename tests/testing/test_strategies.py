"""
Pages are drawn of every kind that rules can tell apart, and of no other.
"""

import dataclasses
import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Literal

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules import Rules
from blockrules.analysis import world
from blockrules.analysis.diagrams import FALSE
from blockrules.analysis.world import World
from blockrules.coverage.points import point_of
from blockrules.model.pages import Page
from blockrules.model.types import Value
from blockrules.testing import pages, register
from blockrules.testing.strategies import keeps_assumptions
from tests.analysis.small import small
from tests.sites import Site, sites

MEDICAL = blockrules.load(Path(__file__).parents[2] / "examples" / "medical_site.blockrules")
EVERYTHING = blockrules.loads("""
timezone "Europe/London"
facts {
    device: one of desktop, tablet, mobile
    n: int, ratio: optional number, name: text = "x", path: path, on: date, at: time
    roles: set of one of a, b, c
    tags: optional set of text, now: datetime, visitor: text, extra: bool = true
}
region r1 when n in 3 .. 5 or ratio < 0.5
region r2 when name matches ("a*", "*b") and path matches "/a/**" and at in 09:00 .. 17:00
region r3 when on >= 2026-12-01 and roles has any of (a, b) and tags has "q"
region r4 when now >= 2026-03-01T00:00Z and now.time in 09:00 .. 17:30 and now.weekday is monday
region r5 when visitor in 10% of "s"
assume not (device is mobile and n > 4) and (roles is not empty or n < 4)
""")
plenty = settings(max_examples=2_000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
slow = settings(suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def many() -> list[dict[str, object]]:
    """Pages of all that the language has, for those who look at them in one way or another."""
    return drawn(EVERYTHING, plenty)


def drawn(rules: Rules, how: settings, **facts: object) -> list[dict[str, object]]:
    """
    Pages, as many as *how* says.
    """
    found: list[dict[str, object]] = []

    @how
    @given(pages(rules, **facts))
    def draw(page: dict[str, object]) -> None:
        found.append(page)

    draw()
    return found


def values(rules: Rules, page: object) -> dict[str, Value]:
    """
    What the rules read of *page*.
    """
    read = Page.of(rules._model.schema, page, extras=False)
    return {name: read[name] for name in rules.facts}


def test_all_classes_are_reached(many: list[dict[str, object]]) -> None:
    """Of each variable, every class that some page can have, in some thousand pages."""
    assert_all_are_reached(EVERYTHING, many)
    assert_all_are_reached(MEDICAL, drawn(MEDICAL, plenty))


def assert_all_are_reached(rules: Rules, found: list[dict[str, object]]) -> None:
    """
    Whether the classes of all facts are *found*, or in as many pages more; by chance one may take long.
    """
    world = World.of(rules._model)
    seen = {point_of(world, values(rules, page)) for page in found}
    if missing(world, seen):
        more = settings(plenty, derandomize=False)
        seen |= {point_of(world, values(rules, page)) for _ in range(3) for page in drawn(rules, more)}
    assert not missing(world, seen)


def missing(world: World, seen: set[tuple[int | None, ...]]) -> list[tuple[int, int]]:
    """
    The classes of variables that a page can have, and that none *seen* has; AssertionError where one has another.
    """
    found = []
    for variable, size in enumerate(world.diagrams.sizes):
        here = {point[variable] for point in seen}
        can_be = {
            number for number in range(size) if world.occurring(world.diagrams.literal(variable, 1 << number)) != FALSE
        }
        assert here <= can_be
        found += [(variable, number) for number in can_be - here]
    return found


def test_both_sides_of_each_boundary_are_drawn(many: list[dict[str, object]]) -> None:
    """Of numbers, dates, times of day and moments, to the least step."""

    def has(name: str, *wanted: Value) -> None:
        missing = set(wanted) - {page.get(name) for page in many if not isinstance(page.get(name), set)}
        assert not missing, (name, missing)

    has("n", 2, 3, 5, 6)
    has("ratio", 0.5, 0.49999999999999994, None)
    has("on", date(2026, 11, 30), date(2026, 12, 1))
    has("at", time(8, 59, 59, 999_999), time(9), time(16, 59, 59, 999_999), time(17))
    tick = timedelta(microseconds=1)
    has("now", *(datetime(2026, 3, 1, tzinfo=UTC) - each for each in (tick, timedelta())))
    moments = {page["now"] for page in many}
    clocks = {each.astimezone(EVERYTHING.zone).time() for each in moments if isinstance(each, datetime)}
    assert {time(9), time(8, 59, 59, 999_999), time(17, 30), time(17, 29, 59, 999_999)} <= clocks


def test_values_are_not_always_the_same_of_their_class(many: list[dict[str, object]]) -> None:
    """Texts, numbers and members that the rules do not name."""
    assert len({page["n"] for page in many}) > 15
    assert len({str(page.get("name")) for page in many}) > 20
    assert len({str(page.get("tags")) for page in many}) > 20
    assert {page.get("extra") for page in many} == {None, True, False}


@slow
@given(sites(), st.data())
def test_pages_are_taken_and_keep_what_is_assumed(site: Site, data: st.DataObject) -> None:
    """By any rules."""
    rules = blockrules.loads(site.text)
    page = data.draw(pages(rules))
    rules.layout(page)
    assert keeps_assumptions(rules, page)


@pytest.mark.parametrize("seed", range(30))
def test_no_page_is_drawn_where_none_can_be(seed: int) -> None:
    """And there one is, where there is one."""
    rules = blockrules.loads(small(seed)[0])
    if World.of(rules._model).is_empty:
        with pytest.raises(ValueError, match="no page can occur, as the rules assume"):
            pages(rules)
    else:
        page = find(pages(rules), lambda page: True, settings=settings(database=None, phases=[Phase.generate]))
        assert keeps_assumptions(rules, page)


def test_what_is_given_is_on_every_page() -> None:
    """And what is assumed goes with it."""
    few = settings(max_examples=100, database=None)
    for page in drawn(EVERYTHING, few, device="mobile", now=datetime(2026, 12, 5, 12, tzinfo=UTC)):
        assert page["device"] == "mobile"
        assert page["now"] == datetime(2026, 12, 5, 12, tzinfo=UTC)
        assert page["n"] <= 4  # type: ignore[operator]  # a number
    dotted = drawn(MEDICAL, few, **{"node.type": "job", "front": False})
    assert {(page["node.type"], page["front"]) for page in dotted} == {("job", False)}


def test_what_no_page_has_is_refused() -> None:
    """As soon as it is asked for."""
    with pytest.raises(ValueError, match="no page has what is given"):
        pages(EVERYTHING, device="mobile", n=5)
    with pytest.raises(blockrules.PageError):
        pages(EVERYTHING, device="watch")
    with pytest.raises(blockrules.PageError):
        pages(EVERYTHING, devise="mobile")


def plainest(rules: Rules, is_so: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    """
    What an example shrinks to.
    """
    how = settings(max_examples=3_000, database=None, suppress_health_check=list(HealthCheck))
    return find(pages(rules), is_so, settings=how)


def test_an_example_shrinks_to_the_plainest_page() -> None:
    """Facts are left out where they may be, and the rest is the first or the usual."""
    assert plainest(MEDICAL, lambda page: True) == {"device": "desktop", "membership": "anonymous", "path": "/"}
    found = plainest(MEDICAL, lambda page: "jobs_content_pages" in MEDICAL.regions(page))
    assert found == {
        "node.type": "job",
        "node.op": "view",
        "device": "desktop",
        "membership": "anonymous",
        "path": "/",
    }


def test_what_is_too_tangled_is_drawn_and_kept_if_it_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no diagram tells what can occur."""
    text = "facts { a: bool, b: bool, n: int, d: optional int, t: text } region r when n > 3 or d > 3 assume a or b"
    rules = blockrules.loads(text + ' region q when t matches ("a*", "*b")')
    monkeypatch.setattr(World, "limits", None)
    found = drawn(rules, settings(max_examples=50, database=None))
    assert all(page["a"] or page["b"] for page in found)
    monkeypatch.undo()
    monkeypatch.setattr(world, "cut_of", lambda subject: None)
    found = drawn(rules, settings(max_examples=50, database=None))
    assert all(page["a"] or page["b"] for page in found)


def test_a_visitor_who_is_not_found_is_not_drawn() -> None:
    """The others are."""
    text = "facts { v: int } region r when " + " and ".join(f'v in 0.01% of "{seed}"' for seed in "abc")
    assert drawn(blockrules.loads(text), settings(slow, max_examples=20, database=None))


class Device(enum.Enum):
    """What a page is seen on."""

    DESKTOP = "desktop"
    MOBILE = "mobile"


@dataclasses.dataclass
class Node:
    """What a page shows."""

    type: Literal["page", "job"]
    tags: tuple[str, ...] = ()


@attrs.frozen
class Visit:
    """A page of a host's own class."""

    device: Device
    path: Annotated[str, blockrules.Path]
    own: Node
    node: Node | None = None
    other: Node | None = attrs.field(kw_only=True)
    roles: frozenset[Literal["a", "b"]] = frozenset()
    _days: int = 3
    grade: int | None = None


RULES = """
region x when device is mobile and node.type is page and _days > 4 and roles has a
region y when node.tags has "q" and path is "/a"
region z when own.type is job and other.tags has "w" and grade > 3
assume not (device is mobile and _days is 5)
"""


def test_a_class_of_pages_gives_its_own() -> None:
    """With values of its own types, over all that the rules tell apart."""
    rules = blockrules.loads(RULES, facts=Visit)
    register(Visit, rules)
    seen: set[tuple[str, ...]] = set()
    kinds: set[type] = set()

    @settings(max_examples=1_000, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(Visit))
    def draw(visit: Visit) -> None:
        assert isinstance(visit.device, Device)
        assert isinstance(visit.own.tags, tuple)
        assert keeps_assumptions(rules, visit)
        seen.add(rules.regions(visit))
        kinds.update({type(visit.node), type(visit.other), type(visit.grade)})

    draw()
    assert {name for names in seen for name in names} == {"x", "y", "z"}
    assert kinds == {Node, type(None), int}


@attrs.frozen
class Settled:
    """A page of which something cannot be chosen."""

    a: bool
    c: int = attrs.field(init=False, default=5)


@dataclasses.dataclass
class AlsoSettled:
    """The same."""

    a: bool
    c: int = dataclasses.field(init=False, default=5)


@pytest.mark.parametrize("page_class", [Settled, AlsoSettled])
def test_what_a_class_settles_stays_so(page_class: type[Settled | AlsoSettled]) -> None:
    """Nothing is drawn that its objects cannot have."""
    rules = blockrules.loads("region r when a and c > 4 region q when c < 5 assume a or c > 6", facts=page_class)
    register(page_class, rules)
    seen = {rules.regions(find(st.from_type(page_class), lambda page: True, settings=settings(database=None)))}
    assert seen == {("r",)}


def test_a_class_that_the_rules_do_not_know_is_refused() -> None:
    """So is one that is no class of facts."""
    rules = blockrules.loads("facts { device: one of desktop, mobile }")
    with pytest.raises(
        TypeError, match=r"`Visit` has fields that are no facts of the rules: path, own\.type, own\.tags"
    ):
        register(Visit, rules)
    with pytest.raises(TypeError):
        register(int, rules)


def test_what_needs_hypothesis_is_read_when_it_is_asked_for() -> None:
    """And nothing else is there."""
    assert blockrules.testing.pages is pages
    with pytest.raises(AttributeError, match="has no attribute 'page'"):
        _ = blockrules.testing.page
