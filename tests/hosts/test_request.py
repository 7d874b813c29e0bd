"""
Facts from requests, and which headers each is read from.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockrules.hosts.request import CLOCK, URL, Personal, device, language, now, path, personal, query

# Each line a kind of device, and what one of that kind says it is.
LINES = Path(__file__).with_name("agents.txt").read_text(encoding="utf-8").splitlines()
AGENTS = [(kind, agent) for kind, agent in (line.split("\t") for line in LINES)]
PHONE = dict(AGENTS)["mobile"]


@pytest.mark.parametrize(("kind", "agent"), [*AGENTS, ("desktop", "")])
def test_a_device_is_known_by_its_user_agent(kind: str, agent: str) -> None:
    """
    Where it gives no Client Hints.
    """
    assert device({"User-Agent": agent}) == kind


@pytest.mark.parametrize(
    ("mobile", "platform", "kind"),
    [
        ("?1", '"Android"', "mobile"),
        ("?1", None, "mobile"),
        ("?0", '"Android"', "tablet"),
        ("?0", '"Windows"', "desktop"),
        ("?0", None, "desktop"),
    ],
)
def test_client_hints_count_more(mobile: str, platform: str | None, kind: str) -> None:
    """
    Whatever the user agent says.
    """
    for _, agent in AGENTS:
        hints = {"Sec-CH-UA-Mobile": mobile, "User-Agent": agent}
        assert device(hints | ({"Sec-CH-UA-Platform": platform} if platform else {})) == kind


def test_a_hint_that_makes_no_sense_is_none() -> None:
    """
    The user agent is asked.
    """
    assert device({"Sec-CH-UA-Mobile": "yes", "User-Agent": PHONE}) == "mobile"
    assert device({"Sec-CH-UA-Mobile": "1"}) == "desktop"


@attrs.frozen
class Asked:
    """
    Headers that know which of them were asked for.
    """

    sent: dict[str, str]
    asked: set[str] = attrs.field(factory=set)

    def get(self, key: str, /) -> str | None:
        """
        What the header says.
        """
        self.asked.add(key)
        return self.sent.get(key)


@given(st.dictionaries(st.sampled_from(["Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "User-Agent"]), st.text()))
def test_a_device_is_read_from_the_headers_that_it_names(headers: dict[str, str]) -> None:
    """
    From no other; and whatever a visitor sends, it is one of three.
    """
    asked = Asked(headers)
    assert device(asked) in dict(AGENTS)
    assert asked.asked <= set(device.headers)


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ("de", "de"),
        ("de-CH, en;q=0.8", "de"),
        ("fr, en;q=0.2, de;q=0.7", "de"),
        ("fr", "en"),
        ("*", "en"),
        ("fr, *", "en"),
        ("DE", "de"),
        ("de;q=0, en", "en"),
        ("pt", "pt-BR"),
        ("pt-PT, de;q=0.9", "de"),
        ("zh-Hant-TW", "zh-Hant"),
        ("", "en"),
        (";;q=nonsense,,", "en"),
        (None, "en"),
    ],
)
def test_a_language_is_the_one_that_is_wanted_most(accepted: str | None, expected: str) -> None:
    """
    Of those offered; and the first where none of them suits.
    """
    spoken = language("en", "de", "pt-BR", "zh-Hant")
    asked = Asked({} if accepted is None else {"Accept-Language": accepted})
    assert spoken(asked) == expected
    assert asked.asked == set(spoken.headers) == {"Accept-Language"}


def test_a_parameter_is_one_of_what_is_offered() -> None:
    """
    Whatever somebody writes into an address.
    """
    assert query({"view": "grid"}, "view", "list", "grid") == "grid"
    assert query({"view": "<script>"}, "view", "list", "grid") == "list"
    assert query({}, "view", "list", "grid") == "list"


def test_a_path_begins_with_a_slash() -> None:
    """
    As facts of that type do.
    """
    assert [path("/a/b"), path("a"), path(""), path("*")] == ["/a/b", "/a", "/", "/*"]


def test_now_is_an_instant() -> None:
    """
    With an offset, so that it is the same everywhere.
    """
    assert abs(now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_table_says_what_is_personal() -> None:
    """
    Of headers; what is read from an address or a clock has none.
    """
    assert personal("Cookie") == ("Cookie",)
    assert isinstance(personal(), Personal)
    assert URL == CLOCK == ()
