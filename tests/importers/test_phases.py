"""
In which order imported contexts of Drupal 7 come on.
"""

import re
from typing import Any

import pytest

from blockrules.importers import drupal7
from tests.importers.drupal7_files import active, context, export

EVERYTHING: dict[str, Any] = {
    "path": "/x",
    "query": "q=1",
    "language": "en",
    "roles": ("editor",),
    "node__type": "offer",
    "node__op": "view",
    "node__terms": ("1",),
    "node__book": "b",
    "node__book_root": "offer",
    "term__vocabulary": "tags",
    "profile__op": "view",
    "views": ("jobs",),
    "trail": ("offers",),
    "theme": "olive",
    "device": "mobile",
    "foreign": True,
}


def regions(*contexts: dict[str, Any], site: list[str] | None = None) -> list[str]:
    """
    The names of all regions, in their order.
    """
    return re.findall('^region "?([a-z]+)', drupal7.reads(export(list(contexts)), roles=site).text, re.MULTILINE)


def test_phases() -> None:
    """Conditions are asked in Drupal's order, and those of other modules last."""
    values: dict[str, Any] = {
        "foreign": 1, "cmd": 1, "theme": "olive", "context_all": "sitewide", "context": "sitewide", "menu": "offers",
        "views": "jobs", "user_page": "view", "taxonomy_term": "tags", "bookroot": "offer", "book": "b",
        "node_taxonomy": 1, "node": "offer", "user": "editor", "language": "en", "query_string": "q=1", "path": "x",
        "sitewide": 1,
    }  # fmt: skip
    row = [context(kind, **dict[str, Any]({kind: [value]})) for kind, value in values.items()]
    assert active(*row, **EVERYTHING) == list(values)[::-1]


def test_default_comes_after_menus_and_before_contexts() -> None:
    """A context that asks for another follows it."""
    assert active(context("b", context=["a"]), context("a", default=[1])) == ["a", "b"]


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        ("node", {"b": ["offer"], "a": ["offer"]}, ["b", "a"]),
        ("path", {"c": ["y", "x"], "b": ["x*"], "a": ["x"], "d": ["y", "*"]}, ["c", "d", "a", "b"]),
        ("path", {"c": ["x", "y"], "b": ["z"], "a": ["*", "x"]}, ["c", "a"]),
        ("query_string", {"b": ["q=2", "q*"], "a": ["q=1"], "c": ["q=2", "*"]}, ["b", "c", "a"]),
        ("menu", {"b": ["offers"], "a": ["<front>", "offers"]}, ["a", "b"]),
    ],
)
def test_order_in_a_phase(kind: str, rows: dict[str, Any], expected: list[str]) -> None:
    """That of storage; paths, queries and links by what was named first."""
    assert active(*(context(name, **{kind: each}) for name, each in rows.items()), **EVERYTHING) == expected


@pytest.mark.parametrize(
    ("site_roles", "expected"),
    [
        (None, ["everybody", "member", "editor", "last"]),
        (["last", "editor", "authenticated user", "member"], ["last", "editor", "everybody", "member"]),
    ],
)
def test_roles_come_in_the_order_of_the_site(site_roles: list[str] | None, expected: list[str]) -> None:
    """Where it is not known, Drupal's own come first."""
    row = [context(name, user=[name]) for name in ("member", "editor", "last")]
    row.append(context("everybody", user=["authenticated user"]))
    roles = ("authenticated user", "editor", "last", "member")
    assert active(*row, roles=roles, site=site_roles) == expected


def test_contexts_on_contexts_come_in_passes() -> None:
    """Once what they ask for is on; in one pass first those that others name, then by what they ask for."""
    row = (
        context("first", sitewide=[1]),
        context("c", context=["b"]),
        context("b", context=["a"]),
        context("a", context=["first"]),
        context("last", context=["z*"]),
        context("zero", path=["x"]),
        context("not", context=["~gone"]),
    )
    assert active(*row) == ["first", "zero", "a", "not", "last", "b", "c"]


def test_what_waits_for_each_other_comes_last() -> None:
    """As far as they are on by nothing else."""
    row = (context("b", context=["a"]), context("a", path=["z"], context=["b"]), context("c", menu=["offers"]))
    assert active(*row, path="/z", trail=("offers",)) == ["c", "b", "a"]


def test_all_of_several() -> None:
    """A context comes on at the last of its conditions."""
    row = (context("late", "all", path=["x"], theme=["olive"]), context("menu", menu=["offers"]))
    assert active(*row, **EVERYTHING) == ["menu", "late"]


EDITOR = context("editor", user=["editor"])


@pytest.mark.parametrize(
    ("conditions", "is_before"),
    [
        ({"path": ["a"], "theme": ["olive"]}, False),
        ({"path": ["a", "b", "c", "d", "*"], "theme": ["olive"]}, True),
        ({"path": ["*"], "theme": ["olive"]}, True),
        ({"path": ["a*"], "node": ["offer"]}, True),
        ({"path": ["~a"], "theme": ["olive"]}, True),
        ({"language": ["en"], "theme": ["olive"]}, True),
        ({"language": ["fr"], "theme": ["olive"]}, False),
        ({"sitewide": [1], "theme": ["olive"]}, True),
        ({"sitewide": [0], "theme": ["olive"]}, False),
        ({"path": ["a"], "menu": ["<front>"]}, False),
        ({"path": ["a"], "context": ["always"]}, False),
        ({"path": ["a"], "context_all": ["always"]}, False),
        ({"path": ["a"], "context_all": ["always", "often"]}, True),
        ({"path": ["a*"], "context_all": ["seldom", "never"]}, True),
        ({"path": ["a*"], "context": ["no_such"]}, True),
        ({"path": ["a"], "context": ["z*"]}, False),
    ],
)
def test_any_of_several(conditions: dict[str, Any], is_before: bool) -> None:
    """A context stands where it is guessed to come on most often: before what asks for roles, or after it."""
    others = (
        context("always", sitewide=[1]),
        context("often", "all", theme=["olive"], path=["*"]),
        context("seldom", path=["q"]),
        context("never"),
    )
    found = regions(context("it", **conditions), EDITOR, *others)
    assert (found.index("it") < found.index("editor")) == is_before


@pytest.mark.parametrize(
    ("user", "site_roles", "is_before"),
    [
        (["editor"], None, False),
        (["authenticated user"], None, True),
        (["ghost"], ["editor"], False),
        ((["editor"], {"negate_role": 1}), None, True),
    ],
)
def test_what_roles_take_in(user: Any, site_roles: list[str] | None, is_before: bool) -> None:
    """Everybody, next to nobody, all but them, or nobody."""
    it, beside = context("it", user=user, node=["offer"]), context("beside", node=["a"])
    assert regions(it, beside, site=site_roles) == ["it", "beside"]
    assert regions(beside, it, site=site_roles) == (["it", "beside"] if is_before else ["beside", "it"])


def test_exact_order() -> None:
    """A context is on by one of its regions at a time, none of which is called like another context."""
    row = (
        context("it", path=["x"], theme=["bartik"], node=[]),
        context("menu", menu=["offers"]),
        context("asks", context=["it"]),
        context("it_2", path=["z"]),
    )
    page: dict[str, Any] = {"exact": True, "trail": ["offers"]}
    assert active(*row, **page, path="/x") == ["it_3", "menu", "asks"]
    assert active(*row, **page, path="/x", theme=None) == ["it_3", "menu", "asks"]
    assert active(*row, **page, path="/y") == ["menu", "it"]
    assert active(*row, **page, path="/z", theme=None) == ["it_2", "menu"]
