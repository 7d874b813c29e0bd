"""
Few pages that show what is missing, each as a test that somebody could have written.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from blockrules.analysis.changes import Thing
from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.world import Side
from blockrules.analysis.written import new_name, regions_expected, states_expected, written
from blockrules.coverage.goals import Goal
from blockrules.coverage.points import lies_in, point_of
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.model.facts import Schema
from blockrules.model.samples import Sample

# So many steps are taken to find what else one page could show.
MOST_STEPS = 100_000


@attrs.frozen(eq=False)
class Case:
    """
    A page, what of the missing it *shows*, and the *test* that says so, in the language of rules; None where that has
    no way to write a value of it.
    """

    page: Sample
    shows: Sequence[Goal]
    test: str | None


def cases(engine: Engine, side: Side, missing: Sequence[Goal]) -> Iterator[Case]:
    """
    Pages that together show all that is *missing*, but for what no page was found of; each shows as much as can be.
    """
    witnesses = Witnesses(side.world)
    names = {trial.name for trial in engine.model.trials}
    left, most = list(missing), MOST_STEPS
    while left:
        witness = witnesses.witness(_together(side, left, most))
        if not isinstance(witness, Witness):
            # It takes long to find none: what is left is looked for by itself.
            most = 0
            witness = witnesses.witness(left[0].where)
        if not isinstance(witness, Witness):
            left = left[1:]
            continue
        point = point_of(side.world, {**_defaults(engine.model.schema), **witness.page})
        shows = [goal for goal in left if goal.where is not None and lies_in(side.diagrams, goal.where, point)]
        name, expected = _name(shows[0], names), _expected(shows, engine.layout(witness.page))
        yield Case(witness.page, shows, written(name, witness, expected, engine.model.schema))
        gone = frozenset(shows)
        left = [goal for goal in left if goal not in gone]


def _defaults(schema: Schema) -> Sample:
    return {name: fact.default for name, fact in schema.facts.items() if not fact.required}


def _together(side: Side, goals: Sequence[Goal], most: int) -> Diagram | None:
    """
    Pages that show the first of *goals* and as many of the others as are found in so many steps at *most*.
    """
    where, last = goals[0].where, side.diagrams.steps + most
    for goal in goals[1:]:
        if side.diagrams.steps >= last:
            break
        both = where if goal.where == where else side.world.occurring(side.all([where, goal.where]))
        if both not in (None, FALSE):
            where = both
    return where


def _expected(shows: Sequence[Goal], layout: Layout) -> Iterator[str]:
    """
    The *layout*, as far as it is concerned; of defines alone, all regions.
    """
    things = [Thing(goal.rule.region, goal.rule.block) for goal in shows if goal.rule.region is not None]
    return states_expected(things, layout) if things else iter([regions_expected(layout)])


def _name(goal: Goal, names: set[str]) -> str:
    """
    What a test for *goal* can be called, as none of *names* is, and one of them from now on.
    """
    own = f"{goal.rule.name}: {goal.part.span.text}" if goal.part else goal.rule.name
    return new_name(f"{own} is {STATES[goal.measure][goal.side]}", names)


# What the sides of each measure are called, that which is not and that which is.
STATES: Mapping[str, tuple[str, str]] = {
    "shown": ("hidden", "shown"),
    "true": ("false", "true"),
    "decides": ("false, and decides", "true, and decides"),
}
