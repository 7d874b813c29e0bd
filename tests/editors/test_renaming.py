"""
New names for what a rules file names.
"""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from blockrules.editors.renaming import Refusal, edited, renamed
from blockrules.editors.sites import Site, sites
from blockrules.editors.symbols import Symbol
from blockrules.language.diagnostics import Replacement
from blockrules.language.source import Source, Span
from tests.test_cases import CASES, Case

# Warnings of how a name is spelt.
OF_SPELLING = frozenset({"BR912", "BR913"})

FILE = """\
timezone "UTC"
facts {
    node.type: optional one of article, page, "big event" = page
    roles: set of one of page, editor
    now: datetime
    front: bool
}
define quiet as not front and now.time in 22:00 .. 06:00
choose main {
    region hero before news when quiet and node.type is page { label: "x" }
    region calm otherwise { choose turn { block promo in top when roles has page block promo otherwise } }
}
region news after hero when active(hero) or node.type in (page, "big event") { block promo in top block menu }
page seed { node.type: page, front: true, now: 2026-01-01T09:00Z, roles: (page, editor) }
test "it works" {
    given seed { front: false }
    expect regions calm
    expect slot top promo
    expect shown calm.promo, hero
    expect hidden menu
}
never active(hero) and roles has all of (page, editor)
"""


def after(symbol: Symbol, name: str, **files: str) -> dict[str, str] | str:
    """
    The *files* once *symbol* is called *name*, or why it is not.
    """
    texts = {f"{file}.blockrules": text for file, text in files.items()}
    edits = renamed("site.blockrules", lambda file: (Site(file, texts),), symbol, name)
    if isinstance(edits, Refusal):
        return edits.reason
    return {file: edited(text, file, edits) for file, text in texts.items()}


def lines(symbol: Symbol, name: str) -> Iterator[tuple[int, str]]:
    """
    The lines of the file that are others once *symbol* is called *name*, numbered from 1.
    """
    texts = after(symbol, name, site=FILE)
    assert isinstance(texts, dict), texts
    pairs = zip(FILE.splitlines(), texts["site.blockrules"].splitlines(), strict=True)
    return ((number, new) for number, (old, new) in enumerate(pairs, 1) if old != new)


@pytest.mark.parametrize(
    ("symbol", "name", "expected"),
    [
        (
            Symbol("fact", "front"),
            "page",
            {6: "    page: bool", 8: 'define quiet as not "page" and now.time in 22:00 .. 06:00'},
        ),
        (Symbol("fact", "now"), "is.now", {5: "    is.now: datetime", 8: "is.now.time in"}),
        (Symbol("fact", "now"), "the moment", {5: '    "the moment": datetime', 8: '"the moment.time" in'}),
        (Symbol("fact", "node.type"), "kind", {3: "    kind: optional", 10: "kind is page", 14: "{ kind: page,"}),
        (
            Symbol("member", "page", "node.type"),
            "none",
            {3: 'article, "none", "big event" = "none"', 10: 'is "none" {'},
        ),
        (Symbol("member", "page", "node.type"), "when", {3: 'article, when, "big event" = when', 10: "type is when {"}),
        (Symbol("member", "page", "roles"), "x y", {4: 'one of "x y", editor', 14: 'roles: ("x y", editor)'}),
        (Symbol("member", "big event", "node.type"), "gala", {3: "page, gala = page", 13: "in (page, gala)"}),
        (Symbol("define", "quiet"), "at.night", {8: 'define "at.night" as not', 10: "when at.night and"}),
        (Symbol("region", "hero"), '"hero"', {}),
        (Symbol("region", "hero"), '"a b"', {10: 'region "a b" before', 13: 'after "a b" when active("a b")'}),
        (
            Symbol("region", "calm"),
            "still",
            {11: "region still otherwise", 17: "regions still", 19: "shown still.promo,"},
        ),
        (Symbol("block", "menu", "news"), "hero2", {13: "block hero2 }", 20: "    expect hidden hero2"}),
        (Symbol("slot", "top"), "end", {11: "promo in end when", 13: "promo in end block", 18: "slot end promo"}),
        (Symbol("choose", "main"), "first", {9: "choose first {"}),
        (Symbol("choose", "turn"), "first", {11: "choose first {"}),
        (Symbol("sample page", "seed"), "given", {14: 'page "given" {', 16: 'given "given" {'}),
        (Symbol("test", "it works"), "works", {15: "test works {"}),
    ],
)
def test_a_name_is_another_wherever_it_stands(symbol: Symbol, name: str, expected: dict[int, str]) -> None:
    """In quotes where it must be, and nothing else of that name is touched."""
    found = dict(lines(symbol, name))
    for line, part in expected.items():
        assert part in found.pop(line)
    assert all(name.strip('"').split(".")[0] in line for line in found.values())


def test_an_included_file_is_edited_too() -> None:
    """And so is every file of all sites that an edited one is part of."""
    main = "facts { front: bool }\nregion hero when front { block menu }"
    assert after(Symbol("fact", "front"), "home", site=main, other="region x") == {
        "site.blockrules": "facts { home: bool }\nregion hero when home { block menu }",
        "other.blockrules": "region x",
    }


@pytest.mark.parametrize(
    ("symbol", "name", "reason"),
    [
        (Symbol("fact", "front"), "", "a name cannot be empty"),
        (Symbol("fact", "front"), '""', "a name cannot be empty"),
        (Symbol("fact", "front"), "roles", "there is a fact named `roles` already, in line 4 of `site.blockrules`"),
        (Symbol("fact", "front"), "quiet", "there is a define named `quiet` already, in line 8 of `site.blockrules`"),
        (Symbol("define", "quiet"), "front", "there is a fact named `front` already, in line 6 of `site.blockrules`"),
        (Symbol("region", "hero"), "news", "there is a region named `news` already, in line 13 of `site.blockrules`"),
        (Symbol("member", "page", "roles"), "editor", "there is a member named `editor` already, in line 4"),
        (Symbol("fact", "front"), "now.x", "there would be an error: the fact `now.x` would be part of the fact `now`"),
        (Symbol("define", "quiet"), "now.date", "there would be an error: `now.date` is both a fact and a define"),
        (Symbol("fact", "front"), "\ud800", "is no escape"),
        (Symbol("block", "menu", "news"), "hero", "other names in the file would mean something else"),
        (Symbol("fact", "nope"), "x", "`nope` is declared nowhere in these files"),
        (Symbol("block", "promo", "news"), "x", "`promo` in line 18 of `site.blockrules` means the blocks of"),
    ],
)
def test_a_name_that_will_not_do_is_refused(symbol: Symbol, name: str, reason: str) -> None:
    """With a reason."""
    assert reason in str(after(symbol, name, site=FILE))


@pytest.mark.parametrize("broken", ["region y when hero and", "never hero.", 'test t { expect shown "hero" hero.menu'])
def test_a_name_in_a_broken_item_stays(broken: str) -> None:
    """Since it would be left behind; a broken item without it is in nobody's way."""
    text = f"region hero\n{broken}"
    reason = "`hero` stands in an item with an error, in line 2 of `site.blockrules`; mend that first"
    assert after(Symbol("region", "hero"), "x", site=text) == reason
    assert after(Symbol("region", "hero"), "x", site="region hero\nregion y when and") == {
        "site.blockrules": "region x\nregion y when and"
    }


def test_every_site_of_an_edited_file_is_seen_to(tmp_path: Path) -> None:
    """Two sites share a file whose facts each declares by itself: the name changes in all three, or in none."""
    texts = {
        "shared": "region hero when front",
        "one": 'facts { front: bool }\ninclude "shared.blockrules"',
        "two": 'facts { front: bool other: bool }\ninclude "shared.blockrules"',
        "three": "facts { front: bool }",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.blockrules").write_text(text)
    main = (tmp_path / "one.blockrules").as_posix()
    symbol = Symbol("fact", "front")
    edits = renamed(main, lambda file: sites(file, {}, tmp_path), symbol, "home")
    assert not isinstance(edits, Refusal)
    assert sorted(Path(edit.span.source.name).stem for edit in edits) == ["one", "shared", "two"]
    refused = renamed(main, lambda file: sites(file, {}, tmp_path), symbol, "other")
    assert isinstance(refused, Refusal)
    assert "in line 1 of `two.blockrules`" in refused.reason


def test_ten_times_as_many_edits_take_ten_times_as_long() -> None:
    """Three times that is allowed, for the clock."""
    few, many = (min(seconds(count) for _ in range(2)) for count in (3_000, 30_000))
    assert many < 30 * few + 0.1


def seconds(count: int) -> float:
    """
    How long it takes to make *count* edits in a text of as many lines.
    """
    line = "region a when front\n"
    source = Source("x", line * count)
    edits = [Replacement(Span(source, each, each + 6), "block") for each in range(0, len(source.text), len(line))]
    begin = process_time()
    assert edited(source.text, "x", edits) == line.replace("region", "block") * count
    return process_time() - begin


@pytest.mark.parametrize("case", [case for case in CASES.values() if not case.is_faulty], ids=lambda case: case.claim)
def test_a_sound_file_is_sound_under_new_names(case: Case, tmp_path: Path) -> None:
    """
    A name of every kind in every sound case can be another, which changes none of the other names and no warning but
    those of spelling, unless it stands for blocks of several regions.
    """
    texts = {
        (tmp_path / name).as_posix(): text.removeprefix("\ufeff")
        for name, text in {"case": case.text, **case.files}.items()
    }
    main = (tmp_path / "case").as_posix()
    site = Site(main, texts)
    for symbol in {symbol.kind: symbol for symbol in site.index.by_symbol}.values():
        edits = renamed(main, lambda _: (site,), symbol, "quite-new")
        if isinstance(edits, Refusal):
            assert "each needs its own name by hand" in edits.reason or symbol.kind == "file", (symbol, edits)
            continue
        assert len(edits) == len({mention.span for mention in site.index.by_symbol[symbol]})
        new = Site(main, {name: edited(text, name, edits) for name, text in texts.items()})
        # That nothing asks for the present moment is told once it has another name than the host's.
        of_spelling = OF_SPELLING | ({"BR905"} if symbol.name == "now" else set())
        before, after = ([each.code for each in found.diagnostics] for found in (site, new))
        assert [code for code in after if code not in of_spelling] == [
            code for code in before if code not in of_spelling
        ]
        assert {each.name for each in new.index.by_symbol} - {each.name for each in site.index.by_symbol} == {
            "quite-new"
        }
