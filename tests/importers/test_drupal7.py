"""
Contexts of Drupal 7 as rules.
"""

from pathlib import Path
from typing import Any

import pytest

import blockrules
from blockrules.importers import drupal7
from tests.importers.drupal7_files import PAGE, active, context, export, framed, statements


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


@pytest.mark.parametrize(("values", "modes"), [(["c{}"], ["any"]), (["~c{}"], ["any"]), (["c{}"], ["any", "all"])])
def test_a_long_circle_exhausts_nothing(values: list[str], modes: list[str]) -> None:
    """Nor does one that is dense."""
    long = [
        context(
            f"c{each}",
            modes[each % len(modes)],
            path=[f"p{each}"],
            context=[value.format((each + 1) % 500) for value in values],
        )
        for each in range(500)
    ]
    blockrules.loads(drupal7.reads(export(long)).text)
    dense = [context(f"c{each}", path=[f"p{each}"], context=[f"c{other}" for other in range(15)]) for each in range(15)]
    assert len(active(*dense, path="/p7")) == 15


def placing(*placed: tuple[str, object]) -> str:
    """
    A context that is on everywhere, and places blocks with these weights.
    """
    blocks = {
        str(number): {"module": "m", "delta": delta, "region": "side", "weight": weight}
        for number, (delta, weight) in enumerate(placed)
    }
    properties = {"conditions": {"sitewide": {"values": [1]}}, "reactions": {"block": {"blocks": blocks}}}
    return framed(statements("c", properties))


def test_weights_may_be_texts_or_null() -> None:
    """NULL is 0, and equal ones keep their order."""
    text = drupal7.reads(placing(("a", "10"), ("b", None), ("c", 0), ("d", -5), ("e", "5"))).text
    [region] = blockrules.loads(text).layout({})
    assert [each.name for each in region.blocks] == ["m-d", "m-b", "m-c", "m-e", "m-a"]


def test_a_block_that_comes_again_in_its_context_is_told() -> None:
    """The later one shows."""
    text = drupal7.reads(placing(("a", 0), ("b", 0), ("a", 0)), "x.inc").text
    [region] = blockrules.loads(text).layout({})
    assert [each.name for each in region.blocks] == ["m-b", "m-a_2"]
    assert "# m-a (x.inc, line 4, `c`): the same block comes again after it\n" in text


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"path": []}, "`path` has no values, so that it is never met"),
        ({}, "it has no conditions, so that it is never on"),
        ({"path": ["/x"]}, "no page matches `/x`: it begins with a slash or a blank"),
        ({"path": [" x"]}, "no page matches ` x`: it begins with a slash or a blank"),
        ({"path": ["<front>*"]}, "no page matches `<front>*`: `<front>` stands alone"),
        ({"context": ["gone"]}, "it asks for the context `gone`, which is not there"),
        ({"context": ["c"]}, "it asks for itself, which it never sees"),
    ],
)
def test_what_is_never_on_is_told(conditions: dict[str, Any], said: str) -> None:
    """With why, and at the end of the rules."""
    found = drupal7.reads(export([context("c", **conditions)]), "x.inc")
    assert [str(each) for each in found.remarks] == [f"x.inc: line 4, `c`: {said}"]
    assert found.text.endswith("# No page has these:\n# c: it is never on\n")


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"conditions": 1}, "conditions: a mapping was expected, not a number"),
        ({"conditions": {"path": "x"}}, "conditions.path: a mapping was expected, not a text"),
        (
            {"conditions": {"path": {"values": {"a": {"b": 1}}}}},
            "conditions.path.values.a: a text was expected, not a mapping",
        ),
        (
            {"conditions": {"node": {"values": {"a": "a"}, "options": {"node_form": "x"}}}},
            "conditions.node.options.node_form: a whole number was expected, not a text",
        ),
        ({"condition_mode": "any"}, "condition_mode: a whole number was expected, not a text"),
        (
            {"reactions": {"block": {"blocks": {"b": {"region": "side"}}}}},
            "reactions.block.blocks.b.module: a text was expected, not nothing",
        ),
    ],
)
def test_the_place_of_what_is_broken_is_told(properties: dict[str, object], said: str) -> None:
    """Down to the value."""
    found = drupal7.reads(framed(statements("bad", properties)), "x.inc")
    assert [str(each) for each in found.losses] == [f"x.inc: line 4, `bad`, {said}; the context is left out"]


def test_a_region_tells_where_it_comes_from() -> None:
    """By its description, file and line."""
    properties = {"description": "Wide ones", "conditions": {"sitewide": {"values": [1]}}}
    text = drupal7.reads(framed(statements("c", properties)), "x.inc").text
    assert "# Wide ones (x.inc, line 4)\nregion c\n" in text


def test_a_value_counts_where_its_key_differs() -> None:
    """As in hand-made exports."""
    properties = {"conditions": {"path": {"values": {"a": "b"}}}}
    rules = blockrules.loads(drupal7.reads(framed(statements("c", properties))).text)
    assert rules.regions({"path": "/b"}) == ("c",)
    assert rules.regions({"path": "/a"}) == ()
