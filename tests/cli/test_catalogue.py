"""
`blockrules catalogue`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_the_layouts_are_listed(command: Command) -> None:
    """How many there are, and the first of them."""
    done = command("catalogue", "site.blockrules", "--most", "2")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("8 layouts, of which these are the first 2\n")
    assert len(json.loads(command("catalogue", "site.blockrules", "--json").out)["layouts"]) == 8


def test_the_outlines_are_written_as_html(command: Command, folder: Path) -> None:
    """A page that can be opened."""
    done = command("catalogue", "site.blockrules", "--html", "all.html")
    assert (done.status, done.out) == (0, "")
    html = (folder / "all.html").read_text("utf-8")
    assert html.count("<article ") == 8
    assert "<h2>site.blockrules, all layouts</h2>" in html


@pytest.mark.parametrize("number", ["-1", "x", "1.5", "9" * 10])
def test_what_is_no_number_of_layouts_is_wrong_usage(
    command: Command, capsys: pytest.CaptureFixture[str], number: str
) -> None:
    """With what came."""
    with pytest.raises(SystemExit):
        command("catalogue", "site.blockrules", f"--most={number}")
    assert f"`{number}` is no number of layouts" in capsys.readouterr().err


def test_faults_are_told(command: Command, folder: Path) -> None:
    """In the place of layouts."""
    (folder / "bad.blockrules").write_text("region", "utf-8")
    assert command("catalogue", "bad.blockrules").status == 1
