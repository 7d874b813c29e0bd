"""
Made Drupal sites, with what real ones seldom have, imported: the rules show what a plain reading shows.
"""

import json
import random
from pathlib import Path
from typing import Any

import pytest

from blockrules.importers import drupal
from tests.importers.drupal_pages import assert_agreement
from tests.importers.plain_drupal import Site

USER = {"user": "@user.current_user_context:current_user"}
LANGUAGES = (
    {"language": "@language.current_language_context:language_interface"},
    {"language": "@somewhere.route_context:language_route"},
)
NODE = {"node": "@node.node_route_context:node"}
TERM = {"taxonomy_term": "@taxonomy_term.taxonomy_term_route_context:taxonomy_term"}
GROUP = {"group": "@group.group_route_context:group"}
LINES = (
    "/a",
    "/A/*",
    "<front>",
    "/node/*/edit",
    "*/Édit",
    "/a ",
    "/a/",
    "a",
    " /a",
    "/",
    "*",
    "/b*c",
    "!/a/x*",
    "~/b*",
    "/a+(b)",
    "",
)
GROUPS = ("one", "two", "three")
CONTEXTS = ("alpha", "beta", "gamma", "beta_2")
THEMES = ("olivero", "claro")
LABELS = ("", "b", "B", "ä", "a", " a", "Z (new)", "b")


def conditions(chance: random.Random, *plugins: str) -> dict[str, Any]:
    """
    None, one or a few of *plugins*, with what occurs in them.
    """
    found = chance.sample(plugins, chance.choice((0, 1, 1, 2, 3)))
    return {
        plugin: {"id": plugin, "negate": chance.choice((False, False, 0, None, True, 1)), **setting(chance, plugin)}
        for plugin in found
    }


def setting(chance: random.Random, plugin: str) -> dict[str, Any]:
    """
    What is set in one of *plugin*.
    """
    match plugin:
        case "request_path" | "request_path_exclusion":
            rows = chance.choices(LINES, k=chance.choice((0, 1, 2, 3)))
            return {"pages": chance.choice(("\r\n", "\n", "\r")).join(rows)}
        case "user_role":
            return {"roles": some(chance, "anonymous", "editor", "admin"), "context_mapping": USER}
        case "language":
            return {"langcodes": some(chance, "no", "en"), "context_mapping": mapped(chance, chance.choice(LANGUAGES))}
        case "entity_bundle:node" | "node_type":
            return {"bundles": some(chance, "article", "page"), "context_mapping": mapped(chance, NODE)}
        case "entity_bundle:taxonomy_term":
            return {"bundles": some(chance, "tags"), "context_mapping": mapped(chance, TERM)}
        case "current_theme":
            return {"theme": chance.choice((*THEMES, ""))}
        case "condition_group":
            return {"block_visibility_group": chance.choice((*GROUPS, "", "of_nobody"))}
        case "context" | "context_all":
            rows = chance.choices((*CONTEXTS, "b*", "~alpha", "~g*", "of_nobody"), k=chance.choice((0, 1, 2)))
            return {"values": chance.choice(("\r\n", "\n")).join(rows)}
        case "group_type":
            return {"group_types": some(chance, "team"), "context_mapping": GROUP}
        case _:
            return {"code": 404, "context_mapping": {}}


def some(chance: random.Random, *names: str) -> dict[str, Any]:
    """
    Some of *names*, ticked, and some not; or none at all.
    """
    return {name: chance.choice((name, name, 0)) for name in names if chance.random() < 0.7}


def mapped(chance: random.Random, mapping: dict[str, str]) -> dict[str, str]:
    """
    The *mapping*, which is seldom forgotten.
    """
    return mapping if chance.random() < 0.9 else {}


ANYWHERE = ("request_path", "user_role", "language", "entity_bundle:node", "entity_bundle:taxonomy_term", "group_type")
OF_BLOCKS = (*ANYWHERE, "node_type", "response_code", "current_theme", "condition_group", "context", "context_all")
OF_CONTEXTS = (*ANYWHERE, "current_theme", "request_path_exclusion", "response_code")


def place(chance: random.Random) -> dict[str, Any]:
    """
    Where a block stands.
    """
    return {
        "theme": chance.choice((*THEMES, THEMES[0])),
        "region": chance.choice(("content", "content", "sidebar", "-1")),
        "weight": chance.choice((-1, 0, 0, 5, None, "3", "0")),
    }


def write(folder: Path, chance: random.Random) -> None:
    """
    Write a configuration, made by *chance*, into the *folder*.
    """
    for name in (f"b{number}" for number in range(chance.randint(1, 9))):
        block = {"id": name, "status": chance.random() < 0.9, "plugin": "p", **place(chance)}
        block |= {"settings": {"label": chance.choice(LABELS)}, "visibility": conditions(chance, *OF_BLOCKS)}
        if chance.random() < 0.3:
            group = {"id": "condition_group", "negate": False, **setting(chance, "condition_group")}
            block["visibility"] = {"condition_group": group}
        put(folder, f"block.block.{name}", block)
    for name in chance.sample(GROUPS, chance.randint(0, 3)):
        group = {"id": name, "label": name, "logic": chance.choice(("and", "or"))}
        put(
            folder,
            f"block_visibility_groups.block_visibility_group.{name}",
            {**group, "conditions": conditions(chance, *ANYWHERE)},
        )
    for name in chance.sample(CONTEXTS, chance.randint(0, 4)):
        put(folder, f"context.context.{name}", context(chance, name))


def context(chance: random.Random, name: str) -> dict[str, Any]:
    """
    A context of that *name*.
    """
    blocks = {
        str(number): {
            "id": chance.choice(("p", "q")),
            "label": chance.choice(LABELS),
            "unique": chance.choice((0, 0, 1)),
            **place(chance),
        }
        for number in range(chance.randint(0, 4))
    }
    reaction = {"blocks": {"blocks": blocks, "include_default_blocks": chance.choice((0, 1))}}
    return {
        "name": name,
        "label": name,
        "weight": chance.choice((-1, 0, 0, 0, 2)),
        "disabled": chance.random() < 0.1,
        "requireAllConditions": chance.random() < 0.5,
        "conditions": conditions(chance, *OF_CONTEXTS),
        "reactions": reaction if chance.random() < 0.8 else {},
    }


def put(folder: Path, name: str, values: Any) -> None:
    """
    Write a file; what is JSON is YAML.
    """
    (folder / f"{name}.yml").write_text(json.dumps(values), encoding="utf-8")


@pytest.mark.parametrize("number", range(100))
def test_the_rules_show_what_a_plain_reading_shows(number: int, tmp_path: Path) -> None:
    """Whatever the site has: empty lists and negated ones, missing facts, groups, contexts that replace blocks."""
    seed = f"{number} {random.randrange(1 << 32)}"
    write(tmp_path, random.Random(seed))
    done = drupal.read(tmp_path)
    assert done.lost == 0, seed
    try:
        assert_agreement(Site.read(tmp_path), done)
    except AssertionError as error:
        error.add_note(f"the site's seed was {seed}")
        raise
