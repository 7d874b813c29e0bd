"""
Explanations as JSON.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules.model.types import Kind, Type, Value
from tests.sites import Site, sites

slow = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])

RULES = blockrules.loads(
    """
timezone "Europe/London"
facts { member: bool  now: datetime }
define winter as now.date >= 2026-12-01
region offers when not winter {
    block voucher in sidebar when member
    block notice
}
choose banner {
    region tree when winter and not active(offers)
    region flag otherwise
}
""",
    name="site.blockrules",
)
PAGE = {"member": False, "now": datetime(2026, 12, 24, 18, 30, tzinfo=UTC)}
READERS: dict[Type, Any] = {
    Kind.DATE: date.fromisoformat,
    Kind.TIME: time.fromisoformat,
    Kind.DATETIME: datetime.fromisoformat,
}


def parts(part: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """
    The part of a condition and all those in it, of a record.
    """
    yield part
    for each in part["parts"]:
        yield from parts(each)


@slow
@given(sites(), st.data())
def test_a_record_is_plain_json(site: Site, data: st.DataObject) -> None:
    """Whatever rules and page, it comes out of JSON as it went in."""
    made = blockrules.loads(site.text).explain(data.draw(site.pages())).to_dict()
    assert json.loads(json.dumps(made, allow_nan=False)) == made


@slow
@given(sites(), st.data())
def test_the_facts_of_a_record_are_those_of_the_page(site: Site, data: st.DataObject) -> None:
    """Read back, with dates and times from strings and sets from lists, they make the same page."""
    rules = blockrules.loads(site.text)
    page = data.draw(site.pages())
    explanation = rules.explain(page)
    made: Any = explanation.to_dict()
    facts = {name: read_back(value, rules.facts[name].type) for name, value in made["facts"].items()}
    assert rules.explain({**page, **facts}).facts == explanation.facts


def read_back(value: Value, type: Type) -> Value:
    """
    What *value*, from a record, stands for.
    """
    return READERS[type](value) if type in READERS and value is not None else value


@slow
@given(sites(), st.data())
def test_a_record_says_nothing_twice(site: Site, data: st.DataObject) -> None:
    """A part that names a define or a region is found under that name, with the same truth; it has no parts itself."""
    made: Any = blockrules.loads(site.text).explain(data.draw(site.pages())).to_dict()
    active = {each["name"]: each["shown"] for each in made["regions"]}
    defined = {name: part["holds"] for name, part in made["defines"].items()}
    blocks = [block["condition"] for region in made["regions"] for block in region["blocks"]]
    for whole in [*(each["condition"] for each in made["regions"]), *blocks, *made["defines"].values()]:
        for part in parts(whole):
            if part["names"] is not None:
                assert part["parts"] == []
                assert part["holds"] == (active if part["kind"] == "region" else defined)[part["names"]]


def test_a_record_of_a_long_chain_is_flat() -> None:
    """Rules that name one another a thousand deep still go into JSON."""
    links = "\n".join(f"define d{number} as d{number - 1} or not b" for number in range(1, 1_000))
    made = blockrules.loads(f"facts {{ b: bool }} define d0 as b\n{links}\nregion end when d999").explain({"b": True})
    assert len(json.dumps(made.to_dict())) < 2_000_000


def test_the_keys_of_a_record() -> None:
    """They are promised: programs read them."""
    made: Any = RULES.explain(PAGE).to_dict()
    offers, _, flag = made["regions"]
    assert list(made) == ["layout", "facts", "regions", "defines"]
    assert made["facts"] == {"member": False, "now": "2026-12-24T18:30:00Z"}
    assert (flag["name"], flag["shown"], flag["came_first"]) == ("flag", False, "tree")
    assert (offers["name"], offers["shown"], offers["is_tangled"]) == ("offers", False, False)
    assert offers["because"] == {"now": "2026-12-24T18:30:00Z"}
    assert offers["would_change"] == [{"now": "2026-11-30T18:30:00Z"}]
    assert offers["standing"] == "where the file declares it"
    assert (offers["span"]["source"], offers["span"]["line"], offers["span"]["column"]) == ("site.blockrules", 5, 8)
    assert [(each["name"], each["slot"], each["shown"]) for each in offers["blocks"]] == [
        ("voucher", "sidebar", False),
        ("notice", None, False),
    ]
    named = {"kind": "define", "text": "winter", "holds": True, "facts": {}, "names": "winter", "parts": []}
    assert [{**each, "span": None} for each in offers["condition"]["parts"]] == [{**named, "span": None}]
    assert made["defines"]["winter"]["facts"] == {"now.date": "2026-12-24"}


def test_a_set_is_a_sorted_list() -> None:
    """So that equal explanations are equal JSON."""
    rules = blockrules.loads('facts { roles: set of text } region a when roles has "a"')
    made: Any = rules.explain({"roles": {"c", "a", "b"}}).to_dict()
    assert made["facts"] == {"roles": ["a", "b", "c"]}
