"""
`blockrules test --mutate`.
"""

import io
import json
from pathlib import Path

import pytest

from blockrules.cli import terminal as terminals
from blockrules.cli.main import options_of, run
from blockrules.cli.terminal import Terminal
from tests.cli.conftest import Command

TIGHT = """
facts { front: bool }
region hero when front
test "front" { given { front: true } expect regions hero }
test "others" { given { front: false } expect regions none }
"""
LOOSE = TIGHT.replace('test "others" { given { front: false } expect regions none }\n', "")
FAILING = LOOSE.replace("expect regions hero", "expect regions none")


@pytest.fixture
def files(folder: Path) -> Path:
    """A folder with files of which the tests notice all, or not, or fail."""
    for name, text in (("tight", TIGHT), ("loose", LOOSE), ("failing", FAILING), ("broken", "region")):
        (folder / f"{name}.blockrules").write_text(text.lstrip(), encoding="utf-8")
    return folder


@pytest.mark.usefixtures("files")
def test_what_no_test_notices_is_listed(command: Command) -> None:
    """With status 1."""
    done = command("test", "--mutate", "loose.blockrules")
    assert (done.status, done.err) == (1, "")
    assert done.out == (
        "3 small changes of loose.blockrules were tried: 2 noticed by a test, 0 without\n"
        "  effect on any layout, 1 noticed by none\n"
        "\n"
        "loose.blockrules:2:18: `when front` left out\n"
        "  on a page with front: false\n"
        "    `hero` appears\n"
        "  why it is as it is: `blockrules explain loose.blockrules front=false hero`\n"
        "  this test notices it:\n"
        '    test "hero: when front left out" {\n'
        "        given { front: false }\n"
        "        expect hidden hero\n"
        "    }\n"
    )


@pytest.mark.usefixtures("files")
def test_good_tests_end_with_0(command: Command) -> None:
    """The quiet way says nothing of them."""
    done = command("test", "--mutate", "tight.blockrules")
    assert (done.status, done.out.count("\n")) == (0, 2)
    quiet = command("test", "--mutate", "-q", "tight.blockrules", "loose.blockrules")
    assert quiet.status == 1
    assert quiet.out.startswith("3 small changes of loose.blockrules were tried")


@pytest.mark.usefixtures("files")
def test_tests_that_fail_come_first(command: Command) -> None:
    """They are shown, and nothing is tried."""
    done = command("test", "--mutate", "failing.blockrules")
    assert done.status == 1
    assert done.err.startswith("error[BR701]: expected no regions")
    assert done.out == "failing.blockrules: these tests fail as it is; mend them first: `front`\n"


@pytest.mark.usefixtures("files")
def test_a_broken_file_is_told(command: Command) -> None:
    """And the others are done nevertheless."""
    done = command("test", "--mutate", "broken.blockrules", "tight.blockrules")
    assert done.status == 1
    assert done.err.startswith("error[BR")
    assert done.out.startswith("3 small changes of tight.blockrules were tried")


@pytest.mark.usefixtures("files")
def test_mutations_are_json_for_tools(command: Command) -> None:
    """One for each file, or what stands in its way."""
    done = command("test", "--mutate", "--json", "tight.blockrules", "failing.blockrules", "broken.blockrules", "none")
    tight, failing, broken, unread = json.loads(done.out)
    assert done.status == 2
    assert tight == {"file": "tight.blockrules", "tried": 3, "noticed": 3, "same": 0, "survivors": [], "unknown": []}
    assert (failing["file"], [each["test"] for each in failing["failing"]]) == ("failing.blockrules", ["front"])
    assert failing["failing"][0]["failures"][0]["code"] == "BR701"
    assert (broken["file"], broken["errors"][0]["severity"]) == ("broken.blockrules", "error")
    assert unread == {"file": None, "errors": [{"message": "none: no such file or directory"}]}


def test_coverage_is_asked_for_by_itself(command: Command) -> None:
    """It would have to be told of rules that are changed all the time."""
    done = command("test", "--mutate", "--coverage", "site.blockrules")
    assert (done.status, done.out) == (2, "")
    assert done.err == "error: `--mutate` and coverage are told one at a time\n"


class Screen(io.StringIO):
    """
    A terminal that somebody looks at.
    """

    def isatty(self) -> bool:
        """It is one."""
        return True


@pytest.mark.usefixtures("files")
def test_whoever_looks_on_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it takes long; and what is told is told in colour."""
    monkeypatch.setattr(terminals, "LONG", -1.0)
    out, err = Screen(), Screen()
    terminal = Terminal.of(None, out, err, {})
    assert run(options_of(("test", "--mutate", "loose.blockrules")), terminal) == 1
    assert "changing 2 of 3: loose.blockrules:2:18: `front` negated" in err.getvalue()
    assert "\x1b[1mloose.blockrules:2:18: `when front` left out\x1b[0m\n" in out.getvalue()
