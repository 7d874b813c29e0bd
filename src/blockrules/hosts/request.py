"""
From a request to facts: what many sites ask of one, and which of its headers each answer is read from.

A table says that of each fact, for the response's `Vary`:

    HEADERS = {"device": device.headers, "path": URL, "now": CLOCK, "membership": ("Cookie",)}
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Generic, Literal, Protocol, TypeVar

import attrs

Answer = TypeVar("Answer", covariant=True)
Device = Literal["desktop", "tablet", "mobile"]


class Headers(Protocol):
    """
    The headers of a request, whatever the case of their names, as all frameworks have them.
    """

    def get(self, key: str, /) -> str | None:
        """
        What the header *key* says; None where there is none.
        """


@attrs.frozen
class Reader(Generic[Answer]):
    """
    What answers from the headers of a request, of which it looks at some.
    """

    _read: Callable[[Headers], Answer]
    headers: tuple[str, ...]

    def __call__(self, headers: Headers) -> Answer:
        return self._read(headers)


class Personal(tuple[str, ...]):
    """
    Headers from which something personal is read.
    """

    __slots__ = ()


def personal(*headers: str) -> Personal:
    """
    In a table of headers: what is read from these is one visitor's own, so that no cache but the visitor's browser may
    keep a page that hangs on it.
    """
    return Personal(headers)


class Clock(tuple[str, ...]):
    """
    What is read from the clock, and from no header.
    """

    __slots__ = ()


# In a table of headers: what is read from the address of a page, which caches keep it under; and the datetime called
# `now`, which `layout.expires` heeds. Another fact that time changes no cache can be told of.
URL: tuple[str, ...] = ()
CLOCK = Clock()
# Nobody's headers are longer that mean something, and time goes with the length.
MOST_CHARACTERS = 500


def now() -> datetime:
    """
    This moment.
    """
    return datetime.now(UTC)


def path(written: str) -> str:
    """
    The path of a request as a fact of the type `path`, which begins with `/` (the law, 2).
    """
    return written if written.startswith("/") else f"/{written}"


def query(parameters: Mapping[str, str], name: str, *offered: str) -> str:
    """
    What the parameter *name* asks for of what is *offered*: the first of that, where it is absent or asks for anything
    else, since anybody can write anything into an address.
    """
    asked = parameters.get(name)
    return asked if asked in offered else offered[0]


def language(*offered: str) -> Reader[str]:
    """
    What answers with the language that a visitor would rather read of those *offered*, the first where none of them
    suits (RFC 4647, 3.4). Who asks for `de-CH` is given `de`, and who asks for `pt` is given `pt-BR`.
    """
    from werkzeug.http import parse_accept_header

    def best(headers: Headers) -> str:
        accepted = parse_accept_header((headers.get("Accept-Language") or "")[:MOST_CHARACTERS])
        wanted = (_spoken(tag.lower(), offered) for tag, quality in accepted if quality)
        return next(filter(None, wanted), offered[0])

    return Reader(best, ("Accept-Language",))


def _spoken(tag: str, offered: tuple[str, ...]) -> str | None:
    words = tag.split("-")
    shorter = ["-".join(words[:length]) for length in range(len(words), 0, -1)]
    tags = {each.lower(): each for each in offered}
    exact = (tags[each] for each in shorter if each in tags)
    return next(exact, None) or next((tags[each] for each in tags if each.startswith(f"{tag}-")), None)


def _device(headers: Headers) -> Device:
    match headers.get("Sec-CH-UA-Mobile"):
        case "?1":
            return "mobile"
        case "?0":
            # Android's own word for what is not to be treated as a phone.
            return "tablet" if headers.get("Sec-CH-UA-Platform") == '"Android"' else "desktop"
        case _:
            return _by_user_agent(headers.get("User-Agent") or "")


TABLETS = ("tablet", "ipad", "kindle", "playbook")
PHONES = ("phone", "ios", "ipod", "kaios", "blackberry os", "symbian", "windows mobile", "firefox os")


def _by_user_agent(written: str) -> Device:
    from ua_parser import parse

    found = parse(written[:MOST_CHARACTERS])
    system = found.os.family.lower() if found.os else ""
    named = (found.device.family, found.device.brand, found.device.model) if found.device else ()
    said = f"{system} {' '.join(filter(None, named)).lower()}"
    if re.search(r"\btv\b", said):
        return "desktop"
    # Of the devices with Android, only phones have this word.
    has_word = "Mobile" in written
    if any(word in said for word in TABLETS) or (system == "android" and not has_word):
        return "tablet"
    return "mobile" if has_word or any(word in said for word in PHONES) else "desktop"


# The class of a visitor's device: by Client Hints, which new browsers give unasked, or else by the user agent, through
# `ua-parser`. An iPad that says it is a Mac, as new ones do, is taken for a desktop.
device: Reader[Device] = Reader(_device, ("Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "User-Agent"))
