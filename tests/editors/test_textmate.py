"""
The colours of a rules file in editors: a grammar in the form of TextMate.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blockrules.language.builder import EXPECTATIONS
from blockrules.language.tokens import RESERVED
from blockrules.model.types import Kind

FOLDER = Path(__file__).parents[2] / "editors" / "vscode"
GRAMMAR = json.loads((FOLDER / "syntaxes" / "blockrules.tmLanguage.json").read_text(encoding="utf-8"))
KEYS = {"name", "match", "begin", "end", "captures", "beginCaptures", "endCaptures", "patterns", "include"}


def rules(node: Any) -> Iterator[dict[str, Any]]:
    """
    Every rule of the grammar, however deep.
    """
    yield node
    for inner in [*node.get("patterns", []), *node.get("repository", {}).values()]:
        yield from rules(inner)
    for key in ("captures", "beginCaptures", "endCaptures"):
        for inner in node.get(key, {}).values():
            yield from rules(inner)


RULES = list(rules(GRAMMAR))[1:]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_one(rule: dict[str, Any]) -> None:
    """With keys that editors know, expressions that are sound, as many captures as groups, names of this language."""
    assert set(rule) <= KEYS
    assert ("begin" in rule) == ("end" in rule)
    for text, captures in (("match", "captures"), ("begin", "beginCaptures"), ("end", "endCaptures")):
        if text in rule:
            groups = re.compile(rule[text]).groups
            assert all(0 <= int(number) <= groups for number in rule.get(captures, {}))
    assert rule.get("name", "x.blockrules").endswith(".blockrules")
    assert rule.get("include", "#text").removeprefix("#") in GRAMMAR["repository"]


def test_its_words_are_those_of_the_language() -> None:
    """All of them, each once; and its types and kinds of expectation are, too."""
    words = [re.findall("[a-z]+(?=[|)])", rule["match"]) for rule in GRAMMAR["repository"]["words"]["patterns"]]
    assert sorted(word for each in words for word in each) == sorted(RESERVED)
    facts = GRAMMAR["repository"]["facts"]["patterns"]
    for rule in facts[:2]:
        assert set(re.findall("[a-z]+(?=[|)])", rule["match"].rpartition("(?:")[2])) == {kind.value for kind in Kind}
    expect = GRAMMAR["repository"]["names"]["patterns"][0]["match"]
    assert set(re.findall("[a-z]+(?=[|)])", expect)) == {"expect", *EXPECTATIONS}


def test_the_extension_holds_what_it_names() -> None:
    """The grammar, the brackets of the language, the client of the server."""
    manifest = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    (language,), (grammar,) = manifest["contributes"]["languages"], manifest["contributes"]["grammars"]
    assert language["extensions"] == [f".{kind}" for kind in GRAMMAR["fileTypes"]]
    assert grammar["scopeName"] == GRAMMAR["scopeName"]
    for path in (language["configuration"], grammar["path"], manifest["main"]):
        assert (FOLDER / path).is_file()
    assert json.loads((FOLDER / language["configuration"]).read_text(encoding="utf-8"))["comments"] == {
        "lineComment": "#"
    }
