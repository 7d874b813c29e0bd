"""
The README and the docs are run: what they show is what happens.

A comment tells what the fenced block after it is: `<!-- file: NAME -->` a file that later blocks read,
`<!-- output -->` what the Python block before it prints, `<!-- example: NAME -->` what that example prints,
`<!-- commands -->` what .ci/run runs. In a block of the language `console` lines that begin with `$ ` are command
lines, and the lines after each what it prints.
"""

import io
import os
import subprocess
import sys
from contextlib import redirect_stdout
from pathlib import Path
from types import CodeType, ModuleType

import pytest

import blockrules
from tests.markdown import blocks

ROOT = Path(__file__).parents[1]
# The page of diagnostics is acted out in a way of its own, by language/test_explanations.py.
PAGES = [ROOT / "README.md", *sorted({*(ROOT / "docs").glob("*.md")} - {ROOT / "docs" / "diagnostics.md"})]
OF_THIS_RUN = {"PYTEST_ADDOPTS", "CI", "BUILD_NUMBER", "COLUMNS"}


def replay(page: Path, module: ModuleType) -> None:
    """
    Run *page* in the current folder, its Python in one *module*, and hold what it shows against what happens.
    """
    text = page.read_text(encoding="utf-8")
    printed = None
    for block in blocks(text):
        before, printed = printed, None
        match block.mark, block.language:
            case "", "python":
                above = "\n" * text.count("\n", 0, block.start)
                printed = run(compile(above + block.body, page, "exec"), module)
            case "file", _:
                Path(block.name).parent.mkdir(parents=True, exist_ok=True)
                Path(block.name).write_text(block.body, encoding="utf-8")
            case "", "console":
                assert block.body == console(block.body)
            case "output", _:
                assert block.body == before
            case "example", _:
                assert block.body == example(block.name)
            case mark, language:
                assert (mark, language) == ("commands", "sh") or not mark, f"no such mark: {mark}"


def run(code: CodeType, module: ModuleType) -> str:
    with redirect_stdout(io.StringIO()) as printed:
        exec(code, module.__dict__)
    return printed.getvalue()


def console(session: str) -> str:
    """
    What a terminal shows of the command lines in *session*.
    """
    shown = ""
    # What this run of pytest was told, or where it runs, is nothing to those that a page shows.
    environment = {name: value for name, value in os.environ.items() if name not in OF_THIS_RUN}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for line in session.splitlines():
        if line.startswith("$ "):
            done = subprocess.run(
                ["sh", "-c", line.removeprefix("$ ")],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                check=False,
                env={**environment, "PATH": path, "PYTHONUTF8": "1"},
            )
            shown += f"{line}\n{done.stdout}"
    return shown


def example(name: str) -> str:
    command = [sys.executable, "-X", "utf8", f"examples/{name}"]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """
    An empty module, run in an empty folder. It is registered, so that its classes can resolve their annotations.
    """
    monkeypatch.chdir(tmp_path)
    page = ModuleType("page")
    monkeypatch.setitem(sys.modules, page.__name__, page)
    return page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_shows_what_happens(page: Path, module: ModuleType) -> None:
    """
    Every Python block runs, and prints what the page says that it prints; its rules are as they should be.
    """
    replay(page, module)
    for rules in Path().glob("*.blockrules"):
        assert "\n".join(map(str, blockrules.load(rules).warnings)) == ""


def test_the_example_deserves_no_warning() -> None:
    """
    Nor do the rules that the README speaks of.
    """
    assert blockrules.load(ROOT / "examples" / "medical_site.blockrules").warnings == ()


@pytest.mark.parametrize(
    "page",
    [
        "```python\nprint(1)\n```\n<!-- output -->\n```text\n2\n```\n",
        "```python\nprint(1)\n```\n```text\n```\n<!-- output -->\n```text\n1\n```\n",
        "<!-- ouput -->\n```text\n1\n```\n",
        "<!-- output -->\n\n\n```text\n1\n```\n",
        "<!-- commands -->\n```text\n1\n```\n",
        "```console\n$ echo 1\n2\n```\n",
        "- a list\n\n  ```python\n  print(1)\n  ```\n",
        "```python\nassert open('a.txt').read() == 'a'\n```\n",
    ],
)
def test_a_page_that_shows_something_else_fails(page: str, module: ModuleType) -> None:
    """
    A wrong output, one with no Python right before it, an unknown mark and an unreadable block are all found.
    """
    Path("page.md").write_text(page, encoding="utf-8")
    with pytest.raises((AssertionError, FileNotFoundError)):
        replay(Path("page.md"), module)
