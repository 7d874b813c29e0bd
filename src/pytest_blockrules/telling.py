"""
What pytest shows of rules that fail: a text, and for its lists a line with a place. No traceback helps there.
"""

from collections.abc import Sequence
from pathlib import Path

from _pytest._code.code import ReprEntry, ReprExceptionInfo, ReprFileLocation, ReprTraceback

from blockrules.cli.terminal import complaint
from blockrules.engine.trials import TestResult
from blockrules.language.diagnostics import Diagnostic, escaped
from blockrules.ruleset import Rules
from blockrules.testing.failures import failed


def of_result(rules: Rules, result: TestResult, *, in_a_line: bool) -> ReprExceptionInfo:
    """
    What is shown of a test that failed; where it is to be shown *in_a_line* the place says it.
    """
    return _shown("" if in_a_line else failed(rules, result), _place(result.failures))


def of_errors(errors: Sequence[Diagnostic]) -> ReprExceptionInfo:
    """
    What is shown of a file with *errors*.
    """
    return _shown("\n\n".join(map(str, errors)), _place(errors))


def of_file(error: OSError, file: Path) -> ReprExceptionInfo:
    """
    What is shown of a *file* that cannot be read.
    """
    told = complaint(error)
    return _shown(told, ReprFileLocation(escaped(str(file)), 1, told))


def _place(diagnostics: Sequence[Diagnostic]) -> ReprFileLocation:
    first, *more = diagnostics
    message = f"{first.message}; and {len(more):,} more" if more else first.message
    return ReprFileLocation(escaped(first.span.source.name), first.span.line, message)


def _shown(text: str, place: ReprFileLocation) -> ReprExceptionInfo:
    # Of this kind, because xdist hands no other from one process to another whole.
    entry = ReprEntry(text.split("\n") if text else [], None, None, None, "value")
    return ReprExceptionInfo(reprcrash=place, reprtraceback=ReprTraceback([entry], None, "value"))
