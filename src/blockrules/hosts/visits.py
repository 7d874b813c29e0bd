"""
One request on its way to its layout, in whatever framework.
"""

import os
from collections.abc import Callable, Mapping
from threading import RLock

import attrs

from blockrules.engine.layout import Layout
from blockrules.hosts.caching import ANYTHING, Policy, Table
from blockrules.hosts.request import Personal, now
from blockrules.insight.explanation import Explanation
from blockrules.ruleset import Rules
from blockrules.watching import Watched, watch

# A file of rules, rules that were loaded, or rules that somebody watches.
Origin = str | os.PathLike[str] | Rules | Watched
TOO_LATE = (
    "the layout was asked for when the response's headers had been sent, so that no cache could be told what it hangs "
    "on; ask for it before the response begins"
)


@attrs.define(eq=False)
class Newest:
    """
    What gives the rules as they are when it is called, those of a *watched* file or always the same. They read what
    costs a cache nothing before what divides its pages, and that before what is personal.
    """

    _origin: Rules | Watched
    _headers: Table
    # The rules that it saw last, and what became of them.
    _last: tuple[Rules, Rules] | None = attrs.field(init=False, default=None)

    @property
    def watched(self) -> Watched | None:
        """What looks after a file, where that may change."""
        return self._origin if isinstance(self._origin, Watched) else None

    def __call__(self) -> Rules:
        origin, last = self._origin, self._last
        rules = origin.rules if isinstance(origin, Watched) else origin
        if last is None or last[0] is not rules:
            last = self._last = (rules, rules.reading(sorted(self._headers, key=self._cost)))
        return last[1]

    def _cost(self, fact: str) -> tuple[bool, int]:
        names = self._headers[fact]
        return isinstance(names, Personal), len(names)


def newest(origin: Origin, headers: Table, facts: type | None = None) -> Newest:
    """
    What gives the rules of *origin*, of a host with this table of *headers*, as they are when it is called. Those of a
    file change with it; *facts* is as for :func:`blockrules.load`, as are the errors.
    """
    return Newest(origin if isinstance(origin, Rules | Watched) else watch(origin, facts=facts), headers)


@attrs.define(eq=False)
class Visit:
    """
    One request: by one version of the rules from beginning to end, its page read once, its layout found when it is
    first asked for, and until the response has begun.
    """

    _newest: Callable[[], Rules] = attrs.field(repr=False)
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
        The layout of what *page* gives, which is asked once. PageError where that cannot be read, RuntimeError where
        it is too late to ask.
        """
        with self._asking:
            if self.layout is None:
                self.ask()
                self._page = page()
                self.layout = self.rules.layout(self._page)
            return self.layout

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
