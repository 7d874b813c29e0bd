"""
What is said of a reason, in words that stand on their own: what is an author's stands in backticks.
"""

from collections.abc import Mapping

from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.language import spelling
from blockrules.language.syntax import Literal, Name
from blockrules.model.types import OneOf, SetOf, Type, Value

Facts = Mapping[str, Value]
Types = Mapping[str, Type]


def name(reason: Reason) -> str:
    """
    What it is of: `region`, or `region.block`.
    """
    return f"{reason.block.region}.{reason.name}" if reason.block else reason.name


def state(reason: Reason, *, shown: bool) -> str:
    """
    What such a thing is called where it is *shown*, or else where it is not.
    """
    if reason.block:
        return "shown" if shown else "hidden"
    return "active" if shown else "not active"


def opposite(reason: Reason) -> str:
    """
    What it would do, if the outcome were the other.
    """
    if reason.block:
        return "be hidden" if reason.shown else "be shown"
    return "not be active" if reason.shown else "be active"


def because(reason: Reason) -> str:
    """
    What forces the outcome.
    """
    return told(reason.because, reason.types) or ("always" if reason.shown else "never")


def missed(reason: Reason) -> str:
    """
    What keeps it from being shown, where it is not: the nearest that would have to be otherwise.
    """
    if reason.came_first:
        return f"`{reason.came_first}` came first"
    if reason.would_change:
        return change(reason.would_change[0], reason.types)
    return unchanging(reason)


def unchanging(reason: Reason) -> str:
    """
    Why no change is told of.
    """
    if reason.is_settled:
        return "never: every page that can occur has it" if reason.shown else "never: no page can have it"
    return "its conditions are too tangled to say" if reason.is_tangled else "no page was found that has it"


def beaten(part: Part) -> str:
    """
    What is to be said of a region that is not active though its condition holds; empty of any other part.
    """
    is_beaten = part.kind == "region" and part.parts[0].holds and not part.holds
    return "another alternative came first" if is_beaten else ""


def change(changes: Facts, types: Types) -> str:
    """
    The *changes* of facts, as what would have to be so.
    """
    return "if " + " and ".join(f"`{name}` were {said(value, types[name])}" for name, value in changes.items())


def told(facts: Facts, types: Types) -> str:
    """
    The values of *facts*.
    """
    return ", ".join(f"{name}: {said(value, types[name])}" for name, value in facts.items())


def said(value: Value, type: Type) -> str:
    """
    *value* as a rules file would write it.
    """
    match value:
        case frozenset():
            element = type.element if isinstance(type, SetOf) else type
            return f"({', '.join(said(each, element) for each in sorted(value, key=str))})"
        case str() if isinstance(type, OneOf):
            return spelling.member(Name(value, None))  # type: ignore[arg-type]  # a name that stands nowhere
        case _:
            return spelling.value(Literal(value, None))  # type: ignore[arg-type]  # a value that stands nowhere
