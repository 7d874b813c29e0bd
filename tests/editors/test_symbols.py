"""
The names in a rules file.
"""

from collections.abc import Iterator
from time import process_time

import attrs
import pytest

from blockrules.editors.sites import Site
from blockrules.editors.symbols import Index, Mention, Symbol
from blockrules.language import syntax
from tests.test_cases import CASES, Case

FILE = """\
timezone "UTC"
include "parts/more.blockrules"
facts { kind: optional one of a, b = a  tags: set of one of a  now: datetime  front: bool  path: path  count: int }
define home as (front and not now.weekday is monday) or true
choose top {
    region hero weight 2 before news after calm when home or kind in (a, "b") { block x in s x: "s" }
    region calm otherwise { choose c { block y when count > 1 block y when path matches "/a" block y otherwise } }
}
extend news { block x in s { label: "x" } choose { block z when count in 1 .. 2 and path in 10% of "s" } }
page seed { kind: a, tags: (a), count: 1 }
test t {
    given seed { front: true }
    expect slot s x
    expect shown hero.x, y, nope
    expect regions none
}
test u { given { kind: b } }
test v { expect regions hero, calm }
never active(hero) and tags has a
always nope and tags is empty and kind is not none
"""


def index(text: str) -> Index:
    """
    The names in *text*.
    """
    return Site("x", {"x": text}).index


def shown(mention: Mention) -> str:
    """
    A mention in short: a declaration has a star.
    """
    star = "*" if mention.declares else ""
    return f"{mention.span.line}{star} {mention.user.word} {mention.user.name}".strip()


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        (Symbol("fact", "front"), ["3* facts", "4 define home", "12 test t"]),
        (Symbol("fact", "kind"), ["3* facts", "6 region hero", "10 page seed", "17 test u", "20 always"]),
        (Symbol("fact", "now"), ["3* facts", "4 define home"]),
        (Symbol("fact", "count"), ["3* facts", "7 region calm", "9 extend news", "10 page seed"]),
        (Symbol("fact", "path"), ["3* facts", "7 region calm", "9 extend news"]),
        (Symbol("fact", "tags"), ["3* facts", "10 page seed", "19 never", "20 always"]),
        (Symbol("fact", "nope"), ["20 always"]),
        (Symbol("define", "home"), ["4* define home", "6 region hero"]),
        (Symbol("member", "a", "kind"), ["3* facts", "3 facts", "6 region hero", "10 page seed"]),
        (Symbol("member", "b", "kind"), ["3* facts", "6 region hero", "17 test u"]),
        (Symbol("member", "a", "tags"), ["3* facts", "10 page seed", "19 never"]),
        (Symbol("region", "hero"), ["6* region hero", "14 test t", "18 test v", "19 never"]),
        (Symbol("region", "calm"), ["6 region hero", "7* region calm", "18 test v"]),
        (Symbol("region", "news"), ["6 region hero", "9 extend news"]),
        (Symbol("choose", "top"), ["5* choose top"]),
        (Symbol("choose", "c"), ["7* region calm"]),
        (Symbol("block", "x", "hero"), ["6* region hero", "13 test t", "14 test t"]),
        (Symbol("block", "x", "news"), ["9* extend news", "13 test t"]),
        (Symbol("block", "y", "calm"), ["7* region calm", "7* region calm", "7* region calm", "14 test t"]),
        (Symbol("block", "z", "news"), ["9* extend news"]),
        (Symbol("slot", "s"), ["6* region hero", "9 extend news", "13 test t"]),
        (Symbol("sample page", "seed"), ["10* page seed", "12 test t"]),
        (Symbol("test", "t"), ["11* test t"]),
        (Symbol("file", "parts/more.blockrules"), ["2 include"]),
    ],
)
def test_a_name_is_found_wherever_it_stands(symbol: Symbol, expected: list[str]) -> None:
    """Where it is declared, where it is used, and by whom."""
    assert [shown(mention) for mention in index(FILE).by_symbol[symbol]] == expected


@pytest.mark.parametrize("case", [case for case in CASES.values() if not case.is_faulty], ids=lambda case: case.claim)
def test_every_name_is_somebodys(case: Case) -> None:
    """
    Of every sound case, each name in its trees is a mention, save those of settings, and is declared, save files.
    """
    site = Site("/case", {f"/{name}": text for name, text in {"case": case.text, **case.files}.items()})
    assert {name.span for name in names(site.reading.items)} <= {mention.span for mention in site.index.mentions}
    undeclared = {symbol.kind for symbol in site.index.by_symbol if not site.index.declarations(symbol)}
    assert undeclared <= {"file"}


def names(node: object) -> Iterator[syntax.Name]:
    """
    The names in the tree of *node* that are not of settings.
    """
    if isinstance(node, syntax.Name):
        yield node
    elif isinstance(node, tuple):
        yield from (name for each in node for name in names(each))
    elif attrs.has(kind := type(node)):
        for value in (getattr(node, field.name) for field in attrs.fields(kind) if field.name != "span"):
            has_settings = isinstance(node, syntax.Region | syntax.Extend | syntax.Block) and isinstance(value, tuple)
            yield from names(
                tuple(each for each in value if not isinstance(each, syntax.Entry)) if has_settings else value
            )


def test_a_block_in_a_slot_is_one_that_stands_there() -> None:
    """Of blocks of one name, an `expect slot` means those in that slot; where none is, any."""
    text = """\
region a { block x in s }
region b { block x in t  block x }
test t { expect slot s x }
test u { expect shown x }
test v { expect slot u x }
"""
    found = index(text)
    assert [shown(each) for each in found.uses(Symbol("block", "x", "a"))] == ["3 test t", "4 test u", "5 test v"]
    assert [shown(each) for each in found.uses(Symbol("block", "x", "b"))] == ["4 test u", "5 test v"]


def test_a_broken_item_declares_what_it_can() -> None:
    """So that its names are not unknown to the others, while it is being typed in."""
    text = """\
facts { front: bool  device: one of
define home as front and
region "a b" when { block x block "y" in
extend news { block z when
page seed { front: }
test t { expect nothing }
region "\\q" when
choose c { region d when
"""
    found = index(text)
    assert [(mention.symbol.kind, mention.symbol.name, mention.symbol.owner) for mention in found.mentions] == [
        ("fact", "front", ""),
        ("fact", "device", ""),
        ("define", "home", ""),
        ("region", "a b", ""),
        ("block", "x", "a b"),
        ("block", "y", "a b"),
        ("block", "z", "news"),
        ("sample page", "seed", ""),
        ("test", "t", ""),
        ("region", "d", ""),
    ]
    assert all(mention.declares for mention in found.mentions)


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("front and", ["front"]),
        (" and not now.", ["front"]),
        ("now.week", ["now"]),
        ("weekday is", ["now"]),
        ("hero.x, y", ["hero"]),
        ("x, y, nope", ["x"]),
        ("s x\n", ["s"]),
        ("x\n    expect shown", ["x", "x"]),
        ("is monday", []),
        ('"parts', ["parts/more.blockrules"]),
    ],
)
def test_what_stands_at_a_place(place: str, expected: list[str]) -> None:
    """The part of a dotted name that is pointed to, or else all of it; also right behind a name."""
    found = index(FILE).at("x", FILE.index(place))
    assert [mention.symbol.name for mention in found] == expected
    assert index(FILE).at("y", FILE.index(place)) == ()


def test_ten_times_as_many_names_take_ten_times_as_long_to_find() -> None:
    """Each where it stands; three times that is allowed, for the clock."""
    few, many = (min(seconds(count) for _ in range(2)) for count in (500, 5_000))
    assert many < 30 * few + 0.1


def seconds(count: int) -> float:
    """
    How long it takes to find every name in *count* regions.
    """
    names = index("facts { front: bool }\n" + "\n".join(f"region r{number} when front" for number in range(count)))
    begin = process_time()
    assert all(names.at("x", mention.span.start) == (mention,) for mention in names.mentions)
    return process_time() - begin
