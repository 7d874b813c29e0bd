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
from blockrules.hosts.request import Personal
from blockrules.model.frozen import Frozen

# The names of facts, each with the headers of a request that it is read from.
Table = Mapping[str, tuple[str, ...]]
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
DIRECTIVE = re.compile(rf'({TOKEN})(?:\s*=\s*("(?:[^"\\]|\\.)*"|{TOKEN}))?')
# What a cache that others read from may obey in place of the one before it: RFC 9213.
CONTROLS = ("Cache-Control", "CDN-Cache-Control")
FOR_SHARED = frozenset({"public", "s-maxage"})
AGES = ("max-age", "s-maxage")
# What is longer is for ever to a cache (RFC 9111, 1.2.2).
MOST_SECONDS = 2**31


def table(headers: Mapping[str, tuple[str, ...]]) -> Table:
    """
    A table that was checked. TypeError where what a fact is read from is no tuple or list of names of headers.
    """
    for fact, names in headers.items():
        # A str is a tuple of its letters.
        listed: object = names
        if isinstance(listed, str) or not all(re.fullmatch(TOKEN, name) for name in names):
            raise TypeError(f'headers: of the fact `{fact}`, give a tuple with names of headers, such as ("Cookie",)')
    return Frozen((fact, names if isinstance(names, Personal) else tuple(names)) for fact, names in headers.items())


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
        The policy for a page of that *layout*. A fact that *headers* does not have could hang on anything.
        """
        unknown = any(fact not in headers for fact in layout.vary)
        read = [headers[fact] for fact in layout.vary if fact in headers]
        vary = ("*",) if unknown else tuple(dict.fromkeys(name for names in read for name in names))
        is_personal = unknown or any(isinstance(names, Personal) for names in read)
        return cls(vary, is_personal, _until(layout.expires, now) if layout.expires else None)

    def told(self, sent: Mapping[str, str], now: datetime) -> dict[str, str]:
        """
        The headers that a response needs, in place of those of the same names that it was to be *sent* with.
        """
        new = {"Vary": varied(sent.get("Vary", ""), self.vary)}
        for name in CONTROLS:
            if name in sent or name == "Cache-Control":
                new[name] = self._control(sent.get(name, ""), _left(sent.get("Expires"), now))
        return {name: value for name, value in new.items() if value != sent.get(name, "")}

    def _control(self, written: str, left: int | None) -> str:
        said = {name.lower(): value or None for name, value in DIRECTIVE.findall(written)}
        if self.is_personal:
            said = {name: value for name, value in said.items() if name not in FOR_SHARED} | {"private": None}
        if self.max_age is not None and "no-store" not in said:
            if "max-age" not in said:
                said["max-age"] = str(self.max_age if left is None else left)
            for name in AGES:
                if name in said:
                    said[name] = str(min(_seconds(said[name]), self.max_age))
        return ", ".join(name if value is None else f"{name}={value}" for name, value in said.items())


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
    except ValueError:
        return 0
    return _until(instant if instant.tzinfo else instant.replace(tzinfo=UTC), now)


def _until(instant: datetime, now: datetime) -> int:
    return max(0, min(MOST_SECONDS, floor((instant - now).total_seconds())))
