"""
Real Drupal sites, imported: the rules show what a plain reading of the same files shows, and nothing is passed over.
"""

import random
import re
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from blockrules.cli.main import main
from blockrules.importers import drupal
from tests.importers import drupal_pages
from tests.importers.drupal_pages import Chance, assert_agreement
from tests.importers.plain_drupal import Site

SITES = Path(__file__).parents[2].parent / "shared" / "sites"
FOLDERS = sorted(path for path in SITES.iterdir() if path.is_dir()) if SITES.exists() else []
HIDDEN = re.compile(r"# (?:(.*) \()?((?:block\.block|context\.context)\.[^()]*\.yml)\)?: .*")
NAMED = re.compile(r"[\w.-]+\.yml")

each_site = pytest.mark.parametrize(
    "folder",
    [pytest.param(path, id=path.name) for path in FOLDERS]
    or [pytest.param(None, marks=pytest.mark.skip("../shared/sites is not here"))],
)
every_site = pytest.mark.skipif(not FOLDERS, reason="../shared/sites is not here")


@cache
def imported(folder: Path) -> drupal.Imported:
    """What the importer makes of a site."""
    return drupal.read(folder)


@cache
def plain(folder: Path) -> Site:
    """The plain reading of a site."""
    return Site.read(folder)


@each_site
def test_the_rules_show_what_a_plain_reading_shows(folder: Path) -> None:
    """In each region of the theme the same blocks in the same order, on some hundred pages."""
    assert_agreement(plain(folder), imported(folder))


@each_site
def test_no_page_shows_what_is_hidden(folder: Path) -> None:
    """What the end of the file says that no page shows, the plain reading shows on none."""
    done, site = imported(folder), plain(folder)
    hidden = set(_hidden(done.text))
    seed = str(random.randrange(1 << 32))
    for page in Chance.of(site, seed).pages():
        shown = {each for row in site.regions(page).values() for each in row}
        told = {(each.file, each.label) for each in shown if each.plugin} | {each.file for each in shown}
        assert not told & hidden, f"seed {seed}: {page}"


def _hidden(text: str) -> Iterator[object]:
    """
    Of blocks the file; of those of contexts, more of which are in a file, also the label.
    """
    _, _, end = text.partition("\n# No page shows these blocks:\n")
    for line in end.splitlines():
        if found := HIDDEN.fullmatch(line):
            label, file = found.groups()
            yield file if file.startswith("block.") else (file, label)


@each_site
def test_what_comes_out_is_sound(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`check` finds no error in it, and `fmt` nothing to do."""
    path = tmp_path / "site.blockrules"
    path.write_text(imported(folder).text, encoding="utf-8")
    assert (main(["check", str(path)]), main(["fmt", "--check", str(path)])) == (0, 0), capsys.readouterr()


@each_site
def test_no_file_is_passed_over(folder: Path) -> None:
    """The rules or the remarks name each."""
    done = imported(folder)
    told = done.text + "".join(f"({remark.file})" for remark in done.remarks)
    names = {path.name for path in folder.glob("*.yml")}
    assert names == set(NAMED.findall(told)) & names


@every_site
def test_nearly_all_blocks_are_carried_whole() -> None:
    """At least 99 % of them, over all sites; and all that there are were counted."""
    done = [imported(folder) for folder in FOLDERS]
    blocks = sum(each.blocks for each in done)
    assert sum(each.lost for each in done) <= blocks / 100
    sites = map(plain, FOLDERS)
    assert blocks == sum(
        len(site.blocks) + sum(map(len, map(drupal_pages.placed, site.contexts.values()))) for site in sites
    )


@every_site
def test_a_site_of_six_hundred_blocks_takes_under_five_seconds() -> None:
    """Of processor time, from the folder to the text."""
    largest = max(FOLDERS, key=lambda folder: imported(folder).blocks)
    before = time.process_time()
    done = drupal.read(largest)
    assert time.process_time() - before < 5
    assert done.blocks >= 600
