"""
What is asked of one fact, as conditions of the language: the fewest words, put together from what the files ask.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

import attrs

from blockrules.analysis.in_or_out import OTHERS
from blockrules.analysis.listed import Listed
from blockrules.analysis.spread import Spread
from blockrules.analysis.subjects import Key, Subject, seen
from blockrules.engine.domains import Buckets
from blockrules.insight.words import said
from blockrules.language import spelling
from blockrules.language.syntax import Name
from blockrules.model import conditions
from blockrules.model.conditions import InShare, Test
from blockrules.model.patterns import Pattern
from blockrules.model.truth import BUCKETS
from blockrules.model.types import VIEWS, Kind, OneOf, SetOf, Type, Value

# So many cases are told of.
MOST_CASES = 6
OPPOSITES = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


@attrs.frozen
class Words:
    """
    A condition on a fact, and its opposite.
    """

    words: str
    opposite: str


def atom(subject: Subject, name: object) -> Words:
    """
    That *name*, of what a test asks about, is true of a value.
    """
    fact = _fact(subject.fact.name)
    match name:
        case conditions.Absent:
            return Words(f"{fact} is none", f"{fact} is not none")
        case Pattern(text):
            return _plainly(f"{fact} matches {spelling.string(text)}")
        case _ if isinstance(subject.type, SetOf):
            member = "any other" if name == OTHERS else said(name, subject.type.element)  # type: ignore[arg-type]
            return _plainly(f"{fact} has {member}")
        case _:
            return _is(fact, said(name, subject.type))  # type: ignore[arg-type]


def cases(cut: Listed, mask: int) -> Sequence[str]:
    """
    The classes of *mask*: one of these conditions holds, or more.
    """
    full = (1 << len(cut.classes)) - 1
    if enumerated := _enumerated(cut, mask, full):
        return [enumerated]
    if not cut.words:
        cut.words.update(_literals(cut, full))
    return _worded(cut.words, mask, full)


def buckets(cut: Spread, place: int, mask: int, *, is_somewhere: bool) -> Sequence[str]:
    """
    The classes of *mask*, of the seed in that *place*; of a value that *is_somewhere*, whatever its bucket, that goes
    without saying.
    """
    key, axis = list(cut.axes.items())[place]
    assert isinstance(axis.domain, Buckets)
    assert key.seed is not None
    # What is in no bucket has the last class.
    full = (1 << axis.domain.size - is_somewhere) - 1
    if mask & full in (0, full):
        return []
    fact, literals = _fact(cut.subject.fact.name), {}
    everybody = InShare(cut.subject.fact.name, BUCKETS, key.seed, None)  # type: ignore[arg-type]  # stands nowhere
    for test in (*cut.subject.tests[key], everybody):
        words = _words(fact, cut.subject.type, test, optional=False)
        literals[axis.domain.classes(test) & full] = words.words
        literals[full & ~axis.domain.classes(test)] = words.opposite
    return _worded(literals, mask & full, full)


def _worded(literals: Mapping[int, str], mask: int, full: int) -> Sequence[str]:
    """
    The classes of *mask*, of all those that are *full*, put together from *literals*, conditions by their classes.
    """
    if mask in literals:
        return [literals[mask]]
    around = _fewest([each for each in literals if each & mask == mask], mask, and_, full)
    if around:
        return [" and ".join(literals[each] for each in around)]
    within = _fewest([each for each in literals if each & mask == each], mask, or_, 0)
    if within and len(within) <= MOST_CASES:
        return [literals[each] for each in within]
    return list(_covering(literals, mask, full))


def _fewest(every: Sequence[int], mask: int, join: Callable[[int, int], int], start: int) -> Sequence[int]:
    """
    Few of *every* that make *mask* together; nothing where they do not.
    """
    if not every or reduce(join, every, start) != mask:
        return []
    left = sorted(every, key=int.bit_count, reverse=join is and_)
    for each in list(left):
        rest = [other for other in left if other != each]
        if rest and reduce(join, rest, start) == mask:
            left = rest
    return left


def _covering(literals: Mapping[int, str], mask: int, full: int) -> Iterator[str]:
    """
    Conditions of which one holds on each class of *mask*, and none on another.
    """
    rest = mask
    for _ in range(MOST_CASES):
        here, chosen = full, []
        own = rest & -rest
        while here & ~mask:
            left = here & ~mask
            # What no file can tell apart is not to be told apart.
            apt = [each for each in literals if each & own and left & ~each] or [mask]
            best = min(apt, key=lambda each: ((left & each).bit_count(), -(here & each & rest).bit_count()))
            here &= best
            chosen += [literals[best]] if best in literals else []
        yield " and ".join(chosen) or "true"
        rest &= ~here
        if not rest:
            return
    yield "…"


def _enumerated(cut: Listed, mask: int, full: int) -> str | None:
    """
    The members of *mask*, or those that are not of it, whichever are fewer; None where they are true and false.
    """
    key = next(iter(cut.axes))
    type: Type = VIEWS[key.part] if key.part else cut.subject.type
    if len(cut.axes) > 1 or not isinstance(type, OneOf):
        return None
    fact = _field(cut.subject, key)
    values = {1 << number: seen(cut.axes[key], key, value) for number, value in enumerate(cut.values)}
    here = [value for bit, value in values.items() if bit & mask]
    others = [value for bit, value in values.items() if bit & full & ~mask]
    members, words = (here, "") if _is_told_by(here, others) else (others, "not ")
    told = [said(each, type) for each in members]
    return f"{fact} is {words}{told[0]}" if len(told) == 1 else f"{fact} {words}in ({', '.join(told)})"


def _is_told_by(here: Sequence[Value], others: Sequence[Value]) -> bool:
    """
    Whether values are told by naming *here*, and not *others*; what is absent is named by itself only.
    """
    if [None] in (here, others):
        return here == [None]
    return None in others or (None not in here and len(here) <= len(others))


def _literals(cut: Listed, full: int) -> Iterator[tuple[int, str]]:
    """
    What the files ask of the fact, and the opposite of each, with the classes that it is true of.
    """
    for key, tests in cut.subject.tests.items():
        field = _field(cut.subject, key)
        type: Type = VIEWS[key.part] if key.part else cut.subject.type
        for test in tests:
            for each in _split(test):
                words, mask = _words(field, type, each, optional=cut.subject.fact.optional), cut.mask(key, each)
                yield mask, words.words
                yield full & ~mask, words.opposite


def _split(test: Test) -> Iterator[Test]:
    """
    *test*, and what it asks of several values, of each alone.
    """
    yield test
    match test:
        case conditions.Equal(_, values) if len(values) > 1:
            yield from (attrs.evolve(test, values=frozenset({each})) for each in values)
        case conditions.Matching(_, patterns) if len(patterns) > 1:
            yield from (attrs.evolve(test, patterns=(each,)) for each in patterns)
        case _:
            pass


def _words(fact: str, type: Type, test: Test, *, optional: bool) -> Words:
    match test:
        case conditions.Absent():
            return Words(f"{fact} is none", f"{fact} is not none")
        case conditions.Equal(_, values) if type is Kind.BOOL:
            return Words(fact, f"not {fact}")
        case conditions.Equal(_, values):
            told = [said(each, type) for each in sorted(values)]
            return _is(fact, told[0]) if len(told) == 1 else _negated(fact, f"in ({', '.join(told)})")
        case conditions.Between():
            return _between(fact, type, test, optional=optional)
        case conditions.Matching(_, patterns):
            told = [spelling.string(each.text) for each in patterns]
            every = told[0] if len(told) == 1 else f"({', '.join(told)})"
            return _plainly(f"{fact} matches {every}")
        case conditions.InShare(_, share, seed):
            return _negated(fact, f"in {spelling.share(share)} of {spelling.string(seed)}")
        case _:
            raise AssertionError(test)


def _between(fact: str, type: Type, test: conditions.Between, *, optional: bool) -> Words:
    if test.low is not None and test.high is not None:
        return _negated(fact, f"in {said(test.low, type)} .. {said(test.high, type)}")
    end = test.low if test.high is None else test.high
    sign = (">=" if test.low_included else ">") if test.high is None else "<=" if test.high_included else "<"
    words = f"{fact} {sign} {said(end, type)}"
    # What is absent is neither below nor above.
    return Words(words, f"not {words}" if optional else f"{fact} {OPPOSITES[sign]} {said(end, type)}")


def _is(fact: str, value: str) -> Words:
    return Words(f"{fact} is {value}", f"{fact} is not {value}")


def _negated(fact: str, rest: str) -> Words:
    return Words(f"{fact} {rest}", f"{fact} not {rest}")


def _plainly(words: str) -> Words:
    return Words(words, f"not {words}")


def _field(subject: Subject, key: Key) -> str:
    return _fact(f"{subject.fact.name}.{key.part}" if key.part else subject.fact.name)


def _fact(name: str) -> str:
    return spelling.fact(Name(name, None))  # type: ignore[arg-type]  # a name that stands nowhere
