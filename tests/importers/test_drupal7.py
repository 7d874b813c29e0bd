"""
Contexts of Drupal 7 as rules.
"""

from pathlib import Path
from typing import Any

import pytest

import blockrules
from blockrules.importers import drupal7
from tests.importers.drupal7_files import export

PAGE: dict[str, object] = {"path": "/x", "roles": ["anonymous user"], "theme": "bartik"}


def context(name: str = "c", mode: str = "any", /, **conditions: Any) -> dict[str, Any]:
    """
    A context; each condition by its values, or by its values and options.
    """
    asked = {
        kind: {"values": given[0], "options": given[1]} if isinstance(given, tuple) else {"values": given}
        for kind, given in conditions.items()
    }
    return {"name": name, "mode": mode, "conditions": asked}


def active(*contexts: dict[str, Any], exact: bool = False, site: list[str] | None = None, **page: object) -> list[str]:
    """
    The regions of a page, where facts that the rules do not have count for nothing.
    """
    rules = blockrules.loads(drupal7.reads(export(list(contexts)), roles=site, exact_order=exact).text, extras=True)
    given = {name.replace("__", "."): value for name, value in page.items()}
    return list(rules.regions({**PAGE, **given}))


def remarks(*contexts: dict[str, Any], **options: Any) -> list[str]:
    """
    What is said of an import.
    """
    return [each.text for each in drupal7.reads(export(list(contexts)), **options).remarks]


VIEW = {"node__op": "view"}
FORM = {"node__op": "form"}


@pytest.mark.parametrize(
    ("asked", "page", "is_on"),
    [
        ({"sitewide": [1]}, {}, True),
        ({"sitewide": [0]}, {}, False),
        ({"path": ["jobs/*"]}, {"path": "/jobs/a/b"}, True),
        ({"path": ["jobs/*"]}, {"path": "/jobs"}, False),
        ({"path": ["jobs/*"]}, {"path": "/Jobs/a"}, False),
        ({"path": ["node/*"]}, {"system_path": "/node/7"}, True),
        ({"path": ["jobs\nnews"]}, {"path": "/news"}, True),
        ({"path": ["*"]}, {}, True),
        ({"path": ["<front>"]}, {"front": True}, True),
        ({"path": ["<front>"]}, {}, False),
        ({"path": ["*", "~x"]}, {}, False),
        ({"path": ["~y"]}, {}, True),
        ({"path": ["/x"]}, {}, False),
        ({"path": ["x/"]}, {}, False),
        ({"path": ["<front>*"]}, {"front": True}, False),
        ({"query_string": ["page=*"]}, {"query": "page=2"}, True),
        ({"query_string": ["page=*"]}, {}, False),
        ({"query_string": ["*"]}, {}, True),
        ({"query_string": ["\n"]}, {}, False),
        ({"language": ["en"]}, {"language": "en"}, True),
        ({"theme": ["bartik"]}, {}, True),
        ({"user": ["member"]}, {"roles": ["member"]}, True),
        ({"user": (["member"], {"negate_role": "1"})}, {"roles": ["member"]}, False),
        ({"user": (["member"], {"negate_role": "1"})}, {}, True),
        ({"node": ["job"]}, {"node__type": "job", **VIEW}, True),
        ({"node": ["job"]}, {"node__type": "job", **FORM}, False),
        ({"node": (["job"], {"node_form": "1"})}, {"node__type": "job", **FORM}, True),
        ({"node": (["job"], {"node_form": "2"})}, {"node__type": "job", **VIEW}, False),
        ({"node": ["job"]}, {"node__type": "other", **VIEW}, False),
        ({"node_taxonomy": [7]}, {"node__terms": ["7"], **VIEW}, True),
        ({"node_taxonomy": [7]}, {"node__terms": ["7"], **FORM}, False),
        ({"node_taxonomy": ([7], {"node_form": "1"})}, {"node__terms": ["7"], **FORM}, True),
        ({"book": ["toc"]}, {"node__book": "toc"}, True),
        ({"bookroot": ["book"]}, {"node__book_root": "book", **VIEW}, True),
        ({"taxonomy_term": ["topics"]}, {"term__vocabulary": "topics"}, True),
        ({"taxonomy_term": (["topics"], {"term_form": "2"})}, {"term__vocabulary": "topics"}, False),
        ({"user_page": ["view"]}, {"profile__op": "view"}, True),
        ({"user_page": (["view"], {"mode": "current"})}, {"profile__op": "view"}, False),
        ({"user_page": (["view"], {"mode": "current"})}, {"profile__op": "view", "profile__own": True}, True),
        ({"user_page": (["view"], {"mode": "other"})}, {"profile__op": "view"}, True),
        ({"user_page": (["register"], {"mode": "current"})}, {"profile__op": "register"}, True),
        ({"views": ["jobs:page"]}, {"views": ["jobs", "jobs:page"]}, True),
        ({"menu": ["jobs"]}, {"trail": ["<front>", "jobs"]}, True),
        ({"cmd": [3]}, {"device": "desktop"}, True),
        ({"cmd": [9]}, {"device": "desktop"}, False),
        ({"ghost": ["a"]}, {"ghost": True}, True),
        ({"path": ["x"], "ghost": ["a"]}, {"ghost": False}, True),
        ({"node": []}, {}, False),
    ],
)
def test_conditions_hold_as_in_drupal(asked: dict[str, Any], page: dict[str, Any], is_on: bool) -> None:
    """Each kind with its options; values are alternatives, and `~` vetoes."""
    assert active(context("c", **asked), **page) == ["c"] * is_on


def test_a_context_needs_any_or_all_of_its_conditions() -> None:
    """Without conditions it is never on."""
    asked = {"path": ["x"], "language": ["fr"]}
    every = context("every", "all", **asked)
    assert active(context("any", **asked), every, context("none"), path="/x") == ["any"]
    assert active(context("any", **asked), every, path="/x", language="fr") == ["any", "every"]


def test_a_context_asks_for_others() -> None:
    """By name or by `*`, all or any, and for none of those behind `~`; for itself it asks in vain."""
    base = [context("a1", path=["a"]), context("a2", path=["b"])]
    asking = [
        context("named", context=["a1"]),
        context("wild", context=["a*"]),
        context("veto", context=["a*", "~a2"]),
        context("both", context_all=["a1", "~a2"]),
        context("itself", context=["~itself"]),
        context("nobody", context=["gone"]),
        context("empty", context=[""]),
    ]
    assert set(active(*base, *asking, path="/a")) == {"a1", "named", "wild", "veto", "both", "itself"}
    assert set(active(*base, *asking, path="/b")) == {"a2", "wild", "itself"}


def test_what_is_off_is_never_on() -> None:
    """Though another names it; it is told."""
    off = {**context("off", sitewide=[1]), "disabled": True}
    assert active(off, context("asks", context=["off"]), context("not", context=["~off"])) == ["not"]
    assert "it asks for the context `off`, which is off" in remarks(off, context("asks", context=["off"]))


def test_what_comes_on_later_is_not_seen() -> None:
    """By a condition that is asked after those on contexts; of several conditions the earlier ones count."""
    late = context("late", cmd=[3])
    both = context("both", cmd=[3], path=["x"])
    whole = context("whole", "all", cmd=[3], path=["x"])
    asking = [context(f"asks_{name}", context=[name]) for name in ("late", "both", "whole")]
    assert set(active(late, both, whole, *asking, device="desktop")) == {"late", "both", "whole", "asks_both"}
    assert any("before that can be on" in text for text in remarks(late, *asking[:1]))


def test_contexts_that_ask_for_each_other() -> None:
    """Without `~` as a loop finds them; with it, the one that is asked first sees nothing of the other."""
    a = context("a", path=["a"], context=["b"])
    b = context("b", path=["b"], context=["a"])
    assert set(active(a, b, path="/a")) == {"a", "b"} == set(active(a, b, path="/b"))
    assert active(a, b) == []
    x, y = context("x", context=["~y"]), context("y", context=["~x"])
    assert active(x, y) == ["y"]
    assert any("ask for each other" in text for text in remarks(x, y))


def test_circles_may_be_long_and_partly_seen() -> None:
    """A member that is also on by what is asked later is seen as far as it is on by then."""
    row = [
        context("a", path=["a"], context=["b"], cmd=[3]),
        context("b", path=["b"], context=["c"]),
        context("c", path=["c"], context=["a"]),
    ]
    assert set(active(*row, path="/b")) == {"a", "b", "c"}
    assert set(active(*row, path="/x", device="desktop")) == {"a"}
    many = [context(f"c{each}", path=[f"p{each}"], context=[f"c{(each + 1) % 60}"]) for each in range(60)]
    assert len(active(*many, path="/p7")) == 60


def test_what_cannot_be_read_is_seen_by_nobody() -> None:
    """It is told once."""
    long = context("long", path=["a" * 5_000], cmd=[3])
    found = drupal7.reads(export([long, context("asks", context=["~long"])]))
    assert blockrules.loads(found.text).regions({}) == ("asks",)
    assert len(found.losses) == 1


def test_the_default_is_for_pages_without_others() -> None:
    """Those that are on everywhere do not count, nor do those that are asked later."""
    contexts = [context("d", default=[1]), context("s", sitewide=[1]), context("p", path=["a"]), context("l", cmd=[3])]
    assert active(*contexts, device="desktop") == ["s", "d", "l"]
    assert active(*contexts, path="/a") == ["s", "p"]


def test_roles_that_the_site_does_not_have_are_never_held() -> None:
    """Nor not held; where the roles are not told, every one counts."""
    ghost = context("g", user=(["ghost"], {"negate_role": "1"}))
    assert active(ghost) == ["g"]
    assert active(ghost, site=["member"]) == []
    assert "the site has no role `ghost`" in remarks(ghost, roles=["member"])
    told = drupal7.reads(export([context("m", user=["member"])]), roles=["member", "editor"]).text
    assert 'one of "anonymous user", "authenticated user", editor, member' in told


def test_contexts_stand_in_the_order_in_which_they_come_on() -> None:
    """By phase; by the first value that is shared; by the roles of the site; a loop of contexts by passes."""
    later = [context("t", theme=["bartik"]), context("s", sitewide=[1])]
    assert active(*later) == ["s", "t"]
    paths = [context("a", path=["x"]), context("b", path=["y*", "*"]), context("c", path=["x", "x*"])]
    assert active(*paths) == ["a", "c", "b"]
    users = [context("m", user=["member"]), context("a", user=["authenticated user"])]
    assert active(*users, site=["authenticated user", "member"], roles=["authenticated user", "member"]) == ["a", "m"]
    chain = [context("c2", context=["c1"]), context("c1", context=["c0"]), context("c0", path=["x"])]
    assert active(*chain) == ["c0", "c1", "c2"]
    assert set(active(context("a", path=["x"], context=["b"]), context("b", context=["a"]))) == {"a", "b"}


def test_a_context_may_be_several_regions() -> None:
    """In exact order: one for each place at which it comes on, of which never two are active."""
    split = context("c", path=["a"], theme=["bartik"])
    split["blocks"] = [["b", "side", 0]]
    between = context("n", language=["en"], path=["x", "a"])
    asks = context("asks", context_all=["c"])
    assert active(split, between, asks, exact=True, path="/a", language="en") == ["c_2", "n_2", "asks"]
    assert active(split, between, asks, exact=True, path="/x", language=None) == ["n_2", "c"]
    text = drupal7.reads(export([split]), exact_order=True).text
    assert 'context: "c"' in text
    assert "where it comes on by `path`" in text


def test_blocks_stand_in_slots() -> None:
    """By weight; one that comes twice stands where the later context has it; what a context hides is hidden."""
    first = {**context("a", sitewide=[1]), "blocks": [["x", "side", 5], ["y", "side", -1], ["z", "foot", 0]]}
    second = {**context("b", path=["x"]), "blocks": [["x", "side", -3]]}
    hides = {**context("c", path=["h"]), "hides": ["foot"]}
    rules = blockrules.loads(drupal7.reads(export([first, second, hides])).text, extras=True)

    def names(**page: object) -> dict[str, list[str]]:
        slots = rules.layout({**PAGE, **page}).slots
        return {slot: [block.name.removeprefix("site-") for block in shown] for slot, shown in slots.items()}

    assert names() == {"side": ["x", "y"], "foot": ["z"]}
    assert names(path="/h") == {"side": ["y", "x"], "foot": []}
    assert names(path="/h", theme=None) == {"side": ["y", "x"], "foot": ["z"]}


def test_reactions_are_carried_or_told() -> None:
    """A class for the page is a setting, a region that is FALSE is nowhere; others are losses."""
    text = export([context("c", sitewide=[1])]).replace(
        "$context->reactions = array();",
        "$context->reactions = array('theme_html' => array('class' => 'wide'), 'menu' => array('values' => array(1)), "
        "'block' => array('blocks' => array('a' => array('module' => 'm', 'delta' => 1, 'region' => FALSE))));",
    )
    found = drupal7.reads(text)
    assert 'body_class: "wide"' in found.text
    assert [each.text for each in found.losses] == ["the reaction `menu` is not carried over"]
    assert found.blocks == 0


def test_php_is_a_loss_and_a_fact() -> None:
    """Nothing else would tell what the context hangs on."""
    coded = {**context("c", php=["return 1;"]), "blocks": [["b", "side", 0]]}
    found = drupal7.reads(export([coded]))
    assert "region c when php" in found.text
    assert (found.lost, len(found.losses)) == (1, 1)


def test_foreign_conditions_have_names_of_their_own() -> None:
    """By what they ask, where they ask different things; the same is one."""
    text = drupal7.reads(
        export(
            [context("a", agent=["x"]), context("b", agent=["y"]), context("c", agent=["y"]), context("d", path=["x"])]
        )
    ).text
    assert "region a when agent_x" in text
    assert "region b when agent_y" in text
    assert "region c when agent_y" in text


def test_what_is_broken_costs_its_context() -> None:
    """An odd option, a path that is too long, a name that comes again; the others go on."""
    odd = context("odd", user=(["x"], {"negate_role": {"a": 1}}))
    long = {**context("long", path=["a" * 5_000]), "blocks": [["b", "side", 0]]}
    asks = context("asks", context=["~long"])
    found = drupal7.reads(export([odd, long, asks, context("ok", sitewide=[1])]))
    assert [(each.text, each.is_loss) for each in found.losses] == [
        ("a path is too long for a pattern; the context is left out", True),
        ("`true` or `false` was expected, not a mapping; the context is left out", True),
    ]
    assert (found.blocks, found.lost) == (1, 1)
    assert blockrules.loads(found.text).regions({}) == ("ok", "asks")


def test_files_are_read_in_their_order(tmp_path: Path) -> None:
    """A name that comes again is a loss, and so is a file that cannot be read."""
    for name in ("one", "two"):
        text = export([context("c", sitewide=[1]), context(name, sitewide=[1])])
        (tmp_path / f"{name}.inc").write_text(text, encoding="utf-8")
    (tmp_path / "latin.inc").write_bytes(b"\xff")
    files = [tmp_path / f"{name}.inc" for name in ("two", "one", "gone", "latin")]
    found = drupal7.read(*files)
    assert blockrules.loads(found.text).regions({}) == ("c", "two", "one")
    assert [Path(each.file).name for each in found.losses] == ["gone.inc", "latin.inc", "one.inc"]


def test_half_of_a_character_is_no_text() -> None:
    """It could not stand in a file."""
    found = drupal7.reads("<?php '\ud800'")
    assert (found.regions, len(found.losses)) == (0, 1)
