"""
`blockrules explain`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_a_page_is_explained(command: Command) -> None:
    """What is there and why, and what is not and what it would take."""
    done = command("explain", "site.blockrules", "--sample", "home")
    assert (done.status, done.err) == (0, "")
    assert "\nActive, in order\n  hero  " in done.out
    assert "\nNot active\n" in done.out
    assert "  team  if `roles` were (admin, editor)\n" in done.out


def test_regions_and_blocks_are_explained_in_full(command: Command) -> None:
    """In whichever order they stand beside facts."""
    done = command("explain", "site.blockrules", "hero", "--sample", "home", "team.notes", "member=true")
    assert done.status == 0
    assert done.out.startswith("hero is not active (site.blockrules:15:8)\n")
    assert "\n\nteam.notes is hidden (" in done.out


def test_an_explanation_is_json_for_tools(command: Command) -> None:
    """As `Explanation.to_dict` has it."""
    done = command("explain", "site.blockrules", "--sample", "home", "--json")
    assert isinstance(json.loads(done.out), dict)


def test_an_explanation_is_written_as_html(command: Command, folder: Path) -> None:
    """A page that can be opened."""
    done = command("explain", "site.blockrules", "--sample", "home", "--html", "page.html")
    assert (done.status, done.out) == (0, "")
    assert "hero" in (folder / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("heros", "no region named `heros`; did you mean `hero`?"),
        ("zzz", "no region named `zzz`"),
        ("hero.bannr", "no block named `bannr` in the region `hero`; did you mean `banner`?"),
        ("hero.zzz", "no block named `zzz` in the region `hero`"),
    ],
)
def test_what_is_not_in_the_file_is_wrong_usage(command: Command, name: str, said: str) -> None:
    """With what is near."""
    done = command("explain", "site.blockrules", "--sample", "home", name)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize("form", [["--json"], ["--html", "page.html"]])
def test_one_region_alone_is_told_as_text(command: Command, form: list[str]) -> None:
    """Other forms tell of the whole page."""
    assert command("explain", "site.blockrules", "--sample", "home", "hero", *form).status == 2


def test_a_page_that_cannot_be_read_is_wrong_usage(command: Command) -> None:
    """As for a layout."""
    assert command("explain", "site.blockrules").status == 2


def test_a_file_with_errors_explains_nothing(command: Command, folder: Path) -> None:
    """Its diagnostics stand beside the output."""
    (folder / "bad.blockrules").write_text("region a when b", encoding="utf-8")
    done = command("explain", "bad.blockrules")
    assert (done.status, done.out) == (1, "")
