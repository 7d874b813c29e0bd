"""
Addresses of pages.
"""

from datetime import UTC, date, datetime, time
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.inspector.address import Visit, query_of, visit
from blockrules.model.values import taken
from tests.sites import Site, sites

NOW = datetime(2026, 11, 23, 18, 30, 5, 6, tzinfo=UTC)
RULES = blockrules.loads(
    """
    timezone "Europe/London"
    facts {
        device: one of desktop, mobile
        mood:   optional one of good, bad
        member: bool = false
        roles:  set of one of editor, "a,b", admin = ()
        tags:   optional set of text
        sizes:  set of int = (1)
        kind:   optional text
        path:   path = "/"
        count:  int = 0
        share:  optional number
        day:    optional date
        at:     time = 09:00
        now:    optional datetime
    }
    region everything
    page visit { device: mobile, count: 3 }
    page home { device: desktop }
    """
)


def visited(query: str) -> Visit:
    return visit(query, RULES, NOW)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
@given(sites(), st.data())
def test_the_address_of_a_page_leads_to_it(site: Site, data: st.DataObject) -> None:
    """Of every page of every site, whatever is in it."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    values = {
        fact.name: taken(page[fact.name], fact.type, rules.zone, optional=fact.optional)
        if fact.name in page
        else fact.default
        for fact in rules.facts.values()
    }
    # As in a rules file, nobody can write less than a second.
    assume(not any(getattr(value, "microsecond", 0) for value in values.values()))
    seen = visit(query_of(values, rules.facts), rules, NOW)  # type: ignore[arg-type]  # a drawn page is sound
    assert (seen.values, seen.faults, seen.unknown) == (values, {}, ())


@pytest.mark.parametrize(
    ("query", "fact", "value"),
    [
        ("device=mobile", "device", "mobile"),
        ("", "device", "mobile"),
        (".sample=home", "device", "desktop"),
        (".sample=home", "count", 0),
        (".sample=visit&count=4", "count", 4),
        (".sample=", "device", "desktop"),
        ("member=true", "member", True),
        ("mood=bad", "mood", "bad"),
        ("mood=", "mood", None),
        ("mood=none", "mood", None),
        (".none=mood&mood=bad", "mood", None),
        (".none=member&member=true", "member", True),
        ("roles=editor,admin", "roles", {"editor", "admin"}),
        ("roles=&roles=a%2Cb", "roles", {"a,b"}),
        ("roles=editor&roles=admin", "roles", {"editor", "admin"}),
        ("roles=", "roles", set()),
        ("tags=", "tags", set()),
        ("tags=none", "tags", None),
        ("tags=a,+b", "tags", {"a", "b"}),
        ("tags=&tags=&tags=none", "tags", {"", "none"}),
        ("sizes=4,5", "sizes", {4, 5}),
        ("kind=none", "kind", "none"),
        ("kind=", "kind", ""),
        ("path=/news/", "path", "/news"),
        ("count=-2", "count", -2),
        ("share=", "share", None),
        ("share=0.5", "share", 0.5),
        ("day=2026-12-05", "day", date(2026, 12, 5)),
        ("at=10:00:01", "at", time(10, 0, 1)),
        ("now=2026-07-05T10:00", "now", datetime(2026, 7, 5, 9, tzinfo=UTC)),
        ("now=2026-07-05T10:00Z", "now", datetime(2026, 7, 5, 10, tzinfo=UTC)),
        ("count=1&.with=count%3D2", "count", 2),
        (".none=share&.with=share%3D2", "share", 2),
        ("mood=bad&.none=share&.with=.none%3Dmood", "mood", None),
        ("mood=bad&share=1&.none=kind&.with=.none%3Dmood", "kind", None),
    ],
)
def test_facts_are_spelt_as_for_the_command(query: str, fact: str, value: object) -> None:
    """A set may also be given member by member; nothing at all asks for the first sample page."""
    seen = visited(query)
    assert seen.faults == {}
    assert seen.values[fact] == value


@pytest.mark.parametrize(
    ("query", "fact", "said"),
    [
        ("device=watch", "device", "`device`: `watch` is not one of desktop, mobile"),
        ("device=", "device", "`device`: `` is not one of desktop, mobile"),
        ("device=mobile&device=desktop", "device", "`device` is given twice"),
        ("member=", "member", "`member`: a bool is `true` or `false`"),
        ("roles=editr", "roles", '`roles`: `editr` is not one of editor, "a,b", admin; did you mean `editor`?'),
        ("path=news", "path", "`path`: a path begins with `/`"),
        ("path=/a%3Fb", "path", "`path`: expected path, a path with a query or fragment came"),
        ("count=", "count", "`count`: an int is a whole number, as in `5`"),
        (f"count={'9' * 5000}", "count", "`count`: an int is a whole number, as in `5`"),
        (f"share={'9' * 400}", "share", "`share`: expected number, a number that is not finite came"),
        ("now=0001-01-01T00:00%2B23:00", "now", "`now`: expected datetime, a datetime past the years"),
    ],
)
def test_what_cannot_be_read_is_told_of_its_fact(query: str, fact: str, said: str) -> None:
    """And the rest is read nevertheless."""
    seen = visited(query)
    assert list(seen.faults) == [fact]
    assert seen.faults[fact].startswith(said)
    assert seen.typed[fact] in query.replace("%3F", "?").replace("%2B", "+")
    assert len(seen.values) == len(RULES.facts) - 1
    pairs = parse_qsl(query, keep_blank_values=True)
    assert seen.query(RULES) == urlencode(pairs)


def test_what_nobody_knows_is_told() -> None:
    """With what is near; changes are told since another page, and that is no part of the address."""
    seen = visited("devise=mobile&.sample=hone&zzz=1&.since=device%3Dmobile&.was=x")
    assert seen.unknown == (
        "no fact named `devise`; did you mean `device`?",
        "no fact named `zzz`",
        "no sample page named `hone`; did you mean `home`?",
    )
    assert (seen.since, seen.was) == ("device=mobile", "x")
    assert visited(".sample=zzz").unknown == ("no sample page named `zzz`",)
    assert seen.query(RULES) == "device=desktop"
    assert visited(".since=").values["device"] == "mobile"


def test_required_facts_of_which_nothing_is_said_are_plain() -> None:
    """So that a page can be shown before anybody says what it has; a page of which nothing is to be said says so."""
    rules = blockrules.loads(
        """facts {
            a: one of x, y  b: bool  c: int  d: number  e: text  f: path  g: date  h: time  i: datetime  j: set of int
        }"""
    )
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    plain = ["x", False, 0, 0, "", "/", date(2026, 11, 23), time(18, 30), moment, frozenset()]
    seen = visit("", rules, NOW)
    assert [*seen.values.values()] == plain
    assert visit(seen.query(rules), rules, NOW).values == seen.values
    assert query_of(visited(".sample=").values, {**RULES.facts}) == "device=desktop"
    assert visit("", blockrules.loads("region a"), NOW).query(blockrules.loads("region a")) == ".sample="
