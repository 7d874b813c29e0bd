"""
What a run of pytest shows of the rules that it asks: gathered from whatever evaluates them, in all workers.
"""

import pickle
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import attrs
import pytest

from blockrules.cli.terminal import complaint
from blockrules.coverage.coverage import Coverage
from blockrules.coverage.recorder import Record, Recorder, watching
from blockrules.coverage.reports import Report, falls_short

# Under which workers hand over what they saw.
KEY = "blockrules_coverage"


@attrs.define(eq=False)
class Measuring:
    """
    The plugin that measures a run: the *recorder*, which watches until the run is over. It has no properties, since
    pytest reads whatever attributes a plugin has.
    """

    config: pytest.Config
    recorder: Recorder
    watch: ExitStack
    # What was seen, once the run is over; and what is said of reports that could not be written.
    found: list[Coverage] = attrs.field(factory=list)
    unwritten: list[str] = attrs.field(factory=list)

    @classmethod
    def begun(cls, config: pytest.Config) -> "Measuring":
        """
        One that watches from now on.
        """
        watch = ExitStack()
        return cls(config, watch.enter_context(watching()), watch)

    def pytest_configure(self) -> None:
        """
        Refuse what cannot be reported before anything is run.
        """
        _reports(self.config)

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
        self.found += _coverages(self.recorder, self.config.rootpath.resolve())
        for report in _reports(self.config):
            try:
                report.write(self.found)
            except OSError as error:
                self.unwritten.append(complaint(error))
        short = falls_short(self.found, self.config.option.blockrules_cov_fail_under)
        if (short or self.unwritten) and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """
        Tell it where somebody looks.
        """
        terminalreporter.section("coverage of rules")
        terminalreporter.write_line("\n\n\n".join(map(str, self.found)) or "no rules were asked")
        least = self.config.option.blockrules_cov_fail_under
        for each in falls_short(self.found, least):
            terminalreporter.write_line(f"\n{each.title}, less than {least:g} %", red=True)
        for told in self.unwritten:
            terminalreporter.write_line(f"\n{told}", red=True)

    def pytest_unconfigure(self) -> None:
        """
        Watch no longer.
        """
        self.watch.close()


def _reports(config: pytest.Config) -> Sequence[Report]:
    """
    The files that are asked for. UsageError where one is no report.
    """
    try:
        return [Report.of(each) for each in config.option.blockrules_cov_report]
    except ValueError as error:
        raise pytest.UsageError(f"--blockrules-cov-report: {error}") from None


def _coverages(recorder: Recorder, root: Path) -> Iterator[Coverage]:
    """
    What is told of each file under *root*, in the order of their paths.
    """
    mine = [each for each in recorder.records.values() if each.path.is_relative_to(root) and _is_current(each)]
    for each in sorted(mine, key=lambda each: each.path):
        each.name = str(each.path.relative_to(root))
        yield each.coverage()


def _is_current(record: Record) -> bool:
    """
    Whether the files of *record* are as they were when they were read: rules that a test wrote and changed are not
    those of a site.
    """
    try:
        return all(Path(each.name).read_bytes().decode("utf-8-sig") == each.text for each in record.sources)
    except (OSError, UnicodeDecodeError):
        return False
