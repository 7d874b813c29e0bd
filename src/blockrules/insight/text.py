"""
An explanation for a terminal of 80 columns.
"""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap

from blockrules.insight.explanation import Explanation, Reason
from blockrules.insight.tree import Part
from blockrules.language import spelling
from blockrules.language.diagnostics import escaped
from blockrules.language.syntax import Literal, Name
from blockrules.model.types import OneOf, SetOf, Type, Value

WIDTH = 80
Facts = Mapping[str, Value]


def overview(explanation: Explanation) -> str:
    """
    The layout, each region with what forces it; then for each hidden region its nearest miss.
    """
    types = explanation.types
    lines = [f"The page has {_facts(explanation.facts, types)}." if explanation.facts else "No rule asks for a fact."]
    shown = [(reason.name, _because(reason, types)) for reason in explanation.regions if reason.shown]
    hidden = [(reason.name, _missed(reason, types)) for reason in explanation.regions if not reason.shown]
    for title, rows in (("Active, in order", shown), ("Not active", hidden)):
        if rows:
            lines += ["", title, *_table(rows)]
    blocks = [
        (f"{reason.block.region}.{reason.name}", _missed(reason, types))
        for of_region in explanation.blocks.values()
        for reason in of_region
        if reason.block and not reason.shown and reason.block.region in explanation.layout
    ]
    if blocks:
        lines += ["", "Blocks that are hidden in these regions", *_table(blocks)]
    return "\n".join([*_wrapped(lines[0]), *lines[1:]])


def details(reason: Reason, types: Mapping[str, Type]) -> str:
    """
    All that is to be said of one region or block.
    """
    name = f"{reason.block.region}.{reason.name}" if reason.block else reason.name
    state = ("shown" if reason.shown else "hidden") if reason.block else ("active" if reason.shown else "not active")
    lines = [f"{name} is {state} ({escaped(str(reason.span))})", ""]
    if reason.block:
        lines += [f"  its region is {'active' if reason.is_region_active else 'not active'}"]
    if reason.came_first:
        lines += [f"  not reached: `{reason.came_first}` came first"]
    lines += ["  when", *(f"  {line}" for line in _tree(reason.condition, types))]
    lines += ["", *(_wrapped(f"because {_because(reason, types)}", "  ") if reason.because else [])]
    changes = [_change(change, types) for change in reason.would_change]
    if changes:
        opposite = (
            ("hidden" if reason.block else "not active") if reason.shown else ("shown" if reason.block else "active")
        )
        lines += [f"  it would be {opposite}", *(line for each in changes for line in _wrapped(each, "    "))]
    elif reason.is_settled:
        lines += ["  it is so on every page that can occur"]
    lines += [f"  it stands {reason.standing}"]
    return "\n".join(lines)


def _because(reason: Reason, types: Mapping[str, Type]) -> str:
    return _facts(reason.because, types) if reason.because else "always"


def _missed(reason: Reason, types: Mapping[str, Type]) -> str:
    if reason.came_first:
        return f"`{reason.came_first}` came first"
    if reason.would_change:
        return _change(reason.would_change[0], types)
    if reason.is_settled:
        return "never: no page can have it"
    return "its conditions are too tangled to say" if reason.is_tangled else "no page was found that has it"


def _change(change: Facts, types: Mapping[str, Type]) -> str:
    return "if " + " and ".join(f"`{name}` were {said(value, types[name])}" for name, value in change.items())


def _facts(facts: Facts, types: Mapping[str, Type]) -> str:
    return ", ".join(f"{name}: {said(value, types[name])}" for name, value in facts.items())


def said(value: Value, type: Type) -> str:
    """
    *value* as a rules file would write it.
    """
    match value:
        case frozenset():
            element = type.element if isinstance(type, SetOf) else type
            return f"({', '.join(said(each, element) for each in sorted(value, key=str))})"
        case str() if isinstance(type, OneOf):
            return spelling.member(Name(value, None))  # type: ignore[arg-type]  # a name that stands nowhere
        case _:
            return spelling.value(Literal(value, None))  # type: ignore[arg-type]  # a value that stands nowhere


def _tree(part: Part, types: Mapping[str, Type], depth: int = 0) -> Iterator[str]:
    """
    A line for each part, with its truth; what several parts name is opened once.
    """
    opened: set[int] = set()
    stack = [(part, depth)]
    while stack:
        here, level = stack.pop()
        facts = f"  [{_facts(here.facts, types)}]" if here.facts else ""
        again = here.parts and id(here.parts[0]) in opened and here.kind in ("define", "region")
        text = here.text if here.kind in ("test", "define", "region", "always") else here.kind
        truth = "yes" if here.holds else "no "
        yield f"{truth} {'  ' * level}{escaped(text)}{facts}{' (see above)' if again else ''}"
        if not again:
            opened |= {id(each) for each in here.parts}
            stack += [(each, level + 1) for each in reversed(here.parts)]


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    every = list(rows)
    width = min(36, max(len(name) for name, _ in every))
    for name, text in every:
        first, *more = wrap(text, WIDTH - width - 4, break_long_words=False, break_on_hyphens=False) or [""]
        if len(name) > width:
            yield f"  {name}"
            yield f"  {'':<{width}}  {first}"
        else:
            yield f"  {name:<{width}}  {first}"
        yield from (f"  {'':<{width}}  {line}" for line in more)


def _wrapped(text: str, indent: str = "") -> list[str]:
    return wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
