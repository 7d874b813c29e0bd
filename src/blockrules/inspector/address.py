"""
The page that an address asks for, and the address of a page.

A query names facts as the command does: `device=mobile&roles=editor`, a set by one pair for each member. What begins
with a dot is no fact: `.sample` names the sample page that the facts stand over, `.none` facts that are absent, `.with`
holds facts that stand over all others (a button's), and `.since` the query before, so that what changed can be told;
`.was` which version of the rules there was then. `.end` is how the sender of a form writes the end of a line.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from urllib.parse import parse_qsl, urlencode

import attrs

from blockrules.analysis.subjects import plain as nothing_special
from blockrules.insight import words
from blockrules.language.diagnostics import shortened
from blockrules.language.nearness import suggestion
from blockrules.model.facts import Fact
from blockrules.model.frozen import Frozen
from blockrules.model.typed import Mistyped, fact_named, set_of, value_of
from blockrules.model.types import Kind, OneOf, SetOf, Value
from blockrules.model.values import Mismatch, taken
from blockrules.ruleset import Rules

SAMPLE, NONE, WITH, SINCE, WAS, END = ".sample", ".none", ".with", ".since", ".was", ".end"
Pairs = Sequence[tuple[str, str]]


@attrs.frozen
class Visit:
    """
    A page as an address gives it: the *values* of its facts; of facts that cannot be read, what was *typed* and what is
    at *fault*; what was asked for that is *unknown*; and the query *since* which changes are told.
    """

    values: Mapping[str, Value]
    typed: Mapping[str, str]
    faults: Mapping[str, str]
    unknown: tuple[str, ...]
    since: str | None
    was: str | None
    _asked: Pairs

    @property
    def is_whole(self) -> bool:
        """Whether every fact of the page could be read."""
        return not self.faults

    def query(self, rules: Rules) -> str:
        """
        The query that asks for just this page, again.
        """
        return query_of(self.values, rules.facts) if self.is_whole else urlencode(self._asked)


def visit(query: str, rules: Rules, now: datetime) -> Visit:
    """
    The page that *query* asks for; a required fact of which it says nothing has a plain value, which for a date is that
    of *now*.
    """
    pairs = _pairs(query)
    asked = [pair for pair in pairs if pair[0] not in (SINCE, WAS)]
    given = _grouped(pairs)
    for button in given.pop(WITH, []):
        over = _grouped(parse_qsl(button, keep_blank_values=True))
        given[NONE] = [name for name in given.get(NONE, []) if name not in over] + over.pop(NONE, [])
        given.update(over)
    since, was = (given.pop(name)[-1] if name in given else None for name in (SINCE, WAS))
    base, unknown = _base(given, rules)
    absent = frozenset(given.pop(NONE, []))
    values: dict[str, Value] = {}
    faults: dict[str, str] = {}
    for fact in rules.facts.values():
        texts = [] if fact.optional and fact.name in absent else given.get(fact.name)
        try:
            values[fact.name] = _read(fact, texts, base, rules, now)
        except Mistyped as error:
            faults[fact.name] = str(error)
    for name in given.keys() - rules.facts.keys():
        try:
            fact_named(rules.facts, shortened(name))
        except Mistyped as error:
            unknown.append(str(error))
    typed = {name: given[name][-1] for name in faults}
    return Visit(Frozen(values), typed, faults, tuple(sorted(unknown)), since, was, asked)


def _pairs(query: str) -> Pairs:
    """
    What stands in *query*. A browser that sends a form by itself ends every line in it by two characters.
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    ends = [text for name, text in pairs if name == END]
    if "\r\n" in ends:
        pairs = [(name, text.replace("\r\n", "\n")) for name, text in pairs]
    return [pair for pair in pairs if pair[0] != END]


def _grouped(pairs: Pairs) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    return found


def _base(given: dict[str, list[str]], rules: Rules) -> tuple[Mapping[str, Value], list[str]]:
    """
    What the facts stand over, the first sample page where nothing at all is *given*; and what is to be said of it.
    """
    if not given:
        return next(iter(rules.pages.values()), Frozen()), []
    name = given.pop(SAMPLE, [""])[-1]
    if name == "" or name in rules.pages:
        return rules.pages.get(name, Frozen()), []
    near = suggestion(name, rules.pages)
    return Frozen(), [f"no sample page named `{shortened(name)}`" + (f"; {near}" if near else "")]


def _read(fact: Fact, texts: Sequence[str] | None, base: Mapping[str, Value], rules: Rules, now: datetime) -> Value:
    """
    The value of *fact*, of which *texts* are given: None where nothing is, an empty list where it is to be absent.
    """
    if texts is None:
        return base.get(fact.name, plain(fact, now) if fact.required else fact.default)
    value = taken(_typed(fact, texts, rules), fact.type, rules.zone, optional=fact.optional)
    if isinstance(value, Mismatch):
        raise Mistyped(f"`{fact.name}`: expected {fact.type}, {value.came} came")
    return value


def _typed(fact: Fact, texts: Sequence[str], rules: Rules) -> object:
    if not texts:
        return None
    if isinstance(fact.type, SetOf) and len(texts) > 1:
        # The first of several may be blank: so a form gives a set of which nothing is ticked.
        return set_of(fact, fact.type, texts[1:] if texts[0] == "" else texts, rules.zone)
    if len(texts) > 1:
        raise Mistyped(f"`{fact.name}` is given twice")
    (text,) = texts
    if fact.type is Kind.TEXT or (isinstance(fact.type, OneOf) and text in fact.type.places):
        return text
    is_blank = text == "" and not isinstance(fact.type, SetOf)
    return None if is_blank and fact.optional else value_of(fact, text, rules.zone)


def plain(fact: Fact, now: datetime) -> Value:
    """
    What a required *fact* is while nobody says.
    """
    moment = now.replace(second=0, microsecond=0)
    match fact.type:
        case Kind.DATE:
            return date(moment.year, moment.month, moment.day)
        case Kind.TIME:
            return moment.time()
        case Kind.DATETIME:
            return moment
        case type:
            return nothing_special(type)


def query_of(values: Mapping[str, Value], facts: Mapping[str, Fact]) -> str:
    """
    The query that asks for the page with *values*. What a page has anyway is left out.
    """
    pairs = [
        pair
        for name, value in values.items()
        if facts[name].required or value != facts[name].default
        for pair in pairs_of(facts[name], value)
    ]
    return urlencode(pairs or [(SAMPLE, "")])


def pairs_of(fact: Fact, value: Value) -> Iterator[tuple[str, str]]:
    """
    What gives *fact* that *value*.
    """
    match value:
        case None:
            yield NONE, fact.name
        case frozenset():
            # Without members it is still given, and a comma in one parts nothing.
            yield fact.name, ""
            yield from ((fact.name, each) for each in sorted(map(str, value)))
        case str():
            yield fact.name, value
        case _:
            yield fact.name, words.said(value, fact.type)
