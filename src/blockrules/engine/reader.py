"""
The fast way for the usual page: a dictionary that gives each fact in its plain type.

For each plan one function is written, which takes the value of every fact straight to the cubes that it leaves alive.
Whatever is not as it should be, or only unusual (a nested mapping, an enumeration of the host's, a fact at fault),
leaves that function; the page is then read and checked as any other, which gives the same answer, or the error.
"""

from bisect import bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from math import inf
from typing import Any

import attrs

from blockrules.engine.domains import Buckets, Row
from blockrules.engine.hashing import Lanes, Seeds
from blockrules.engine.plan import Decoder, Plan, Step
from blockrules.engine.tables import LONGEST_REMEMBERED, MOST_REMEMBERED, ClassTable, SignTable
from blockrules.model.facts import Fact, Schema
from blockrules.model.truth import fnv
from blockrules.model.types import Kind, OneOf, SetOf, Value
from blockrules.model.values import MOST_BITS, Mismatch, taken

# What stands for a fact that the page leaves to its default.
LEFT_OUT = object()
EVERY = -1
# The classes of values that the fast way takes, for those types that it looks up in a row of classes.
PLAIN = {Kind.INT: int, Kind.NUMBER: float, Kind.DATE: date, Kind.TIME: time, Kind.DATETIME: datetime}
# Beyond these an instant may have no date in some zone.
EARLY, LATE = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 1, 1, tzinfo=UTC)
# What more must be so of them.
ONLY = {
    Kind.INT: " and -BIG < {value} < BIG",
    Kind.NUMBER: " and -inf < {value} < inf",
    Kind.TIME: " and {value}.tzinfo is None",
    Kind.DATETIME: " and {value}.tzinfo is UTC and EARLY < {value} < LATE",
}
# A function for more would be too long for Python.
MOST_FACTS = 200
# So many buckets are remembered, of all values together; then all are forgotten.
MOST_BUCKETS = 1 << 18
# Roughly: hashing all seeds at once costs as much as some seeds one by one, and a little more for each.
FIXED, ONE_BY_ONE = 50, 4


class Unusual(Exception):
    """
    A value that the fast way does not take.
    """


@attrs.frozen(eq=False)
class FactReader:
    """
    One fact, and the steps of a plan that read it.
    """

    fact: Fact
    schema: Schema
    steps: tuple[Step, ...]

    def alive(self, value: Value) -> int:
        """
        The cubes that *value* leaves alive.
        """
        found = EVERY
        for step in self.steps:
            view = step.axis.view
            seen = view.of_instant(value, self.schema.zone) if view and isinstance(value, datetime) else value
            found &= step.table.alive(step.table.place(seen))
        return found

    def signed(self, value: str) -> int:
        """
        The same of a text or path.
        """
        if not self.steps:
            return EVERY
        table = self.steps[0].table
        assert isinstance(table, SignTable)
        return table.alive(table.domain.signature(value))

    def taken(self, given: object) -> Value:
        """
        The value that the page gives, checked.
        """
        if given is LEFT_OUT:
            return self.fact.default
        value = taken(given, self.fact.type, self.schema.zone, optional=self.fact.optional)
        if isinstance(value, Mismatch):
            raise Unusual
        return value


class Remembered(dict[Any, int]):
    """
    What the values of one fact leave alive: worked out when a value is first seen, and remembered for as long as there
    are not too many.
    """

    def __init__(self, reader: FactReader) -> None:
        super().__init__()
        self.reader = reader

    def __missing__(self, given: object) -> int:
        found = self.reader.alive(self.reader.taken(given))
        if not isinstance(given, str | tuple | frozenset) or len(given) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[given] = found
        return found


class RememberedPaths(Remembered):
    """
    The same for paths, of which new ones come all the time: the usual ones are checked here.
    """

    def __missing__(self, given: Any) -> int:
        if type(given) is not str or not given.isascii() or given[:1] != "/" or "?" in given or "#" in given:
            return super().__missing__(given)
        found = self.reader.signed(given.rstrip("/") or "/")
        if len(given) <= LONGEST_REMEMBERED:
            if len(self) >= MOST_REMEMBERED:
                self.clear()
            self[given] = found
        return found


@attrs.frozen
class Ask:
    """
    What a cube asks of one seed: the classes of buckets, between *starts*, that it lies in; *lane* is the place of the
    seed.
    """

    lane: int
    starts: tuple[int, ...]
    classes: int


class BucketReader:
    """
    The buckets of one fact under all its seeds, for those cubes that everything else has left alive.
    """

    def __init__(self, steps: list[Step], plan: Plan[Any]) -> None:
        self.asking = 0
        seeds: list[str] = []
        self.absent = EVERY
        self.asks: dict[int, tuple[int, list[Ask]]] = {}
        for lane, step in enumerate(steps):
            domain = step.axis.domain
            assert isinstance(domain, Buckets)
            seeds.append(domain.seed)
            self.asking |= step.asking
            self.absent &= step.table.alive(domain.place(None))
            for bit, classes in step.entries:
                self.asks.setdefault(bit.bit_length() - 1, (bit, []))[1].append(Ask(lane, domain.starts, classes))
        self.decoder = Decoder.of(range(plan.size))
        states = tuple(fnv(seed) for seed in seeds)
        self.seeds, self.lanes = Seeds(states), Lanes.of(states)
        # By value, the buckets that were asked for, by the place of the seed.
        self.memo: dict[bytes, dict[int, int]] = {}
        self.remembered = max(1, MOST_BUCKETS // len(seeds))

    def after(self, alive: int, value: Value) -> int:
        """
        Which of the cubes *alive* the buckets of *value* leave so.
        """
        if value is None or value == "":
            return alive & self.absent
        places = self.decoder.labels(alive & self.asking)
        text = str(value).encode("utf-8")
        buckets = self._remembered(text, len(places))
        for place in places:
            bit, asks = self.asks[place]
            for ask in asks:
                bucket = buckets.get(ask.lane)
                if bucket is None:
                    bucket = buckets[ask.lane] = self.seeds.bucket(ask.lane, text)
                if not ask.classes >> bisect_right(ask.starts, bucket) & 1:
                    alive ^= bit
                    break
        return alive

    def _remembered(self, text: bytes, asked: int) -> dict[int, int]:
        """
        The buckets of *text* that are known, by the place of the seed: all of them where many are *asked* for.
        """
        found = self.memo.get(text)
        if found is None:
            many = asked * ONE_BY_ONE > FIXED + len(self.seeds.states)
            found = dict(enumerate(self.lanes.buckets(text))) if many else {}
            if len(text) <= LONGEST_REMEMBERED:
                if len(self.memo) >= self.remembered:
                    self.memo.clear()
                self.memo[text] = found
        return found


FastWay = Callable[[object], int | None]


def fast_way(plan: Plan[Any], schema: Schema, *, extras: bool) -> FastWay:
    """
    The function from a page to the cubes that it leaves alive; to None where the page must be read as any other.
    """
    has_dots = schema.has_dots
    if (extras and has_dots) or len(schema.facts) > MOST_FACTS:
        # Among other keys it is not to be seen whether a page gives a fact in two ways.
        return lambda page: None

    def unusual(page: dict[str, object]) -> int | None:
        return fast(flat) if has_dots and (flat := _flat(page, schema)) else None

    fast = _Writer(plan, schema, extras, unusual).written()
    return fast


def _flat(page: Any, schema: Schema) -> dict[str, object] | None:
    """
    *page* with what its dictionaries give for dotted facts beside the rest; None where there is no such, or it gives a
    fact in two ways.
    """
    found: dict[str, object] = {}
    has_inner = False
    for key, value in page.items():
        branch = schema.tree.inner.get(key) if type(key) is str else None
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


@attrs.frozen(eq=False)
class Snapshot:
    """
    A page that went the fast way, as it was then: its values are read as they are asked for.
    """

    schema: Schema
    page: dict[str, Any]

    @classmethod
    def of(cls, schema: Schema, page: dict[str, Any]) -> "Snapshot":
        """
        *page* as it is now, whatever becomes of it, or of the lists and sets in it.
        """
        own: dict[str, object] = (schema.has_dots and _flat(page, schema)) or page.copy()
        for name in schema.sets:
            value = own.get(name)
            if isinstance(value, list | set):
                own[name] = frozenset(value)
        return cls(schema, own)

    def __getitem__(self, name: str) -> Value:
        if name in self.schema.views:
            view = self.schema.views[name]
            instant = self[view.of.name]
            return view.of_instant(instant, self.schema.zone) if isinstance(instant, datetime) else None
        fact = self.schema.facts[name]
        value = self.page.get(name, LEFT_OUT)
        if value is LEFT_OUT:
            return fact.default
        if isinstance(fact.type, SetOf):
            return None if value is None else frozenset(value)
        if fact.type is Kind.PATH and value is not None:
            return value.rstrip("/") or "/"
        return value.astimezone(UTC) if isinstance(value, datetime) else value


# Only values of the very classes that Python has are looked up, so that no code of the page runs here.
FRAME = """
def fast(page):
    if type(page) is not dict:
        return None
    try:
        {}
        return alive
    except (Unusual, KeyError):
        return unusual(page)
"""


@attrs.define
class _Writer:
    plan: Plan[Any]
    schema: Schema
    extras: bool
    unusual: Callable[[dict[str, object]], int | None]
    lines: list[str] = attrs.field(factory=list)
    names: dict[str, object] = attrs.field(factory=dict)

    def written(self) -> FastWay:
        """
        The function, compiled. Only names of facts enter its text, as literals.
        """
        self.names |= {"LEFT_OUT": LEFT_OUT, "Unusual": Unusual, "bisect": bisect_right, "inf": inf}
        self.names |= {"UTC": UTC, "EARLY": EARLY, "LATE": LATE, "text": _text, "BIG": 1 << MOST_BITS}
        facts = list(self.schema.facts.values())
        absent = [f"(v{number} is LEFT_OUT)" for number, fact in enumerate(facts) if not fact.required]
        for number, fact in enumerate(facts):
            key = repr(fact.name)
            self.lines.append(f"v{number} = page[{key}]" if fact.required else f"v{number} = page.get({key}, LEFT_OUT)")
        if not self.extras:
            self.lines.append(f"if len(page) != {' - '.join([str(len(facts)), *absent])}: raise Unusual")
        self.lines.append("alive = every")
        self.names["every"] = self.plan.every
        for number, fact in enumerate(facts):
            self._fact(number, fact)
        for number, fact in enumerate(facts):
            self._buckets(number, fact)
        if self.plan.guarded:
            self.names["guarded"] = self.plan.guarded
            self.lines.append("if alive & guarded: raise Unusual")
        self.names["unusual"] = self.unusual
        exec(compile(FRAME.format("\n        ".join(self.lines)), "<plan>", "exec"), self.names)
        made: FastWay = self.names["fast"]  # type: ignore[assignment]  # what the text defines
        return made

    def _fact(self, number: int, fact: Fact) -> None:
        value, table = f"v{number}", f"t{number}"
        steps = tuple(
            step for step in self.plan.steps if step.axis.fact is fact and not isinstance(step.axis.domain, Buckets)
        )
        reader = FactReader(fact, self.schema, tuple(step for step in steps if step.asking))
        place = "alive &= " if reader.steps else ""
        match fact.type:
            case Kind.BOOL:
                self.names |= {
                    f"yes{number}": reader.alive(True),
                    f"no{number}": reader.alive(False),
                    table: Other(reader),
                }
                self.lines.append(
                    f"{place}yes{number} if {value} is True else no{number} if {value} is False else {table}({value})"
                )
            case OneOf(members):
                self.names[table] = {member: reader.alive(member) for member in members}
                self.names[f"other{number}"] = Other(reader)
                self.lines.append(f"{place}{table}[{value}] if type({value}) is str else other{number}({value})")
            case SetOf(Kind.INT):
                self.names[table] = lambda given: reader.alive(reader.taken(_ints(given)))
                self.lines.append(f"{place}{table}({value})")
            case SetOf():
                self.names |= {table: Remembered(reader), "row": _row}
                is_one = f"type({value}) is tuple and len({value}) == 1 and type({value}[0]) is str"
                self.lines.append(f"{place}{table}[{value} if {is_one} else row({value})]")
            case Kind.TEXT if not reader.steps:
                self.names |= {table: Remembered(reader)}
                self.lines.append(f"if type({value}) is not str or not {value}.isascii(): {table}[text({value})]")
            case Kind.TEXT | Kind.PATH:
                self.names[table] = RememberedPaths(reader) if fact.type is Kind.PATH else Remembered(reader)
                self.lines.append(f"{place}{table}[{value} if type({value}) is str else text({value})]")
            case _:
                self._in_a_row(number, reader, fact.type)

    def _in_a_row(self, number: int, reader: FactReader, kind: Kind) -> None:
        value, other = f"v{number}", f"t{number}"
        self.names |= {other: Other(reader), f"c{number}": PLAIN[kind]}
        suits = f"type({value}) is c{number}{ONLY.get(kind, '')}".format(value=value)
        if not reader.steps:
            self.lines.append(f"if not ({suits}): {other}({value})")
        elif len(reader.steps) == 1 and not reader.steps[0].axis.view:
            table, domain = reader.steps[0].table, reader.steps[0].axis.domain
            assert isinstance(table, ClassTable)
            assert isinstance(domain, Row)
            self.names |= {f"s{number}": domain.starts, f"m{number}": table.masks}
            self.lines.append(f"alive &= m{number}[bisect(s{number}, {value})] if {suits} else {other}({value})")
        else:
            self.lines.append(f"alive &= {other}({value})")

    def _buckets(self, number: int, fact: Fact) -> None:
        steps = [
            step
            for step in self.plan.steps
            if step.axis.fact is fact and isinstance(step.axis.domain, Buckets) and step.asking
        ]
        if steps:
            reader = BucketReader(steps, self.plan)
            self.names |= {f"a{number}": reader.asking, f"b{number}": reader.after, f"d{number}": fact.default}
            given = f"v{number}" if fact.required else f"(d{number} if v{number} is LEFT_OUT else v{number})"
            self.lines.append(f"if alive & a{number}: alive = b{number}(alive, {given})")


class Other:
    """
    What the less usual values of a fact leave alive: an absent one, one left to its default, a datetime of another
    zone.
    """

    def __init__(self, reader: FactReader) -> None:
        self.reader = reader

    def __call__(self, given: object) -> int:
        if given is not None and given is not LEFT_OUT and type(given) is not datetime:
            raise Unusual
        return self.reader.alive(self.reader.taken(given))


def _row(given: Any) -> object:
    """
    A collection of texts as one that can be looked up.
    """
    if given is None or given is LEFT_OUT:
        return given
    if type(given) in (tuple, frozenset, list, set):
        for each in given:
            if type(each) is not str:
                raise Unusual
        return frozenset(given) if type(given) in (list, set) else given
    raise Unusual


def _text(given: object) -> object:
    if given is None or given is LEFT_OUT or type(given) is str:
        return given
    raise Unusual


def _ints(given: Any) -> object:
    if given is None or given is LEFT_OUT:
        return given
    if type(given) in (tuple, frozenset, list, set) and all(type(each) is int for each in given):
        return given
    raise Unusual
