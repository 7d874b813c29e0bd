"""
What an import gives: a rules file, and what is to be said of it.
"""

import attrs

from blockrules.importers.draft import Draft
from blockrules.language.reading import Limits


@attrs.frozen(order=True)
class Remark:
    """
    Something that whoever imports should know: in which *file*, at what *place* in it (empty: the whole of it), and
    what. It is a *loss* where the rules do not say what was there.
    """

    file: str
    place: str
    text: str
    is_loss: bool = False

    def __str__(self) -> str:
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.text}"

    def to_dict(self) -> dict[str, str | bool]:
        """The same as plain JSON types."""
        return {"file": self.file, "place": self.place, "text": self.text, "loss": self.is_loss}


@attrs.frozen
class Imported:
    """
    The *text* of a rules file, formatted; how many *regions* it has; how many *blocks* there were, how many of these no
    page shows (*hidden*), and how many are *lost*, because it is not known what they hang on; and all *remarks*, in the
    order of files and places.
    """

    text: str = attrs.field(repr=False)
    regions: int
    blocks: int
    hidden: int
    lost: int
    remarks: tuple[Remark, ...]

    @property
    def losses(self) -> tuple[Remark, ...]:
        """What the rules do not say, though it was there."""
        return tuple(each for each in self.remarks if each.is_loss)


@attrs.define
class Ledger:
    """
    What is noted while an import goes on: the *remarks*; what no page shows, each with why, and how many blocks that
    makes *unseen*; how many *blocks* were met, and how many are *lost*.
    """

    remarks: list[Remark] = attrs.field(factory=list)
    hidden: list[str] = attrs.field(factory=list)
    unseen: int = 0
    blocks: int = 0
    lost: int = 0

    def hide(self, text: str, *, blocks: int = 1) -> None:
        """
        Note what no page shows.
        """
        self.unseen += blocks
        self.hidden.append(text)

    def remark(self, file: str, place: str, text: str) -> None:
        """
        Note what should be known.
        """
        self.remarks.append(Remark(file, place, text))

    def lose(self, file: str, place: str, text: str, *, blocks: int = 0) -> None:
        """
        Note what the rules will not say, and how many blocks it leaves out or shows otherwise.
        """
        self.lost += blocks
        self.remarks.append(Remark(file, place, text, is_loss=True))

    def imported(self, draft: Draft) -> Imported:
        """
        All of it and the text of *draft*, each remark once. RulesError where that is past the bounds of rules files.
        """
        text, regions = draft.text(Limits()), len(draft.regions)
        return Imported(text, regions, self.blocks, self.unseen, self.lost, tuple(sorted(set(self.remarks))))
