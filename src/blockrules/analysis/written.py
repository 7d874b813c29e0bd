"""
A page as a test that somebody could have written, in the language of rules.
"""

import json
from collections.abc import Iterable, Iterator

from blockrules.analysis.changes import Thing
from blockrules.analysis.witnesses import Witness
from blockrules.engine.layout import Layout
from blockrules.insight.words import said
from blockrules.language import spelling
from blockrules.language.errors import RulesError
from blockrules.language.formatter import formatted
from blockrules.language.source import Source
from blockrules.language.syntax import Name
from blockrules.model.facts import Schema


def written(name: str, witness: Witness, expected: Iterable[str], schema: Schema) -> str | None:
    """
    A test called *name* that gives the page and says what is *expected*; None where no rules file can give a value of
    the page.
    """
    if any(getattr(value, "microsecond", 0) for value in witness.changes.values()):
        return None
    lines = [f"test {spelling.string(name)} {{", *_given(witness, schema), *expected, "}"]
    try:
        text = formatted(Source(name, "\n".join(map(_printable, lines))))
    except RulesError:
        return None
    return "\n".join(map(_printable, text.rstrip("\n").split("\n")))


def new_name(words: str, taken: set[str]) -> str:
    """
    What a test can be called by those *words*, as none of the *taken* names is, and one of them from now on.
    """
    # A quotation mark in a string would have to be escaped.
    plain = " ".join(words.replace('"', "'").split())
    name, number = plain, 1
    while name in taken:
        number += 1
        name = f"{plain}, {number}"
    taken.add(name)
    return name


def regions_expected(layout: Layout) -> str:
    """
    That these regions are all, in this order.
    """
    return f"expect regions {_listed(layout.names)}"


def slot_expected(slot: str, layout: Layout) -> str:
    """
    That these blocks are all that *slot* has, in this order.
    """
    return f"expect slot {spelling.name(_named(slot))} {_listed(block.name for block in layout.slots[slot])}"


def states_expected(things: Iterable[Thing], layout: Layout) -> Iterator[str]:
    """
    Which of these regions and blocks are shown, and which hidden.
    """
    every = dict.fromkeys(things)
    for word, is_shown in (("shown", True), ("hidden", False)):
        targets = [_target(thing) for thing in every if _is_shown(thing, layout) == is_shown]
        if targets:
            yield f"expect {word} {', '.join(targets)}"


def _given(witness: Witness, schema: Schema) -> Iterator[str]:
    sample = spelling.name(_named(witness.sample)) if witness.sample else ""
    changes = witness.changes.items()
    own = ", ".join(f"{spelling.key(_named(name))}: {said(value, schema.types[name])}" for name, value in changes)
    if sample or own:
        yield " ".join(filter(None, ["given", sample, own and f"{{ {own} }}"]))


def _is_shown(thing: Thing, layout: Layout) -> bool:
    here = [region for region in layout if region.name == thing.region]
    return bool(here) and (thing.block is None or any(block.name == thing.block for block in here[0].blocks))


def _target(thing: Thing) -> str:
    return spelling.fact(_named(thing.name)) if thing.block else spelling.name(_named(thing.name))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(spelling.name(_named(name)) for name in names) or "none"


def _named(name: str) -> Name:
    return Name(name, None)  # type: ignore[arg-type]  # a name that stands nowhere


def _printable(line: str) -> str:
    # What a terminal would not show can only stand in a string, where it has an escape.
    return "".join(each if each.isprintable() else json.dumps(each)[1:-1] for each in line)
