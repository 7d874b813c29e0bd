"""
Tell what a rules file does differently from another, or from itself at a revision of Git's: for every page that both
take, proved.

Each change comes with the pages that it concerns and one of them, its two layouts side by side; the least expected
first.
"""

import re
from argparse import ArgumentParser, Namespace
from pathlib import Path

from blockrules.cli.revisions import at_revision
from blockrules.cli.terminal import BOLD, GREEN, RED, YELLOW, Terminal, coloured
from blockrules.language.errors import RulesError
from blockrules.ruleset import Rules, difference, load

COLOURS = {"+": GREEN, "-": RED, "~": YELLOW}
MARKED = re.compile(r"  ([+~-]) .*")


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument(
        "old", metavar="OLD", help="a rules file, or a revision such as HEAD~1, for FILE as it was then"
    )
    parser.add_argument("new", metavar="FILE", help="a rules file")
    parser.add_argument("--json", action="store_true", help="the difference as JSON")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Compare.
    """
    try:
        new = load(options.new, facts=options.facts)
        old = _old(options)
    except RulesError as error:
        if options.json:
            terminal.say_json({"errors": [each.to_dict() for each in error.diagnostics]})
        else:
            terminal.show_errors(error.diagnostics)
        return 1
    with terminal.working("comparing"):
        found = difference(old, new)
        told = found.to_dict() if options.json else str(found)
    if isinstance(told, str):
        terminal.say("\n".join(map(_line, told.splitlines())) if terminal.is_out_coloured else told)
    else:
        terminal.say_json(told)
    return 0 if found.equal and not found.facts else 1


def _old(options: Namespace) -> Rules:
    if Path(options.old).is_file():
        return load(options.old, facts=options.facts)
    return at_revision(options.old, Path(options.new), options.facts)


def _line(line: str) -> str:
    if found := MARKED.fullmatch(line):
        return coloured(line, COLOURS[found[1]])
    return coloured(line, BOLD) if line.startswith("`") else line
