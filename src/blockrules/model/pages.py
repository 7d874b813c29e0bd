"""
A page, read: from whatever a host hands over to the values of its facts (the law, 2).

A mapping is checked whole. An object is asked for a fact when its value is first needed, so that a costly one may be
left unasked.
"""

import numbers
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MemberDescriptorType
from typing import TypeVar

import attrs

from blockrules.language.diagnostics import escaped, shortened
from blockrules.language.errors import BlockrulesError
from blockrules.language.nearness import suggestion
from blockrules.model.facts import Branch, Fact, Schema
from blockrules.model.types import VIEWS, Kind, Value
from blockrules.model.values import Mismatch, came, class_name, taken

Result = TypeVar("Result")
THE_PAGE = "(the page)"
MOST_SUGGESTIONS = 20
# The text of an error tells so many problems, and counts the rest.
MOST_TOLD = 100
OF_PAGES = "a mapping or an object with attributes"


@attrs.frozen
class Problem:
    """
    One fact of a page that cannot be read: what was *expected* (None of a name that is no fact's), and what *came*,
    neither with a value of the page.
    """

    fact: str
    expected: str | None
    came: str
    help: str | None = None

    def __str__(self) -> str:
        name, came = shortened(escaped(self.fact)), escaped(self.came)
        if self.expected is None:
            return f"`{name}` is {came}" + (f"; {escaped(self.help)}" if self.help else "")
        return f"`{name}`: expected {shortened(escaped(self.expected))}, {came} came"


class PageError(BlockrulesError):
    """
    A page that cannot be read. No text of it shows a fact's value.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__(tuple(problems))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """
        Every fact that is missing, of another type, given twice, or none of the declared ones.
        """
        found: tuple[Problem, ...] = self.args[0]
        return found

    def __str__(self) -> str:
        lines = [f"  {problem}" for problem in self.problems[:MOST_TOLD]]
        if more := len(self.problems) - len(lines):
            lines.append(f"  and {more:,} more")
        return "\n".join(["this page cannot be read", *lines])


class Raised(Exception):
    """
    Code of the page raised; the one argument is the name of the error's class.
    """


def foreign(call: Callable[..., Result], *arguments: object, **named: object) -> Result:
    """
    What *call* of *arguments* gives, which runs code of the page. Whatever that raises is the page's fault (the law,
    7).
    """
    try:
        return call(*arguments, **named)
    except Exception as error:  # noqa: BLE001 - whatever a page's own code raises
        raise Raised(class_name(error)) from None


@attrs.frozen
class Stranger:
    """
    A key that is no text: *kind* is what it is.
    """

    kind: str


def contents(value: object) -> list[tuple[str | Stranger, object]] | Mismatch | None:
    """
    The entries of a mapping; None of what is asked for attributes; what else it is: a None, string, number or other
    collection.
    """
    if isinstance(value, Mapping):
        return [
            (str.__str__(key) if isinstance(key, str) else Stranger(came(key)), inner) for key, inner in value.items()
        ]
    return Mismatch(came(value)) if value is None or isinstance(value, Collection | numbers.Number) else None


@attrs.define(eq=False)
class Page:
    """
    The values of a page's facts, and of their views, each read when it is first asked for; PageError where it cannot
    be.
    """

    schema: Schema
    extras: bool
    values: dict[str, Value] = attrs.field(factory=dict)
    # What was found for each fact, not yet checked, and in what under which key: one value, if the page is sound.
    given: dict[str, list[tuple[str, str, object]]] = attrs.field(factory=dict)
    # With what the names of the facts begin that are in something that raised.
    raised: list[str] = attrs.field(factory=list)
    # What can still be asked, with the prefix of the names it is asked for; and the names it was asked for.
    objects: list[tuple[str, Branch, object]] = attrs.field(factory=list)
    asked: set[tuple[int, str]] = attrs.field(factory=set)
    # Names that are no facts, so far.
    unknown: int = 0

    @classmethod
    def of(cls, schema: Schema, page: object, *, extras: bool) -> "Page":
        """
        *page*, as far as it is checked at once: the mapping that it is, with those in it.
        """
        read = cls(schema, extras)
        problems = list(read._enter("", "", schema.tree, page))
        facts = () if any(problem.fact == THE_PAGE for problem in problems) else schema.facts.values()
        for fact in facts:
            if fact.name in read.given or not any(fact.name.startswith(prefix) for prefix, _, _ in read.objects):
                problems += read._read(fact)
        if problems:
            raise PageError(problems)
        return read

    @classmethod
    def complete(cls, schema: Schema, values: Mapping[str, Value]) -> "Page":
        """
        The page that has *values*, all of them sound, and for the rest the defaults.
        """
        defaults = {name: fact.default for name, fact in schema.facts.items() if not fact.required}
        return cls(schema, extras=False, values={**defaults, **values})

    def __getitem__(self, name: str) -> Value:
        if name not in self.values:
            self.values[name] = self._view(name) if name in self.schema.views else self._fact(self.schema.facts[name])
        return self.values[name]

    def _view(self, name: str) -> Value:
        view = self.schema.views[name]
        instant = self[view.of.name]
        return view.of_instant(instant, self.schema.zone) if isinstance(instant, datetime) else None

    def _fact(self, fact: Fact) -> Value:
        if problems := list(self._read(fact)):
            # The page is refused; so that its author sees all of it at once, the rest is read too.
            raise PageError([*problems, *self._rest(fact)])
        return self.values[fact.name]

    def _rest(self, refused: Fact) -> Iterator[Problem]:
        for fact in self.schema.facts.values():
            if fact != refused:
                yield from self._read(fact)

    def _read(self, fact: Fact) -> Iterator[Problem]:
        """
        Put the value of *fact* among the values, or tell why there is none.
        """
        if fact.name in self.values:
            return
        try:
            yield from self._ask(fact.name)
            yield from self._take(fact, self.given.get(fact.name, []))
        except Raised as raised:
            yield _problem(fact, f"one that raised `{raised}`")

    def _take(self, fact: Fact, given: list[tuple[str, str, object]]) -> Iterator[Problem]:
        if len(given) > 1:
            ways = (f"`{key}` of `{prefix[:-1]}`" if prefix else f"`{key}`" for prefix, key, _ in given)
            yield _problem(fact, f"both {' and '.join(ways)}")
        elif given:
            value = foreign(taken, given[0][-1], fact.type, self.schema.zone, optional=fact.optional)
            if isinstance(value, Mismatch):
                yield _problem(fact, value.came)
            else:
                self.values[fact.name] = value
        elif fact.required:
            if not fact.name.startswith(tuple(self.raised)):
                yield _problem(fact, "nothing")
        else:
            self.values[fact.name] = fact.default

    def _ask(self, name: str) -> Iterator[Problem]:
        """
        Ask the objects that could have the fact *name*; those found on the way are asked in their turn.
        """
        for number, (prefix, branch, holder) in enumerate(self.objects):
            word = name[len(prefix) :].partition(".")[0]
            if name.startswith(prefix) and (number, word) not in self.asked:
                self.asked.add((number, word))
                for value in foreign(_attribute, holder, word):
                    yield from self._enter(prefix, word, branch.inner[word], value)

    def _enter(self, outer: str, key: str, branch: Branch, value: object) -> Iterator[Problem]:
        """
        Go on to *value*, which the page gives under *key* in what has the prefix *outer*.
        """
        name = outer + key
        if branch.fact:
            self.given.setdefault(name, []).append((outer, key, value))
            return
        prefix = f"{name}." if name else ""
        try:
            inside = foreign(contents, value)
        except Raised as raised:
            self.raised.append(prefix)
            yield Problem(name or THE_PAGE, OF_PAGES, f"one that raised `{raised}`")
            return
        if inside is None:
            self.objects.append((prefix, branch, value))
        elif isinstance(inside, list):
            for inner_key, inner in inside:
                yield from self._entry(prefix, branch, inner_key, inner)
        elif not name:
            yield Problem(THE_PAGE, OF_PAGES, inside.came)

    def _entry(self, prefix: str, branch: Branch, key: str | Stranger, value: object) -> Iterator[Problem]:
        if isinstance(key, Stranger):
            yield from () if self.extras else [Problem(f"{prefix}(a key)", "names of facts", key.kind)]
        elif inner := branch.under(key):
            yield from self._enter(prefix, key, inner, value)
        elif not self.extras:
            name = prefix + key
            self.unknown += 1
            yield Problem(name, None, "no fact of these rules", self._help(name))

    def _help(self, name: str) -> str | None:
        """
        What is said of *name*, which is no fact's.
        """
        of, _, part = name.rpartition(".")
        if of in self.schema.facts and self.schema.facts[of].type is Kind.DATETIME and part in VIEWS:
            return f"it is read from `{of}` itself"
        return suggestion(name, self.schema.facts) if self.unknown <= MOST_SUGGESTIONS else None


def _problem(fact: Fact, came: str) -> Problem:
    return Problem(fact.name, f"{fact.type} or none" if fact.optional else str(fact.type), came)


def _attribute(holder: object, name: str) -> Sequence[object]:
    """
    The attribute *name* of *holder*, in a row of one; nothing where it has none.
    """
    try:
        return (getattr(holder, name),)
    except AttributeError as error:
        if error.name == name and not _is_defined(type(holder), name):
            return ()
        raise


def _is_defined(kind: type, name: str) -> bool:
    """
    Whether *kind* has something called *name* that can fail by itself, and not only a place for a value.
    """
    found = next((vars(each)[name] for each in kind.__mro__ if name in vars(each)), None)
    return found is not None and not isinstance(found, MemberDescriptorType)
