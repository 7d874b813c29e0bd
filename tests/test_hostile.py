"""
Texts and pages made to hurt: each gives rules or a rules error, a layout or a page error, and gives it soon.

As a rule there is a quarter of what a file may have: BLOCKRULES_HOSTILE=full makes it all.
"""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

import blockrules
from blockrules import PageError, RulesError

# What takes too long of all takes long of a quarter, and what nests too deep does so too.
IS_FULL = os.environ.get("BLOCKRULES_HOSTILE") == "full"
MILLION = 1_000_000
FULL = 2 * 1024 * 1024 - 100


def up_to(most: int) -> int:
    """
    So many of something that a file may have *most* of.
    """
    return most if IS_FULL else most // 4


def codes(text: str) -> list[str]:
    """
    The codes of the errors of *text*, which can be shown whatever they are; none where it is sound.
    """
    try:
        blockrules.loads(text)
    except RulesError as error:
        assert error.diagnostics
        assert all(map(str.isprintable, str(error).split("\n")))
        assert len(str(error)) < 100_000
        return [each.code for each in error.diagnostics]
    return []


def lines(line: str, count: int) -> str:
    """
    So many lines, each with its number for every `#`.
    """
    return "\n".join(line.replace("#", str(number)) for number in range(count))


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        (unit, count)
        for unit in ("(", "[", "{", "not ")
        for count in (10_000, up_to(MILLION if unit != "not " else MILLION // 2))
    ],
)
@pytest.mark.parametrize("before", ["", "never ", "region a { x: "])
def test_deep_nesting_is_refused(before: str, unit: str, count: int) -> None:
    """Before anything is built of it, wherever it begins."""
    if count == 10_000 or before == "never ":
        assert codes(before + unit * count) == ["BR002"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lambda: "a " * up_to(400_000), ["BR102"]),
        (lambda: "never true" + " or true" * up_to(60_000), []),
        (lambda: "never " + "true and " * up_to(150_000), ["BR102"]),
        (lambda: "region a { x: [" + "1," * up_to(150_000) + "] }", []),
        (lambda: ")" * up_to(400_000), ["BR127"]),
        (lambda: "never true" + " && true" * up_to(60_000), ["BR114"] * 20),
        (lambda: "region a { x: [1" + " 1" * up_to(200_000) + "] }", ["BR118"] * 21),
        (lambda: "region a { " + "block b {} " * up_to(60_000), ["BR110"]),
        (lambda: "region a " + "/* " * up_to(200_000), ["BR116"]),
        (lambda: "region a " + "// x\n" * up_to(200_000), ["BR116"]),
        (lambda: "choose c { " + "region a when true\n" * up_to(60_000), ["BR110"] + ["BR206"] * 99 + ["BR006"]),
        (lambda: "{% x %}\n" * up_to(100_000), ["BR115"]),
        (lambda: ": , " * up_to(150_000), ["BR102"]),
        (lambda: "choose " * up_to(100_000), ["BR108"] * 100 + ["BR006"]),
        (lambda: '"' * up_to(800_000), ["BR102"]),
        (lambda: "$" * up_to(400_000), ["BR101"]),
        (lambda: "#" + "x" * FULL, []),
        (lambda: "x" * FULL, ["BR102"]),
        (lambda: "\n" * FULL, []),
        (lambda: "1" * FULL, ["BR106"]),
        (lambda: "1-" * (FULL // 2), ["BR106"]),
        (lambda: '"' + "x" * FULL, ["BR103"]),
        (lambda: 'region a { x: "' + "x" * (FULL - 50) + '" }', []),
        (lambda: 'region a { x: "' + "\\u0041" * up_to(300_000) + '" }', []),
        (lambda: 'region a { x: "' + "\\q" * up_to(500_000) + '" }', ["BR105"]),
        (lambda: "\0" * FULL, ["BR101"]),
        (lambda: "region\0a\n" * up_to(90_000), ["BR101"] * 100 + ["BR006"]),
        (lambda: 'region "\0"\n' * up_to(20_000), ["BR104"] * 100 + ["BR006"]),
        (lambda: "x" * (FULL + 101), ["BR001"]),
        (lambda: "é" * (FULL // 2 + 51), ["BR001"]),
        (lambda: lines("region r#", 100_001), ["BR003"]),
    ],
)
def test_much_of_anything_is_read_or_refused(text: Callable[[], str], expected: list[str]) -> None:
    """Up to what a file may have of it."""
    assert codes(text()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ud800", ["BR101"]),
        ("region \udfff\ud800", ["BR101"]),
        ('region "\ud800"', ["BR104"]),
        ('region "\\ud800"', ["BR105"]),
        ('region "\\ud83d\\ude00"', []),
        ("region a # \ud800", []),
        ("\ufeff\ufeffregion a", ["BR101"]),
        ("\ufeff", []),
        ("region a\x0cregion b", ["BR101"]),
        ("region\u00a0a", ["BR101"]),
    ],
)
def test_no_character_is_too_odd(text: str, expected: list[str]) -> None:
    """Halves of surrogate pairs, marks and blanks that only look like blanks."""
    assert codes(text) == expected


@pytest.mark.parametrize("seed", range(8))
def test_any_bytes_give_rules_or_a_rules_error(tmp_path: Path, seed: int) -> None:
    """Whatever is in the file."""
    chance = random.Random(seed)
    file = tmp_path / "site"
    parts = [bytes([each]) for each in range(256)] + [
        b"region ",
        b"when ",
        b'"',
        b"facts {",
        b"}",
        b"\r\n",
        b"\xef\xbb\xbf",
    ]
    for _ in range(50):
        file.write_bytes(b"".join(chance.choices(parts, k=chance.randrange(60))))
        try:
            assert blockrules.load(file).regions({}) is not None
        except (RulesError, PageError) as error:
            assert str(error).encode()


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("define x# as x@\nregion r when x0\n", "define x20000 as f"),
        ("region x# when active(x@)\n", "region x20000 when f"),
    ],
)
def test_chains_are_as_long_as_the_file(text: str, last: str) -> None:
    """Of defines and of regions that ask for one another: they are read, and answered."""
    first, *rest = text.split("\n")
    chain = "\n".join(first.replace("#", str(number)).replace("@", str(number + 1)) for number in range(20_000))
    rules = blockrules.loads("\n".join(["facts { f: bool }", chain, last, *rest]))
    for truth in (True, False):
        assert len(rules.regions({"f": truth})) == len(rules.layout({"f": truth})) == truth * len(rules.all_regions)


@pytest.mark.parametrize(
    "item", ["define x# as x@", "region x# when active(x@)", "region x# before x@", "region x# after x@"]
)
def test_a_long_circle_is_one_error(item: str) -> None:
    """However many stand in it."""
    count = up_to(20_000)
    every = (item.replace("#", str(number)).replace("@", str((number + 1) % count)) for number in range(count))
    assert codes("\n".join(every)) in (["BR209"], ["BR210"])


def test_a_choose_may_have_as_many_alternatives_as_a_file_has_regions() -> None:
    """Each of them is reached."""
    count = up_to(20_000)
    rules = blockrules.loads(
        f"facts {{ f: int }} choose c {{ {lines('region r# when f is #', count)} region r otherwise }}"
    )
    assert rules.regions({"f": count - 1}) == (f"r{count - 1}",)
    assert rules.layout({"f": -1}).names == ("r",)


@pytest.mark.parametrize(
    ("pattern", "fits", "fails"),
    [
        ("/" + "*a" * 500, "/" + "a" * 100_000, "/" + "a" * 100_000 + "b"),
        ("/" + "**a" * 500, "/" + "a/a" * 30_000, "/" + "a/" * 50_000 + "b"),
        ("/" + "**/" * 500 + "x", "/" + "/" * 50_000 + "x", "/" * 50_000 + "y"),
        ("**" + "a" * 1000 + "**", "/" + "a" * 1000, "/" + ("a" * 999 + "b") * 100),
    ],
)
def test_no_pattern_explodes(pattern: str, fits: str, fails: str) -> None:
    """The time is that of the path, whatever the stars."""
    rules = blockrules.loads(
        f'facts {{ p: path  t: text }} region a when p matches "{pattern}" or t matches "{pattern}"'
    )
    assert rules.regions({"p": fits, "t": ""}) == ("a",)
    assert rules.regions({"p": fails, "t": fails}) == ()


def test_names_with_thousands_of_points_are_refused_or_unknown() -> None:
    """In a file and as a key, with mappings nested as deep, or in themselves."""
    name = "a" + ".a" * 50_000
    assert codes(f"facts {{ {name}: bool }}") == ["BR219"]
    assert codes(f"never {name}") == ["BR201"]
    assert codes(f"test t {{ expect shown {name} }}") == ["BR203"]
    deepest = ".".join("a" * 64)
    rules = blockrules.loads(f"facts {{ {deepest}: bool }} region r when {deepest}")
    assert rules.regions({deepest: True}) == ("r",)
    endless: dict[str, object] = {}
    endless["a"] = endless
    for page in ({name: True}, {"a": {name: True}}, endless):
        with pytest.raises(PageError) as caught:
            rules.regions(page)
        assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    "line",
    [
        "region when",
        "define x# as nope",
        "never a < 3",
        "region r# { block b block b }",
        "facts { f#: nope }",
        "region $",
        "test t { given p }",
    ],
)
def test_thousands_of_faults_are_shown_as_a_hundred(line: str) -> None:
    """And a count of the rest."""
    found = codes(lines(line, 5_000))
    assert len(found) == 101
    assert found[-1] == "BR006"


MANY = [
    (
        "many members, all of them listed",
        lambda: f"facts {{ f: one of {lines('a#,', up_to(25_000))} z }} never f in ({lines('a#,', up_to(25_000))})",
        [],
    ),
    (
        "many members, and many conditions on them",
        lambda: (
            f"facts {{ f: one of {lines('a#,', up_to(25_000))} z }}\n" + lines("define d# as f is a1", up_to(12_000))
        ),
        [],
    ),
    (
        "many members, and many errors that tell the type",
        lambda: f"facts {{ f: one of {lines('a#,', up_to(25_000))} z }}\n" + lines("define d# as f < 1", up_to(12_000)),
        ["BR303"] * 100 + ["BR006"],
    ),
    (
        "many unknown members, each near to many",
        lambda: (
            f"facts {{ f: one of {lines('member#,', 700)} z }}\n" + lines("define d# as f is mumbr#", up_to(12_000))
        ),
        ["BR304"] * 100 + ["BR006"],
    ),
    (
        "many unknown facts, each near to many",
        lambda: f"facts {{ {lines('fact#: bool = true', 700)} }}\n" + lines("never fcta#x", up_to(12_000)),
        ["BR201"] * 100 + ["BR006"],
    ),
    (
        "many unknown names among many",
        lambda: lines("define d# as true", up_to(15_000)) + "\n" + lines("never z#", up_to(15_000)),
        ["BR201"] * 100 + ["BR006"],
    ),
    (
        "many unknown names after many broken items",
        lambda: lines("define d# as", up_to(15_000)) + "\n" + lines("never z#", up_to(15_000)),
        ["BR102"] * 100 + ["BR006"],
    ),
    (
        "many patterns",
        lambda: "facts { p: path } never p matches (" + lines('"/a#",', up_to(60_000)) + ")",
        [],
    ),
    (
        "many patterns that leave out their roots",
        lambda: "facts { p: path } never p matches (" + lines('"/a#/**",', up_to(30_000)) + ")",
        [],
    ),
    (
        "a pattern as long as the file",
        lambda: f'facts {{ p: path }} never p matches "/{"a" * MILLION}/**"',
        ["BR311"],
    ),
    (
        "many tests of many facts",
        lambda: f"facts {{ {lines('f#: bool = true', up_to(15_000))} }}\n" + lines("test t# {}", up_to(15_000)),
        [],
    ),
    (
        "many tests of one large page",
        lambda: (
            f"facts {{ {lines('f#: bool = true', up_to(12_000))} }} page p {{ {lines('f#: true', up_to(12_000))} }}\n"
            + lines("test t# { given p }", up_to(12_000))
        ),
        [],
    ),
    (
        "many tests that lack many facts",
        lambda: f"facts {{ {lines('f#: bool', up_to(12_000))} }}\n" + lines("test t# {}", up_to(12_000)),
        ["BR501"] * 100 + ["BR006"],
    ),
    (
        "many patterns, and one that covers them",
        lambda: 'facts { p: path } never p matches ("/a**", ' + lines('"/a#/**",', up_to(40_000)) + ' "/b")',
        [],
    ),
    (
        "many patterns with many stars",
        lambda: "facts { p: path } never p matches (" + lines('"/*a*#*",', up_to(50_000)) + ")",
        [],
    ),
    (
        "many short lists of patterns that take a search",
        lambda: "facts { p: path }\n" + lines('never p matches ("/*a*b*c#", "/*a**#")', up_to(20_000)),
        [],
    ),
    ("many slots", lambda: lines("region r# { block b in xy#z block c in xyz# }", up_to(12_000)), []),
    (
        "many signs that nobody sees",
        lambda: lines('region r# { x: "\u202e" }', up_to(12_000)) + "#" + "\u202e" * up_to(400_000),
        [],
    ),
    (
        "many unused facts on a large page",
        lambda: (
            f"facts {{ {lines('f#: bool = true', up_to(15_000))} }} page p {{ {lines('f#: true', up_to(15_000))} }}"
        ),
        [],
    ),
    ("many repeated names", lambda: f"region b region a before {'b, ' * up_to(150_000)} b", []),
    ("a zone in thousands of folders", lambda: f'timezone "{"x/" * 2000}y"', ["BR213"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*each[1:], id=each[0]) for each in MANY])
def test_much_of_two_things_is_read_or_refused(text: Callable[[], str], expected: list[str]) -> None:
    """The time is that of reading both, not of holding each of one against each of the other."""
    assert codes(text()) == expected


def test_the_path_of_an_include_may_be_as_long_as_the_file(tmp_path: Path) -> None:
    """It leads nowhere, soon."""
    (tmp_path / "site").write_text(f'include "{"a/" * (FULL // 2 - 50)}"')
    with pytest.raises(RulesError, match="BR601"):
        blockrules.load(tmp_path / "site")


def test_a_page_with_many_unknown_keys_is_refused() -> None:
    """Soon, though each may have been meant for a fact."""
    rules = blockrules.loads(f"facts {{ {lines('fact#: bool = true', 1_500)} }}")
    with pytest.raises(PageError) as caught:
        rules.regions({f"fcta{number}x": True for number in range(10_000)})
    assert len(caught.value.problems) == 10_000


class Page:
    """An object of the host's."""

    x = True


def test_many_holders_on_a_page_are_asked_in_their_turn() -> None:
    """Objects in a mapping, each for its own facts."""
    rules = blockrules.loads(f"facts {{ {lines('f#.x: bool', 2_000)} }} region r when f0.x and f1999.x")
    assert rules.regions({f"f{number}": Page() for number in range(2_000)}) == ("r",)


@pytest.mark.parametrize("condition", ["", " when f is 1", " when f < # and not f is 3"])
def test_a_region_may_have_as_many_blocks_as_a_file(condition: str) -> None:
    """Always shown or not, in a slot or none."""
    blocks = lines(f"block b# in s weight -#{condition}", 5_000)
    rules = blockrules.loads(f"facts {{ f: int }} region r {{ {blocks} }}")
    assert len(rules.layout({"f": 1}).slots["s"]) in (5_000, 4_998)


def test_a_page_may_have_as_many_facts_as_a_file() -> None:
    """All of them with defaults."""
    facts = lines("f#: bool = true", 5_000)
    rules = blockrules.loads(f"facts {{ {facts} }}\n{lines('region r# when f#', 5_000)}")
    assert len(rules.regions({})) == len(rules.regions({"f7": False})) + 1 == 5_000


def test_a_choose_may_have_as_many_alternatives_that_ask_for_texts() -> None:
    """As many as a file has regions."""
    count = up_to(20_000)
    rules = blockrules.loads(f'facts {{ t: text }} choose c {{ {lines("""region r# when t is "#" """, count)} }}')
    assert rules.regions({"t": str(count - 1)}) == (f"r{count - 1}",)


def test_a_chain_of_conditions_that_are_no_few_cubes_is_answered() -> None:
    """As long as the file."""
    facts = lines("f#: bool = true", 40)
    condition = " and ".join(f"(f{number} or f{number + 1})" for number in range(0, 40, 2))
    chain = "\n".join(f"region r{number} when active(r{number + 1})" for number in range(20_000))
    rules = blockrules.loads(f"facts {{ {facts} }} {chain} region r20000 when {condition}")
    assert len(rules.regions({})) == 20_001
    assert rules.regions({"f0": False, "f1": False}) == ()
