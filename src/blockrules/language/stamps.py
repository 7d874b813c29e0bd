"""
Whether files are still as they were when they were read.
"""

from pathlib import Path
from time import time_ns

import attrs

from blockrules.language.reading import Unreadable
from blockrules.language.shelves import Folder
from blockrules.language.source import Source

# When a file or folder was last written to, when anything of it changed, its size, and which one it is; None where
# there is none.
Stamp = tuple[int, int, int, int] | None


@attrs.frozen
class Stamps:
    """
    What is asked of the disk, by the stamps that it had before.
    """

    taken: dict[str, Stamp] = attrs.field(factory=dict)

    def take(self, file: Path) -> None:
        """
        Remember *file* as it is now, before it is read for the first time.
        """
        self.taken.setdefault(str(file), _stamp(str(file)))

    def again(self) -> "Stamps":
        """
        Those of the same files as they are now.
        """
        return Stamps({name: _stamp(name) for name in self.taken})

    def agree(self, others: "Stamps") -> bool:
        """
        Whether *others* have all that was taken here, as it was.
        """
        return self.taken.items() <= others.taken.items()

    def rest(self, seconds: float) -> bool:
        """
        Whether all files are there, and the last change of any is so long ago by this machine's clock.
        """
        then = time_ns() - int(seconds * 1e9)
        return all(stamp is not None and max(stamp[:2]) <= then for stamp in self.taken.values())

    @property
    def hold(self) -> bool:
        """Whether all is still as it was."""
        return all(_stamp(name) == stamp for name, stamp in self.taken.items())

    def emptied(self, before: "Stamps") -> str | None:
        """
        A file in which there was something *before*, and now is nothing; None where there is none.
        """
        emptied = (name for name, stamp in self.taken.items() if _size(stamp) == 0 and _size(before.taken.get(name)))
        return next(emptied, None)


@attrs.frozen
class StampedFolder:
    """
    A *folder*, each file of which has its stamp taken before it is read.
    """

    folder: Folder
    stamps: Stamps

    def place(self, path: str) -> str | Unreadable:
        """
        The path from the root, as the folder has it. What a link leads to may be another file the next time.
        """
        self.stamps.take(self.folder.root / path)
        return self.folder.place(path)

    def source(self, place: str) -> Source | Unreadable:
        """
        The text of the file, as the folder has it.
        """
        self.stamps.take(self.folder.root / place)
        return self.folder.source(place)


def _size(stamp: Stamp) -> int | None:
    return stamp[2] if stamp else None


def _stamp(name: str) -> Stamp:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
