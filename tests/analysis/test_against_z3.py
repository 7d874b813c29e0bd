"""
The analysis agrees with the solver z3, on many small files.

Each file comes from a seed. BLOCKRULES_SEEDS names others than the usual ones: `BLOCKRULES_SEEDS=17` replays one file,
`BLOCKRULES_SEEDS=5000..9000` tries more.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations

import attrs
import pytest

import blockrules
from blockrules import Diagnostic, Rules, Span
from blockrules.analysis.diagrams import FALSE
from blockrules.analysis.world import Side, World
from blockrules.engine.layout import Shown
from blockrules.model.checker import Model, Promise
from blockrules.model.conditions import All, Condition, Constant, Not, Some
from blockrules.model.pages import Page
from blockrules.model.regions import Placement, Region
from tests import plain
from tests.analysis.small import small
from tests.analysis.solver import Telling, Term, Told, z3

FIRST, _, LAST = os.environ.get("BLOCKRULES_SEEDS", "0..250").partition("..")
SEEDS = range(int(FIRST), int(LAST or int(FIRST) + 1))
BATCH = 25


@attrs.frozen(eq=False, slots=False)
class Case:
    """
    The file of a *seed*, and what it was changed into.
    """

    seed: int
    texts: tuple[str, str]

    @cached_property
    def rules(self) -> Rules:
        """The file."""
        return blockrules.loads(self.texts[0])

    @cached_property
    def changed(self) -> Rules:
        """The file as it was changed."""
        return blockrules.loads(self.texts[1])

    @cached_property
    def told(self) -> Told:
        """What the solver makes of the file."""
        return Told.of(self.model)

    @cached_property
    def side(self) -> Side:
        """What the analysis makes of it."""
        return World.of(self.model).sides[0]

    @property
    def model(self) -> Model:
        """The file, checked."""
        return self.rules._model

    @property
    def telling(self) -> Telling:
        """What the file says, as terms."""
        return self.told.sides[0]

    def findings(self, code: str) -> Sequence[Diagnostic]:
        """
        The findings of that *code*.
        """
        return [each for each in self.rules.findings if each.code == code]

    def blocks(self) -> Iterator[tuple[Region, int, Placement]]:
        """
        All blocks, with their places.
        """
        for region in self.model.regions:
            for place, placement in enumerate(region.placements):
                yield region, place, placement

    def check(self, is_so: bool, claim: object) -> None:
        """
        Fail where *claim* is not so, with all that is needed to see why.
        """
        __tracebackhide__ = True
        if not is_so:
            replay = f"BLOCKRULES_SEEDS={self.seed} python -m pytest tests/analysis/test_against_z3.py"
            text = "\n# changed into\n".join(self.texts)
            pytest.fail(f"seed {self.seed}: {claim}\n{replay}\n\n{text}", pytrace=False)


@pytest.fixture(scope="module", params=range(SEEDS.start, SEEDS.stop, BATCH))
def batch(request: pytest.FixtureRequest) -> list[Case]:
    """Some of the files."""
    seeds = range(request.param, min(request.param + BATCH, SEEDS.stop))
    return [Case(seed, small(seed)) for seed in seeds]


def test_a_region_or_block_can_be_shown_where_the_solver_finds_a_page(batch: list[Case]) -> None:
    """What is told never to be shown is not, and what is not shown has no place in the diagrams."""
    for case in batch:
        told, side = case.told, case.side
        found = {region.name_span: told.can_be(case.telling.active(region.name)) for region in case.model.regions}
        for region in case.model.regions:
            where = side.world.occurring(side.where.regions[region.name])
            case.check(where is not None and (where != FALSE) == found[region.name_span], region.name)
        for region, place, placement in case.blocks():
            where = side.world.occurring(side.where.shown(region, place))
            found[placement.name_span] = told.can_be(case.telling.shown(region, placement))
            name = f"{region.name}.{placement.block.name}"
            case.check(where is not None and (where != FALSE) == found[placement.name_span], name)
        for each in case.findings("BR915"):
            case.check(not found[each.span], each)
        case.check(not case.findings("BR921"), "nothing is unknown of so small a file")


def test_a_promise_is_proved_or_refuted_as_the_solver_does(batch: list[Case]) -> None:
    """And a page that refutes it breaks it, keeps what is assumed, and has the layout that it should."""
    for case in batch:
        promises = [each for each in case.model.promises if each.word != "assume"]
        for promise, proof in zip(promises, case.rules.promises, strict=True):
            holds = case.telling.holds(promise.condition)
            breach = holds if promise.word == "never" else z3.Not(holds)
            # Where there is no page at all, nothing is promised of any.
            kept = "proved" if case.told.can_be() else "unknown"
            case.check(proof.verdict == ("refuted" if case.told.can_be(breach) else kept), proof)
            if proof.page is not None:
                is_kept = plain.keeps(case.model, promise.condition, values(case.rules, proof.page))
                case.check(is_kept == (promise.word == "never"), proof)
                case.check(is_assumed(case.rules, proof.page), proof)


def test_two_defines_are_told_to_be_the_same_where_they_are(batch: list[Case]) -> None:
    """The diagrams of both tell it, and nobody else is told of."""
    for case in batch:
        world, where = case.side.world, case.side.where.defines
        same = set()
        for one, other in combinations(case.model.defines, 2):
            differing = world.occurring(world.sets.differ(where[one], where[other]))
            if not case.told.can_differ(case.telling.define(one), case.telling.define(other)):
                same |= {(one, other), (other, one)}
            case.check((differing == FALSE) == ((one, other) in same), (one, other))
        for each in case.findings("BR917"):
            case.check(tuple(each.message.split("`")[1::2]) in same, each)


def test_assumptions_leave_no_page_where_the_solver_finds_none(batch: list[Case]) -> None:
    """Then those that are named do, and nothing else is told."""
    for case in batch:
        found = case.findings("BR919")
        case.check(bool(found) != case.told.can_be(), found)
        for each in found:
            spans = [each.span, *(label.span for label in each.labels if label.text == "this is assumed")]
            named = [promise.condition for promise in case.model.promises if promise.condition.span in spans]
            case.check(not case.told.can_be(*map(case.telling.holds, named), is_assumed=False), each)
            case.check(len(named) == len(spans), each)
            case.check(len(case.rules.findings) == 1, each)


def test_what_makes_no_difference_makes_none(batch: list[Case]) -> None:
    """With `true` or `false` for one such part or for all, a condition says the same of every page that comes to it."""
    for case in batch:
        findings = case.findings("BR916")
        outcomes = [each.message.removesuffix(", as is assumed") for each in findings]
        constants = [
            Constant(outcome.endswith("always true"), each.span)
            for each, outcome in zip(findings, outcomes, strict=True)
        ]
        case.check(all(each.endswith(("it is always true", "it is never true")) for each in outcomes), findings)
        for condition, coming in conditions_of(case) if findings else ():
            here = [each for each in constants if covers(condition.span, each.span)]
            for some in [*([each] for each in here), here]:
                other = case.telling.holds(replaced(condition, some))
                is_other = case.told.can_be(*coming, case.telling.holds(condition) != other, is_assumed=False)
                case.check(not is_other, [each.span.text for each in some])
        assumed = {each.condition.span: case.telling.holds(each.condition) for each in assumptions(case.model)}
        idle = [term for span, term in assumed.items() if span in [each.span for each in findings]]
        others = [term for span, term in assumed.items() if span not in [each.span for each in findings]]
        case.check(not case.told.can_be(*others, z3.Not(z3.And(idle)), is_assumed=False), findings)


def test_a_block_is_told_to_give_way_where_it_always_does(batch: list[Case]) -> None:
    """Where another of its name is shown before it in its slot on every page that shows it, and it can be shown."""
    for case in batch:
        rows: dict[tuple[str | None, str], list[tuple[int, Region, Placement]]] = {}
        for region, _, placement in case.blocks():
            row = rows.setdefault((placement.block.slot, placement.block.name), [])
            row.append((placement.weight, region, placement))
        giving_way = set()
        for several in rows.values():
            several.sort(key=lambda each: each[0])
            for number, (_, region, placement) in enumerate(several):
                shown = case.telling.shown(region, placement)
                before = [case.telling.shown(each, one) for _, each, one in several[:number]]
                if before and case.told.can_be(shown) and not case.told.can_be(shown, z3.Not(z3.Or(before))):
                    giving_way.add(placement.name_span)
        case.check({each.span for each in case.findings("BR918")} == giving_way, giving_way)


def test_two_files_are_told_to_differ_in_what_they_differ_in(batch: list[Case]) -> None:
    """In each region and block that the solver finds a page for, and nothing else; each page that is shown replays."""
    for case in batch:
        found = blockrules.difference(case.rules, case.changed)
        case.check(not found.unknown, found)
        told = Told.of(case.model, case.changed._model)
        expected = set(differences(told))
        changes = {(each.kind, each.thing.region, each.thing.block) for each in found.changes if not each.thing.slot}
        case.check(changes == expected, (changes, expected))
        case.check(found.has_pages == told.can_be(), found)
        case.check(found.equal == (found.has_pages and not expected), expected)
        for change in found.changes:
            old, new = change.witness.pages
            case.check(is_one_page(case, old, new) and is_assumed(case.changed, new), change)
            if change.kind in ("appears", "disappears"):
                there = [
                    is_there(rules, page, change.thing.region, change.thing.block)
                    for rules, page in ((case.rules, old), (case.changed, new))
                ]
                case.check(there == [change.kind == "disappears", change.kind == "appears"], change)


def test_the_facts_that_matter_are_enough_and_all_are_needed(batch: list[Case]) -> None:
    """Two pages that agree on them have one layout; two that agree on all of them but one can have two."""
    for case in batch:
        independence = case.rules.independence()
        facts = independence.facts
        pairs = Told.of_pairs(case.model)
        differ = are_different(*pairs.sides)
        case.check(not pairs.can_be(differ, pairs.agree(facts)), facts)
        for name in facts:
            others = [each for each in facts if each != name]
            case.check(pairs.can_be(differ, pairs.agree(others)), f"{name} of {facts}")
            pages = independence.contrast(name)
            case.check(pages is not None and all(is_assumed(case.rules, page) for page in pages), pages)
            case.check(pages is not None and len({case.rules.layout(page) for page in pages}) == 2, pages)


def differences(told: Told) -> Iterator[tuple[str, str, str | None]]:
    """
    What the solver finds a page for that has it in just one of two files.
    """
    old, new = told.sides
    regions = [{region.name: region for region in side.model.regions} for side in told.sides]
    for name in dict.fromkeys([*regions[0], *regions[1]]):
        pairs: dict[str | None, tuple[Term, Term]] = {None: (old.active(name), new.active(name))}
        both = [each[name] for each in regions if name in each]
        if len(both) == 2:
            for block in dict.fromkeys(placement.block.name for region in both for placement in region.placements):
                shown = [
                    z3.Or([side.shown(region, each) for each in region.placements if each.block.name == block])
                    for side, region in zip(told.sides, both, strict=True)
                ]
                pairs[block] = z3.And(new.active(name), shown[0]), z3.And(old.active(name), shown[1])
        for thing, (before, after) in pairs.items():
            if told.can_be(after, z3.Not(before)):
                yield "appears", name, thing
            if told.can_be(before, z3.Not(after)):
                yield "disappears", name, thing


def are_different(one: Telling, other: Telling) -> Term:
    """
    Where a region is active or a block is shown in just one of two files, which have the same ones.
    """
    rows = [
        [
            *(side.active(region.name) for region in side.model.regions),
            *(side.shown(region, each) for region in side.model.regions for each in region.placements),
        ]
        for side in (one, other)
    ]
    return z3.Or([mine != yours for mine, yours in zip(*rows, strict=True)])


def conditions_of(case: Case) -> Iterator[tuple[Condition, Sequence[Term]]]:
    """
    All conditions of a file in which something can make no difference, and which pages come to them.
    """
    assumed = [each.condition for each in assumptions(case.model)]
    every = list(map(case.telling.holds, assumed))
    yield from ((condition, every) for condition in case.model.defines.values())
    for region in case.model.regions:
        yield region.condition, every
        for placement in region.placements:
            yield placement.condition, [*every, case.telling.active(region.name)]
    for number, condition in enumerate(assumed):
        yield condition, [*every[:number], *every[number + 1 :]]


def covers(outer: Span, inner: Span) -> bool:
    """
    Whether *inner* is a part of *outer*.
    """
    return outer.start <= inner.start and inner.end <= outer.end


def replaced(condition: Condition, constants: Sequence[Constant]) -> Condition:
    """
    *condition* with each of *constants* for what stands where it does.
    """
    constant = next((each for each in constants if each.span == condition.span), None)
    if constant:
        return constant
    match condition:
        case Not(operand, span):
            return Not(replaced(operand, constants), span)
        case All(operands, span):
            return All(tuple(replaced(each, constants) for each in operands), span)
        case Some(operands, span):
            return Some(tuple(replaced(each, constants) for each in operands), span)
        case _:
            return condition


def assumptions(model: Model) -> list[Promise]:
    """
    What *model* assumes.
    """
    return [each for each in model.promises if each.word == "assume"]


def values(rules: Rules, page: Mapping[str, object]) -> Page:
    """
    *page* as *rules* read it.
    """
    return Page.of(rules._model.schema, page, extras=False)


def is_assumed(rules: Rules, page: Mapping[str, object]) -> bool:
    """
    Whether *page* keeps what *rules* assume.
    """
    every = assumptions(rules._model)
    return all(plain.keeps(rules._model, each.condition, values(rules, page)) for each in every)


def is_there(rules: Rules, page: Mapping[str, object], region: str, block: str | None) -> bool:
    """
    Whether *page* has the *region*, or the *block* in it.
    """
    layout = rules.layout(page)
    assert plain.layout(rules._model, values(rules, page)) == Shown(tuple(layout), layout.slots)
    return region in layout and (block is None or block in [each.name for each in layout.region(region).blocks])


def is_one_page(case: Case, old: Mapping[str, object], new: Mapping[str, object]) -> bool:
    """
    Whether what both files are given is one page: each fact is left out of both, or has one value, which one of them
    may leave to a default that both have.
    """
    for name, fact in case.changed.facts.items():
        default = case.rules.facts[name].default
        if name not in old and name not in new:
            continue
        if old.get(name, default) != new.get(name, fact.default):
            return False
        if fact.default != default and not (name in old and name in new):
            return False
    return True
