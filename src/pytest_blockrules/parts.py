"""
Rules files that are parts of others.
"""

from collections.abc import Iterator
from pathlib import Path

import attrs

from blockrules.language.parts import SUFFIX, is_part, parts_of, real


@attrs.frozen(eq=False)
class Family:
    """
    The rules files in a tree of folders, *root* and those in it, and what each includes, which is read once.
    """

    root: Path
    _parts: dict[str, frozenset[str]] = attrs.field(factory=dict)
    _inside: dict[Path, list[str]] = attrs.field(factory=dict)

    def has_part(self, file: Path) -> bool:
        """
        Whether another file includes *file*: one in its folder or in those above, since a file includes nothing from
        outside its own folder.
        """
        path = real(file)
        near = [path, *(each for folder in self._folders(Path(path).parent) for each in self._in(folder))]
        return is_part(path, {each: self._of(each) for each in near})

    def _folders(self, folder: Path) -> Iterator[Path]:
        yield folder
        root = Path(real(self.root))
        yield from (above for above in folder.parents if above.is_relative_to(root))

    def _in(self, folder: Path) -> list[str]:
        if folder not in self._inside:
            files = (file for file in folder.glob(f"*{SUFFIX}") if not file.name.startswith("."))
            self._inside[folder] = [real(file) for file in files]
        return self._inside[folder]

    def _of(self, file: str) -> frozenset[str]:
        if file not in self._parts:
            self._parts[file] = parts_of(Path(file))
        return self._parts[file]
