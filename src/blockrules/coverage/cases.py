"""
Few pages that show what is missing, each as a test that somebody could have written.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from blockrules.analysis.diagrams import FALSE, Diagram
from blockrules.analysis.witnesses import Witness, Witnesses
from blockrules.analysis.world import Side
from blockrules.coverage.goals import Goal
from blockrules.engine.engine import Engine
from blockrules.engine.layout import Layout
from blockrules.insight.words import said
from blockrules.language import spelling
from blockrules.language.syntax import Name
from blockrules.model.facts import Schema
from blockrules.model.samples import Sample
from blockrules.model.types import Value

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
            name = _name(shows[0], names)
            yield Case(
                witness.page, shows, _test(name, witness, shows, engine.layout(witness.page), engine.model.schema)
            )


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
    plain = " ".join(f"{own} is {STATES[goal.measure][goal.side]}".split())
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


def _test(name: str, witness: Witness, shows: Sequence[Goal], layout: Layout, schema: Schema) -> str:
    """
    A test that gives the page and expects what stands there of the rules that are concerned.
    """
    own = ", ".join(_fact(fact, value, schema) for fact, value in witness.changes.items())
    sample = [spelling.name(_named(witness.sample))] if witness.sample else []
    given = " ".join([*sample, *([f"{{ {own} }}"] if own else [])])
    rules = dict.fromkeys((goal.rule.region, goal.rule.block) for goal in shows if goal.rule.region is not None)
    expected: dict[str, list[str]] = {"shown": [], "hidden": []}
    for region, block in rules:
        expected["shown" if _is_shown(region, block, layout) else "hidden"].append(_target(region, block))
    if not rules:
        expected["regions"] = [spelling.name(_named(each)) for each in layout.names] or ["none"]
    lines = [f"given {given}"] if given else []
    lines += [f"expect {word} {', '.join(every)}" for word, every in expected.items() if every]
    return "\n".join([f"test {spelling.string(name)} {{", *(f"    {line}" for line in lines), "}"])


def _is_shown(region: str, block: str | None, layout: Layout) -> bool:
    return region in layout and (block is None or any(each.name == block for each in layout.region(region).blocks))


def _target(region: str, block: str | None) -> str:
    return spelling.name(_named(region)) if block is None else spelling.fact(_named(f"{region}.{block}"))


def _fact(name: str, value: Value, schema: Schema) -> str:
    return f"{spelling.key(_named(name))}: {said(value, schema.types[name])}"


def _named(name: str) -> Name:
    return Name(name, None)  # type: ignore[arg-type]  # a name that stands nowhere
