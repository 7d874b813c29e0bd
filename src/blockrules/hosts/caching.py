"""
What a response tells caches of the layout that it was made with: `Vary` (RFC 9110, 12.5.5) and `Cache-Control`
(RFC 9111, 5.2).
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import floor

import attrs

from blockrules.engine.layout import Layout
from blockrules.hosts.request import Clock, Personal
from blockrules.model.frozen import Frozen

# The names of facts, each with the headers of a request that it is read from.
Table = Mapping[str, tuple[str, ...]]
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
DIRECTIVE = re.compile(rf'({TOKEN})(?:\s*=\s*("(?:[^"\\]|\\.)*"|{TOKEN}))?')
# What a cache that others read from may obey in place of the one before it: RFC 9213.
CONTROLS = ("Cache-Control", "CDN-Cache-Control")
# The headers of a response that matter to what it is told.
READ = ("Vary", "Expires", *CONTROLS)
FOR_SHARED = frozenset({"public", "s-maxage"})
AGES = ("max-age", "s-maxage")
# For how long after that a cache may still serve a page (RFC 5861).
STALE = ("stale-while-revalidate", "stale-if-error")
# What says that a response may be kept.
KEPT = frozenset({"public", *AGES})
# What is longer is for ever to a cache (RFC 9111, 1.2.2).
MOST_SECONDS = 2**31


def table(headers: Mapping[str, tuple[str, ...]]) -> Table:
    """
    A table that was checked. TypeError where what a fact is read from is no tuple or list of names of headers.
    """
    for fact, names in headers.items():
        listed: object = names
        if not isinstance(listed, tuple | list) or not all(re.fullmatch(TOKEN, name) for name in listed):
            raise TypeError(f'headers: of the fact `{fact}`, give a tuple with names of headers, such as ("Cookie",)')
    return Frozen(
        (fact, names if isinstance(names, Personal | Clock) else tuple(names)) for fact, names in headers.items()
    )


@attrs.frozen
class Policy:
    """
    What holds of a response: on which headers of the request it hangs, whether it *is_personal*, and for how many
    seconds, at most, it may be kept; None: for ever.
    """

    vary: tuple[str, ...]
    is_personal: bool
    max_age: int | None

    @classmethod
    def of(cls, layout: Layout, headers: Table, now: datetime) -> "Policy":
        """
        The policy for a page of that *layout*. A fact that *headers* does not have could hang on anything; so could one
        of the clock that `expires` does not heed.
        """
        if not all(is_told(fact, headers) for fact in layout.vary):
            return ANYTHING
        read = [headers[fact] for fact in layout.vary]
        vary = tuple(dict.fromkeys(name for names in read for name in names))
        is_personal = any(isinstance(names, Personal) for names in read)
        return cls(vary, is_personal, _until(layout.expires, now) if layout.expires else None)

    def told(self, sent: Mapping[str, str], now: datetime, kept: int | None = None) -> dict[str, str]:
        """
        The headers that a response needs, in place of those of the same names that it was to be *sent* with. *kept* is
        for how many seconds a cache would keep it that nobody tells how long; None where there is no such cache.
        """
        times = [each for each in (_left(sent.get("Expires"), now), kept) if each is not None]
        new = {"Vary": varied(sent.get("Vary", ""), self.vary)}
        for name in CONTROLS:
            if name in sent or name == "Cache-Control":
                new[name] = self._control(sent.get(name, ""), min(times, default=None))
        return {name: value for name, value in new.items() if value != sent.get(name, "")}

    def _control(self, written: str, left: int | None) -> str:
        said = directives(written)
        if self.is_personal:
            said = {name: value for name, value in said.items() if name not in FOR_SHARED} | {"private": None}
        # What says nothing of being kept is not to be kept because of its layout.
        is_kept = left is not None or not KEPT.isdisjoint(said)
        if self.max_age is not None and is_kept and "no-store" not in said:
            said.setdefault("max-age", str(self.max_age if left is None else left))
            for name in AGES:
                if name in said:
                    said[name] = str(min(_seconds(said[name]), self.max_age))
            for name in STALE:
                if name in said:
                    said[name] = str(min(_seconds(said[name]), self.max_age - _seconds(said["max-age"])))
        return ", ".join(name if value is None else f"{name}={value}" for name, value in said.items())


# For what could hang on anything.
ANYTHING = Policy(("*",), True, None)


def is_told(fact: str, headers: Table) -> bool:
    """
    Whether *headers* tells what the *fact* is read from, so that caches can be told.
    """
    return fact in headers and (fact == "now" or not isinstance(headers[fact], Clock))


def directives(written: str) -> dict[str, str | None]:
    """
    What a `Cache-Control` says. Of what it says twice the stricter counts: the shorter time, and all in place of some.
    """
    said: dict[str, str | None] = {}
    for name, value in DIRECTIVE.findall(written):
        known = name.lower()
        if known not in said:
            said[known] = value or None
        elif known in AGES:
            said[known] = str(min(_seconds(said[known]), _seconds(value)))
        else:
            said[known] = None
    return said


def varied(written: str, names: tuple[str, ...]) -> str:
    """
    A `Vary` that has *names* beside those that it had, each once.
    """
    every: dict[str, str] = {}
    for name in (*re.findall(TOKEN, written), *names):
        every.setdefault(name.lower(), name)
    return "*" if "*" in every else ", ".join(every.values())


def _seconds(written: str | None) -> int:
    # What cannot be read is stale (RFC 9111, 4.2.1).
    digits = (written or "").strip('"')
    return int(digits) if re.fullmatch(r"[0-9]{1,10}", digits) else 0


def _left(expires: str | None, now: datetime) -> int | None:
    """
    The seconds until what a header `Expires` says; none where it says anything else (RFC 9111, 5.3).
    """
    if expires is None:
        return None
    try:
        instant = parsedate_to_datetime(expires)
    except (ValueError, OverflowError):
        return 0
    return _until(instant if instant.tzinfo else instant.replace(tzinfo=UTC), now)


def _until(instant: datetime, now: datetime) -> int:
    return max(0, min(MOST_SECONDS, floor((instant - now).total_seconds())))
