"""
What the inspector answers.
"""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.inspector import asgi_app, wsgi_app
from blockrules.inspector.inspector import Inspector, Request
from blockrules.inspector.inspector import inspector as inspected
from blockrules.inspector.subject import Subject
from tests.inspector.documents import Reader, assert_harmless, opened, read

VIEWS = ["/", "/tests", "/findings", "/source"]


def cards(seen: Reader, state: str) -> set[str]:
    """
    What the cards are known by that are `on` or `off`.
    """
    return {each["id"] for each in seen.all("div") if state in each.get("class", "").split() and "id" in each}


def test_a_page_is_shown_with_what_is_hidden(inspector: Inspector) -> None:
    """Its slots, its regions, what it hung on and until when it stays so."""
    seen = opened(inspector, query="device=desktop")
    assert "Slots" in seen.text
    assert "Regions, in order" in seen.text
    assert "This hung on" in seen.text
    assert "so until just before 2026-12-01T09:00:00+00:00" in seen.text
    # Three blocks in each of the two slots, and the six regions.
    assert len(cards(seen, "on")) == 3
    assert len(cards(seen, "off")) == 9


def test_each_button_brings_in_what_it_stands_by(inspector: Inspector) -> None:
    """By the one fact that it names, and nothing else."""
    query = "device=mobile&now=2026-12-01T10:00"
    seen = opened(inspector, query=query)
    buttons = [each for each in seen.all("button") if each.get("name") == ".with"]
    html = inspector.answer(Request("GET", "/", query)).body.decode()
    assert len(buttons) >= 8
    for button in buttons:
        value = button["value"]
        card = html[: html.index(f'id="{button["id"]}"')].rpartition('<div class="card off" id="')[2].partition('"')[0]
        after = opened(inspector, query=seen.sent(**{"with": value}))
        assert card in cards(seen, "off")
        assert card in cards(after, "on")
        assert "appeared" in after.text


@pytest.mark.parametrize(
    ("since", "now", "said"),
    [
        ("device=desktop", "device=mobile", "Gone: offers."),
        ("device=mobile", "device=desktop", "Appeared: offers."),
        ("device=desktop", "device=desktop&member=true", "Appeared: hero_member. Gone: offers."),
        ("device=desktop", "device=desktop&now=2026-12-26T00:00", "Appeared: hero_late. Gone: offers.advent."),
        ("device=desktop", "device=desktop&title=x", "Nothing appeared, nothing is gone."),
        ("device=x", "device=desktop", ""),
        ("device=desktop", "device=x", "`device`: `x` is not one of desktop, mobile"),
    ],
)
def test_what_changed_is_said(inspector: Inspector, since: str, now: str, said: str) -> None:
    """To whoever listens, and above the page, with why and a link to it."""
    query = f"{now}&{urlencode({'.since': since})}"
    text = inspector.answer(Request("GET", "/", query)).body.decode()
    assert f'<p id="said" role="status">{said}</p>' in text
    for target in re.findall(r'<a href="#([^"]*)">', text):
        assert f'id="{target}"' in text


def test_why_it_changed_stands_above(inspector: Inspector) -> None:
    """With the blocks that a region brings, and the rival that another had to make room for."""
    since = urlencode({".since": "device=desktop&now=2026-12-02T00:00"})
    seen = opened(inspector, query=f"device=desktop&now=2026-12-02T00:00&member=true&{since}")
    assert "appeared hero_member with welcome because member: true" in seen.text
    assert "gone hero_late hero_member came first" in seen.text
    assert "gone offers because member: true" in seen.text


def test_what_no_single_fact_brings_in_says_so(inspector: Inspector) -> None:
    """With the nearest change, or that there is none."""
    text = opened(inspector, query="device=desktop").text
    assert "two not active; if mood were good and share were 2.0" in text
    assert "never_there not active; never: no page can have it" in text


def test_tests_are_told_with_why_they_failed(inspector: Inspector) -> None:
    """Those that failed first, each with a link to its line and to its page."""
    seen = opened(inspector, "/tests")
    assert "1 of 2 failed" in seen.text
    assert seen.text.index("a member is welcome") < seen.text.index("a visitor has offers")
    assert "expected `offers` to be shown; it is hidden" in seen.text
    assert [each["href"] for each in seen.all("a") if each["href"].startswith("./?device")] == [
        "./?device=desktop",
        "./?device=desktop&member=true",
        "./?device=desktop",
    ]


def test_findings_and_promises_are_told(inspector: Inspector) -> None:
    """What is refuted with its page; what is found with its lines."""
    seen = opened(inspector, "/findings")
    assert "refuted never active(notes) and device is mobile" in seen.text
    assert "proved never active(offers) and member" in seen.text
    assert "warning BR" in seen.text
    assert seen.all("mark")


def test_places_lead_to_their_lines(inspector: Inspector, rules: blockrules.Rules) -> None:
    """Every link into the files leads to a line of them, and the line is there."""
    source = opened(inspector, "/source")
    lines = {each["id"] for each in source.all("li") if "id" in each}
    assert len(lines) == len(rules.sources[0].line_starts)
    for view in VIEWS[:3]:
        links = [each["href"] for each in opened(inspector, view).all("a", **{"class": "place"})]
        assert links
        assert {link.partition("#")[2] for link in links} <= lines
    assert "warning BR" in source.text
    assert "expected offers to be shown; it is hidden" in source.text


@pytest.mark.parametrize("name", ["/a/long/way/to/site.blockrules", "site.blockrules", "/"])
def test_the_head_names_the_file(name: str) -> None:
    """Without its folder, which whoever points at it is told: so the views have room."""
    seen = opened(inspected(blockrules.loads("region a", name=name), development=True))
    short = name if name == "/" else "site.blockrules"
    assert [each["title"] for each in seen.all("h1")] == [name]
    assert f"Page, {short}\n" in seen.text
    assert f"\n{short}\n" in seen.text


def test_rules_may_have_nothing_to_show() -> None:
    """No tests, no promises, no findings."""
    quiet = inspected(blockrules.loads("region a { block b in c }"), development=True)
    assert "There are no tests." in opened(quiet, "/tests").text
    assert "None is made." in opened(quiet, "/findings").text
    assert "Nothing is found" in opened(quiet, "/findings").text
    assert "This hung on no fact." in opened(quiet).text


def test_the_state_is_in_the_address(inspector: Inspector) -> None:
    """The other views lead back to the same page."""
    for view in VIEWS:
        seen = opened(inspector, view, "device=mobile&count=0&member=true&.since=x")
        (body,) = seen.all("body")
        assert body["data-query"] == "device=mobile&member=true"
        links = [each["href"] for each in seen.all("a")]
        assert "./?device=mobile&member=true" in links
        assert "tests?device=mobile&member=true" in links


@pytest.mark.parametrize("view", [*VIEWS, "/version", "/inspector.css", "/inspector.js", "/inspector.svg", "/no"])
def test_nothing_is_let_in_or_kept(inspector: Inspector, view: str) -> None:
    """Nothing is run or fetched from elsewhere, nobody frames it, and no cache keeps it."""
    response = inspector.answer(Request("GET", view))
    headers = dict(response.headers)
    assert response.status == (404 if view == "/no" else 200)
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Length"] == str(len(response.body))
    assert "unsafe" not in str(headers)
    assert not re.search(rb"style=|<style|onclick|javascript:", response.body)
    assert not re.search(rb"https?://(?!www\.w3\.org)", response.body)
    head = inspector.answer(Request("HEAD", view))
    assert (head.status, head.headers, head.body) == (response.status, response.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "get", ""])
def test_nothing_can_be_done(inspector: Inspector, method: str) -> None:
    """Only looked at."""
    response = inspector.answer(Request(method, "/"))
    assert response.status == 405
    assert dict(response.headers)["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/page", "/x", "//", "/source/", "/../inspector.py", "/inspector.py"])
def test_nothing_else_is_there(inspector: Inspector, path: str) -> None:
    """No other file above all."""
    assert inspector.answer(Request("GET", path)).status == 404


def test_a_mount_without_its_slash_leads_on(inspector: Inspector) -> None:
    """So that relative links lead where they should."""
    response = inspector.answer(Request("GET", "", "device=mobile", root="/dev/a b"))
    assert (response.status, dict(response.headers)["Location"]) == (307, "a%20b/?device=mobile")
    assert dict(inspector.answer(Request("GET", "")).headers)["Location"] == "/"


@pytest.mark.parametrize("host", ["localhost", "localhost:8321", "127.0.0.1:80", "[::1]", "[::1]:8321", "LOCALHOST:1"])
def test_this_machine_may_ask(rules: blockrules.Rules, host: str) -> None:
    """Under the names that it has for itself."""
    assert Inspector(Subject(rules), is_local=True).answer(Request("GET", "/", host=host)).status == 200


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8321",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost:80:80",
        "localhost:",
        "10.0.0.1",
        "localhost\n",
    ],
)
def test_no_other_name_leads_here(rules: blockrules.Rules, host: str) -> None:
    """Such as one that somebody else gave this machine's address, so that his pages could read what is here."""
    assert Inspector(Subject(rules), is_local=True).answer(Request("GET", "/", host=host)).status == 421
    assert Inspector(Subject(rules)).answer(Request("GET", "/", host=host)).status == 200


@pytest.mark.parametrize("make", [asgi_app, wsgi_app])
def test_it_is_for_development_only(rules: blockrules.Rules, make: object) -> None:
    """Which somebody has to say."""
    for said in ({}, {"development": False}, {"development": 1}):
        with pytest.raises(ValueError, match="say `development=True`"):
            make(rules, **said)  # type: ignore[operator]  # one of the two


HOSTILE = """
facts {
    a.b: one of "<script>alert(1)</script>", "\\"><img src=x onerror=y>", "'&amp;", "\\u0000\\u001b", ok
    many: one of "<1>", "<2>", "<3>", "<4>", "<5>", "\\u2028"
    roles: set of one of "<i>", "</ul>" = ("<i>")
    t: text = "\\"><script>x</script>"
}
define "<define>" as a.b is ok
region "<script>x</script>" when "<define>" or t is "\\u0001<b>" {
    block "<block>" in "<slot>\\u0007"
    block "</details>" when roles has "</ul>"
}
region "\\u0000 x" when active("<script>x</script>") and many is "<1>" { block "&lt;" in "'\\"" }
page "</body><script>" { a.b: ok, many: "<1>" }
test "<script>test</script>" { given "</body><script>" { t: "<u>" } expect hidden "<block>" }
never active("<script>x</script>") and t is "<never>"
"""


@pytest.mark.parametrize("view", VIEWS)
def test_a_hostile_file_is_shown_as_it_stands(view: str) -> None:
    """Nothing in it is taken for markup, and every button does what it says."""
    rules = blockrules.loads(HOSTILE, name="<img src=x>\x1b.blockrules")
    hostile = inspected(rules, development=True)
    seen = opened(hostile, view, urlencode({"a.b": "<script>", "<x>": "<y>"}))
    assert_harmless(seen)
    assert_harmless(opened(hostile, view))
    assert "<img src=x>" in seen.text
    for button in opened(hostile, view).all("button", name=".with"):
        assert_harmless(opened(hostile, view, urlencode({".with": button["value"]})))


NAMES = st.sampled_from(
    ["device", "roles", "tags", "now", "count", "kind", "path", ".sample", ".none", ".with", ".since"]
)
QUERIES = st.text() | st.lists(st.tuples(NAMES | st.text(), st.text() | st.sampled_from(["", "none", "<b>"]))).map(
    lambda pairs: urlencode(pairs, errors="replace")
)


@settings(max_examples=80)
@given(QUERIES, st.sampled_from([*VIEWS]))
def test_no_query_does_harm(inspector: Inspector, query: str, view: str) -> None:
    """Whatever is in it, there is an answer, and nothing of it is taken for markup."""
    response = inspector.answer(Request("GET", view, query))
    assert response.status == 200
    assert_harmless(read(response.body.decode()))


def test_the_query_is_told_back_escaped(inspector: Inspector) -> None:
    """As it was given, where it cannot be read."""
    text = inspector.answer(Request("GET", "/", "device=%22%3E%3Cscript%3E&%3Cb%3E=1")).body.decode()
    assert "<script>" not in text
    assert "<b>" not in text
    assert '"><script>' in unescape(text)
