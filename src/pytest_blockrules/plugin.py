"""
The hooks.
"""

import sys
from pathlib import Path

import pytest

SUFFIX = ".blockrules"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """
    Take in rules files; hidden ones only where they are named on the command line.
    """
    if file_path.suffix != SUFFIX or (file_path.name.startswith(".") and not parent.session.isinitpath(file_path)):
        return None
    from pytest_blockrules.items import RulesFile

    return RulesFile.from_parent(parent, path=file_path)


def pytest_assertrepr_compare(op: str, left: object, right: object) -> list[str] | None:
    """
    Tell how two layouts differ, or the names of the regions of one and others.
    """
    # Without this module there is no layout.
    if op != "==" or "blockrules.engine.layout" not in sys.modules:
        return None
    from blockrules.testing.differences import compared

    return compared(left, right)
