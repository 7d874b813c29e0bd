"""
What is inspected: rules as they are now, and what is at fault with a newer version of them.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import blake2b

import attrs

from blockrules.analysis.promises import Proof
from blockrules.engine.trials import TestResult
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.errors import RulesError
from blockrules.language.source import Source
from blockrules.model.frozen import Frozen
from blockrules.ruleset import Rules
from blockrules.watching import Watched, watch

Fault = RulesError | OSError | None
Inspected = str | os.PathLike[str] | Rules | Watched


@attrs.frozen(eq=False, slots=False)
class State:
    """
    The *rules* at one moment, None where there never were sound ones; what is at *fault* with a newer version of their
    file; and the rules *before* these.
    """

    name: str
    rules: Rules | None
    fault: Fault
    before: Rules | None = None

    @cached_property
    def version(self) -> str:
        """What is another where anything is."""
        return f"{version_of(self.rules)}-{_digest([str(self.fault or ''), *_texts(self.sources)])}"

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The files: as they are now, where they are at fault, and else as they were when they were sound."""
        newest = {each.name: each for each in _at_fault(self.fault)}
        sound = self.rules.sources if self.rules else ()
        return tuple({**{each.name: each for each in sound}, **newest}.values())

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The numbers of the files, by their names."""
        return Frozen((source.name, number) for number, source in enumerate(self.sources))

    @cached_property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The faults of a newer version."""
        return self.fault.diagnostics if isinstance(self.fault, RulesError) else ()

    @cached_property
    def tests(self) -> tuple[TestResult, ...]:
        """The results of the tests."""
        return self.rules.run_tests() if self.rules else ()

    @cached_property
    def promises(self) -> tuple[Proof, ...]:
        """What became of the promises."""
        return self.rules.promises if self.rules else ()

    @cached_property
    def findings(self) -> tuple[Diagnostic, ...]:
        """The warnings, and what is proved of all pages."""
        return (*self.rules.warnings, *self.rules.findings) if self.rules else ()

    @cached_property
    def found(self) -> tuple[Diagnostic, ...]:
        """All that is found in the files as they are now."""
        if self.fault:
            return self.errors
        return (*self.findings, *(failure for result in self.tests for failure in result.failures))


@attrs.define(eq=False)
class Subject:
    """
    What gives the state of *inspected* rules, whenever it is asked.
    """

    inspected: Inspected
    _watched: Watched | None = None
    _state: State | None = None

    def state(self) -> State:
        """
        How the rules are now.
        """
        rules, fault = self._now()
        last = self._state
        if last is None or last.rules is not rules or str(last.fault) != str(fault):
            last = self._state = State(self._name, rules, fault, _before(last, rules))
        return last

    @property
    def _name(self) -> str:
        match self.inspected:
            case Rules():
                return self.inspected.name
            case Watched():
                return str(self.inspected.path)
            case path:
                return os.fspath(path)

    def _now(self) -> tuple[Rules | None, Fault]:
        if isinstance(self.inspected, Rules):
            return self.inspected, None
        watched = self.inspected if isinstance(self.inspected, Watched) else self._watched
        if watched is None:
            # Its file may be mended, or come to be, at any time.
            try:
                watched = self._watched = watch(self.inspected)  # type: ignore[arg-type]  # a path: all else is above
            except (RulesError, OSError) as error:
                return None, error
        # What is asked for first looks at the files.
        rules = watched.rules
        return rules, watched.fault


def _before(last: State | None, rules: Rules | None) -> Rules | None:
    if last is None:
        return None
    return last.before if last.rules is rules else last.rules


def version_of(rules: Rules | None) -> str:
    """
    What is another for other rules.
    """
    return _digest(_texts(rules.sources if rules else ()))


def _texts(sources: Iterable[Source]) -> Iterator[str]:
    return (part for source in sources for part in (source.name, source.text))


def _digest(parts: Iterable[str]) -> str:
    told = blake2b(digest_size=6)
    for part in parts:
        told.update(f"{len(part)} {part}".encode("utf-8", "surrogatepass"))
    return told.hexdigest()


def _at_fault(fault: Fault) -> Iterator[Source]:
    for each in fault.diagnostics if isinstance(fault, RulesError) else ():
        yield each.span.source
        yield from (label.span.source for label in each.labels)
