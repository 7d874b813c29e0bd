"""
What a response tells caches of its layout.
"""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blockrules
from blockrules.hosts.caching import Policy, table, varied
from blockrules.hosts.request import CLOCK, personal

NOW = datetime(2026, 12, 24, 23, 0, tzinfo=UTC)
RULES = blockrules.loads("""
timezone "Europe/London"
facts { front: bool  device: one of desktop, mobile  name: text = ""  secret: bool = false  now: optional datetime }
region advent when front and now < 2026-12-25T00:00
region app when not front and device is mobile
region greeting when not front and device is desktop and name is "Ann"
region odd when not front and device is desktop and name is "Bob" and secret
""")
HEADERS = table({"front": (), "device": ["User-Agent", "Sec-CH-UA-Mobile"], "name": personal("Cookie"), "now": ()})  # type: ignore[dict-item]
FRONT = {"front": True, "device": "mobile", "now": NOW}
PHONE = {"front": False, "device": "mobile"}
ANN = {"front": False, "device": "desktop", "name": "Ann"}
BOB = {"front": False, "device": "desktop", "name": "Bob"}


def told(page: dict[str, object], **sent: str) -> dict[str, str]:
    """
    The headers that a response to *page* needs beside those that it was to be *sent* with.
    """
    given = {name.replace("_", "-"): value for name, value in sent.items()}
    return Policy.of(RULES.layout(page), HEADERS, NOW).told(given, NOW)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (FRONT | {"now": None}, {}),
        (FRONT, {}),
        (PHONE, {"Vary": "User-Agent, Sec-CH-UA-Mobile"}),
        (ANN, {"Vary": "User-Agent, Sec-CH-UA-Mobile, Cookie", "Cache-Control": "private"}),
        (BOB, {"Vary": "*", "Cache-Control": "private"}),
    ],
)
def test_a_response_says_what_it_hangs_on(page: dict[str, object], expected: dict[str, str]) -> None:
    """
    On which headers, until when, and whether it is one visitor's own; of a fact that no table has, on anything.
    """
    assert told(page) == expected


@pytest.mark.parametrize(
    ("had", "gets"),
    [
        ("", "User-Agent, Sec-CH-UA-Mobile"),
        ("Accept-Encoding", "Accept-Encoding, User-Agent, Sec-CH-UA-Mobile"),
        ("user-agent , Cookie", "user-agent, Cookie, Sec-CH-UA-Mobile"),
        ("Accept-Encoding, *", "*"),
    ],
)
def test_a_vary_is_added_to(had: str, gets: str) -> None:
    """
    Each header once, whatever its case.
    """
    assert told(PHONE, Vary=had).get("Vary", had) == gets


def test_nothing_is_told_twice() -> None:
    """
    What a response has already, it needs not.
    """
    assert told(PHONE, Vary="Sec-CH-UA-Mobile, user-agent") == {}
    assert told(ANN, Vary="*", Cache_Control="private, max-age=5") == {}


@pytest.mark.parametrize(
    ("had", "gets"),
    [
        ("max-age=60", "max-age=60"),
        ("max-age=86400", "max-age=3600"),
        ("public, max-age=86400, s-maxage=90000", "public, max-age=3600, s-maxage=3600"),
        ("s-maxage=60", "s-maxage=60, max-age=3600"),
        ("MAX-AGE=99999999999999999999", "max-age=0"),
        ('max-age="86400"', "max-age=3600"),
        ("max-age=soon", "max-age=0"),
        ("max-age", "max-age=0"),
        ("no-store, max-age=9000", "no-store, max-age=9000"),
        ("", ""),
        ("no-cache", "no-cache"),
        ("private, must-revalidate", "private, must-revalidate"),
        ("public", "public, max-age=3600"),
        ("public, no-cache", "public, no-cache, max-age=3600"),
        ('private="x-a, max-age=7", max-age=9000', 'private="x-a, max-age=7", max-age=3600'),
        ("max-age=9000, max-age=60", "max-age=60"),
        ("max-age=60, max-age=9000", "max-age=60"),
        ('max-age=9000, private, private="set-cookie"', "max-age=3600, private"),
        ('max-age=9000, no-cache="x-a", no-cache="x-b"', "max-age=3600, no-cache"),
        ("max-age=3000, stale-while-revalidate=900", "max-age=3000, stale-while-revalidate=600"),
        ("max-age=9000, stale-if-error=9000", "max-age=3600, stale-if-error=0"),
        ("s-maxage=60, stale-while-revalidate=60", "s-maxage=60, stale-while-revalidate=0, max-age=3600"),
    ],
)
def test_nothing_is_kept_past_its_end(had: str, gets: str) -> None:
    """
    What was to be kept for less stays so, and what cannot be read is stale; and what was not to be kept at all is not
    because of its layout.
    """
    assert told(FRONT, Cache_Control=had).get("Cache-Control", had) == gets


@pytest.mark.parametrize(
    ("expires", "gets"),
    [
        (format_datetime(NOW + timedelta(seconds=60), usegmt=True), "max-age=60"),
        (format_datetime(NOW + timedelta(days=2), usegmt=True), "max-age=3600"),
        (format_datetime(NOW - timedelta(days=2), usegmt=True), "max-age=0"),
        ("Thu, 24 Dec 2026 23:00:30 -0000", "max-age=30"),
        ("0", "max-age=0"),
        ("Thu, 01 Jan 99999999999999999999 00:00:00 GMT", "max-age=0"),
    ],
)
def test_an_older_way_to_say_so_counts(expires: str, gets: str) -> None:
    """
    `Expires`, over which `max-age` wins, so that it must not say more.
    """
    assert told(FRONT, Expires=expires) == {"Cache-Control": gets}


@pytest.mark.parametrize(("kept", "gets"), [(600, "max-age=600"), (9000, "max-age=3600")])
def test_a_cache_that_needs_no_telling_is_told(kept: int, gets: str) -> None:
    """
    One that the host knows of, which keeps for so long what says nothing.
    """
    policy = Policy.of(RULES.layout(FRONT), HEADERS, NOW)
    assert policy.told({}, NOW, kept) == {"Cache-Control": gets}


@pytest.mark.parametrize(
    ("had", "gets"),
    [
        ("public, s-maxage=60, max-age=9", "max-age=9, private"),
        ('private="set-cookie"', "private"),
        ("no-store", "no-store, private"),
    ],
)
def test_what_is_personal_is_for_no_shared_cache(had: str, gets: str) -> None:
    """
    Nor does it say anything to one.
    """
    assert told(ANN, Cache_Control=had)["Cache-Control"] == gets


def test_what_a_network_obeys_instead_says_so_too() -> None:
    """
    Where a response has it.
    """
    assert told(ANN, CDN_Cache_Control="max-age=600")["CDN-Cache-Control"] == "max-age=600, private"
    assert told(FRONT, CDN_Cache_Control="max-age=86400")["CDN-Cache-Control"] == "max-age=3600"


@pytest.mark.parametrize("names", ["Cookie", ("Coo kie",), ("",)])
def test_a_table_is_checked(names: tuple[str, ...]) -> None:
    """
    A word in place of a tuple of words would be a tuple of letters.
    """
    with pytest.raises(TypeError, match="of the fact `member`, give a tuple with names of headers"):
        table({"member": names})


@given(st.text(), st.lists(st.from_regex(r"[A-Za-z-]+", fullmatch=True)))
def test_a_vary_names_what_it_did(written: str, names: list[str]) -> None:
    """
    Whatever stood there, and what is new.
    """
    found = varied(written, tuple(names))
    assert found == "*" or {name.lower() for name in names} <= {each.strip().lower() for each in found.split(",")}
    assert varied(found, tuple(names)) == found


@given(st.text(alphabet=st.characters(max_codepoint=255)), st.sampled_from([FRONT, ANN, BOB]))
def test_a_control_says_what_must_be_said(written: str, page: dict[str, object]) -> None:
    """
    Whatever stood there.
    """
    control = told(page, Cache_Control=written).get("Cache-Control", written)
    said = [each.strip() for each in control.split(",")]
    if page is FRONT:
        ages = [int(each[8:]) for each in said if each.startswith("max-age=")]
        assert "no-store" in said or "public" not in said or ages
        assert "no-store" in said or all(age <= 3600 for age in ages)
    else:
        assert "private" in said
        assert "public" not in said


def test_a_time_far_away_is_no_end() -> None:
    """
    It is told as the most that a cache counts to, of which all can read the digits.
    """
    rules = blockrules.loads("facts { now: datetime }\nregion advent when now < 9999-12-25T00:00Z")
    policy = Policy.of(rules.layout({"now": NOW}), HEADERS, NOW)
    assert policy.told({"Cache-Control": "public"}, NOW)["Cache-Control"] == "public, max-age=2147483648"


def test_a_clock_that_expires_does_not_heed_is_told_of_as_of_anything() -> None:
    """
    Only the datetime called `now` is heeded.
    """
    rules = blockrules.loads("facts { today: date  now: date }\nregion a when today < 2026-12-25")
    layout = rules.layout({"today": NOW.date(), "now": NOW.date()})
    assert Policy.of(layout, table({"today": CLOCK, "now": CLOCK}), NOW).vary == ("*",)
    assert Policy.of(layout, table({"today": ()}), NOW).vary == ()
