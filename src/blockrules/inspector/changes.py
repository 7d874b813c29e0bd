"""
What appeared on a page, and what disappeared, beside what it was before.
"""

from collections.abc import Iterable, Iterator

import attrs

from blockrules.insight import words
from blockrules.insight.account import Account
from blockrules.insight.reason import Reason

Key = tuple[object, ...]


@attrs.frozen(eq=False)
class Changes:
    """
    The reasons of what *appeared*, and of what is *gone*: regions, and blocks of regions that stayed.
    """

    appeared: tuple[Reason, ...]
    gone: tuple[Reason, ...]

    @classmethod
    def between(cls, before: Account, now: Account) -> "Changes":
        """
        What is otherwise *now*.
        """
        shown = {key for key, reason in keyed(before) if reason.shown}
        changed = [reason for key, reason in keyed(now) if reason.shown != (key in shown)]
        regions = {reason.name for reason in changed if not reason.block}
        told = [reason for reason in changed if not reason.block or reason.block.region not in regions]
        return cls(
            tuple(reason for reason in told if reason.shown),
            tuple(reason for reason in told if not reason.shown),
        )

    def said(self) -> str:
        """
        All of it in a sentence or two.
        """
        parts = (("Appeared", self.appeared), ("Gone", self.gone))
        told = [f"{word}: {', '.join(map(words.name, reasons))}." for word, reasons in parts if reasons]
        return " ".join(told) or "Nothing appeared, nothing is gone."


def keyed(account: Account) -> Iterator[tuple[Key, Reason]]:
    """
    All regions and blocks, by what they are known by from one version of the rules to the next.
    """
    for region in account.regions:
        yield ("region", region.name), region
        for place, block in numbered(account.blocks[region.name]):
            yield ("block", region.name, block.name, place), block


def numbered(blocks: Iterable[Reason]) -> Iterator[tuple[int, Reason]]:
    """
    Each of *blocks* with the number of those of its name before it.
    """
    seen: dict[str, int] = {}
    for block in blocks:
        yield seen.setdefault(block.name, 0), block
        seen[block.name] += 1
