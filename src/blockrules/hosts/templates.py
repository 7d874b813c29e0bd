"""
Which template renders a block.

A block's name is any text (the law, 1), and who writes rules need not be who writes templates; so a name stands in
that of a template as one word, from which no path leads anywhere else.
"""

import re
from collections.abc import Callable, Sequence
from string import Formatter

from blockrules.model.regions import Block

# A pattern with fields, or what names one template, or several of which the first that is there serves.
Naming = str | Callable[[Block], str | Sequence[str]]
PATTERN = "blocks/{name}.html"
FIELDS = ("name", "region", "slot")
# What could end a word of a path, or make of it the folder above; and what stands for such characters.
UNSAFE = re.compile(r'^\.|[/\\:%\x00-\x1f\x7f"*<>?|]')


def naming(named: Naming) -> Callable[[Block], list[str]]:
    """
    What names the templates of a block, the best first. ValueError where a pattern has other fields than `{name}`,
    `{region}` and `{slot}`.
    """
    if isinstance(named, str):
        _check(named)
        return lambda block: [named.format(name=_word(block.name), region=_word(block.region), slot=_word(block.slot))]

    def of_function(block: Block) -> list[str]:
        names = named(block)
        return [names] if isinstance(names, str) else list(names)

    return of_function


def _check(pattern: str) -> None:
    for _, field, form, conversion in Formatter().parse(pattern):
        if field is not None and (field not in FIELDS or form or conversion):
            raise ValueError(f"`{pattern}`: the fields of a template's name are {{name}}, {{region}} and {{slot}}")


def _word(name: str | None) -> str:
    # A block that stands in its region only has no slot.
    return UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", name or "")
