"""
Contexts as Drupal 7 exports them.
"""

from collections.abc import Mapping
from typing import Any

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
    lines = [f"$context->{name} = {php(value)};" for name, value in properties.items()]
    return "\n".join(["$context = new stdClass();", *lines, f"$export[{php(context['name'])}] = $context;"])


def export(contexts: list[dict[str, Any]]) -> str:
    """
    The file that exports *contexts*.
    """
    body = "\n".join(map(exported, contexts))
    return f"<?php\nfunction site_context_default_contexts() {{\n$export = array();\n{body}\nreturn $export;\n}}\n"
