"""
What a statement of an export says, read with Lark by exports.lark, or what in it cannot be read.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, cast

import attrs

from blockrules.importers.drupal7.php import Statement, Word
from blockrules.language.diagnostics import escaped, shortened

if TYPE_CHECKING:
    from lark import Lark

# No export nests so deep; what reads its values may go down by recursion.
DEEPEST = 64
ESCAPE = re.compile(r"\\([\\'])")
WHOLE = re.compile(r"0|-?[1-9][0-9]{0,18}")
HIGHEST = 2**63
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}
MODES = {"CONTEXT_CONDITION_MODE_OR": 0, "CONTEXT_CONDITION_MODE_AND": 1}
TYPES = {
    "VARIABLE": "the variable `{}`",
    "NAME": "the constant `{}`",
    "NUMERAL": "`{}`, which is no whole number in decimal digits or is too long,",
    "TEMPLATE": "a text in double quotes with variables or escapes in it",
    "HEREDOC": "a heredoc",
    "UNCLOSED": "a text or a comment that does not end",
}

Plain: TypeAlias = "str | int | bool | dict[str | int, Plain] | None"
Children = Sequence[Any]  # words and values, as the grammar has them


@attrs.frozen
class Collects:
    """
    A collection of contexts begins: `$export = array()`.
    """

    variable: str


@attrs.frozen
class Makes:
    """
    A context begins: `$context = new stdClass()`.
    """

    variable: str


@attrs.frozen
class Sets:
    """
    A property of a context gets its value: `$context->name = value`.
    """

    variable: str
    name: str
    value: Plain


@attrs.frozen
class Property:
    """
    `$context->name`, where its value is asked for.
    """

    variable: str
    name: str


@attrs.frozen
class Puts:
    """
    A context joins a collection: `$export['key'] = $context`.
    """

    variable: str
    key: str | Property
    context: str


@attrs.frozen
class Returns:
    """
    A collection is what the function exports: `return $export`.
    """

    variable: str


@attrs.frozen
class Extracts:
    """
    `t('text');`, which is there for what collects texts to translate.
    """


@attrs.frozen
class Unread:
    """
    A statement that PHP would have to work out: *what* in it is not read.
    """

    what: str


Said = Collects | Makes | Sets | Puts | Returns | Extracts


class Unknown(Exception):
    """
    A name that stands where a value does, and for none that is known.
    """


def read(statement: Statement) -> Said | Unread:
    """
    What *statement* says.
    """
    from lark import UnexpectedToken

    if statement[0].type == "CONTROL":
        return Unread(f"`{statement[0].text.lower()}`")
    parser = _lark().parse_interactive(start="statement")
    feed = cast("Callable[[Word], Said | None]", parser.feed_token)  # Lark looks at a token's type alone
    said, depth = None, 0
    for number, word in enumerate([*statement, Word("$END", "", 0)]):
        if depth >= DEEPEST and word.type in ("ARRAY", "LSQB"):
            return Unread(f"an array that nests deeper than {DEEPEST}")
        depth += (word.type in ("LPAR", "LSQB")) - (word.type in ("RPAR", "RSQB"))
        try:
            said = feed(word)
        except UnexpectedToken:
            return Unread(_called(statement, number))
        except Unknown:  # it is known to be no value when the word after it comes
            return Unread(_called(statement, number - 1))
    assert said
    return said


def string(word: Word) -> str:
    """
    What a STRING holds.
    """
    text = word.text[1:-1]
    return ESCAPE.sub(r"\1", text) if word.text[0] == "'" else text


def _called(statement: Statement, number: int) -> str:
    """
    The word at *number*, which could not be read, as it is called.
    """
    if number == len(statement):
        return "a statement that ends too early"
    word = statement[number]
    before, after = statement[:number][-1:], statement[number + 1 : number + 3]
    text = escaped(shortened(word.text, 60))
    if word.type == "LPAR" and before and before[0].type == "NAME":
        return f"a call of `{escaped(shortened(before[0].text, 60))}`"
    if word.type == "NAME" and after and after[0].type == "LPAR":
        return f"a call of `{text}`"
    if word.type == "LPAR" and [each.type for each in after] == ["NAME", "RPAR"]:
        return f"`({escaped(shortened(after[0].text, 60))})`"
    if not before:
        return f"`{text}`"
    return TYPES.get(word.type, "`{}`").format(text)


class _Builder:
    """
    What the parser calls whenever it has read a rule of the grammar: a method for each, named like it.
    """

    def collects(self, children: Children) -> Collects:
        return Collects(children[0].text)

    def makes(self, children: Children) -> Makes:
        return Makes(children[0].text)

    def sets(self, children: Children) -> Sets:
        variable, name, value = children
        return Sets(variable.text, name.text, value)

    def property(self, children: Children) -> Property:
        variable, name = children
        return Property(variable.text, name.text)

    def puts(self, children: Children) -> Puts:
        variable, key, context = children
        return Puts(variable.text, key if isinstance(key, Property) else string(key), context.text)

    def returns(self, children: Children) -> Returns:
        return Returns(children[0].text)

    def extracts(self, children: Children) -> Extracts:
        return Extracts()

    def string(self, children: Children) -> str:
        return string(children[0])

    def number(self, children: Children) -> int:
        return int(children[0].text)

    def negative(self, children: Children) -> int:
        return -int(children[0].text)

    def constant(self, children: Children) -> int | bool | None:
        word: Word = children[0]
        if word.type != "NAME":
            return CONSTANTS[word.text.lower()]
        if word.text not in MODES:
            raise Unknown
        return MODES[word.text]

    def entry(self, children: Children) -> Children:
        return children

    def array(self, children: Children) -> Plain:
        return _array(children)


def _array(entries: Iterable[Children]) -> dict[str | int, Plain]:
    """
    The array of *entries*, each a value with or without a key before it, by PHP's rules for keys.
    """
    array: dict[str | int, Plain] = {}
    following = 0
    for *keys, value in entries:
        key = _key(keys[0]) if keys else following
        array[key] = value
        if isinstance(key, int):
            following = max(following, key + 1)
    return array


def _key(key: str | int) -> str | int:
    if isinstance(key, str) and WHOLE.fullmatch(key) and -HIGHEST <= int(key) < HIGHEST:
        return int(key)
    return key


@cache
def _lark() -> "Lark":
    """
    The parser, built when the first statement is read.
    """
    from lark import Lark

    return Lark.open(
        "exports.lark", rel_to=__file__, parser="lalr", lexer="basic", start="statement", transformer=_Builder()
    )
