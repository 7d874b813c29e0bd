"""
A main file with all that it includes, as an editor has them: what is open counts as it stands there, saved or not.

An included file makes no sense by itself, and does not say who includes it. So its main files are looked for where they
can be: in its own folder and those above (the law, 4).
"""

import errno
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property, partial
from pathlib import Path

import attrs

from blockrules.editors.mentions import index
from blockrules.editors.symbols import Index
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits, Reading, Shelf, Unreadable, read, within
from blockrules.language.shelves import Folder, Texts, decoded_file
from blockrules.language.source import Source
from blockrules.language.stamps import StampedFolder, Stamps
from blockrules.ruleset import loaded

LIMITS = Limits()
# Good enough to find who may include a file; whether it does, a reading tells.
INCLUDE = re.compile(r'\binclude\s*"([^"\\\r\n]+)"')
NOTHING = Reading((), (), (), False, ())


@attrs.frozen
class Desk:
    """
    The files of a folder: those whose *texts*, by name, are open, as they stand in the editor; the others as the disk
    has them.
    """

    disk: StampedFolder
    texts: Mapping[str, str]

    def place(self, path: str) -> str | Unreadable:
        """
        The path from the root, as the folder has it.
        """
        return self.disk.folder.place(path)

    def source(self, place: str) -> Source | Unreadable:
        """
        The text in the editor, or else on the disk.
        """
        name = (self.disk.folder.root / place).as_posix()
        return within(self.texts[name], name, LIMITS) if name in self.texts else self.disk.source(place)


@attrs.frozen(slots=False, eq=False)
class Site:
    """
    The file *name* with its includes. A name is an absolute path without links, with `/`; a text that is on no disk has
    any other. The *stamps* are of what it takes from the disk.
    """

    name: str
    texts: Mapping[str, str]
    stamps: Stamps = attrs.field(factory=Stamps)

    @cached_property
    def reading(self) -> Reading:
        """What the files say; nothing where they cannot be read, or are out of bounds."""
        try:
            return read(self._main(), self._shelf(), LIMITS)
        except (OSError, RulesError):
            return NOTHING

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What a load finds: the errors, or else the warnings."""
        try:
            return loaded(self._main(), self._shelf(), LIMITS).warnings
        except RulesError as error:
            return error.diagnostics
        except OSError:
            return ()

    @cached_property
    def index(self) -> Index:
        """The names in all files."""
        return index(self.reading)

    def source(self, name: str) -> Source | None:
        """
        The text of the file *name*, if it is one of them.
        """
        return next((source for source in self.reading.sources if source.name == name), None)

    def _main(self) -> Source:
        if self.name in self.texts:
            return within(self.texts[self.name], self.name, LIMITS)
        if not Path(self.name).is_absolute():
            raise FileNotFoundError(errno.ENOENT, "it is on no disk", self.name)
        self.stamps.take(Path(self.name))
        return decoded_file(Path(self.name), LIMITS, self.name)

    def _shelf(self) -> Shelf:
        file = Path(self.name)
        if not file.is_absolute():
            return Texts({}, LIMITS)
        return Desk(StampedFolder(Folder.of(file, LIMITS), self.stamps), self.texts)


def sites(name: str, texts: Mapping[str, str], top: Path) -> tuple[Site, ...]:
    """
    The sites that the file *name* is part of: those of the main files that lead to it, looked for no higher than in the
    folder *top*; its own where there are none.
    """
    file, stamps = Path(name), Stamps()
    mains = _mains(file, texts, top, stamps) if file.is_absolute() else ()
    found = (Site(main, texts, stamps) for main in mains)
    return tuple(site for site in found if site.source(name)) or (Site(name, texts, stamps),)


def _mains(file: Path, texts: Mapping[str, str], top: Path, stamps: Stamps) -> Iterator[str]:
    """
    The files that may include *file*, themselves or by others, and that no other such file includes.
    """
    folders = [folder for folder in file.parents if folder.is_relative_to(top)]
    for folder in folders:
        stamps.take(folder)
    here = {each.as_posix() for folder in folders for each in folder.glob("*.blockrules")}
    here |= {name for name in texts if Path(name).parent in folders}
    included = cache(partial(_included, texts=texts, stamps=stamps))
    leads = {name: _reached(name, included) for name in here}
    if file.as_posix() in leads.get(file.as_posix(), ()):
        return
    above = {name for name in here if file.as_posix() in leads[name]}
    yield from sorted(name for name in above if not any(name in leads[other] for other in above))


def _reached(name: str, included: Callable[[str], frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [name]
    while waiting and len(found) < LIMITS.files:
        new = included(waiting.pop()) - found
        found |= new
        waiting += new
    return found


def _included(name: str, texts: Mapping[str, str], stamps: Stamps) -> frozenset[str]:
    file = Path(name)
    if name not in texts:
        stamps.take(file)
    try:
        text = texts[name] if name in texts else file.read_bytes()[: LIMITS.bytes].decode(errors="replace")
        return frozenset((file.parent / path).resolve().as_posix() for path in INCLUDE.findall(text))
    except (OSError, RuntimeError, ValueError):
        return frozenset()
