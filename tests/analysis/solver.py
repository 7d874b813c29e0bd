"""
What models say of all pages, as terms of the solver z3: told from the law alone, with nothing of the analysis.

A fact is made of unknowns: whether it is absent, and its value. Values with an order are numbers: a date its day since
the year 1, a time of day its microseconds, a moment both. A set has an unknown for each member that is named, and one
for all others. A text has one for its class: two texts are of one class where all patterns and texts that are named
take both or neither. Which classes there are is found by taking the patterns' derivatives (Brzozowski, Derivatives of
Regular Expressions, 1964) along all texts, until nothing new is left; one character stands for all that no pattern
names. A bucket is an unknown of its own, which is known where the value is one of those that can be named.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache
from itertools import chain
from typing import Any

import attrs
import pytest

from blockrules.model import conditions
from blockrules.model.checker import Model
from blockrules.model.conditions import Condition, parts
from blockrules.model.facts import Fact
from blockrules.model.regions import Placement, Region
from blockrules.model.types import Kind, OneOf, SetOf, Value

z3: Any = pytest.importorskip("z3", reason="z3-solver is not installed")
# A formula or a number of the solver; and the numbers that stand for a value, the weightiest first.
Term = Any
Place = tuple[Term, ...]

MOST_STEPS = 2_000_000
DAY = 24 * 60 * 60 * 1_000_000
LAST_DAY = date.max.toordinal()
# Where it is true, pages keep what is assumed.
ASSUMED = z3.Bool("assumed")
# What a test asks of a text: the patterns, one of which it has to fit; a text stands for itself.
Row = tuple[str | int, ...]
Language = frozenset[Row]
# In a row, a run that stops at `/`, and one that does not.
WORD, RUN = 1, 2


@attrs.frozen(eq=False, slots=False)
class Telling:
    """
    What one *model* says: *own* are the facts whose unknowns no other model shares, *all* the models in play.
    """

    model: Model
    all: Sequence[Model]
    own: frozenset[str]
    tag: str
    known: dict[object, Term] = attrs.field(factory=dict)

    # Facts

    def unknown(self, sort: str, name: str, part: object = "") -> Term:
        """
        The unknown of that *sort* for a *part* of the fact *name*.
        """
        key = sort, name, part
        if key not in self.known:
            text = f"{self.tag if name in self.own else ''}{name}/{part}"
            self.known[key] = getattr(z3, sort)(text)
        return self.known[key]

    def absent(self, name: str) -> Term:
        """
        Where the fact *name* is absent.
        """
        is_optional = self.model.schema.facts[name].optional
        return self.unknown("Bool", name, "absent") if is_optional else z3.BoolVal(False)

    def place(self, name: str) -> Place:
        """
        The value of the fact or view *name*, as the numbers that stand for it.
        """
        if self.model.schema.types[name] is Kind.DATETIME:
            return self.unknown("Int", name, "day"), self.unknown("Int", name, "clock")
        return (self.number(name),)

    def number(self, name: str) -> Term:
        """
        The value of the fact or view *name*, which is no moment, or the number that stands for it.
        """
        if name in self.model.schema.views:
            view = self.model.schema.views[name]
            part = {"date": "day", "time": "clock", "weekday": "weekday"}[view.part]
            return self.unknown("Int", view.of.name, part)
        match self.model.schema.facts[name].type:
            case Kind.BOOL:
                return self.unknown("Bool", name)
            case Kind.NUMBER:
                return self.unknown("Real", name)
            case _:
                return self.unknown("Int", name)

    def limits(self) -> Iterator[Term]:
        """
        What all values keep.
        """
        for name, fact in self.model.schema.facts.items():
            value, *_ = (None,) if isinstance(fact.type, SetOf) else self.place(name)
            match fact.type:
                case OneOf(members):
                    yield z3.Or([value == _place(self.all, name, each) for each in members])
                case Kind.TEXT | Kind.PATH:
                    yield from _within(value, 0, len(self.classes(name)) - 1)
                case Kind.DATE:
                    yield from _within(value, 1, LAST_DAY)
                case Kind.TIME:
                    yield from _within(value, 0, DAY - 1)
                case Kind.DATETIME:
                    yield from self._calendar(name)
                case _:
                    pass
            yield from self._buckets(fact)

    def _calendar(self, name: str) -> Iterator[Term]:
        day, clock, weekday, week = (self.unknown("Int", name, part) for part in ("day", "clock", "weekday", "week"))
        yield from (*_within(day, 1, LAST_DAY), *_within(clock, 0, DAY - 1))
        yield from (*_within(weekday, 0, 6), *_within(week, 0, LAST_DAY // 7))
        # The first day of the year 1 was a Monday.
        yield day - 1 == 7 * week + weekday

    def _buckets(self, fact: Fact) -> Iterator[Term]:
        tests = [test for test in self.tests(fact.name) if not isinstance(test, conditions.InShare)]
        for seed in _seeds(self.tests(fact.name)):
            bucket = self.unknown("Int", fact.name, f"bucket under {seed}")
            yield from _within(bucket, 0, 9_999)
            known: Iterable[int | str] = self.named(fact.name)
            if fact.type is Kind.INT:
                defaults = [
                    model.schema.facts[fact.name].default for model in self.all if fact.name in model.schema.facts
                ]
                numbers = [value for test in tests for value in _bounds(test)]
                numbers += [value for value in defaults if isinstance(value, int)]
                # All further numbers are endless, so that there are some in any bucket.
                known = range(min(numbers) - 2, max(numbers) + 3) if numbers else ()
            for value in known:
                yield z3.Implies(self.is_value(fact.name, value), bucket == _bucket(seed, str(value)))

    def is_value(self, name: str, value: Value) -> Term:
        """
        Where the fact *name* has *value*.
        """
        fact = self.model.schema.facts[name]
        if value is None:
            return self.absent(name)
        if isinstance(value, frozenset):
            here = [term if member in value else z3.Not(term) for member, term in self.members(name).items()]
            return self._present(name, z3.And(here))
        if fact.type in (Kind.TEXT, Kind.PATH):
            return self._present(name, self.number(name) == self._class_of(name, str(value)))
        return self._present(name, _equal(self.place(name), self._code(name, value)))

    def _present(self, name: str, term: Term) -> Term:
        """
        Where *term* is so and the fact *name* is not absent.
        """
        is_optional = self.model.schema.facts[name].optional
        return z3.And(z3.Not(self.absent(name)), term) if is_optional else term

    def members(self, name: str) -> Mapping[object, Term]:
        """
        What can be in the set *name*, and where it is; None stands for all that no test names.
        """
        type = self.model.schema.facts[name].type
        assert isinstance(type, SetOf)
        if isinstance(type.element, OneOf):
            return {member: self.unknown("Bool", name, member) for member in type.element.members}
        named = {member for test in self.tests(name) for member in getattr(test, "members", ())}
        for model in self.all:
            default = model.schema.facts[name].default if name in model.schema.facts else None
            named |= default if isinstance(default, frozenset) else set()
        return {member: self.unknown("Bool", name, member) for member in (None, *sorted(named, key=str))}

    def same(self, other: "Telling", name: str) -> Term:
        """
        Where a page gives both the same for *name*.
        """
        fact = self.model.schema.facts[name]
        if isinstance(fact.type, SetOf):
            mine, yours = self.members(name), other.members(name)
            no = z3.BoolVal(False)
            terms = [mine.get(each, no) == yours.get(each, no) for each in dict.fromkeys([*mine, *yours])]
        else:
            terms = [_equal(self.place(name), other.place(name))]
        buckets = [f"bucket under {seed}" for seed in _seeds(self.tests(name))]
        terms += [self.unknown("Int", name, each) == other.unknown("Int", name, each) for each in buckets]
        return z3.And(self.absent(name) == other.absent(name), z3.Or(self.absent(name), z3.And(terms)))

    def tests(self, name: str) -> Sequence[conditions.Test]:
        """
        All that the models ask of the fact or view *name*.
        """
        if None not in self.known:
            found: dict[str, list[conditions.Test]] = {}
            for test in _tests(self.all):
                found.setdefault(test.fact, []).append(test)
            self.known[None] = found
        tests: Sequence[conditions.Test] = self.known[None].get(name, ())
        return tests

    # Texts

    def classes(self, name: str) -> Sequence[tuple[bool, ...]]:
        """
        The classes of the texts that *name* can be.
        """
        return _classes(tuple(self._languages(name)), self.model.schema.facts[name].type is Kind.PATH)

    def named(self, name: str) -> Sequence[str]:
        """
        The texts that stand by themselves: in a test of *name*, as a default, and the empty one.
        """
        facts = [model.schema.facts[name] for model in self.all if name in model.schema.facts]
        if facts[0].type not in (Kind.TEXT, Kind.PATH):
            return []
        found = {fact.default for fact in facts} | ({""} if facts[0].type is Kind.TEXT else set())
        for test in self.tests(name):
            found |= test.values if isinstance(test, conditions.Equal) else set()
        return sorted(each for each in found if isinstance(each, str))

    def _languages(self, name: str) -> Mapping[Language, int]:
        key = "languages", name
        if key not in self.known:
            tests = [_language(test) for test in self.tests(name) if _is_of_text(test)]
            texts = [frozenset([tuple(each)]) for each in self.named(name)]
            self.known[key] = {each: number for number, each in enumerate(dict.fromkeys([*tests, *texts]))}
        languages: Mapping[Language, int] = self.known[key]
        return languages

    def _class_of(self, name: str, text: str) -> int:
        signs = tuple(_takes(language, text) for language in self._languages(name))
        return self.classes(name).index(signs)

    # Conditions

    def holds(self, condition: Condition) -> Term:
        """
        Where *condition* holds (the law, 3).
        """
        if condition not in self.known:
            self.known[condition] = self._holds(condition)
        return self.known[condition]

    def _holds(self, condition: Condition) -> Term:
        match condition:
            case conditions.Constant(value):
                return z3.BoolVal(value)
            case conditions.Defined(name):
                return self.define(name)
            case conditions.Active(region):
                return self.active(region)
            case conditions.Not(operand):
                return z3.Not(self.holds(operand))
            case conditions.All(operands):
                return z3.And([self.holds(each) for each in operands])
            case conditions.Some(operands):
                return z3.Or([self.holds(each) for each in operands])
            case test:
                return self._passes(test)

    def _passes(self, test: conditions.Test) -> Term:
        schema = self.model.schema
        name = schema.views[test.fact].of.name if test.fact in schema.views else test.fact
        if isinstance(test, conditions.Absent):
            return self.absent(name)
        return self._present(name, self._takes(test))

    def _takes(self, test: conditions.Test) -> Term:
        name = test.fact
        match test:
            case conditions.Equal() | conditions.Matching() if _is_of_text(test) and not self._is_number(name):
                place = self._languages(name)[_language(test)]
                fitting = [number for number, signs in enumerate(self.classes(name)) if signs[place]]
                return z3.Or([self.number(name) == number for number in fitting])
            case conditions.Equal(_, values):
                return z3.Or([_equal(self.place(name), self._code(name, value)) for value in sorted(values)])
            case conditions.Between(_, low, high, low_included, high_included):
                here = self.place(name)
                ends = []
                if low is not None:
                    at = self._code(name, low)
                    ends.append(z3.Not(_below(here, at)) if low_included else _below(at, here))
                if high is not None:
                    at = self._code(name, high)
                    ends.append(z3.Not(_below(at, here)) if high_included else _below(here, at))
                return z3.And(ends)
            case conditions.Holding(_, members, every):
                there = [self.members(name)[each] for each in sorted(members)]
                return z3.And(there) if every else z3.Or(there)
            case conditions.Empty():
                return z3.Not(z3.Or([*self.members(name).values()]))
            case conditions.InShare(_, share, seed):
                bucket = self.unknown("Int", name, f"bucket under {seed}")
                is_text = self.model.schema.facts[name].type is Kind.TEXT
                nowhere = self.is_value(name, "") if is_text else z3.BoolVal(False)
                return z3.And(z3.Not(nowhere), bucket < share)
            case _:
                raise AssertionError(test)

    def _is_number(self, name: str) -> bool:
        return self.model.schema.types[name] not in (Kind.TEXT, Kind.PATH)

    def _code(self, name: str, value: object) -> Place:
        match value:
            case bool():
                return (z3.BoolVal(value),)
            case datetime():
                return z3.IntVal(value.toordinal()), z3.IntVal(_clock(value.timetz().replace(tzinfo=None)))
            case date():
                return (z3.IntVal(value.toordinal()),)
            case time():
                return (z3.IntVal(_clock(value)),)
            case str():
                return (z3.IntVal(_place(self.all, name, value)),)
            case _:
                assert isinstance(value, int | float)
                is_real = self.model.schema.types[name] is Kind.NUMBER
                return (z3.RealVal(Fraction(value)) if is_real else z3.IntVal(value),)

    # What stands on a page (the law, 4)

    def define(self, name: str) -> Term:
        """
        Where the define *name* holds.
        """
        key = "define", name
        if key not in self.known:
            self.known[key] = self.holds(self.model.defines[name])
        return self.known[key]

    def active(self, name: str) -> Term:
        """
        Where the region *name* is active; nowhere where there is none.
        """
        key = "region", name
        if key not in self.known:
            region = next((each for each in self.model.regions if each.name == name), None)
            self.known[key] = z3.BoolVal(False) if region is None else self._chosen(region, self.model.regions)
        return self.known[key]

    def shown(self, region: Region, placement: Placement) -> Term:
        """
        Where the block of *placement* in *region* is shown.
        """
        key = "block", region.name, region.placements.index(placement)
        if key not in self.known:
            self.known[key] = z3.And(self.active(region.name), self._chosen(placement, region.placements))
        return self.known[key]

    def _chosen(self, one: Region | Placement, every: Sequence[Region | Placement]) -> Term:
        turn = one.turn
        earlier = [
            each.condition
            for each in every
            if turn and each.turn and each.turn.choose == turn.choose and each.turn.place < turn.place
        ]
        own = self.holds(one.condition)
        return z3.And(own, *(z3.Not(self.holds(each)) for each in earlier)) if earlier else own

    def assumed(self) -> Sequence[Term]:
        """
        What the file assumes, one term for each time it does.
        """
        return [self.holds(each.condition) for each in self.model.promises if each.word == "assume"]


@attrs.frozen(eq=False)
class Told:
    """
    The pages that all of some models take and the last one assumes, with what each model says of them, the oldest
    first.
    """

    sides: tuple[Telling, ...]
    solver: Any

    @classmethod
    def of(cls, *models: Model) -> "Told":
        """
        What *models* say: one, or an old and a new one.
        """
        facts = [model.schema.facts for model in models]
        own = frozenset(name for name in facts[0] if any(each.get(name) != facts[0][name] for each in facts))
        sides = tuple(Telling(model, models, own, f"{number}/") for number, model in enumerate(models))
        solver = _solver()
        for side in sides:
            solver.add(*side.limits())
        for name in sorted(own):
            solver.add(_linked(name, *sides))
        solver.add(z3.Implies(ASSUMED, z3.And(sides[-1].assumed())))
        return cls(sides, solver)

    @classmethod
    def of_pairs(cls, model: Model) -> "Told":
        """
        All pairs of pages of one *model*.
        """
        sides = tuple(Telling(model, (model,), frozenset(model.schema.facts), f"{number}/") for number in range(2))
        solver = _solver()
        for side in sides:
            solver.add(*side.limits(), *side.assumed())
        return cls(sides, solver)

    def agree(self, names: Iterable[str]) -> Term:
        """
        Where both pages give the same for all facts of these *names*.
        """
        one, other = self.sides
        return z3.And([one.same(other, name) for name in names])

    def can_be(self, *terms: Term, is_assumed: bool = True) -> bool:
        """
        Whether a page can have all *terms*; one of those that are assumed, or any.
        """
        self.solver.push()
        self.solver.add(*terms)
        found = self.solver.check(*([ASSUMED] if is_assumed else []))
        self.solver.pop()
        assert found != z3.unknown, self.solver.reason_unknown()
        return bool(found == z3.sat)

    def can_differ(self, one: Term, other: Term) -> bool:
        """
        Whether a page can have just one of the two.
        """
        return self.can_be(one != other)


def _solver() -> Any:
    solver = z3.SimpleSolver()
    # So many of its steps may be taken for one question; past that it says that it does not know, and why.
    solver.set("rlimit", MOST_STEPS)
    return solver


def _linked(name: str, old: Telling, new: Telling) -> Term:
    """
    Where one page can give both files what they have for *name*, or leave it out.
    """
    facts = [side.model.schema.facts[name] for side in (old, new)]
    left_out = [side.is_value(name, fact.default) for side, fact in zip((old, new), facts, strict=True)]
    return z3.Or(old.same(new, name), *([] if any(fact.required for fact in facts) else [z3.And(left_out)]))


def _equal(one: Place, other: Place) -> Term:
    return z3.And([mine == yours for mine, yours in zip(one, other, strict=True)])


def _below(one: Place, other: Place) -> Term:
    (first, *rest), (second, *others) = one, other
    if not rest:
        return first < second
    return z3.Or(first < second, z3.And(first == second, _below(tuple(rest), tuple(others))))


def _within(value: Term, low: int, high: int) -> tuple[Term, Term]:
    return value >= low, value <= high


def _clock(value: time) -> int:
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def _place(models: Sequence[Model], name: str, member: str) -> int:
    """
    The number that stands for *member* of the enumeration *name*.
    """
    types = [model.schema.types[name] for model in models if name in model.schema.types]
    members = dict.fromkeys(chain.from_iterable(type.members for type in types if isinstance(type, OneOf)))
    return [*members].index(member)


def _tests(models: Iterable[Model]) -> Iterator[conditions.Test]:
    for model in models:
        for condition in (*model.conditions(), *(promise.condition for promise in model.promises)):
            yield from (part for part in parts(condition) if isinstance(part, conditions.Test))


def _seeds(tests: Iterable[conditions.Test]) -> Iterable[str]:
    return dict.fromkeys(test.seed for test in tests if isinstance(test, conditions.InShare))


def _bounds(test: conditions.Test) -> Iterator[int]:
    match test:
        case conditions.Equal(_, values):
            yield from (each for each in values if isinstance(each, int))
        case conditions.Between(_, low, high):
            yield from (each for each in (low, high) if isinstance(each, int))
        case _:
            pass


# Buckets (the law, 3)


@cache
def _bucket(seed: str, value: str) -> int:
    return _hash(str(_hash(seed + value))) % 10_000


def _hash(text: str) -> int:
    found = 2_166_136_261
    for byte in text.encode():
        found = ((found ^ byte) * 16_777_619) % 2**32
    return found


# Patterns (the law, 3)


def _is_of_text(test: conditions.Test) -> bool:
    return isinstance(test, conditions.Equal | conditions.Matching)


def _language(test: conditions.Test) -> Language:
    match test:
        case conditions.Equal(_, values):
            return frozenset(tuple(str(each)) for each in values)
        case conditions.Matching(_, patterns):
            return frozenset(_row(each.text, is_path=each.kind == "path") for each in patterns)
        case _:
            raise AssertionError(test)


def _row(pattern: str, *, is_path: bool) -> Row:
    if not is_path:
        return tuple(RUN if each == "*" else each for each in pattern)
    runs = pattern.split("**")
    rows = [[WORD if each == "*" else each for each in run] for run in runs]
    return tuple(chain(*((element for element in (*row, RUN)) for row in rows)))[:-1]


@cache
def _after(language: Language, character: str) -> Language:
    """
    What may follow *character* in the texts of *language* that begin with it.
    """
    found: set[Row] = set()
    for row in language:
        for place, element in enumerate(row):
            if element == RUN or (element == WORD and character != "/"):
                found.add(row[place:])
            elif element == character:
                found.add(row[place + 1 :])
            if isinstance(element, str):
                break
    return frozenset(found)


def _ends(language: Language) -> bool:
    return any(all(isinstance(element, int) for element in row) for row in language)


def _takes(language: Language, text: str) -> bool:
    for character in text:
        language = _after(language, character)
    return _ends(language)


@cache
def _classes(languages: tuple[Language, ...], is_path: bool) -> Sequence[tuple[bool, ...]]:
    """
    Which of *languages* take a text and which do not, for all texts, or all that are paths of pages.
    """
    named = {each for language in languages for row in language for each in row if isinstance(each, str)}
    other = next(each for each in map(chr, range(ord("a"), ord("z"))) if each not in named)
    alphabet = sorted(({*named, other} | ({"/"} if is_path else set())) - set("?#" if is_path else ""))
    begin = languages
    if is_path:
        begin = tuple(_after(each, "/") for each in languages)
    found = {tuple(map(_ends, begin)): None}
    waiting = [(begin, is_path)]
    seen = set(waiting)
    while waiting:
        here, _ = waiting.pop()
        for character in alphabet:
            state = tuple(_after(each, character) for each in here), is_path and character == "/"
            if state not in seen:
                seen.add(state)
                waiting.append(state)
                if not state[1]:
                    found[tuple(map(_ends, state[0]))] = None
    return tuple(found)
