"""
What is wrong with single words of a rules file, whatever stands round them.

Some can be read all the same, as what they stand for in another language; others break their item off.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from blockrules.language.characters import alike, is_unseen, told
from blockrules.language.diagnostics import Diagnostic, Fix, Replacement, replacing, report
from blockrules.language.digits import LONGEST_NUMBER, misspelt, nonexistent, too_long
from blockrules.language.items import STARTS
from blockrules.language.source import Span
from blockrules.language.tokens import FOREIGN, NOT_IN_STRINGS, Token, is_string, moment, quoted, share, string

# So many words of other languages are told of in one item.
MOST_FOREIGN = 20
ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}|(.?))')
UNICODE = re.compile(r"\\u\w{0,4}")
HALF = re.compile(r"\\ud[89a-f]")
SHORT_ESCAPES = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
CURLY = re.compile("[“”„]")
WORD_BEFORE = re.compile(r"[A-Za-z0-9_.-]*$")
WORD_AFTER = re.compile(r"[\w/*.-]*")
LONGEST_WORD = 200
# What a word does not stand next to without a space.
BESIDE = re.compile(r"[^\s(){}\[\],:]")
HELPS = {
    "|": "members are parted by commas, as in `one of a, b`; conditions are joined by `or`",
    "&": "conditions are joined by `and`",
    "$": "a fact is written by its bare name",
    "@": "a fact is written by its bare name",
    "%": "a share is written `10%`, without a space",
    "*": 'a pattern stands in double quotes, as in `path matches "/news/*"`',
    "+": "a number has no plus",
}
# What lines of a mail or of a list begin with.
BULLETS = "–—•"
AFTER_A_BULLET = re.compile(r"[ \t]*([a-z]+)")
# After these a word can only be a string or a member.
BEFORE_A_STRING = frozenset({"IS", "NOT_EQUAL", "MATCHES", "INCLUDE", "TIMEZONE", "LPAR", "LSQB", "HAS"})


# Words that can be wrong by themselves.
CAN_BE_WRONG = frozenset({"UNCLOSED", "DIGITS", "INT", "DECIMAL", "SHARE", "DATE", "TIME", "DATETIME", "STRING", "KEY"})


class Fault(NamedTuple):
    """
    A diagnostic of one word; a *fatal* one breaks its item off.
    """

    diagnostic: Diagnostic
    fatal: bool


def faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """
    What is wrong with the words of one item by themselves. One that belongs in no rules file may hide what follows it.
    """
    foreign = 0
    for number, token in enumerate(tokens):
        if token.text in FOREIGN:
            foreign += 1
            if foreign > MOST_FOREIGN:
                return
            yield Fault(_foreign(token), fatal=False)
        elif token.type == "STRING" and token.text[0] != '"':
            yield Fault(_quoted(token), fatal=False)
        elif token.type == "JUNK":
            yield Fault(_junk(tokens, number), fatal=True)
            return
        elif token.type in CAN_BE_WRONG:
            for diagnostic in _faults(token, tokens[number - 1].type if number else ""):
                yield Fault(diagnostic, fatal=True)
            if token.type == "UNCLOSED":
                return


def comments(tokens: Sequence[Token]) -> Diagnostic:
    """
    What is said of *tokens*, the comments of one file that are written in another language's way.
    """
    first = tokens[0]
    replacements = tuple(Replacement(token.span, _rewritten(token)) for token in tokens)
    title = "begin it with `#`" if len(tokens) == 1 else f"begin all {len(tokens)} with `#`"
    mark = re.match(r"//|/\*|<!--|--", first.text)
    assert mark
    # What stands behind such a comment on its line would be within the new one.
    safe = not any(_goes_on(token) for token in tokens)
    return report("BR116", first.span, found=mark[0], fixes=[Fix(title, replacements, safe)])


def in_quotes(span: Span, *, safe: bool) -> Diagnostic:
    """
    What is said of the words at *span*, which are a string that lacks its quotes.
    """
    text = quoted(span.text)
    return report("BR122", span, found=span.text, fixes=[replacing(f"write `{text}`", span, text, safe=safe)])


def apart(span: Span, word: str) -> str:
    """
    *word*, to stand in the place of *span*, with the spaces that keep it apart from what stands beside it.
    """
    text = span.source.text
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    return (" " if BESIDE.match(before) else "") + word + (" " if BESIDE.match(after) else "")


def _foreign(token: Token) -> Diagnostic:
    right = FOREIGN[token.text][1]
    fix = replacing(f"write `{right}`", token.span, apart(token.span, right), safe=True)
    return report("BR114", token.span, found=token.text, right=f"`{right}`", fixes=[fix])


def _quoted(token: Token) -> Diagnostic:
    content = string(token.text)
    text = quoted(content)
    safe = "\\" not in content and not NOT_IN_STRINGS.search(content)
    return report(
        "BR122", token.span, found=token.text, fixes=[replacing(f"write `{text}`", token.span, text, safe=safe)]
    )


def _rewritten(token: Token) -> str:
    """
    The comment with a number sign before each of its lines.
    """
    bare = token.text.removeprefix("<!").lstrip("/*-!").removesuffix("-->").removesuffix("*/")
    lines = [line.strip().removeprefix("*").strip() for line in bare.splitlines()]
    shown = [f"# {line}".rstrip() for line in lines if line] or ["#"]
    return "\n".join(shown)


def _goes_on(token: Token) -> bool:
    rest = token.source.text[token.span.end : token.span.end + LONGEST_WORD].lstrip(" \t")
    return bool(rest) and rest[0] not in "\r\n#"


def _junk(tokens: Sequence[Token], number: int) -> Diagnostic:
    token = tokens[number]
    word = _word_round(token)
    before = tokens[number - 1].type if number else ""
    previous = tokens[number - 1]
    if previous.span.end == token.start and number > 1:
        before = tokens[number - 2].type
    if word.text[0].isdigit():
        return misspelt(word, before)
    if spaced := _spaced(tokens, number):
        return spaced
    if bullet := _bullet(token):
        return bullet
    if token.text[0] == "/" or (before in BEFORE_A_STRING and "/" in word.text):
        return in_quotes(word, safe=before in BEFORE_A_STRING and (token.start == word.start or before == "TIMEZONE"))
    character = Span(token.source, token.start, token.start + 1)
    like = alike(token.text[0])
    fixes: list[Fix] = []
    help = HELPS.get(token.text[0])
    if is_unseen(token.text[0]):
        fixes = [replacing("leave it out", character, "", safe=True)]
    elif like is not None:
        fixes = [
            replacing(
                "write a plain space" if like == " " else f"write `{like}`",
                character,
                like,
                safe=like == " " or like.isalnum(),
            )
        ]
    elif token.text[0].isalpha():
        help = f"a bare name has letters of ASCII only; any other is quoted: `{quoted(word.text)}`"
        fixes = [replacing(f"write `{quoted(word.text)}`", word, quoted(word.text), safe=False)]
    return report("BR101", character, found=told(token.text[0]), help=help, fixes=fixes)


def _bullet(token: Token) -> Diagnostic | None:
    """
    What is said of the sign that a line begins with in a mail, before what can stand there without it.
    """
    text = token.source.text
    after = AFTER_A_BULLET.match(text, token.span.end)
    before = re.split(r"[\r\n]", text[max(0, token.start - LONGEST_WORD) : token.start])[-1]
    if token.text not in BULLETS or before.strip() or not after or after[1].upper() not in STARTS | {"BLOCK"}:
        return None
    fix = replacing("leave it out", Span(token.source, token.start, after.start(1)), "", safe=True)
    return report("BR101", token.span, found=told(token.text), fixes=[fix])


def _spaced(tokens: Sequence[Token], number: int) -> Diagnostic | None:
    """
    What is said of a sign that only stands apart from what it belongs to, or that a number does not have.
    """
    token = tokens[number]
    before, after = (tokens[place] if 0 <= place < len(tokens) else token for place in (number - 1, number + 1))
    span, right, help = token.span.to(after.span), "", HELPS.get(token.text)
    match token.text, before.type, after.type:
        case "+", _, "INT" | "DECIMAL":
            right = after.text
        case ".", "WORD" | "DOTTED", "WORD" | "DOTTED":
            span, right = before.span.to(after.span), f"{before.text}.{after.text}"
            help = "no space stands beside the point of a name"
        case ".", _, "INT" if span.text == f".{after.text}":
            right, help = f"0.{after.text}", "a number has digits before its point"
        case ".", "RANGE", _ if before.span.end == token.start:
            span, right = before.span.to(token.span), ".."
        case "-" | "–" | "—", "INT" | "DATE" | "TIME" | "DATETIME", kind if kind == before.type:
            span, right = before.span.to(after.span), f"{before.text} .. {after.text}"
        case "-", _, "INT" | "DECIMAL":
            right = f"-{after.text}"
        case "%", "INT" | "DECIMAL", _:
            span, right = before.span.to(token.span), f"{before.text}%"
        case "-", _, _ if len(word := _word_round(token).text) > 1:
            help = f"hyphens stand singly within a name; any other is quoted: `{quoted(word)}`"
            return report("BR101", token.span, found="`-`", help=help)
        case _:
            return None
    fixes = [replacing(f"write `{right}`", span, right, safe=" .. " not in right)]
    return report("BR101", token.span, found=told(token.text), help=help, fixes=fixes)


def _word_round(token: Token) -> Span:
    """
    The whole word that *token* is a part of, as a reader takes it.
    """
    text = token.source.text
    before = WORD_BEFORE.search(text[max(0, token.start - LONGEST_WORD) : token.start])
    after = WORD_AFTER.match(text, token.start, token.start + LONGEST_WORD)
    begin, end = len(before[0]) if before else 0, len(after[0]) if after else 0
    return Span(token.source, token.start - begin, token.start + max(end, 1))


def _faults(token: Token, before: str) -> Iterator[Diagnostic]:
    match token.type:
        case "UNCLOSED":
            yield _unclosed(token)
        case "DIGITS":
            yield misspelt(token.span, before)
        case "INT" | "DECIMAL" if len(token.text.lstrip("-").replace(".", "")) > LONGEST_NUMBER:
            yield too_long(token)
        case "SHARE" if share(token.text) is None:
            yield report("BR113", token.span, found=token.text, reason=_share_fault(token.text))
        case "DATE" | "TIME" | "DATETIME" if moment(token) is None:
            yield nonexistent(token)
        case "STRING" | "KEY" if is_string(token.text):
            yield from _string_faults(token)


def _unclosed(token: Token) -> Diagnostic:
    ends = list(CURLY.finditer(token.text))
    if len(ends) != 1:
        return report("BR103", token.span)
    place = Span(token.source, token.start + ends[0].start(), token.start + ends[0].end())
    fix = replacing('write `"`', place, '"', safe=True)
    return report("BR103", token.span, help=f"`{ends[0][0]}` ends no string", fixes=[fix])


def _share_fault(text: str) -> str:
    if text.startswith("-"):
        return "less than `0%`"
    return (
        "more than `100%`"
        if share(text.partition(".")[0].rstrip("%") + "%") is None
        else "finer than a hundredth of a percent"
    )


def _string_faults(token: Token) -> Iterator[Diagnostic]:
    """
    The first fault of a string.
    """
    found = list(NOT_IN_STRINGS.finditer(token.text))
    if found:
        yield _control(token, found)
        return
    for escape in ESCAPE.finditer(token.text):
        if escape[1] is not None:
            digits = UNICODE.match(token.text, escape.start())
            end = digits.end() if digits else escape.end()
            place = Span(token.source, token.start + escape.start(), token.start + end)
            help = "four digits from 0 to f follow `\\u`" if digits else None
            yield report("BR105", place, found=place.text, help=help)
            return
    if any("\ud800" <= character <= "\udfff" for character in string(token.text)):
        yield _half(token)


def _half(token: Token) -> Diagnostic:
    """
    What is said of the first half of a character in *token*, a string that has one.
    """
    escapes = [(escape.start(), escape[0].lower()) for escape in ESCAPE.finditer(token.text)]
    number = 0
    while not HALF.match(escapes[number][1]) or _is_pair(escapes[number : number + 2]):
        number += 2 if HALF.match(escapes[number][1]) else 1
    start, text = escapes[number]
    place = Span(token.source, token.start + start, token.start + start + len(text))
    return report(
        "BR105", place, found=place.text, help="it is half of a character; the other half must stand beside it"
    )


def _is_pair(escapes: Sequence[tuple[int, str]]) -> bool:
    if len(escapes) < 2:
        return False
    (start, high), (next_start, low) = escapes
    return high[3] in "89ab" and HALF.match(low) is not None and low[3] in "cdef" and next_start == start + len(high)


def _control(token: Token, found: Iterable[re.Match[str]]) -> Diagnostic:
    replacements = []
    for each in found:
        place = Span(token.source, token.start + each.start(), token.start + each.end())
        is_half = "\ud800" <= each[0] <= "\udfff"
        replacements.append(Replacement(place, "" if is_half else SHORT_ESCAPES.get(each[0], f"\\u{ord(each[0]):04x}")))
    first = replacements[0]
    if not first.text:
        help = "half of a surrogate pair is no character; leave it out"
        return report("BR104", first.span, found=_told(first.span.text), help=help)
    safe = all(each.text for each in replacements)
    fix = Fix(f"write `{first.text}`", tuple(replacements), safe)
    return report("BR104", first.span, found=_told(first.span.text), fixes=[fix])


def _told(character: str) -> str:
    return "a tab" if character == "\t" else f"U+{ord(character):04X}"
