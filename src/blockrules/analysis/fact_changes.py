"""
What two files say differently of facts: which pages one takes that the other refuses, or reads otherwise.
"""

from collections.abc import Iterator

from blockrules.insight.words import said
from blockrules.model.checker import Model
from blockrules.model.facts import Fact
from blockrules.model.types import OneOf, SetOf, Type


def fact_changes(old: Model, new: Model) -> Iterator[str]:
    """
    The changes, each as a sentence.
    """
    before, after = old.schema.facts, new.schema.facts
    for name in dict.fromkeys([*after, *before]):
        if name not in before:
            yield f"the fact `{name}` is new{_compared(after[name], 'old')}"
        elif name not in after:
            yield f"the fact `{name}` is gone{_compared(before[name], 'new')}"
        else:
            yield from _changed(before[name], after[name])
    if old.schema.zone != new.schema.zone:
        zones = [f"`{schema.zone.key}`" if schema.zone else "none" for schema in (old.schema, new.schema)]
        yield f"the time zone was {zones[0]} and is {zones[1]}"
    if _assumed(old) != _assumed(new):
        yield "what is assumed has changed: pages are compared that the new file assumes"


def _compared(fact: Fact, other: str) -> str:
    if fact.required:
        return f", which every page has to give: pages are compared as if the {other} file did not see it"
    return ": pages that give it are not compared"


def _changed(old: Fact, new: Fact) -> Iterator[str]:
    name = new.name
    if old.type != new.type:
        yield from _type_changed(name, old.type, new.type)
    elif not (old.required or new.required) and old.default != new.default:
        yield f"`{name}`, where it is left out, was {said(old.default, old.type)} and is {said(new.default, new.type)}"
    if old.optional != new.optional:
        yield f"`{name}` {'can now be' if new.optional else 'can no longer be'} none"
    if old.required != new.required:
        yield f"`{name}` {'has to be given now' if new.required else 'can now be left out'}"


def _type_changed(name: str, old: Type, new: Type) -> Iterator[str]:
    match old, new:
        case (OneOf(), OneOf()):
            yield from _members_changed(name, old, new, gone="can no longer be", added="can now be")
        case (SetOf(OneOf() as of_old), SetOf(OneOf() as of_new)):
            yield from _members_changed(name, of_old, of_new, gone="no longer has", added="can now have")
        case _:
            yield f"`{name}` was {old} and is {new}: pages that give it are not compared"


def _members_changed(name: str, old: OneOf, new: OneOf, *, gone: str, added: str) -> Iterator[str]:
    for words, one, other in ((gone, old, new), (added, new, old)):
        members = [f"`{each}`" for each in one.members if each not in other.places]
        if members:
            yield f"`{name}` {words} {', '.join(members)}"


def _assumed(model: Model) -> frozenset[object]:
    return frozenset(each.condition for each in model.promises if each.word == "assume")
