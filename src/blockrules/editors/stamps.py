"""
Whether files are still as they were when they were read.
"""

from pathlib import Path

import attrs

# When a file or folder was last written to, its size, and which one it is; None where there is none.
Stamp = tuple[int, int, int] | None


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

    @property
    def hold(self) -> bool:
        """Whether all is still as it was."""
        return all(_stamp(name) == stamp for name, stamp in self.taken.items())


def _stamp(name: str) -> Stamp:
    try:
        found = Path(name).stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
