"""
What can stand at a place in a rules file.

The text before the place is cut into items; the parser tells which words can follow those of the last one, and the
words themselves whose names are meant.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import attrs

from blockrules.editors.mentions import members, spoken, viewed
from blockrules.editors.symbols import Index, Kind, written
from blockrules.language import syntax
from blockrules.language.builder import EXPECTATIONS
from blockrules.language.diagnostics import rewritten
from blockrules.language.items import STARTS, stretches
from blockrules.language.parser import following, lex
from blockrules.language.source import LINE_END, Source, Span
from blockrules.language.tokens import KEYWORDS, Token
from blockrules.model.types import VIEWS, WEEKDAYS
from blockrules.model.types import Kind as Plain

# A word that is begun, as far back as a name can sensibly go.
PARTIAL = re.compile(r"[A-Za-z0-9_.-]{,200}\Z")
NAMED_AFTER: dict[str, Kind] = {
    "EXTEND": "region",
    "BEFORE": "region",
    "AFTER": "region",
    "SLOT": "slot",
    "GIVEN": "sample page",
}
OPERATORS = frozenset({"IS", "NOT_EQUAL", "IN", "HAS", "MATCHES", "COMPARISON"})
# The words that only follow a fact, and those of them that suit each type (the law, 2).
TESTS = frozenset({"IS", "IN", "NOT", "HAS", "MATCHES"})
SUITED = {"bool": frozenset[str](), "text": TESTS - {"HAS"}, "path": TESTS - {"HAS"}, "set": frozenset({"IS", "HAS"})}
ORDINARY = frozenset({"IS", "IN", "NOT"})


@attrs.frozen
class Suggestion:
    """
    What could be written, of which kind it is, and what a reader is told of it.
    """

    text: str
    kind: Kind | Literal["keyword", "type", "value"]
    detail: str = ""


@attrs.frozen
class Completion:
    """
    What could be written in the place of *span*, the word that is begun there.
    """

    span: Span
    suggestions: tuple[Suggestion, ...]


def completion(source: Source, offset: int, index: Index) -> Completion:
    """
    What could stand at the *offset* of *source*, with the names of *index*.
    """
    partial = PARTIAL.search(source.text[:offset])
    assert partial is not None
    before = Source(source.name, source.text[: partial.start()])
    tokens = [token for stretch in list(stretches(lex(before)))[-1:] for token in stretch.tokens]
    *_, line = LINE_END.split(before.text[tokens[-1].span.end if tokens else 0 :])
    is_comment = "#" in line
    is_first = not before.text[before.line_starts[-1] :].strip()
    place = _Place(tuple(tokens), index)
    found = () if is_comment else tuple(place.suggestions(is_first=is_first))
    return Completion(Span(source, partial.start(), offset), found)


def declaration(fact: syntax.Fact) -> str:
    """
    What a reader is told of a fact: its type, whether it is optional, its default.
    """
    optional = "optional " if fact.optional else ""
    default = f" = {rewritten(fact.default.span, ())}" if fact.default else ""
    return f"{optional}{rewritten(fact.type.span, ())}{default}"


@attrs.frozen
class _Place:
    """
    A place after the *tokens* of an item that is being written.
    """

    tokens: tuple[Token, ...]
    index: Index

    def suggestions(self, *, is_first: bool) -> Iterator[Suggestion]:
        """
        What could stand here; the words that begin an item only where the place *is first* in its line.
        """
        possible = self.possible()
        if "DATE" in possible:
            yield from self.values(possible)
        elif {"ONE", "WORD"} <= possible and "AFTER" not in possible:
            yield from (Suggestion(kind.value, "type") for kind in Plain)
            yield from _keywords(possible)
        elif "AFTER" not in possible or "STRING" not in possible:  # both: new members, which are anybody's guess
            yield from self.names(possible)
            yield from _keywords(possible - self.unsuited(possible))
            if is_first and (not self.tokens or "$END" in possible):
                yield from _keywords(STARTS - possible)

    def possible(self) -> frozenset[str]:
        """
        The types of the tokens that can come next; after a comma between entries, those of the next entry.
        """
        found = following(self.tokens)
        if not found and self.tokens and self.tokens[-1].type == "COMMA":
            return following(self.tokens[:-1]) & {"KEY", "BLOCK", "CHOOSE"}
        return found

    def unsuited(self, possible: frozenset[str]) -> frozenset[str]:
        """
        The words that the grammar allows here and the law does not.
        """
        found = frozenset[str]() if any(token.type == "CHOOSE" for token in self.tokens) else frozenset({"OTHERWISE"})
        if "IS" in possible:
            found |= TESTS - self.tests(spoken(self.tokens[-1]))
        return found

    def tests(self, name: str) -> frozenset[str]:
        """
        The words that can make a comparison of the fact or view *name*.
        """
        of, part = viewed(name, self.index.facts)
        fact = self.index.facts.get(of)
        if any(symbol.name == name for symbol in self.index.declared("define")):
            return SUITED["bool"]
        if fact is None:
            return TESTS
        kind = "set" if isinstance(fact.type, syntax.SetOf) else fact.type.span.text
        return ORDINARY if part else SUITED.get(kind, ORDINARY)

    # Names

    def names(self, possible: frozenset[str]) -> Iterator[Suggestion]:
        head = self.head()
        last = [token.type for token in head[-3:]]
        if "KEY" in possible:
            yield from self.entries()
        elif {"NOT", "DOTTED"} <= possible:
            yield from self.conditions()
        elif last[-2:] == ["ACTIVE", "LPAR"]:
            yield from self.declared("region")
        elif last[-2:] == ["EXPECT", "WORD"]:
            yield from self.declared("region")
            yield from self.declared("block") if head[-1].text != "regions" else ()
        elif last[:2] == ["EXPECT", "SLOT"]:
            yield from self.declared("block")
        elif last[-1:] == ["EXPECT"]:
            yield from (Suggestion(word, "keyword") for word in EXPECTATIONS)
        elif last[:1] == ["BLOCK"] and last[-1] == "IN":
            yield from self.declared("slot")
        elif {"WORD", "STRING"} <= possible and last[-1] in NAMED_AFTER:
            yield from self.declared(NAMED_AFTER[last[-1]])

    def head(self) -> tuple[Token, ...]:
        """
        The tokens up to the word that the names of a list follow.
        """
        end = len(self.tokens)
        while end > 2 and self.tokens[end - 1].type == "COMMA":
            end -= 2
        return self.tokens[:end]

    def declared(self, kind: Kind) -> Iterator[Suggestion]:
        for name in dict.fromkeys(symbol.name for symbol in self.index.declared(kind)):
            yield Suggestion(written(name, "fact" if kind in ("fact", "define") else "name"), kind)

    def facts(self) -> Iterator[tuple[str, str]]:
        """
        The facts, each with what is told of it.
        """
        for symbol in self.index.declared("fact"):
            fact = self.index.facts.get(symbol.name)
            yield symbol.name, declaration(fact) if fact else ""

    def conditions(self) -> Iterator[Suggestion]:
        for name, told in self.facts():
            yield Suggestion(written(name, "fact"), "fact", told)
            if viewed(f"{name}.date", self.index.facts)[1]:
                yield from (Suggestion(written(f"{name}.{part}", "fact"), "fact", str(VIEWS[part])) for part in VIEWS)
        yield from self.declared("define")

    def entries(self) -> Iterator[Suggestion]:
        """
        The facts of a page, or of `given`, that have no value yet.
        """
        if self.tokens[0].type not in ("PAGE", "TEST"):
            return
        opened = max(number for number, token in enumerate(self.tokens) if token.type == "LBRACE")
        given = {spoken(token) for token in self.tokens[opened:] if token.type == "KEY"}
        for name, told in self.facts():
            if name not in given:
                yield Suggestion(f"{written(name, 'key')}: ", "fact", told)

    # Values

    def values(self, possible: frozenset[str]) -> Iterator[Suggestion]:
        name, operator = self.compared()
        of, part = viewed(name, self.index.facts)
        fact = self.index.facts.get(of)
        if fact is None or "LSQB" in possible:
            return
        is_set, last = isinstance(fact.type, syntax.SetOf), self.tokens[-1].type
        words = {
            "NOT": last == "IS",
            "EMPTY": is_set and operator == "IS",
            "NONE": fact.optional and (operator == "IS" or last == "COLON"),
            "TRUE": fact.type.span.text == "bool",
            "FALSE": fact.type.span.text == "bool",
            "ANY": last == "HAS",
            "ALL": last == "HAS",
        }
        if not (is_set and operator == "IS"):
            for member in WEEKDAYS if part == "weekday" else members(fact):
                yield Suggestion(written(member, "member"), "member", f"of {name}")
        yield from _keywords({word for word in possible if words.get(word)})

    def compared(self) -> tuple[str, str]:
        """
        The fact whose value is to come, and what stands between the two.
        """
        number, token = next(
            (number, token)
            for number, token in reversed(tuple(enumerate(self.tokens)))
            if token.type == "KEY" or token.type in OPERATORS
        )
        if token.type == "KEY":
            return spoken(token), token.type
        before = 2 if self.tokens[number - 1].type == "NOT" else 1
        return spoken(self.tokens[number - before]), token.type


def _keywords(types: Iterable[str]) -> Iterator[Suggestion]:
    yield from (Suggestion(type.lower(), "keyword") for type in sorted(KEYWORDS & set(types)))
