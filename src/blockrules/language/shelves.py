"""
Where included texts come from: a folder, or a mapping.
"""

import errno
import posixpath
from collections.abc import Collection, Mapping
from pathlib import Path

import attrs

from blockrules.language.reading import Limits, Unreadable, decoded, within
from blockrules.language.source import Source

# What opening would wait for, or would never end to read.
SPECIAL = (
    (Path.is_dir, "a folder"),
    (Path.is_fifo, "a named pipe"),
    (Path.is_socket, "a socket"),
    (Path.is_char_device, "a device"),
    (Path.is_block_device, "a device"),
)
OUTSIDE = Unreadable("leaves the folder of the main file", outside=True)


@attrs.frozen
class Folder:
    """
    The files in the folder of the main file. Links are followed, but not out of it (the law, 4).
    """

    root: Path
    main: Path
    shown: Path
    limits: Limits

    @classmethod
    def of(cls, main: Path, limits: Limits) -> "Folder":
        """
        The folder that holds *main*. OSError where links lead nowhere.
        """
        try:
            resolved = main.resolve()
        except RuntimeError:
            raise OSError(errno.ELOOP, "its links go round", str(main)) from None
        shown = main.parent if main.parent.resolve() == resolved.parent else resolved.parent
        return cls(resolved.parent, resolved, shown, limits)

    def place(self, path: str) -> str | Unreadable:
        """
        The path from the root, every link in it resolved; empty for the main file.
        """
        try:
            found = (self.root / path).resolve()
        except (OSError, RuntimeError, ValueError):
            return Unreadable("it has no place among the files")
        if not found.is_relative_to(self.root):
            return OUTSIDE
        return "" if found == self.main else found.relative_to(self.root).as_posix()

    def source(self, place: str) -> Source | Unreadable:
        """
        The text of the file, under the path that leads to it from where the program runs.
        """
        file = self.root / place
        # What is before a `..` may be a link, so that only the system can tell where the two lead.
        shown = (self.shown / place).as_posix()
        try:
            if file.exists() and not file.is_file():
                return Unreadable("it is no file")
            return decoded_file(file, self.limits, shown)
        except FileNotFoundError:
            return Unreadable("there is no such file", beside=lambda: self._names(file.parent))
        except OSError as error:
            return Unreadable((error.strerror or "reading it failed").lower())

    def _names(self, folder: Path) -> Collection[str]:
        """
        What else lies in *folder*, as far as that can be seen.
        """
        try:
            return sorted(each.name for each in folder.iterdir() if each != self.main)
        except OSError:
            return ()


@attrs.frozen
class Texts:
    """
    Texts by their path from the main file.
    """

    files: Mapping[str, str]
    limits: Limits

    def place(self, path: str) -> str | Unreadable:
        """
        The path without detours.
        """
        found = posixpath.normpath(path)
        return OUTSIDE if found == ".." or found.startswith("../") else found

    def source(self, place: str) -> Source | Unreadable:
        """
        The text that the mapping has.
        """
        if place not in self.files:
            folder = posixpath.dirname(place)
            return Unreadable("there is no such file", beside=lambda: self._names(folder))
        return within(self.files[place], place, self.limits)

    def _names(self, folder: str) -> Collection[str]:
        return [posixpath.basename(each) for each in self.files if posixpath.dirname(each) == folder]


def decoded_file(file: Path, limits: Limits, name: str | None = None) -> Source:
    """
    The text of *file*. OSError where it cannot be read, RulesError where it is no UTF-8 or has too many bytes.
    """
    if "\0" in str(file):
        raise OSError(errno.EINVAL, "no path has a null character in it")
    if kind := next((name for tells, name in SPECIAL if tells(file)), None):
        raise OSError(errno.EINVAL, f"it is {kind}, not a file of rules", str(file))
    with file.open("rb") as stream:
        # One byte more than there may be tells that there are too many.
        return decoded(stream.read(limits.bytes + 1), name or str(file), limits)
