"""
The page of diagnostics, ``diagnostics.md``, by its sections: each code with a wrong file, its message and a right file.
"""

import re
from importlib import resources
from textwrap import indent

SECTION = re.compile(r"^### (BR\d{3}) .*?(?=^##+ |\Z)", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```\w*\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def explained(code: str) -> str | None:
    """
    The section of *code* as a terminal shows it, with blocks that are indented; None where there is no such code.
    """
    section = sections().get(code, "").removeprefix("### ").strip()
    return BLOCK.sub(lambda block: indent(block[1], "    ").rstrip(), section) or None


def sections() -> dict[str, str]:
    """
    The sections of the page as they are written, by their codes.
    """
    page = resources.files(__package__).joinpath("diagnostics.md").read_text(encoding="utf-8")
    return {found[1]: found[0] for found in SECTION.finditer(page)}
