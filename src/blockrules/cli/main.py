"""
Which command, with which arguments.

A command's module is imported when it is asked for, so that none waits for what another needs.
"""

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any, NoReturn

from blockrules.cli.terminal import Enough, Terminal, Unwritable, Usage, complaint, send_nowhere
from blockrules.language.diagnostics import escaped

# In the order of a day's work.
COMMANDS = {
    "check": "look for mistakes",
    "fmt": "write rules files in the one layout",
    "test": "run the tests in rules files",
    "layout": "show what stands on a page",
    "explain": "tell why it stands there, and why the rest does not",
    "serve": "show all that in a browser, while the file is being written",
    "diff": "tell what another version does differently, on which pages",
    "catalogue": "show every layout that can ever be",
    "import": "turn what other systems have into a rules file",
    "lsp": "serve an editor",
    "completion": "print what makes a shell complete this command",
}
FOUND, WRONG_USAGE, INTERRUPTED = 1, 2, 130
EPILOG = (
    "exit status: 0 fine, 1 something was found (errors, broken promises, failed tests, differences), 2 wrong usage"
)


class Arguments(ArgumentParser):
    """
    What reads arguments, and refuses them without a character that a terminal could act on.
    """

    def error(self, message: str) -> NoReturn:
        """
        Say what is wrong, and end.
        """
        super().error(escaped(message))


def main(arguments: Sequence[str] | None = None, *, facts: type | None = None) -> int:
    """
    Carry out the command that *arguments*, those of the process where None, ask for; its exit status. *facts* is as for
    :func:`blockrules.load`: a host knows of a class what no rules file says.
    """
    given = sys.argv[1:] if arguments is None else arguments
    terminal = Terminal.of(sys.stdin, sys.stdout, sys.stderr, os.environ)
    try:
        # A stream that is closed is none, which `argparse` cannot write to.
        with redirect_stdout(terminal.out), redirect_stderr(terminal.err):
            options = options_of(given, facts)
        if sys.stdout is None:
            raise Unwritable("it is closed")
        return run(options, terminal)
    except Enough:
        send_nowhere(terminal.out)
        return FOUND
    except Unwritable as error:
        terminal.complain(f"the standard output: {error}")
        send_nowhere(terminal.out)
        return WRONG_USAGE
    except KeyboardInterrupt:
        return INTERRUPTED


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Carry out what was asked for.
    """
    try:
        found: int = options.run(options, terminal)
    except (Usage, OSError) as error:
        terminal.complain(complaint(error))
        found = WRONG_USAGE
        if _wants_json(options):
            terminal.say_json({"errors": terminal.complaints_for_tools})
    terminal.flush()
    return WRONG_USAGE if terminal.complaints else found


def _wants_json(options: Namespace) -> bool:
    return bool(getattr(options, "json", False)) or getattr(options, "format", None) == "json"


def options_of(arguments: Sequence[str], facts: type | None = None) -> Namespace:
    """
    What *arguments* ask for, of rules whose facts are those of a class, if any. SystemExit where they ask for help, or
    make no sense.
    """
    if not arguments or arguments[0] not in COMMANDS:
        return parser().parse_args(arguments)
    command = Arguments(f"blockrules {arguments[0]}", **_settings(arguments[0]))
    _fill(command, arguments[0])
    command.set_defaults(facts=facts)
    # Facts may stand before options and after them; but what mixes them does not know `--`.
    return (command.parse_args if "--" in arguments else command.parse_intermixed_args)(arguments[1:])


def parser(*whole: str) -> Arguments:
    """
    What knows which commands there are, and of those named *whole* all that can be said to them.
    """
    from importlib.metadata import version

    every = Arguments("blockrules", description="Decide what stands on a web page.", epilog=EPILOG, allow_abbrev=False)
    every.add_argument("--version", action="version", version=version("blockrules"))
    commands = every.add_subparsers(metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        if name in whole:
            _fill(commands.add_parser(name, help=summary, **_settings(name)), name)
        else:
            commands.add_parser(name, help=summary)
    return every


def _settings(name: str) -> dict[str, Any]:
    return {
        "description": _module(name).__doc__,
        "epilog": EPILOG,
        "formatter_class": RawDescriptionHelpFormatter,
        "allow_abbrev": False,
    }


def _fill(command: ArgumentParser, name: str) -> None:
    _module(name).add_arguments(command)
    command.set_defaults(run=_module(name).run)


def _module(name: str) -> ModuleType:
    return import_module(f"blockrules.cli.{name}_" if iskeyword(name) else f"blockrules.cli.{name}")
