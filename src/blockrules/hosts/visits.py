"""
One request on its way to its layout, in whatever framework.
"""

import logging
import os
from collections.abc import Callable, Mapping
from functools import cached_property
from threading import RLock

import attrs

from blockrules.engine.layout import Layout
from blockrules.hosts.caching import ANYTHING, Policy, Table
from blockrules.hosts.request import Personal, now
from blockrules.hosts.wiring import oversights
from blockrules.insight.explanation import Explanation
from blockrules.model.pages import PageError
from blockrules.ruleset import Rules
from blockrules.watching import Watched, watch

LOG = logging.getLogger("blockrules")
# A file of rules, rules that were loaded, or rules that somebody watches.
Origin = str | os.PathLike[str] | Rules | Watched
TOO_LATE = (
    "the layout was asked for when the response's headers had been sent, so that no cache could be told what it hangs "
    "on; ask for it before the response begins"
)


@attrs.define(eq=False, slots=False)
class Newest:
    """
    What gives the rules of *origin*, of a host with this table of *headers*, as they are when it is called; those of a
    file change with it. They read what costs a cache nothing before what divides its pages, and that before what is
    personal. What is amiss between them and the table is logged once for each version.
    """

    _origin: Origin
    _headers: Table
    # As for `load`.
    _facts: type | None = None
    # The rules that it saw last, and what became of them.
    _last: tuple[Rules, Rules] | None = attrs.field(init=False, default=None)
    # The last before them that are not known not to fit; and those of which that was told.
    before: Rules | None = attrs.field(init=False, default=None)
    _unfit: Rules | None = attrs.field(init=False, default=None)

    @cached_property
    def watched(self) -> Watched | None:
        """What looks after a file, where that may change. The errors are those of :func:`blockrules.load`."""
        match self._origin:
            case Rules():
                return None
            case Watched() as watched:
                return watched
            case path:
                return watch(path, facts=self._facts)

    def __call__(self) -> Rules:
        rules, last = self.watched.rules if self.watched else self._origin, self._last
        assert isinstance(rules, Rules)
        if last is None or last[0] is not rules:
            if last and last[1] is not self._unfit:
                self.before = last[1]
            last = self._last = (rules, rules.reading(sorted(self._headers, key=self._cost)))
            for each in oversights(rules, self._headers, has_template=None):
                LOG.warning("%s", each)
        return last[1]

    def tell(self, unfit: Rules, error: PageError) -> None:
        """
        Log, once, that these rules did not take a page that others do.
        """
        if unfit is not self._unfit:
            self._unfit = unfit
            LOG.error("%s: these rules do not fit the site, so that those before them are used: %s", unfit.name, error)

    def _cost(self, fact: str) -> tuple[bool, int]:
        names = self._headers[fact]
        return isinstance(names, Personal), len(names)


@attrs.define(eq=False)
class Visit:
    """
    One request: by one version of the rules from beginning to end, its page read once, its layout found when it is
    first asked for, and until the response has begun.
    """

    _newest: Newest = attrs.field(repr=False)
    _headers: Table = attrs.field(repr=False)
    _rules: Rules | None = attrs.field(init=False, default=None, repr=False)
    _page: object = attrs.field(init=False, default=None, repr=False)
    layout: Layout | None = attrs.field(init=False, default=None)
    is_asked: bool = attrs.field(init=False, default=False)
    _is_sent: bool = attrs.field(init=False, default=False, repr=False)
    # A request can have threads, and its page is to be read by one.
    _asking: RLock = attrs.field(init=False, factory=RLock, repr=False)

    @property
    def rules(self) -> Rules:
        """The rules that were the newest when first asked for."""
        if self._rules is None:
            self._rules = self._newest()
        return self._rules

    def laid_out(self, page: Callable[[], object]) -> Layout:
        """
        The layout of what *page* gives, which is asked once. New rules that cannot read it, though those before them
        can, are logged, and the layout is by those. PageError where neither can, RuntimeError where it is too late.
        """
        with self._asking:
            if self.layout is None:
                self.ask()
                self._page = page()
                self.layout = self._found(self._page)
            return self.layout

    def _found(self, page: object) -> Layout:
        try:
            return self.rules.layout(page)
        except PageError as error:
            layout = self._found_before(page)
            if layout is None:
                raise
            self._newest.tell(self.rules, error)
            self._rules = self._newest.before
            return layout

    def _found_before(self, page: object) -> Layout | None:
        before = self._newest.before
        try:
            return None if before is None else before.layout(page)
        except PageError:
            return None  # so that it is the page that does not fit

    def ask(self) -> None:
        """
        Note that the layout is asked for, whatever comes of it. RuntimeError where it is too late.
        """
        if self._is_sent:
            raise RuntimeError(TOO_LATE)
        self.is_asked = True

    def reopen(self) -> None:
        """
        Go on as before, since what was to be sent is not: an error is answered in its place.
        """
        self._is_sent = False

    def explanation(self) -> Explanation | None:
        """
        Why the layout is as it is; None where nobody asked for it.
        """
        return self.rules.explain(self._page) if self.layout is not None else None

    def told(self, sent: Mapping[str, str], kept: int | None = None) -> dict[str, str]:
        """
        The headers that the response needs, in place of those of the same names that it was to be *sent* with: none,
        where nobody asked for the layout. Where that failed, the response could hang on anything. *kept* is as for
        :meth:`Policy.told`. With this the response begins.
        """
        self._is_sent = True
        if not self.is_asked:
            return {}
        moment = now()
        policy = ANYTHING if self.layout is None else Policy.of(self.layout, self._headers, moment)
        return policy.told(sent, moment, kept)
