"""
`blockrules check --public`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command

SITE = """
facts { membership: one of anonymous, member roles: set of one of editor, author = () front: bool = false }
region desk when roles has editor and membership is member { block queue in side }
region hero when front { block banner in top }
"""


@pytest.fixture
def site(folder: Path) -> str:
    """
    A file in which roles matter to members only.
    """
    (folder / "club.blockrules").write_text(SITE, "utf-8")
    return "club.blockrules"


def test_what_pages_can_hang_on_is_told(command: Command, site: str) -> None:
    """With two pages for each fact, and what they never hang on."""
    done = command("check", site, "--public", "membership=anonymous", "--private", "roles")
    assert done.status == 0
    assert done.out == (
        "club.blockrules, these pages\n  can hang on front\n    true and false differ, with membership: anonymous\n"
        "  never hang on membership, roles\n"
    )


def test_a_private_fact_that_matters_is_found(command: Command, site: str) -> None:
    """And ends the command with 1."""
    done = command("check", site, "--public", "membership=member", "--private", "roles")
    assert done.status == 1
    assert "  can hang on roles, which is private\n    (editor) and () differ, with membership: member\n" in done.out
    (found,) = json.loads(command("check", site, "--private", "roles", "--json").out)
    assert (found["violated"], sorted(found["facts"])) == (["roles"], ["front", "membership", "roles"])


def test_pages_that_differ_in_more_are_shown_whole(command: Command, folder: Path) -> None:
    """Where an assumption ties facts together."""
    (folder / "tied.blockrules").write_text(
        "facts { a: bool b: bool } assume (a and b) or not (a or b) region r when a"
    )
    done = command("check", "tied.blockrules", "--private", "a")
    assert "    one page: a: true, b: true\n    another: a: false, b: false\n" in done.out


def test_the_only_fact_needs_no_others(command: Command, folder: Path) -> None:
    """Then nothing is said of the rest."""
    (folder / "one.blockrules").write_text("facts { a: bool } region r when a", "utf-8")
    done = command("check", "one.blockrules", "--private", "a")
    assert done.out.endswith(" differ\n  never hang on no other fact\n")


def test_a_visitor_that_is_not_found_is_told_of(command: Command, folder: Path) -> None:
    """It can matter, as far as anybody knows."""
    shares = " and ".join(f'v in 0.01% of "s{number}"' for number in range(4))
    (folder / "rare.blockrules").write_text(f"facts {{ v: text }} region r when {shares}", "utf-8")
    done = command("check", "rare.blockrules", "--private", "v")
    assert "    no two pages were found that show it; the conditions are too tangled\n" in done.out
    assert json.loads(command("check", "rare.blockrules", "--private", "v", "--json").out)[0]["facts"] == {"v": None}


@pytest.mark.parametrize(
    ("text", "arguments", "said"),
    [
        (
            "facts { a: bool b: bool } assume not (a and b) region r when a",
            ["--public", "a=true", "--public", "b=true"],
            "no page that is assumed to occur has these facts",
        ),
        (
            f"facts {{ k: one of {', '.join(f'm{number}' for number in range(5_000))} }} region r when k is m1",
            ["--private", "k"],
            "what they hang on cannot be told: the conditions are too tangled",
        ),
    ],
)
def test_where_nothing_is_proved_nothing_is_fine(
    command: Command, folder: Path, text: str, arguments: list[str], said: str
) -> None:
    """So the command ends with 1."""
    (folder / "doubt.blockrules").write_text(text, "utf-8")
    done = command("check", "doubt.blockrules", *arguments)
    assert (done.status, done.out) == (1, f"doubt.blockrules, these pages\n  {said}\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--public", "membership=anonymous", "--private", "membership"], "`membership` is given by --public"),
        (["--public", "member=x"], "club.blockrules: no fact named `member`"),
        (["--private", "rules"], "club.blockrules: no fact named `rules`; did you mean `roles`?"),
        (["--public", "front=maybe"], "`front`: a bool is `true` or `false`"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(command: Command, site: str, arguments: list[str], said: str) -> None:
    """With what is near."""
    done = command("check", site, *arguments)
    assert (done.status, said in done.err) == (2, True)


def test_faults_are_told_and_the_rest_is_done(command: Command, site: str, folder: Path) -> None:
    """As by every command."""
    (folder / "bad.blockrules").write_text("region", "utf-8")
    done = command("check", "bad.blockrules", site, "--public", "membership=anonymous")
    assert done.status == 1
    assert "bad.blockrules:1" in done.err
    assert done.out.startswith("club.blockrules, these pages\n")
