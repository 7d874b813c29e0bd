"""
However a page is handed over, it gets one answer.
"""

import traceback
from datetime import UTC, datetime, timedelta, tzinfo
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

import attrs
import pytest

import blockrules
from blockrules import PageError
from blockrules.engine.fastway import names_way
from blockrules.engine.memory import Memory, TextMemory

RULES = blockrules.loads("""
timezone "Europe/London"
facts {
    front: bool = false  kind: optional one of a, b  title: text = ""  path: path = "/"  now: optional datetime
    tags: set of text = ()  ids: optional set of int  level: optional int  share: number = 0.5  node.type: optional text
    visitor: text = "" unused: text = ""  spare: path = "/"  number: int = 3
}
region a when kind is a   region b when kind is none   region front when front
region t when title matches "x*"   region p when path matches "/a/**" or path is "/b"   region n when now.time < 09:00
region s when tags has any of ("x", "y")   region e when tags is empty   region i when ids has 1
region j when ids is none
region l when level > 3 or level is none   region h when share < 1   region d when node.type is "x"
region v when visitor in 50% of "seed"   region w when visitor in 20% of "other" and number in 30% of "seed"
""")
GOOD: dict[str, list[Any]] = {
    "front": [True, False],
    "kind": ["a", None],
    "title": ["x", "é" * 2000, "x\n"],
    "path": ["/a/", "/b//", "/ä", "/a/" + "b" * 2000, f"/a/{'b' * 300}/c"],
    "tags": [("x",), ["y", "x"], {"z"}, frozenset(), {"x": 1}.keys()],
    "ids": [(1,), [2, 1], None, range(3)],
    "level": [4, 3, None, 10**30],
    "share": [0.5, 1, -1e300],
    "node.type": ["x", None],
    "visitor": ["", "a", "ä", "x" * 2000],
    "unused": ["é"],
    "number": [0, -5],
}
BAD: dict[str, list[Any]] = {
    "front": [1, None, "true"],
    "kind": ["c", 1, ("a",), ["a"]],
    "title": [None, 1, "\ud800", b"x"],
    "path": ["a", "", "/?", "/#", "/\ud800", 1],
    "tags": ["x", [1], ("x", None), {"x": 1}, None],
    "ids": [("1",), [True], "1", {1.5}],
    "level": [True, 1.0, "4"],
    "share": [float("nan"), float("inf"), True, None],
    "node.type": [1],
    "visitor": [None, 1, "\ud800"],
    "unused": [1, "\ud800"],
    "spare": ["a", None],
    "number": [None, 1.0],
}


def answers(page: dict[str, Any]) -> list[object]:
    """
    What *page* gets as a dictionary, as another mapping, and with its dotted fact nested.
    """
    nested = {name: value for name, value in page.items() if "." not in name}
    inner = {name.partition(".")[2]: value for name, value in page.items() if "." in name}
    found: list[object] = []
    for each in (page, MappingProxyType(page), nested | {"node": inner}, nested | {"node": SimpleNamespace(**inner)}):
        try:
            layout = RULES.layout(each)
            assert layout.names == RULES.regions(each)
            found.append((layout, layout.vary, layout.key, layout.expires))
        except PageError as error:
            found.append({problem.fact for problem in error.problems})
    return found


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in GOOD.items() for value in values])
def test_every_shape_of_a_page_has_one_layout(name: str, value: object) -> None:
    """The first time and the next."""
    first, *others = answers({name: value})
    assert others == [first] * 3
    assert answers({name: value}) == [first] * 4


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in BAD.items() for value in values])
def test_every_shape_of_a_page_is_refused_alike(name: str, value: object) -> None:
    """The first time and the next; as an object where the answer asks for the fact."""
    for _ in range(2):
        as_dict, as_mapping, nested, as_object = answers({name: value})
        assert as_dict == as_mapping == nested == {name}
        assert as_object == {name} or name in ("unused", "spare")


@pytest.mark.parametrize("name", ["front", "kind", "level", "path", "tags"])
def test_an_empty_mapping_is_no_value_in_any_shape(name: str) -> None:
    """Though it may stand where dotted facts do."""
    assert answers({name: {}, "title": "x"}) == [{name}] * 4


@pytest.mark.parametrize("name", ["level", "number"])
def test_a_number_past_all_bounds_is_refused_in_every_shape(name: str) -> None:
    """Long ones cannot even be written."""
    assert answers({name: 10**5000}) == [{name}] * 4


def test_what_is_no_fact_is_refused_in_every_shape() -> None:
    """Beside others, in what is nested, and twice."""
    for page in (
        {"x": 1},
        {"front": True, "node.x": 1},
        {"front": True, "node": 1, "node.type": "x", "x": None},
        {1: 2},
    ):
        with pytest.raises(PageError):
            RULES.regions(page)
    for both in ({"node": {"type": "x"}, "node.type": "x"}, {"node.type": "x", "node": {"type": "x"}}):
        with pytest.raises(PageError, match=r"both .* came"):
            RULES.regions(both)


def test_what_becomes_of_a_page_does_not_change_its_layout() -> None:
    """Nor what the layout tells of how it was found."""
    page: dict[str, Any] = {"tags": ["x"], "node": {"type": "x"}, "front": True}
    layout = RULES.layout(page)
    vary, key = RULES.layout(page).vary, RULES.layout(page).key
    page["tags"].clear()
    page["node"].clear()
    page.clear()
    assert (layout.vary, layout.key) == (vary, key)


class Alike:
    """What is equal to a value of the right type."""

    def __init__(self, other: object) -> None:
        self.other = other

    def __hash__(self) -> int:
        return hash(self.other)

    def __eq__(self, other: object) -> bool:
        return self.other == other


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", Alike("a")),
        ("kind", Alike(None)),
        ("title", Alike("x")),
        ("path", Alike("/b")),
        ("tags", (Alike("x"),)),
    ],
)
def test_what_is_only_equal_to_a_value_is_refused(name: str, value: Any) -> None:
    """Also after a page that had the value itself."""
    RULES.regions({name: ("x",) if name == "tags" else value.other})
    with pytest.raises(PageError):
        RULES.regions({name: value})


USUAL: dict[str, Any] = {
    "front": True,
    "kind": "a",
    "title": "x",
    "path": "/a/b",
    "now": datetime(2026, 1, 1, tzinfo=UTC),
    "tags": ["x"],
    "ids": (1,),
    "level": 3,
    "share": 0.5,
    "node.type": "x",
    "visitor": "v1",
    "unused": "x",
    "spare": "/x",
    "number": 1,
}


@pytest.mark.parametrize(
    "change",
    [{}, {"path": "/new/"}, {"spare": "/new"}, {"title": "new"}, {"tags": ("x", "y")}, {"kind": None}, {"node": {}}],
)
def test_a_page_of_plain_types_goes_the_fast_way(change: dict[str, Any]) -> None:
    """Also where a value was never seen, and where a fact is left out."""

    def slow(page: object) -> tuple[str, ...]:
        raise AssertionError(page)

    engine = RULES._engine
    answers = Memory(engine.regions_plan.decoder.labels, 10)
    fast = names_way(engine.regions_plan, engine.model.schema, slow, answers, extras=False)
    page = USUAL | change
    if "node" in change:
        page["node"] = {"type": page.pop("node.type")}
    assert fast(page) == RULES.regions(MappingProxyType(page))
    del page["spare"], page["unused"]
    assert fast(page) == RULES.regions(MappingProxyType(page))


def test_what_else_stands_on_a_page_is_left_alone() -> None:
    """Where extras are allowed: it may hold the page itself."""
    rules = blockrules.loads("facts { front: bool } region a when front", extras=True)
    page: dict[str, Any] = {"front": True}
    page["page"] = page
    assert rules.layout(page).vary == ("front",)


def test_what_else_stands_on_a_page_is_not_taken_for_a_fact() -> None:
    """Though there are as many keys as facts."""
    rules = blockrules.loads("facts { front: bool  size: int = 3 } region a when size is 3", extras=True)
    layout = rules.layout({"front": True, "more": 1})
    assert (layout.names, layout.vary) == (("a",), ("size",))


class Odd(tzinfo):
    """A zone of the host's, whose offset can change, or fail."""

    offset: timedelta | None = timedelta(hours=1)

    def utcoffset(self, moment: datetime | None) -> timedelta:
        """What it is now."""
        if self.offset is None:
            raise ZeroDivisionError("s3cr3t")
        return self.offset

    def dst(self, moment: datetime | None) -> None:
        """Nothing."""

    def tzname(self, moment: datetime | None) -> None:
        """Nothing."""


@pytest.mark.parametrize("condition", ["now > 2026-01-01T00:00", "now.time < 09:00", "front"])
def test_a_zone_that_raises_makes_the_page_refused(condition: str) -> None:
    """In a dictionary as in any other mapping, by `regions` and by `layout`, without what it said."""
    rules = blockrules.loads(
        f'timezone "Europe/London" facts {{ now: datetime front: bool = true }} region a when {condition}'
    )
    zone = Odd()
    zone.offset = None
    page = {"now": datetime(2026, 1, 1, 1, tzinfo=zone)}
    for answer in (rules.regions, rules.layout):
        for each in (page, MappingProxyType(page)):
            with pytest.raises(PageError, match=r"`now`: expected .* raised `ZeroDivisionError`") as caught:
                answer(each)
            assert "s3cr3t" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("later", [timedelta(hours=5), None])
def test_a_layout_keeps_the_instant_that_it_was_found_for(later: timedelta | None) -> None:
    """Whatever the zone of the datetime says, or raises, afterwards."""
    rules = blockrules.loads("facts { now: datetime } region a when now > 2026-01-01T00:00Z")
    zone = Odd()
    page = {"now": datetime(2026, 1, 1, 1, tzinfo=zone)}
    before, layout = rules.layout(page), rules.layout(page)
    expected = before.vary, before.key, before.expires
    zone.offset = later
    assert (layout.vary, layout.key, layout.expires) == expected
    assert layout.expires == datetime(2026, 1, 1, 0, 0, 0, 1, tzinfo=UTC)


class Key:
    """A key that has the hash of a text, and fails when it is compared or hashed too often."""

    def __init__(self, text: str, hashes: int = 1_000_000) -> None:
        self.text, self.hashes = text, hashes

    def __hash__(self) -> int:
        self.hashes -= 1
        if self.hashes < 0:
            raise ZeroDivisionError("s3cr3t")
        return hash(self.text)

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError("s3cr3t")


class TextKey(str):
    """The same of a text."""

    __slots__ = ()

    def __hash__(self) -> int:
        return hash("front")

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError("s3cr3t")


@pytest.mark.parametrize(
    "page",
    [
        {Key("front"): True},
        {TextKey("other"): True},
        {Key("node.type"): 1, "node": {"type": "x"}},
        {"node": {"type": "x"}, Key("other", hashes=1): 1},
        {"node": {Key("type"): "x"}},
    ],
)
def test_a_key_that_raises_makes_the_page_refused(page: Any) -> None:
    """As a key that is no fact's, without what it said."""
    for answer in (RULES.regions, RULES.layout):
        with pytest.raises(PageError) as caught:
            answer(page)
        assert "s3cr3t" not in "".join(traceback.format_exception(caught.value))


def test_a_fault_of_our_own_is_no_fault_of_the_page() -> None:
    """It is not hidden by reading the page again."""
    engine = RULES._engine
    plan = attrs.evolve(engine.regions_plan, every=cast("int", "no mask"))
    answers: Memory[int, tuple[str, ...]] = Memory(plan.decoder.labels, 10)
    way = names_way(plan, engine.model.schema, lambda page: (), answers, extras=False)
    with pytest.raises(TypeError):
        way(USUAL)


def test_what_is_large_is_not_remembered() -> None:
    """A long text, or a collection whose members are large together."""
    memory = TextMemory(type, 10)
    for key in ("x", "x" * 1_000, ("x" * 10_000,), frozenset({10**12_000}), frozenset({"x", "y"}), None):
        assert memory[key] is type(key)
    assert set(memory) == {"x", frozenset({"x", "y"}), None}
