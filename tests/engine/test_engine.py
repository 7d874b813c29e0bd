"""
What the compiled plan answers, held against the plain reading of the model.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.engine.cubes import MOST_CUBES
from blockrules.engine.domains import Atoms, Buckets
from blockrules.engine.engine import Engine
from blockrules.language.reading import Limits, read, within
from blockrules.language.shelves import Texts
from blockrules.model.checker import Model, check
from blockrules.model.pages import Page
from blockrules.model.search import UNKNOWN
from tests import plain
from tests.sites import Site, sites

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

# How many cubes a condition may take: as many as it does, few, or none, so that all but constants are guards.
bounds = st.sampled_from([MOST_CUBES, MOST_CUBES, 1, 0])


def model_of(text: str) -> Model:
    """
    The model of a sound file.
    """
    model, _ = check(read(within(text, "generated", Limits()), Texts({}, Limits()), Limits()), None)
    assert model is not None
    return model


def page_of(model: Model, page: dict[str, Any]) -> Page:
    """
    *page*, read.
    """
    return Page.of(model.schema, page, extras=False)


@slow
@given(sites(), st.data())
def test_the_plan_answers_as_the_plain_reading_does(site: Site, data: st.DataObject) -> None:
    """Every page has the regions and blocks that the most obvious evaluation gives it."""
    model = model_of(site.text)
    engine = Engine(model, most=data.draw(bounds))
    for page in data.draw(st.lists(site.pages(), min_size=1, max_size=3)):
        assert engine.regions(page) == plain.regions(model, page_of(model, page))
        expected = plain.layout(model, page_of(model, page))
        layout = engine.layout(page)
        assert tuple(layout) == expected.regions
        assert layout.slots == expected.slots


@slow
@given(sites(), st.data())
def test_pages_that_agree_on_vary_have_one_layout(site: Site, data: st.DataObject) -> None:
    """What an answer did not need can be anything; and the key is the same with it."""
    model = model_of(site.text)
    engine = Engine(model, most=data.draw(bounds))
    page, other = data.draw(site.pages()), data.draw(site.pages())
    layout = engine.layout(page)
    mixed = {name: value for name, value in other.items() if name not in layout.vary}
    mixed |= {name: value for name, value in page.items() if name in layout.vary}
    alike = engine.layout(mixed)
    assert alike == layout
    assert (alike.vary, alike.key) == (layout.vary, layout.key)


@slow
@given(sites(), st.data())
def test_pages_of_one_key_have_one_layout(site: Site, data: st.DataObject) -> None:
    """Whatever else tells them apart."""
    model = model_of(site.text)
    engine = Engine(model, most=data.draw(bounds))
    found: dict[object, object] = {}
    for page in data.draw(st.lists(site.pages(), min_size=2, max_size=8)):
        layout = engine.layout(page)
        assert found.setdefault(layout.key, layout) == layout


@slow
@given(sites(), st.data())
def test_until_it_expires_time_changes_nothing(site: Site, data: st.DataObject) -> None:
    """With all else equal, the layout of any instant before `expires` is that of now."""
    model = model_of(site.text)
    engine = Engine(model, most=data.draw(bounds))
    page = data.draw(site.pages())
    now = page.get("now", model.schema.facts["now"].default if "now" in model.schema.facts else None)
    if not isinstance(now, datetime):
        return
    layout = engine.layout(page | {"now": now})
    steps = st.sampled_from([timedelta(microseconds=1), timedelta(minutes=30), timedelta(hours=1), timedelta(days=1)])
    counts = st.sampled_from([0, 1, 2, 3, 5, 7, 23, 25, 100, 300])
    ends = [] if layout.expires is None else [layout.expires - timedelta(microseconds=1)]
    moved = [now + data.draw(steps) * data.draw(counts) for _ in range(6)] + [
        now + timedelta(hours=each) for each in range(50)
    ]
    for later in [*ends, *moved]:
        if later > now and (layout.expires is None or later < layout.expires):
            assert engine.layout(page | {"now": later}) == layout
    assert layout.expires is None or layout.expires > now


@slow
@given(sites(), st.data())
def test_a_representative_is_of_its_class(site: Site, data: st.DataObject) -> None:
    """Of each class of a row and of the signature of any value a value can be made, which has it again."""
    model = model_of(site.text)
    engine = Engine(model)
    page = page_of(model, data.draw(site.pages()))
    for axis in engine.axes:
        domain = axis.domain
        if isinstance(domain, Atoms):
            signature = domain.signature(page[axis.name])
            value = domain.representative(signature)
            assert value is not UNKNOWN
            assert domain.signature(value) == signature
        else:
            place = data.draw(st.integers(0, domain.size - 1))
            value = domain.representative(place)
            assert value is UNKNOWN or domain.place(value) == place


def test_a_fact_that_is_not_needed_is_not_read() -> None:
    """A property that asks a database is left alone where the rest decides."""
    model = model_of("facts { front: bool  costly: int }\nregion hero when front and costly > 3")
    engine = Engine(model)

    class Request:
        front = False

        @property
        def costly(self) -> int:
            raise AssertionError("asked")

    page = Request()
    assert engine.regions(page) == ()
    assert engine.layout(page).vary == ("front",)


def test_an_answer_expires_with_the_stretch_of_time_it_is_in() -> None:
    """Only what is alive but for time counts."""
    text = """
    timezone "Europe/London"
    facts { front: bool  now: datetime }
    region morning when front and now.time in 09:00 .. 12:00
    region advent when not front and now < 2026-12-24T00:00
    """
    model = model_of(text)
    engine = Engine(model)
    now = datetime(2026, 12, 1, 8, tzinfo=UTC)
    front = engine.layout({"front": True, "now": now})
    assert front.expires == datetime(2026, 12, 1, 9, tzinfo=UTC)
    other = engine.layout({"front": False, "now": now})
    assert other.expires == datetime(2026, 12, 24, tzinfo=UTC)
    late = engine.layout({"front": False, "now": datetime(2027, 1, 1, tzinfo=UTC)})
    assert late.expires is None
    assert late.vary == ("front", "now")


def test_a_class_that_no_value_falls_into_is_unknown() -> None:
    """Buckets are tried up to a bound, and no further."""
    assert Buckets("seed", True, (10_000,)).representative(1) is UNKNOWN


def test_a_cube_that_too_many_atoms_rule_out_is_kept_as_a_guard() -> None:
    """Its answers stay the same."""
    paths = ", ".join(f'"/p{number}"' for number in range(1_500))
    rules = blockrules.loads(f"facts {{ path: path }} region r when not path in ({paths})")
    assert rules.regions({"path": "/p7"}) == ()
    assert rules.regions({"path": "/q"}) == ("r",)
    assert rules.layout({"path": "/q"}).vary == ("path",)
