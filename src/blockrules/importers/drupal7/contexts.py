"""
The contexts that an export holds, as what they ask and what they do.
"""

from collections.abc import Callable, Mapping
from typing import Any

import attrs

from blockrules.importers.draft import Setting
from blockrules.importers.values import Part, Plain

# Which reactions are carried, or would do nothing here.
OPTIONS: dict[str, tuple[tuple[Callable[[Part, str], object], str], ...]] = {
    "user": ((Part.flag, "negate_role"),),
    "node": ((Part.number, "node_form"),),
    "bookroot": ((Part.number, "node_form"),),
    "node_taxonomy": ((Part.flag, "node_form"),),
    "taxonomy_term": ((Part.number, "term_form"),),
    "user_page": ((lambda part, name: part.text(name, ""), "mode"),),
}
CARRIED = frozenset({"block", "region", "theme_html"})


@attrs.frozen
class Asked:
    """
    One condition of a context: its kind, the *values* any of which will do, and its options.
    """

    kind: str
    values: tuple[str, ...]
    options: Part = attrs.field(eq=False)


@attrs.frozen
class Placing:
    """
    A block that a context places.
    """

    module: str
    delta: str
    slot: str
    weight: int

    @property
    def name(self) -> str:
        """What the block is called."""
        return f"{self.module}-{self.delta}"


@attrs.frozen
class Context:
    """
    A context by its *file* and *line*; *hides* has the slots of each theme that it empties.
    """

    file: str
    line: int
    name: str
    description: str
    is_off: bool
    is_all: bool
    asked: tuple[Asked, ...]
    blocks: tuple[Placing, ...]
    hides: tuple[tuple[str, tuple[str, ...]], ...]
    settings: tuple[Setting, ...]
    lost: tuple[str, ...]

    @property
    def place(self) -> str:
        """Where it stands in its file."""
        return f"line {self.line}, `{self.name}`"

    def asking(self, kind: str) -> Asked | None:
        """What it asks of one *kind*, if anything."""
        return next((each for each in self.asked if each.kind == kind), None)


def context(file: str, line: int, name: str, values: Mapping[Any, Any]) -> Context:
    """
    The context that an export holds under *name*. Broken where it is not as it should be.
    """
    part = Part(_with_text_keys(values))
    reactions = part.part("reactions")
    html = reactions.part("theme_html").text("class", "") if "theme_html" in reactions.values else ""
    return Context(
        file,
        line,
        name,
        part.text("description", ""),
        part.flag("disabled"),
        part.number("condition_mode") == 1,
        tuple(_asked(kind, each) for kind, each in part.part("conditions").parts()),
        tuple(_blocks(reactions.part("block").part("blocks"))),
        tuple((theme, each.chosen("disable")) for theme, each in reactions.part("region").parts()),
        (("body_class", html),) if html else (),
        tuple(each for each in reactions.values if each not in CARRIED),
    )


def _asked(kind: str, part: Part) -> Asked:
    values, options = part.part("values"), part.part("options")
    # What is odd is found here, and not where it is used.
    for ask, name in OPTIONS.get(kind, ()):
        ask(options, name)
    return Asked(kind, tuple(values.text(key, "") for key in values.values), options)


def _blocks(part: Part) -> list[Placing]:
    row = []
    for _, each in part.parts():
        slot = "" if each.values.get("region") is False else each.text("region", "")
        if slot:
            row.append(Placing(each.text("module"), each.text("delta"), slot, each.number("weight")))
    return row


def _with_text_keys(values: Mapping[Any, Any]) -> dict[str, Plain]:
    return {str(key): _with_text_keys(each) if isinstance(each, dict) else each for key, each in values.items()}
