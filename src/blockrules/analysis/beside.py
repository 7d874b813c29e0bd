"""
Lines beside one another, so that it is seen where they differ.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

COLUMN = 37
# Of more lines in a row that are the same on both sides, the first and the last are shown.
MOST_SAME = 4


def beside(left: Sequence[str], right: Sequence[str], titles: tuple[str, str]) -> Iterator[str]:
    """
    *left* and *right* in two columns, with a mark where a line has no other, or another.
    """
    yield _row(" ", *titles)
    for tag, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal" and end - start > MOST_SAME:
            yield _row(" ", left[start], right[begin])
            yield _row(" ", "…", "…")
            yield _row(" ", left[end - 1], right[stop - 1])
            continue
        for number in range(max(end - start, stop - begin)):
            one = left[start + number] if start + number < end else ""
            other = right[begin + number] if begin + number < stop else ""
            yield _row(" " if one == other else "-" if not other else "+" if not one else "~", one, other)


def _row(mark: str, left: str, right: str) -> str:
    cut = _ended if left != right and _begun(left) == _begun(right) else _begun
    return f"{mark} {cut(left):<{COLUMN}}{cut(right)}".rstrip()


def _begun(text: str) -> str:
    return text if len(text) < COLUMN else f"{text[: COLUMN - 2]}…"


def _ended(text: str) -> str:
    """
    *text* by its end, where that of another begins like it.
    """
    return text if len(text) < COLUMN else f"…{text[2 - COLUMN :]}"
