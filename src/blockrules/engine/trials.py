"""
A file's tests, run (the law, 6).
"""

from collections.abc import Iterator, Mapping

import attrs

from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.engine.misses import Miss, pointed, wrong_regions, wrong_slot, wrong_state
from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.language.source import Span
from blockrules.model.checker import Model
from blockrules.model.frozen import Frozen
from blockrules.model.pages import Page
from blockrules.model.samples import Expectation, Trial
from blockrules.model.types import Value


@attrs.frozen
class Failure:
    """
    What was not met in a test, as a *diagnostic* that points at it; and how the layout misses it, where it is that.
    """

    diagnostic: Diagnostic
    miss: Miss | None = None


@attrs.frozen
class TestResult:
    """
    What became of one test of a rules file, on the *page* that it gives, as it gives it.
    """

    __test__ = False

    name: str
    unmet: tuple[Failure, ...] = attrs.field(repr=False)
    span: Span
    page: Mapping[str, Value]

    @property
    def passed(self) -> bool:
        """Whether every expectation was met by a page that can occur."""
        return not self.unmet

    @property
    def failures(self) -> tuple[Diagnostic, ...]:
        """What points at the expectations that were not met."""
        return tuple(each.diagnostic for each in self.unmet)


def tried(model: Model, engine: Engine, trial: Trial) -> TestResult:
    """
    The result of *trial*.
    """
    given = {**trial.base, **trial.own}
    page = Page.complete(model.schema, given)
    unmet = tuple(failures(engine, trial, page, engine.layout(given)))
    return TestResult(trial.name, unmet, trial.span, Frozen(given))


def failures(engine: Engine, trial: Trial, page: Page, layout: Layout) -> Iterator[Failure]:
    """
    Where *trial* finds its *page*, as the *engine* knows it, or its *layout* not to be what it expects.
    """
    yield from _broken_assumptions(engine, trial, page)
    for expectation in trial.expectations:
        yield from _unmet(expectation, layout)


def _broken_assumptions(engine: Engine, trial: Trial, page: Page) -> Iterator[Failure]:
    for promise in engine.model.promises:
        if promise.word == "assume" and not engine.keeps(promise.condition, page):
            yield Failure(report("BR705", trial.span, labels=[Label(promise.span, "which says so")]))


def _unmet(expectation: Expectation, layout: Layout) -> Iterator[Failure]:
    names = [target.name for target in expectation.targets]
    match expectation.kind:
        case "regions":
            misses: list[tuple[Miss | None, Span]] = [(wrong_regions(layout, names), expectation.span)]
        case "slot":
            misses = [(wrong_slot(layout, expectation.slot or "", names), expectation.span)]
        case kind:
            is_shown = kind == "shown"
            misses = [
                (wrong_state(layout, each.name, each.region, each.block, shown=is_shown), each.span)
                for each in expectation.targets
            ]
    yield from (Failure(pointed(miss, span), miss) for miss, span in misses if miss)
