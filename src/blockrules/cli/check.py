"""
Look for mistakes in rules files, and for what is legal but surely not meant.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

import attrs

from blockrules.cli.files import STANDARD_INPUT, add_files, from_input, mains, rewrite
from blockrules.cli.terminal import GREEN, Terminal, Usage, counted
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.errors import RulesError
from blockrules.language.explanations import explained
from blockrules.language.fixes import fixed
from blockrules.language.source import Source, Span
from blockrules.ruleset import Rules, load, loads

# The commands of a workflow's log, and what would end them.
ANNOTATION = (
    "::{severity} file={file},line={line},endLine={end_line},col={column},endColumn={end_column},title={code}::{text}"
)
ESCAPES = {"%": "%25", "\r": "%0D", "\n": "%0A"}
ESCAPES_IN_PROPERTIES = ESCAPES | {":": "%3A", ",": "%2C"}


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    add_files(parser, input_too=True, least=0)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended safely, and tell the rest")
    parser.add_argument("--explain", metavar="CODE", help="tell what a code means, such as BR204, and how to mend it")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--format", choices=FORMATS, default="text", help="how to tell of it; github: as annotations of a workflow"
    )
    form.add_argument("--json", action="store_const", dest="format", const="json", help="the findings as JSON")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Tell what is wrong, or nothing.
    """
    if options.explain:
        return _explain(options.explain.upper(), terminal)
    if not options.files:
        raise Usage("which files? name some, or a folder")
    if options.fix and STANDARD_INPUT in options.files:
        raise Usage("--fix writes files, and the standard input is none")
    findings = _findings(options, terminal)
    FORMATS[options.format](findings, terminal)
    return 1 if findings.errors else 0


@attrs.frozen
class Findings:
    """
    What was found in so many *files*, and how many *fixes* were made.
    """

    files: int
    fixes: int
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(each.severity == "error" for each in self.diagnostics)


def diagnosed(rules: Path | Source) -> tuple[Diagnostic, ...]:
    """
    What is wrong with a file, or with a text.
    """
    try:
        return _loaded(rules).warnings
    except RulesError as error:
        return error.diagnostics


def _loaded(rules: Path | Source) -> Rules:
    return load(rules) if isinstance(rules, Path) else loads(rules.text, name=rules.name)


def _findings(options: Namespace, terminal: Terminal) -> Findings:
    files = mains(each for each in options.files if each != STANDARD_INPUT)
    count, fixes = len(files), 0
    diagnostics: list[Diagnostic] = []
    for file in terminal.progress(files, "checking"):
        if options.fix:
            fixes += _mended(file)
        diagnostics += diagnosed(file)
    if STANDARD_INPUT in options.files:
        count += 1
        try:
            diagnostics += diagnosed(from_input(terminal))
        except RulesError as error:
            diagnostics += error.diagnostics
    # A part that several files include is told of once.
    return Findings(count, fixes, tuple({(each.code, _place(each.span)): each for each in diagnostics}.values()))


def _place(span: Span) -> tuple[str, int, int]:
    return span.source.name, span.start, span.end


def _mended(file: Path) -> int:
    """
    How many safe fixes were made in *file* and in what it includes: one may show what stood behind it, so until there
    are none.
    """
    made, left = 0, None
    while True:
        found = diagnosed(file)
        fixes = [fix for each in found for fix in each.fixes[:1] if fix.safe]
        if not fixes or (left is not None and len(found) >= left):
            return made
        left = len(found)
        sources = {each.span.source.name: each.span.source for fix in fixes for each in fix.replacements}
        for source in sources.values():
            rewrite(Path(source.name), fixed(source, fixes))
        made += len(fixes)


def _explain(code: str, terminal: Terminal) -> int:
    text = explained(code)
    if text is None:
        raise Usage(f"no code is called {code}; codes look like BR204")
    terminal.say(text)
    return 0


def _as_text(findings: Findings, terminal: Terminal) -> None:
    for each in findings.diagnostics:
        terminal.show(f"{each}\n")
    warnings = len(findings.diagnostics) - findings.errors
    told = [counted(findings.errors, "error")] if findings.errors else []
    told += [counted(warnings, "warning")] if warnings else []
    mended = f"{counted(findings.fixes, 'fix', 'fixes')} made; " if findings.fixes else ""
    where = counted(findings.files, "file")
    if told:
        terminal.say(f"{mended}{', '.join(told)} in {where}")
    else:
        terminal.say(mended + terminal.coloured(f"nothing to mend in {where}", GREEN))


def _as_json(findings: Findings, terminal: Terminal) -> None:
    found = [each.to_dict() for each in findings.diagnostics]
    terminal.say(json.dumps({"files": findings.files, "fixes": findings.fixes, "diagnostics": found}, indent=2))


def _as_annotations(findings: Findings, terminal: Terminal) -> None:
    for each in findings.diagnostics:
        span = each.span
        terminal.say(
            ANNOTATION.format(
                severity=each.severity,
                file=_escaped(span.source.name, ESCAPES_IN_PROPERTIES),
                line=span.line,
                end_line=span.end_line,
                column=span.column,
                end_column=span.end_column,
                code=each.code,
                text=_escaped("\n".join(_sentences(each)), ESCAPES),
            )
        )


def _sentences(diagnostic: Diagnostic) -> Iterator[str]:
    yield diagnostic.message
    yield from [diagnostic.help] if diagnostic.help else []
    yield from (fix.title for fix in diagnostic.fixes)


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)


FORMATS = {"text": _as_text, "json": _as_json, "github": _as_annotations}
