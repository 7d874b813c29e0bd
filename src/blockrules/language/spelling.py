"""
The one way to write each name and each value.
"""

import json
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import assert_never

from blockrules.language import syntax
from blockrules.language.tokens import BARE_NAME, NOT_IN_STRINGS, RESERVED

NEVER_MEMBERS = frozenset({"true", "false", "none", "empty", "not"})
# What cannot stand in a string, and what nobody would see in one: marks of direction, and characters without width.
ESCAPED = re.compile(
    f"{NOT_IN_STRINGS.pattern}|[\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufeff]"
)


def string(text: str) -> str:
    """
    A string, with escapes only for what cannot stand in one or would not be seen.
    """
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def name(node: syntax.Name) -> str:
    """
    The name of anything but a fact.
    """
    return node.text if BARE_NAME.fullmatch(node.text) and node.text not in RESERVED else string(node.text)


def fact(node: syntax.Name) -> str:
    """
    The name of a fact, or of a block in a region, which may be dotted.
    """
    return key(node) if node.text not in RESERVED else string(node.text)


def key(node: syntax.Name) -> str:
    """
    The name of a fact before its colon, where a reserved word needs no quotes.
    """
    return node.text if all(map(BARE_NAME.fullmatch, node.text.split("."))) else string(node.text)


def setting(node: syntax.Name) -> str:
    """
    The name of a setting before its colon.
    """
    return node.text if BARE_NAME.fullmatch(node.text) else string(node.text)


def member(node: syntax.Name) -> str:
    """
    A member where an enumeration is declared.
    """
    return node.text if BARE_NAME.fullmatch(node.text) and node.text not in NEVER_MEMBERS else string(node.text)


def share(hundredths: int) -> str:
    """
    A percentage.
    """
    return f"{Decimal(hundredths) / 100:f}%"


def value(node: syntax.Value | syntax.Empty) -> str:
    """
    A value that is no list.
    """
    match node:
        case syntax.Empty():
            return "empty"
        case syntax.Word(text):
            return text
        case syntax.Literal(scalar):
            return _scalar(scalar)
        case _:
            assert_never(node)


def _scalar(scalar: syntax.Scalar) -> str:
    match scalar:
        case None:
            return "none"
        case bool():
            return "true" if scalar else "false"
        case str():
            return string(scalar)
        case float():
            plain = f"{Decimal(repr(scalar)):f}"
            return plain if "." in plain else f"{plain}.0"
        case datetime():
            return scalar.isoformat(timespec=_precision(scalar)).replace("+00:00", "Z")
        case time():
            return scalar.isoformat(timespec=_precision(scalar))
        case date():
            return scalar.isoformat()
        case int():
            return str(scalar)
        case _:
            assert_never(scalar)


def _precision(moment: time | datetime) -> str:
    return "seconds" if moment.second else "minutes"
