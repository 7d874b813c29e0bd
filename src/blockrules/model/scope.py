"""
The names that a file declares, and what is said of one that it does not.

A name whose declaration is broken counts as declared, and after an include that cannot be read every name may be: then
nothing is said, since the fault has been told already.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import islice

import attrs

from blockrules.language.diagnostics import Diagnostic, report
from blockrules.language.items import BEFORE_A_VALUE, STARTS, Stretch
from blockrules.language.nearness import Near
from blockrules.language.syntax import Name
from blockrules.language.tokens import NAMES, string
from blockrules.model.facts import Schema
from blockrules.model.types import MOST_SHOWN

# After which word a name of which kind is declared.
DECLARES = {
    "DEFINE": "fact",
    "REGION": "region",
    "BLOCK": "block",
    "IN": "slot",
    "PAGE": "sample page",
}
# What stands for a name that cannot be read; no name is empty.
UNREAD = ""
WORD = re.compile(r"[A-Za-z_][\w.-]*")
UNKNOWN = {
    "fact": "BR201",
    "region": "BR202",
    "block": "BR203",
    "region or block": "BR203",
    "slot": "BR204",
    "sample page": "BR205",
}


@attrs.frozen(eq=False)
class Scope:
    """
    What facts there are, and what else is named.
    """

    schema: Schema
    defines: Collection[str]
    regions: Collection[str]
    blocks: Collection[str]
    slots: Collection[str]
    pages: Collection[str]
    chooses: Collection[str]
    broken: Mapping[str, frozenset[str]]
    complete: bool

    def known(self, kind: str) -> Collection[str]:
        """
        The names of one kind.
        """
        match kind:
            case "fact":
                return [*self.schema.facts, *self.schema.views, *self.defines]
            case "region":
                return self.regions
            case "block":
                return self.blocks
            case "region or block":
                return [*self.regions, *self.blocks]
            case "slot":
                return self.slots
            case _:
                return self.pages

    def unknown(self, kind: str, name: Name) -> Iterable[Diagnostic]:
        """
        What is said of *name*, which is none of its kind: one diagnostic, or none where it may be declared in what is
        broken.
        """
        if not self.complete or self.may_be_broken(kind, name.text):
            return ()
        near = Near(name.text, lambda: self.known(kind))
        if self.may_be_broken(kind, UNREAD) and near.found() is None:
            return ()
        if other := self.nature(name.text):
            help = f"`{name.text}` is a {other}; here stands the name of a {kind}"
            return (report(UNKNOWN[kind], name.span, name=name.text, kind=kind, help=help),)
        return (report(UNKNOWN[kind], name.span, name=name.text, kind=kind, near=near, help=self._reach(kind)),)

    def nature(self, name: str) -> str | None:
        """
        What *name* is the name of; None where it is none.
        """
        kinds: dict[str, Collection[str]] = {
            "region": self.regions,
            "define": self.defines,
            "fact": self.schema.facts,
            "choose": self.chooses,
            "block": self.blocks,
            "slot": self.slots,
            "sample page": self.pages,
        }
        return next((kind for kind, names in kinds.items() if name in names), None)

    def _reach(self, kind: str) -> str:
        """
        The names of one *kind* that there are, or the first of many.
        """
        names = self.schema.facts if kind == "fact" else self.blocks if "block" in kind else self.known(kind)
        plural = "blocks" if "block" in kind else f"{kind}s"
        if not names:
            return f"there are no {plural} here"
        first = [f"`{name}`" for name in islice(names, MOST_SHOWN)]
        if len(names) == 1:
            return f"the only {plural.removesuffix('s')} is {first[0]}"
        more = len(names) - len(first)
        last = f"{more} more" if more else first.pop()
        return f"the {plural} are {', '.join(first)} and {last}"

    def may_be_broken(self, kind: str, name: str) -> bool:
        """
        Whether a broken item may declare *name*, or the datetime that it is a view of.
        """
        kinds = ("block", "region", "any") if kind == "region or block" else (kind, "any")
        names = (name, name.rpartition(".")[0] or name)
        return any(each in self.broken.get(kind, ()) for kind in kinds for each in names)


def declared_in(broken: Iterable[Stretch]) -> dict[str, frozenset[str]]:
    """
    The names that broken items may declare, by kind; under "any" those of items whose kind is not to be seen. Where one
    of a kind cannot be read, UNREAD is among those of the kind.
    """
    found: dict[str, set[str]] = {}
    for stretch in broken:
        first, last = stretch.words.types[stretch.start], ""
        name: tuple[str, str] | None = None
        for token in stretch.tokens:
            if token.type in ("WORD", "DOTTED", "STRING", "KEY") or (last in DECLARES and token.is_reserved):
                is_any = first not in STARTS or (last in NAMES and token.type in NAMES)
                kind = "any" if is_any else "fact" if first == "FACTS" else DECLARES.get(last, "")
                found.setdefault(kind, set()).add(string(token.text) if _is_sound_string(token.text) else token.text)
            if last in DECLARES and last != "IN" and token.type not in NAMES:
                found.setdefault(DECLARES[last], set()).add(UNREAD)
            if token.type in ("JUNK", "DIGITS", "UNCLOSED", "COMMENT"):
                kind = "fact" if first == "FACTS" else DECLARES.get(first, "any")
                found.setdefault(kind, set()).update((UNREAD, *WORD.findall(token.text)))
            if name and token.type == "WORD":
                # A name in two words may be meant as one.
                kind, word = name
                found.setdefault(kind, set()).update((f"{word}_{token.text}", f"{word} {token.text}"))
            name = (DECLARES[last], token.text) if last in DECLARES and token.type == "WORD" else None
            last = "" if last in BEFORE_A_VALUE else token.type
        if last in DECLARES:
            found.setdefault(DECLARES[last], set()).add(UNREAD)
    return {kind: frozenset(names) for kind, names in found.items()}


def _is_sound_string(text: str) -> bool:
    return text.startswith('"') and "\\" not in text
