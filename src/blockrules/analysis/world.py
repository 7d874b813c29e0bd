"""
All pages that can ever be, of one rules file, or of two that are compared.

Each fact that a file asks about has variables for its classes; what the rules say is then a diagram over them. Two
files share the facts that both have, with the values that both take.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import chain

import attrs

from blockrules.analysis.cuts import Cut, cut_of
from blockrules.analysis.diagrams import FALSE, TRUE, Diagram, Diagrams
from blockrules.analysis.sets import Sets
from blockrules.analysis.subjects import Key, Subject
from blockrules.engine.where import Where
from blockrules.engine.workings import Values
from blockrules.model.checker import Model
from blockrules.model.conditions import InShare, Test, parts
from blockrules.model.facts import Fact
from blockrules.model.frozen import Frozen
from blockrules.model.truth import passes
from blockrules.model.types import OneOf, SetOf, Type

# The classes of whether a fact is given.
LEFT_OUT, GIVEN = 1, 2


@attrs.frozen(eq=False)
class Seat:
    """
    A fact of one side or of both, and its variables, which begin with the *first*: where its default was changed, one
    for whether it is *given*; then those of its *cut*, of which nothing is known where it has too many classes. Where
    no page can give it to both sides, it *is_fixed*: left out.
    """

    fact: Fact
    sides: frozenset[int]
    cut: Cut | None
    first: int
    is_given: int | None
    is_fixed: bool = False

    @property
    def variables(self) -> range:
        """Those of the values."""
        return range(self.first, self.first + len(self.cut.sizes if self.cut else ()))


@attrs.frozen(eq=False, slots=False)
class World:
    """
    The pages of *models*: one, or an old and a new one, whose pages are compared where both take them and the new one
    assumes them.
    """

    models: tuple[Model, ...]
    seats: tuple[Seat, ...]
    diagrams: Diagrams

    @classmethod
    def of(cls, *models: Model) -> "World":
        """
        The world of *models*.
        """
        found = list(_subjects(models))
        # What conditions ask for together is together, in whichever order it is declared: that keeps diagrams small.
        asked = {name: place for place, name in enumerate(chain.from_iterable(map(_tests, reversed(models))))}
        seats: dict[int, Seat] = {}
        sizes: list[int] = []
        for number in sorted(range(len(found)), key=lambda number: asked.get(found[number][0].fact.name, len(asked))):
            subject, sides = found[number]
            cut = cut_of(subject)
            facts = [models[side].schema.facts[subject.fact.name] for side in sides]
            is_changed = len({(fact.default, fact.required) for fact in facts}) > 1
            is_given = len(sizes) if is_changed and not any(fact.required for fact in facts) else None
            sizes += [] if is_given is None else [2]
            is_fixed = len(sides) < len(models) and not facts[0].required
            seats[number] = Seat(subject.fact, frozenset(sides), cut, len(sizes), is_given, is_fixed)
            sizes += cut.sizes if cut else ()
        return cls(models, tuple(seats[number] for number in sorted(seats)), Diagrams(sizes))

    @cached_property
    def sets(self) -> Sets:
        """What sets of pages can be made."""
        return Sets(self.diagrams)

    @cached_property
    def sides(self) -> tuple["Side", ...]:
        """The files, the old one first."""
        return tuple(Side(self.diagrams, self, number, self.models[number]) for number in range(len(self.models)))

    @cached_property
    def by_name(self) -> tuple[Mapping[str, Seat], ...]:
        """For each side, where each fact is."""
        return tuple(
            Frozen((seat.fact.name, seat) for seat in self.seats if side in seat.sides)
            for side in range(len(self.models))
        )

    @cached_property
    def limits(self) -> tuple[Diagram, ...] | None:
        """Diagrams, no two of which ask for the same: what lies in all can occur. None where that is too much."""
        new = self.sides[-1]
        found = [each for seat in self.seats for each in self._limits(seat)]
        for promise in new.model.promises:
            if promise.word == "assume":
                where = new.where.holds(promise.condition)
                if where is None:
                    return None
                found.append(where)
        return self.diagrams.answered(lambda: tuple(self._apart(found)))

    @property
    def is_empty(self) -> bool:
        """Whether no page can occur."""
        return self.limits is not None and FALSE in self.limits

    def _limits(self, seat: Seat) -> Iterable[Diagram]:
        """
        What the values of a fact can be together. Where that is too much it is not said: then some pages seem to be
        that cannot, and of these no value is ever found.
        """
        cut = seat.cut
        if cut is None:
            return ()
        if seat.is_fixed:
            point = cut.point(seat.fact.default) or ()
            return [self.diagrams.literal(each, 1 << here) for each, here in zip(seat.variables, point, strict=True)]
        if self._is_at_odds(seat):
            return [FALSE]
        return self.diagrams.answered(lambda: list(cut.limits(self.diagrams, seat.first))) or ()

    def _is_at_odds(self, seat: Seat) -> bool:
        """
        Whether every page has to give it, but what the one side takes the other refuses.
        """
        return len(seat.sides) < len(self.models) and all(seat.fact.name in each.schema.facts for each in self.models)

    def _apart(self, every: Iterable[Diagram]) -> Sequence[Diagram]:
        apart: list[Diagram] = []
        for each in every:
            found = each
            for other in [other for other in apart if self.diagrams.asked[other] & self.diagrams.asked[each]]:
                apart.remove(other)
                found = self.diagrams.both(found, other)
            apart.append(found)
        return apart

    @property
    def is_exact(self) -> bool:
        """Whether there is a value for each class of each fact, as far as they are told apart."""
        return all(seat.cut.is_exact for seat in self.seats if seat.cut)

    def occurring(self, one: Diagram | None) -> Diagram | None:
        """
        What of *one* can occur.
        """
        if one is None or self.limits is None:
            return None
        if self.is_empty:
            return FALSE
        here = [each for each in self.limits if self.diagrams.asked[each] & self.diagrams.asked[one]]
        return self.diagrams.answered(lambda: self.diagrams.all([*here, one])) if here else one

    def around(self, one: Diagram) -> Diagram:
        """
        What can occur, as far as it has to do with *one*.
        """
        asked = self.diagrams.asked[one]
        near = [each for each in self.limits or () if self.diagrams.asked[each] & asked]
        found = self.diagrams.answered(lambda: self.diagrams.all(near))
        return TRUE if found is None else found

    def share(self, one: Diagram) -> Fraction:
        """
        The part of the classes of what can occur that lies in *one*, which can.
        """
        return self.diagrams.share(one) / self.diagrams.share(self.around(one))


@attrs.frozen(eq=False, slots=False)
class Side(Sets):
    """
    One of the files: what its conditions are true of.
    """

    world: World
    number: int
    model: Model

    @cached_property
    def where(self) -> Where[Diagram]:
        """Where its regions and blocks hold."""
        return Where.of(self.model, self)

    def passing(self, test: Test) -> Diagram | None:
        """
        Where *test* is true; None where its fact has too many classes.
        """
        name, key = _asking(self.model, test)
        seat, diagrams = self.world.by_name[self.number][name], self.diagrams
        cut = seat.cut
        if cut is None:
            return None
        if seat.is_given is None:
            return diagrams.answered(lambda: cut.passing(key, test, diagrams, seat.first))
        default = Values(self.model.schema, {name: self.model.schema.facts[name].default})
        left_out = diagrams.literal(seat.is_given, LEFT_OUT if passes(test, default[test.fact]) else 0)
        given = diagrams.literal(seat.is_given, GIVEN)
        return diagrams.answered(
            lambda: diagrams.some([left_out, diagrams.both(given, cut.passing(key, test, diagrams, seat.first))])
        )


def _subjects(models: Sequence[Model]) -> Iterator[tuple[Subject, Sequence[int]]]:
    """
    The facts of *models*, each with the sides that share it: those of the last first.
    """
    tests = [_tests(model) for model in models]
    names = dict.fromkeys(chain.from_iterable(model.schema.facts for model in reversed(models)))
    for name in names:
        sides = [side for side, model in enumerate(models) if name in model.schema.facts]
        facts = [models[side].schema.facts[name] for side in sides]
        for group in [sides] if _are_alike([fact.type for fact in facts]) else [[side] for side in sides]:
            here = [models[side].schema.facts[name] for side in group]
            asked = dict.fromkeys(chain.from_iterable(tests[side].get(name, ()) for side in group))
            yield _subject(here, _by_key(asked)), group


def _by_key(asked: Iterable[tuple[Key, Test]]) -> Mapping[Key, Sequence[Test]]:
    found: dict[Key, list[Test]] = {}
    for key, test in asked:
        found.setdefault(key, []).append(test)
    return found


def _subject(facts: Sequence[Fact], tests: Mapping[Key, Sequence[Test]]) -> Subject:
    fact = attrs.evolve(facts[-1], optional=all(each.optional for each in facts))
    members = [_members(each.type) for each in facts]
    if len(set(members)) == 1:
        return Subject(fact, fact.type, None, tests)
    every = OneOf(tuple(dict.fromkeys(chain.from_iterable(reversed(members)))))
    type: Type = SetOf(every) if isinstance(fact.type, SetOf) else every
    return Subject(fact, type, frozenset(members[0]).intersection(*members[1:]), tests)


def _members(type: Type) -> tuple[str, ...]:
    element = type.element if isinstance(type, SetOf) else type
    return element.members if isinstance(element, OneOf) else ()


def _are_alike(types: Sequence[Type]) -> bool:
    """
    Whether a value can be of all of *types*.
    """
    if len(set(types)) == 1:
        return True
    are_sets = {isinstance(type, SetOf) for type in types}
    members = [frozenset(_members(type)) for type in types]
    return len(are_sets) == 1 and (all(members) and (are_sets == {True} or bool(members[0].intersection(*members[1:]))))


def _tests(model: Model) -> Mapping[str, Sequence[tuple[Key, Test]]]:
    """
    What *model* asks about each fact.
    """
    found: dict[str, list[tuple[Key, Test]]] = {}
    for condition in chain(model.conditions(), (promise.condition for promise in model.promises)):
        for part in parts(condition):
            if isinstance(part, Test):
                name, key = _asking(model, part)
                found.setdefault(name, []).append((key, part))
    return found


def _asking(model: Model, test: Test) -> tuple[str, Key]:
    """
    The fact that *test* asks about, and what about it.
    """
    if view := model.schema.views.get(test.fact):
        return view.of.name, Key(view.part, model.schema.zone)
    return test.fact, Key(seed=test.seed if isinstance(test, InShare) else None)
