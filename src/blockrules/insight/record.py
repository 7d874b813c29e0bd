"""
An explanation as plain JSON types.

What is said once elsewhere is named, not said again: a part of a condition that names a define or a region has no parts
of its own. So a record is as deep as a rule is, and as long as the rules are, however long the chains of names.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from blockrules.insight.account import Account
from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.model.types import Value

Record = dict[str, object]


def record(account: Account) -> Record:
    """
    The layout, the facts, and why each region and block is shown or not.
    """
    return {
        "layout": account.layout.to_dict(),
        "facts": values(account.facts),
        "regions": [
            {**_reason(reason), "blocks": [_block(each) for each in account.blocks[reason.name]]}
            for reason in account.regions
        ],
        "defines": {name: _part(part) for name, part in account.defines.items()},
    }


def _block(reason: Reason) -> Record:
    return {**_reason(reason), "slot": reason.slot}


def _reason(reason: Reason) -> Record:
    return {
        "name": reason.name,
        "shown": reason.shown,
        "span": reason.span.to_dict(),
        "condition": _part(reason.condition),
        "came_first": reason.came_first,
        "because": values(reason.because),
        "would_change": [values(change) for change in reason.would_change],
        "is_tangled": reason.is_tangled,
        "standing": reason.standing,
    }


def _part(part: Part) -> Record:
    return {
        "kind": part.kind,
        "text": part.text,
        "span": part.span.to_dict(),
        "holds": part.holds,
        "facts": values(part.facts),
        "names": part.names,
        "parts": [] if part.names else [_part(each) for each in part.parts],
    }


def values(facts: Mapping[str, Value]) -> Record:
    """
    The values of *facts* as plain JSON types.
    """
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: Value) -> object:
    match value:
        case frozenset():
            return sorted(value, key=str)
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case date() | time():
            return value.isoformat()
        case _:
            return value
