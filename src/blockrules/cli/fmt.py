"""
Write rules files in the one layout. What they mean stays as it is, and so do comments.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path

from blockrules.cli.files import STANDARD_INPUT, add_files, found, from_input, rewrite
from blockrules.cli.terminal import CYAN, GREEN, RED, Terminal, Usage, counted
from blockrules.language.diagnostics import escaped
from blockrules.language.errors import RulesError
from blockrules.language.formatter import formatted
from blockrules.language.reading import Limits
from blockrules.language.shelves import decoded_file
from blockrules.language.source import Source

COLOURS = {"+": GREEN, "-": RED, "@": CYAN}


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    add_files(parser, input_too=True)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the files to be written")
    how.add_argument("--diff", action="store_true", help="write nothing; exit 1 and show what would change")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Write, or tell what would be written.
    """
    is_input = STANDARD_INPUT in options.files
    if is_input and len(options.files) > 1:
        raise Usage("the standard input stands alone, without files")
    is_dry = options.check or options.diff
    paths = [Path(STANDARD_INPUT)] if is_input else found(options.files, terminal)
    outcomes: list[bool | None] = []
    for path in terminal.progress(paths, "formatting"):
        with terminal.complaining():
            outcomes.append(_outcome(path, options, terminal))
    if outcomes and not is_input:
        terminal.note(_summary(outcomes, "to write" if is_dry else "written"))
    return 1 if None in outcomes or (is_dry and True in outcomes) else 0


def _outcome(path: Path, options: Namespace, terminal: Terminal) -> bool | None:
    """
    Whether the file was not as it should be; None where that cannot be told, because of errors.
    """
    is_input = path == Path(STANDARD_INPUT)
    try:
        source = from_input(terminal) if is_input else decoded_file(path, Limits())
        text = formatted(source)
    except RulesError as error:
        terminal.show_errors(error.diagnostics)
        return None
    is_changed = text != source.text
    if options.check and is_changed:
        terminal.say(f"would write {escaped(source.name)}")
    elif options.diff:
        _show_difference(source, text, terminal)
    elif is_input:
        terminal.hand_on(text)
    elif is_changed and not options.check:
        rewrite(path, text)
    return is_changed


def _summary(outcomes: list[bool | None], done: str) -> str:
    changed, broken, as_is = (outcomes.count(each) for each in (True, None, False))
    told = [f"{counted(changed, 'file')} {done}"] if changed else []
    told += [f"{counted(broken, 'file')} left, because of errors"] if broken else []
    told += [f"{counted(as_is, 'file')} as {'it' if as_is == 1 else 'they'} should be"] if as_is else []
    return ", ".join(told)


def _show_difference(source: Source, text: str, terminal: Terminal) -> None:
    for line in _difference(source, text):
        terminal.say(terminal.coloured(line, *([COLOURS[line[0]]] if line[0] in COLOURS else [])))


def _difference(source: Source, text: str) -> Iterator[str]:
    lines = unified_diff(
        source.text.splitlines(keepends=True), text.splitlines(keepends=True), source.name, source.name
    )
    for line in lines:
        yield escaped(line.removesuffix("\n"))
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"
