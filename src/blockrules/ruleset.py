"""
Rules: a rules file, loaded. The one place where the stages are chained.
"""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.engine.trials import TestResult, tried
from blockrules.insight.explanation import Explanation, explained
from blockrules.insight.space import Space
from blockrules.language.collector import uncollected
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.reading import Limits, Shelf, read, refused, within
from blockrules.language.shelves import Folder, Texts, decoded_file
from blockrules.language.source import Source, reading_order
from blockrules.model.checker import Model, check
from blockrules.model.classes import facts_of
from blockrules.model.facts import Fact
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Region
from blockrules.model.samples import Sample

LIMITS = Limits()


@attrs.frozen(eq=False, slots=False)
class Rules:
    """
    A rules file that was found sound. It answers pages, and may be shared between threads.
    """

    _model: Model = attrs.field(repr=False)
    _engine: Engine = attrs.field(repr=False)
    name: str
    warnings: tuple[Diagnostic, ...] = attrs.field(repr=False)

    @cached_property
    def regions(self) -> Callable[[object], tuple[str, ...]]:
        """
        What gives the names of the regions that are active on a page, in order. PageError where the page cannot be read
        (the law, 2).
        """
        # A method around it would take a tenth of its time.
        return self._engine.regions

    @cached_property
    def layout(self) -> Callable[[object], Layout]:
        """What gives the layout of a page. PageError where the page cannot be read (the law, 2)."""
        return self._engine.layout

    def __reduce__(self) -> tuple[object, ...]:
        # Without what was made of it to answer pages.
        return Rules, (self._model, self._engine, self.name, self.warnings)

    def explain(self, page: object) -> Explanation:
        """
        Why *page* has its layout, region by region and block by block. PageError where the page cannot be read.
        """
        return explained(self._engine, self._space, page)

    @cached_property
    def _space(self) -> Space:
        return Space(self._engine)

    def run_tests(self) -> tuple[TestResult, ...]:
        """
        The results of the file's tests, in reading order (the law, 6).
        """
        return tuple(tried(self._model, self._engine, trial) for trial in self._model.trials)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The declared facts, by name."""
        return self._model.schema.facts

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of the file, in which it reads datetimes without an offset; None where it names none."""
        return self._model.schema.zone

    @property
    def all_regions(self) -> tuple[Region, ...]:
        """Every region, in order, with all its blocks."""
        return self._model.regions

    @property
    def pages(self) -> Mapping[str, Sample]:
        """The sample pages of the file: the values each gives, by the names of facts. They may be incomplete."""
        return self._model.samples

    @property
    def tests(self) -> tuple[str, ...]:
        """The names of the file's tests."""
        return tuple(trial.name for trial in self._model.trials)


def load(
    path: str | os.PathLike[str], *, facts: type | None = None, extras: bool = False, limits: Limits = LIMITS
) -> Rules:
    """
    The rules in the file at *path*, with its includes. OSError where that file cannot be read, RulesError where it is
    no sound rules file, within *limits*. *facts* is an attrs class or dataclass whose fields are the facts (TypeError
    where it cannot be one); *extras* lets mappings that are pages have keys that are no facts.
    """
    main = Path(path)
    return loaded(decoded_file(main, limits), Folder.of(main, limits), limits, facts, extras=extras)


def loads(
    text: str,
    *,
    name: str = "rules",
    files: Mapping[str, str] = Frozen(),
    facts: type | None = None,
    extras: bool = False,
    limits: Limits = LIMITS,
) -> Rules:
    """
    The rules in *text*, which diagnostics call *name*. Includes come from *files*, by their path from the main file;
    all else is as for :func:`load`.
    """
    if not isinstance(text, str):
        raise TypeError("the text of rules is a str; bytes are read from a file, by `load`")
    return loaded(within(text, name, limits), Texts(files, limits), limits, facts, extras=extras)


@uncollected()
def loaded(main: Source, shelf: Shelf, limits: Limits, facts: type | None = None, *, extras: bool = False) -> Rules:
    """
    The rules in *main*, its includes from *shelf*; all else is as for :func:`load`.
    """
    reading = read(main, shelf, limits)
    model, found = check(reading, facts_of(facts) if facts else None)
    place = reading_order(reading.sources)
    diagnostics = sorted(found, key=lambda each: place(each.span))
    if model is None:
        errors = [each for each in diagnostics if each.severity == "error"]
        raise refused(errors)
    return Rules(model, Engine(model, extras=extras), main.name, tuple(diagnostics))
