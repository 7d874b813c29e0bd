"""
The form of a page's facts.
"""

from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.inspector.address import query_of, visit
from blockrules.inspector.controls import form
from blockrules.inspector.inspector import Inspector
from blockrules.model.values import taken
from tests.inspector.conftest import NOW
from tests.inspector.documents import opened, read
from tests.sites import Site, sites


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
@given(sites(), st.data())
def test_what_the_form_sends_is_the_page(site: Site, data: st.DataObject) -> None:
    """Of every page of every site, but for moments, which no control can hold."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    values: dict[str, Any] = {
        fact.name: taken(page[fact.name], fact.type, rules.zone, optional=fact.optional)
        if fact.name in page
        else fact.default
        for fact in rules.facts.values()
    }
    assume(not any(getattr(value, "microsecond", 0) for value in values.values()))
    seen = visit(query_of(values, rules.facts), rules, NOW)
    sent = read(form(rules, seen, "")).sent()
    assert visit(sent, rules, NOW).values == values


@pytest.mark.parametrize(
    ("name", "type", "value"),
    [
        ("sizes", "text", "1, 2"),
        ("kind", "text", "x"),
        ("path", "text", "/news"),
        ("count", "number", "-3"),
        ("share", "number", "2.5"),
        ("day", "date", "2026-12-05"),
        ("at", "time", "10:00:05"),
        ("now", "datetime-local", "2026-07-05T10:00:00"),
        ("now", "text", "2026-10-25T01:30Z"),
    ],
)
def test_a_value_stands_in_a_control_of_its_type(inspector: Inspector, name: str, type: str, value: str) -> None:
    """A datetime in the file's zone, save where its clocks show it twice."""
    seen = opened(inspector, query=f"device=mobile&{name}={value}")
    (control,) = seen.all("input", name=name)
    assert (control["type"], control["value"]) == (type, value)


@pytest.mark.parametrize("value", ["a\nb", "\n", "\n\na\n", "a\n</textarea><b>"])
def test_a_text_keeps_its_lines(inspector: Inspector, value: str) -> None:
    """In a control that has several; also where a browser sends the form by itself, which ends lines in its own way."""
    seen = opened(inspector, query=urlencode({"device": "mobile", "title": value, "kind": value}))
    assert [each["name"] for each in seen.all("textarea")] == ["kind", "title"]
    for sent in (seen.sent(), seen.sent().replace("%0A", "%0D%0A")):
        (body,) = opened(inspector, query=sent).all("body")
        assert dict(parse_qsl(body["data-query"])) == {"device": "mobile", "title": value, "kind": value}


@pytest.mark.parametrize("members", [["a,b", "c"], [""], ["none"], ["a\nb", ""], [" a", " b"]])
def test_members_that_no_entry_holds_are_choices(inspector: Inspector, members: list[str]) -> None:
    """So that a comma parts nothing, and a blank one stays."""
    pairs = [("device", "mobile"), ("tags", ""), *(("tags", each) for each in sorted(members))]
    seen = opened(inspector, query=urlencode(pairs))
    assert [each["value"] for each in seen.all("input", name="tags", type="checkbox")] == sorted(members)
    assert seen.all("input", name="tags", type="text") == []
    (body,) = opened(inspector, query=seen.sent()).all("body")
    assert parse_qsl(body["data-query"], keep_blank_values=True) == pairs


def test_members_are_choices(inspector: Inspector) -> None:
    """Side by side where they are few, in a list where they are many; what is absent is one of them."""
    seen = opened(inspector, query="device=mobile&roles=editor&country=it")
    ticked = [(each["name"], each["value"]) for each in seen.all("input", checked="")]
    assert ("device", "mobile") in ticked
    assert ("roles", "editor") in ticked
    assert ("roles", "author") not in ticked
    assert ("member", "false") in ticked
    assert ("known", "") in ticked
    assert ("mood", "") in ticked
    assert (".none", "kind") in ticked
    assert [each["value"] for each in seen.all("option")] == ["", "fr", "de", "it", "es", "pt"]
    assert [each["value"] for each in seen.all("option", selected="")] == ["it"]


@pytest.mark.parametrize(
    ("query", "name", "said"),
    [
        ("count=x", "count", "`count`: an int is a whole number, as in `5`, not x"),
        ("device=mobile&device=x", "device", "`device` is given twice"),
        ("country=xx", "country", "is not one of fr, de, it, es, pt or none"),
        ("now=x", "now", "a datetime is written as in `2026-12-05T10:00`, not x"),
        ("count=", "count", "`count`: an int is a whole number, as in `5`"),
    ],
)
def test_a_fault_is_told_beside_its_control(inspector: Inspector, query: str, name: str, said: str) -> None:
    """Which is described by it, and the page is not shown."""
    seen = opened(inspector, query=query)
    (wrong,) = [each for each in seen.all("p") if each.get("class") == "wrong"]
    controls = [found for _, found in seen.elements if found.get("aria-describedby") == wrong["id"]]
    assert [each["aria-invalid"] for each in controls] == ["true"]
    assert said.replace("`", "") in seen.text
    assert "This page cannot be laid out" in seen.text
    assert seen.all("section", id="slots") == []
    if controls[0].get("name"):
        assert controls[0]["name"] == name


def test_without_a_zone_a_datetime_has_an_offset() -> None:
    """So no control that knows none will do."""
    rules = blockrules.loads("facts { now: datetime } region a when now < 2026-01-01T00:00Z")
    seen = read(form(rules, visit("now=2026-07-05T10:00Z", rules, NOW), ""))
    (control,) = seen.all("input", name="now")
    assert (control["type"], control["value"]) == ("text", "2026-07-05T10:00Z")


def test_rules_may_ask_nothing() -> None:
    """Which is said."""
    rules = blockrules.loads("region a")
    assert "These rules ask nothing of a page." in read(form(rules, visit("x=1", rules, NOW), "")).text


def test_sample_pages_are_links(inspector: Inspector) -> None:
    """Of which that is marked which is looked at."""
    current = [each["href"] for each in opened(inspector).all("a", **{"aria-current": "true"})]
    assert len(current) == 1
    assert current[0].startswith("?.sample=visit&")
    assert opened(inspector, query="device=desktop&count=3").all("a", **{"aria-current": "true"}) == []
    assert len(opened(inspector, query="device=x").all("a", **{"aria-current": "true"})) == 0
