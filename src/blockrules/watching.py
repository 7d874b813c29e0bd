"""
Rules that change while they are in use.

Nothing goes on in the background: whoever asks for the rules looks, now and then, whether their files are still as they
were. A file that was just written to may be half written, and half a rules file can be a sound one; so a change is
taken only when a second look finds the files resting, and only if they still were when all had been read. What is
not sound is not taken: it is reported, and the rules stay what they were. Nor is a file that has become empty, though
that is sound: where the disk is busy, one rests so before what is written to it arrives.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import ENODATA
from math import inf
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
        Look at the files now. What has changed is taken when two looks after one another find it the same. Where
        another thread is at it, nothing is done: nobody waits for anybody.
        """
        if not self._looking.acquire(blocking=False):
            return
        try:
            self._look()
            self._next_look = inf if self._is_followed else monotonic() + self._until_next
        finally:
            self._looking.release()

    @property
    def _until_next(self) -> float:
        return min(REST, self._interval) if self._changed else self._interval

    def settle(self) -> None:
        """
        Take what has changed as soon as the files rest, which is waited for.
        """
        self._settle(Event())

    def _look(self) -> None:
        if self._taken.stamps.hold:
            self._changed = None
            return
        found = self._taken.stamps.again()
        if found != self._changed:
            self._changed = found
            return
        self._changed = None
        self._take()

    def _take(self) -> None:
        stamps = Stamps()
        try:
            taken = Taken(self._load(stamps), stamps, None, stamps)
            if emptied := stamps.emptied(self._taken.sound):
                raise OSError(ENODATA, "it has become empty", emptied)
        except (RulesError, OSError) as error:
            taken = attrs.evolve(self._taken, fault=error, stamps=stamps)
        if not stamps.hold:
            return
        self._taken = taken
        if taken.fault:
            LOG.error("%s: the rules are left as they were: %s", self.path, taken.fault)
        else:
            LOG.info("%s: its new rules are in use", self.path)

    @contextmanager
    def followed(self) -> Iterator[None]:
        """
        While this lasts a thread takes changes as `watchfiles` tells of them, so that nobody who asks for the rules
        waits until they are read. ImportError where that is not installed, which the extra `watchfiles` does.
        """
        from watchfiles import watch as changes

        end = Event()

        def follow() -> None:
            while not end.is_set():
                folders = self._folders
                for _ in changes(*folders, recursive=False, stop_event=end, **QUIETLY):
                    self._settle(end)
                    if self._folders != folders:
                        break

        self._is_followed, self._next_look = True, inf
        thread = Thread(target=follow, name="blockrules", daemon=True)
        thread.start()
        try:
            yield
        finally:
            end.set()
            thread.join()
            self._is_followed, self._next_look = False, monotonic()

    @property
    def _folders(self) -> set[Path]:
        """Those of all files that were asked for, as far as they are there."""
        return {folder for file in self.files if (folder := file.resolve().parent).is_dir()}

    def _settle(self, end: Event) -> None:
        self.refresh()
        while self._changed and not end.wait(REST):
            self.refresh()


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
    main = Path(path)

    def load(stamps: Stamps) -> Rules:
        stamps.take(main)
        shelf = StampedFolder(Folder.of(main, limits), stamps)
        return loaded(decoded_file(main, limits), shelf, limits, facts, extras=extras)

    return Watched(main, load, interval)
