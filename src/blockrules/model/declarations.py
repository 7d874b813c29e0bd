"""
What the `facts` statements of a file declare.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never
from zoneinfo import ZoneInfo

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Label, replacing, report
from blockrules.language.nearness import nearest
from blockrules.language.removals import leaving_out
from blockrules.language.source import Span
from blockrules.model.facts import Fact
from blockrules.model.literals import Place, literal
from blockrules.model.types import VIEWS, Kind, OneOf, SetOf, Type, Value, described

# More words between the points of a name would be nested deeper than any page.
MOST_WORDS = 64
PLAIN = {kind.value: kind for kind in Kind}
# How other languages call them.
OTHER_TYPES = {
    **dict.fromkeys(("string", "str", "varchar", "char"), "text"),
    **dict.fromkeys(("boolean", "flag"), "bool"),
    "integer": "int",
    **dict.fromkeys(("float", "double", "decimal", "real", "numeric"), "number"),
    **dict.fromkeys(("timestamp", "instant"), "datetime"),
    **dict.fromkeys(("url", "uri"), "path"),
    **dict.fromkeys(("list", "array"), "set of text"),
}
CERTAIN = frozenset({"string", "str", "boolean", "integer", "float"})
ELEMENTS = frozenset({Kind.TEXT, Kind.INT})


def twice(kind: str, name: syntax.Name, first: Span | None) -> Diagnostic:
    """
    What is said of a second declaration of *name*.
    """
    labels = [Label(first, "the first one")] if first else []
    help = f"to add to it, write `extend {name.span.text} {{ … }}`" if kind == "region" else None
    return report("BR206", name.span, labels=labels, kind=kind, name=name.text, help=help)


def repeated(row: Sequence[Span], number: int, first: Span) -> Diagnostic:
    """
    What is said of a place in a *row* that says the same as the *first*.
    """
    here = row[number]
    labels = [Label(first, "the first time")]
    return report("BR901", here, labels=labels, found=here.text, fixes=leaving_out(row, number))


@attrs.define
class FactsChecker:
    """
    Takes declared facts to checked ones; what is wrong goes to *diagnostics*. A fact whose type is at fault is *vague*:
    declared, but nothing is known of it.
    """

    zone: ZoneInfo | None
    diagnostics: list[Diagnostic]
    facts: dict[str, Fact] = attrs.field(factory=dict)
    vague: set[str] = attrs.field(factory=set)
    places: dict[str, Span] = attrs.field(factory=dict)

    def check(self, statements: Iterable[syntax.Facts]) -> None:
        """
        Take in all *statements*.
        """
        places = self.places
        for node in (fact for statement in statements for fact in statement.facts):
            name = node.name.text
            if name in places:
                self.diagnostics.append(twice("fact", node.name, places[name]))
                continue
            places[name] = node.name.span
            if name.count(".") >= MOST_WORDS:
                self.diagnostics.append(report("BR219", node.name.span, bound=MOST_WORDS))
            elif type := self._type(node.type):
                self.facts[name] = self._fact(node, type)
            else:
                self.vague.add(name)
        self.diagnostics += _prefixes(places)

    def agree(self, given: tuple[Fact, ...], statements: tuple[syntax.Facts, ...], *, complete: bool) -> None:
        """
        Take in the facts *given* by a class. Where the file has facts of its own, the two must agree.
        """
        own = self.facts
        self.facts = {fact.name: fact for fact in given}
        if not statements:
            return
        for name, fact in own.items():
            if fact.span and (difference := _difference(fact, self.facts.get(name))):
                self.diagnostics.append(report("BR217", fact.span, difference=difference))
                # Which of the two is meant is not known.
                self.facts.pop(name, None)
                self.vague.add(name)
        for name in self.facts if complete else ():
            if name not in own and name not in self.vague:
                self.diagnostics.append(report("BR218", statements[-1].span, name=name))

    def is_named(self, name: str) -> bool:
        """
        Whether *name* is that of a fact, or of a view of one.
        """
        of, _, part = name.rpartition(".")
        has_views = of in self.facts and self.facts[of].type is Kind.DATETIME
        return name in self.facts or (has_views and part in VIEWS)

    def _fact(self, node: syntax.Fact, type: Type) -> Fact:
        default: Value | Diagnostic = None
        is_none = node.default == syntax.Literal(None, node.span)
        if node.default and not (is_none and node.optional):
            default = literal(node.default, Place(node.name.text, type, self.zone, node.span, is_of_page=True))
        if isinstance(default, Diagnostic):
            self.diagnostics.append(default)
            default = None
        required = not node.optional and node.default is None
        return Fact(node.name.text, type, required, default, node.span, node.optional)

    def _type(self, node: syntax.Type) -> Type | None:
        match node:
            case syntax.Plain(name, span):
                if name not in PLAIN:
                    self.diagnostics.append(_no_type(name, span))
                return PLAIN.get(name)
            case syntax.Members(members):
                self.diagnostics += _repeated(members)
                return OneOf(tuple(dict.fromkeys(member.text for member in members)))
            case syntax.SetOf(element):
                return self._set(element)
            case _:
                assert_never(node)

    def _set(self, node: syntax.Plain | syntax.Members) -> Type | None:
        element = self._type(node)
        if isinstance(element, OneOf) or element in ELEMENTS:
            return SetOf(element)
        if element:
            self.diagnostics.append(report("BR216", node.span, name=element))
        return None


def _no_type(name: str, span: Span) -> Diagnostic:
    right = OTHER_TYPES.get(name.lower()) or nearest(name, PLAIN)
    if right is None:
        return report("BR208", span, name=name)
    safe = name.lower() in (right, *CERTAIN)
    fixes = [replacing(f"write `{right}`", span, right, safe=safe)]
    return report("BR208", span, name=name, help=f"did you mean `{right}`?", fixes=fixes)


def _repeated(members: tuple[syntax.Name, ...]) -> Iterator[Diagnostic]:
    places: dict[str, Span] = {}
    for member in members:
        if member.text in places:
            yield twice("member", member, places[member.text])
        places.setdefault(member.text, member.span)


def _prefixes(places: dict[str, Span]) -> Iterator[Diagnostic]:
    """
    The facts, declared at *places* in reading order, that would be parts of others (the law, 2).
    """
    reading_order = {name: number for number, name in enumerate(places)}
    for inner in places:
        words = inner.split(".")
        for length in range(1, min(len(words), MOST_WORDS)):
            outer = ".".join(words[:length])
            if outer in places:
                first, later = sorted((inner, outer), key=reading_order.__getitem__)
                labels = [Label(places[first], "the other one")]
                yield report("BR207", places[later], labels=labels, inner=inner, outer=outer)


def _difference(fact: Fact, other: Fact | None) -> str | None:
    """
    How *fact*, of the file, differs from the *other*, of the class.
    """
    if other is None:
        return "the class has none such"
    if not _is_alike(fact.type, other.type):
        return f"there it is {described(other.type)}"
    if fact.optional != other.optional:
        return "there it is optional" if other.optional else "there it is not optional"
    if fact.required != other.required:
        return "there it is required" if other.required else "there it has a default"
    return None if fact.default == other.default else "there it has another default"


def _is_alike(one: Type, other: Type) -> bool:
    """
    Whether the two types have the same values; the order of members does not count.
    """
    match one, other:
        case OneOf(members), OneOf(others):
            return set(members) == set(others)
        case SetOf(element), SetOf(another):
            return _is_alike(element, another)
        case _:
            return one == other
