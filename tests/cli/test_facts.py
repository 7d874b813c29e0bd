"""
Commands that a host carries out, whose facts are those of a class.
"""

import subprocess
from pathlib import Path
from typing import Literal

import attrs
import pytest

from blockrules.cli.main import main

RULES = """region hero when device is mobile { block banner in top }
test "a phone has a hero" { given { device: mobile } expect regions hero }
"""


@attrs.frozen
class Page:
    """
    What a page of the host is.
    """

    device: Literal["desktop", "mobile"]
    member: bool = False


@pytest.fixture
def site(folder: Path) -> Path:
    """
    A file that leaves its facts to the class.
    """
    path = folder / "classed.blockrules"
    path.write_text(RULES, "utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "nothing to mend in 1 file\n"),
        (["check", "--fix"], "nothing to mend in 1 file\n"),
        (["check", "--public", "member=true"], "can hang on device"),
        (["layout", "device=mobile"], "hero  banner"),
        (["explain", "device=mobile"], "hero  device: mobile"),
        (["catalogue"], "hero"),
        (["test"], "passed  a phone has a hero"),
        (["test", "--mutate"], "classed.blockrules"),
        (["diff"], "every page that both take has the same layout"),
    ],
)
def test_a_host_tells_of_the_facts(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """Whatever is asked of the rules; by itself the file lacks them."""
    command, *rest = arguments
    files = [site.name, site.name] if command == "diff" else [site.name]
    main([command, *files, *rest], facts=Page)
    shown = capsys.readouterr()
    assert shown.err == ""
    assert said in shown.out
    assert main([command, *files, *rest]) == 1
    shown = capsys.readouterr()
    assert "no fact named `device`" in shown.out + shown.err


def test_safe_fixes_are_made_where_the_facts_are_a_class_s(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Also where another file includes what is mended."""
    site.write_text(f"{RULES}region foot when device == mobile and member is true\n", "utf-8")
    (site.parent / "main.blockrules").write_text(f'include "{site.name}"\n', "utf-8")
    assert main(["check", "--fix", site.name, "main.blockrules"], facts=Page) == 0
    assert "1 fix made" in capsys.readouterr().out
    assert site.read_text("utf-8").endswith("region foot when device == mobile and member\n")


def test_what_comes_in_has_the_facts_too(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a file has them."""
    with site.open(encoding="utf-8") as text:
        monkeypatch.setattr("sys.stdin", text)
        assert main(["check", "-"], facts=Page) == 0
    assert capsys.readouterr().err == ""


def test_a_revision_has_the_facts_of_today(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The class is not of the repository's past."""
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "first"]):
        git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.example", *arguments]
        subprocess.run(git, cwd=site.parent, check=True)
    site.write_text(f"{RULES}region foot\n", "utf-8")
    assert main(["diff", "HEAD", site.name], facts=Page) == 1
    assert "foot" in capsys.readouterr().out
