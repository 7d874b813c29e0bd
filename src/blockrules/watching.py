"""
Rules that change while they are in use.

Nothing goes on in the background: whoever asks for the rules looks, now and then, whether their files are still as they
were. A file that was just written to may be half written, and half a rules file can be a sound one; so a change is
taken only when the files rest, as a second look or their times tell, and only if they still did when all had been
read. What is not sound is not taken: it is reported, and the rules stay what they were. Nor is a file that has become
empty, though that is sound: where the disk is busy, one rests so before what is written to it arrives.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENODATA
from math import inf
from os import path as paths
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any

import attrs

from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits
from blockrules.language.shelves import Folder, decoded_file
from blockrules.language.stamps import StampedFolder, Stamps
from blockrules.ruleset import LIMITS, Rules, loaded

LOG = logging.getLogger("blockrules")
# Seconds.
INTERVAL, REST = 0.5, 0.2
EMPTIED = "it has become empty; if that is meant, write a comment into it"
# Now and then it says nothing has changed: some disks tell nobody of changes.
QUIETLY: Any = {"raise_interrupt": False, "yield_on_timeout": True, "rust_timeout": 1000, "debug": False}


@attrs.frozen(eq=False)
class Taken:
    """
    The rules in use, with their files as they were; what is at *fault* with newer ones, and the files as they were
    then.
    """

    rules: Rules
    sound: Stamps
    fault: RulesError | OSError | None
    stamps: Stamps


@attrs.define(eq=False)
class Watched:
    """
    The rules in a file that may change. They may be asked for by many threads.
    """

    path: Path
    _load: Callable[[Stamps], Rules] = attrs.field(repr=False)
    _interval: float = attrs.field(repr=False)
    _taken: Taken = attrs.field(init=False, repr=False)
    # The files as a look found them that were no longer as they had been read.
    _changed: Stamps | None = attrs.field(init=False, default=None, repr=False)
    _next_look: float = attrs.field(init=False, repr=False)
    _is_followed: bool = attrs.field(init=False, default=False, repr=False)
    _looking: Lock = attrs.field(init=False, factory=Lock, repr=False)

    def __attrs_post_init__(self) -> None:
        stamps = Stamps()
        self._taken = Taken(self._load(stamps), stamps, None, stamps)
        self._next_look = monotonic() + self._interval

    @property
    def rules(self) -> Rules:
        """The newest rules that were sound. Hold on to them while a page is made, so that it is made by one version."""
        if monotonic() >= self._next_look:
            self.refresh()
        return self._taken.rules

    @property
    def fault(self) -> RulesError | OSError | None:
        """Why the file as it is now was not taken; None where it was. It asks no file; :meth:`refresh` does."""
        return self._taken.fault

    @property
    def files(self) -> tuple[Path, ...]:
        """Those that the newest reading asked for, whether they are there or not."""
        return tuple(map(Path, self._taken.stamps.taken))

    def refresh(self) -> None:
        """
        Look at the files now. What has changed is taken when it rests: when it is some time ago, or two looks after one
        another find it the same. Where another thread is at it, nothing is done: nobody waits for anybody.
        """
        if self._looking.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looking.release()

    def settle(self) -> None:
        """
        Take what has changed as soon as the files rest, which is waited for.
        """
        self._settle(Event())

    def _settle(self, end: Event) -> None:
        with self._looking:
            self._look()
        while self._changed and not end.wait(REST):
            with self._looking:
                self._look()

    def _look(self) -> None:
        self._changed = None if self._taken.stamps.hold else self._still_changing()
        wait = min(REST, self._interval) if self._changed else self._interval
        self._next_look = inf if self._is_followed else monotonic() + wait

    def _still_changing(self) -> Stamps | None:
        """
        The files as they are, where they do not rest; what they say is taken where they do.
        """
        found = (self._changed or self._taken.stamps).again()
        rests = found == self._changed or found.rest(REST)
        return self._taken_from(found) if rests else found

    def _taken_from(self, rested: Stamps) -> Stamps | None:
        """
        The files as they were read, where that is not how they *rested*, or how they are now. One that was not asked
        for before is to rest too.
        """
        stamps = Stamps()
        try:
            taken = Taken(self._load(stamps), stamps, None, stamps)
            if emptied := stamps.emptied(self._taken.sound):
                raise OSError(ENODATA, EMPTIED, emptied)
        except (RulesError, OSError) as error:
            taken = attrs.evolve(self._taken, fault=error, stamps=stamps)
        if not stamps.hold or not (stamps.agree(rested) or stamps.rest(REST)):
            return stamps
        self._taken = taken
        if taken.fault:
            LOG.error("%s: the rules are left as they were: %s", self.path, taken.fault)
        else:
            LOG.info("%s: its new rules are in use", self.path)
        return None

    @contextmanager
    def followed(self) -> Iterator[None]:
        """
        While this lasts a thread takes changes as `watchfiles` tells of them, so that nobody who asks for the rules
        waits until they are read. ImportError where that is not installed, which the extra `watchfiles` does.
        """
        from watchfiles import watch as changes

        end = Event()

        def follow() -> None:
            try:
                while not end.is_set():
                    folders = self._folders
                    for _ in changes(*folders, recursive=False, stop_event=end, **QUIETLY):
                        self._settle(end)
                        if self._folders != folders:
                            break
            finally:
                # However it ends, whoever asks looks again.
                self._is_followed, self._next_look = False, monotonic()

        self._is_followed, self._next_look = True, inf
        thread = Thread(target=follow, name="blockrules", daemon=True)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()

    @property
    def _folders(self) -> set[str]:
        """Those of all files that were asked for, as far as they are there."""
        # The paths of `pathlib` may raise here, where links go round or a folder is closed.
        places = {paths.dirname(each) for file in self.files for each in (file, paths.realpath(file))}  # noqa: PTH120
        return {folder for folder in places if paths.isdir(folder)}  # noqa: PTH112


def watch(
    path: str | os.PathLike[str],
    *,
    facts: type | None = None,
    extras: bool = False,
    limits: Limits = LIMITS,
    interval: float = INTERVAL,
) -> Watched:
    """
    The rules in the file at *path*, now and when it has changed: whoever asks for them causes a look at the files
    where the last one is *interval* seconds ago, and again soon after one that found a change. Errors of this first
    reading, and all else, are as for :func:`blockrules.load`; those of a later one are logged, to the logger
    `blockrules`.
    """
    main, file = Path(path), Path(path).absolute()

    def load(stamps: Stamps) -> Rules:
        stamps.take(file)
        folder = Folder.of(file, limits)
        if folder.shown == file.parent:
            folder = attrs.evolve(folder, shown=main.parent)
        source = decoded_file(file, limits, str(main))
        return loaded(source, StampedFolder(folder, stamps), limits, facts, extras=extras)

    return Watched(main, load, interval)
