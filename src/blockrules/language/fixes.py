"""
Fixes, made.
"""

from bisect import bisect_left
from collections.abc import Iterable

from blockrules.language.diagnostics import Fix, Replacement
from blockrules.language.source import Source


def fixed(source: Source, fixes: Iterable[Fix]) -> str:
    """
    The text of *source* with those *fixes* made that are of it. Of two that overlap the first is made, and the other
    left out whole.
    """
    made: list[Replacement] = []
    for fix in fixes:
        own = [each for each in fix.replacements if each.span.source is source]
        if not any(_overlaps(each, made) for each in own):
            made = sorted([*made, *own], key=_place)
    pieces, done = list[str](), 0
    for each in made:
        pieces += [source.text[done : each.span.start], each.text]
        done = each.span.end
    return "".join([*pieces, source.text[done:]])


def _place(replacement: Replacement) -> tuple[int, int]:
    return replacement.span.start, replacement.span.end


def _overlaps(replacement: Replacement, made: list[Replacement]) -> bool:
    """
    Whether *replacement* changes what one of those *made*, which stand in order, changes too.
    """
    start, end = _place(replacement)
    after = bisect_left(made, (start, start), key=_place)
    return (after > 0 and made[after - 1].span.end > start) or (
        after < len(made) and (made[after].span.start < end or _place(made[after]) == (start, end))
    )
