"""
The rules files that somebody means.
"""

from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory
from typing import Literal

from blockrules.cli.terminal import Terminal, Usage
from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits, decoded, read
from blockrules.language.shelves import Folder, decoded_file
from blockrules.language.source import Source

STANDARD_INPUT = "-"
SUFFIX = ".blockrules"


def add_files(parser: ArgumentParser, *, input_too: bool = False, least: Literal[0, 1] = 1) -> None:
    """
    Let *parser* take files and folders.
    """
    hint = "; - is the standard input" if input_too else ""
    parser.add_argument(
        "files",
        nargs="+" if least else "*",
        metavar="FILE",
        help=f"a rules file, or a folder: every *{SUFFIX} file in it{hint}",
    )


def found(paths: Iterable[str]) -> list[Path]:
    """
    The files at *paths*, and those in the folders there, each once, in order. Usage where there is none.
    """
    files: dict[Path, None] = {}
    for each in paths:
        path = Path(each)
        inside = _inside(path) if path.is_dir() else [path]
        if not inside:
            raise Usage(f"{path}: no *{SUFFIX} file is in this folder")
        files |= dict.fromkeys(inside)
    return list(files)


def mains(paths: Iterable[str]) -> list[Path]:
    """
    The same without those that are found in a folder and included by another: they are parts of that one.
    """
    named = [*paths]
    files = found(named)
    loose = [file for file in files if str(file) not in named]
    if not loose:
        return files
    parts = {part for file in files for part in _parts(file)}
    kept = [file for file in files if file not in loose or file.resolve() not in parts]
    # Files that include one another in a circle are parts of each other.
    return kept or files


def from_input(terminal: Terminal) -> Source:
    """
    The text on the standard input. RulesError where it is no UTF-8, or too long.
    """
    limits = Limits()
    return decoded(terminal.bytes_in(limits.bytes + 1), "standard input", limits)


def rewrite(file: Path, text: str) -> None:
    """
    Write *text* in the place of what *file* holds, whole or not at all; its mode stays.
    """
    target = file.resolve()
    with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}.") as folder:
        beside = Path(folder, target.name)
        beside.write_bytes(text.encode("utf-8"))
        copymode(target, beside)
        beside.replace(target)


def _inside(folder: Path) -> list[Path]:
    every = folder.rglob(f"*{SUFFIX}")
    return sorted(file for file in every if file.is_file() and not _is_hidden(file.relative_to(folder)))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _parts(file: Path) -> Iterable[Path]:
    limits = Limits()
    try:
        reading = read(decoded_file(file, limits), Folder.of(file, limits), limits)
    except RulesError:
        return ()
    return [Path(source.name).resolve() for source in reading.sources[1:]]
