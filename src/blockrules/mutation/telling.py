"""
What no test notices, as its author reads it: as text for a terminal, as JSON.
"""

from collections.abc import Container, Iterator, Mapping, Sequence

from blockrules.analysis.replay import command, told
from blockrules.analysis.review import wrapped
from blockrules.insight.record import values
from blockrules.language.diagnostics import escaped
from blockrules.model.facts import Schema
from blockrules.mutation.mutants import Mutant
from blockrules.mutation.survivor import Survivor

# Of one mutant so many regions and blocks are told of, and so many are asked for in a command.
MOST_SEEN, MOST_ASKED = 10, 3


def overview(
    name: str, counts: Mapping[str, int], survivors: Sequence[Survivor], unknown: Sequence[Mutant], schema: Schema
) -> str:
    """
    What is told on a terminal.
    """
    lines = wrapped(
        f"{counts['tried']:,} small changes of {name} were tried: {counts['noticed']:,} noticed by a test, "
        f"{counts['same']:,} without effect on any layout, {len(survivors):,} noticed by none",
        "",
    )
    told: set[str | None] = set()
    for survivor in survivors:
        lines += ["", str(survivor.mutant), *_shown(survivor, name, schema), *_test(survivor, told)]
        told.add(survivor.test)
    for mutant in unknown:
        lines += ["", str(mutant), "  whether it changes a layout cannot be told; the conditions are too tangled"]
    return "\n".join(map(escaped, lines))


def _shown(survivor: Survivor, name: str, schema: Schema) -> Iterator[str]:
    yield from wrapped(f"on {told(survivor.witness, schema)}", "  ")
    seen = survivor.sightings
    yield from (f"    {each}" for each in seen[:MOST_SEEN])
    if len(seen) > MOST_SEEN:
        yield f"    and {len(seen) - MOST_SEEN:,} more"
    replay = command(survivor.witness, name, schema, [each.thing.name for each in seen[:MOST_ASKED]])
    if replay:
        yield f"  why it is as it is: `{replay}`"


def _test(survivor: Survivor, told: Container[str | None]) -> Iterator[str]:
    """
    The test that notices it; only its first line where it was *told* already.
    """
    if survivor.test is None:
        yield "  no test in a rules file can notice it"
    elif survivor.test in told:
        yield f"  this test, which is told above, notices it too: {survivor.test.splitlines()[0].removesuffix(' {')}"
    else:
        yield "  this test notices it:"
        yield from (f"    {line}" for line in survivor.test.splitlines())


def record(
    name: str, counts: Mapping[str, int], survivors: Sequence[Survivor], unknown: Sequence[Mutant]
) -> dict[str, object]:
    """
    What tools are told.
    """
    return {
        "file": name,
        **counts,
        "survivors": [_record(each) for each in survivors],
        "unknown": [_mutant(each) for each in unknown],
    }


def _record(survivor: Survivor) -> dict[str, object]:
    old, new = survivor.layouts
    return {
        **_mutant(survivor.mutant),
        "sample": survivor.witness.sample,
        "page": values(survivor.page),
        "test": survivor.test,
        "changes": [each.to_dict() for each in survivor.sightings],
        "old": old.to_dict(),
        "new": new.to_dict(),
    }


def _mutant(mutant: Mutant) -> dict[str, object]:
    return {"words": mutant.words, "span": mutant.span.to_dict()}
