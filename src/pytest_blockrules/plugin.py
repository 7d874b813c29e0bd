"""
The hooks.
"""

import sys
from pathlib import Path

import pytest

# As `blockrules.language.parts` has it, which is not imported for this alone.
SUFFIX = ".blockrules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """
    What can be said to it.
    """
    group = parser.getgroup("blockrules", "rules files")
    group.addoption("--blockrules-cov", action="store_true", help="tell what the tests show of rules, and what not")
    group.addoption(
        "--blockrules-cov-report",
        metavar="KIND:FILE",
        action="append",
        default=[],
        help="write it to a file too, as json:FILE or html:FILE",
    )
    group.addoption(
        "--blockrules-cov-fail-under",
        metavar="PERCENT",
        type=_percent,
        default=0.0,
        help="fail where less of a rules file is shown",
    )
    parser.addini("blockrules_facts", "the class whose fields are the facts of rules files, as module:Class")


def _percent(text: str) -> float:
    from blockrules.cli.coverage import percent

    return percent(text)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """
    Watch rules, where that is asked for, before any module of the tests is there.
    """
    options = early_config.known_args_namespace
    if options.blockrules_cov or options.blockrules_cov_report or options.blockrules_cov_fail_under:
        from pytest_blockrules.coverage import Measuring

        early_config.pluginmanager.register(Measuring.begun(early_config), "blockrules_coverage")


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
