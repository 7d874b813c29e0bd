"""
The words of a rules file, each named by what it is (the law, 1).

The lexer only cuts the text; here a word is found to be reserved, digits to be a number, a date or a time, a word
before a colon to be the name of an entry. A word of another language is taken for what it stands for there, so that
reading goes on; faults.py tells of it.
"""

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time

import attrs

from blockrules.language.source import Source, Span

RESERVED = frozenset(
    """
    active after all always and any as assume before block choose define empty expect extend facts false given has in
    include is matches never none not of one optional or otherwise page region set slot test timezone true weight when
    """.split()
)
KEYWORDS = frozenset(word.upper() for word in RESERVED)

BARE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*")
SPELLINGS = (
    ("INT", re.compile(r"-?\d+")),
    ("DECIMAL", re.compile(r"-?\d+\.\d+")),
    ("SHARE", re.compile(r"-?\d+(?:\.\d+)?%")),
    ("DATE", re.compile(r"\d{4}-\d\d-\d\d")),
    ("TIME", re.compile(r"\d\d:\d\d(?::\d\d)?")),
    ("DATETIME", re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?")),
)
READERS: dict[str, Callable[[str], date | time | datetime]] = {
    "DATE": date.fromisoformat,
    "TIME": time.fromisoformat,
    "DATETIME": datetime.fromisoformat,
}
QUOTES = "\"'“”„‘’‚"
NAMES = ("WORD", "STRING", "DOTTED")
# Before these a comma ends an entry.
ENTRY_ENDS = ("KEY", "RBRACE")
EQUALS = {"=": "EQUAL", "==": "IS", "!=": "NOT_EQUAL"}
# Control characters and line separators (the law, 1), and halves of a surrogate pair, which no UTF-8 holds.
NOT_IN_STRINGS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
# Words of other languages that can be read as what they stand for: by their text, the type and how it is written here.
FOREIGN = {
    "&&": ("AND", "and"),
    "||": ("OR", "or"),
    "!": ("NOT", "not"),
    "<>": ("NOT_EQUAL", "is not"),
    "===": ("IS", "is"),
    "!==": ("NOT_EQUAL", "is not"),
}
# What can be left out as if it was not there.
SKIPPED = frozenset({"COMMENT", "SEMICOLON"})


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
        return self.type in KEYWORDS and self.text in RESERVED


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
    before, last = -2, -1
    for kind, text, start in words:
        here = _type(kind, text)
        if here == "COLON" and types and (types[last] in NAMES or types[last] in KEYWORDS):
            types[last] = "KEY"
        if here not in SKIPPED:
            _end_entry(types, before, last)
            before, last = last, len(types)
        types.append(here)
        texts.append(text)
        starts.append(start)
    _end_entry(types, before, last)
    return Words(source, types, texts, starts)


def _end_entry(types: list[str], comma: int, after: int) -> None:
    if comma >= 0 and types[comma] == "COMMA" and types[after] in ENTRY_ENDS:
        types[comma] = "END"


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


def quoted(text: str) -> str:
    """
    *text* as a string.
    """
    value = json.dumps(text, ensure_ascii=False)
    return NOT_IN_STRINGS.sub(lambda found: f"\\u{ord(found[0]):04x}", value)


def spelt(name: str) -> str:
    """
    *name* as it is written: bare where it can be.
    """
    is_bare = all(map(BARE_NAME.fullmatch, name.split("."))) and name not in RESERVED
    return name if is_bare else quoted(name)


def is_string(text: str) -> bool:
    """
    Whether *text* is a string, in quotes of any kind, and no bare word.
    """
    return text[0] in QUOTES


def string(text: str) -> str:
    """
    What a sound string says, its quotes and escapes undone.
    """
    value: str = json.loads(text, strict=False) if text[0] == '"' and "\\" in text else text[1:-1]
    return value


def typed(digits: str) -> str:
    """
    What a word that begins with a digit spells; DIGITS where it spells nothing.
    """
    return next((name for name, pattern in SPELLINGS if pattern.fullmatch(digits)), "DIGITS")


def _type(kind: str, text: str) -> str:
    match kind:
        case "WORD" if text in RESERVED:
            return text.upper()
        case "WORD" if "." in text:
            return "DOTTED"
        case "EQUAL":
            return EQUALS[text]
        case "FOREIGN":
            return FOREIGN[text][0]
        case "QUOTED":
            return "STRING"
        case "DIGITS":
            return typed(text)
        case _:
            return kind
