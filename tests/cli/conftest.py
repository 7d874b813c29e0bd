"""
A command, carried out in a folder of its own.
"""

import io
import os
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from blockrules.cli.main import options_of, run
from blockrules.cli.terminal import Terminal

SITE = """
timezone "Europe/London"

facts {
    device:     one of desktop, mobile
    member:     bool = false
    roles:      set of one of admin, editor = ()
    node.type:  optional text
    count:      int = 0
    share:      number = 0.5
    day:        optional date
    at:         optional time
    now:        optional datetime
}

region hero when device is desktop and not member {
    block banner in top
}

region team when roles has editor or node.type is "x" {
    block notes in side
}

region sale
    when now < 2026-12-01T09:00 or count > 3 or share > 0.9 or day is 2026-01-02 or at is 09:00 {
    block offer in side
}

page home { device: desktop, roles: (admin) }

test "desktop has a hero" {
    given home
    expect regions hero
}
"""


@attrs.frozen
class Done:
    """
    How a command ended, and what it said.
    """

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    The folder in which commands are carried out, with a sound site in it.
    """
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site.blockrules").write_text(SITE.lstrip(), encoding="utf-8")
    return tmp_path


@pytest.fixture
def command(folder: Path) -> Command:
    """
    What carries out a command line, with *text* on the standard input.
    """

    def carried_out(*arguments: str, text: str = "") -> Done:
        out, err = io.StringIO(), io.StringIO()
        terminal = Terminal.of(io.StringIO(text), out, err, os.environ)
        status = run(options_of(arguments), terminal)
        return Done(status, out.getvalue(), err.getvalue())

    return carried_out
