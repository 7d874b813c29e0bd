"""
Run the tests in rules files.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path

import attrs

from blockrules.cli.coverage import add_coverage, tell_coverage, wants_coverage
from blockrules.cli.files import add_files, mains
from blockrules.cli.mutate import mutate
from blockrules.cli.terminal import BOLD, GREEN, RED, Terminal, Usage, counted
from blockrules.engine.trials import TestResult
from blockrules.language.diagnostics import Diagnostic, escaped
from blockrules.language.errors import RulesError
from blockrules.ruleset import Rules, load
from blockrules.testing.failures import failed


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    add_files(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="tell only what failed")
    parser.add_argument("--json", action="store_true", help="the results as JSON")
    parser.add_argument("--mutate", action="store_true", help="list small changes of the rules that no test notices")
    add_coverage(parser)


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Tell which tests pass, and of those that fail why.
    """
    if options.mutate:
        if wants_coverage(options):
            raise Usage("`--mutate` and coverage are told one at a time")
        return mutate(options, terminal)
    outcomes: list[Outcome] = []
    for file in terminal.progress(mains(options.files, terminal), "testing"):
        with terminal.complaining():
            outcomes.append(_outcome(file, options))
            if not options.json:
                _show(outcomes[-1], options, terminal)
    results = [result for each in outcomes for result in each.results]
    broken = sum(bool(each.errors) for each in outcomes)
    failed = sum(not result.passed for result in results)
    coverages = [each.rules.coverage() for each in outcomes if each.rules] if wants_coverage(options) else []
    if options.json:
        entries = [entry for each in outcomes for entry in _entries(each)] + _unread(terminal)
        every = {"tests": entries, "coverage": [each.to_dict() for each in coverages]}
        terminal.say_json(every if wants_coverage(options) else entries)
    elif outcomes:
        terminal.say(_summary(len(results) - failed, failed, broken, terminal))
    short = tell_coverage(coverages, options, terminal)
    return 1 if failed or broken else short


@attrs.frozen
class Outcome:
    """
    The results of the tests of a *file*, by its *rules*, or the *errors* for which it could not be tested.
    """

    file: Path
    rules: Rules | None = None
    results: tuple[TestResult, ...] = ()
    errors: tuple[Diagnostic, ...] = ()


def _outcome(file: Path, options: Namespace) -> Outcome:
    try:
        rules = load(file, facts=options.facts)
    except RulesError as error:
        return Outcome(file, errors=error.diagnostics)
    return Outcome(file, rules, rules.run_tests())


def _show(outcome: Outcome, options: Namespace, terminal: Terminal) -> None:
    if outcome.errors:
        terminal.show_errors(outcome.errors)
    told = [result for result in outcome.results if not (options.quiet and result.passed)]
    if told:
        terminal.say(terminal.coloured(escaped(str(outcome.file)), BOLD))
    for result in told:
        word = terminal.coloured("passed", GREEN) if result.passed else terminal.coloured("failed", RED)
        terminal.say(f"  {word}  {escaped(result.name)}")
        if outcome.rules and not result.passed:
            terminal.show(f"\n{failed(outcome.rules, result)}\n")


def _summary(passed: int, failed: int, broken: int, terminal: Terminal) -> str:
    told = [terminal.coloured(f"{failed:,} failed", RED)] if failed else []
    told += [terminal.coloured(f"{passed:,} passed", GREEN)] if passed else []
    told += [f"{counted(broken, 'file')} not tested, because of errors"] if broken else []
    return ", ".join(told) or "no tests"


def _entries(outcome: Outcome) -> Iterator[dict[str, object]]:
    """
    One for each test; one without a test for a file that could not be tested.
    """
    if outcome.errors:
        yield _entry(str(outcome.file), None, outcome.errors)
    for result in outcome.results:
        yield _entry(str(outcome.file), result, result.failures)


def _entry(file: str, result: TestResult | None, failures: Iterable[Diagnostic]) -> dict[str, object]:
    return {
        "file": file,
        "line": result.span.line if result else None,
        "test": result.name if result else None,
        "passed": bool(result and result.passed),
        "failures": [failure.to_dict() for failure in failures],
    }


def _unread(terminal: Terminal) -> list[dict[str, object]]:
    return [
        {"file": None, "line": None, "test": None, "passed": False, "failures": [each]}
        for each in terminal.complaints_for_tools
    ]
