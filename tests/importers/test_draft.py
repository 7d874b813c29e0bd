"""
A rules file in the making, and its text.
"""

import pytest

import blockrules
from blockrules.importers.conditions import (
    ALWAYS,
    NEVER,
    Active,
    Condition,
    Every,
    Named,
    Present,
    Test,
    every,
    opposite,
    some,
)
from blockrules.importers.draft import Block, Define, Draft, Kind, Region
from blockrules.importers.naming import LONGEST, Names, slug
from blockrules.importers.samples import samples
from blockrules.importers.stands import Stand, settled

WHOLE = """\
# From here.

facts {
    # What it is.
    kind:   optional one of rest, x, y
    path:   path
    front:  bool = false
}

# One.
region "one" when front {
    wide: true
    # An A.
    block a in top weight 3 when kind in (x, y) {
        plain: none
        list: [1, "b", true]
    }
    block b in top

    block c
}

region two when path matches "/news/**"

# Pages to try the rules on: `blockrules layout FILE --sample NAME`.
page front { path: "/", front: true }
page news { path: "/news/example" }
page rest { kind: rest, path: "/example" }
page x { kind: x, path: "/example" }
page y { kind: y, path: "/example" }

# To there.
"""
KINDS = {
    "kind": Kind("one of", "What it is.", optional=True, others=("rest",)),
    "path": Kind("path", ""),
    "front": Kind("bool", "", default="false"),
    "flag": Kind("bool", ""),
}
FRONT, FLAG = Test("front", "true"), Test("flag", "true")


def draft(*conditions: Condition, defines: tuple[Define, ...] = ()) -> Draft:
    """
    A region for each condition.
    """
    regions = tuple(Region(f"r{number}", when) for number, when in enumerate(conditions))
    return Draft(("From here.",), KINDS, defines, regions, (), ("To there.",))


def is_any(*values: str) -> Test:
    return Test("kind", "is", values)


def matches(*patterns: str) -> Test:
    return Test("path", "matches", patterns)


@pytest.mark.parametrize(
    ("condition", "name"),
    [
        (is_any("a", "b", "c"), "a_or_2_others"),
        (matches("/shop/**", "/shop/a", "/shop"), "shop_pages"),
        (matches("/a", "/b", "/c"), "a_pages"),
        (matches("/shop/a", "/shop/b/**", "/shop/c"), "shop_pages"),
        (matches("**", "**/*", "/é"), "some_pages"),
        (every(FRONT, is_any("a")), "front_and_a"),
        (every(FRONT, is_any("a", "b")), "front_and_a_or_b"),
        (every(FLAG, opposite(FRONT)), "flag_and_not_front"),
        (some(Active("r0"), Named("one")), "r0_or_one"),
        (every(Present("kind"), FRONT), "front_and_kind"),
        (some(matches("/a/b", "/a/c"), Test("alias", "matches", ("/a/b",))), "a_pages"),
        (every(some(FRONT, FLAG), some(FRONT, is_any("a", "b"))), "front_or_flag_and_front_or_a_or_b"),
    ],
)
def test_what_comes_twice_gets_a_name(condition: Condition, name: str) -> None:
    """Of what it is about."""
    assert draft(condition, condition).shared([])[condition] == name


def test_a_name_is_for_what_is_long() -> None:
    """And for what comes again, as itself or as its opposite."""
    short, once, twice = is_any("a", "b"), is_any("a", "b", "c"), every(FRONT, FLAG)
    assert draft(short, short, once).shared([]) == {}
    assert draft(twice, opposite(twice)).shared(["flag_and_front"]) == {twice: "flag_and_front_2"}


def test_a_define_names_what_it_means_elsewhere() -> None:
    """Idle ones are dropped."""
    both = every(FRONT, FLAG)
    defines = (Define("group", both, "A group."), Define("idle", both, ""), Define("short", FRONT, ""))
    whole = draft(both, Named("group"), Named("short"), defines=defines).without_idle_defines()
    text = whole.text(blockrules.Limits())
    assert "# A group.\ndefine group as flag and front\n" in text
    assert text.count("when group") == 2
    assert "idle" not in text
    blockrules.loads(text)


def test_a_draft_is_written_whole() -> None:
    """Comments, facts, regions and their blocks, and pages to try them on."""
    blocks = (
        Block("a", "top", is_any("x", "y"), 3, (("plain", None), ("list", (1, "b", True))), "An A."),
        Block("b", "top"),
        Block("c", ""),
    )
    regions = (Region("one", FRONT, blocks, (("wide", True),), ("One.",)), Region("two", matches("/news/**")))
    whole = Draft(("From here.",), KINDS, (), regions, (), ("To there.",))
    sampled = Draft(whole.comments, KINDS, (), regions, samples(whole), whole.end)
    text = sampled.text(blockrules.Limits())
    assert text == WHOLE
    blockrules.loads(text)


def test_more_than_a_file_may_hold_is_refused() -> None:
    """By regions and blocks, and by bytes."""
    whole = draft(ALWAYS, FRONT, FLAG)
    assert whole.text(blockrules.Limits(items=3))
    with pytest.raises(blockrules.RulesError, match="at most 2"):
        whole.text(blockrules.Limits(items=2))
    with pytest.raises(blockrules.RulesError, match="over 50 bytes"):
        whole.text(blockrules.Limits(bytes=50))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Théâtre du Nord", "theatre_du_nord"),
        ("  --a--  ", "a"),
        ("東京", "other"),
        ("", "other"),
        ("9 lives", "other_9_lives"),
        ("word " * 9, "word_word_word_word_word_word_word_word"),
        ("x" * 99, "x" * LONGEST),
    ],
)
def test_a_name_is_of_plain_letters(text: str, name: str) -> None:
    """Cut after a word where it is long."""
    assert slug(text, "other") == name


def test_each_name_is_given_once() -> None:
    """Those that are taken already, never."""
    names = Names({"a", "a_2"})
    assert [names.new(each) for each in ("a", "b", "b", "a")] == ["a_3", "b", "b_2", "a_4"]


def test_what_is_settled_is_no_longer_asked() -> None:
    """Step by step, as far as it goes."""
    first, second = Stand("a"), Stand("b", opposite(Active("a")))
    third = Stand("c", every(FLAG, some(Active("b"), every(FRONT, opposite(Active("d"))))))
    assert [each.when for each in settled([first, second, third])] == [
        ALWAYS,
        NEVER,
        Every((FLAG, FRONT, opposite(Active("d")))),
    ]
