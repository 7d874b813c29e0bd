"""
Generated rules files that make sense, over the whole language, and pages that sit on their boundaries.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal

import attrs
from hypothesis import strategies as st

from blockrules.language import syntax
from blockrules.language.printer import printed
from blockrules.model.types import Kind, OneOf, SetOf, Type
from tests.trees import NOWHERE

MEMBERS = ("red", "green", "when", "dark blue")
ZONES = ("Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC")
TEXTS = ("", "a", "b", "ab", "a-b", "ab\nab", "ä")
PATHS = ("/", "/a", "/a/b", "/b", "/a/b/c", "/ab", "/a//b", "//a", "/*")
PATTERNS = ("/a/*", "/a/**", "**/b", "/*", "/*/b", "/a*", "/**b**", "/*/c/**", "/a/*/c", "/**/b/**", "**a", "/")
DATES = tuple(date(2026, 3, 28) + timedelta(days) for days in range(4))
TIMES = (time(0), time(0, 30), time(1), time(1, 30), time(2), time(12), time(23, 59, 59))
# Around changes of the clock in those zones, and their local forms.
INSTANTS = (
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 1, 0, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 6, 30, tzinfo=UTC),
    datetime(2026, 4, 4, 15, 15, tzinfo=UTC),
    datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
)
LOCAL = (datetime(2026, 10, 25, 1, 30), datetime(2026, 12, 1, 9, 0), datetime(2026, 11, 1, 1, 30))
SEEDS = ("spring", "", "ä")
SHARES = (0, 1, 2_500, 5_000, 9_999, 10_000)

LITERALS: dict[Type, Sequence[Any]] = {
    Kind.INT: (-2, -1, 0, 1, 2, 10**30),
    Kind.NUMBER: (-1, 0, 0.5, 1, 2.5),
    Kind.TEXT: TEXTS,
    Kind.PATH: ("/", "/a", "/a/b", "/b", "/ab"),
    Kind.DATE: DATES,
    Kind.TIME: TIMES,
    Kind.DATETIME: INSTANTS + LOCAL,
}
STEPS: dict[Type, Any] = {
    Kind.INT: 1,
    Kind.NUMBER: 0.25,
    Kind.DATE: timedelta(1),
    Kind.DATETIME: timedelta(microseconds=1),
}
TYPES: tuple[Type, ...] = (
    *Kind,
    OneOf(MEMBERS[:2]),
    OneOf(MEMBERS),
    SetOf(Kind.TEXT),
    SetOf(Kind.INT),
    SetOf(OneOf(MEMBERS[:3])),
)


@attrs.frozen
class Declared:
    """
    A fact of a generated file.
    """

    name: str
    type: Type
    optional: bool
    has_default: bool


@attrs.frozen
class Site:
    """
    A generated rules file: its facts, its items and its text.
    """

    facts: tuple[Declared, ...]
    items: tuple[syntax.Item, ...] = attrs.field(repr=False)
    text: str

    def pages(self) -> st.SearchStrategy[dict[str, object]]:
        """
        Complete pages, as mappings.
        """
        required = {each.name: _given(each) for each in self.facts if not (each.optional or each.has_default)}
        rest = {each.name: _given(each) for each in self.facts if each.optional or each.has_default}
        return st.fixed_dictionaries(required, optional=rest)


def _name(text: str) -> syntax.Name:
    return syntax.Name(text, NOWHERE)


def _literal(value: Any) -> syntax.Literal:
    return syntax.Literal(value, NOWHERE)


def _listed(values: Sequence[Any], type: Type) -> syntax.Listed:
    return syntax.Listed(tuple(_value(each, type) for each in values), NOWHERE)


def _value(value: Any, type: Type) -> syntax.Value:
    is_bare = isinstance(type, OneOf) and " " not in value
    return syntax.Word(value, NOWHERE) if is_bare else _literal(value)


def _several(values: Sequence[Any], least: int = 1, most: int = 3) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=min(most, len(values)), unique=True)


# Facts and the values that pages give them


@cache
def _given(fact: Declared) -> st.SearchStrategy[object]:
    value = _values(fact.type)
    return value | st.none() if fact.optional else value


def _values(type: Type) -> st.SearchStrategy[Any]:
    match type:
        case OneOf(members):
            return st.sampled_from(members)
        case SetOf(element):
            return st.frozensets(_values(element), max_size=3)
        case Kind.BOOL:
            return st.booleans()
        case Kind.PATH:
            return st.sampled_from(PATHS) | st.text("/ab*", max_size=6).map(lambda rest: f"/{rest}")
        case Kind.TEXT:
            return st.sampled_from(TEXTS) | st.text("ab*\n", max_size=4)
        case Kind.TIME:
            near = st.sampled_from(TIMES).map(lambda each: each.replace(microsecond=1))
            return st.sampled_from(TIMES) | near | st.just(time.max)
        case Kind.NUMBER:
            return st.builds(
                _near, st.sampled_from(LITERALS[type]), st.just(0.25), st.integers(-1, 1)
            ) | st.sampled_from([Decimal("0.5"), 10**20])
        case Kind.DATETIME:
            instants = [each.replace(tzinfo=UTC) for each in LITERALS[type]]
            hours = st.integers(-3, 3).map(lambda count: timedelta(hours=count))
            moved = st.builds(lambda instant, hour: instant + hour, st.sampled_from(instants), hours)
            return st.builds(_near, moved, st.just(STEPS[type]), st.integers(-1, 1))
        case _:
            return st.builds(_near, st.sampled_from(LITERALS[type]), st.just(STEPS[type]), st.integers(-1, 1))


def _near(value: Any, step: Any, steps: int) -> Any:
    return value + step * steps


def _type_node(type: Type) -> syntax.Type:
    match type:
        case OneOf(members):
            return syntax.Members(tuple(map(_name, members)), NOWHERE)
        case SetOf(element):
            node = _type_node(element)
            assert not isinstance(node, syntax.SetOf)
            return syntax.SetOf(node, NOWHERE)
        case Kind():
            return syntax.Plain(type.value, NOWHERE)


def _declarations(draw: st.DrawFn) -> tuple[tuple[Declared, ...], syntax.Facts]:
    types = draw(st.lists(st.sampled_from(TYPES), min_size=1, max_size=6))
    declared: list[Declared] = []
    nodes: list[syntax.Fact] = []
    for number, type in enumerate(types):
        is_first_moment = type is Kind.DATETIME and all(each.name != "now" for each in declared)
        name = "now" if is_first_moment else f"f{number}" if number % 2 else f"node.f{number}"
        default = draw(_defaults(type))
        fact = Declared(name, type, draw(st.booleans()), default is not None)
        declared.append(fact)
        nodes.append(syntax.Fact(_name(name), fact.optional, _type_node(type), default, NOWHERE))
    return tuple(declared), syntax.Facts(tuple(nodes), NOWHERE)


@cache
def _defaults(type: Type) -> st.SearchStrategy[syntax.EntryValue | None]:
    return st.none() | _values_of(type)


def _values_of(type: Type) -> st.SearchStrategy[syntax.EntryValue]:
    match type:
        case SetOf(element):
            pool = element.members if isinstance(element, OneOf) else LITERALS[element]
            return _several(pool, 0).map(lambda values: _listed(values, element))
        case OneOf(members):
            return st.sampled_from(members).map(lambda value: _value(value, type))
        case Kind.BOOL:
            return st.booleans().map(_literal)
        case _:
            return st.sampled_from(LITERALS[type]).map(_literal)


# Conditions

Conditions = st.SearchStrategy[syntax.Condition]
MOST_LEAVES = 5
_words: st.SearchStrategy[Literal["not", "and", "or"] | None] = st.sampled_from([None, None, "not", "and", "or"])


@cache
def _tests(fact: Declared) -> Sequence[Conditions]:
    """
    Sound tests of *fact*, of which none has but one outcome.
    """
    name = _name(fact.name)
    tests = [*_fact_tests(name, fact.type, fact.optional)]
    if fact.optional:
        tests.append(st.builds(syntax.Is, st.just(name), st.booleans(), st.just(_literal(None)), st.just(NOWHERE)))
    if fact.type is Kind.DATETIME:
        weekdays = OneOf(("monday", "saturday", "sunday"))
        tests += [
            *_fact_tests(_name(f"{fact.name}.date"), Kind.DATE, fact.optional),
            *_fact_tests(_name(f"{fact.name}.time"), Kind.TIME, fact.optional),
            *_fact_tests(_name(f"{fact.name}.weekday"), weekdays, True),
        ]
    return tests


def _fact_tests(name: syntax.Name, type: Type, optional: bool) -> Sequence[Conditions]:
    here, fact, negated = st.just(NOWHERE), st.just(name), st.booleans()
    match type:
        case Kind.BOOL:
            return [st.just(syntax.Reference(name, NOWHERE))]
        case SetOf(element):
            pool = element.members if isinstance(element, OneOf) else LITERALS[element]
            one = st.sampled_from(pool).map(lambda value: _listed([value], element))
            few = _several(pool).map(lambda values: _listed(values, element))
            return [
                st.builds(syntax.Has, fact, st.none(), one, here),
                st.builds(syntax.Has, fact, st.sampled_from(["any", "all"]), few, here),
                st.builds(syntax.Is, fact, negated, st.just(syntax.Empty(NOWHERE)), here),
            ]
        case OneOf(members):
            most = len(members) if optional else len(members) - 1
            some = _several(members, 1, most).map(lambda values: _listed(values, type))
            member = st.sampled_from(members).map(lambda value: _value(value, type))
            return [
                st.builds(syntax.Is, fact, negated, member, here),
                st.builds(syntax.In, fact, negated, some, here),
            ]
        case _:
            return _ordered_or_text_tests(name, type)


def _ordered_or_text_tests(name: syntax.Name, type: Type) -> Sequence[Conditions]:
    here, fact, negated = st.just(NOWHERE), st.just(name), st.booleans()
    one = st.sampled_from(LITERALS[type]).map(_literal)
    few = _several(LITERALS[type]).map(lambda values: _listed(values, type))
    tests: list[Conditions] = [
        st.builds(syntax.Is, fact, negated, one, here),
        st.builds(syntax.In, fact, negated, few, here),
    ]
    if type in (Kind.TEXT, Kind.PATH):
        pool = PATTERNS if type is Kind.PATH else ("a*", "*b", "*a*b*", "a", "*\n*")
        patterns = _several(pool).map(lambda texts: _listed(texts, type))
        tests.append(st.builds(syntax.Matches, fact, patterns, here))
    if type in (Kind.TEXT, Kind.INT):
        shares = st.sampled_from(SHARES)
        tests.append(st.builds(syntax.Rollout, fact, negated, shares, st.sampled_from(SEEDS), here))
    if type not in (Kind.TEXT, Kind.PATH):
        bound = one.filter(lambda value: value.value != time.min)
        operators = st.sampled_from(["<", "<=", ">", ">="])
        tests.append(st.builds(syntax.Compare, fact, operators, bound, here))
        ends = _several(LITERALS[type], 2, 2)
        tests.append(ends.filter(lambda pair: _is_range(pair, type)).map(lambda pair: _range(name, pair, type)))
    return tests


def _range(name: syntax.Name, pair: list[Any], type: Type) -> syntax.Between:
    low, high = pair if type is Kind.TIME else sorted(pair)
    return syntax.Between(name, False, _literal(low), _literal(high), NOWHERE)


def _is_range(pair: list[Any], type: Type) -> bool:
    """
    Whether the two can be told apart in any zone: local datetimes only beside one another.
    """
    return type is not Kind.DATETIME or all(each.tzinfo for each in pair) or not any(each.tzinfo for each in pair)


@attrs.frozen
class Leaves:
    """
    What conditions are made of: tests of facts, and references to what is *known* by now.
    """

    tests: Sequence[Conditions]
    known: Sequence[syntax.Condition] = ()


def _leaf(draw: st.DrawFn, leaves: Leaves) -> syntax.Condition:
    number = draw(st.integers(0, len(leaves.tests) + bool(leaves.known)))
    match number - len(leaves.tests):
        case 0:
            return syntax.Constant(draw(st.booleans()), NOWHERE)
        case 1:
            return draw(st.sampled_from(leaves.known))
        case _:
            return draw(leaves.tests[number])


def _condition(draw: st.DrawFn, leaves: Leaves, most: int = MOST_LEAVES) -> syntax.Condition:
    """
    A condition of *most* leaves at most.
    """
    match draw(_words) if most > 1 else None:
        case None:
            return _leaf(draw, leaves)
        case "not":
            return syntax.Not(_condition(draw, leaves, most - 1), NOWHERE)
        case "and" | "or" as word:
            first = _condition(draw, leaves, most // 2)
            rest = [_condition(draw, leaves, most // 2) for _ in range(draw(st.integers(1, 2)))]
            return syntax.Joined(word, (first, *rest), NOWHERE)


# Whole files


@st.composite
def sites(draw: st.DrawFn) -> Site:
    """
    Sound rules files. Defines and regions ask only about those of lower numbers, so there are no circles, whatever the
    order that they stand in.
    """
    facts, statement = _declarations(draw)
    zone = syntax.Timezone(_literal(draw(st.sampled_from(ZONES))), NOWHERE)
    leaves = Leaves([test for fact in facts for test in _tests(fact)])
    items: list[syntax.Item] = [statement]
    count = draw(st.integers(1, 6))
    number = 0
    while number < count:
        known: list[syntax.Condition] = [syntax.Active(_name(f"r{each}"), NOWHERE) for each in range(number)]
        known += [syntax.Reference(item.name, NOWHERE) for item in items if isinstance(item, syntax.Define)]
        more = attrs.evolve(leaves, known=known)
        if draw(st.booleans()):
            items.append(syntax.Define(_name(f"d{number}"), _condition(draw, more), NOWHERE))
        if draw(st.integers(0, 3)):
            when = _condition(draw, more) if draw(st.booleans()) else None
            items.append(_region(draw, number, count, when, leaves))
            number += 1
        else:
            alternatives = [_region(draw, each, count, _condition(draw, more), leaves) for each in (number, number + 1)]
            if draw(st.booleans()):
                alternatives[-1] = attrs.evolve(alternatives[-1], when=syntax.Otherwise(NOWHERE))
            items.append(syntax.RegionChoice(_name(f"c{number}"), tuple(alternatives), NOWHERE))
            number += 2
            count = max(count, number)
    if draw(st.booleans()):
        extra = [_block(draw, f"x{each}", leaves) for each in range(2)]
        items.append(syntax.Extend(_name("r0"), tuple(extra), NOWHERE))
    shuffled = (zone, *draw(st.permutations(items)))
    return Site(facts, shuffled, printed(shuffled))


def _region(draw: st.DrawFn, number: int, count: int, when: syntax.Condition | None, leaves: Leaves) -> syntax.Region:
    earlier = [f"r{each}" for each in range(number)]
    after = tuple(map(_name, draw(_several(earlier, 0, 2)))) if earlier else ()
    parts: list[syntax.Part] = [_block(draw, f"b{each}", leaves) for each in range(draw(st.integers(0, 2)))]
    if draw(st.booleans()):
        alternatives = tuple(
            _block(draw, name, leaves, sure=True) for name in ("one", draw(st.sampled_from(["one", "two"])))
        )
        parts.append(syntax.BlockChoice(None, alternatives, NOWHERE))
    parts.append(syntax.Entry(_name("label"), _literal(f"region {number}"), NOWHERE))
    later = [f"r{each}" for each in range(number + 1, count)]
    before = tuple(map(_name, draw(_several(later, 0, 2)))) if later else ()
    return syntax.Region(_name(f"r{number}"), draw(_weights), before, after, when, tuple(parts), NOWHERE)


_weights = st.none() | st.integers(-1, 1)
_slots = st.sampled_from([None, "header", "footer"])


def _block(draw: st.DrawFn, name: str, leaves: Leaves, *, sure: bool = False) -> syntax.Block:
    slot, weight = draw(_slots), draw(_weights)
    when = _leaf(draw, leaves) if sure or draw(st.integers(0, 9)) else None
    return syntax.Block(_name(name), _name(slot) if slot else None, weight, when, (), NOWHERE)
