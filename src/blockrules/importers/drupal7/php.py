"""
PHP, as far as one must know it to find a function and its statements without running anything.

The time is linear in the text, whatever it is: each pattern can read a text in one way only, what is not closed is one
word up to the end, and brackets are counted, not followed by recursion.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import attrs

OPENING = re.compile(r"<\?(?:(?i:php)(?!\w)|=)")
IDENTIFIER = r"[A-Za-z_\x80-\U0010ffff][A-Za-z0-9_\x80-\U0010ffff]*"
# In double quotes `{$a["b"]}` holds quotes that do not end them. A brace in it ends the search, so it is short.
INSIDE = r"""\$[^{}"']*(?:(?:"[^"{}]*"|'[^'{}]*')[^{}"']*)*\}"""
WORDS = re.compile(
    rf"""
    (?P<SPACE>[\t-\r ]+|/\*.*?\*/|(?://|\#)[^\r\n?]*(?:\?(?!>)[^\r\n?]*)*)
    |(?P<VARIABLE>\${IDENTIFIER})
    |(?P<NAME>\\?{IDENTIFIER}(?:\\{IDENTIFIER})*)
    |(?P<NUMBER>(?:0|[1-9][0-9]{{0,299}})(?![\w.]))
    |(?P<NUMERAL>[0-9][\w.]*)
    |(?P<STRING>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\$]*")
    |(?P<TEMPLATE>"[^"\\{{]*(?:(?:\\.|\{{(?:{INSIDE}|(?!{INSIDE})))[^"\\{{]*)*"|`[^`\\]*(?:\\.[^`\\]*)*`)
    |(?P<HEREDOC><<<[ \t]*(?P<quote>["']?)(?P<label>{IDENTIFIER})(?P=quote)(?=[\r\n])
        (?:.*?[\r\n][ \t]*(?P=label)(?![\w])|.*))
    |(?P<SEMICOLON>;|\?>.*?(?:{OPENING.pattern}|\Z))
    |(?P<UNCLOSED>(?:["'`]|/\*).*)
    |(?P<OTHER>->|=>|::|[=!]==?|.)
    """,
    re.DOTALL | re.VERBOSE,
)
PUNCTUATION = {
    "->": "_ARROW", "=>": "_GIVES", "::": "SCOPE", "=": "EQUAL", ",": "COMMA", "-": "MINUS", "(": "LPAR", ")": "RPAR",
    "[": "LSQB", "]": "RSQB", "{": "LBRACE", "}": "RBRACE",
}  # fmt: skip
# Words that take a head in brackets, after which a colon may stand for a brace; and those for its closing one.
HEADS = frozenset("if for foreach while switch declare".split())
TAILS = frozenset(f"end{word}" for word in HEADS)
CONTINUING = frozenset("else elseif catch finally".split())
CONTROL = HEADS | TAILS | CONTINUING | {"do", "try", "function", "class", "interface", "trait"}
KEYWORDS = {
    **dict.fromkeys(CONTROL, "CONTROL"),
    **dict.fromkeys("exit die throw goto".split(), "LEAVE"),
    **dict.fromkeys(("stdclass", "\\stdclass"), "STDCLASS"),
    **{word: word.upper() for word in "array false new null return t true".split()},
}


@attrs.frozen
class Word:
    """
    A word of PHP: its *type*, as the grammar has it; its *text*; and where it starts, in characters.
    """

    type: str
    text: str
    start: int

    def is_control(self, words: frozenset[str]) -> bool:
        """
        Whether it is one of *words*, which are of those that decide what runs.
        """
        return self.type == "CONTROL" and self.text.lower() in words


Statement = tuple[Word, ...]


@attrs.frozen
class Function:
    """
    A function, its statements without the semicolons, and whether it ends before the text does.
    """

    name: Word
    statements: tuple[Statement, ...]
    is_closed: bool


def functions(text: str, suffix: str) -> Iterator[Function]:
    """
    The functions in *text* whose names end in *suffix*, which is in lower case.
    """
    words = list(_words(text))
    at = 0
    while at < len(words):
        name = _name(words, at, suffix)
        if name is None:
            at += 1
            continue
        at = _next(words, at, "LBRACE", "SEMICOLON")
        if at < len(words) and words[at].type == "LBRACE":
            end = _closing(words, at)
            yield Function(name, tuple(_statements(words[at + 1 : end])), end < len(words))
            at = end


def _words(text: str) -> Iterator[Word]:
    opening = OPENING.search(text)
    before = ""
    for found in WORDS.finditer(text, opening.end() if opening else len(text)):
        kind, word = found.lastgroup, found[0]
        assert kind
        if kind == "SPACE":
            continue
        if kind == "NAME" and before not in ("_ARROW", "SCOPE"):
            kind = KEYWORDS.get(word.lower(), kind)
        elif kind == "OTHER":
            kind = PUNCTUATION.get(word, kind)
        yield Word(kind, word, found.start())
        before = kind


def _name(words: Sequence[Word], at: int, suffix: str) -> Word | None:
    if not words[at].is_control(frozenset({"function"})):
        return None
    after = [word for word in words[at + 1 : at + 3] if word.text != "&"]
    return after[0] if after and after[0].type == "NAME" and after[0].text.lower().endswith(suffix) else None


def _next(words: Sequence[Word], at: int, *types: str) -> int:
    return next((number for number in range(at, len(words)) if words[number].type in types), len(words))


def _closing(words: Sequence[Word], at: int) -> int:
    """
    Where the brace at *at* is closed; behind the last word if it is not.
    """
    depth = 0
    for number in range(at, len(words)):
        depth += (words[number].type == "LBRACE") - (words[number].type == "RBRACE")
        if depth == 0:
            return number
    return len(words)


def _statements(body: Sequence[Word]) -> Iterator[Statement]:
    begun: list[Word] = []
    nest: list[str] = []
    for word, after in pairwise([*body, Word("END", "", 0)]):
        _nest(nest, begun, word, after)
        begun.append(word)
        if not nest and _ends(begun, after):
            statement = tuple(begun if word.type != "SEMICOLON" else begun[:-1])
            if statement:
                yield statement
            begun = []
    if begun:
        yield tuple(begun)


def _nest(nest: list[str], begun: Sequence[Word], word: Word, after: Word) -> None:
    """
    Take *word* into account in what is open: of brackets the type, HEAD in that of a word in HEADS, and COLON.
    """
    match word.type:
        case "LPAR":
            nest.append("HEAD" if begun and begun[-1].is_control(HEADS) else "LPAR")
        case "LSQB" | "LBRACE":
            nest.append(word.type)
        case "RPAR" if nest and nest[-1] == "LPAR":
            nest.pop()
        case "RPAR" if nest and nest[-1] == "HEAD":
            nest[-1:] = ["COLON"] if after.text == ":" else []
        case "RSQB" if nest and nest[-1] == "LSQB":
            nest.pop()
        case "RBRACE":
            while nest and nest.pop() != "LBRACE":
                pass  # what the brace closes though it was left open
        case "CONTROL" if nest and nest[-1] == "COLON" and word.is_control(TAILS):
            nest.pop()


def _ends(begun: Sequence[Word], after: Word) -> bool:
    is_block = begun[0].type in ("CONTROL", "LBRACE")
    if is_block and after.is_control(CONTINUING):
        return False
    return begun[-1].type == "SEMICOLON" or (is_block and begun[-1].type == "RBRACE")
