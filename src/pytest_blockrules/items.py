"""
The tests in a rules file, as pytest's items.
"""

import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import TerminalRepr

from blockrules.engine.trials import TestResult
from blockrules.language.diagnostics import escaped
from blockrules.language.errors import RulesError
from blockrules.language.source import Span
from blockrules.ruleset import Rules, load
from pytest_blockrules.parts import Family
from pytest_blockrules.telling import of_errors, of_file, of_result

FAMILY = pytest.StashKey[Family]()
BRACKETS = str.maketrans("[]", "()")


class Unmet(AssertionError):
    """
    A test of a rules file that failed.
    """

    def __init__(self, result: TestResult) -> None:
        super().__init__(result.name)
        self.result = result


class RulesFile(pytest.File):
    """
    A rules file with its tests, those that it includes among them. A part of another file has none of its own, unless
    it is named on the command line.
    """

    def collect(self) -> Iterator["RulesItem"]:
        """
        The tests. RulesError or OSError where the file cannot be used.
        """
        family = self.session.stash.setdefault(FAMILY, Family(self.config.rootpath))
        if not self.session.isinitpath(self.path) and family.has_part(self.path):
            return
        folder = Path.cwd()
        rules = load(self._shown(folder), facts=_facts(self.config))
        names: set[str] = set()
        for test, span in rules.test_spans.items():
            yield RulesItem.from_parent(
                self, name=_new(_named(test), names), rules=rules, test=test, span=span, folder=folder
            )

    def repr_failure(  # type: ignore[override]  # as that of all collectors
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> str | TerminalRepr:
        """
        What is wrong with the file, as the command tells it.
        """
        match excinfo.value:
            case RulesError(diagnostics=errors):
                return of_errors(errors)
            case OSError() as error:
                return of_file(error, self._shown(Path.cwd()))
            case _:
                return super().repr_failure(excinfo)

    def _shown(self, folder: Path) -> Path:
        """
        The path as somebody in *folder* would write it.
        """
        return self.path.relative_to(folder) if self.path.is_relative_to(folder) else self.path


class RulesItem(pytest.Item):
    """
    A *test* of *rules* that stands at *span*; the name of its file is to be read in *folder*.
    """

    def __init__(self, *, rules: Rules, test: str, span: Span, folder: Path, **of_item: Any) -> None:
        super().__init__(**of_item)
        self.rules = rules
        self.test = test
        self.span = span
        self.folder = folder

    def runtest(self) -> None:
        """
        Run it. Unmet where it fails.
        """
        result = self.rules.run_test(self.test)
        if not result.passed:
            raise Unmet(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str | TerminalRepr:
        """
        What it expected, what there is, and why.
        """
        match excinfo.value:
            case Unmet(result=result):
                in_a_line = self.config.getoption("tbstyle", "auto") == "line"
                return of_result(self.rules, result, in_a_line=in_a_line)
            case _:
                return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """
        Where it stands, which may be in a file that is included, and what it is called.
        """
        return self.folder / self.span.source.name, self.span.line - 1, f'test "{escaped(self.test)}"'


def _new(name: str, names: set[str]) -> str:
    """
    *name*, made another where it is among *names*; and one of them from now on.
    """
    while name in names:
        name += "'"
    names.add(name)
    return name


def _facts(config: pytest.Config) -> type | None:
    """
    The class of facts that the settings name. CollectError where there is none of that name.
    """
    asked = config.getini("blockrules_facts")
    if not asked:
        return None
    try:
        found = pkgutil.resolve_name(asked)
    except (ValueError, ImportError, AttributeError) as error:
        raise pytest.Collector.CollectError(f"blockrules_facts = {asked}: {error}") from None
    if not isinstance(found, type):
        raise pytest.Collector.CollectError(f"blockrules_facts = {asked}: this is no class")
    return found


def _named(test: str) -> str:
    """
    The name of an item. What parts the names of nodes, and begins the parameters of one, cannot stand in it.
    """
    return re.sub(":(?=:)", ": ", escaped(test)).translate(BRACKETS)
