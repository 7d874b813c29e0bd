"""
Rules that change while they are in use: whoever asks has one whole, sound version, and what is not sound is told.
"""

import logging
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from errno import ENODATA
from pathlib import Path
from threading import Event

import attrs
import pytest

import blockrules
from blockrules.language.stamps import Stamps
from blockrules.watching import Watched

FIRST = "facts { front: bool }\nregion hero when front\n"
SECOND = "facts { front: bool }\nregion hero when front\nregion footer\n"
BROKEN = "facts { front: bool }\nregion hero when fornt\n"
FRONT = {"front": True}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    A rules file.
    """
    file = tmp_path / "site.blockrules"
    file.write_text(FIRST)
    return file


@pytest.fixture
def watched(file: Path) -> Watched:
    """
    The rules in it, looked after whenever they are asked for.
    """
    return blockrules.watch(file, interval=0)


def regions(watched: Watched, looks: int = 2) -> tuple[str, ...]:
    """
    What a page has after so many looks.
    """
    for _ in range(looks - 1):
        watched.rules  # noqa: B018 - it is the asking that looks
    return watched.rules.regions(FRONT)


def test_a_change_is_taken_at_the_second_look(watched: Watched, file: Path) -> None:
    """
    After the first the file may still be being written.
    """
    old = watched.rules
    file.write_text(SECOND)
    assert watched.rules is old
    assert regions(watched, 1) == ("hero", "footer")
    assert watched.rules is watched.rules


def test_what_is_still_written_to_is_left_alone(watched: Watched, file: Path) -> None:
    """
    Each look that finds it otherwise than the one before is a first one.
    """
    old = watched.rules
    for length in range(len(SECOND)):
        file.write_text(SECOND[:length])
        assert watched.rules is old
    file.write_text(SECOND)
    assert regions(watched) == ("hero", "footer")


def test_what_is_written_to_while_it_is_read_is_read_again(file: Path) -> None:
    """
    It might be part of the one and part of the other.
    """
    texts = iter([FIRST, SECOND + "region late\n", SECOND])

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        rules = blockrules.load(file)
        if text := next(texts, None):
            file.write_text(text)
        return rules

    file.write_text(FIRST)
    watched = Watched(file, load, 0)
    file.write_text(SECOND)
    assert [regions(watched, 1) for _ in range(8)] == [("hero",)] * 5 + [("hero", "footer")] * 3


def test_a_broken_edit_is_told_and_not_taken(watched: Watched, file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    Once, to the log; and the rules stay what they were until it is mended.
    """
    old = watched.rules
    file.write_text(BROKEN)
    for _ in range(5):
        assert watched.rules is old
    assert isinstance(watched.fault, blockrules.RulesError)
    assert [each.code for each in watched.fault.diagnostics] == ["BR201"]
    (told,) = caplog.messages
    assert "no fact named `fornt`" in told
    with caplog.at_level(logging.INFO, "blockrules"):
        file.write_text(SECOND)
        assert regions(watched) == ("hero", "footer")
    assert watched.fault is None
    assert caplog.messages[1:] == [f"{file}: its new rules are in use"]


def test_a_file_that_has_become_empty_is_told(
    watched: Watched, file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """
    It is sound, but more likely it is still being written; so is a part.
    """
    file.write_text("")
    assert regions(watched) == ("hero",)
    assert caplog.messages == [
        f"{file}: the rules are left as they were: [Errno {ENODATA}] it has become empty: '{file}'"
    ]
    file.write_text("\n")
    file.write_text("")
    assert regions(watched, 4) == ("hero",)
    file.write_text(f'include "part"\n{FIRST}')
    part = tmp_path / "part"
    part.write_text("region footer")
    assert regions(watched) == ("footer", "hero")
    part.write_text("")
    assert regions(watched) == ("footer", "hero")
    assert str(watched.fault).endswith(f"it has become empty: '{part}'")
    part.write_text("region footer")
    assert regions(watched) == ("footer", "hero")
    assert watched.fault is None


def test_an_empty_file_may_be_the_first(tmp_path: Path) -> None:
    """
    And parts may be empty from the beginning.
    """
    file, part = tmp_path / "site.blockrules", tmp_path / "part"
    file.write_text("")
    part.write_text("")
    watched = blockrules.watch(file, interval=0)
    file.write_text(f'include "part"\n{FIRST}')
    assert regions(watched) == ("hero",)
    assert watched.fault is None


def test_a_file_that_is_gone_is_told(watched: Watched, file: Path) -> None:
    """
    The rules stay what they were; and are read again when it is back.
    """
    file.unlink()
    assert regions(watched) == ("hero",)
    assert isinstance(watched.fault, FileNotFoundError)
    file.write_text(SECOND)
    assert regions(watched) == ("hero", "footer")


def test_the_same_text_again_is_no_fault(watched: Watched, file: Path) -> None:
    """
    Taken back before anybody took it, a change is none.
    """
    status = file.stat()
    file.write_text(BROKEN)
    old = watched.rules
    file.write_text(FIRST)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert [watched.rules.regions(FRONT) for _ in range(3)] == [("hero",)] * 3
    assert watched.fault is None
    assert old.regions(FRONT) == ("hero",)


def test_parts_are_looked_after_too(watched: Watched, file: Path, tmp_path: Path) -> None:
    """
    Those that are included, and those that are not there yet.
    """
    file.write_text('include "parts/a.blockrules"\n' + FIRST)
    assert regions(watched) == ("hero",)
    assert watched.fault
    part = tmp_path / "parts" / "a.blockrules"
    part.parent.mkdir()
    part.write_text("region a\n")
    assert regions(watched) == ("a", "hero")
    part.write_text("region b\n")
    assert regions(watched) == ("b", "hero")


def test_the_first_reading_raises() -> None:
    """
    A host that starts without rules is told at once.
    """
    with pytest.raises(FileNotFoundError):
        blockrules.watch("nowhere.blockrules")


def test_all_that_a_load_takes_is_heeded(file: Path) -> None:
    """
    The class of the facts, keys that are none, and bounds.
    """

    @attrs.frozen
    class Page:
        front: bool

    watched = blockrules.watch(file, facts=Page, extras=True, interval=0)
    assert watched.rules.regions(Page(front=True)) == ("hero",)
    assert watched.rules.regions({"front": True, "more": 1}) == ("hero",)
    with pytest.raises(blockrules.RulesError):
        blockrules.watch(file, limits=blockrules.Limits(bytes=10))


def test_files_are_asked_only_when_it_is_time(file: Path) -> None:
    """
    Between two looks an answer costs no call of the system.
    """
    watched = blockrules.watch(file, interval=3600)
    old = watched.rules
    file.write_text(SECOND)
    assert all(watched.rules is old for _ in range(10))
    watched.refresh()
    watched.refresh()
    assert watched.rules.regions(FRONT) == ("hero", "footer")


def test_a_second_look_comes_soon_after_the_first(file: Path) -> None:
    """
    However long it is between two that find nothing.
    """
    watched = blockrules.watch(file, interval=3600)
    file.write_text(SECOND)
    watched.refresh()
    wait_for(watched, ("hero", "footer"))


def test_nobody_waits_for_a_reading(file: Path) -> None:
    """
    Who asks while another thread reads gets what there was.
    """
    begun, go_on = Event(), Event()
    go_on.set()

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        begun.set()
        assert go_on.wait(60)
        return blockrules.load(file)

    watched = Watched(file, load, 0)
    old = watched.rules
    begun.clear()
    go_on.clear()
    file.write_text(SECOND)
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(regions, watched)
        assert begun.wait(60)
        assert watched.rules is old
        go_on.set()
        assert reader.result() == ("hero", "footer")


def test_threads_have_one_of_the_versions_each(file: Path) -> None:
    """
    However the file is written to meanwhile: in one go, in two halves, and with faults.
    """
    watched = blockrules.watch(file, interval=0.001)
    stop = Event()

    def ask() -> set[tuple[str, ...]]:
        found = set()
        while not stop.is_set():
            found.add(watched.rules.regions(FRONT))
            time.sleep(0.0001)  # or they would keep the interpreter from whoever writes
        return found

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(ask) for _ in range(3)]
        for turn in range(24):
            text = (FIRST, BROKEN, SECOND)[turn % 3]
            aside = file.with_suffix(".new")
            aside.write_text(text)
            aside.replace(file)
            time.sleep(0.004)
        stop.set()
        found = set.union(*(reader.result() for reader in readers))
    assert found == {("hero",), ("hero", "footer")}


@pytest.fixture
def following(file: Path, tmp_path: Path) -> Iterator[Watched]:
    """
    The rules of the file, followed by a thread, with a part in another folder.
    """
    (tmp_path / "parts").mkdir()
    watched = blockrules.watch(file, interval=0)
    with watched.followed():
        yield watched


def wait_for(watched: Watched, expected: tuple[str, ...]) -> None:
    end = time.monotonic() + 30
    while watched.rules.regions(FRONT) != expected:
        assert time.monotonic() < end
        time.sleep(0.01)


def test_changes_are_taken_as_they_come(following: Watched, file: Path, tmp_path: Path) -> None:
    """
    Where a thread follows them, those of parts in other folders too, nobody else looks.
    """
    (tmp_path / "parts" / "a.blockrules").write_text("region a\n")
    file.write_text('include "parts/a.blockrules"\n' + FIRST)
    wait_for(following, ("a", "hero"))
    (tmp_path / "parts" / "a.blockrules").write_text("region b\n")
    wait_for(following, ("b", "hero"))


def test_after_the_thread_whoever_asks_looks(file: Path) -> None:
    """
    As before it.
    """
    watched = blockrules.watch(file, interval=0)
    with watched.followed():
        pass
    file.write_text(SECOND)
    assert regions(watched) == ("hero", "footer")
