"""
What can stand at a place.
"""

import pytest

from blockrules.editors.completion import completion
from blockrules.editors.sites import Site
from blockrules.language.source import Source
from tests.test_cases import CASES

FILE = """\
timezone "UTC"
facts {
    node.type: optional one of article, "big event"  # and no others
    device: one of desktop, mobile = mobile
    front: bool  path: path  now: datetime  count: int  words: text
    tags: optional set of one of a, b
}
define desk as device is desktop
region hero { block a in top block "b c" }
page seed { device: mobile }
"""
FACTS = "node.type device front path now now.date now.time now.weekday count words tags desk"
ITEMS = "always assume choose define extend facts include never page region test timezone"


def suggested(text: str, before: str = FILE) -> list[str]:
    """
    What could be written at the end of *text*, in an editor that has the file before it.
    """
    whole = f"{before}{text}"
    found = completion(Source("x", whole), len(whole), Site("x", {"x": whole}).index)
    assert found.span.end == len(whole)
    return [each.text for each in found.suggestions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ITEMS),
        ("reg", ITEMS),
        ("region h ", "after before weight when"),
        ("region h\n", f"after before weight when {ITEMS}"),
        ("region h when ", f"{FACTS} active false not true"),
        ("region h when not nod", f"{FACTS} active false not true"),
        ("region h when (front or node.", f"{FACTS} active false not true"),
        ("region h when node.type ", "and in is not or"),
        ("region h when now.weekday ", "and in is not or"),
        ("region h when count ", "and in is not or"),
        ("region h when path ", "and in is matches not or"),
        ("region h when words ", "and in is matches not or"),
        ("region h when tags ", "and has is or"),
        ("region h when front ", "and or"),
        ("region h when desk ", "and or"),
        ("region h when nope ", "and has in is matches not or"),
        ("region h when device not ", "in"),
        ("region h when device is ", "desktop mobile not"),
        ("region h when device is not ", "desktop mobile"),
        ("region h when device not in (", "desktop mobile"),
        ("region h when device in (mobile, ", "desktop mobile"),
        ("region h when now.weekday is ", "monday tuesday wednesday thursday friday saturday sunday not"),
        ("region h when now.date is ", "not"),
        ("region h when count in ", ""),
        ("region h when count < ", ""),
        ("region h when nope is ", ""),
        ("region h when device in (is, ", ""),
        ("region h when tags is ", "empty none not"),
        ("region h when tags is not ", "empty none"),
        ("region h when tags has ", "a b all any"),
        ("region h when tags has any ", "and of or"),
        ("region h when tags has any of (a, ", "a b"),
        ("region h when active(", "hero h"),
        ("region h before ", "hero h"),
        ("region h before hero, ", "hero h"),
        ("region h after x, hero, ", "hero h"),
        ("region h {", "block choose"),
        ("region h { block x ", "block choose in weight when"),
        ("region h { block x in ", "top"),
        ("region h { choose { block x ", "block in otherwise weight when"),
        ("region h { label: ", ""),
        ("region ", ""),
        ("extend ", "hero"),
        ("choose c { region h ", "after before otherwise region weight when"),
        ("define x ", "as"),
        ("facts { x", ""),
        ("facts { x: ", "bool int number text path date time datetime one optional set"),
        ("facts { x: optional ", "bool int number text path date time datetime one set"),
        ("facts { x: one of ", ""),
        ("facts { x: one of a, ", ""),
        ("page p { device: ", "desktop mobile"),
        ("page p { front: ", "false true"),
        ("page p { node.type: no", "article none"),
        ("page p { tags: (a, ", "a b"),
        ("test t { ", "expect given"),
        ("test t { given ", "seed"),
        ("test t { expect ", "regions shown hidden slot"),
        ("test t { expect regions ", "hero none"),
        ("test t { expect slot ", "top"),
        ("include ", ""),
        ('include "x', ""),
        ('region "h', ""),
        ('region h when "b\\', ""),
        ("# reg", ""),
        ("region h when # fro", ""),
        ("region h # when\n wh", "after before weight when " + ITEMS),
        ("region h when and fro", ""),
        ("region h when front and desk or front { ", ""),
        ("timezone ", ""),
        ("region h weight ", ""),
    ],
)
def test_what_can_stand_at_a_place(text: str, expected: str) -> None:
    """The facts, members, regions and words that the law allows there, and no others."""
    found = suggested(text)
    spaced = {'"big event"', '"b c"'}
    assert [each for each in found if each not in spaced] == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region h when node.type is ", ["article", '"big event"', "none", "not"]),
        ("test t { expect shown ", ["hero", "a", '"b c"', "none"]),
        ("test t { expect slot top a, ", ["a", '"b c"']),
        ("page p { device: mobile, ", ["node.type: ", "front: ", "path: ", "now: ", "count: ", "words: ", "tags: "]),
        (
            "test t { given seed { front: true ",
            ["node.type: ", "device: ", "path: ", "now: ", "count: ", "words: ", "tags: "],
        ),
    ],
)
def test_what_is_suggested_can_be_written_so(text: str, expected: list[str]) -> None:
    """In quotes where it must be; entries with their colon, and only those that are not there yet."""
    assert suggested(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("node.type", 'optional one of article, "big event"'),
        ("device", "one of desktop, mobile = mobile"),
        ("now.time", "time"),
        ("desk", ""),
        ("when", ""),
    ],
)
def test_a_fact_is_suggested_with_its_type(name: str, expected: str) -> None:
    """As it is declared, comments aside."""
    text = f"{FILE}region h {'' if name == 'when' else 'when '}"
    found = completion(Source("x", text), len(text), Site("x", {"x": text}).index)
    assert {each.text: each.detail for each in found.suggestions}[name] == expected


def test_a_fact_that_is_being_declared_is_there_already() -> None:
    """Though nothing is known of it yet."""
    assert suggested("region h when ", "facts { front: bool  device: mob ile }\n")[:2] == ["front", "device"]
    assert suggested("page p { ", "facts { front: bool  device: mob ile }\n")[:2] == ["front: ", "device: "]


def test_a_word_that_is_begun_is_replaced() -> None:
    """Up to the place, with all its points."""
    text = f"{FILE}region h when node.ty"
    found = completion(Source("x", f"{text}pe is article"), len(text), Site("x", {"x": text}).index)
    assert found.span.text == "node.ty"


def test_every_place_of_every_case_has_an_answer() -> None:
    """However faulty the text."""
    for case in CASES.values():
        source = Source("x", case.text[:400].removeprefix("\ufeff"))
        index = Site("x", {"x": source.text}).index
        for offset in range(0, len(source.text), 29):
            assert completion(source, offset, index).span.end == offset
