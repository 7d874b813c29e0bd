"""
Rules files in real folders.
"""

import os
import socket
from pathlib import Path

import pytest

import blockrules
from blockrules import Diagnostic, Limits, RulesError

LIMITS = Limits()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, where the program runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path: str, text: str | bytes) -> None:
    """
    Write *text* to *path*, whose folders are made.
    """
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())


def errors(path: str, limits: Limits = LIMITS) -> tuple[Diagnostic, ...]:
    """
    What is wrong with the file at *path*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.load(path, limits=limits)
    return caught.value.diagnostics


def placed(path: str, limits: Limits = LIMITS) -> list[str]:
    """
    Where the errors of the file at *path* stand, and their codes.
    """
    return [f"{each.span} {each.code}" for each in errors(path, limits)]


@pytest.mark.parametrize("text", [b"region a\nregion b", b"\xef\xbb\xbfregion a\r\nregion b", b"region a\rregion b\r"])
def test_a_file_may_begin_with_a_mark_and_end_its_lines_in_three_ways(folder: Path, text: bytes) -> None:
    """The bytes differ, the regions and their lines do not."""
    write("site", text)
    for path in ("site", folder / "site"):
        rules = blockrules.load(path)
        assert [(region.name, region.span.line) for region in rules.all_regions] == [("a", 1), ("b", 2)]
        assert rules.name == str(path)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (b"\xff", "1:1"),
        (b"region \xe9", "1:8"),
        ("\ufeff# 中\r\n# é".encode() + b"\xc3(", "2:4"),
        (b"region a # \xed\xa0\x80", "1:12"),
        (b"region a # \xf0\x9f\x98", "1:12"),
    ],
)
def test_bytes_that_are_no_utf_8_are_pointed_to(folder: Path, text: bytes, place: str) -> None:
    """In characters, as an editor counts them; in an included file too."""
    write("site", text)
    write("main", 'include "site"\nnever nope')
    assert placed("site") == [f"site:{place} BR005"]
    assert placed("main") == [f"site:{place} BR005"]
    assert str(errors("main")[0])


@pytest.mark.parametrize("path", ["missing", "missing/site", ".", "x" * 5000, "loop", "site/site"])
def test_a_main_file_that_cannot_be_read_is_an_os_error(folder: Path, path: str) -> None:
    """As everything else that reads files has it."""
    write("site", "")
    Path("loop").symlink_to("loop")
    with pytest.raises(OSError, match=r"\[Errno"):
        blockrules.load(path)


def test_paths_are_read_from_the_file_that_has_them(folder: Path) -> None:
    """Down and up again within the folder; what stands there is shown by the path that leads to it from here."""
    write("site/main", 'include "parts/a" region m include "b"')
    write("site/parts/a", 'include "deep/c" include "../b" region a')
    write("site/parts/deep/c", "region c")
    write("site/b", "region b")
    for path in ("site/main", "./site/../site/main", str(folder / "site" / "main")):
        rules = blockrules.load(path)
        assert [region.name for region in rules.all_regions] == ["c", "b", "a", "m"]
        assert all(Path(region.span.source.name).is_file() for region in rules.all_regions)


def test_a_file_is_one_file_whatever_leads_to_it(folder: Path) -> None:
    """By links, detours and twice: it is read once, and its regions stand where it was first."""
    write("main", 'include "link" include "a" include "parts/../a" include "to-parts/b" include "./a"')
    write("a", "region a")
    write("parts/b", 'include "../link" region b')
    Path("link").symlink_to("a")
    Path("to-parts").symlink_to("parts", target_is_directory=True)
    assert [region.name for region in blockrules.load("main").all_regions] == ["a", "b"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("../outside", "BR603"),
        ("link-out", "BR603"),
        ("folder-out/outside", "BR603"),
        ("/etc/hostname", "BR603"),
        ("..", "BR603"),
        (".", "BR601"),
        ("parts", "BR601"),
        ("pipe", "BR601"),
        ("loop", "BR601"),
        ("missing", "BR601"),
        ("parts/a/missing", "BR601"),
        ("nowhere/missing", "BR601"),
        ("x" * 300, "BR601"),
        ("x/" * 3000, "BR601"),
        ("é中", "BR601"),
        ("main", "BR602"),
        ("parts/../main", "BR602"),
        ("link-back", "BR602"),
    ],
)
def test_an_include_that_gives_no_text_is_an_error_where_it_stands(folder: Path, path: str, code: str) -> None:
    """It leaves the folder, is no file, is not there, or is being read; a pipe that nobody fills is not waited for."""
    write("outside", "region o")
    write("site/main", f'region a\ninclude "{path}"')
    write("site/parts/a", "")
    os.mkfifo("site/pipe")
    for name, target in {"loop": "loop", "link-out": "../outside", "folder-out": "..", "link-back": "main"}.items():
        Path("site", name).symlink_to(target)
    assert placed("site/main") == [f"site/main:2:9 {code}"]


def test_a_file_that_lies_beside_is_suggested(folder: Path) -> None:
    """By the path that leads to it; never the main file itself."""
    write("site/main", 'include "parts/advert"\ninclude "mian"')
    write("site/parts/adverts", "region a")
    near, none = errors("site/main")
    assert near.help == "did you mean `parts/adverts`?"
    assert none.help is None


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_from_one_that_is_not_there(folder: Path) -> None:
    """An error at its `include`; for the main file an OSError."""
    write("main", 'include "secret"')
    write("secret", "")
    Path("secret").chmod(0)
    (found,) = errors("main")
    assert "permission" in found.message
    with pytest.raises(PermissionError):
        blockrules.load("secret")


def test_a_circle_over_three_files_names_them_as_they_are_called(folder: Path) -> None:
    """The main file by the name it was loaded under, the others from its folder."""
    write("site/main", 'include "parts/a"')
    write("site/parts/a", 'include "b"')
    write("site/parts/b", 'include "../main"')
    (found,) = errors("site/main")
    assert f"{found.span} {found.code}" == "site/parts/b:1:9 BR602"
    assert "`site/main` → `parts/a` → `parts/b` → `site/main`" in found.message


@pytest.mark.parametrize(
    ("limits", "place"),
    [
        (Limits(bytes=22), "site/main:1:1 BR001"),
        (Limits(bytes=50), "site/a:1:1 BR001"),
        (Limits(items=2), "site/a:1:31 BR003"),
        (Limits(files=1), "site/main:1:9 BR004"),
        (Limits(depth=2), "site/a:1:12 BR002"),
    ],
)
def test_bounds_hold_over_includes(folder: Path, limits: Limits, place: str) -> None:
    """The place where one is passed is the only error."""
    write("site/main", 'include "a"\nregion main')
    write("site/a", "never not (not true) region a region b # ééééé")
    assert placed("site/main", limits) == [place]


def test_no_more_of_a_file_is_read_than_may_be(folder: Path) -> None:
    """A file that is too long is left at its bound."""
    write("site", "#" * 2_000)
    assert [each.code for each in errors("site", Limits(bytes=1000))] == ["BR001"]


@pytest.mark.parametrize(
    ("path", "kind"), [("/dev/zero", "a device"), ("pipe", "a named pipe"), (".", "a folder"), ("socket", "a socket")]
)
def test_what_is_no_file_is_not_opened(folder: Path, path: str, kind: str) -> None:
    """A pipe would keep the caller waiting, and a device may have no end."""
    os.mkfifo("pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("socket")
        with pytest.raises(OSError, match=f"it is {kind}, not a file of rules"):
            blockrules.load(path)


def test_a_file_that_is_too_long_is_shown_as_it_is_written(folder: Path) -> None:
    """Its first line reads as in any editor."""
    write("site", "# Größe\n" * 10)
    assert "# Größe" in str(errors("site", Limits(bytes=50))[0])


def test_what_a_linked_main_file_includes_is_named_by_a_path_that_leads_to_it(folder: Path) -> None:
    """So that an editor can open the place of an error."""
    write("real/main", 'include "a"')
    write("real/a", "region")
    Path("main").symlink_to("real/main")
    (found,) = errors("main")
    assert Path(found.span.source.name).is_file()


def test_a_path_with_a_null_leads_to_no_file(folder: Path) -> None:
    """An OSError, as for any other that cannot be read."""
    with pytest.raises(OSError, match="null"):
        blockrules.load("a\0b")


def test_a_detour_through_a_link_is_left_to_the_system(folder: Path) -> None:
    """`x/..` is where the link leads and one up, so a name without both would be that of another file."""
    write("real/sub/none", "")
    write("real/site", 'include "part"')
    write("real/part", "region")
    write("part", "another")
    Path("x").symlink_to("real/sub", target_is_directory=True)
    (found,) = errors("x/../site")
    assert found.span.source.name == "x/../part"
    assert Path(found.span.source.name).samefile("real/part")
