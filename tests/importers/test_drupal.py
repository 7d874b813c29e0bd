"""
The configuration of a Drupal site, sentence by sentence of what it means.
"""

import os
from pathlib import Path
from typing import Any

import pytest

import blockrules
from blockrules.importers import drupal
from tests.importers.drupal_files import NODE, USER, Folder, blocks

BUNDLE = {"id": "entity_bundle:node", "context_mapping": NODE}
ROLE = {"id": "user_role", "context_mapping": USER}
ODD = (
    "a.b",
    'x"y',
    "two words",
    "line\nend",
    "\x00\x1b",
    "\u202eabc",
    "\u2028",
    "x" * 10_000,
    "region",
    "true",
    "none",
    "théâtre",
    "*",
    "9",
)


@pytest.fixture
def site(tmp_path: Path) -> Folder:
    """An empty folder."""
    return Folder(tmp_path)


def path(pages: str, **values: Any) -> dict[str, Any]:
    return {"id": "request_path", "pages": pages, **values}


def test_a_missing_fact_hides_a_block(site: Folder) -> None:
    """Negated or not: what is no article is a node still."""
    site.block("is", {**BUNDLE, "bundles": {"article": "article", "page": 0}})
    site.block("is_not", {**BUNDLE, "bundles": {"article": "article"}, "negate": True})
    site.block("other", {**BUNDLE, "bundles": ["page"]})
    assert site.shown(node__type="article") == ["is"]
    assert site.shown(node__type="page") == ["is_not", "other"]
    assert site.shown() == []


def test_an_empty_list_holds(site: Folder) -> None:
    """Negated too, but for paths, which then never do; of a kind of node only where there is one."""
    language = {
        "id": "language",
        "context_mapping": {"language": "@language.current_language_context:language_content"},
    }
    plugins: dict[str, dict[str, Any]] = {
        "node": BUNDLE,
        "role": ROLE,
        "language": language,
        "theme": {"id": "current_theme"},
    }
    for name, each in plugins.items():
        site.block(name, each)
        site.block(f"not_{name}", {**each, "negate": 1, "bundles": {"x": "0"}, "roles": [], "langcodes": {}})
    site.block("paths", path(""))
    site.block("not_paths", path("", negate=True))
    site.block("group", {"id": "condition_group", "block_visibility_group": ""})
    everywhere = ["group", "language", "not_language", "not_role", "paths", "role", "theme"]
    assert site.shown() == everywhere
    assert site.shown(node__type="other") == sorted([*everywhere, "node", "not_node"])


@pytest.mark.parametrize(
    ("pages", "on", "off"),
    [
        ("/a\r/b\n/c\r\n/d", "/a /b /c /d", "/e"),
        ("/Some/Page", "/some/page", "/some"),
        ("/a*", "/a /ab /a/b/c", "/b"),
        ("*/edit", "/x/edit", "/edit/x"),
        ("*", "/ /a /a/b", ""),
        ("*/*", "/ /a", ""),
        ("/a/***", "/a/b /a/b/c", "/a"),
        ("/a. ", "", "/a. /a."),
        ("/a/\n/b\t\n/c ", "", "/a /b /c"),
        ("a\n /b", "", "/a /b"),
        ("\r\n\n", "", "/ /a"),
        ("/a?b\n/a#c\n/d", "/d", "/a"),
        ("<front> \n/x", "/x", "/"),
        ("!/a/*\n/a*", "/a /ab", "/a/b"),
        ("~/a\n", "/b", "/a"),
    ],
)
def test_paths_are_matched_line_by_line(site: Folder, pages: str, on: str, off: str) -> None:
    """In lower case, not trimmed, `*` over slashes; and by the system path as well."""
    site.block("on", path(pages))
    site.block("off", path(pages, negate=True))
    site.block("always", {"id": "foreign"})
    for each in on.split():
        assert site.shown(path=each, foreign=False) == ["on"]
    for each in off.split():
        # The root's slash is the only one that stays at an end.
        assert site.shown(path=each, foreign=False) == ["off"]
    if on and not pages.startswith(("~", "!")):
        assert site.shown(path="/zzz", system_path=on.split(maxsplit=1)[0], foreign=False) == ["on"]


def test_the_front_page_is_a_line(site: Folder) -> None:
    """In any case, beside others."""
    site.block("on", path("<FRONT>\n/a"))
    assert site.shown(front=True) == ["on"]
    assert site.shown(front=False) == []
    assert site.shown(path="/a") == ["on"]


def test_lines_that_no_page_matches_are_named(site: Folder) -> None:
    """With why."""
    site.block("a", path("a\n/b/\n/c \n/d?e\n!/f"))
    texts = [each.text for each in site.read().remarks]
    assert texts == [
        "lines with `!` or `~` are taken for exclusions, as a contributed module has them",
        "no page matches `/b/`: it ends in a slash",
        "no page matches `/c `: it ends in a blank",
        "no page matches `/d?e`: it holds `?`; a path has no query",
        "no page matches `a`: it has no slash in front",
    ]


def test_all_of_the_visibility_must_hold(site: Folder) -> None:
    """Any one of the roles does."""
    site.block("a", {**ROLE, "roles": {"editor": "editor", "admin": "admin"}}, path("/a\n/b"), path("/b\n/c"))
    assert site.shown(path="/b", roles=("admin",)) == ["a"]
    assert site.shown(path="/a", roles=("admin",)) == []
    assert site.shown(path="/b", roles=()) == []


def test_a_page_has_one_theme(site: Folder) -> None:
    """And a block that asks for another is never shown."""
    site.block("a", {"id": "current_theme", "theme": "olive"})
    site.block("b", {"id": "current_theme", "theme": "claro"})
    site.block("c", {"id": "current_theme", "theme": "claro", "negate": True})
    site.block("d", theme="claro")
    assert site.shown() == ["a", "c"]
    assert site.shown(theme="claro") == ["d"]
    assert site.shown(theme=None) == []
    assert "b (block.block.b.yml): no page is as it asks" in site.read().text


def test_what_stands_nowhere_is_told(site: Folder) -> None:
    """At the end of the file, with why."""
    site.block("a", status=False)
    site.block("b", theme="")
    site.block("c", region="-1")
    site.block("d", region=None)
    site.context("e", disabled=True, reactions=blocks({"label": "E"}))
    site.context("f", reactions=blocks({"label": "F", "region": ""}))
    text = site.read().text
    for line in (
        "a (block.block.a.yml): it is switched off",
        "b (block.block.b.yml): it is in no theme",
        "c (block.block.c.yml): it is in no region",
        "d (block.block.d.yml): it is in no region",
        "E (context.context.e.yml): its context is off",
        "F (context.context.f.yml): it is in no region",
    ):
        assert f"# {line}\n" in text
    assert not any(region.blocks for region in blockrules.loads(text).all_regions)


def test_blocks_stand_by_weight_then_label_by_bytes(site: Folder) -> None:
    """No weight is 0, one may be a text; then by name."""
    site.block("a", weight=None, settings={"label": "a"})
    site.block("b", weight="0", settings={"label": "B"})
    site.block("c", weight=-1, settings={"label": "z"})
    site.block("d", weight="+1")
    site.block("f", settings={"label": "é"})
    site.block("e", settings={"label": "é"})
    assert site.shown() == ["c", "b", "a", "e", "f", "d"]


def test_a_group_holds_by_all_or_any(site: Folder) -> None:
    """What lacks its fact fails; negated it is passed over; and of any there must be one left."""
    node, page = {**BUNDLE, "bundles": {"article": 1}}, path("/a")
    for name, logic, parts in (
        ("all", "and", [node, page]),
        ("all_not", "and", [{**node, "negate": True}, page]),
        ("any", "or", [node, page]),
        ("any_not", "or", [{**node, "negate": True}, page]),
        ("only_not", "or", [{**node, "negate": True}]),
        ("none", "and", []),
        ("none_of_any", "or", []),
    ):
        site.group(name, logic, *parts)
        site.block(name, {"id": "condition_group", "block_visibility_group": name})
    site.block("unknown", {"id": "condition_group", "block_visibility_group": "gone"})
    assert site.shown() == ["none", "none_of_any"]
    assert site.shown(path="/a") == ["all_not", "any", "any_not", "none", "none_of_any"]
    assert site.shown(path="/a", node__type="article") == ["all", "any", "any_not", "none", "none_of_any"]
    assert "gone" in str(site.read().remarks)


def test_a_context_is_active_by_all_or_any(site: Folder) -> None:
    """What lacks its fact fails, negated it holds; where all lack theirs it is off."""
    node, page = {**BUNDLE, "bundles": {"article": 1}}, path("/a")
    not_node = {**node, "negate": True}
    term = {"id": "entity_bundle:term", "context_mapping": {"term": "@x:term"}, "bundles": {"t": 1}, "negate": True}
    for name, is_all, parts in (
        ("all", 1, [node, page]),
        ("all_not", True, [not_node, page]),
        ("any", False, [node, page]),
        ("any_not", 0, [not_node, page]),
        ("lacking", True, [not_node, term]),
        ("everywhere", True, []),
        ("everywhere_too", False, []),
    ):
        site.context(name, *parts, requireAllConditions=is_all, reactions=blocks({"custom_id": name}))
    assert site.shown(path="/b") == ["any_not", "everywhere", "everywhere_too"]
    assert site.shown(path="/a") == ["all_not", "any", "any_not", "everywhere", "everywhere_too"]
    assert site.shown(path="/b", node__type="article") == ["any", "everywhere", "everywhere_too"]


def test_an_exclusion_excludes_whatever_it_says(site: Folder) -> None:
    """Negated or not; empty, no page."""
    for name, pages, negate in (("a", "/a", False), ("b", "/a", True), ("c", "", True)):
        part = {"id": "request_path_exclusion", "pages": pages, "negate": negate}
        site.context(name, part, reactions=blocks({"custom_id": name}))
    assert site.shown(path="/a") == ["c"]
    assert site.shown(path="/b") == ["a", "b", "c"]


def test_contexts_stand_by_weight_then_name(site: Folder) -> None:
    """Each a region."""
    for name, weight in (("b", 0), ("a", "0"), ("c", -5)):
        site.context(name, weight=weight, reactions=blocks({"custom_id": name}))
    assert site.shown() == ["c", "a", "b"]


def test_the_sites_own_blocks_stay_where_a_context_says_so(site: Folder) -> None:
    """Or where no active one places blocks."""
    site.block("own")
    site.context("keeps", path("/k"), reactions=blocks(include_default_blocks=1))
    site.context("drops", path("/d\n/k"), reactions=blocks(include_default_blocks=0))
    site.context("says_nothing", path("/n"))
    assert site.shown(path="/x") == site.shown(path="/n") == site.shown(path="/k") == ["own"]
    assert site.shown(path="/d") == []


def test_one_context_that_drops_needs_no_define(site: Folder) -> None:
    """It is asked for as it is; one that is always active drops them for good."""
    site.block("own")
    site.context("drops", path("/d"), reactions=blocks())
    assert "not active(drops)" in site.read().text
    site.context("drops", reactions=blocks())
    assert site.shown() == []


def test_two_themes_share_a_define(site: Folder) -> None:
    """What drops the blocks of one drops those of the other."""
    site.block("own")
    site.block("other", theme="claro")
    site.context("c", path("/c"), reactions=blocks(include_default_blocks=1))
    site.context("d", path("/d"), reactions=blocks())
    assert site.read().text.count("define own_blocks") == 1


def test_the_same_plugin_again_takes_the_place(site: Folder) -> None:
    """In its slot, unless it is `unique`."""
    one, two, three = ({"custom_id": name, "unique": 0} for name in ("one", "two", "three"))
    site.context("a", reactions=blocks(one, two, {"custom_id": "u"}))
    site.context("b", path("/b"), weight=1, reactions=blocks(three))
    assert site.shown(path="/x") == ["two", "u"]
    assert site.shown(path="/b") == ["u", "three"]
    assert "one (context.context.a.yml): the same block comes again after it" in site.read().text


def test_contexts_never_active_together_take_nothing_from_each_other(site: Folder) -> None:
    """Neither asks for the other."""
    for name in ("article", "page"):
        part = {**BUNDLE, "bundles": {name: 1}}
        site.context(name, part, requireAllConditions=1, reactions=blocks({"custom_id": name, "unique": 0}))
    assert "active(" not in site.read().text


def test_blocks_ask_for_contexts(site: Folder) -> None:
    """Any or all of them, `~` for not, `*` for any letters."""
    for name in ("c_one", "c_two"):
        site.context(name, path(f"/{name}\n/both"))
    site.context("off", disabled=True)
    asks = {
        "any": ("context", "c_one\r\nc_two"),
        "both": ("context_all", "c_one\nc_two"),
        "some": ("context", "c_*"),
        "not_two": ("context", "c_one\n~c_two"),
        "only_not": ("context", "~c_*"),
        "off": ("context", "off"),
        "nothing": ("context_all", ""),
    }
    for name, (plugin, values) in asks.items():
        site.block(name, {"id": plugin, "values": values})
    site.block("negated", {"id": "context", "values": "c_one", "negate": True})
    assert site.shown(path="/x") == ["negated", "nothing", "only_not"]
    assert site.shown(path="/c_one") == ["any", "not_two", "nothing", "some"]
    assert site.shown(path="/both") == ["any", "both", "nothing", "some"]
    assert "no enabled context is called `off`" in str(site.read().remarks)


def test_contexts_in_a_circle_are_named(site: Folder) -> None:
    """By way of a group as well; what asks for them still reads."""
    site.group("g", "and", {"id": "context", "values": "b"})
    site.context("a", {"id": "condition_group", "block_visibility_group": "g"}, reactions=blocks({}))
    site.context("b", {"id": "context_all", "values": "~a"})
    site.context("c", {"id": "context", "values": "*"})
    site.block("asks", {"id": "context", "values": "a\n~b"})
    found = site.read()
    assert {each.file for each in found.losses} == {f"context.context.{name}.yml" for name in "abc"}
    assert (found.blocks, found.lost) == (2, 1)
    assert site.shown() == []


def test_a_context_may_ask_for_a_group_of_themes(site: Folder) -> None:
    """Also where nothing else asks for a theme."""
    site.group("g", "or", {"id": "current_theme", "theme": "olive"}, {"id": "foreign"})
    site.context("a", {"id": "condition_group", "block_visibility_group": "g"})
    assert "when g" in site.read().text


def test_what_is_foreign_is_a_fact(site: Folder) -> None:
    """One for each thing that is asked; code is a loss besides."""
    site.block("a", {"id": "odd", "tags": ["x", {"y": [True, None, "https://a.example/b/c/"]}]})
    site.block("b", {"id": "odd", "uuid": "other", "negate": True, "tags": ["z"], "context_mapping": {"n": "@n:node"}})
    site.block("c", {"id": "php", "php": "return 1;"})
    site.block("d", {"id": "odd", "tags": ["x", {"y": [True, None, "https://a.example/b/c/"]}]})
    found = site.read()
    assert (found.blocks, found.lost, [each.file for each in found.losses]) == (4, 1, ["block.block.c.yml"])
    assert site.shown(odd_x_c=True, php=True) == ["a", "c", "d"]
    assert site.shown(odd_x_c=False, odd_z_n=False, php=False, odd_z=False) in (["b"], [])
    assert found.losses[0].to_dict()["loss"] is True


def test_nothing_mapped_is_nothing_there(site: Folder) -> None:
    """So that the block is never shown, and that is told."""
    for name, plugin in (("a", "entity_bundle:node"), ("b", "node_type"), ("c", "user_role"), ("d", "language")):
        site.block(name, {"id": plugin})
    texts = [each.text for each in site.read().remarks]
    assert len(texts) == 4
    assert all("nothing is mapped" in each for each in texts)
    assert site.shown() == []


def test_what_facts_are_of_tells_them_apart(site: Folder) -> None:
    """The roles of an author, the language of a text, the kinds of two nodes."""
    site.block("a", {"id": "user_role", "roles": ["x"], "context_mapping": {"user": "@node.author:user"}})
    site.block("b", {"id": "entity_bundle:node", "bundles": ["x"], "context_mapping": {"node": "@other:node"}})
    site.block("c", {**BUNDLE, "bundles": ["x"]})
    site.block("d", {"id": "language", "langcodes": ["de"], "context_mapping": {"language": "@x:path"}})
    site.block("e", {"id": "entity_bundle:y", "bundles": ["x"], "context_mapping": {"y": "@y:path"}})
    site.put("user.role.editor.yml", "")
    site.put("node.type.page.yml", "")
    facts = blockrules.loads(site.read().text).facts
    assert {"user.roles", "node.type", "language.path", "y_path.bundle"} <= set(facts)
    assert len(facts) == 6
    assert "page" in site.read().text


@pytest.mark.parametrize("name", ["theme", "node", "node.type", "path", "own_blocks", "odd", "region", "olive", *ODD])
def test_names_never_clash(site: Folder, name: str) -> None:
    """A theme, a context, a group, a block, a plugin and a setting of one name, whatever is in it."""
    group = {"id": "condition_group", "block_visibility_group": name}
    site.group(name, "or", {"id": name}, {**BUNDLE, "bundles": [name]}, file="g")
    site.context(name, {"id": "odd"}, label=name, file="c", reactions=blocks({"custom_id": name, name[:1000]: 1}))
    site.context("keeps", group, reactions=blocks(include_default_blocks=True))
    settings = {name[:1000]: name, "": 1}
    site.block(name, group, {"id": "own_blocks"}, file="b", theme=name, region=name, settings=settings)
    found = site.read()
    rules = blockrules.loads(found.text)
    assert (found.blocks, found.lost) == (2, 0)
    assert {name, "keeps"} <= {region.name for region in rules.all_regions}


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"weight": 1.5}, "weight"),
        ({"weight": True}, "weight"),
        ({"weight": ""}, "weight"),
        ({"id": ""}, "id"),
        ({"id": None}, "id"),
        ({"plugin": None}, "plugin"),
        ({"theme": ["a"]}, "theme"),
        ({"status": {}, "settings": "x"}, "settings"),
        ({"status": ["x"]}, "status"),
        ({"settings": {"label": True}}, "settings.label"),
        ({"settings": {"x": list(range(3)), "y": {str(n): n for n in range(300)}}}, "settings"),
        ({"visibility": 1.5}, "visibility"),
        ({"visibility": {"a": "b"}}, "visibility.a"),
        ({"visibility": {"a": {"id": "request_path", "pages": "/" + "x" * 5000}}}, "visibility.a.pages"),
        ({"visibility": {"a": {"id": "context", "values": "x" * 5000}}}, "visibility.a.values"),
        ({"visibility": {"a": {**ROLE, "roles": [["x"]]}}}, "visibility.a.roles."),
    ],
)
def test_what_is_not_as_it_should_be_is_a_loss(site: Folder, values: dict[str, Any], place: str) -> None:
    """At its place, and the other blocks stay."""
    site.block("a", **values)
    site.block("b")
    found = site.read()
    assert [(each.file, each.place) for each in found.losses] == [("block.block.a.yml", place)]
    assert (found.blocks, found.lost) == (2, 1)
    assert site.shown() == ["b"]


def test_settings_come_along(site: Folder) -> None:
    """Flat, each name once, the title where it is shown, and what is too large for a number as a text."""
    settings = {
        "label": 7,
        "label_display": "visible",
        "title": "x",
        "plugin": 2,
        "a": {"b": 1, "c": [1, None, True], "d": [], "e": [{"f": "g"}, ""]},
        "a.b": 2,
        "big": 1.5e300,
        "small": 1.5e-300,
        "zero": 0.0,
    }
    site.block("a", settings=settings)
    site.block("b", settings={"label": "hidden", "label_display": "0", "x": ""})
    a, b = blockrules.loads(site.read().text).all_regions[0].blocks
    assert dict(a.settings) == {
        "plugin": "p",
        "title": "7",
        "title_2": "x",
        "plugin_2": 2,
        "a.b": 1,
        "a.c": (1, None, True),
        "a.e.0.f": "g",
        "a.b_2": 2,
        "big": "1.5e+300",
        "small": "1.5e-300",
        "zero": 0.0,
    }
    assert dict(b.settings) == {"plugin": "p"}


def test_reactions_come_along_or_are_named(site: Folder) -> None:
    """Classes of the body do."""
    site.context("a", reactions={"body_class": {"body_class": "wide"}, "menu": {}, "odd": "x"})
    site.context("b", reactions={"body_class": ["wide"]})
    found = site.read()
    assert [(each.file[-5:], each.place) for each in found.losses] == [
        ("a.yml", "reactions.menu"),
        ("a.yml", "reactions.odd"),
        ("b.yml", "reactions.body_class"),
    ]
    assert dict(blockrules.loads(found.text).all_regions[0].settings) == {"body_class": "wide"}


def test_contexts_and_groups_that_are_broken_are_named(site: Folder) -> None:
    """What asks for them still reads."""
    site.group("bad", "xor")
    site.group("nested", "and", {"id": "condition_group", "block_visibility_group": "nested"})
    site.context("broken", {"id": None}, reactions=blocks({}, {"id": ""}))
    site.context("odd", {"id": ["x"]}, reactions=blocks({}, {}))
    site.block("a", {"id": "context", "values": "odd"})
    site.block("b", {"id": "condition_group", "block_visibility_group": "nested"})
    found = site.read()
    assert [(each.file.rpartition(".block_")[2], each.place) for each in found.losses] == [
        ("visibility_group.bad.yml", "logic"),
        ("visibility_group.nested.yml", "conditions.0"),
        ("context.context.broken.yml", "reactions.blocks.blocks.1.id"),
        ("context.context.odd.yml", "conditions.0.id"),
    ]
    assert site.shown() == []


def test_of_two_files_with_one_name_the_second_is_a_loss(site: Folder) -> None:
    """Blocks, groups and contexts."""
    for file in "xy":
        site.block("a", file=file)
        site.group("a", "and", file=file)
        site.context("a", file=file)
    losses = site.read().losses
    assert [each.file[-5:] for each in losses] == ["y.yml"] * 3
    assert str(losses[0]) == "block.block.y.yml: `a` is already in block.block.x.yml"


def test_a_file_that_cannot_be_read_is_named(site: Folder) -> None:
    """A pipe, a folder, a link to nowhere or to itself, a long one, one that is no text, an empty one."""
    where = site.root / "block.block.a.yml"
    os.mkfifo(where)
    (site.root / "block.block.b.yml").mkdir()
    (site.root / "block.block.c.yml").symlink_to("nowhere")
    (site.root / "block.block.d.yml").symlink_to("block.block.d.yml")
    site.put("block.block.e.yml", "#" * (1 << 20) + "##")
    site.put("block.block.f.yml", b"id: \xff")
    site.put("block.block.g.yml", "")
    site.put("block.block.h.yaml", "no matter")
    site.block("z")
    found = site.read()
    assert [str(each).partition("block.block.")[2] for each in found.losses] == [
        "a.yml: it is a named pipe, not a file of rules",
        "b.yml: it is a folder, not a file of rules",
        "c.yml: no such file or directory",
        "d.yml: too many levels of symbolic links",
        "e.yml: this text is over 1,048,576 bytes long",
        "f.yml: this is not UTF-8",
        "g.yml: it is empty",
    ]
    assert (found.blocks, found.lost) == (8, 7)


def test_names_of_files_that_are_no_texts_do_no_harm(site: Folder) -> None:
    """Neither as members nor in comments."""
    site.block("a", {**ROLE, "roles": ["x"]})
    for name in (b"user.role.\xff.yml", b"block.block.\xfe\n.yml"):
        Path(os.fsdecode(os.fsencode(site.root) + b"/" + name)).write_text('{id: b, plugin: p, theme: t, region: "r"}')
    assert [region.name for region in blockrules.loads(site.read().text).all_regions] == ["olive", "t"]


def test_a_folder_without_blocks_is_refused(site: Folder) -> None:
    """And so is one that is not there."""
    with pytest.raises(FileNotFoundError, match="is in it"):
        site.read()
    with pytest.raises(FileNotFoundError):
        drupal.read(site.root / "nowhere")


def test_rules_past_the_bounds_are_refused(site: Folder) -> None:
    """With the error that reading them would give."""
    for name in "abc":
        site.block(name, settings={"x": "y" * 900_000})
    with pytest.raises(blockrules.RulesError, match="over 2,097,152 bytes"):
        site.read()


def test_a_site_without_conditions_needs_no_samples(site: Folder) -> None:
    """Nor facts."""
    site.context("a")
    text = site.read().text
    assert "page " not in text
    assert "facts" not in text
