"""
The values of facts as somebody types them: on a command line, in the address of a page.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import attrs

from blockrules.language.diagnostics import shortened
from blockrules.language.nearness import suggestion
from blockrules.language.tokens import READERS, typed
from blockrules.model.facts import Fact
from blockrules.model.types import Kind, OneOf, SetOf, Type


class Mistyped(Exception):
    """
    What was typed is no fact's name, or no value of the fact; the one argument says why, in a sentence.
    """


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


def fact_named(facts: Mapping[str, Fact], name: str) -> Fact:
    """
    The one of *facts* called *name*. Mistyped where there is none.
    """
    if name not in facts:
        near = suggestion(name, facts)
        raise Mistyped(f"no fact named `{name}`" + (f"; {near}" if near else ""))
    return facts[name]


def value_of(fact: Fact, text: str, zone: ZoneInfo | None) -> object:
    """
    The value of *fact* that *text* spells, with commas between the members of a set; `none` where it is absent.
    Mistyped where it spells none.
    """
    if fact.optional and text == "none":
        return None
    if isinstance(fact.type, SetOf):
        return set_of(fact, fact.type, re.split(", *", text) if text else [], zone)
    return spelt(fact, fact.type, text, zone)


def set_of(fact: Fact, type: SetOf, members: Iterable[str], zone: ZoneInfo | None) -> list[object]:
    """
    The value of *fact*, a set, that has *members*. Mistyped where one is none.
    """
    return [spelt(fact, type.element, each, zone) for each in members]


def spelt(fact: Fact, type: Type, text: str, zone: ZoneInfo | None) -> object:
    """
    What *text* spells for *fact*, or for a set that is one, with values of *type*; a datetime without an offset is of
    *zone*. Mistyped where that is nothing.
    """
    if isinstance(type, OneOf):
        return _member(fact, type, text)
    if type not in SPELT:
        return text
    spelling = SPELT[type]
    try:
        value = spelling.read(text)
    except ValueError:
        raise Mistyped(f"`{fact.name}`: {spelling.told}{' or `none`' if fact.optional else ''}") from None
    if isinstance(value, datetime) and value.tzinfo is None:
        if zone is None:
            raise Mistyped(
                f"`{fact.name}`: these rules name no timezone, so it has an offset, as in `2026-12-05T10:00Z`"
            )
        return value.replace(tzinfo=zone)
    return value


def _member(fact: Fact, type: OneOf, text: str) -> str:
    if text not in type.places:
        near = suggestion(text, type.members)
        or_none = " or none" if fact.optional else ""
        raise Mistyped(f"`{fact.name}`: `{shortened(text)}` is not {type}{or_none}" + (f"; {near}" if near else ""))
    return text
