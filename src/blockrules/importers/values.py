"""
Plain values as configuration holds them, and how to ask them for what was meant.
"""

import re
from collections.abc import Iterator, Mapping

import attrs

INTEGER = re.compile(r"[-+]?[0-9]{1,300}")

Plain = str | int | float | bool | None | list["Plain"] | dict[str, "Plain"]


class Broken(Exception):
    """
    A file, or a part of it, that cannot be taken for what it should be: at which place, and why.
    """

    def __init__(self, place: str, text: str) -> None:
        super().__init__(place, text)
        self.place, self.text = place, text


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

    def name(self, key: str) -> str:
        """The text, or number, under *key*, which is not empty."""
        if not (text := self.text(key)):
            raise Broken(self.at(key), "a name was expected, not an empty text")
        return text

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
