"""
Names for what has none, or shares its own.
"""

import re
import unicodedata

import attrs

# A name longer than that is no longer read.
LONGEST = 40
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")


def slug(text: str, otherwise: str) -> str:
    """
    *text* as a name of letters, digits and `_`, without accents, cut after a word; *otherwise* where nothing is left.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = NOT_IN_NAMES.sub("_", plain).strip("_").lower()
    if len(words) > LONGEST:
        words = words[: LONGEST + 1].rpartition("_")[0] or words[:LONGEST]
    if not words:
        return otherwise
    return words if words[0].isalpha() else f"{otherwise}_{words}"


@attrs.define
class Names:
    """
    The names that are given out, each once.
    """

    taken: set[str] = attrs.field(factory=set)

    def new(self, wanted: str) -> str:
        """
        *wanted*, or the first of `wanted_2`, `wanted_3` … that is free.
        """
        name, number = wanted, 1
        while name in self.taken:
            number += 1
            name = f"{wanted}_{number}"
        self.taken.add(name)
        return name
