"""
What a file promises of every page, proved, or refuted with a page (the law, 6).
"""

from collections.abc import Iterator
from typing import Literal

import attrs

from blockrules.analysis.replay import command, told
from blockrules.analysis.witnesses import Witnesses
from blockrules.analysis.world import Side
from blockrules.insight.record import values
from blockrules.insight.tree import one_line
from blockrules.language.diagnostics import Diagnostic, report
from blockrules.language.source import Span
from blockrules.model.checker import Promise
from blockrules.model.conditions import Active, parts
from blockrules.model.samples import Sample
from blockrules.model.search import Unknown

Verdict = Literal["proved", "refuted", "unknown"]


@attrs.frozen
class Proof:
    """
    What became of one promise, `never` or `always`: whether it is proved of all pages that can occur, or *refuted* by
    the *page*, or nothing is known of it.
    """

    word: str
    condition: str
    verdict: Verdict
    page: Sample | None
    span: Span
    diagnostic: Diagnostic | None

    def to_dict(self) -> dict[str, object]:
        """
        The proof as plain JSON types.
        """
        page = None if self.page is None else values(self.page)
        return {
            "word": self.word,
            "condition": self.condition,
            "verdict": self.verdict,
            "page": page,
            "span": self.span.to_dict(),
        }


def proofs(side: Side) -> Iterator[Proof]:
    """
    The proofs of a file's promises, in reading order. Where no page can occur, nothing is known of any.
    """
    witnesses = Witnesses(side.world)
    for promise in side.model.promises:
        if promise.word != "assume" and side.world.is_empty:
            condition = one_line(promise.condition.span.text)
            yield Proof(promise.word, condition, "unknown", None, promise.span, None)
        elif promise.word != "assume":
            yield _proof(promise, side, witnesses)


def _proof(promise: Promise, side: Side, witnesses: Witnesses) -> Proof:
    holds = side.where.holds(promise.condition)
    breach = side.world.occurring(holds if promise.word == "never" else side.opposite(holds))
    witness = witnesses.witness(breach)
    condition = one_line(promise.condition.span.text)
    if witness is None:
        return Proof(promise.word, condition, "proved", None, promise.span, None)
    if isinstance(witness, Unknown):
        diagnostic = report("BR921", promise.span, what="this promise is kept")
        return Proof(promise.word, condition, "unknown", None, promise.span, diagnostic)
    named = [part.region for part in parts(promise.condition) if isinstance(part, Active)]
    replay = command(witness, promise.span.source.name, side.model.schema, named)
    page = told(witness, side.model.schema)
    diagnostic = report("BR920", promise.span, page=page, help=replay and f"see why: `{replay}`")
    return Proof(promise.word, condition, "refuted", witness.page, promise.span, diagnostic)
