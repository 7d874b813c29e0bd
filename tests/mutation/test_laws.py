"""
What is said of small changes is so: laws over generated files, held against mutants made of whole files.

Each file comes from a seed. BLOCKRULES_SEEDS names others than the usual ones: `BLOCKRULES_SEEDS=17` replays one file,
`BLOCKRULES_SEEDS=500..900` tries more.
"""

import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from random import Random
from typing import Literal

import attrs
import pytest

import blockrules
from blockrules.analysis.difference import difference
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.engine.trials import tried
from blockrules.language.source import Span
from blockrules.model.checker import Model
from blockrules.model.pages import Page
from blockrules.model.samples import NO_PAGE, Expectation, Target, Trial
from blockrules.mutation.mutants import Mutant, mutants
from blockrules.mutation.survivor import Survivor
from blockrules.mutation.survivors import Mutation, mutated
from tests import plain
from tests.analysis.small import small

FIRST, _, LAST = os.environ.get("BLOCKRULES_SEEDS", "0..7").partition("..")
SEEDS = range(int(FIRST), int(LAST or int(FIRST) + 1))
# So many mutants of each file are made of all of it, and so many survivors are given a test.
MOST_WHOLE, MOST_TESTED = 25, 6


@attrs.frozen(eq=False, slots=False)
class Case:
    """
    The file of a *seed*.
    """

    seed: int
    text: str

    @cached_property
    def model(self) -> Model:
        """The file, checked."""
        return blockrules.loads(self.text)._model

    @cached_property
    def found(self) -> Mutation:
        """What becomes of its mutants, without a test."""
        return mutated(Engine(self.model), "file")

    def some(self, every: Sequence[Mutant]) -> Sequence[Mutant]:
        """
        Some of *every*, always the same.
        """
        return Random(self.seed).sample(every, min(MOST_WHOLE, len(every)))

    def check(self, is_so: bool, claim: object) -> None:
        """
        Fail where *claim* is not so, with all that is needed to see why.
        """
        __tracebackhide__ = True
        if not is_so:
            replay = f"BLOCKRULES_SEEDS={self.seed} python -m pytest tests/mutation/test_laws.py"
            pytest.fail(f"seed {self.seed}: {claim}\n{replay}\n\n{self.text}", pytrace=False)


@pytest.fixture(scope="module", params=SEEDS)
def case(request: pytest.FixtureRequest) -> Case:
    """One of the files."""
    # Those of another weight stand in another slot, so that a block can be moved.
    return Case(request.param, small(request.param)[0].replace(" in side weight 1", " in foot weight 1"))


def test_a_survivor_shows_a_page_that_can_be_and_is_another(case: Case) -> None:
    """By the mutant made of the whole file; and what is told of it is what is otherwise there."""
    engine = Engine(case.model)
    for survivor in case.found.survivors:
        old, new = survivor.layouts
        page = Page.of(case.model.schema, survivor.page, extras=False)
        case.check(old != new, survivor.mutant)
        case.check(bool(survivor.sightings), survivor.mutant)
        assumed = [promise.condition for promise in case.model.promises if promise.word == "assume"]
        case.check(all(engine.keeps(each, page) for each in assumed), survivor.mutant)
        regions = {each.thing.region for each in survivor.sightings if each.thing.block is None}
        gone = {each.thing.region for each in survivor.sightings if str(each) == f"`{each.thing.region}` disappears"}
        case.check(gone == set(old.names) - set(new.names), survivor.mutant)
        case.check(regions >= set(new.names) ^ set(old.names), survivor.mutant)


def test_a_mutant_is_a_sound_model(case: Case) -> None:
    """Its plan agrees with the plain reading of it, and nothing of it is unsettled."""
    pages = [survivor.page for survivor in islice(case.found.survivors, MOST_TESTED)]
    for mutant in case.some(mutants(case.model)):
        changed = mutant.change(case.model)
        engine = Engine(changed)
        case.check(changed.needs.keys() == case.model.needs.keys(), mutant)
        for region in changed.regions:
            weights = [placement.weight for placement in region.placements]
            case.check(weights == sorted(weights), mutant)
        for page in pages:
            read = Page.complete(changed.schema, page)
            case.check(engine.laid_out(read)._shown == plain.layout(changed, read), mutant)


def test_what_becomes_of_a_mutant_is_what_the_difference_of_whole_files_says(case: Case) -> None:
    """Though only a part of the file was compared."""
    fates = {str(each.mutant): "survives" for each in case.found.survivors}
    fates |= {str(each): "unknown" for each in case.found.unknown}
    for mutant in case.some(mutants(case.model)):
        found = difference(Engine(mutant.change(case.model)), Engine(case.model))
        fate = "survives" if found.changes else "unknown" if found.unknown else "same"
        case.check(fates.get(str(mutant), "same") == fate, mutant)


def test_a_test_of_its_page_notices_a_survivor(case: Case) -> None:
    """And of all others it notices those that it fails by, when it is run on the whole file."""
    engine = Engine(case.model)
    told = list(islice(case.found.survivors, MOST_TESTED))
    trials = [_trial(str(number), engine, each) for number, each in enumerate(told)]
    model = attrs.evolve(case.model, trials=tuple(trials))
    found = mutated(Engine(model), "file")
    left = {str(each.mutant) for each in found.survivors}
    for each in told:
        case.check(str(each.mutant) not in left, each.mutant)
    noticed = 0
    for mutant in mutants(model):
        changed = mutant.change(model)
        whole = Engine(changed)
        noticed += not all(tried(changed, whole, trial).passed for trial in trials)
    case.check(found.noticed == noticed, f"{found.noticed} are noticed, and {noticed} by whole files")


def test_the_tests_that_are_written_notice_the_survivors(case: Case) -> None:
    """Pasted into the file they pass, and each survivor that one was written for survives no more."""
    tests = dict.fromkeys(each.test for each in case.found.survivors if each.test)
    names = [test.splitlines()[0] for test in tests]
    case.check(len(set(names)) == len(names), names)
    rules = blockrules.loads("\n".join([case.text, *tests]))
    case.check(all(result.passed for result in rules.run_tests()), "the tests pass")
    left = {str(each.mutant) for each in rules.mutation().survivors}
    for each in case.found.survivors:
        case.check(each.test is None or str(each.mutant) not in left, each.test)


def test_nothing_is_tried_twice(case: Case) -> None:
    """No two changes of one place are told in the same words."""
    told = [(each.span.start, each.words) for each in mutants(case.model)]
    case.check(len(set(told)) == len(told), [each for each in told if told.count(each) > 1])


def _trial(name: str, engine: Engine, survivor: Survivor) -> Trial:
    """
    A test that says all that a test can say of the page of *survivor*.
    """
    span = survivor.mutant.span
    return Trial(name, NO_PAGE, survivor.page, tuple(_expected(engine.layout(survivor.page), engine.model, span)), span)


def _expected(layout: Layout, model: Model, span: Span) -> Iterator[Expectation]:
    yield Expectation("regions", None, tuple(Target(name, name, None, span) for name in layout.names), span)
    for slot, blocks in layout.slots.items():
        yield Expectation("slot", slot, tuple(Target(each.name, None, each.name, span) for each in blocks), span)
    shown = {(region.name, block.name) for region in layout for block in region.blocks}
    for region in model.regions:
        for block in region.blocks:
            kind: Literal["shown", "hidden"] = "shown" if (region.name, block.name) in shown else "hidden"
            yield Expectation(kind, None, (Target(block.name, region.name, block.name, span),), span)
