"""
Coverage as its reader sees it: as text for a terminal of 80 columns, as JSON.
"""

from collections.abc import Mapping, Sequence

from blockrules.analysis.review import wrapped
from blockrules.coverage.figures import Figures
from blockrules.coverage.goals import Goal, Measure
from blockrules.insight.record import values
from blockrules.language.diagnostics import escaped
from blockrules.language.source import Source

# So many places with something missing are told on a terminal, and so many tests for it; the rest is counted.
MOST_PLACES, MOST_CASES = 40, 20

TITLES: Mapping[Measure, str] = {
    "shown": "regions and blocks shown, hidden",
    "true": "parts of conditions true, false",
    "decides": "parts of conditions that decide",
}
# What the sides of each measure lack, that which is not and that which is.
LACKS: Mapping[Measure, tuple[str, str]] = {
    "shown": ("never hidden", "never shown"),
    "true": ("never false", "never true"),
    "decides": ("never decides while false", "never decides while true"),
}
# Something that lacks something, with all that it lacks.
Place = Sequence[Goal]


def places(missing: Sequence[Goal]) -> Sequence[Place]:
    """
    The *missing* goals, those of one place together.
    """
    found: dict[object, list[Goal]] = {}
    for goal in missing:
        found.setdefault((goal.rule, goal.span), []).append(goal)
    return list(found.values())


def what(place: Place) -> str:
    """
    What it is that lacks something.
    """
    goal = place[0]
    return f"{goal.words} in `{goal.rule.name}`" if goal.part else goal.words


def where(place: Place, main: Source) -> str:
    """
    The line and column of it; with its file, where that is not *main*.
    """
    span = place[0].span
    return f"{span.line}:{span.column}" if span.source is main else str(span)


def lacks(place: Place) -> str:
    """
    What is missing at *place*, in words: what follows from the rest is not said.
    """
    missing = {(goal.measure, goal.side) for goal in place}
    if {("true", True), ("true", False)} <= missing:
        return "never come to"
    told = [goal for goal in place if goal.measure != "decides" or ("true", goal.side) not in missing]
    return ", ".join(LACKS[goal.measure][goal.side] for goal in told)


def overview(figures: Figures) -> str:
    """
    What is told on a terminal.
    """
    lines = [figures.title, "", *(f"  {TITLES[measure]:<34}{count}" for measure, count in figures.counts.items())]
    lines += [line for note in figures.notes for line in wrapped(note, "  ")]
    every = places(figures.missing)
    lines += ["", "not seen:", ""] if every else []
    for place in every[:MOST_PLACES]:
        lines += wrapped(f"{where(place, figures.sources[0])}  {what(place)} {lacks(place)}", "  ")
    lines += [f"  and {len(every) - MOST_PLACES:,} more"] if len(every) > MOST_PLACES else []
    lines += [line for sentence in figures.without_test for line in ("", *wrapped(sentence, ""))]
    tests = figures.tests
    lines += ["", "this test shows it:" if len(tests) == 1 else "these tests show it:"] if tests else []
    lines += [line for test in tests[:MOST_CASES] for line in ("", *test.splitlines())]
    lines += ["", f"and {len(tests) - MOST_CASES:,} more"] if len(tests) > MOST_CASES else []
    return "\n".join(map(escaped, lines))


def record(figures: Figures) -> dict[str, object]:
    """
    What tools are told.
    """
    numbers = {goal: place for place, goal in enumerate(figures.missing)}
    return {
        "file": figures.name,
        "percent": figures.percent,
        "pages": figures.pages,
        "measures": {measure: {"seen": count.seen, "of": count.many} for measure, count in figures.counts.items()},
        "ignored": figures.ignored,
        "unknown": figures.unknown,
        "missing": [_goal(goal) for goal in figures.missing],
        "cases": [
            {
                "page": values(case.page),
                "test": case.test,
                "shows": [numbers[goal] for goal in case.shows],
            }
            for case in figures.cases
        ],
    }


def _goal(goal: Goal) -> dict[str, object]:
    return {
        "define": goal.rule.define,
        "region": goal.rule.region,
        "block": goal.rule.block,
        "part": goal.part.span.text if goal.part else None,
        "lacks": LACKS[goal.measure][goal.side],
        "span": goal.span.to_dict(),
    }
