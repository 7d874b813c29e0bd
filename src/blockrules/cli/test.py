"""
Run the tests in rules files.
"""

import json
from argparse import ArgumentParser, Namespace
from pathlib import Path

from blockrules.cli.files import add_files, mains
from blockrules.cli.terminal import BOLD, GREEN, RED, Terminal, counted
from blockrules.engine.trials import TestResult
from blockrules.language.errors import RulesError
from blockrules.ruleset import load


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    add_files(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="tell only what failed")
    parser.add_argument("--json", action="store_true", help="the results as JSON")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Tell which tests pass, and of those that fail why.
    """
    files = mains(options.files)
    found = [(file, _results(file, options, terminal)) for file in terminal.progress(files, "testing")]
    results = [(file, result) for file, of_file in found for result in of_file or ()]
    broken = sum(of_file is None for _, of_file in found)
    failed = sum(not result.passed for _, result in results)
    if options.json:
        terminal.say(json.dumps([_dict(file, result) for file, result in results], indent=2))
    else:
        terminal.say(_summary(len(results) - failed, failed, broken, terminal))
    return 1 if failed or broken else 0


def _results(file: Path, options: Namespace, terminal: Terminal) -> tuple[TestResult, ...] | None:
    """
    The results of *file*, shown as well unless they are wanted as JSON; None where it is no sound rules file.
    """
    try:
        found = load(file).run_tests()
    except RulesError as error:
        terminal.show_errors(error)
        return None
    if not options.json:
        _show(file, found, options, terminal)
    return found


def _show(file: Path, results: tuple[TestResult, ...], options: Namespace, terminal: Terminal) -> None:
    told = [result for result in results if not (options.quiet and result.passed)]
    if told:
        terminal.say(terminal.coloured(str(file), BOLD))
    for result in told:
        word = terminal.coloured("passed", GREEN) if result.passed else terminal.coloured("failed", RED)
        terminal.say(f"  {word}  {result.name}")
        for failure in result.failures:
            terminal.show(f"\n{failure}\n")


def _summary(passed: int, failed: int, broken: int, terminal: Terminal) -> str:
    told = [terminal.coloured(f"{failed:,} failed", RED)] if failed else []
    told += [terminal.coloured(f"{passed:,} passed", GREEN)] if passed else []
    told += [f"{counted(broken, 'file')} not tested, because of errors"] if broken else []
    return ", ".join(told) or "no tests"


def _dict(file: Path, result: TestResult) -> dict[str, object]:
    return {
        "file": str(file),
        "line": result.span.line,
        "test": result.name,
        "passed": result.passed,
        "failures": [failure.to_dict() for failure in result.failures],
    }
