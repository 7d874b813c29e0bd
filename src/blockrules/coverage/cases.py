"""
Few pages that show what is missing, each as a test that somebody could have written.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.world import Side
from blockrules.coverage.goals import Goal
from blockrules.coverage.written import written
from blockrules.engine.engine import Engine
from blockrules.model.samples import Sample

# So many other goals are tried for what one page could show too.
MOST_TRIED = 2_000


@attrs.frozen(eq=False)
class Case:
    """
    A page, what of the missing it *shows*, and the *test* that says so, in the language of rules.
    """

    page: Sample
    shows: Sequence[Goal]
    test: str


def cases(engine: Engine, side: Side, missing: Sequence[Goal]) -> Iterator[Case]:
    """
    Pages that together show all that is *missing*, but for what no page was found of; each shows as much as can be.
    """
    witnesses = Witnesses(side.world)
    names = {trial.name for trial in engine.model.trials}
    left = list(missing)
    while left:
        where, shows = _together(side, left)
        witness = witnesses.witness(where)
        if not isinstance(witness, Witness) and len(shows) > 1:
            shows = left[:1]
            witness = witnesses.witness(left[0].where)
        left = [goal for goal in left if goal not in shows]
        if isinstance(witness, Witness):
            rules = list(dict.fromkeys(goal.rule for goal in shows))
            name, layout = _name(shows[0], names), engine.layout(witness.page)
            yield Case(witness.page, shows, written(name, witness, rules, layout, engine.model.schema))


def _together(side: Side, goals: Sequence[Goal]) -> tuple[Diagram | None, Sequence[Goal]]:
    """
    Pages that show the first of *goals* and as many of the others as can be found.
    """
    where, shows = goals[0].where, [goals[0]]
    for goal in goals[1 : MOST_TRIED + 1]:
        both = where if goal.where == where else side.world.occurring(side.all([where, goal.where]))
        if both not in (None, FALSE):
            where = both
            shows.append(goal)
    return where, shows


def _name(goal: Goal, names: set[str]) -> str:
    """
    What a test for *goal* can be called, as none of *names* is, and one of them from now on.
    """
    own = f"{goal.rule.name}: {goal.part.span.text}" if goal.part else goal.rule.name
    # A quotation mark in a string would have to be escaped.
    plain = " ".join(f"{own} is {STATES[goal.measure][goal.side]}".replace('"', "'").split())
    name, number = plain, 1
    while name in names:
        number += 1
        name = f"{plain}, {number}"
    names.add(name)
    return name


# What the sides of each measure are called, that which is not and that which is.
STATES: Mapping[str, tuple[str, str]] = {
    "shown": ("hidden", "shown"),
    "true": ("false", "true"),
    "decides": ("false, and decides", "true, and decides"),
}
