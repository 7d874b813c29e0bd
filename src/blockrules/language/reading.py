"""
A rules file with all that it includes, read within bounds (the law, 4 and 7).

Where texts come from is the caller's: a *shelf* gives the text of a path, or says why it cannot. Paths are given from
the folder of the main file, with `/`.
"""

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

import attrs

from blockrules.language import parser, syntax
from blockrules.language.diagnostics import Diagnostic, Fix, Label, replacing, report
from blockrules.language.errors import RulesError
from blockrules.language.items import Stretch, countable, stretches
from blockrules.language.nearness import Near
from blockrules.language.removals import without
from blockrules.language.source import Source, Span
from blockrules.language.tokens import Words, quoted

MOST_SHOWN = 100
# Walks of a tree call themselves once or twice for each level of nesting.
DEEPEST = 200
LONGEST_PATH = 4_096
# Of a long circle, only the first few includes are pointed to.
MOST_LABELS = 8


@attrs.frozen
class Limits:
    """
    What is refused before any work is done on it (the law, 7): a text of more *bytes* of UTF-8, or that nests deeper
    than *depth* (at most 200); with all includes, more regions and blocks than *items*, more *files*.
    """

    bytes: int = attrs.field(default=2 * 1024 * 1024, validator=attrs.validators.ge(0))
    depth: int = attrs.field(default=64, validator=[attrs.validators.ge(0), attrs.validators.le(DEEPEST)])
    items: int = attrs.field(default=100_000, validator=attrs.validators.ge(0))
    files: int = attrs.field(default=64, validator=attrs.validators.ge(1))


@attrs.frozen
class Unreadable:
    """
    Why there is no text under a path; *outside* where there may be none; and the names of those that there are
    *beside* it.
    """

    reason: str
    outside: bool = False
    beside: Callable[[], Collection[str]] = attrs.field(default=tuple, eq=False, repr=False)


class Shelf(Protocol):
    """
    Where included texts come from.
    """

    def place(self, path: str) -> str | Unreadable:
        """
        The one name of the file at *path*, however it is reached.
        """

    def source(self, place: str) -> Source | Unreadable:
        """
        Its text; RulesError where it has one that is no UTF-8.
        """


@attrs.frozen
class Reading:
    """
    The items of all files in reading order, the contents of an included file after its `include`; *complete* unless an
    include could not be read.
    """

    items: tuple[syntax.Item, ...]
    broken: tuple[Stretch, ...]
    sources: tuple[Source, ...]
    complete: bool
    diagnostics: tuple[Diagnostic, ...]


def read(main: Source, shelf: Shelf, limits: Limits) -> Reading:
    """
    The file *main* with its includes. RulesError where it is out of bounds.
    """
    return _Reader(shelf, limits).read(main)


def within(text: str, name: str, limits: Limits) -> Source:
    """
    *text* as a source, without its byte order mark. RulesError where it has too many bytes.
    """
    source = Source(name, text.removeprefix("\ufeff"))
    if len(text) > limits.bytes or len(text.encode("utf-8", "surrogatepass")) > limits.bytes:
        raise RulesError([report("BR001", Span(source, 0, 0), bound=f"{limits.bytes:,}")])
    return source


def decoded(data: bytes, name: str, limits: Limits) -> Source:
    """
    *data* as a source. RulesError where it is no UTF-8 or has too many bytes.
    """
    if len(data) > limits.bytes:
        return within(data.decode("utf-8", "replace"), name, limits)
    try:
        return within(data.decode("utf-8"), name, limits)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        source = Source(name, data.decode("utf-8", "replace").removeprefix("\ufeff"))
        raise RulesError([report("BR005", Span(source, len(before), len(before) + 1))]) from None


def cut(words: Words, limits: Limits) -> list[Stretch]:
    """
    *words*, cut where items begin. RulesError where they nest too deep.
    """
    found = list(stretches(words))
    for stretch in found:
        if stretch.depth > limits.depth:
            token = stretch.past(limits.depth)
            help = None if token.type in ("LPAR", "NOT") else f"a `{token.text}` before it may never be closed"
            raise RulesError([report("BR002", token.span, bound=limits.depth, help=help)])
    return found


def refused(errors: Sequence[Diagnostic]) -> RulesError:
    """
    The error that tells of *errors*, of which there is at least one: the first hundred and the count of the rest.
    """
    rest = errors[MOST_SHOWN:]
    more = [report("BR006", rest[0].span, count=len(rest))] if rest else []
    return RulesError([each.told() for each in [*errors[:MOST_SHOWN], *more]])


@attrs.define
class _Reader:
    shelf: Shelf
    limits: Limits
    items: list[syntax.Item] = attrs.field(factory=list)
    broken: list[Stretch] = attrs.field(factory=list)
    sources: list[Source] = attrs.field(factory=list)
    diagnostics: list[Diagnostic] = attrs.field(factory=list)
    complete: bool = True
    counted: int = 0
    # Every file begun, by the one name it has, and those of them that are still being read, the main file first.
    begun: set[str] = attrs.field(factory=set)
    open: list[str] = attrs.field(factory=list)
    # Where each file first included each other.
    included: dict[tuple[str, str], Span] = attrs.field(factory=dict)

    def read(self, main: Source) -> Reading:
        stack = [iter(self.enter(main, ""))]
        while stack:
            item = next(stack[-1], None)
            if item is None:
                stack.pop()
                self.open.pop()
                continue
            self.items.append(item)
            if isinstance(item, syntax.Include) and (entered := self.include(item)):
                stack.append(entered)
        return Reading(
            tuple(self.items), tuple(self.broken), tuple(self.sources), self.complete, tuple(self.diagnostics)
        )

    def enter(self, source: Source, place: str) -> tuple[syntax.Item, ...]:
        self.begun.add(place)
        self.open.append(place)
        self.sources.append(source)
        words = parser.lex(source)
        nested = cut(words, self.limits)
        self.count(words)
        parsed = parser.parse(nested)
        self.broken += parsed.broken
        self.diagnostics += parsed.diagnostics
        self.complete = self.complete and not parsed.foreign
        return parsed.items

    def count(self, words: Words) -> None:
        for number in countable(words):
            self.counted += 1
            if self.counted > self.limits.items:
                raise RulesError([report("BR003", words.token(number).span, bound=f"{self.limits.items:,}")])

    def include(self, item: syntax.Include) -> Iterator[syntax.Item] | None:
        written = str(item.path.value)
        fault = _path_fault(written)
        place = fault or self.shelf.place(posixpath.join(posixpath.dirname(self.open[-1]), written))
        if isinstance(place, Unreadable):
            self.refuse(item, written, place)
            return None
        if place in self.open or (not place and self.open):
            turn = [*self.open[self.open.index(place) :], place]
            circle = " → ".join(f"`{each or self.sources[0].name}`" for each in turn)
            labels = [
                Label(self.included[pair], "this includes the next") for pair in list(pairwise(turn[:-1]))[:MOST_LABELS]
            ]
            self.diagnostics.append(report("BR602", item.path.span, labels=labels, circle=circle))
            return None
        first = self.included.setdefault((self.open[-1], place), item.path.span)
        if place in self.begun:
            if first != item.path.span:
                labels = [Label(first, "the first time")]
                self.diagnostics.append(_brings_nothing(item, "is read here a second time", labels))
            return None
        if len(self.begun) >= self.limits.files:
            raise RulesError([report("BR004", item.path.span, bound=self.limits.files)])
        source = self.shelf.source(place)
        if isinstance(source, Unreadable):
            self.refuse(item, written, source)
            return None
        items = self.enter(source, place)
        if not items:
            self.diagnostics.append(_brings_nothing(item, "says nothing", ()))
        return iter(items)

    def refuse(self, item: syntax.Include, written: str, unreadable: Unreadable) -> None:
        self.complete = False
        code = "BR603" if unreadable.outside else "BR601"
        right = quoted(written.replace("\\", "/"))
        fixes = [replacing(f"write `{right}`", item.path.span, right, safe=False)] if "\\" in written else []
        name = item.path.span.text[1:-1] or '""'
        folder = posixpath.dirname(written)
        near = Near(written, lambda: [posixpath.join(folder, each) for each in unreadable.beside()])
        self.diagnostics.append(
            report(code, item.path.span, name=name, reason=unreadable.reason, fixes=fixes, near=near)
        )


def _brings_nothing(item: syntax.Include, reason: str, labels: Iterable[Label]) -> Diagnostic:
    fix = Fix("leave it out", (without(item.span),), safe=False)
    return report("BR908", item.path.span, name=item.path.value, reason=reason, labels=labels, fixes=[fix])


def _path_fault(path: str) -> Unreadable | None:
    faults = (
        (not path, "is empty"),
        (path.startswith("/"), "begins with `/`; it is read from the folder of this file"),
        ("\\" in path, "holds a backslash; folders are parted by `/`"),
        ("\0" in path, "holds a character that no path has"),
    )
    too_long = Unreadable("it is longer than any path") if len(path) > LONGEST_PATH else None
    return next((Unreadable(reason, outside=True) for fault, reason in faults if fault), too_long)
