"""
Drupal's lists of paths, a pattern a line, to patterns of paths (the law, 3).
"""

import re

import attrs

from blockrules.importers.conditions import ALWAYS, Condition, Test, every, opposite, some
from blockrules.importers.values import Broken
from blockrules.model.covering import Covering
from blockrules.model.patterns import Pattern, path_fault, pattern_fault

LINE_END = re.compile(r"\r\n?|\n")
STARS = re.compile(r"\*+")
FRONT = "<front>"
EVERYTHING = frozenset({"**", "/**", "**/**"})


@attrs.frozen
class Paths:
    """
    A list of paths: when a page is on it, and which of its lines no page can ever match, each with why.
    """

    condition: Condition
    dead: tuple[tuple[str, str], ...]
    has_exclusions: bool


def paths(pages: str) -> Paths:
    """
    The list *pages*. A line that begins with `!` or `~` takes its pages out again. Broken where one is too long.
    """
    lines = [line for line in LINE_END.split(pages.lower()) if line]
    if fault := next(filter(None, map(pattern_fault, lines)), None):
        raise Broken("", f"a line {fault}")
    dead = {line: why for line in lines if (why := _why_dead(line.lstrip("!~") if line[0] in "!~" else line))}
    living = [line for line in lines if line not in dead]
    put_in = [line for line in living if line[0] not in "!~"]
    taken_out = [line[1:] for line in living if line[0] in "!~"]
    has_exclusions = any(line[0] in "!~" for line in lines)
    # A list of exclusions alone takes them from all pages.
    first = ALWAYS if has_exclusions and all(line[0] in "!~" for line in lines) else on_any(put_in)
    return Paths(every(first, opposite(on_any(taken_out))), tuple(dead.items()), has_exclusions)


def on_any(lines: list[str]) -> Condition:
    """
    Whether the page's path, or the system path beneath it, matches any of *lines*, or the page is the front page that
    one of them names.
    """
    patterns = tuple(dict.fromkeys(STARS.sub("**", line) for line in lines if line != FRONT))
    if not EVERYTHING.isdisjoint(patterns):
        return ALWAYS
    front = some(*(Test("front", "true") for line in lines if line == FRONT))
    if not patterns:
        return front
    needed = without_covered(patterns)
    return some(front, Test("path", "matches", needed), Test("system_path", "matches", needed))


def without_covered(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """
    *patterns* but for those that fit nothing which another does not.
    """
    row = [Pattern(each, "path") for each in patterns]
    covered = {inner for inner, _ in Covering().covered(row)}
    return tuple(each for place, each in enumerate(patterns) if place not in covered)


def _why_dead(line: str) -> str | None:
    """
    Why no page ever matches *line*; None where one can.
    """
    if line == FRONT:
        return None
    if not line.startswith(("/", "*")):
        return "it has no slash in front"
    if line == "/":
        return f"the front page is called `{FRONT}`"
    if line.endswith(("/", " ", "\t")):
        return "it ends in a slash" if line.endswith("/") else "it ends in a blank"
    fault = path_fault(STARS.sub("**", line), "pattern")
    return f"it {fault}" if fault else None
