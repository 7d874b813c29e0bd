"""
How far the tests in rules files go, beside their results.
"""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence

from blockrules.cli.terminal import Terminal
from blockrules.coverage.coverage import Coverage
from blockrules.coverage.reports import Report, falls_short


def add_coverage(parser: ArgumentParser) -> None:
    """
    Let *parser* take what is wanted of coverage.
    """
    parser.add_argument("--coverage", action="store_true", help="tell what the tests show of the rules, and what not")
    parser.add_argument(
        "--coverage-report",
        metavar="KIND:FILE",
        type=_report,
        action="append",
        default=[],
        help="write it to a file too, as `json:FILE` or `html:FILE`",
    )
    parser.add_argument(
        "--coverage-fail-under",
        metavar="PERCENT",
        type=percent,
        default=0.0,
        help="where less of a file is shown, the exit status is 1",
    )


def wants_coverage(options: Namespace) -> bool:
    """
    Whether *options* ask for anything of it.
    """
    return bool(options.coverage or options.coverage_report or options.coverage_fail_under)


def tell_coverage(every: Sequence[Coverage], options: Namespace, terminal: Terminal) -> int:
    """
    Tell what is wanted, once for each file; the exit status.
    """
    if options.coverage and not options.json:
        for each in every:
            terminal.say(f"\n{each}")
    for report in options.coverage_report:
        with terminal.complaining():
            report.write(every)
    short = falls_short(every, options.coverage_fail_under)
    for each in [] if options.json else short:
        terminal.say(f"\n{each.title}, less than {options.coverage_fail_under:g} %")
    return 1 if short else 0


def _report(text: str) -> Report:
    try:
        return Report.of(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def percent(text: str) -> float:
    """
    The percentage that *text* says. ArgumentTypeError where it says none.
    """
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 100:
        raise ArgumentTypeError("a percentage is a number from 0 to 100")
    return found
