"""
The colours of a rules file, for Pygments: in documentation, on slides, in a terminal.

A reserved word is coloured as one only where it is one; where a member of an enumeration stands it is a name.
"""

from collections.abc import Iterable
from typing import ClassVar

from pygments.lexer import RegexLexer, bygroups, include
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, Punctuation, String, Whitespace

from blockrules.language.builder import EXPECTATIONS
from blockrules.language.spelling import NEVER_MEMBERS
from blockrules.language.tokens import RESERVED
from blockrules.model.types import Kind

OPERATORS = frozenset({"and", "or", "not", "is", "in", "has", "matches"})
CONSTANTS = NEVER_MEMBERS - OPERATORS
# What can follow a comma, a colon or `of` and be a word of the language.
NO_MEMBERS = NEVER_MEMBERS | {"active", "all", "any", "block", "choose", "one", "optional", "set"}
# After which words a name stands, and which kind of name it is.
NAMED = {
    "define": Name.Function,
    "region": Name.Class,
    "extend": Name.Class,
    "choose": Name.Class,
    "block": Name.Function,
    "page": Name.Class,
    "test": Name.Class,
    "slot": Name.Label,
    "in": Name.Label,
}

END = r"(?![A-Za-z0-9_.-])"
NAME = r"[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*"
DOTTED = rf"{NAME}(?:\.{NAME})*{END}"
STRING = r'"(?:[^"\\\r\n]|\\[^\r\n])*"'


def _any_of(choices: Iterable[str]) -> str:
    return rf"(?:{'|'.join(sorted(choices))}){END}"


MEMBER = rf"{_any_of(RESERVED - NO_MEMBERS)}(?!\s*:)"
OTHER_NAME = rf"(?:(?!{_any_of(RESERVED)}){NAME}{END}|{STRING})(?!\s*:)"


class BlockrulesLexer(RegexLexer):
    """
    For files of rules, `*.blockrules`.
    """

    name = "Blockrules"
    aliases: ClassVar = ["blockrules"]
    filenames: ClassVar = ["*.blockrules"]
    mimetypes: ClassVar = ["text/x-blockrules"]

    tokens: ClassVar = {
        "root": [
            (r"(facts)(\s*)(\{)", bygroups(Keyword, Whitespace, Punctuation), "facts"),
            include("words"),
        ],
        "facts": [
            (r"\}", Punctuation, "#pop"),
            (rf"(:)(\s*)({_any_of(Kind)})", bygroups(Punctuation, Whitespace, Keyword.Type)),
            (rf"(optional|set\s+of)(\s+)({_any_of(Kind)})", bygroups(Keyword, Whitespace, Keyword.Type)),
            include("words"),
        ],
        "words": [
            (r"\s+", Whitespace),
            (rf"(expect)(\s+)({_any_of(EXPECTATIONS)})", bygroups(Keyword, Whitespace, Keyword)),
            (r"#[^\r\n]*", Comment.Single),
            (rf"(?:{STRING}|{DOTTED})(?=\s*:)", Name.Attribute),
            (rf"(is)(\s+)(not)(\s+)({MEMBER})", bygroups(Operator.Word, Whitespace, Operator.Word, Whitespace, Name)),
            (rf"(is|has)(\s+)({MEMBER})", bygroups(Operator.Word, Whitespace, Name)),
            (rf"(of)(\s+)({MEMBER})", bygroups(Keyword, Whitespace, Name)),
            (rf"([,:=])(\s*)({MEMBER})", bygroups(Punctuation, Whitespace, Name)),
            (rf"(\()(\s*)({MEMBER})(?=\s*[,)])", bygroups(Punctuation, Whitespace, Name)),
            *((rf"({word})(\s+)({OTHER_NAME})", bygroups(Keyword, Whitespace, named)) for word, named in NAMED.items()),
            (STRING, String.Double),
            (r'"[^\r\n]*', Error),
            (r"-?\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)?)?(?![\w:%-])", Literal.Date),
            (r"\d\d:\d\d(?::\d\d)?(?![\w:%-])", Literal.Date),
            (r"-?\d+\.\d+%?(?![\w:%-])", Number.Float),
            (r"-?\d+%?(?![\w:%-])", Number.Integer),
            (r"-?\d[\w:%+-]*", Error),
            (_any_of(CONSTANTS), Keyword.Constant),
            (_any_of(OPERATORS), Operator.Word),
            (_any_of(RESERVED - CONSTANTS - OPERATORS), Keyword),
            (DOTTED, Name),
            (r"\.\.|[<>]=?|[=!]?=", Operator),
            (r"[{}()\[\],:]", Punctuation),
        ],
    }
