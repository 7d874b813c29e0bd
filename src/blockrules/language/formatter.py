"""
A rules file in the one canonical layout (docs/formatting.md), its comments where they were.
"""

import attrs

from blockrules.language import syntax
from blockrules.language.collector import uncollected
from blockrules.language.comments import Margin, margin
from blockrules.language.errors import FormatError, RulesError
from blockrules.language.parser import lex, parse
from blockrules.language.printer import printed
from blockrules.language.reading import Limits, cut, refused
from blockrules.language.source import Source

LIMITS = Limits()


@attrs.frozen(eq=False)
class Script:
    """
    All that a text says, to the machine and to the reader.
    """

    items: tuple[syntax.Item, ...]
    margin: Margin

    @property
    def remarks(self) -> list[str]:
        """The comments."""
        return [comment.text for comment in self.margin.comments]

    def says_the_same(self, other: "Script") -> bool:
        """
        Whether the two say the same, in rules and in comments.
        """
        return self.items == other.items and self.remarks == other.remarks


@uncollected()
def formatted(source: Source, limits: Limits = LIMITS) -> str:
    """
    The text of *source*, laid out. Its names need not be known, and its includes are not read. RulesError where it
    cannot be parsed or nests too deep for *limits*; FormatError where what would be printed does not say the same.
    """
    script = scripted(source, limits)
    return faithful(Source(source.name, printed(script.items, script.margin)), script, limits)


def scripted(source: Source, limits: Limits) -> Script:
    """
    What *source* says. RulesError where it cannot be parsed or nests too deep.
    """
    words = lex(source)
    parsed = parse(cut(words, limits))
    if parsed.diagnostics:
        raise refused(parsed.diagnostics)
    return Script(parsed.items, margin(words))


def faithful(source: Source, script: Script, limits: Limits) -> str:
    """
    The text of *source*, if it says what *script* says; FormatError if not.
    """
    try:
        again = scripted(source, limits)
    except RulesError:
        raise FormatError(source.name) from None
    if not again.says_the_same(script):
        raise FormatError(source.name)
    return source.text
