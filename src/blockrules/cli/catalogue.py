"""
Show every layout that a rules file can give, once: how many there are, and of each which pages have it.

The share of the classes is that of the kinds of page that the file can tell apart, and not of a site's visits.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from blockrules.cli.pages import rules_of
from blockrules.cli.terminal import Terminal
from blockrules.insight.html import document

MOST = 20


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("file", metavar="FILE", help="a rules file")
    parser.add_argument("--most", metavar="N", type=_number, default=MOST, help=f"show so many, {MOST} if not said")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the catalogue as JSON")
    form.add_argument("--html", metavar="FILE", help="write the outlines of the layouts to a page of HTML")


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise ArgumentTypeError(f"`{text}` is no number of layouts")
    return int(text)


def run(options: Namespace, terminal: Terminal) -> int:
    """
    List the layouts.
    """
    rules = rules_of(options, terminal)
    if rules is None:
        return 1
    with terminal.working("going through all layouts"):
        found = rules.catalogue(most=options.most)
    if options.html:
        Path(options.html).write_text(document(f"{options.file}, all layouts", found.to_html()), "utf-8")
    elif options.json:
        terminal.say_json(found.to_dict())
    else:
        terminal.say(str(found))
    return 0
