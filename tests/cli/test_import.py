"""
`blockrules import`.
"""

import json
import sys
from pathlib import Path

import pytest

from blockrules.cli.main import main
from tests.cli.conftest import Command
from tests.importers.drupal7_files import export

BLOCK = "id: b\nplugin: p\ntheme: olive\nregion: side\n"


@pytest.fixture
def config(command: Command, tmp_path: Path) -> Path:
    """A folder with one block."""
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "block.block.b.yml").write_text(BLOCK, encoding="utf-8")
    return folder


def test_rules_are_written(command: Command, config: Path) -> None:
    """They are sound, and formatted."""
    done = command("import", "drupal", "config", "-o", "new.blockrules")
    assert (done.status, done.err) == (0, "")
    assert done.out == "1 block, 0 not carried whole\nwrote new.blockrules\n"
    assert command("check", "new.blockrules").status == 0
    assert command("fmt", "--check", "new.blockrules").status == 0


def test_what_no_page_shows_is_counted(command: Command, config: Path) -> None:
    """It is in the rules as a comment."""
    (config / "block.block.b.yml").write_text(f"{BLOCK}status: false\n", encoding="utf-8")
    (config / "block.block.c.yml").write_text(BLOCK.replace("id: b", "id: c"), encoding="utf-8")
    done = command("import", "drupal", "config", "-o", "new.blockrules")
    assert done.out == (
        "2 blocks, 0 not carried whole, 1 that no page shows, as the end of the rules tells\nwrote new.blockrules\n"
    )


def test_rules_are_put_out(command: Command, config: Path) -> None:
    """What is to be said comes beside them."""
    done = command("import", "drupal", "config")
    assert done.status == 0
    assert done.out.startswith("# Imported")
    assert done.err.startswith("1 block")


def test_what_is_lost_ends_it_with_another_status(command: Command, config: Path) -> None:
    """It is told apart from what is to be known; what could act on a terminal is escaped."""
    (config / "block.block.c.yml").write_text("id: [", encoding="utf-8")
    (config / "block.block.d.yml").write_text(
        BLOCK.replace("id: b", "id: d") + 'visibility: {v: {id: "g\\e"}}', encoding="utf-8"
    )
    done = command("import", "drupal", "config", "-o", "new.blockrules")
    assert done.status == 1
    assert "Not carried over\n  block.block.c.yml" in done.out
    assert "To know\n  block.block.d.yml" in done.out
    assert "\x1b" not in done.out


def test_tools_get_json(command: Command, config: Path) -> None:
    """With the text, where that is not written."""
    shown = json.loads(command("import", "drupal", "config", "--json").out)
    assert (shown["regions"], shown["blocks"], shown["hidden"], shown["lost"], shown["remarks"]) == (1, 1, 0, 0, [])
    assert shown["text"].startswith("# Imported")
    assert "text" not in json.loads(command("import", "drupal", "config", "-o", "n.blockrules", "--json").out)


def test_what_somebody_wrote_stays(command: Command, config: Path, tmp_path: Path) -> None:
    """Unless it is forced, or empty, or the same."""
    target = tmp_path / "new.blockrules"
    arguments = ("import", "drupal", "config", "-o", "new.blockrules")
    target.write_text("", encoding="utf-8")
    assert command(*arguments).status == 0
    assert command(*arguments).status == 0
    target.write_text("region mine", encoding="utf-8")
    done = command(*arguments)
    assert (done.status, target.read_text("utf-8")) == (2, "region mine")
    assert "--force writes over it" in done.err
    assert command(*arguments, "--force").status == 0
    assert "region olive" in target.read_text("utf-8")


def test_what_is_no_file_is_not_written_over(command: Command, config: Path, tmp_path: Path) -> None:
    """Forced or not."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    for name in ("folder", "loop"):
        done = command("import", "drupal", "config", "-o", name, "--force")
        assert (done.status, "no file that could be written" in done.err) == (2, True)


def test_contexts_of_drupal_7(command: Command, tmp_path: Path) -> None:
    """With the roles of the site, and in exact order."""
    context = {
        "name": "c",
        "mode": "any",
        "conditions": {"path": {"values": ["a"]}, "user": {"values": ["member", "ghost"]}},
    }
    (tmp_path / "x.inc").write_text(export([context]), encoding="utf-8")
    done = command("import", "drupal7-context", "x.inc", "--role", "member", "--exact-order")
    assert done.status == 0
    assert "region c_2" in done.out
    assert "the site has no role `ghost`" in done.err


def test_nothing_is_written_where_nothing_was_found(command: Command, tmp_path: Path) -> None:
    """It is said why."""
    (tmp_path / "x.inc").write_text("no PHP", encoding="utf-8")
    done = command("import", "drupal7-context", "x.inc", "gone.inc", "-o", "new.blockrules")
    assert done.status == 2
    assert "nothing is written\n  gone.inc: no such file" in done.err
    assert not (tmp_path / "new.blockrules").exists()


def test_rules_past_the_bounds_of_a_file_are_not_written(command: Command, tmp_path: Path) -> None:
    """It is said which bound."""
    patterns = [f"{'x' * 4000}{number}" for number in range(190)]
    contexts = [
        {"name": name, "mode": "any", "conditions": {"path": {"values": [*patterns, name]}}} for name in ("one", "two")
    ]
    (tmp_path / "x.inc").write_text(export(contexts[:1]), encoding="utf-8")
    (tmp_path / "y.inc").write_text(export(contexts[1:]), encoding="utf-8")
    done = command("import", "drupal7-context", "x.inc", "y.inc", "-o", "new.blockrules")
    assert (done.status, done.out) == (2, "")
    assert done.err == "error: the rules are past the bounds of a file: this text is over 2,097,152 bytes long\n"
    assert not (tmp_path / "new.blockrules").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("drupal", "gone"), "gone: no such file or directory"),
        (("drupal", "."), "no `block.block.*.yml`"),
        (("drupal", "config", "config"), "takes one folder"),
        (("drupal", "config", "--role", "r"), "are for `drupal7-context`"),
        (("drupal", "config", "--exact-order"), "are for `drupal7-context`"),
        (("drupal", "a\0b"), "no folder can be called so"),
    ],
)
def test_what_makes_no_sense_is_refused(command: Command, config: Path, arguments: tuple[str, ...], said: str) -> None:
    """With what to do."""
    done = command("import", *arguments)
    assert (done.status, said in done.err) == (2, True), done.err


def test_what_reads_yaml_is_asked_for_by_name(
    config: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is not installed; contexts of Drupal 7 need none."""
    for name in [each for each in sys.modules if each.startswith("blockrules.importers.drupal.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "blockrules.importers.drupal", raising=False)
    monkeypatch.delattr("blockrules.importers.drupal", raising=False)
    monkeypatch.setitem(sys.modules, "yaml", None)
    assert main(["import", "drupal", str(config)]) == 2
    assert 'pip install "blockrules[drupal]"' in capsys.readouterr().err
