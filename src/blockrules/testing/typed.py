"""
Pages as objects of a host's own class, whose fields are the facts.
"""

import dataclasses
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, TypeVar, get_args, get_origin

import attrs
from hypothesis import assume
from hypothesis import strategies as st

from blockrules.model.classes import NO_DEFAULT, fields, hints, without_none
from blockrules.model.facts import Fact
from blockrules.ruleset import Rules
from blockrules.testing.strategies import keeps_assumptions, pages

Page = TypeVar("Page")


def register(page_class: type[Page], rules: Rules) -> None:
    """
    Let ``st.from_type(page_class)``, and so ``@given`` with an argument annotated with it, give pages of *rules*, as
    :func:`pages` does. *page_class* is the attrs class or dataclass that `load` took as `facts=`; TypeError where it is
    neither, or has fields that are no facts of *rules*.
    """
    names = [name for is_given in (True, False) for name in _names(page_class, "", is_given=is_given)]
    unknown = [name for name in names if name not in rules.facts]
    if unknown:
        raise TypeError(f"`{page_class.__name__}` has fields that are no facts of the rules: {', '.join(unknown)}")
    held = {name: rules.facts[name].default for name in _names(page_class, "", is_given=False)}
    drawn = pages(rules, **held)

    @st.composite
    def page(draw: st.DrawFn) -> Page:
        found: Page = _made(page_class, "", draw(drawn), rules.facts)
        # A part that is None may leave out more than was drawn so.
        assume(keeps_assumptions(rules, found))
        return found

    st.register_type_strategy(page_class, page())


def _names(cls: Any, prefix: str, *, is_given: bool) -> list[str]:
    """
    The names of the facts that the fields of *cls* are: those that are given where one is made, or the others.
    """
    annotations = hints(cls)
    found: list[str] = []
    for name, _ in fields(cls):
        hint, _ = without_none(annotations[name])
        if _is_nested(hint):
            found += _names(hint, f"{prefix}{name}.", is_given=is_given)
        elif (_argument(cls, name) is not None) == is_given:
            found.append(prefix + name)
    return found


def _made(cls: Any, prefix: str, page: Mapping[str, object], facts: Mapping[str, Fact]) -> Any:
    """
    A *cls* with what *page* has for its fields; fields of which it has nothing are left to their defaults.
    """
    annotations = hints(cls)
    given: dict[str, object] = {}
    for name, default in fields(cls):
        hint, can_be_none = without_none(annotations[name])
        inner = f"{prefix}{name}."
        is_nested = _is_nested(hint)
        is_given = any(key.startswith(inner) for key in page) if is_nested else prefix + name in page
        if _argument(cls, name) is None or (not is_given and default is not NO_DEFAULT):
            continue
        if not is_nested:
            given[name] = _as(hint, page.get(prefix + name))
            continue
        rest = {key: fact.default for key, fact in facts.items() if key.startswith(inner) and not fact.required}
        whole = {**rest, **page}
        given[name] = _made(hint, inner, whole, facts) if _can_be_made(hint, inner, whole) or not can_be_none else None
    return cls(**{str(_argument(cls, name)): value for name, value in given.items()})


def _can_be_made(cls: Any, prefix: str, page: Mapping[str, object]) -> bool:
    """
    Whether *page* has something for every field of *cls* that cannot be None.
    """
    annotations = hints(cls)
    needed = [name for name, _ in fields(cls) if not without_none(annotations[name])[1]]
    return all(_is_nested(annotations[name]) or page.get(prefix + name) is not None for name in needed)


def _is_nested(hint: Any) -> bool:
    return attrs.has(hint) or dataclasses.is_dataclass(hint)


def _argument(cls: Any, name: str) -> str | None:
    """
    What the field *name* is called where a *cls* is made; None of one that cannot be given.
    """
    field: Any = attrs.fields_dict(cls)[name] if attrs.has(cls) else cls.__dataclass_fields__[name]
    return getattr(field, "alias", name) if field.init else None


def _as(hint: Any, value: Any) -> Any:
    """
    *value* as a field annotated with *hint* has it.
    """
    if value is None:
        return None
    if get_origin(hint) is Annotated:
        return _as(get_args(hint)[0], value)
    if isinstance(value, frozenset):
        element, container = get_args(hint)[0], get_origin(hint)
        return container(_as(element, each) for each in sorted(value))
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value
