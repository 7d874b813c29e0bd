"""
Which of many patterns and plain texts a text fits.

A pattern is filed under its longest literal end: what it begins with, or what it ends in; and among these under the
folder of such a beginning, or the name at such an end. A text is asked only about the patterns filed under its own
folder and name; so the time hardly depends on how many patterns there are.
"""

from collections.abc import Callable, Iterable, Mapping

import attrs

from blockrules.model.patterns import STARS, Pattern, is_open

Check = Callable[[str], bool]
# So many folders are remembered, none longer than this; then all are forgotten.
MOST_FOLDERS, LONGEST_REMEMBERED = 4_096, 200
# The bits of patterns that need no more than their literal end, and the others with what is left to check.
Filed = tuple[int, tuple[tuple[int, Check], ...]]
# By length of an end, by the end.
Shelf = dict[int, dict[str, Filed]]


@attrs.frozen(eq=False)
class Matcher:
    """
    Patterns of one kind and *texts* that are no patterns, each with the bit that stands for it.
    """

    patterns: Mapping[Pattern, int]
    texts: Mapping[str, int]
    beginnings: Shelf
    # Beginnings by their folder, ends with a slash by the name after it, and all other ends.
    longer: Mapping[str, Shelf]
    named: Mapping[str, Shelf]
    ends: Shelf
    # By the folder of a path: what is filed under beginnings no longer than it. New paths mostly come from folders seen
    # before.
    folders: dict[str, Filed] = attrs.field(factory=dict)

    @classmethod
    def of(cls, patterns: Mapping[Pattern, int], texts: Mapping[str, int]) -> "Matcher":
        """
        The matcher of *patterns* and *texts*.
        """
        beginnings: Shelf = {}
        longer: dict[str, Shelf] = {}
        named: dict[str, Shelf] = {}
        ends: Shelf = {}
        for pattern, bit in patterns.items():
            literals = STARS.split(pattern.text)
            before, after = literals[0], literals[-1]
            if len(after) <= len(before):
                _file(beginnings, before, pattern, bit)
                folder = before[: before.rfind("/") + 1]
                if folder != before:
                    _file(longer.setdefault(folder, {}), before, pattern, bit)
            elif "/" in after:
                _file(named.setdefault(after[after.rfind("/") + 1 :], {}), after, pattern, bit)
            else:
                _file(ends, after, pattern, bit)
        return cls(patterns, texts, beginnings, longer, named, ends)

    def matches(self, text: str) -> int:
        """
        The bits of the patterns and texts that *text* fits.
        """
        place = text.rfind("/") + 1
        folder = text[:place]
        found, checks = self.folders.get(folder) or self._folder(folder)
        if checks:
            found |= _checked(checks, text)
        if folder in self.longer:
            for length, by_end in self.longer[folder].items():
                if filed := by_end.get(text[:length]):
                    found |= filed[0] | _checked(filed[1], text)
        name = text[place:]
        if name in self.named:
            found |= _ending(self.named[name], text)
        if self.ends:
            found |= _ending(self.ends, text)
        return found | self.texts.get(text, 0)

    def _folder(self, folder: str) -> Filed:
        whole = 0
        checks: list[tuple[int, Check]] = []
        for length, by_end in self.beginnings.items():
            if length <= len(folder) and (filed := by_end.get(folder[:length])):
                whole |= filed[0]
                checks += filed[1]
        found = whole, tuple(checks)
        if len(folder) <= LONGEST_REMEMBERED:
            if len(self.folders) >= MOST_FOLDERS:
                self.folders.clear()
            self.folders[folder] = found
        return found


def _file(shelf: Shelf, end: str, pattern: Pattern, bit: int) -> None:
    by_end = shelf.setdefault(len(end), {})
    whole, rest = by_end.get(end, (0, ()))
    if is_open(pattern) and pattern.text in (f"{end}*", f"{end}**", f"**{end}", f"*{end}"):
        by_end[end] = whole | bit, rest
    else:
        by_end[end] = whole, (*rest, (bit, _check(pattern)))


def _ending(shelf: Shelf, text: str) -> int:
    found = 0
    for length, by_end in shelf.items():
        if filed := by_end.get(text[-length:]):
            found |= filed[0] | _checked(filed[1], text)
    return found


def _checked(filed: Iterable[tuple[int, Check]], text: str) -> int:
    found = 0
    for bit, check in filed:
        if check(text):
            found |= bit
    return found


def _check(pattern: Pattern) -> Check:
    """
    What tells whether a text fits *pattern*: faster than its machine, where it has at most one run of stars.
    """
    literals = STARS.split(pattern.text)
    if len(literals) == 1:
        return pattern.text.__eq__
    if len(literals) > 2:
        return pattern.matches
    before, after = literals
    stops_at_nothing = is_open(pattern)

    def fits(text: str) -> bool:
        end = len(text) - len(after)
        if end < len(before) or not (text.startswith(before) and text.endswith(after)):
            return False
        return stops_at_nothing or text.find("/", len(before), end) < 0

    return fits
