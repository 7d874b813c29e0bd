"""
Conditions in the making: what is simplified means what it did, and reads back as it was meant.
"""

from collections.abc import Mapping
from typing import Any, assert_never

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blockrules
from blockrules.importers.conditions import (
    ALWAYS,
    NEVER,
    Active,
    Condition,
    Every,
    Named,
    Not,
    Present,
    Some,
    Test,
    assuming,
    every,
    opposite,
    parts_of,
    replaced,
    some,
    under,
    written,
)

FACTS = """
facts {
    colour: one of red, green, blue, "no one"
    kind: optional one of article, region, "a b", rest
    roles: set of one of editor, admin, "x\\"y", guest
    tags: optional set of text
    title: optional text
    path: path
    alias: optional path
    front: bool
    flag: optional bool
}
region "always"
"""
PATHS = ("/", "/a", "/a/b", "/b/a/c")
PATTERNS = ("/", "/a", "/a/**", "**/a", "/*/a")
KINDS = ("article", "region", "a b", "rest")
ROLES = ("editor", "admin", 'x"y', "guest")
Page = Mapping[str, Any]
A, B, C = Test("front", "true"), Test("flag", "true"), Present("kind")


def some_of(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Test, st.just("colour"), st.just("is"), some_of("red", "green", "blue")),
    st.builds(Test, st.just("kind"), st.just("is"), some_of(*KINDS[:3])),
    st.builds(Test, st.just("roles"), st.just("has"), some_of(*ROLES)),
    st.builds(Test, st.just("tags"), st.just("has"), some_of("x", "y"), st.just(True)),
    st.builds(Test, st.just("title"), st.just("is"), some_of("x", 'y"\n'), st.just(True)),
    st.builds(
        Test, st.sampled_from(["path", "alias"]), st.just("matches"), some_of("/", "/a", "/a/**", "**/a", "/*/a")
    ),
    st.builds(Test, st.sampled_from(["front", "flag"]), st.just("true")),
    st.sampled_from([*map(Present, ("kind", "tags", "title", "alias", "flag")), Active("always"), ALWAYS, NEVER]),
)
# A tree with nothing simplified: a leaf, or a word with what it is about.
Tree = Any
TREES: st.SearchStrategy[Tree] = st.recursive(
    LEAVES,
    lambda trees: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(trees, max_size=4)),
        st.tuples(st.just("not"), st.lists(trees, min_size=1, max_size=1)),
    ),
    max_leaves=12,
)
PAGES: st.SearchStrategy[Page] = st.fixed_dictionaries(
    {
        "colour": st.sampled_from(["red", "green", "blue", "no one"]),
        "kind": st.sampled_from([None, *KINDS]),
        "roles": st.frozensets(st.sampled_from(ROLES)),
        "tags": st.none() | st.frozensets(st.sampled_from(["x", "y", "z"])),
        "title": st.sampled_from([None, "x", 'y"\n', "z"]),
        "path": st.sampled_from(PATHS),
        "alias": st.sampled_from([None, *PATHS]),
        "front": st.booleans(),
        "flag": st.none() | st.booleans(),
    }
)


def fits(pattern: str, path: str) -> bool:
    return {
        "/": path == "/",
        "/a": path == "/a",
        "/a/**": path.startswith("/a/"),
        "**/a": path.endswith("/a"),
        "/*/a": path.count("/") == 2 and path.endswith("/a"),
    }[pattern]


def holds(condition: Condition, page: Page, named: Mapping[str, Condition] = {}) -> bool:
    match condition:
        case Test(fact, "is", values):
            return page[fact] in values
        case Test(fact, "has", values):
            return not (page[fact] or frozenset()).isdisjoint(values)
        case Test(fact, "matches", values):
            return page[fact] is not None and any(fits(each, page[fact]) for each in values)
        case Test(fact):
            return page[fact] is True
        case Present(fact):
            return page[fact] is not None
        case Named(name):
            return holds(named[name], page, named)
        case Active():
            return True
        case Not(operand):
            return not holds(operand, page, named)
        case Every(operands):
            return all(holds(each, page, named) for each in operands)
        case Some(operands):
            return any(holds(each, page, named) for each in operands)
        case _:
            assert_never(condition)


def plainly(tree: Tree, page: Page) -> bool:
    match tree:
        case ("and", trees):
            return all(plainly(each, page) for each in trees)
        case ("or", trees):
            return any(plainly(each, page) for each in trees)
        case ("not", [operand]):
            return not plainly(operand, page)
        case _:
            return holds(tree, page)


def simplified(tree: Tree) -> Condition:
    match tree:
        case ("and", trees):
            return every(*map(simplified, trees))
        case ("or", trees):
            return some(*map(simplified, trees))
        case ("not", [operand]):
            return opposite(simplified(operand))
        case _:
            condition: Condition = tree
            return condition


def regions(text: str, page: Page) -> list[str]:
    given = {name: value for name, value in page.items() if value is not None}
    return list(blockrules.loads(FACTS + text).layout(given).names)


@given(TREES, PAGES)
def test_what_is_simplified_means_the_same(tree: Tree, page: Page) -> None:
    """Joined and turned round in any way."""
    assert holds(simplified(tree), page) == plainly(tree, page)


@given(TREES, PAGES)
def test_what_is_written_means_the_same(tree: Tree, page: Page) -> None:
    """Where it is read as a rules file is."""
    text = f"region asked when {written(simplified(tree))}"
    assert ("asked" in regions(text, page)) == plainly(tree, page)


@given(TREES, PAGES, st.data())
def test_parts_with_names_mean_the_same(tree: Tree, page: Page, data: st.DataObject) -> None:
    """Be it the whole that has one."""
    condition = simplified(tree)
    parts = [condition, *parts_of(condition), *(each for part in parts_of(condition) for each in parts_of(part))]
    chosen = data.draw(st.lists(st.sampled_from(parts), unique=True, max_size=3))
    names = {each: f"name_{number}" for number, each in enumerate(chosen)}
    named = {name: each for each, name in names.items()}
    short = replaced(condition, names)
    assert holds(short, page, named) == plainly(tree, page)
    defines = "".join(f"define {name} as {written(each)}\n" for name, each in named.items())
    assert ("asked" in regions(f"{defines}region asked when {written(short)}", page)) == plainly(tree, page)


@given(TREES, PAGES, st.sampled_from(KINDS[:3]))
def test_what_is_left_to_ask_means_the_same(tree: Tree, page: Page, kind: str) -> None:
    """Where what is known holds."""
    known = Test("kind", "is", (kind,))
    left = under(simplified(tree), known)
    assert holds(left, {**page, "kind": kind}) == plainly(tree, {**page, "kind": kind})
    assert "kind" not in written(left)


def test_what_is_the_same_is_said_once() -> None:
    """And what says nothing, not at all."""
    assert every(A, ALWAYS, A) == A
    assert some(A, NEVER, A) == A
    assert every(A, opposite(A)) == some() == NEVER
    assert some(A, opposite(A)) == every() == ALWAYS
    assert every(every(A, B), C) == every(C, every(B, A))


def test_tests_of_one_fact_become_one() -> None:
    """Any of what either names; of a single value, what both name."""
    ab, bc = Test("kind", "is", ("a", "b")), Test("kind", "is", ("b", "c"))
    assert some(ab, bc) == Test("kind", "is", ("a", "b", "c"))
    assert every(ab, bc) == Test("kind", "is", ("b",))
    assert every(ab, Test("kind", "is", ("c",))) == NEVER
    has = Test("roles", "has", ("a",)), Test("roles", "has", ("b",))
    assert every(*has) == Every(has)


def test_what_follows_is_not_asked() -> None:
    """A fact with a value is there, and one that is not there has none."""
    test = Test("kind", "is", ("a",))
    assert every(C, test) == test
    assert some(C, test) == C
    assert some(opposite(C), opposite(test)) == opposite(test)
    assert every(A, some(A, B)) == A
    assert some(A, every(A, B)) == A


def test_what_is_known_is_not_asked() -> None:
    """Of what has several values, neither."""
    known = Test("kind", "is", ("a",))
    assert under(every(C, A), known) == A
    assert under(some(B, opposite(Test("kind", "is", ("a", "b")))), known) == B
    assert under(every(A, Test("kind", "is", ("b",))), known) == NEVER
    assert assuming(every(A, some(B, opposite(Active("r")))), {Active("r"): ALWAYS}) == every(A, B)


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Test("kind", "is", ("a b",)), 'kind is "a b"'),
        (opposite(Test("kind", "is", ("a",))), "kind is not a"),
        (opposite(Test("kind", "is", ("a", "b"))), "kind not in (a, b)"),
        (Test("roles", "has", ("a", "b")), "roles has any of (a, b)"),
        (opposite(Test("path", "matches", ("/a",))), 'not path matches "/a"'),
        (opposite(C), "kind is none"),
        (opposite(every(A, B)), "not (flag and front)"),
        (every(some(A, B), Active("region")), '(front or flag) and active("region")'),
        (Named("region"), '"region"'),
        (ALWAYS, "true"),
        (NEVER, "false"),
    ],
)
def test_a_condition_is_written_as_a_person_would(condition: Condition, text: str) -> None:
    """With no more parentheses and quotes than are needed."""
    assert written(condition) == text
