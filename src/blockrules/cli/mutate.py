"""
What no test in rules files would notice.
"""

from argparse import Namespace
from pathlib import Path
from typing import assert_never

import attrs

from blockrules.cli.files import mains
from blockrules.cli.terminal import BOLD, Terminal
from blockrules.language.diagnostics import escaped
from blockrules.language.errors import RulesError
from blockrules.mutation.survivors import Mutation, TestsFail
from blockrules.ruleset import load


@attrs.frozen
class Outcome:
    """
    What became of the mutants of a *file*, or the errors for which there are none: of the file, or of its tests.
    """

    file: Path
    found: Mutation | RulesError | TestsFail

    @property
    def is_fine(self) -> bool:
        """Whether its tests notice all that can be noticed."""
        return isinstance(self.found, Mutation) and not self.found.survivors


def mutate(options: Namespace, terminal: Terminal) -> int:
    """
    Tell it of all files.
    """
    outcomes: list[Outcome] = []
    for file in mains(options.files, terminal):
        with terminal.complaining():
            outcomes.append(Outcome(file, _found(file, options, terminal)))
            if not options.json and not (options.quiet and outcomes[-1].is_fine):
                _show(outcomes[-1], terminal)
    if options.json:
        unread = [{"file": None, "errors": [each]} for each in terminal.complaints_for_tools]
        terminal.say_json([*map(_record, outcomes), *unread])
    return 0 if all(outcome.is_fine for outcome in outcomes) else 1


def _found(file: Path, options: Namespace, terminal: Terminal) -> Mutation | RulesError | TestsFail:
    try:
        rules = load(file, facts=options.facts)
        return rules.mutation(lambda every: terminal.progress(every, "changing"))
    except (RulesError, TestsFail) as error:
        return error


def _show(outcome: Outcome, terminal: Terminal) -> None:
    match outcome.found:
        case Mutation() as mutation:
            for line in str(mutation).splitlines():
                terminal.say(terminal.coloured(line, BOLD) if line and not line.startswith(" ") else line)
        case RulesError(diagnostics=errors):
            terminal.show_errors(errors)
        case TestsFail(results=results) as error:
            terminal.show_errors(failure for result in results for failure in result.failures)
            terminal.say(escaped(f"{outcome.file}: {error}"))
        case _:
            assert_never(outcome.found)


def _record(outcome: Outcome) -> dict[str, object]:
    match outcome.found:
        case Mutation() as mutation:
            return mutation.to_dict()
        case RulesError(diagnostics=errors):
            return {"file": str(outcome.file), "errors": [each.to_dict() for each in errors]}
        case TestsFail(results=results):
            failing = [
                {"test": result.name, "failures": [failure.to_dict() for failure in result.failures]}
                for result in results
            ]
            return {"file": str(outcome.file), "failing": failing}
        case _:
            assert_never(outcome.found)
