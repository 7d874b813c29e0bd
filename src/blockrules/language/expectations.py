"""
What a reader is told where a text breaks off or goes on wrongly.

The parser knows which terminals could have come; here they become a phrase, and the place one that the author would
point to.
"""

from collections.abc import Iterator, Sequence, Set

from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.language.items import CLOSERS, STARTS, Stretch
from blockrules.language.tokens import KEYWORDS, Token

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
CLAUSES = ("WEIGHT", "BEFORE", "AFTER", "WHEN")
# A phrase, the terminals that must all be possible for it, and those that it then speaks for.
PHRASES: tuple[tuple[str, frozenset[str], frozenset[str]], ...] = (
    (
        "a value",
        frozenset({"DATE"}),
        KEYWORDS | {"INT", "DECIMAL", "DATE", "TIME", "DATETIME", "SHARE", "WORD", "STRING", "DOTTED"},
    ),
    ("a member", frozenset({"WORD", "STRING", "OTHERWISE"}), KEYWORDS | {"WORD", "STRING"}),
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
    ("an entry", frozenset({"KEY"}), frozenset({"KEY"})),
    ("a name", frozenset({"WORD", "STRING"}), frozenset({"WORD", "STRING", "DOTTED"})),
    ("`regions`, `shown`, `hidden`", frozenset({"WORD"}), frozenset({"WORD"})),
    ("a string", frozenset({"STRING"}), frozenset({"STRING"})),
    ("a whole number", frozenset({"INT"}), frozenset({"INT"})),
    ("the next item", frozenset({END}), frozenset({END, "END"})),
)


def unexpected(stretch: Stretch, tokens: Sequence[Token], number: int, possible: Set[str]) -> Diagnostic:
    """
    The diagnostic for a *stretch* of *tokens* whose token *number* (or whose end) is none of the *possible* terminals.
    """
    if number == len(tokens):
        return _broken_off(stretch, tokens[-1], possible)
    token = tokens[number]
    if number == 0:
        return report(
            "BR102", token.span, expected="an item, such as `region` or `define`", found=f"found `{token.text}`"
        )
    if token.is_reserved and "WORD" in possible:
        return report("BR108", token.span, found=token.text)
    if token.type == "DOTTED" and "WORD" in possible:
        return report("BR112", token.span, found=token.text)
    return report(
        "BR102", token.span, expected=_phrase(possible), found=f"found `{token.text}`", help=_help(tokens[0], token)
    )


def _broken_off(stretch: Stretch, last: Token, possible: Set[str]) -> Diagnostic:
    if stretch.unclosed:
        opener = stretch.words.token(stretch.unclosed[-1])
        if any(CLOSERS.get(terminal) == opener.type for terminal in possible):
            return report("BR110", opener.span, found=opener.text, labels=_end_label(opener, last))
    return report("BR102", last.span, expected=_phrase(possible), found=f"but this ends after `{last.text}`")


def _end_label(opener: Token, last: Token) -> Iterator[Label]:
    if opener.span.line != last.span.line:
        yield Label(last.span, "its item ends here")


def _phrase(possible: Set[str]) -> str:
    left, phrases = set(possible), []
    for phrase, needed, covered in PHRASES:
        if needed <= left:
            phrases.append(phrase)
            left -= covered
    spelt = [f"`{SPELT.get(terminal, terminal.lower())}`" for terminal in sorted(left - {"END"})]
    every = [*spelt, *phrases] if len(phrases) != 1 or phrases == ["the next item"] else [*phrases, *spelt]
    return " or ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def _help(first: Token, token: Token) -> str | None:
    if token.type in CLAUSES and first.type in ("REGION", "CHOOSE", "EXTEND"):
        return "clauses stand in the order `in`, `weight`, `before`, `after`, `when`, `{ … }`"
    if token.type == "EQUAL":
        return "in a condition, write `is`"
    if token.type in STARTS and first.type != token.type:
        return f"`{token.text}` stands outside of all braces"
    return None
