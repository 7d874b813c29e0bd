"""
Contexts as Drupal 7 exports them.
"""

from collections.abc import Mapping
from typing import Any

import blockrules
from blockrules.importers import drupal7

PAGE: dict[str, object] = {"path": "/x", "roles": ["anonymous user"], "theme": "bartik"}
THEMES = ("bartik", "seven")


def php(value: object) -> str:
    """
    A value as Drupal exports it.
    """
    match value:
        case dict():
            return f"array({' '.join(f'{php(key)} => {php(each)},' for key, each in value.items())})"
        case list():
            return php({each: each for each in value})
        case bool():
            return "TRUE" if value else "FALSE"
        case None:
            return "NULL"
        case int():
            return str(value)
        case _:
            escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
            return f"'{escaped}'"


def exported(context: Mapping[str, Any]) -> str:
    """
    The statements that export a context of the oracle.
    """
    blocks = {
        f"{number}": {"module": "site", "delta": name, "region": slot, "weight": str(weight)}
        for number, (name, slot, weight) in enumerate(context.get("blocks", ()))
    }
    reactions: dict[str, object] = {"block": {"blocks": blocks}} if blocks else {}
    if "hides" in context:
        reactions["region"] = {theme: {"disable": context["hides"]} for theme in THEMES}
    properties = {
        "disabled": context.get("disabled", False),
        "api_version": 3,
        "name": context["name"],
        "conditions": context["conditions"],
        "reactions": reactions,
        "condition_mode": int(context["mode"] == "all"),
    }
    return statements(context["name"], properties)


def statements(name: str, properties: Mapping[str, object]) -> str:
    """
    What exports *properties* as a context.
    """
    lines = [f"$context->{each} = {php(value)};" for each, value in properties.items()]
    return "\n".join(["$context = new stdClass();", *lines, f"$export[{php(name)}] = $context;"])


def export(contexts: list[dict[str, Any]]) -> str:
    """
    The file that exports *contexts*.
    """
    return framed(*map(exported, contexts))


def framed(*statements: str) -> str:
    """
    The file in which *statements* stand, the first of them in line 4.
    """
    body = "\n".join(statements)
    return f"<?php\nfunction site_context_default_contexts() {{\n$export = array();\n{body}\nreturn $export;\n}}\n"


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
