"""
Rules that change while they are in use: whoever asks has one whole, sound version, and what is not sound is told.
"""

import logging
import os
import threading
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
from blockrules.watching import EMPTIED, REST, Watched

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
    assert caplog.messages == [f"{file}: the rules are left as they were: [Errno {ENODATA}] {EMPTIED}: '{file}'"]
    file.write_text("\n")
    file.write_text("")
    assert regions(watched, 4) == ("hero",)
    file.write_text(f'include "part"\n{FIRST}')
    part = tmp_path / "part"
    part.write_text("region footer")
    assert regions(watched, 3) == ("footer", "hero")
    part.write_text("")
    assert regions(watched) == ("footer", "hero")
    assert str(watched.fault).endswith(f"{EMPTIED}: '{part}'")
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
    assert regions(watched, 3) == ("hero",)
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
    assert regions(watched, 3) == ("hero",)
    assert watched.fault
    part = tmp_path / "parts" / "a.blockrules"
    part.parent.mkdir()
    part.write_text("region a\n")
    assert regions(watched) == ("a", "hero")
    part.write_text("region b\n")
    assert regions(watched) == ("b", "hero")


@pytest.mark.parametrize("name", ["now", "now/part"])
def test_a_link_to_a_part_may_come_to_lead_elsewhere(file: Path, tmp_path: Path, name: str) -> None:
    """
    Be it the part's own or that of its folder, and be it wrong for a while.
    """
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "part").write_text(f"region {folder}")
    link = tmp_path / "now"
    rest = "" if "/" in name else "/part"

    def lead(target: str) -> None:
        aside = tmp_path / "aside"
        aside.symlink_to(target)
        aside.replace(link)

    lead(f"old{rest}")
    file.write_text(f'include "{name}"\n{FIRST}')
    watched = blockrules.watch(file, interval=0)
    assert regions(watched, 1) == ("old", "hero")
    lead(f"new{rest}")
    assert regions(watched, 3) == ("new", "hero")
    lead("/etc")
    assert regions(watched, 3) == ("new", "hero")
    assert isinstance(watched.fault, blockrules.RulesError)
    lead(f"old{rest}")
    assert regions(watched, 3) == ("old", "hero")


def test_a_main_file_may_be_a_link(file: Path, tmp_path: Path) -> None:
    """
    Parts lie beside what it leads to, and it may come to lead elsewhere.
    """
    (tmp_path / "part").write_text("region a")
    file.write_text(f'include "part"\n{FIRST}')
    other = tmp_path / "other"
    other.mkdir()
    link = other / "site.blockrules"
    link.symlink_to(file)
    watched = blockrules.watch(link, interval=0)
    assert regions(watched, 1) == ("a", "hero")
    (other / "second").write_text(SECOND)
    link.unlink()
    link.symlink_to(other / "second")
    assert regions(watched, 3) == ("hero", "footer")


def test_links_that_go_round_are_a_fault(watched: Watched, file: Path) -> None:
    """
    As a file that is gone is; at first an OSError, as for a load.
    """
    file.unlink()
    file.symlink_to(file)
    assert regions(watched) == ("hero",)
    assert isinstance(watched.fault, OSError)
    with pytest.raises(OSError, match=r"go round|Too many levels"):
        blockrules.watch(file)


def test_a_change_of_some_time_ago_is_taken_at_once(watched: Watched, file: Path) -> None:
    """
    Nobody was there to look, so whoever comes first need not be given what was.
    """
    file.write_text(SECOND)
    time.sleep(REST * 1.1)
    assert regions(watched, 1) == ("hero", "footer")


def test_a_part_rests_too(file: Path, tmp_path: Path) -> None:
    """
    What was written to it while the main file was read, half of it maybe, is read again.
    """
    part = tmp_path / "part"
    part.write_text("region a")
    file.write_text(f'include "part"\n{FIRST}')
    texts = iter(["", "", "region b", ""])

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        if text := next(texts, ""):
            part.write_text(text)
        stamps.take(part)
        return blockrules.load(file)

    watched = Watched(file, load, 0)
    file.write_text(f'include "part"\n{SECOND}')
    assert regions(watched, 2) == ("a", "hero", "footer")
    file.write_text(f'include "part"\n{FIRST}')
    assert regions(watched, 2) == ("a", "hero", "footer")
    part.write_text("region c")
    assert regions(watched, 1) == ("a", "hero", "footer")
    assert regions(watched, 1) == ("c", "hero")


def test_where_the_program_goes_does_not_matter(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A path that is relative is so to where it was when watching began; and messages call the file as it was called.
    """
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / file.name).write_text("facts { front: bool }\nregion stranger")
    monkeypatch.chdir(tmp_path)
    watched = blockrules.watch(file.name, interval=0)
    monkeypatch.chdir(elsewhere)
    assert regions(watched, 3) == ("hero",)
    file.write_text(BROKEN)
    assert regions(watched, 3) == ("hero",)
    assert isinstance(watched.fault, blockrules.RulesError)
    assert watched.fault.diagnostics[0].span.source.name == file.name


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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_fails_leaves_the_looking_to_others(file: Path) -> None:
    """
    What failed is told by Python itself.
    """

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        if file.read_text() == "fail":
            raise LookupError
        return blockrules.load(file)

    watched = Watched(file, load, 0)
    with watched.followed():
        file.write_text("fail")
        end = time.monotonic() + 30
        while any(each.name == "blockrules" for each in threading.enumerate()):
            assert time.monotonic() < end
            time.sleep(0.01)
        file.write_text(SECOND)
        assert regions(watched, 3) == ("hero", "footer")


def test_settling_waits_for_whoever_looks(file: Path) -> None:
    """
    When it is over, what had changed before is taken.
    """
    begun = Event()

    def load(stamps: Stamps) -> blockrules.Rules:
        stamps.take(file)
        begun.set()
        time.sleep(0.1)
        return blockrules.load(file)

    watched = Watched(file, load, 0)
    begun.clear()
    file.write_text(SECOND)
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(regions, watched)
        assert begun.wait(60)
        watched.settle()
        assert watched._taken.rules.regions(FRONT) == ("hero", "footer")
        looking.result()


def test_after_the_thread_whoever_asks_looks(file: Path) -> None:
    """
    As before it.
    """
    watched = blockrules.watch(file, interval=0)
    with watched.followed():
        pass
    file.write_text(SECOND)
    assert regions(watched) == ("hero", "footer")
