"""
Which small changes of a file no test of it notices, though some page gets another layout by them.

Of a large file only an excerpt is changed, laid out and compared: that which the change can have to do with.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import Literal, assert_never

import attrs

from blockrules.analysis.difference import difference
from blockrules.analysis.witnesses import Witness
from blockrules.analysis.written import written
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.engine.trials import TestResult, failures, tried
from blockrules.language.errors import BlockrulesError
from blockrules.model.checker import Model
from blockrules.model.pages import Page
from blockrules.model.samples import Trial
from blockrules.mutation import telling
from blockrules.mutation.excerpts import Excerpts
from blockrules.mutation.mutants import Mutant, mutants
from blockrules.mutation.noticing import named, orders, states
from blockrules.mutation.sightings import sightings
from blockrules.mutation.splicing import spliced
from blockrules.mutation.survivor import Survivor

# What gives mutants on as they come, and may show how many there are.
Watch = Callable[[Sequence[Mutant]], Iterable[Mutant]]
Fate = Survivor | Literal["noticed", "same", "unknown"]


class TestsFail(BlockrulesError):
    """
    A file of which tests fail already, so that nothing can be said of what they would notice.
    """

    __test__ = False

    def __init__(self, results: Iterable[TestResult]) -> None:
        super().__init__(tuple(results))

    @property
    def results(self) -> tuple[TestResult, ...]:
        """
        Those of the tests that fail.
        """
        results: tuple[TestResult, ...] = self.args[0]
        return results

    def __str__(self) -> str:
        names = ", ".join(f"`{result.name}`" for result in self.results)
        return f"these tests fail as it is; mend them first: {names}"


@attrs.frozen(eq=False)
class Mutation:
    """
    What became of all mutants of the file of that *name*: so many are *noticed* by a test, so many are proved to give
    every page the *same* layout; the rest survive, or are *unknown*, since the conditions are too tangled.
    """

    name: str
    noticed: int
    same: int
    survivors: tuple[Survivor, ...]
    unknown: tuple[Mutant, ...]
    _model: Model = attrs.field(repr=False)

    @property
    def tried(self) -> int:
        """How many mutants there are."""
        return self.noticed + self.same + len(self.survivors) + len(self.unknown)

    def __str__(self) -> str:
        return telling.overview(self.name, self._counts, self.survivors, self.unknown, self._model.schema)

    def to_dict(self) -> dict[str, object]:
        """
        All of it as plain JSON types.
        """
        return telling.record(self.name, self._counts, self.survivors, self.unknown)

    @property
    def _counts(self) -> Mapping[str, int]:
        return {"tried": self.tried, "noticed": self.noticed, "same": self.same}


def mutated(engine: Engine, name: str, watch: Watch = iter) -> Mutation:
    """
    What becomes of all mutants of the model that *engine* answers, and the file of that *name* holds. TestsFail where a
    test of it fails as it is.
    """
    model = engine.model
    failing = [each for each in (tried(model, engine, trial) for trial in model.trials) if not each.passed]
    if failing:
        raise TestsFail(failing)
    noticed = same = 0
    survivors, unknown = [], []
    for mutant, fate in _Bench(model, engine).fates(watch(mutants(model))):
        match fate:
            case Survivor():
                survivors.append(fate)
            case "noticed":
                noticed += 1
            case "same":
                same += 1
            case "unknown":
                unknown.append(mutant)
            case _:
                assert_never(fate)
    return Mutation(name, noticed, same, tuple(survivors), tuple(unknown), model)


@attrs.frozen(eq=False, slots=False)
class _Bench:
    """
    Where the mutants of a model are tried.
    """

    model: Model
    engine: Engine
    # The tests that notice survivors, each by what it says.
    written: dict[object, str | None] = attrs.field(factory=dict)

    def fates(self, every: Iterable[Mutant]) -> Iterator[tuple[Mutant, Fate]]:
        """
        What becomes of each.
        """
        excerpts = Excerpts(self.model)
        # Mutants of one region follow one another, and are compared with the same.
        for (nodes, slots), group in groupby(every, lambda mutant: (mutant.nodes, mutant.slots)):
            before = Engine(excerpts.around(nodes, slots))
            parts = [before.laid_out(page) for _, page, _ in self.tests]
            for mutant in group:
                after = Engine(mutant.change(before.model))
                yield mutant, "noticed" if self._is_noticed(after, parts) else self._compared(before, after, mutant)

    @cached_property
    def tests(self) -> Sequence[tuple[Trial, Page, Layout]]:
        """The tests with their pages, and what these are laid out as."""
        facts = self.model.schema
        pages = [(trial, Page.complete(facts, {**trial.base, **trial.own})) for trial in self.model.trials]
        return [(trial, page, self.engine.laid_out(page)) for trial, page in pages]

    def _is_noticed(self, after: Engine, parts: Sequence[Layout]) -> bool:
        """
        Whether a test fails by what *after* makes of its page, whose layout was the one of *parts* in its place.
        """
        for (trial, page, layout), before in zip(self.tests, parts, strict=True):
            part = after.laid_out(page)
            is_same = part == before
            whole = layout if is_same else spliced(self.model, layout, after.model, part)
            # A page of which the layout is the same may be one that can no longer be.
            if (self.assumes or not is_same) and any(failures(after, trial, page, whole)):
                return True
        return False

    @cached_property
    def assumes(self) -> bool:
        """Whether the model says which pages can be."""
        return any(promise.word == "assume" for promise in self.model.promises)

    def _compared(self, before: Engine, after: Engine, mutant: Mutant) -> Fate:
        """
        What becomes of a *mutant* that no test notices.
        """
        # With the mutant as the older of the two, those pages count that the file as it is assumes.
        found = difference(after, before)
        if not found.changes:
            return "unknown" if found.unknown else "same"
        differing = (change.witness for change in found.changes if self._differs(after, change.witness))
        witnesses = sorted(differing, key=_strangeness)
        return self._survivor(mutant, before, after, witnesses) if witnesses else "unknown"

    def _survivor(self, mutant: Mutant, before: Engine, after: Engine, witnesses: Sequence[Witness]) -> Survivor:
        """
        The *mutant*, with that of *witnesses* on which a test sees it, if there is one.
        """
        telling = ((each, lines) for each in witnesses if (lines := self._expected(before, after, each)))
        witness, lines = next(telling, (witnesses[0], ()))
        page = Page.complete(self.model.schema, witness.page)
        seen = tuple(sightings(before.laid_out(page), after.laid_out(page)))
        return Survivor(mutant, witness, seen, self._test(mutant, witness, lines) if lines else None, self.engine)

    def _differs(self, after: Engine, witness: Witness) -> bool:
        """
        Whether *after* lays out the page of *witness* otherwise, as it should.
        """
        page = Page.complete(self.model.schema, witness.page)
        return self.engine.laid_out(page) != spliced(
            self.model, self.engine.laid_out(page), after.model, after.laid_out(page)
        )

    def _test(self, mutant: Mutant, witness: Witness, lines: Sequence[str]) -> str | None:
        """
        A test of these *lines*: the one that there is already, where another mutant needs the same. None where no rules
        file can give the page.
        """
        said = witness.sample, tuple(witness.changes.items()), tuple(lines)
        if said not in self.written:
            self.written[said] = written(named(mutant, self.names), witness, lines, self.model.schema)
        return self.written[said]

    def _expected(self, before: Engine, after: Engine, witness: Witness) -> Sequence[str]:
        """
        What a test says of the page of *witness* that is so by what is *before*, and not by what *after* makes of it.
        """
        page = Page.complete(self.model.schema, witness.page)
        part = after.laid_out(page)
        if lines := states(before.laid_out(page), part, self.model):
            return lines
        # Of an order a test says all.
        layout = self.engine.laid_out(page)
        return orders(layout, spliced(self.model, layout, after.model, part))

    @cached_property
    def names(self) -> set[str]:
        """Those of all tests, and of those that were written."""
        return {trial.name for trial in self.model.trials}


def _strangeness(witness: Witness) -> tuple[bool, int]:
    """
    How far a page is from what the author of a file knows.
    """
    return witness.sample is None, len(witness.changes)
