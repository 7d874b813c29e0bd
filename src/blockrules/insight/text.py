"""
An explanation for a terminal of 80 columns.
"""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from blockrules.insight import words
from blockrules.insight.account import Account
from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.insight.words import Types
from blockrules.language.diagnostics import escaped

WIDTH = 80
# What no text of an explanation has in it.
TOGETHER = "\0"


def overview(account: Account) -> str:
    """
    The layout, each region with what forces it; then for each hidden region its nearest miss.
    """
    facts = words.told(account.facts, account.types)
    lines = [f"The page has {facts}." if facts else "No rule asks for a fact."]
    if not account.can_occur:
        lines.append("It breaks an `assume`, so what follows is of all pages.")
    shown = [(reason.name, words.because(reason)) for reason in account.regions if reason.shown]
    hidden = [(reason.name, words.missed(reason)) for reason in account.regions if not reason.shown]
    for title, rows in (("Active, in order", shown), ("Not active", hidden)):
        if rows:
            lines += ["", title, *_table(rows)]
    blocks = [
        (words.name(reason), words.missed(reason))
        for of_region in account.blocks.values()
        for reason in of_region
        if reason.block and not reason.shown and reason.block.region in account.layout
    ]
    if blocks:
        lines += ["", "Blocks that are hidden in these regions", *_table(blocks)]
    return "\n".join(map(escaped, [*_wrapped(lines[0]), *lines[1:]]))


def details(reason: Reason) -> str:
    """
    All that is to be said of one region or block.
    """
    state = words.state(reason, shown=reason.shown)
    lines = [f"{words.name(reason)} is {state} ({reason.span})", ""]
    if reason.block:
        lines += [f"  its region is {'active' if reason.is_region_active else 'not active'}"]
    if reason.came_first:
        lines += [f"  not reached: `{reason.came_first}` came first"]
    lines += ["  when", *(f"  {line}" for line in _tree(reason.condition, reason.types))]
    lines += ["", *(_wrapped(f"because {words.because(reason)}", "  ") if reason.because else [])]
    changes = [words.change(change, reason.types) for change in reason.would_change]
    if changes:
        lines += [
            f"  it would {words.opposite(reason)}",
            *(line for each in changes for line in _wrapped(each, "    ")),
        ]
    else:
        lines.append(
            "  it is so on every page that can occur" if reason.is_settled else f"  {words.unchanging(reason)}"
        )
    lines += [f"  it stands {reason.standing}"]
    return "\n".join(map(escaped, lines))


def _tree(part: Part, types: Types, depth: int = 0) -> Iterator[str]:
    """
    A line for each part, with its truth; what several parts name is opened once.
    """
    opened: set[int] = set()
    stack = [(part, depth)]
    while stack:
        here, level = stack.pop()
        facts = f"  [{words.told(here.facts, types)}]" if here.facts else ""
        again = here.parts and id(here.parts[0]) in opened and here.kind in ("define", "region")
        text = here.text if here.kind in ("test", "define", "region", "always") else here.kind
        truth = "yes" if here.holds else "no "
        facts += f"  ({words.beaten(here)})" if words.beaten(here) else ""
        yield f"{truth} {'  ' * level}{text}{facts}{' (see above)' if again else ''}"
        if not again:
            opened |= {id(each) for each in here.parts}
            stack += [(each, level + 1) for each in reversed(here.parts)]


def _table(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    every = list(rows)
    width = min(36, max(len(name) for name, _ in every))
    for name, text in every:
        first, *more = _lines(text, WIDTH - width - 4) or [""]
        if len(name) > width:
            yield f"  {name}"
            yield f"  {'':<{width}}  {first}"
        else:
            yield f"  {name:<{width}}  {first}"
        yield from (f"  {'':<{width}}  {line}" for line in more)


def _wrapped(text: str, indent: str = "") -> list[str]:
    first, *more = _lines(text, WIDTH - len(indent) - 2)
    return [indent + first, *(f"{indent}  {line}" for line in more)]


def _lines(text: str, width: int) -> list[str]:
    """
    *text* in lines, of which none parts a fact from its value.
    """
    lines = wrap(text.replace(": ", f":{TOGETHER}"), width, break_long_words=False, break_on_hyphens=False)
    return [line.replace(TOGETHER, " ") for line in lines]
