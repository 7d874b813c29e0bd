"""
A page as somebody gives it to a command: a JSON file or a sample page, and pairs over it.
"""

import json
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import attrs

from blockrules.cli.files import STANDARD_INPUT
from blockrules.cli.terminal import Terminal, Usage
from blockrules.language.diagnostics import shortened
from blockrules.language.errors import RulesError
from blockrules.language.nearness import suggestion
from blockrules.language.tokens import READERS, typed
from blockrules.model.facts import Fact
from blockrules.model.types import Kind, OneOf, SetOf, Type
from blockrules.ruleset import Rules, load


@attrs.frozen
class Spelling:
    """
    How the values of a type are read from their text (ValueError where it is none of theirs), and how that is *told*.
    """

    read: Callable[[str], object]
    told: str


def _word(*types: str) -> Callable[[str], object]:
    """
    What reads those words as a rules file does.
    """

    def read(text: str) -> object:
        word = typed(text)
        if word not in types:
            raise ValueError
        return READERS[word](text) if word in READERS else float(text) if "DECIMAL" in types else int(text)

    return read


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _path(text: str) -> str:
    if not text.startswith("/"):
        raise ValueError
    return text


MOMENTS: dict[Type, Spelling] = {
    Kind.DATE: Spelling(_word("DATE"), "a date is written as in `2026-12-05`"),
    Kind.TIME: Spelling(_word("TIME"), "a time is written as in `09:00`"),
    Kind.DATETIME: Spelling(_word("DATETIME"), "a datetime is written as in `2026-12-05T10:00`"),
}
SPELT: dict[Type, Spelling] = MOMENTS | {
    Kind.BOOL: Spelling(_truth, "a bool is `true` or `false`"),
    Kind.INT: Spelling(_word("INT"), "an int is a whole number, as in `5`"),
    Kind.NUMBER: Spelling(_word("INT", "DECIMAL"), "a number is written as in `5` or `2.5`"),
    Kind.PATH: Spelling(_path, "a path begins with `/`"),
}


def add_page(parser: ArgumentParser, beside: str = "FACT=VALUE") -> None:
    """
    Let *parser* take a page, and what else may stand *beside* its facts.
    """
    base = parser.add_mutually_exclusive_group()
    base.add_argument("--page", metavar="FILE", help="a JSON file with the page's facts; - is the standard input")
    base.add_argument("--sample", metavar="NAME", help="a sample page of the rules file")
    parser.add_argument("pairs", nargs="*", metavar=beside, help="facts of the page, over those of a file or sample")


def rules_of(options: Namespace, terminal: Terminal) -> Rules | None:
    """
    The rules in the file of *options*; None where it is no sound one, and its errors are shown.
    """
    try:
        return load(options.file, facts=options.facts)
    except RulesError as error:
        if options.json:
            terminal.say_json({"errors": [each.to_dict() for each in error.diagnostics]})
        else:
            terminal.show_errors(error.diagnostics)
        return None


def page_of(rules: Rules, options: Namespace, terminal: Terminal) -> dict[str, object]:
    """
    The page that *options* give. Usage where they give none.
    """
    page = _base(rules, options, terminal)
    for name, value in facts_in(rules, options.pairs).items():
        page = _without(page, name.split(".")) | {name: value}
    return page


def facts_in(rules: Rules, pairs: Iterable[str]) -> dict[str, object]:
    """
    The facts that *pairs* such as `device=mobile` give. Usage where they are none of the rules'.
    """
    found: dict[str, object] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise Usage(f"`{pair}`: facts are given as FACT=VALUE")
        fact = fact_named(rules, name)
        if name in found:
            raise Usage(f"`{name}` is given twice")
        found[name] = _value(rules, fact, text)
    return found


def fact_named(rules: Rules, name: str) -> Fact:
    """
    The fact called *name*. Usage where there is none.
    """
    if name not in rules.facts:
        near = suggestion(name, rules.facts)
        raise Usage(f"no fact named `{name}`" + (f"; {near}" if near else ""))
    return rules.facts[name]


def _base(rules: Rules, options: Namespace, terminal: Terminal) -> dict[str, object]:
    if options.page is not None:
        return _from_json(rules, options.page, terminal)
    if options.sample is None:
        return {}
    if options.sample not in rules.pages:
        near = suggestion(options.sample, rules.pages)
        raise Usage(f"no sample page named `{options.sample}`" + (f"; {near}" if near else ""))
    return dict(rules.pages[options.sample])


def _from_json(rules: Rules, file: str, terminal: Terminal) -> dict[str, object]:
    data = terminal.bytes_in(-1) if file == STANDARD_INPUT else Path(file).read_bytes()
    try:
        page = json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Usage(f"{file}: this is no JSON: {error}") from None
    if not isinstance(page, dict):
        raise Usage(f"{file}: a page is a JSON object, {{…}}, of facts")
    return _typed(rules, page, "")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"`{next(name for name in names if names.count(name) > 1)}` is given twice")
    return found


def _typed(rules: Rules, page: Mapping[str, object], prefix: str) -> dict[str, object]:
    """
    *page* with the dates, times and datetimes that JSON gives as strings.
    """
    found: dict[str, object] = {}
    for key, value in page.items():
        name = prefix + key
        fact = rules.facts.get(name)
        if fact and isinstance(value, str) and fact.type in MOMENTS:
            found[key] = _spelt(rules, fact, fact.type, value)
        elif isinstance(value, dict) and not fact:
            found[key] = _typed(rules, value, f"{name}.")
        else:
            found[key] = value
    return found


def _without(page: dict[str, object], words: list[str]) -> dict[str, object]:
    """
    *page* without what it gives for the fact of these words, in whichever way.
    """
    found = {}
    for key, value in page.items():
        inner = key.split(".")
        if inner == words:
            continue
        is_above = isinstance(value, dict) and words[: len(inner)] == inner
        found[key] = _without(value, words[len(inner) :]) if is_above else value  # type: ignore[arg-type]  # of JSON
    return found


def _value(rules: Rules, fact: Fact, text: str) -> object:
    if fact.optional and text == "none":
        return None
    if isinstance(fact.type, SetOf):
        members = re.split(", *", text) if text else []
        return [_spelt(rules, fact, fact.type.element, each) for each in members]
    return _spelt(rules, fact, fact.type, text)


def _spelt(rules: Rules, fact: Fact, type: Type, text: str) -> object:
    """
    What *text* spells for *fact*, or for a set that is one, with values of *type*. Usage where that is nothing.
    """
    if isinstance(type, OneOf):
        return _member(fact, type, text)
    if type not in SPELT:
        return text
    spelling = SPELT[type]
    try:
        value = spelling.read(text)
    except ValueError:
        raise Usage(f"`{fact.name}`: {spelling.told}{' or `none`' if fact.optional else ''}") from None
    if isinstance(value, datetime) and value.tzinfo is None:
        if rules.zone is None:
            raise Usage(f"`{fact.name}`: these rules name no timezone, so it has an offset, as in `2026-12-05T10:00Z`")
        return value.replace(tzinfo=rules.zone)
    return value


def _member(fact: Fact, type: OneOf, text: str) -> str:
    if text not in type.places:
        near = suggestion(text, type.members)
        or_none = " or none" if fact.optional else ""
        raise Usage(f"`{fact.name}`: `{shortened(text)}` is not {type}{or_none}" + (f"; {near}" if near else ""))
    return text
