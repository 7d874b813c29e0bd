"""
A page as somebody gives it to a command: a JSON file or a sample page, and pairs over it.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from blockrules.cli.files import STANDARD_INPUT
from blockrules.cli.terminal import Terminal, Usage
from blockrules.language.errors import RulesError
from blockrules.language.nearness import suggestion
from blockrules.model import typed
from blockrules.model.facts import Fact
from blockrules.model.typed import MOMENTS, Mistyped, spelt, value_of
from blockrules.ruleset import Rules, load


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
        with _as_usage():
            found[name] = value_of(fact, text, rules.zone)
    return found


def fact_named(rules: Rules, name: str) -> Fact:
    """
    The fact called *name*. Usage where there is none.
    """
    with _as_usage():
        return typed.fact_named(rules.facts, name)


@contextmanager
def _as_usage() -> Iterator[None]:
    try:
        yield
    except Mistyped as error:
        raise Usage(str(error)) from None


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
            with _as_usage():
                found[key] = spelt(fact, fact.type, value, rules.zone)
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
