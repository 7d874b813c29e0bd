"""
What is remembered: results by what they were worked out from, as long as there are not too many.
"""

from collections.abc import Callable
from sys import getsizeof
from typing import Any, TypeVar

Key = TypeVar("Key")
Result = TypeVar("Result")


class Memory(dict[Key, Result]):
    """
    The results of *make*, each worked out when it is first asked for. When there are *most* of them all are forgotten.
    Entries are put in whole, so threads may share it without a lock.
    """

    def __init__(self, make: Callable[[Key], Result], most: int) -> None:
        super().__init__()
        self.make = make
        self.most = most

    def __missing__(self, key: Key) -> Result:
        return self.keep(key, self.make(key))

    def keep(self, key: Key, result: Result) -> Result:
        """
        *result*, kept.
        """
        if len(self) >= self.most:
            self.clear()
        self[key] = result
        return result


# Longer texts, and collections whose members take more bytes, are not worth their memory.
LONGEST_REMEMBERED, LARGEST_REMEMBERED = 200, 4_096


class TextMemory(Memory[Any, Result]):
    """
    The results for texts, and collections of them; those of long or large ones are not remembered.
    """

    def __missing__(self, key: Any) -> Result:
        return self.make(key) if _is_large(key) else self.keep(key, self.make(key))


def _is_large(key: Any) -> bool:
    if isinstance(key, tuple | frozenset):
        return sum(map(getsizeof, key)) > LARGEST_REMEMBERED
    return isinstance(key, str) and len(key) > LONGEST_REMEMBERED
