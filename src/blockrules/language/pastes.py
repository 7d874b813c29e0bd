"""
Text of another language in the place of rules, told by how its lines begin.

A stretch of such text is one fault, however many words of it belong in no rules file.
"""

from collections.abc import Sequence

from blockrules.language.items import Stretch, begins_line, line_begin
from blockrules.language.source import Span
from blockrules.language.tokens import Token

TEMPLATE = "a Jinja or Twig template"
# What lines of other languages begin with.
FIRST_WORDS = {
    **dict.fromkeys(("def", "import", "from", "class", "return", "elif", "try", "raise", "assert"), "Python"),
    **dict.fromkeys(("function", "const", "let", "var", "export"), "JavaScript"),
    **dict.fromkeys(("SELECT", "INSERT", "UPDATE", "CREATE"), "SQL"),
}
# What stands round the two sides of a merge.
CONFLICTS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
# Of these, only those with a colon at the end of the line.
BEFORE_A_COLON = frozenset({"if", "else", "for", "while", "with"})


def pasted(stretch: Stretch, tokens: Sequence[Token], number: int) -> tuple[Span, str] | None:
    """
    Where text of another language begins in the *tokens* of a *stretch*, the first fault of which is at that *number*,
    and which it is; None where there is none.
    """
    for place, token in enumerate(tokens):
        if _opens_template(tokens, place):
            return Span(token.source, token.start, token.start + 2), TEMPLATE
    if not stretch.start and (language := _first_of_file(tokens)):
        return tokens[0].span, language
    if number == len(tokens):
        return None
    first = line_begin(stretch.words, stretch.start + number, stretch.start) - stretch.start
    if language := _first_sign(tokens, first):
        return tokens[first].span, language
    if first < number:
        return None
    language = _first_word(stretch, tokens, number)
    return (tokens[number].span, language) if language else None


def _opens_template(tokens: Sequence[Token], place: int) -> bool:
    here = tokens[place]
    after = tokens[place + 1 : place + 2]
    return bool(after) and here.type == "LBRACE" and after[0].text in "{%" and _touch(here, after[0])


def _first_word(stretch: Stretch, tokens: Sequence[Token], number: int) -> str | None:
    word = tokens[number].text
    if word not in BEFORE_A_COLON:
        return FIRST_WORDS.get(word)
    after = range(number + 1, len(tokens))
    end = next((place for place in after if begins_line(stretch.words, stretch.start + place)), len(tokens))
    return "Python" if tokens[end - 1].type == "COLON" else None


def _first_sign(tokens: Sequence[Token], number: int) -> str | None:
    sign, after = tokens[number], tokens[number + 1 : number + 2]
    if sign.source.text.startswith(CONFLICTS, sign.start):
        return "a merge conflict"
    if sign.text == "<" and after and after[0].type in ("WORD", "JUNK") and _touch(sign, after[0]):
        return "PHP" if after[0].text == "?" else "HTML"
    return "YAML" if sign.text == "-" else None


def _first_of_file(tokens: Sequence[Token]) -> str | None:
    kinds = [token.type for token in tokens[:2]]
    if tokens[0].type == "KEY":
        return "YAML"
    if kinds == ["LBRACE", "KEY"] or (tokens[0].type == "LSQB" and kinds[1:] in (["LBRACE"], ["STRING"], ["LSQB"])):
        return "JSON"
    return "an INI file or TOML" if tokens[0].type == "LSQB" else None


def _touch(one: Token, other: Token) -> bool:
    return one.span.end == other.start
