"""
What a reader is told where a text breaks off or goes on wrongly.

The parser knows which terminals could have come; here they become a phrase, and the place one that the author would
point to.
"""

from collections.abc import Sequence, Set

from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.language.items import CLOSERS, Stretch, begins_line, misaligned
from blockrules.language.tokens import KEYWORDS, NAMES, Token

END = "$END"
SPELT = {
    "LBRACE": "{",
    "RBRACE": "}",
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "COMMA": ",",
    "COLON": ":",
    "EQUAL": "=",
    "RANGE": "..",
}
NEXT = "the next statement"
# What the entries of a statement are, where they are no settings.
ENTRIES = dict.fromkeys(("FACTS", "PAGE", "TEST"), "a fact")
NAMING = frozenset({"REGION", "BLOCK", "CHOOSE", "PAGE", "TEST", "DEFINE", "EXTEND"})
CLAUSES = ("IN", "BEFORE", "AFTER")
# A phrase, the terminals that must all be possible for it, and those that it then speaks for.
PHRASES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "a value",
        frozenset({"DATE"}),
        KEYWORDS | {"INT", "DECIMAL", "DATE", "TIME", "DATETIME", "SHARE", "WORD", "STRING", "DOTTED"},
    ),
    ("a member", frozenset({"WORD", "STRING", "OTHERWISE"}), KEYWORDS | {"WORD", "STRING"}),
    ("a clause such as `when`", frozenset({"WEIGHT", "WHEN"}), frozenset({"WEIGHT", "WHEN", "OTHERWISE", *CLAUSES})),
    ("a clause such as `when`", frozenset({"BEFORE", "WHEN"}), frozenset({"WHEN", "OTHERWISE", *CLAUSES})),
    ("a type", frozenset({"ONE", "WORD"}), frozenset({"ONE", "SET", "WORD", "OPTIONAL"})),
    (
        "a condition",
        frozenset({"NOT", "TRUE"}),
        frozenset({"NOT", "TRUE", "FALSE", "ACTIVE", "WORD", "STRING", "DOTTED", "LPAR"}),
    ),
    (
        "a comparison",
        frozenset({"IS"}),
        frozenset({"IS", "NOT_EQUAL", "NOT", "IN", "COMPARISON", "MATCHES", "HAS"}),
    ),
    ("a block, a setting", frozenset({"KEY", "BLOCK"}), frozenset({"KEY", "BLOCK", "CHOOSE"})),
    ("{entry}", frozenset({"KEY"}), frozenset({"KEY"})),
    ("a name", frozenset({"WORD", "STRING"}), frozenset({"WORD", "STRING", "DOTTED"})),
    ("`regions`, `shown`, `hidden`", frozenset({"WORD"}), frozenset({"WORD"})),
    ("a string", frozenset({"STRING"}), frozenset({"STRING"})),
    ("a whole number", frozenset({"INT"}), frozenset({"INT"})),
    (NEXT, frozenset({END}), frozenset({END})),
)


def unexpected(stretch: Stretch, tokens: Sequence[Token], number: int, possible: Set[str]) -> Diagnostic:
    """
    The diagnostic for a *stretch* of *tokens* whose token *number* (or whose end) is none of the *possible* terminals.
    """
    if number == len(tokens):
        return _broken_off(stretch, tokens[-1], possible)
    token = tokens[number]
    found = f"found `{token.text}`"
    if number == 0:
        return report("BR102", token.span, expected="a statement, such as `region` or `define`", found=found)
    before = tokens[number - 1]
    if number == 1 and (word := _parted(stretch)):
        return report("BR108", before.span, found=before.text, help=f"a name is one word, as in `{word}`")
    is_of_next = before.type == "EXPECT" or (before.type == "GIVEN" and token.type == "EXPECT")
    is_of_next = is_of_next or begins_line(stretch.words, stretch.start + number)
    if token.is_reserved and "WORD" in possible and not is_of_next:
        return report("BR108", token.span, found=token.text)
    if token.type == "DOTTED" and "WORD" in possible:
        return report("BR112", token.span, found=token.text)
    return report(
        "BR102", token.span, expected=_phrase(tokens[0], possible), found=found, help=_help(tokens, number, possible)
    )


def _parted(stretch: Stretch) -> str | None:
    """
    The name that a *stretch*, which begins within a line, was meant to end: `node_page` in `region node page when …`.
    """
    words, start = stretch.words, stretch.start
    if (
        start < 2
        or words.types[start - 2] not in NAMING
        or words.types[start - 1] != "WORD"
        or begins_line(words, start)
    ):
        return None
    return f"{words.texts[start - 1]}_{words.texts[start]}"


def _broken_off(stretch: Stretch, last: Token, possible: Set[str]) -> Diagnostic:
    if stretch.unclosed:
        opener = stretch.words.token(stretch.unclosed[-1])
        if any(CLOSERS.get(terminal) == opener.type for terminal in possible):
            return _never_closed(stretch, opener, last)
    return report(
        "BR102", last.span, expected=_phrase(stretch.tokens[0], possible), found=f"but this ends after `{last.text}`"
    )


def _never_closed(stretch: Stretch, opener: Token, last: Token) -> Diagnostic:
    """
    That a bracket is: the *opener*, which is left over at the end, unless the lines' beginnings tell of another.
    """
    if pair := misaligned(stretch):
        inner, closer = map(stretch.words.token, pair)
        label = Label(closer.span, "by its indentation, this closes another")
        return report("BR110", inner.span, found=inner.text, labels=[label])
    labels = (
        [Label(last.span, "this is where it should have been closed")] if opener.span.line != last.span.line else []
    )
    return report("BR110", opener.span, found=opener.text, labels=labels)


def _phrase(first: Token, possible: Set[str]) -> str:
    """
    The *possible* terminals of a statement that begins with the token *first*: what has a name, then words, then signs.
    """
    left, phrases = set(possible) - {"END"}, []
    for phrase, needed, covered in PHRASES:
        if needed <= left:
            phrases.append(phrase.format(entry=ENTRIES.get(first.type, "a setting")))
            left -= covered
    words = [f"`{terminal.lower()}`" for terminal in sorted(left & KEYWORDS)]
    signs = [f"`{SPELT[terminal]}`" for terminal in SPELT if terminal in left]
    every = [phrase for phrase in phrases if phrase != NEXT] + words + signs + [NEXT] * (NEXT in phrases)
    return " or ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def _help(tokens: Sequence[Token], number: int, possible: Set[str]) -> str | None:
    before, token = tokens[number - 1], tokens[number]
    if tokens[0].type == "FACTS" and "KEY" in possible and token.type in NAMES:
        return f"a fact is declared with its type, as in `{token.text}: text`"
    if token.type == "BLOCK" and END in possible:
        return "a block stands in the braces of a region"
    if "LSQB" in possible:
        return "a setting holds one value, or a flat list of values in `[ ]`"
    if {before.type, token.type} == {"WORD"} and tokens[number - 2].type in NAMING:
        more = ", a slot with `in`" if "IN" in possible else ""
        when = f"; a condition begins with `when`{more}" if "WHEN" in possible else "; any other is quoted"
        return f"a name is one word, as in `{before.text}_{token.text}`{when}"
    if before.type == "CHOOSE" and token.type == "LBRACE":
        return "a `choose` of regions has a name, as in `choose main { … }`"
    if token.type == "LPAR" and {"WHEN", "LBRACE"} <= possible:
        return "a condition stands after `when`, which stands in no parentheses"
    if token.type in ("COMMA", "END") and tokens[number - 2].type == "GIVEN":
        return "a test has one sample page; what differs from it stands after it in braces"
    if {"KEY", "BLOCK"} <= possible:
        return 'a block is written `block banner`, a setting `label: "Hello"`'
    return None
