"""
Show what stands on a page: its regions in order, their blocks, and the blocks of each slot.

A page is made of facts: of a JSON file, or of a sample page of the rules file, with pairs such as device=mobile over
it. A set is written roles=editor,author; a fact that is absent, kind=none.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable

from blockrules.cli.pages import add_page, page_of, rules_of
from blockrules.cli.terminal import BOLD, Terminal, Usage
from blockrules.engine.layout import Layout
from blockrules.language.diagnostics import escaped
from blockrules.model.pages import PageError


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("file", metavar="FILE", help="a rules file")
    add_page(parser)
    parser.add_argument("--json", action="store_true", help="the layout as JSON, with what it hung on")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Lay out the page.
    """
    rules = rules_of(options, terminal)
    if rules is None:
        return 1
    try:
        layout = rules.layout(page_of(rules, options, terminal))
    except PageError as error:
        raise Usage(str(error)) from None
    if options.json:
        terminal.say_json(_dict(layout))
    else:
        _show(layout, terminal)
    return 0


def _dict(layout: Layout) -> dict[str, object]:
    expires = layout.expires.isoformat() if layout.expires else None
    return {**layout.to_dict(), "vary": list(layout.vary), "expires": expires}


def _show(layout: Layout, terminal: Terminal) -> None:
    terminal.say(terminal.coloured("Regions", BOLD))
    _table(((region.name, [block.name for block in region.blocks]) for region in layout), terminal)
    terminal.say(terminal.coloured("\nBlocks, by slot", BOLD))
    _table(((slot, [block.name for block in blocks]) for slot, blocks in layout.slots.items()), terminal)
    terminal.say(f"\nThis hung on {escaped(', '.join(layout.vary)) or 'no fact'}.")
    if layout.expires:
        terminal.say(f"With all else equal it stays so until just before {layout.expires.isoformat()}.")


def _table(rows: Iterable[tuple[str, list[str]]], terminal: Terminal) -> None:
    every = [(escaped(name), escaped(", ".join(blocks)) or "-") for name, blocks in rows]
    width = max((len(name) for name, _ in every), default=0)
    for name, blocks in every:
        terminal.say(f"  {name:<{width}}  {blocks}")
    if not every:
        terminal.say("  none")
