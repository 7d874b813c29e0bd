"""
What rules were asked, while somebody watches: one page for each of the kinds that the rules can tell apart.

Where nobody watches, rules answer as fast as ever: they look for a watcher only once, when they are first asked.
"""

import os
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TypeVar

import attrs

from blockrules.analysis.world import World
from blockrules.coverage.coverage import Coverage, coverage
from blockrules.coverage.points import point_of
from blockrules.engine.engine import Engine
from blockrules.language.source import Source
from blockrules.model.frozen import Frozen
from blockrules.model.pages import Page
from blockrules.model.samples import Sample, Trial

Answer = TypeVar("Answer")


@attrs.define(eq=False)
class Record:
    """
    The pages that the file called *name* was asked about, by where they lie in the *world* of its rules, each with the
    values that were read of it.
    """

    name: str
    sources: Sequence[Source]
    engine: Engine
    world: World
    pages: dict[tuple[int | None, ...], Sample] = attrs.field(factory=dict)
    # The world works out on the way what it is asked for, which only one thread may at a time.
    lock: Lock = attrs.field(factory=Lock)

    @classmethod
    def of(cls, name: str, sources: Sequence[Source], engine: Engine) -> "Record":
        """
        An empty one, of the rules of *engine*, which stand in *sources*.
        """
        return cls(name, sources, engine, World.of(engine.model))

    def coverage(self) -> Coverage:
        """
        What the pages show.
        """
        return coverage(self.engine, self.name, self.sources, self.pages.values())

    @property
    def path(self) -> Path:
        """Where its file is, if it was read from one."""
        return Path(os.path.realpath(self.name))

    def add_test(self, trial: Trial) -> None:
        """
        Keep the page of *trial*.
        """
        self.add(Page.complete(self.engine.model.schema, {**trial.base, **trial.own}).values)

    def add(self, page: Sample) -> None:
        """
        Keep *page*, if it is of a kind that was not there before.
        """
        with self.lock:
            self.pages.setdefault(point_of(self.world, page), page)


@attrs.define(eq=False)
class Recorder:
    """
    The records of all rules that are asked, one for those that say the same.
    """

    records: dict[Hashable, Record] = attrs.field(factory=dict)

    def record(self, name: str, sources: Sequence[Source], engine: Engine) -> Record:
        """
        That of the rules of *engine*, which stand in *sources*. A file is the same whatever path leads to it.
        """
        schema = engine.model.schema
        texts = tuple(source.text for source in sources)
        key = os.path.realpath(name), texts, tuple(schema.facts.items()), schema.zone
        if key not in self.records:
            self.records.setdefault(key, Record.of(name, sources, engine))
        return self.records[key]


# Those who watch, the last of whom is told.
WATCHING: list[Recorder] = []


@contextmanager
def watching() -> Iterator[Recorder]:
    """
    Rules that are first asked in this context tell the recorder what they are asked.
    """
    recorder = Recorder()
    WATCHING.append(recorder)
    try:
        yield recorder
    finally:
        WATCHING.remove(recorder)


def recorded(record: Record, answer: Callable[[Page], Answer]) -> Callable[[object], Answer]:
    """
    What gives the *answer* to a page, of which it keeps in *record* what the answer took to read.
    """
    schema, extras = record.engine.model.schema, record.engine.extras
    facts = schema.facts

    def answered(page: object) -> Answer:
        read = Page.of(schema, page, extras=extras)
        found = answer(read)
        record.add(Frozen((name, value) for name, value in read.values.items() if name in facts))
        return found

    return answered
