"""
The fast way for the usual page: a dictionary that gives each fact in its plain type.

For each plan a function is written, which takes the value of every fact straight to the cubes that it leaves alive, and
those to what they show. Whatever is not as it should be, or only unusual (a nested mapping, an enumeration of the
host's, a fact at fault), leaves that function; the page is then read and checked as any other, which gives the same
answer, or the error.

What a dictionary has for the name of a fact is taken for the fact. So where a host's own class of keys claims, by its
hash and its equality, to be a name that it does not spell, or spells one without claiming to be it beside that very
name and with extras allowed, a dictionary may be answered that would be refused as another mapping.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from math import inf
from typing import Any, TypeVar

import attrs

from blockrules.engine.domains import Buckets, Row
from blockrules.engine.layout import Found, Layout, Shown, Workings
from blockrules.engine.memory import TextMemory
from blockrules.engine.plan import Plan, Step
from blockrules.engine.reader import LEFT_OUT, FactReader, Paths, Unusual, collection, numbers, text
from blockrules.engine.rollouts import BucketReader
from blockrules.engine.tables import MASK_ROOM, MOST_REMEMBERED, ClassTable
from blockrules.model.facts import Fact, Schema
from blockrules.model.types import Kind, OneOf, SetOf
from blockrules.model.values import MOST_BITS

Answer = TypeVar("Answer")
Way = Callable[[object], Answer]
# The classes of values that the fast way takes, for those types that it looks up in a row of classes.
PLAIN = {Kind.INT: int, Kind.NUMBER: float, Kind.DATE: date, Kind.TIME: time, Kind.DATETIME: datetime}
# Beyond these an instant may have no date in some zone.
EARLY, LATE = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
# What more must be so of them, and where they must lie.
ONLY = {Kind.TIME: " and {value}.tzinfo is None", Kind.DATETIME: " and {value}.tzinfo is UTC"}
IS_INSIDE = {
    Kind.INT: "-BIG < {value} < BIG",
    Kind.NUMBER: "-inf < {value} < inf",
    Kind.DATETIME: "EARLY < {value} < LATE",
}
# A function for more would be too long for Python.
MOST_FACTS = 200
# Only values of the very classes that Python has are looked up, so no code of the page runs here but that of its keys,
# which a dictionary compares with what is sought; what it raises is told when the page is read again. *whole* is the
# page that this one was made of. An error is over before that: a traceback would show its value.
FRAME = """
def fast(page, whole=None):
    if type(page) is not dict:
        return slow(page)
    try:
        {reading}
    except (Unusual, KeyError):
        alive = None
    except Exception:
        if has_plain_keys(page):
            raise
        alive = None
    if alive is None:
        return unusual(page) if whole is None else slow(whole)
    {answering}
"""


def names_way(
    plan: Plan[Any], schema: Schema, slow: Way[Answer], answers: Mapping[int, Answer], *, extras: bool
) -> Way[Answer]:
    """
    The function from a page to what *answers* has for the cubes that it leaves alive. Pages that must be read as any
    other go to *slow*.
    """
    return _way(_Writer(plan, schema, {"answers": answers}), ["return answers[alive]"], slow, extras=extras)


def layouts_way(
    plan: Plan[Any],
    schema: Schema,
    slow: Way[Layout],
    answers: Mapping[int, Shown],
    workings: Workings,
    *,
    extras: bool,
) -> Way[Layout]:
    """
    The function from a page to its layout, which keeps the values of all facts as they are now, whatever becomes of the
    page or of the lists and sets in it.
    """
    own = []
    for number, fact in enumerate(schema.facts.values()):
        can_change = f"type(v{number}) is list or type(v{number}) is set"
        is_set = isinstance(fact.type, SetOf)
        own.append(f"frozenset(v{number}) if {can_change} else v{number}" if is_set else f"v{number}")
    names = {"answers": answers, "Layout": Layout, "workings": InTurn(tuple(schema.facts.values()), workings)}
    answering = f"return Layout(answers[alive], workings, ({''.join(each + ', ' for each in own)}))"
    return _way(_Writer(plan, schema, names), [answering], slow, extras=extras)


@attrs.frozen(eq=False)
class InTurn:
    """
    The workings of layouts that keep their page as the values of the *facts*, in turn.
    """

    facts: tuple[Fact, ...]
    workings: Workings

    def found(self, page: Sequence[Any]) -> Found:
        """
        How that of *page* was.
        """
        given = zip(self.facts, page, strict=True)
        return self.workings.found({fact.name: fact.default if value is LEFT_OUT else value for fact, value in given})


def _way(writer: "_Writer", answering: Sequence[str], slow: Way[Answer], *, extras: bool) -> Way[Answer]:
    schema = writer.schema
    if (extras and schema.has_dots) or len(schema.facts) > MOST_FACTS:
        # Among other keys it is not to be seen whether a page gives a fact in two ways.
        return slow

    def unusual(page: dict[str, object]) -> Answer:
        flat = _flat(page, schema) if schema.has_dots else None
        return slow(page) if flat is None else fast(flat, page)

    reading = "\n        ".join(writer.reading(extras=extras))
    names = writer.names | {"slow": slow, "unusual": unusual, "has_plain_keys": _has_plain_keys}
    exec(compile(FRAME.format(reading=reading, answering="\n    ".join(answering)), "<plan>", "exec"), names)
    fast: Callable[..., Answer] = names["fast"]  # type: ignore[assignment]  # what the text defines
    return fast


def _has_plain_keys(page: Mapping[object, object]) -> bool:
    return all(type(key) is str for key in page)


def _flat(page: Any, schema: Schema) -> dict[str, object] | None:
    """
    *page* with what its dictionaries give for dotted facts beside the rest; None where there is no such, it gives a
    fact in two ways, or a key could have code of its own.
    """
    found: dict[str, object] = {}
    has_inner = False
    for key, value in page.items():
        if type(key) is not str:
            return None
        branch = schema.tree.inner.get(key)
        if type(value) is dict and branch and not branch.fact:
            has_inner = True
            if any(type(each) is not str or f"{key}.{each}" in found for each in value):
                return None
            found |= {f"{key}.{each}": inner for each, inner in value.items()}
        elif key in found:
            return None
        else:
            found[key] = value
    return found if has_inner else None


@attrs.define
class _Writer:
    """
    The lines that read a page, and what the names in them stand for. Only names of facts enter the text, as literals.
    """

    plan: Plan[Any]
    schema: Schema
    names: dict[str, object] = attrs.field(factory=dict)

    def reading(self, *, extras: bool) -> list[str]:
        """
        The lines after which `alive` are the cubes that `page` leaves so.
        """
        self.names |= {"LEFT_OUT": LEFT_OUT, "Unusual": Unusual, "bisect": bisect_right, "inf": inf, "UTC": UTC}
        self.names |= {"EARLY": EARLY, "LATE": LATE, "text": text, "collection": collection, "BIG": 1 << MOST_BITS}
        self.names |= {"every": self.plan.every, "guarded": self.plan.guarded}
        facts = list(enumerate(self.schema.facts.values()))
        lines = []
        for number, fact in facts:
            key = repr(fact.name)
            lines.append(f"v{number} = page[{key}]" if fact.required else f"v{number} = page.get({key}, LEFT_OUT)")
        if not extras:
            absent = [f"(v{number} is LEFT_OUT)" for number, fact in facts if not fact.required]
            lines.append(f"if len(page) != {' - '.join([str(len(facts)), *absent])}: raise Unusual")
        lines.append("alive = every")
        lines += [line for number, fact in facts for line in self._fact(number, fact)]
        lines += [line for number, fact in facts for line in self._buckets(number, fact)]
        return [*lines, "if alive & guarded: raise Unusual"] if self.plan.guarded else lines

    def _fact(self, number: int, fact: Fact) -> Iterator[str]:
        value, table, other = f"v{number}", f"t{number}", f"o{number}"
        steps = [each for each in self._steps(fact) if not isinstance(each.axis.domain, Buckets)]
        reader = FactReader(fact, self.schema, tuple(steps))
        found = "alive &= " if steps else ""
        self.names[other] = reader.other
        match fact.type:
            case Kind.BOOL:
                self.names |= {f"yes{number}": reader.alive(True), f"no{number}": reader.alive(False)}
                yield f"{found}yes{number} if {value} is True else no{number} if {value} is False else {other}({value})"
            case OneOf(members):
                is_small = len(members) * self.plan.size <= MASK_ROOM
                self.names[table] = (
                    {each: reader.alive(each) for each in members}
                    if is_small
                    else TextMemory(reader.given, MOST_REMEMBERED)
                )
                yield f"{found}{table}[{value}] if type({value}) is str else {other}({value})"
            case SetOf(Kind.INT):
                self.names[table] = lambda given: reader.given(numbers(given))
                yield f"{found}{table}({value})"
            case SetOf():
                self.names[table] = TextMemory(reader.given, MOST_REMEMBERED)
                is_one = f"type({value}) is tuple and len({value}) == 1 and type({value}[0]) is str"
                yield f"{found}{table}[{value} if {is_one} else collection({value})]"
            case Kind.TEXT if not steps:
                self.names[table] = TextMemory(reader.given, MOST_REMEMBERED)
                yield f"if type({value}) is not str or not {value}.isascii(): {table}[text({value})]"
            case Kind.TEXT | Kind.PATH:
                self.names[table] = (
                    Paths(reader) if fact.type is Kind.PATH else TextMemory(reader.given, MOST_REMEMBERED)
                )
                yield f"{found}{table}[{value} if type({value}) is str else text({value})]"
            case _:
                yield from self._in_a_row(number, reader)

    def _in_a_row(self, number: int, reader: FactReader) -> Iterator[str]:
        kind, steps = reader.fact.type, reader.steps
        assert isinstance(kind, Kind)
        value, sound, alive = f"v{number}", f"i{number}", f"o{number}"
        self.names |= {f"c{number}": PLAIN[kind], sound: reader.sound, alive: reader.alive}
        template = f"type({{value}}) is c{number}{ONLY.get(kind, '')} and {IS_INSIDE.get(kind, 'True')}"
        is_usual = template.format(value=value)
        if len(steps) != 1 or steps[0].axis.view:
            yield f"if not ({is_usual}): {value} = {sound}({value})"
            if steps:
                yield f"alive &= {alive}({value})"
        else:
            table, domain = steps[0].table, steps[0].axis.domain
            assert isinstance(table, ClassTable)
            assert isinstance(domain, Row)
            self.names |= {f"s{number}": domain.starts, f"m{number}": table.masks}
            yield f"if {is_usual}: alive &= m{number}[bisect(s{number}, {value})]"
            yield f"else: {value} = {sound}({value}); alive &= {alive}({value})"

    def _buckets(self, number: int, fact: Fact) -> Iterator[str]:
        steps = [each for each in self._steps(fact) if isinstance(each.axis.domain, Buckets)]
        if steps:
            reader = BucketReader(steps, self.plan)
            self.names |= {f"a{number}": reader.asking, f"b{number}": reader.after, f"d{number}": fact.default}
            given = f"v{number}" if fact.required else f"(d{number} if v{number} is LEFT_OUT else v{number})"
            yield f"if alive & a{number}: alive = b{number}(alive, {given})"

    def _steps(self, fact: Fact) -> list[Step]:
        return [step for step in self.plan.steps if step.axis.fact is fact and step.asking]
