"""
Look for mistakes in rules files, and for what is legal but surely not meant: also for what can never be shown, what
makes no difference, and promises that a page breaks, all of it proved.

With --public, tell instead which facts can still matter on pages that have some facts fixed.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import attrs

from blockrules.analysis.promises import Proof
from blockrules.cli.files import STANDARD_INPUT, add_files, from_input, mains
from blockrules.cli.mending import Mender, Withheld
from blockrules.cli.public import add_public, check_public
from blockrules.cli.terminal import GREEN, Terminal, Usage, counted
from blockrules.language.diagnostics import Diagnostic, escaped
from blockrules.language.errors import RulesError
from blockrules.language.explanations import explained
from blockrules.language.parts import real
from blockrules.ruleset import Rules, load, loads

# A run shows so many warnings, and counts the rest.
MOST_WARNINGS = 100
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
    add_public(parser)
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
    if options.public or options.private:
        return check_public(options, terminal)
    findings = _findings(options, terminal)
    FORMATS[options.format](findings, terminal)
    return 1 if findings.errors or findings.broken else 0


@attrs.frozen
class Findings:
    """
    What was found in so many *files*; how many fixes were *made*, which were *withheld*, and how many were *left*
    to a person. All of these are none where nobody asked for fixes.
    """

    files: int
    diagnostics: tuple[Diagnostic, ...]
    promises: tuple[Proof, ...]
    made: int
    withheld: tuple[Withheld, ...]
    left: int

    @property
    def errors(self) -> int:
        """How many of the findings are errors."""
        return sum(each.severity == "error" for each in self.diagnostics)

    @property
    def broken(self) -> int:
        """How many promises a page breaks."""
        return sum(each.code == "BR920" for each in self.diagnostics)


def _findings(options: Namespace, terminal: Terminal) -> Findings:
    files = mains([each for each in options.files if each != STANDARD_INPUT], terminal)
    mender = Mender(files, options.facts)
    for file in terminal.progress(files if options.fix else [], "mending"):
        with terminal.complaining():
            mender.mend(file)
    found: list[Examined] = []
    for file in files:
        with terminal.complaining(), terminal.working(f"checking {file}"):
            found.append(_examined(partial(load, file, facts=options.facts)))
    if STANDARD_INPUT in options.files:
        found.append(_examined(lambda: _input(options, terminal)))
    diagnostics = _once(each for examined in found for each in examined.diagnostics)
    promises = tuple(each for examined in found for each in examined.promises)
    left = sum(bool(each.fixes) and not each.fixes[0].safe for each in diagnostics) if options.fix else 0
    return Findings(len(found), diagnostics, promises, mender.made, tuple(mender.withheld), left)


@attrs.frozen
class Examined:
    """
    What was found in one file, and what became of its promises.
    """

    diagnostics: tuple[Diagnostic, ...]
    promises: tuple[Proof, ...] = ()


def _examined(reading: Callable[[], Rules]) -> Examined:
    try:
        rules = reading()
    except RulesError as error:
        return Examined(error.diagnostics)
    return Examined((*rules.warnings, *rules.findings), rules.promises)


def _input(options: Namespace, terminal: Terminal) -> Rules:
    source = from_input(terminal)
    return loads(source.text, name=source.name, facts=options.facts)


def _once(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """
    *diagnostics*, those of a part that several files include told once.
    """
    of_name = cache(lambda name: real(Path(name)))
    places = {(each.code, of_name(each.span.source.name), each.span.start, each.span.end): each for each in diagnostics}
    return tuple(places.values())


def _explain(code: str, terminal: Terminal) -> int:
    text = explained(code)
    if text is None:
        raise Usage(f"no code is called {code}; codes look like BR204")
    terminal.say(text)
    return 0


def _as_text(findings: Findings, terminal: Terminal) -> None:
    for each in _shown(findings.diagnostics):
        terminal.show(f"{each}\n")
    warnings = len(findings.diagnostics) - findings.errors
    if warnings > MOST_WARNINGS:
        terminal.say(f"{counted(warnings - MOST_WARNINGS, 'more warning')}\n")
    told = [counted(findings.errors, "error")] if findings.errors else []
    told += [counted(warnings, "warning")] if warnings else []
    kept = sum(each.verdict == "proved" for each in findings.promises)
    promised = f"; {counted(kept, 'promise')} proved" if kept else ""
    made = f"{counted(findings.made, 'fix', 'fixes')} made; " if findings.made else ""
    where = counted(findings.files, "file")
    if told:
        terminal.say(f"{made}{', '.join(told)} in {where}{promised}")
    elif findings.files:
        terminal.say(made + terminal.coloured(f"nothing to mend in {where}", GREEN) + promised)
    for held in findings.withheld:
        fixes, file, because = counted(held.fixes, "fix", "fixes"), escaped(held.file), escaped(held.because)
        terminal.say(f"{fixes} not made in {file}: {because}, which includes it, would have more errors")
    if findings.left:
        was, it = ("was", "it") if findings.left == 1 else ("were", "they")
        why = f"{it} may change what the rules mean, or lose a comment"
        terminal.say(f"{counted(findings.left, 'fix', 'fixes')} {was} left to you: {why}")


def _shown(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """
    All errors, and no more warnings than anybody reads.
    """
    warnings = 0
    for each in diagnostics:
        warnings += each.severity == "warning"
        if each.severity == "error" or warnings <= MOST_WARNINGS:
            yield each


def _as_json(findings: Findings, terminal: Terminal) -> None:
    terminal.say_json(
        {
            "files": findings.files,
            "fixes": findings.made,
            "withheld": [attrs.asdict(each) for each in findings.withheld],
            "diagnostics": [each.to_dict() for each in findings.diagnostics],
            "promises": [each.to_dict() for each in findings.promises],
            "errors": terminal.complaints_for_tools,
        }
    )


def _as_annotations(findings: Findings, terminal: Terminal) -> None:
    for each in findings.diagnostics:
        span = each.span
        terminal.say(
            ANNOTATION.format(
                severity=each.severity,
                file=escaped(_escaped(span.source.name, ESCAPES_IN_PROPERTIES)),
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
