"""
The rules files that somebody means.
"""

import os
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from shutil import copymode
from tempfile import TemporaryDirectory
from typing import Literal

from blockrules.cli.terminal import Terminal, Usage, complaint
from blockrules.language.parts import SUFFIX, is_part, parts_of, real
from blockrules.language.reading import Limits, decoded
from blockrules.language.source import Source

STANDARD_INPUT = "-"


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


def found(paths: Iterable[str], terminal: Terminal) -> list[Path]:
    """
    The files at *paths*, and those in the folders there, each once however it is reached, in order. Usage where there
    is none; what cannot be seen is complained of.
    """
    files: dict[str, Path] = {}
    for each in paths:
        path = Path(each)
        inside = _inside(path, terminal) if path.is_dir() else [path]
        if not inside and not terminal.complaints:
            raise Usage(f"{path}: no *{SUFFIX} file is in this folder")
        for file in inside:
            files.setdefault(real(file), file)
    return list(files.values())


def mains(paths: Iterable[str], terminal: Terminal) -> list[Path]:
    """
    The same without those that are found in a folder and are parts of another: that one includes them, and they do not
    include it in their turn. So every file is a main one or a part of one.
    """
    named = [*paths]
    files = {real(file): file for file in found(named, terminal)}
    stay = {real(Path(each)) for each in named}
    if files.keys() <= stay:
        return list(files.values())
    parts = {real: parts_of(file) for real, file in files.items()}
    return [file for real, file in files.items() if real in stay or not is_part(real, parts)]


def from_input(terminal: Terminal) -> Source:
    """
    The text on the standard input. RulesError where it is no UTF-8, or too long.
    """
    limits = Limits()
    return decoded(terminal.bytes_in(limits.bytes + 1), "standard input", limits)


def rewrite(file: Path, text: str) -> None:
    """
    Write *text* in the place of what *file* holds, if it is there, whole or not at all; its mode stays.
    """
    target = file.resolve()
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".blockrules-") as folder:
            beside = Path(folder, target.name)
            beside.write_bytes(text.encode("utf-8"))
            if file.exists() or file.is_symlink():
                copymode(target, beside)
            beside.replace(target)
    except OSError as error:
        # The file that it was about, not the one beside it.
        raise OSError(error.errno, error.strerror, str(file)) from None


def _inside(folder: Path, terminal: Terminal) -> list[Path]:
    files: list[Path] = []
    for where, folders, names in os.walk(folder, onerror=lambda error: terminal.complain(complaint(error))):
        folders[:] = [each for each in folders if not each.startswith(".")]
        files += [Path(where, name) for name in names if name.endswith(SUFFIX) and not name.startswith(".")]
    return sorted(files)
