"""
Patterns of paths and texts (the law, 3).

A pattern is a row of characters and stars. It is matched by running all positions in that row at once, a bit for each,
so that the time is linear in the text whatever the stars (bit-parallel simulation; Navarro and Raffinot, Flexible
Pattern Matching in Strings, 4).
"""

import re
from functools import cached_property
from typing import Literal

import attrs

# The machine of a pattern takes memory with the square of its length.
LONGEST = 4_096
STARS = re.compile(r"\*+")
ELEMENTS = re.compile(r"\*+|[^*]")


@attrs.frozen(slots=False)
class Pattern:
    """
    A pattern of whole paths, where `*` stops at `/` and `**` does not, or of whole texts, where `*` stops at nothing.
    """

    text: str
    kind: Literal["path", "text"]

    def matches(self, value: str) -> bool:
        """
        Whether the whole of *value* fits.
        """
        machine = self.machine
        here = machine.closed(1)
        for character in value:
            here = machine.after(here, character)
            if not here:
                return False
        return bool(here & machine.last)

    @cached_property
    def machine(self) -> "Machine":
        """What runs over a text."""
        return Machine.of(self.text, self.kind)


@attrs.frozen
class Machine:
    """
    Bit n stands for "the first n elements of the pattern have matched". A star keeps its bit, and gives it on for
    nothing.
    """

    last: int
    steps: dict[str, int]
    stars: int
    slash_stars: int

    def after(self, here: int, character: str) -> int:
        """
        Where the positions *here* have come by *character*.
        """
        stays = here & (self.slash_stars if character == "/" else self.stars)
        return self.closed((here & self.steps.get(character, 0)) << 1 | stays)

    def closed(self, here: int) -> int:
        """
        *here*, with what its stars give on for nothing; no two stars stand side by side.
        """
        return here | (here & self.stars) << 1

    @classmethod
    def of(cls, text: str, kind: Literal["path", "text"]) -> "Machine":
        steps: dict[str, int] = {}
        stars = slash_stars = place = 0
        for element in elements(text):
            bit = 1 << place
            if element[0] != "*":
                steps[element] = steps.get(element, 0) | bit
            else:
                stars |= bit
                slash_stars |= bit if kind == "text" or len(element) > 1 else 0
            place += 1
        return cls(1 << place, steps, stars, slash_stars)


def elements(text: str) -> list[str]:
    """
    The characters and the runs of stars of a pattern.
    """
    return ELEMENTS.findall(text)


def is_open(pattern: Pattern) -> bool:
    """
    Whether the first run of stars in *pattern* stops at nothing.
    """
    run = STARS.search(pattern.text)
    return run is not None and (pattern.kind == "text" or len(run[0]) > 1)


def pattern_fault(text: str) -> str | None:
    """
    Why *text* can be no pattern at all; None where it can.
    """
    if not text:
        return "is empty"
    return f"is over {LONGEST:,} characters long" if len(text) > LONGEST else None


def path_fault(text: str, kind: Literal["path", "pattern"]) -> str | None:
    """
    Why *text* can be no path, or no pattern of paths; None where it can.
    """
    begins = text.startswith("/") or (kind == "pattern" and text.startswith("**"))
    faults = (
        (not text, "is empty"),
        (not begins, "does not begin with `/`" + (" or `**`" if kind == "pattern" else "")),
        (text.endswith("/") and text != "/", "ends in `/`; the paths of pages do not"),
        ("?" in text, "holds `?`; a path has no query"),
        ("#" in text, "holds `#`; a path has no fragment"),
    )
    return next((reason for fault, reason in faults if fault), None)
