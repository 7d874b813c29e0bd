"""
What a run of pytest shows of the rules that it asks: gathered from whatever evaluates them, in all workers.
"""

import pickle
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import Any

import attrs
import pytest

from blockrules.coverage.coverage import Coverage
from blockrules.coverage.recorder import Record, Recorder, watching
from blockrules.coverage.reports import Report, falls_short

# Under which workers hand over what they saw.
KEY = "blockrules_coverage"


@attrs.define(eq=False, slots=False)
class Measuring:
    """
    The plugin that measures a run: the *recorder*, which watches until the run is over.
    """

    config: pytest.Config
    recorder: Recorder
    watch: ExitStack

    @classmethod
    def begun(cls, config: pytest.Config) -> "Measuring":
        """
        One that watches from now on.
        """
        watch = ExitStack()
        return cls(config, watch.enter_context(watching()), watch)

    @cached_property
    def coverages(self) -> Sequence[Coverage]:
        """What is told of each file, by its path."""
        root = self.config.rootpath.resolve()
        mine = [each for each in self.recorder.records.values() if each.path.is_relative_to(root) and _is_current(each)]
        return [each.coverage() for each in sorted(mine, key=lambda each: each.path)]

    @cached_property
    def reports(self) -> Sequence[Report]:
        """The files that are asked for."""
        try:
            return [Report.of(each) for each in self.config.option.blockrules_cov_report]
        except ValueError as error:
            raise pytest.UsageError(f"--blockrules-cov-report: {error}") from None

    def pytest_configure(self) -> None:
        """
        Refuse what cannot be reported before anything is run.
        """
        _ = self.reports

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """
        Take over what a worker saw; one that crashed hands nothing over.
        """
        for name, sources, engine, pages in pickle.loads(getattr(node, "workeroutput", {}).get(KEY, pickle.dumps([]))):
            record = self.recorder.record(name, sources, engine)
            for page in pages:
                record.add(page)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """
        Hand over what a worker saw, or tell what all of them did.
        """
        if output := getattr(self.config, "workeroutput", None):
            records = self.recorder.records.values()
            output[KEY] = pickle.dumps(
                [(each.name, each.sources, each.engine, list(each.pages.values())) for each in records]
            )
            return
        for report in self.reports:
            report.write(self.coverages)
        if self.short and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def short(self) -> Sequence[Coverage]:
        """The files of which too little was seen."""
        return falls_short(self.coverages, self.config.option.blockrules_cov_fail_under)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """
        Tell it where somebody looks.
        """
        terminalreporter.section("coverage of rules")
        terminalreporter.write_line("\n\n\n".join(map(str, self.coverages)) or "no rules were asked")
        least = self.config.option.blockrules_cov_fail_under
        for each in self.short:
            terminalreporter.write_line(f"\n{each.title}, less than {least:g} %", red=True)

    def pytest_unconfigure(self) -> None:
        """
        Watch no longer.
        """
        self.watch.close()


def _is_current(record: Record) -> bool:
    """
    Whether the files of *record* are as they were when they were read: rules that a test wrote and changed are not
    those of a site.
    """
    try:
        return record.path.read_bytes().decode("utf-8-sig") == record.sources[0].text
    except (OSError, UnicodeDecodeError):
        return False
