"""
The page of diagnostics, acted out: each of its files is loaded as a reader would load it.

``python -m tests.explained`` writes the headings and the messages of the page anew, and prints what that changes. So a
new section needs its code, as in `### BR905 x`, why it is so, and the blocks `Wrong:`, `Message:`, `Right:`, of which
the second may be empty. Before those that need them stand `Included (NAME):`, another file, and `Loaded with:`, Python
that makes `rules`. In parentheses a file says how it is saved, and a message that it is `(only the last)` of many.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import blockrules
from blockrules import Diagnostic, RulesError
from blockrules.language.explanations import sections
from blockrules.language.sentences import SENTENCES
from tests.markdown import Block, blocks
from tests.rendered import keep

PAGE = Path(blockrules.__file__).parent / "language" / "diagnostics.md"
FILE = Path("site.blockrules")
LOADED = f'rules = blockrules.load("{FILE}")'


def acted(section: str) -> list[tuple[Block, Sequence[Diagnostic]]]:
    """
    The blocks of *section* that show a message or the right file, each with what is found in the files as they are by
    then.
    """
    shown = []
    loaded = LOADED
    with TemporaryDirectory() as folder, chdir(folder):
        for block in blocks(section):
            match block.mark:
                case "Wrong":
                    FILE.write_text(block.body, encoding=block.name or "utf-8")
                case "Included":
                    Path(block.name).parent.mkdir(exist_ok=True)
                    Path(block.name).write_text(block.body, encoding="utf-8")
                case "Loaded with":
                    loaded = block.body
                case "Message":
                    shown.append((block, outcome(loaded)))
                case "Right":
                    FILE.write_text(block.body, encoding=block.name or "utf-8")
                    shown.append((block, outcome(loaded)))
                case _:
                    raise AssertionError(f"no such mark here: {block.mark}")
    return shown


def outcome(loaded: str) -> Sequence[Diagnostic]:
    """
    What is found when the Python *loaded* runs: the errors, or the warnings, findings and failures of tests.
    """
    names: dict[str, Any] = {"__name__": "page", "blockrules": blockrules}
    try:
        exec(loaded, names)
    except RulesError as error:
        return error.diagnostics
    rules = names["rules"]
    return [*rules.warnings, *rules.findings, *(failure for result in rules.run_tests() for failure in result.failures)]


def heading(code: str) -> str:
    """
    The line that begins the section of *code*: its sentence, with a gap for each word that differs.
    """
    return f"### {code} {SENTENCES[code].message.format_map(defaultdict(lambda: '…'))}"


def message(block: Block, found: Sequence[Diagnostic]) -> str:
    """
    What the *block* of a message should show: all that was *found*, or, if its mark says so, the last.
    """
    return f"…\n\n{found[-1]}\n" if block.name == "last" else "\n\n".join(map(str, found)) + "\n"


def renewed(code: str, section: str) -> str:
    """
    The *section* of *code* with the heading and the messages that it should have.
    """
    text, done = heading(code), section.index("\n")
    for block, found in acted(section):
        if block.mark == "Message":
            text += section[done : block.start] + message(block, found)
            done = block.start + len(block.body)
    return text + section[done:]


if __name__ == "__main__":
    page = PAGE.read_text(encoding="utf-8")
    for code, section in sections().items():
        page = page.replace(section, renewed(code, section))
    keep(PAGE, page)
