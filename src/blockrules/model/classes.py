"""
Facts from an attrs class or a dataclass of the host's.
"""

import dataclasses
import types
from collections.abc import Iterator
from datetime import date, datetime, time
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import attrs

from blockrules.model.facts import Fact
from blockrules.model.types import Kind, OneOf, SetOf, Type
from blockrules.model.values import Mismatch, taken

PLAIN: dict[object, Type] = {
    bool: Kind.BOOL,
    int: Kind.INT,
    float: Kind.NUMBER,
    str: Kind.TEXT,
    date: Kind.DATE,
    time: Kind.TIME,
    datetime: Kind.DATETIME,
}
NO_DEFAULT = object()


def facts_of(cls: type) -> Iterator[Fact]:
    """
    The facts that the fields of *cls* declare, those of a nested class under dotted names. TypeError where *cls* is no
    attrs class or dataclass, or a field of it is nothing that a fact can be.
    """
    if not isinstance(cls, type):
        raise TypeError("`facts` takes a class, whose fields are the facts")
    return _facts((cls,), "", NO_DEFAULT, optional=False)


def _facts(classes: tuple[Any, ...], prefix: str, holder: object, *, optional: bool) -> Iterator[Fact]:
    """
    The facts of the last of *classes*, each of which is a field's of the one before.
    """
    annotations = hints(classes[-1])
    for name, own_default in fields(classes[-1]):
        hint, can_be_none = without_none(annotations.get(name))
        if hint in classes:
            raise TypeError(f"the field `{prefix}{name}` holds a class that it is part of; facts have an end")
        default = getattr(holder, name, own_default) if holder not in (NO_DEFAULT, None) else own_default
        if attrs.has(hint) or dataclasses.is_dataclass(hint):
            yield from _facts((*classes, hint), f"{prefix}{name}.", default, optional=optional or can_be_none)
        else:
            yield _fact(f"{prefix}{name}", hint, default, optional=optional or can_be_none)


def hints(cls: Any) -> dict[str, Any]:
    """
    What the fields of *cls* are annotated with. TypeError where a name in it is not to be found.
    """
    try:
        return get_type_hints(cls, include_extras=True)
    except NameError as error:
        raise TypeError(f"an annotation of `{cls.__name__}` names `{error.name}`, which is not to be found") from None


def _fact(name: str, hint: Any, default: object, *, optional: bool) -> Fact:
    type = _type(hint)
    if type is None:
        raise TypeError(f"the field `{name}` is nothing that a fact can be; see docs/language.md, 8")
    if default is NO_DEFAULT or (default is None and optional):
        return Fact(name, type, not optional, None, None, optional)
    value = taken(default, type, None)
    if isinstance(value, Mismatch):
        raise TypeError(f"the default of the field `{name}` is {value.came}, not {type}")
    return Fact(name, type, False, value, None, optional)


def fields(cls: type) -> Iterator[tuple[str, object]]:
    """
    The fields of *cls*, each with its default.
    """
    if attrs.has(cls):
        for field in attrs.fields(cls):
            yield field.name, _made(field.name, field.default)
    elif dataclasses.is_dataclass(cls):
        for each in dataclasses.fields(cls):
            default = each.default if each.default_factory is dataclasses.MISSING else each.default_factory()
            yield each.name, NO_DEFAULT if default is dataclasses.MISSING else default
    else:
        raise TypeError(f"`{cls!r}` is no attrs class and no dataclass")


def _made(name: str, default: Any) -> object:
    if default is attrs.NOTHING:
        return NO_DEFAULT
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]  # a class, to attrs itself
        if default.takes_self:
            raise TypeError(f"the default of the field `{name}` depends on others; a fact's cannot")
        return default.factory()
    return default


def without_none(hint: Any) -> tuple[Any, bool]:
    """
    *hint* without a None in it, and whether there was one.
    """
    if get_origin(hint) not in (Union, types.UnionType):
        return hint, False
    rest = [each for each in get_args(hint) if each is not type(None)]
    return (rest[0], True) if len(rest) == 1 else (hint, False)


def _type(hint: Any) -> Type | None:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return Kind.PATH if arguments[0] is str and Kind.PATH in arguments[1:] else _type(arguments[0])
    if origin in (frozenset, set) or (origin is tuple and arguments[1:] == (Ellipsis,)):
        element = _type(arguments[0])
        return SetOf(element) if isinstance(element, OneOf) or element in (Kind.TEXT, Kind.INT) else None
    members = _members(hint)
    if members and all(isinstance(member, str) for member in members):
        return OneOf(members)
    return PLAIN.get(hint) if isinstance(hint, type) else None


def _members(hint: Any) -> tuple[Any, ...]:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return tuple(each.value for each in hint)
    return get_args(hint) if get_origin(hint) is Literal else ()
