"""
Where a command's words come from and go to, in colour where somebody looks at them.
"""

import io
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

import attrs

from blockrules.language.errors import RulesError

BOLD, RED, GREEN, YELLOW, BLUE, CYAN = "1", "31", "32", "33", "34", "36"
# Seconds after which work is long.
LONG = 1.0
HEAD = re.compile(r"(error|warning)(\[BR\d{3}\]): (.*)")
EXCERPT = re.compile(r"( *\d* \|)(.*)")
MARKS = re.compile(r"( *\|)( +)(\^+)(.*)")
ADVICE = re.compile(r"( *= )(help|fix)(: .*)")


class Usage(Exception):
    """
    What was asked for cannot be done as it was said.
    """


@attrs.frozen
class Terminal:
    """
    The streams of a process, and whether what goes to each is *coloured*.
    """

    into: TextIO
    out: TextIO
    err: TextIO
    is_out_coloured: bool
    is_err_coloured: bool

    @classmethod
    def of(cls, into: TextIO, out: TextIO, err: TextIO, environment: Mapping[str, str]) -> "Terminal":
        """
        Those streams, coloured where they are a terminal, unless `NO_COLOR` or a dumb terminal forbids it.
        """
        for stream in (out, err):
            if isinstance(stream, io.TextIOWrapper):
                # What the encoding of a terminal lacks is shown as an escape.
                stream.reconfigure(errors="backslashreplace")
        can_colour = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        return cls(into, out, err, can_colour and out.isatty(), can_colour and err.isatty())

    def say(self, text: str = "") -> None:
        """
        Put out a line, or several.
        """
        print(text, file=self.out)

    def show(self, drawing: str) -> None:
        """
        Put out a diagnostic.
        """
        self.say(painted(drawing) if self.is_out_coloured else drawing)

    def show_errors(self, error: RulesError) -> None:
        """
        Put the diagnostics of *error* beside the output, which is to hold something else.
        """
        for each in error.diagnostics:
            print(painted(str(each)) if self.is_err_coloured else each, end="\n\n", file=self.err)

    def note(self, text: str) -> None:
        """
        A word to whoever looks on, beside the output.
        """
        print(text, file=self.err)

    def complain(self, text: str) -> None:
        """
        Say what stands in the way of the work.
        """
        begin = coloured("error", BOLD, RED) if self.is_err_coloured else "error"
        print(f"{begin}: {text}", file=self.err)

    def coloured(self, text: str, *colours: str) -> str:
        """
        *text* in *colours*, where the output has them.
        """
        return coloured(text, *colours) if self.is_out_coloured else text

    def bytes_in(self, most: int) -> bytes:
        """
        What comes in, up to so many bytes.
        """
        return self.into.buffer.read(most) if isinstance(self.into, io.TextIOWrapper) else self.into.read().encode()

    def progress(self, files: Iterable[Path], doing: str) -> Iterator[Path]:
        """
        Each of *files*; where somebody looks and it takes long, with a line that says which.
        """
        every, start = list(files), time.monotonic()
        is_seen = self.err.isatty()
        shown = ""
        for number, each in enumerate(every, 1):
            if is_seen and time.monotonic() - start > LONG:
                shown = f"{doing} {number} of {len(every)}: {each}"
                print(f"\r\x1b[K{shown}", end="", file=self.err, flush=True)
            yield each
        if shown:
            print("\r\x1b[K", end="", file=self.err, flush=True)


def coloured(text: str, *colours: str) -> str:
    """
    *text* as a terminal shows it in *colours*.
    """
    return f"\x1b[{';'.join(colours)}m{text}\x1b[0m"


def painted(drawing: str) -> str:
    """
    A drawn diagnostic in colour. The lines of a drawing tell what they are by how they begin; what stands in the file
    comes after a bar.
    """
    return "\n".join(map(_painted_line, drawing.split("\n")))


def _painted_line(line: str) -> str:
    if found := HEAD.fullmatch(line):
        colour = RED if found[1] == "error" else YELLOW
        return f"{coloured(found[1] + found[2], BOLD, colour)}: {coloured(found[3], BOLD)}"
    if found := MARKS.fullmatch(line):
        return f"{coloured(found[1], BLUE)}{found[2]}{coloured(found[3] + found[4], BOLD, RED)}"
    if found := EXCERPT.fullmatch(line):
        return f"{coloured(found[1], BLUE)}{found[2]}"
    if found := ADVICE.fullmatch(line):
        return f"{coloured(found[1], BLUE)}{coloured(found[2], CYAN)}{found[3]}"
    return coloured(line, BLUE) if line.lstrip().startswith(("-->", ":::")) else line


def counted(number: int, noun: str, nouns: str | None = None) -> str:
    """
    How many there are, in words: `1 error`, `2 errors`.
    """
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"
