"""
A file's tests, run (the law, 6).
"""

from collections.abc import Iterator, Sequence

import attrs

from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.language.source import Span
from blockrules.model.checker import Model
from blockrules.model.pages import Page
from blockrules.model.samples import Expectation, Target, Trial

# In lists of so many names a reader searches for what differs.
LONG = 4


@attrs.frozen
class TestResult:
    """
    What became of one test of a rules file; *failures* point at the expectations that were not met.
    """

    __test__ = False

    name: str
    failures: tuple[Diagnostic, ...]
    span: Span

    @property
    def passed(self) -> bool:
        """Whether every expectation was met by a page that can occur."""
        return not self.failures


def tried(model: Model, engine: Engine, trial: Trial) -> TestResult:
    """
    The result of *trial*.
    """
    given = {**trial.base, **trial.own}
    page = Page.complete(model.schema, given)
    layout = engine.layout(given)
    failures = [*_broken_assumptions(model, engine, trial, page)]
    for expectation in trial.expectations:
        failures += _failures(expectation, layout)
    return TestResult(trial.name, tuple(failures), trial.span)


def _broken_assumptions(model: Model, engine: Engine, trial: Trial, page: Page) -> Iterator[Diagnostic]:
    for promise in model.promises:
        if promise.word == "assume" and not engine.keeps(promise.condition, page):
            yield report("BR705", trial.span, labels=[Label(promise.span, "which says so")])


def _failures(expectation: Expectation, layout: Layout) -> Iterator[Diagnostic]:
    expected = [target.name for target in expectation.targets]
    match expectation.kind:
        case "regions":
            if expected != list(layout.names):
                yield report(
                    "BR701",
                    expectation.span,
                    expected=_regions(expected),
                    found=_listed(layout.names) or "none",
                    help=_compared(expected, layout.names),
                )
        case "slot":
            slot = expectation.slot or ""
            found = [block.name for block in layout.slots[slot]]
            if expected != found:
                yield report(
                    "BR702",
                    expectation.span,
                    slot=slot,
                    expected=_listed(expected) or "nothing",
                    found=_listed(found) or "nothing",
                    help=_compared(expected, found),
                )
        case _:
            should_be_shown = expectation.kind == "shown"
            for target in expectation.targets:
                if _is_shown(target, layout) != should_be_shown:
                    yield report("BR703" if should_be_shown else "BR704", target.span, name=target.name)


def _is_shown(target: Target, layout: Layout) -> bool:
    if target.block is None:
        return target.region in layout
    return any(
        block.name == target.block and target.region in (None, region.name)
        for region in layout
        for block in region.blocks
    )


def _regions(names: Sequence[str]) -> str:
    return f"the region{'s' * (len(names) > 1)} {_listed(names)}" if names else "no regions"


def _compared(expected: Sequence[str], found: Sequence[str]) -> str | None:
    """
    How the two differ, where that is hard to see.
    """
    if sorted(expected) == sorted(found):
        return "these are the same, in another order"
    if max(len(expected), len(found)) < LONG:
        return None
    lacking = _listed([name for name in expected if name not in found])
    surplus = _listed([name for name in found if name not in expected])
    return "; ".join(filter(None, (lacking and f"not there: {lacking}", surplus and f"not expected: {surplus}")))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
