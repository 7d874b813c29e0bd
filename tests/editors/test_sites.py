"""
Files with their includes, as an editor has them.
"""

from pathlib import Path

import pytest

from blockrules.editors.sites import Site, sites


def write(folder: Path, **texts: str) -> None:
    """
    Write each of *texts* to the file of that name.
    """
    for name, text in texts.items():
        file = folder / f"{name.replace('__', '/')}.blockrules"
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)


def mains(folder: Path, name: str, texts: dict[str, str] | None = None, top: Path | None = None) -> list[str]:
    """
    The main files of the sites that the file *name* is part of.
    """
    opened = {(folder / file).as_posix(): text for file, text in (texts or {}).items()}
    found = sites((folder / name).as_posix(), opened, top or folder)
    return [Path(site.name).relative_to(folder).as_posix() for site in found]


def test_an_included_file_belongs_to_the_sites_that_include_it(tmp_path: Path) -> None:
    """By whatever way; a main file to its own alone."""
    write(tmp_path, one='include "parts/a.blockrules"', two='include "parts/b.blockrules"')
    write(tmp_path, parts__a='include "b.blockrules"', parts__b="", parts__c="", parts__d='include "c.blockrules"')
    assert mains(tmp_path, "parts/b.blockrules") == ["one.blockrules", "two.blockrules"]
    assert mains(tmp_path, "parts/a.blockrules") == ["one.blockrules"]
    assert mains(tmp_path, "parts/c.blockrules") == ["parts/d.blockrules"]
    assert mains(tmp_path, "one.blockrules") == ["one.blockrules"]


def test_no_file_above_the_top_is_looked_at(tmp_path: Path) -> None:
    """An editor shows one folder, and what lies above it is nobody's business."""
    write(tmp_path, one='include "parts/a.blockrules"', parts__a="")
    assert mains(tmp_path, "parts/a.blockrules", top=tmp_path / "parts") == ["parts/a.blockrules"]
    assert mains(tmp_path, "parts/a.blockrules", top=tmp_path / "elsewhere") == ["parts/a.blockrules"]


def test_what_only_looks_like_an_include_is_none(tmp_path: Path) -> None:
    """In a comment, of a folder, of a path that no file has."""
    write(tmp_path, one='# include "a.blockrules"', null='include "\0"', dot='include "."', a="")
    (tmp_path / "folder.blockrules").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    write(tmp_path, two='include "loop/a"')
    assert mains(tmp_path, "a.blockrules") == ["a.blockrules"]


def test_what_is_open_counts_as_it_stands_there(tmp_path: Path) -> None:
    """Saved or not: what it includes, what it says, that it is there at all."""
    write(tmp_path, one='include "a.blockrules"', a="region old")
    assert mains(tmp_path, "a.blockrules", {"one.blockrules": ""}) == ["a.blockrules"]
    assert mains(tmp_path, "a.blockrules", {"new.blockrules": 'include "a.blockrules"'}) == [
        "new.blockrules",
        "one.blockrules",
    ]
    main = (tmp_path / "one.blockrules").as_posix()
    opened = {(tmp_path / "a.blockrules").as_posix(): "region new when"}
    assert [symbol.name for symbol in Site(main, {}).index.declared("region")] == ["old"]
    site = Site(main, opened)
    assert [(each.code, each.span.source.name) for each in site.diagnostics] == [("BR102", *opened)]
    assert [source.name for source in site.reading.sources] == [main, *opened]


@pytest.mark.parametrize("change", ["one", "parts/a", "parts/b", "new", "parts/new", "open"])
def test_a_site_knows_whether_its_files_are_as_they_were(tmp_path: Path, change: str) -> None:
    """Those read, one that was missing, any that may include them now; not one that is open, nor one beside."""
    write(tmp_path, one='include "open.blockrules" include "parts/b.blockrules" include "parts/a.blockrules"')
    write(tmp_path, parts__a="region a", open="region b", elsewhere__c="region c")
    opened = {(tmp_path / "open.blockrules").as_posix(): "region d"}
    (site,) = sites((tmp_path / "one.blockrules").as_posix(), opened, tmp_path)
    assert len(site.reading.sources) == 3
    write(tmp_path, elsewhere__c="region other")
    assert site.stamps.hold
    (tmp_path / f"{change}.blockrules").write_text("region quite_other")
    assert site.stamps.hold == (change in ("open", "parts/new"))


def test_a_circle_is_told_where_it_is_seen(tmp_path: Path) -> None:
    """Each file in it is then a main file."""
    write(tmp_path, one='include "two.blockrules"', two='include "one.blockrules"')
    for name in ("one.blockrules", "two.blockrules"):
        assert mains(tmp_path, name) == [name]
        (site,) = sites((tmp_path / name).as_posix(), {}, tmp_path)
        assert [each.code for each in site.diagnostics] == ["BR602"]


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff", ["BR005"]), (b"region a when " + b"not " * 99 + b"true", ["BR002"]), (b"#" * 2**21 + b"#", ["BR001"])],
)
def test_a_file_out_of_bounds_has_a_diagnostic_and_nothing_else(tmp_path: Path, data: bytes, code: list[str]) -> None:
    """Neither names nor a text."""
    (tmp_path / "x.blockrules").write_bytes(data)
    site = Site((tmp_path / "x.blockrules").as_posix(), {})
    assert [each.code for each in site.diagnostics] == code
    assert site.index.mentions == ()
    assert site.source(site.name) is None


def test_a_file_that_is_not_there_is_an_empty_one(tmp_path: Path) -> None:
    """Nothing is said of it."""
    site = Site((tmp_path / "nope.blockrules").as_posix(), {})
    assert (site.diagnostics, site.index.mentions, site.source(site.name)) == ((), (), None)


def test_a_text_on_no_disk_includes_nothing() -> None:
    """It has no folder."""
    site = Site("untitled:1", {"untitled:1": 'include "a"\nregion b'})
    assert [each.code for each in site.diagnostics] == ["BR601"]
    assert [symbol.name for symbol in site.index.declared("region")] == ["b"]


def test_warnings_are_shown_once_there_are_no_errors() -> None:
    """As by the command."""
    text = 'facts { p: path }\nregion a when p in ("/x", "/x")'
    assert [each.code for each in Site("x", {"x": text}).diagnostics] == ["BR901"]
    assert [each.code for each in Site("x", {"x": f"{text} nope"}).diagnostics] == ["BR102"]
