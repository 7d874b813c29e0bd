"""
The setting BLOCKRULES, read.
"""

import inspect
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any

import attrs
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from blockrules.hosts.caching import Table, table
from blockrules.hosts.templates import PATTERN, naming
from blockrules.language.nearness import suggestion
from blockrules.model.regions import Block


@attrs.frozen
class Fault:
    """
    What is wrong with one thing in the setting: the number of the system check, what it says, and what to do.
    """

    id: str
    message: str
    hint: str

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})"


class Faulty(Exception):
    """
    What the setting says cannot be taken; the one argument is the Fault.
    """

    @property
    def fault(self) -> Fault:
        """What is wrong."""
        found: Fault = self.args[0]
        return found


@attrs.frozen
class Pages:
    """
    What gives the page of a request, and the class that its facts come from, where there is one.
    """

    of: Callable[[Any], Any]
    facts: type | None
    # Whether it has to be waited for.
    is_async: bool = attrs.field(init=False)

    @is_async.default
    def _is_async(self) -> bool:
        return inspect.iscoroutinefunction(self.of)


@attrs.frozen
class Setting:
    """
    Where the rules are, what gives the page of a request, from which headers its facts are read, and the names of a
    block's templates, of which the first is taken that there is.
    """

    file: Path
    pages: Pages
    headers: Table
    templates: Callable[[Block], list[str]]

    @classmethod
    def of(cls, written: object) -> "Setting":
        """
        What *written* says. ImproperlyConfigured, with all its faults, where that cannot be taken.
        """
        found, faults = read(written)
        if faults:
            raise ImproperlyConfigured("\n".join(map(str, faults)))
        return cls(**found)


def read(written: object) -> tuple[dict[str, Any], list[Fault]]:
    """
    The fields of a Setting as far as *written* gives them, and what is wrong with the rest.
    """
    if not isinstance(written, Mapping):
        return {}, [Fault("E001", "the setting BLOCKRULES is no dict", 'write BLOCKRULES = {"FILE": …, "PAGE": …}')]
    found: dict[str, Any] = {}
    faults = list(_strangers(written))
    for key, (field, take, default) in KEYS.items():
        try:
            found[field] = take(written.get(key, default))
        except Faulty as error:
            faults.append(error.fault)
    return found, faults


def _strangers(written: Mapping[Any, object]) -> Iterator[Fault]:
    for key in written:
        if key not in KEYS:
            near = suggestion(str(key), KEYS)
            hint = near or f"the keys are {', '.join(KEYS)}"
            yield Fault("E002", f"BLOCKRULES has a key `{key}`, which means nothing", hint)


def _file(written: object) -> Path:
    if not isinstance(written, str | os.PathLike) or not os.fspath(written):
        raise Faulty(Fault("E003", "BLOCKRULES has no FILE", 'write "FILE": BASE_DIR / "site.blockrules"'))
    return Path(os.fsdecode(written))


def _pages(written: object) -> Pages:
    if not isinstance(written, str):
        hint = 'write "PAGE": "shop.pages.page", the dotted path of a function that takes the request'
        raise Faulty(Fault("E004", "BLOCKRULES has no PAGE", hint))
    found = _imported("PAGE", written)
    if isinstance(found, type):
        is_typed = attrs.has(found) or is_dataclass(found)
        if is_typed and not hasattr(found, "from_request"):
            hint = "give it a classmethod `from_request`, which takes the request, or properties in place of fields"
            raise Faulty(Fault("E004", f"PAGE: nothing makes a `{written}` of a request", hint))
        return Pages(getattr(found, "from_request", found), found if is_typed else None)
    if not callable(found):
        raise Faulty(Fault("E004", f"PAGE: `{written}` cannot be called", "name a function, or a class"))
    return Pages(found, None)


def _headers(written: object) -> Table:
    found = _imported("HEADERS", written) if isinstance(written, str) else written
    hint = 'write "HEADERS": {"device": device.headers, "membership": ("Cookie",)}'
    if not isinstance(found, Mapping):
        raise Faulty(Fault("E005", "HEADERS is no dict, nor the dotted path of one", hint))
    try:
        return table(found)
    except TypeError as error:
        raise Faulty(Fault("E005", str(error), hint)) from None


def _templates(written: object) -> Callable[[Block], list[str]]:
    if not isinstance(written, str):
        hint = f'write "TEMPLATE": "{PATTERN}"'
        raise Faulty(Fault("E006", "TEMPLATE is no pattern, nor the dotted path of a function", hint))
    named = written if "{" in written else _imported("TEMPLATE", written)
    if not isinstance(named, str) and not callable(named):
        raise Faulty(Fault("E006", f"TEMPLATE: `{written}` cannot be called", "name a function that takes a block"))
    try:
        return naming(named)
    except ValueError as error:
        raise Faulty(Fault("E006", f"TEMPLATE: {error}", f'write it as in "{PATTERN}"')) from None


def _imported(key: str, dotted: str) -> Any:
    try:
        return import_string(dotted)
    except ImportError as error:
        hint = "write the dotted path of something that can be imported"
        raise Faulty(Fault("E007", f"{key}: `{dotted}` cannot be imported: {error}", hint)) from None


# Of each key the field that it fills, what takes its value, and what it is where it is left out.
KEYS: Mapping[str, tuple[str, Callable[[object], Any], object]] = {
    "FILE": ("file", _file, None),
    "PAGE": ("pages", _pages, None),
    "HEADERS": ("headers", _headers, {}),
    "TEMPLATE": ("templates", _templates, PATTERN),
}
