"""
Coverage written to files: which, and how.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import attrs

from blockrules.coverage.coverage import Coverage
from blockrules.insight.html import document

KINDS = ("json", "html")


@attrs.frozen
class Report:
    """
    A report of one of the *kinds*, and where it goes.
    """

    kind: str
    path: Path

    @classmethod
    def of(cls, asked: str) -> "Report":
        """
        What *asked*, a kind and a file as in `html:coverage.html`, means. ValueError where it is nothing of that.
        """
        kind, _, path = asked.partition(":")
        if kind not in KINDS or not path:
            raise ValueError("a report is `json:FILE` or `html:FILE`")
        return cls(kind, Path(path))

    def write(self, every: Sequence[Coverage]) -> None:
        """
        Write what is told of *every* file. OSError where that cannot be.
        """
        if self.kind == "json":
            text = json.dumps([each.to_dict() for each in every], indent=2, ensure_ascii=False)
        else:
            text = document("Coverage of rules", "".join(each.to_html() for each in every))
        self.path.write_text(text + "\n", "utf-8")


def falls_short(every: Sequence[Coverage], least: float) -> Sequence[Coverage]:
    """
    Those of *every* file of which less was seen than the *least*, in percent.
    """
    return [each for each in every if each.percent < least]
