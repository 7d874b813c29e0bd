"""
What pytest shows of rules that fail: a text, and for its lists a line with a place. No traceback helps there.
"""

from collections.abc import Sequence
from pathlib import Path

from _pytest._code.code import ReprEntry, ReprExceptionInfo, ReprFileLocation, ReprTraceback, TerminalRepr
from _pytest._io import TerminalWriter

from blockrules.cli.terminal import complaint
from blockrules.engine.trials import TestResult
from blockrules.language.diagnostics import Diagnostic, escaped
from blockrules.ruleset import Rules
from blockrules.testing.failures import failed


class Told(TerminalRepr):
    """
    A text, and the place that a list shows of it. Between processes the text alone is handed on, so that xdist knows
    what it is told by several of its workers for one and the same.
    """

    def __init__(self, text: str, place: ReprFileLocation) -> None:
        self.text = text
        self.reprcrash = place

    def toterminal(self, tw: TerminalWriter) -> None:
        """
        Write the text.
        """
        tw.line(self.text)


def of_result(rules: Rules, result: TestResult, *, in_a_line: bool) -> TerminalRepr:
    """
    What is shown of a test that failed; where it is to be shown *in_a_line* the place says it.
    """
    lines = [] if in_a_line else failed(rules, result).split("\n")
    # Of this kind, because xdist hands no other on with its place.
    entry = ReprEntry(lines, None, None, None, "value")
    return ReprExceptionInfo(reprcrash=_place(result.failures), reprtraceback=ReprTraceback([entry], None, "value"))


def of_errors(errors: Sequence[Diagnostic]) -> TerminalRepr:
    """
    What is shown of a file with *errors*.
    """
    return Told("\n\n".join(map(str, errors)), _place(errors))


def of_file(error: OSError, file: Path) -> TerminalRepr:
    """
    What is shown of a *file* that cannot be read.
    """
    told = complaint(error)
    return Told(told, ReprFileLocation(escaped(str(file)), 1, told))


def _place(diagnostics: Sequence[Diagnostic]) -> ReprFileLocation:
    first, *more = diagnostics
    message = f"{first.message}; and {len(more):,} more" if more else first.message
    return ReprFileLocation(escaped(first.span.source.name), first.span.line, message)
