"""
YAML to plain values, and plain values to what was meant.

Only events are taken from the parser, so that a file can neither make objects nor, by aliases, more than it holds; and
words are read as Drupal's own parser reads them (YAML 1.2: `no` is a text).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# No configuration of Drupal nests so deep; what reads it later may go down by recursion.
DEEPEST = 64
INTEGER, NUMBER = re.compile(r"[-+]?[0-9]{1,300}"), re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


class Broken(Exception):
    """
    A file, or a part of it, that cannot be taken for what it should be: at which place, and why.
    """

    def __init__(self, place: str, text: str) -> None:
        super().__init__(place, text)
        self.place, self.text = place, text


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
    # Of each open list and mapping, what is in it so far; of a mapping, the key that waits for its value.
    documents: list[Plain] = []
    open_ones: list[tuple[list[Plain] | dict[str, Plain], list[str]]] = []

    def put(value: Plain, event: Any) -> None:
        inside, keys = open_ones[-1] if open_ones else (documents, [])
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

    for event in yaml.parse(text, Loader=LOADER):
        match event:
            case yaml.AliasEvent():
                raise _at(event, "an alias, which Drupal does not write")
            case yaml.ScalarEvent(tag=None) | yaml.ScalarEvent(tag="!"):
                put(_scalar(event), event)
            case yaml.MappingStartEvent(tag=None) | yaml.SequenceStartEvent(tag=None):
                if len(open_ones) == DEEPEST:
                    raise _at(event, f"nests deeper than {DEEPEST}")
                made: list[Plain] | dict[str, Plain] = {} if isinstance(event, yaml.MappingStartEvent) else []
                put(made, event)
                open_ones.append((made, []))
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                open_ones.pop()
            case yaml.NodeEvent():
                raise _at(event, "a value with a tag")
    if len(documents) != 1:
        raise Broken("", f"{len(documents)} documents, where one was expected")
    return documents[0]


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


@attrs.frozen
class Part:
    """
    A mapping in a document, and the *place* that leads there. What asks it for a value gets that, or Broken.
    """

    values: Mapping[str, Plain]
    place: str = ""

    @classmethod
    def of(cls, value: Plain, place: str = "") -> "Part":
        """
        The mapping that *value* is; nothing at all, and the empty list that PHP takes for it, are an empty one.
        """
        if value is None or value == []:
            return cls({}, place)
        if not isinstance(value, dict):
            raise Broken(place, f"a mapping was expected, not {_called(value)}")
        return cls(value, place)

    def at(self, key: str) -> str:
        """The place of the value under *key*."""
        return f"{self.place}.{key}" if self.place else key

    def part(self, key: str) -> "Part":
        """The mapping under *key*, empty where there is none."""
        return Part.of(self.values.get(key), self.at(key))

    def parts(self) -> Iterator[tuple[str, "Part"]]:
        """The mappings in this one, by their keys."""
        for key in self.values:
            yield key, self.part(key)

    def values_that_are_parts(self) -> Iterator["Part"]:
        """The mappings in this one, without a word of what else is in it."""
        for key, value in self.values.items():
            if isinstance(value, dict):
                yield Part(value, self.at(key))

    def text(self, key: str, otherwise: str | None = None) -> str:
        """The text, or number, under *key*; *otherwise* where there is none."""
        value = self.values.get(key)
        if value is None and otherwise is not None:
            return otherwise
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Broken(self.at(key), f"a text was expected, not {_called(value)}")
        return str(value)

    def number(self, key: str) -> int:
        """The whole number under *key*, which may be written as a text; 0 where there is none."""
        value = self.values.get(key)
        if value is None:
            return 0
        if isinstance(value, bool) or not INTEGER.fullmatch(str(value)):
            raise Broken(self.at(key), f"a whole number was expected, not {_called(value)}")
        return int(str(value))

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """Whether what is under *key* is true, as PHP has it; *otherwise* where there is none."""
        value = self.values.get(key)
        if value is None:
            return otherwise
        if isinstance(value, list | dict):
            raise Broken(self.at(key), f"`true` or `false` was expected, not {_called(value)}")
        return value not in (False, 0, "", "0")

    def chosen(self, key: str) -> tuple[str, ...]:
        """
        The names that are ticked under *key*: of a mapping those with a true value, of a list all.
        """
        value = self.values.get(key)
        if isinstance(value, list):
            return tuple(Part({"": each}, self.at(key)).text("") for each in value)
        part = Part.of(value, self.at(key))
        return tuple(name for name in part.values if part.flag(name))


def _called(value: Plain) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "`true` or `false`"
        case str():
            return "a text"
        case int() | float():
            return "a number"
        case list():
            return "a list"
        case _:
            return "a mapping"
