"""
YAML to plain values.

Only events are taken from the parser, so that a file can neither make objects nor, by aliases, more than it holds; and
words are read as Drupal's own parser reads them (YAML 1.2: `no` is a text).
"""

import re
from typing import Any

import attrs
import yaml

from blockrules.importers.values import INTEGER, Broken, Plain

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# No configuration of Drupal nests so deep; what reads it later may go down by recursion.
DEEPEST = 64
NUMBER = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}


def plain(text: str) -> Plain:
    """
    The one document in *text*. Broken where it is no YAML, or says more than plain values.
    """
    try:
        return _plain(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}" if mark else ""
        raise Broken(where, f"no YAML: {error.problem or error.context}") from None
    except yaml.YAMLError as error:
        raise Broken("", f"no YAML: {str(error).splitlines()[0]}") from None


def _plain(text: str) -> Plain:
    growing = _Growing()
    for event in yaml.parse(text, Loader=LOADER):
        match event:
            case yaml.AliasEvent():
                raise _at(event, "an alias, which Drupal does not write")
            case yaml.ScalarEvent(tag=None) | yaml.ScalarEvent(tag="!"):
                growing.put(_scalar(event), event)
            case yaml.MappingStartEvent(tag=None):
                growing.open({}, event)
            case yaml.SequenceStartEvent(tag=None):
                growing.open([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                growing.open_ones.pop()
            case yaml.NodeEvent():
                raise _at(event, "a value with a tag")
    if not growing.documents:
        raise Broken("", "it is empty")
    if len(growing.documents) > 1:
        raise Broken("", f"{len(growing.documents)} documents, where one was expected")
    return growing.documents[0]


@attrs.define
class _Growing:
    """
    The documents so far, and of each list and mapping that is open what is in it so far, with the key of a mapping that
    waits for its value.
    """

    documents: list[Plain] = attrs.field(factory=list)
    open_ones: list[tuple[list[Plain] | dict[str, Plain], list[str]]] = attrs.field(factory=list)

    def put(self, value: Plain, event: Any) -> None:
        inside, keys = self.open_ones[-1] if self.open_ones else (self.documents, [])
        if isinstance(inside, list):
            inside.append(value)
        elif keys:
            inside[keys.pop()] = value
        elif isinstance(value, list | dict):
            raise _at(event, "a key that is a list or a mapping")
        elif (key := event.value) in inside:
            raise _at(event, f"`{key}` is there twice")
        else:
            keys.append(key)

    def open(self, made: list[Plain] | dict[str, Plain], event: Any) -> None:
        if len(self.open_ones) == DEEPEST:
            raise _at(event, f"nests deeper than {DEEPEST}")
        self.put(made, event)
        self.open_ones.append((made, []))


def _at(event: Any, text: str) -> Broken:
    return Broken(f"line {event.start_mark.line + 1}", text)


def _scalar(event: Any) -> Plain:
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text.lower() in WORDS:
        return WORDS[text.lower()]
    if INTEGER.fullmatch(text):
        return int(text)
    return float(text) if NUMBER.fullmatch(text) else text
