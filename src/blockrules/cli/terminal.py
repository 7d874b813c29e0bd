"""
Where a command's words come from and go to, in colour where somebody looks at them.
"""

import io
import json
import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import TextIO, TypeVar

import attrs

from blockrules.language.diagnostics import Diagnostic, escaped

Item = TypeVar("Item")
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


class Unwritable(Exception):
    """
    The standard output takes nothing more; the one argument says why.
    """


class Enough(Exception):
    """
    Whoever read the standard output reads no more, as `head` does.
    """


@attrs.define
class Terminal:
    """
    The streams of a process, whether what goes to each is *coloured*, and what stood in the way of the work so far.
    """

    into: TextIO | None
    out: TextIO
    err: TextIO
    is_out_coloured: bool
    is_err_coloured: bool
    complaints: list[str] = attrs.field(factory=list)

    @classmethod
    def of(
        cls, into: TextIO | None, out: TextIO | None, err: TextIO | None, environment: Mapping[str, str]
    ) -> "Terminal":
        """
        Those streams, None where they are closed, coloured where they are a terminal, unless `NO_COLOR` or a dumb
        terminal forbids it.
        """
        # What goes to nobody need not be kept from it.
        out, err = out or io.StringIO(), err or io.StringIO()
        for stream in (out, err):
            if isinstance(stream, io.TextIOWrapper):
                # What the encoding of a terminal lacks is shown as an escape.
                stream.reconfigure(errors="backslashreplace")
        can_colour = not environment.get("NO_COLOR") and environment.get("TERM") != "dumb"
        return cls(into, out, err, can_colour and out.isatty(), can_colour and err.isatty())

    def say(self, text: str = "") -> None:
        """
        Put out a line, or several. What is not of the program itself is to be escaped.
        """
        self._put(f"{text}\n")

    @property
    def complaints_for_tools(self) -> list[dict[str, str]]:
        """The same as plain JSON types."""
        return [{"message": each} for each in self.complaints]

    def say_json(self, data: object) -> None:
        """
        Put out plain JSON types.
        """
        self.say(json.dumps(data, indent=2))

    def show(self, drawing: str) -> None:
        """
        Put out a diagnostic.
        """
        self.say(painted(drawing) if self.is_out_coloured else drawing)

    def hand_on(self, text: str) -> None:
        """
        Put out the text of a file, as its bytes would be.
        """
        if isinstance(self.out, io.TextIOWrapper):
            self.flush()
            with _writing():
                self.out.buffer.write(text.encode("utf-8"))
        else:
            self._put(text)

    def flush(self) -> None:
        """
        Let out what was put out; an output that another closed needs none of it.
        """
        if not self.out.closed:
            with _writing():
                self.out.flush()

    def show_errors(self, errors: Iterable[Diagnostic]) -> None:
        """
        Put *errors* beside the output, which is to hold something else.
        """
        for each in errors:
            self.note(f"{painted(str(each)) if self.is_err_coloured else each}\n")

    def note(self, text: str) -> None:
        """
        A word to whoever looks on, beside the output.
        """
        # What was put out before comes before it, where both go to one place.
        with suppress(OSError, ValueError):
            self.out.flush()
        try:
            print(text, file=self.err, flush=True)
        except OSError:
            # There is nobody to be told.
            send_nowhere(self.err)

    @contextmanager
    def complaining(self) -> Iterator[None]:
        """
        Go on after a file that cannot be read or written; its complaint ends the command with another status.
        """
        try:
            yield
        except OSError as error:
            self.complain(complaint(error))

    def complain(self, text: str) -> None:
        """
        Say, once, what stands in the way of the work.
        """
        if text in self.complaints:
            return
        self.complaints.append(text)
        begin = coloured("error", BOLD, RED) if self.is_err_coloured else "error"
        self.note(f"{begin}: " + "\n".join(map(escaped, text.split("\n"))))

    def _put(self, text: str) -> None:
        with _writing():
            self.out.write(text)

    def coloured(self, text: str, *colours: str) -> str:
        """
        *text* in *colours*, where the output has them.
        """
        return coloured(text, *colours) if self.is_out_coloured else text

    def bytes_in(self, most: int) -> bytes:
        """
        What comes in, up to so many bytes.
        """
        if self.into is None:
            raise Usage("the standard input is closed")
        try:
            return self.into.buffer.read(most) if isinstance(self.into, io.TextIOWrapper) else self.into.read().encode()
        except OSError as error:
            raise Usage(f"the standard input: {_reason(error)}") from None

    def progress(self, items: Iterable[Item], doing: str) -> Iterator[Item]:
        """
        Each of *items*; where somebody looks and it takes long, with a line that says which.
        """
        every, start = list(items), time.monotonic()
        is_seen = self.err.isatty()
        shown = ""
        for number, each in enumerate(every, 1):
            if is_seen and time.monotonic() - start > LONG:
                shown = f"{doing} {number} of {len(every)}: {escaped(str(each))}"
                print(f"\r\x1b[K{shown}", end="", file=self.err, flush=True)
            yield each
        if shown:
            print("\r\x1b[K", end="", file=self.err, flush=True)

    @contextmanager
    def working(self, doing: str) -> Iterator[None]:
        """
        While something goes on, where somebody looks and it takes long: a line that says for how long.
        """
        if not self.err.isatty():
            yield
            return
        done, start = Event(), time.monotonic()

        def tell() -> None:
            while not done.wait(LONG):
                print(f"\r\x1b[K{doing}, {time.monotonic() - start:.0f} s", end="", file=self.err, flush=True)

        teller = Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            done.set()
            teller.join()
            if time.monotonic() - start > LONG:
                print("\r\x1b[K", end="", file=self.err, flush=True)


def send_nowhere(stream: TextIO) -> None:
    """
    Let what *stream* still holds, and what it is given from now on, go to nobody: else the process fails as it ends.
    """
    if isinstance(stream, io.TextIOWrapper):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise Enough from None
    except OSError as error:
        raise Unwritable(_reason(error)) from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def complaint(error: Usage | OSError) -> str:
    """
    What *error* is to somebody who gave the command.
    """
    if isinstance(error, Usage):
        return str(error)
    name = escaped(str(Path(error.filename))) if error.filename else "a file"
    return f"{name}: {_reason(error)}"


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
