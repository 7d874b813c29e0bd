"""
Which files of rules are parts of others.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits, read
from blockrules.language.shelves import Folder, decoded_file

SUFFIX = ".blockrules"
Parts = Mapping[str, frozenset[str]]


def real(file: Path) -> str:
    """
    The one path of *file*, whatever links and detours lead to it.
    """
    return os.path.realpath(file)


def parts_of(file: Path) -> frozenset[str]:
    """
    The real paths of what *file* includes; of one that cannot be read, none.
    """
    limits = Limits()
    try:
        reading = read(decoded_file(file, limits), Folder.of(file, limits), limits)
    except (RulesError, OSError):
        return frozenset()
    return frozenset(real(Path(source.name)) for source in reading.sources[1:])


def is_part(file: str, parts: Parts) -> bool:
    """
    Whether another of the files whose *parts* are known, by real paths, includes *file*, and is not included by it in
    its turn.
    """
    return any(file in parts[other] and other not in parts[file] for other in parts if other != file)
