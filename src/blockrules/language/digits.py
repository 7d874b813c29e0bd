"""
Words that begin like numbers, dates or times and spell none, and what each was surely meant for.
"""

import re
from calendar import monthrange
from collections.abc import Callable

import attrs

from blockrules.language.diagnostics import Diagnostic, replacing, report
from blockrules.language.source import Span
from blockrules.language.tokens import Token, quoted, typed

LONGEST_NUMBER = 300
SHAPES = "dates are written `2026-12-01`, times `09:00`, datetimes `2026-12-01T09:00Z`, ranges `1 .. 5`"
MONTHS = "January February March April May June July August September October November December".split()
YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d\d?)\2(\d\d?)(?:[Tt](.+))?")
YEAR_LAST = re.compile(r"(\d\d?)([-/.])(\d\d?)\2(\d{4})")
CLOCK = re.compile(r"(\d\d?)(?::(\d\d)(?::(\d\d))?)?(?:([Zz])|([+-]\d\d)(?::?(\d\d))?)?")
# After these stands a name.
NAMING = frozenset("REGION BLOCK CHOOSE PAGE TEST DEFINE EXTEND IN BEFORE AFTER SLOT GIVEN AS WHEN".split())


@attrs.frozen
class Meaning:
    """
    What a word was meant for, and what to tell of it; *safe* where it cannot have been meant otherwise.
    """

    help: str | None
    right: str | None = None
    safe: bool = True


def misspelt(span: Span, before: str) -> Diagnostic:
    """
    What is said of the word at *span*, after a word of the type *before*.
    """
    text = span.text
    meaning = next((found for known in KNOWN if (found := known(text))), None) or _no_number(text, before)
    right = meaning.right
    fixes = [replacing(f"write `{right}`", span, right, safe=meaning.safe)] if right else []
    return report("BR106", span, found=text, help=meaning.help, fixes=fixes)


def too_long(token: Token) -> Diagnostic:
    """
    What is said of a number that nobody can have meant.
    """
    count = sum(map(str.isdigit, token.text))
    help = f"a number has at most {LONGEST_NUMBER} digits, and this one has {count:,}"
    return report("BR106", token.span, found=f"{token.text[:12]}…", help=help)


def nonexistent(token: Token) -> Diagnostic:
    """
    What the calendar or the clock has to say of a date, time or datetime that does not exist.
    """
    kind, (found, help) = token.type.lower(), _calendar(token.text)
    start = token.start + token.text.index(found)
    span = Span(token.source, start, start + len(found)) if help == AN_OFFSET else token.span
    return report("BR107", span, kind="offset" if help == AN_OFFSET else kind, found=span.text, help=help)


AN_OFFSET = "an offset is less than a day"


def _calendar(text: str) -> tuple[str, str]:
    """
    The part of *text* that there is not, and why.
    """
    date, time = text.split("T") if "T" in text else (text, "") if "-" in text else ("2000-01-01", text)
    year, month, day = map(int, date.split("-"))
    if year == 0:
        return date, "years go from 0001 to 9999"
    if not 1 <= month <= 12:
        return date, "months go from 01 to 12"
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        return date, f"the days of {MONTHS[month - 1]} {year} go from 01 to {days}"
    clock = time[:8] if time.count(":") > 1 and time[5:6] == ":" else time[:5]
    if clock.startswith("24:00"):
        return clock, "midnight is `00:00`, of the day that it begins"
    if int(clock[:2]) > 23:
        return clock, "hours go from 00 to 23"
    if any(int(part) > 59 for part in clock.split(":")):
        return clock, "minutes and seconds go from 00 to 59"
    offset = time[len(clock) :]
    return (date, "years go from 0001 to 9999") if abs(int(offset[1:3])) < 24 else (offset, AN_OFFSET)


def _grouped(text: str) -> Meaning | None:
    if re.fullmatch(r"-?\d+(?:_\d+)+", text):
        return Meaning("a number is written in digits alone", text.replace("_", ""))
    return None


def _exponent(text: str) -> Meaning | None:
    found = re.fullmatch(r"(-?\d+)[eE]\+?(\d\d?)", text)
    if found or re.fullmatch(r"-?\d+(?:\.\d+)?[eE][+-]?\d+", text):
        return Meaning("a number is written in plain digits", found[1] + "0" * int(found[2]) if found else None)
    return None


def _hexadecimal(text: str) -> Meaning | None:
    if re.fullmatch(r"0[xX][0-9A-Fa-f]{1,16}", text):
        return Meaning("a number is written in plain digits", str(int(text, 16)))
    return None


def _point(text: str) -> Meaning | None:
    if re.fullmatch(r"-?\d+\.", text):
        return Meaning("digits stand on both sides of a point", text[:-1])
    if re.fullmatch(r"\d+(?:\.\d+){2,}", text) and not YEAR_LAST.fullmatch(text) and not YEAR_FIRST.fullmatch(text):
        return Meaning(f"a number has one point; anything else is quoted: `{quoted(text)}`")
    return None


# What a range can end in.
END = r"-?\d+|\d{4}-\d\d-\d\d|\d\d:\d\d"


def _range(text: str) -> Meaning | None:
    found = re.fullmatch(rf"(\d{{1,3}})-(\d{{1,3}})|({END})\.{{3,}}({END})", text)
    if not found:
        return None
    right = f"{found[1] or found[3]} .. {found[2] or found[4]}"
    return Meaning(f"a range has two points, as in `{right}`", right, safe=bool(found[3]))


def _moment(text: str) -> Meaning | None:
    day, clock = YEAR_FIRST.fullmatch(text), CLOCK.fullmatch(text)
    if day:
        year, _, month, number, rest = day.groups()
        time = CLOCK.fullmatch(rest) if rest else None
        right = f"{year}-{month:0>2}-{number:0>2}" + (f"T{_padded(time)}" if time else rest or "")
        return Meaning(SHAPES, right) if typed(right) != "DIGITS" else None
    if clock and clock[2]:
        right = _padded(clock)
        if typed(right) == "TIME":
            return Meaning(SHAPES, right)
        return Meaning("a time alone has no offset", right[:5] + (f":{clock[3]}" if clock[3] else ""), safe=False)
    return None


def _padded(clock: re.Match[str]) -> str:
    hours, minutes, seconds, zulu, offset, rest = clock.groups()
    time = f"{hours:0>2}:{minutes or '00'}" + (f":{seconds}" if seconds else "")
    return time + ("Z" if zulu else f"{offset}:{rest or '00'}" if offset else "")


def _year_last(text: str) -> Meaning | None:
    """
    A date as most people write it: only one that has more than twelve days is sure to have its month elsewhere.
    """
    found = YEAR_LAST.fullmatch(text)
    if not found:
        return None
    one, other = int(found[1]), int(found[3])
    help = "a date begins with its year, then come the month and the day, as in `2026-12-31`"
    if max(one, other) <= 12 and one != other:
        return Meaning(help)
    month, day = sorted((one, other))
    right = f"{found[4]}-{month:02}-{day:02}"
    return Meaning(help, right) if month <= 12 and day <= 31 else Meaning(help)


def _fraction(text: str) -> Meaning | None:
    found = re.fullmatch(r"(.*\d\d:\d\d:\d\d)\.\d+(.*)", text)
    if found and typed(found[1] + found[2]) != "DIGITS":
        return Meaning("seconds are whole", found[1] + found[2], safe=False)
    return None


def _no_number(text: str, before: str) -> Meaning:
    if not re.match(r"-?\d+[A-Za-z_]", text):
        return Meaning(SHAPES)
    if before in NAMING:
        return Meaning("a name begins with a letter or `_`; any other is quoted", quoted(text), safe=False)
    return Meaning(
        f"a number has nothing after its digits; a text is quoted: `{quoted(text)}`", quoted(text), safe=False
    )


KNOWN: tuple[Callable[[str], Meaning | None], ...] = (
    _grouped,
    _exponent,
    _hexadecimal,
    _point,
    _range,
    _fraction,
    _moment,
    _year_last,
)
