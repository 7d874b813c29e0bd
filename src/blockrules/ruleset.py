"""
Rules: a rules file, loaded. The one place where the stages are chained.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

import attrs

from blockrules.analysis.catalogue import Catalogue
from blockrules.analysis.catalogue import catalogue as catalogued
from blockrules.analysis.difference import Difference
from blockrules.analysis.difference import difference as compared
from blockrules.analysis.findings import found
from blockrules.analysis.independence import Independence, given_values
from blockrules.analysis.promises import Proof, proofs
from blockrules.analysis.world import Side, World
from blockrules.coverage.coverage import Coverage
from blockrules.coverage.recorder import WATCHING, Record, recorded
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.engine.trials import TestResult, tried
from blockrules.insight.explanation import Explanation, explained
from blockrules.insight.space import Space
from blockrules.language.collector import uncollected
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.nearness import suggestion
from blockrules.language.reading import Limits, Shelf, read, refused, within
from blockrules.language.shelves import Folder, Texts, decoded_file
from blockrules.language.source import Source, Span, reading_order
from blockrules.model.checker import Model, check
from blockrules.model.classes import facts_of
from blockrules.model.facts import Fact, Schema
from blockrules.model.frozen import Frozen
from blockrules.model.regions import Region
from blockrules.model.samples import Sample, Trial
from blockrules.mutation.survivors import Mutation, Watch, mutated

LIMITS = Limits()
# So many layouts of a catalogue are shown where nobody asks for more or fewer.
MOST_LAYOUTS = 100


@attrs.frozen(eq=False, slots=False)
class Rules:
    """
    A rules file that was found sound. It answers pages, and may be shared between threads.
    """

    _model: Model = attrs.field(repr=False)
    _engine: Engine = attrs.field(repr=False)
    name: str
    warnings: tuple[Diagnostic, ...] = attrs.field(repr=False)
    # The main file and those that it includes, as they were read.
    _sources: tuple[Source, ...] = attrs.field(repr=False)

    @cached_property
    def regions(self) -> Callable[[object], tuple[str, ...]]:
        """
        What gives the names of the regions that are active on a page, in order. PageError where the page cannot be read
        (the law, 2).
        """
        # A method around it would take a tenth of its time.
        return self._engine.regions if self._record is None else recorded(self._record, self._engine.named)

    @cached_property
    def layout(self) -> Callable[[object], Layout]:
        """What gives the layout of a page. PageError where the page cannot be read (the law, 2)."""
        return self._engine.layout if self._record is None else recorded(self._record, self._engine.laid_out)

    @cached_property
    def _record(self) -> Record | None:
        """Where is kept what the rules are asked, while somebody watches."""
        return WATCHING[-1].record(self.name, self._sources, self._engine) if WATCHING else None

    def __reduce__(self) -> tuple[object, ...]:
        # Without what was made of it to answer pages.
        return Rules, (self._model, self._engine, self.name, self.warnings, self._sources)

    def reading(self, first: Iterable[str]) -> "Rules":
        """
        The same rules, but that they read the facts called *first* before all others, in this order, and these as they
        are declared; names that are no facts count for nothing. What layouts show is the same; their `vary` names the
        later facts less often.
        """
        schema = self._model.schema
        names = dict.fromkeys([*(name for name in first if name in schema.facts), *schema.facts])
        model = attrs.evolve(self._model, schema=Schema.of((schema.facts[name] for name in names), schema.zone))
        return attrs.evolve(self, model=model, engine=Engine(model, extras=self._engine.extras))

    def explain(self, page: object) -> Explanation:
        """
        Why *page* has its layout, region by region and block by block. PageError where the page cannot be read.
        """
        return explained(self._engine, self._space, page)

    @cached_property
    def _space(self) -> Space:
        return Space(self._engine)

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """
        What is proved of all possible pages that surely is not meant (docs/analysis.md): what can never be shown, what
        makes no difference, and promises that some page breaks. In reading order, as warnings.
        """
        told = (proof.diagnostic for proof in self.promises if proof.diagnostic)
        place = reading_order(self._sources)
        return tuple(sorted([*found(self._side), *told], key=lambda each: place(each.span)))

    @cached_property
    def promises(self) -> tuple[Proof, ...]:
        """What became of the file's promises, `never` and `always`, in reading order (the law, 6)."""
        return tuple(proofs(self._side))

    @property
    def _side(self) -> Side:
        # Made anew for each question: what it works out on the way is no thread's but its own.
        return World.of(self._model).sides[0]

    def catalogue(self, *, most: int = MOST_LAYOUTS) -> Catalogue:
        """
        All distinct layouts, counted, of which so many are shown at *most*, 0 or more: those that most classes of pages
        have. ValueError where *most* is less.
        """
        if most < 0:
            raise ValueError("a catalogue shows 0 layouts or more")
        return catalogued(self._engine, most)

    def independence(self, given: Mapping[str, object] = Frozen()) -> Independence:
        """
        Which facts can still matter on pages that have what is *given*, some facts with their values. PageError where
        that is nothing that a page could give.
        """
        return Independence(self._side, self._engine, given_values(self._model.schema, given))

    def run_tests(self) -> tuple[TestResult, ...]:
        """
        The results of the file's tests, in reading order (the law, 6).
        """
        return tuple(map(self._tried, self._model.trials))

    def run_test(self, name: str) -> TestResult:
        """
        The result of the test called *name*. KeyError where the file has none, with the nearest name that one has.
        """
        trial = self._trials.get(name)
        if trial is None:
            near = suggestion(name, self.tests)
            raise KeyError(f"no test is called `{name}`" + (f"; {near}" if near else ""))
        return self._tried(trial)

    def _tried(self, trial: Trial) -> TestResult:
        if self._record is not None:
            self._record.add_test(trial)
        return tried(self._model, self._engine, trial)

    @cached_property
    def _trials(self) -> Mapping[str, Trial]:
        return {trial.name: trial for trial in self._model.trials}

    def coverage(self, pages: Iterable[object] = ()) -> Coverage:
        """
        What the file's own tests and further *pages* show of its rules, and what they do not (docs/testing.md).
        PageError where one of them cannot be read.
        """
        record = Record.of(self.name, self._sources, self._engine)
        for trial in self._model.trials:
            record.add_test(trial)
        laid_out = recorded(record, self._engine.laid_out)
        for page in pages:
            laid_out(page)
        return record.coverage()

    def mutation(self, watch: Watch = iter) -> Mutation:
        """
        Which small changes of the rules some test of the file notices, and which none does though they alter some
        layout (docs/testing.md). TestsFail, a BlockrulesError, where a test fails as it is. *watch* is given the
        changes to try, and gives them on one by one.
        """
        return mutated(self._engine, self.name, watch)

    @property
    def facts(self) -> Mapping[str, Fact]:
        """The declared facts, by name."""
        return self._model.schema.facts

    @property
    def asked(self) -> Mapping[str, Span]:
        """The facts that conditions ask about, each with where that is first: no layout hangs on any other."""
        place = reading_order(self._sources)
        first: dict[str, Span] = {}
        for name, span in sorted(self._model.asked(), key=lambda each: place(each[1])):
            first.setdefault(name, span)
        return Frozen(first)

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of the file, in which it reads datetimes without an offset; None where it names none."""
        return self._model.schema.zone

    @property
    def sources(self) -> tuple[Source, ...]:
        """The main file and those that it includes, as they were read."""
        return self._sources

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

    @property
    def test_spans(self) -> Mapping[str, Span]:
        """Where each test of the file stands, by its name."""
        return Frozen((trial.name, trial.span) for trial in self._model.trials)


def difference(old: Rules, new: Rules) -> Difference:
    """
    What *new* does differently from *old*, over every page that both take and the new file assumes; or that nothing
    does, proved.
    """
    return compared(old._engine, new._engine)


def vary(rules: Rules, *, given: Mapping[str, object] = Frozen()) -> tuple[str, ...]:
    """
    The names of the facts that can still matter on pages that have what is *given*, sorted: any two such pages that
    agree on these have the same layout. PageError where a page could not give that.
    """
    return rules.independence(given).facts


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
    model, checked = check(reading, facts_of(facts) if facts else None)
    place = reading_order(reading.sources)
    diagnostics = sorted(checked, key=lambda each: place(each.span))
    if model is None:
        errors = [each for each in diagnostics if each.severity == "error"]
        raise refused(errors)
    return Rules(model, Engine(model, extras=extras), main.name, tuple(diagnostics), reading.sources)
