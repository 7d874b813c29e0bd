"""
The words of a rules file, each named by what it is (the law, 1).

The lexer only cuts the text; here a word is found to be reserved, digits to be a number, a date or a time, a word
before a colon to be the name of an entry. A word that can be nothing of this gets a diagnostic, and reading goes on.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time

import attrs

from blockrules.language.diagnostics import Diagnostic, report
from blockrules.language.source import Source, Span

RESERVED = frozenset(
    """
    active after all always and any as assume before block choose define empty expect extend facts false given has in
    include is matches never none not of one optional or otherwise page region set slot test timezone true weight when
    """.split()
)
KEYWORDS = frozenset(word.upper() for word in RESERVED)

BARE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")
LONGEST_NUMBER = 300
DIGITS = (
    ("INT", "number", re.compile(r"-?\d+")),
    ("DECIMAL", "number", re.compile(r"-?\d+\.\d+")),
    ("SHARE", "share", re.compile(r"-?\d+(?:\.\d+)?%")),
    ("DATE", "date", re.compile(r"\d{4}-\d\d-\d\d")),
    ("TIME", "time", re.compile(r"\d\d:\d\d(?::\d\d)?")),
    ("DATETIME", "datetime", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")),
)
READERS: dict[str, Callable[[str], date | time | datetime]] = {
    "DATE": date.fromisoformat,
    "TIME": time.fromisoformat,
    "DATETIME": datetime.fromisoformat,
}
NAMES = ("WORD", "STRING", "DOTTED")
# Before these a comma ends an entry.
ENTRY_ENDS = ("KEY", "RBRACE")
EQUALS = {"=": "EQUAL", "==": "IS", "!=": "NOT_EQUAL"}
ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}|(.?))')
# Control characters and line separators (the law, 1), and halves of a surrogate pair, which no UTF-8 holds.
NOT_IN_STRINGS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
OTHER_LANGUAGES = {
    "&&": "write `and`",
    "||": "write `or`",
    "!": "write `not`",
    "'": 'strings stand in double quotes, `"…"`',
    ";": "nothing ends a rule; leave it out",
    "/": "a comment begins with `#`, and a path stands in double quotes",
}


@attrs.frozen(eq=False)
class Token:
    """
    A word of a text; *type* is the name that the grammar has for it.
    """

    type: str
    text: str
    source: Source
    start: int

    @property
    def span(self) -> Span:
        """Where the word stands."""
        return Span(self.source, self.start, self.start + len(self.text))

    @property
    def is_reserved(self) -> bool:
        """Whether it is a reserved word, used as one."""
        return self.type in KEYWORDS


@attrs.frozen(eq=False)
class Words:
    """
    All tokens of a text, in columns: so many small objects, alive at once, would keep the collector of cycles busy.
    """

    source: Source
    types: list[str]
    texts: list[str]
    starts: list[int]

    def __len__(self) -> int:
        return len(self.types)

    def token(self, number: int) -> Token:
        """
        The token of that *number*.
        """
        return Token(self.types[number], self.texts[number], self.source, self.starts[number])


def named(words: Iterable[tuple[str, str, int]], source: Source) -> Words:
    """
    The tokens of *words*: each what the lexer made of it, its text and where it starts.
    """
    types: list[str] = []
    texts: list[str] = []
    starts: list[int] = []
    for kind, text, start in words:
        here = _type(kind, text)
        if here == "COLON" and types and (types[-1] in NAMES or types[-1] in KEYWORDS):
            types[-1] = "KEY"
        if types[-2:-1] == ["COMMA"] and types[-1] in ENTRY_ENDS:
            types[-2] = "END"
        types.append(here)
        texts.append(text)
        starts.append(start)
    if types[-2:-1] == ["COMMA"] and types[-1] in ENTRY_ENDS:
        types[-2] = "END"
    return Words(source, types, texts, starts)


def faults(tokens: Iterable[Token]) -> Iterator[Diagnostic]:
    """
    What is wrong with the words of one item by themselves. One that belongs in no rules file may hide what follows it.
    """
    for token in tokens:
        yield from _faults(token)
        if token.type in ("JUNK", "UNCLOSED"):
            return


def _faults(token: Token) -> Iterator[Diagnostic]:
    match token.type:
        case "JUNK":
            yield report("BR101", token.span, found=token.text, help=_other_language(token.text))
        case "UNCLOSED":
            yield report("BR103", token.span)
        case "DIGITS":
            yield report("BR106", token.span, found=token.text, help=_digits_help(token.text))
        case "INT" | "DECIMAL" if len(token.text.lstrip("-").replace(".", "")) > LONGEST_NUMBER:
            yield report("BR106", token.span, found=token.text, help=f"a number has at most {LONGEST_NUMBER} digits")
        case "SHARE" if share(token.text) is None:
            yield report("BR113", token.span, found=token.text)
        case "DATE" | "TIME" | "DATETIME" if moment(token) is None:
            yield report("BR107", token.span, kind=token.type.lower(), found=token.text)
        case "STRING":
            yield from _string_faults(token)
        case "KEY" if token.text.startswith('"'):
            yield from _string_faults(token)


def number(token: Token) -> int | float:
    """
    The number that an INT or DECIMAL spells.
    """
    return int(token.text) if token.type == "INT" else float(token.text)


def moment(token: Token) -> date | time | datetime | None:
    """
    The date, time or datetime that *token* spells; None where the calendar, the clock or the span of years has none
    such.
    """
    try:
        found = READERS[token.type](token.text)
    except ValueError:
        return None
    return found if _is_counted(found) else None


def _is_counted(moment: date | time | datetime) -> bool:
    """
    Whether the instant, if it is one, lies in the years that Python counts.
    """
    if isinstance(moment, datetime) and moment.tzinfo:
        try:
            moment.astimezone(UTC)
        except OverflowError:
            return False
    return True


def share(text: str) -> int | None:
    """
    Hundredths of a percent in a share such as `2.5%`; None where it is no share (the law, 3).
    """
    whole, _, decimals = text[:-1].partition(".")
    if len(decimals) > 2 or whole.startswith("-") or len(whole.lstrip("0")) > 3:
        return None
    hundredths = int(whole[-3:]) * 100 + int(decimals.ljust(2, "0"))
    return hundredths if hundredths <= 10_000 else None


def string(text: str) -> str:
    """
    What a sound string says, its quotes and escapes undone.
    """
    value: str = json.loads(text, strict=False) if "\\" in text else text[1:-1]
    return value


def _type(kind: str, text: str) -> str:
    match kind:
        case "WORD" if text in RESERVED:
            return text.upper()
        case "WORD" if "." in text:
            return "DOTTED"
        case "EQUAL":
            return EQUALS[text]
        case "DIGITS":
            return next((name for name, _, pattern in DIGITS if pattern.fullmatch(text)), kind)
        case _:
            return kind


def _digits_help(text: str) -> str | None:
    for _, kind, pattern in DIGITS:
        begun = pattern.match(text)
        if begun and kind == "number" and (text[begun.end()].isalpha() or text[begun.end()] == "_"):
            return "a name begins with a letter or `_`; any other is quoted"
    return "dates are written `2026-12-01`, times `09:00`, datetimes `2026-12-01T09:00Z`, ranges `1 .. 5`"


def _other_language(text: str) -> str | None:
    return next((help for begin, help in OTHER_LANGUAGES.items() if text.startswith(begin)), None)


def _string_faults(token: Token) -> Iterator[Diagnostic]:
    for found in NOT_IN_STRINGS.finditer(token.text):
        place = Span(token.source, token.start + found.start(), token.start + found.end())
        yield report("BR104", place, found=found[0])
    for escape in ESCAPE.finditer(token.text):
        if escape[1] is not None:
            place = Span(token.source, token.start + escape.start(), token.start + escape.end())
            yield report("BR105", place, found=escape[0])
            return
    if NOT_IN_STRINGS.search(token.text) is None and any(
        "\ud800" <= character <= "\udfff" for character in string(token.text)
    ):
        yield report("BR105", token.span, found=token.text, help="half of a surrogate pair is no character")
