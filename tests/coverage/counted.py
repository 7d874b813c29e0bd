"""
Coverage by its definition: all pages gone through, each part of each condition turned round by itself.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from blockrules import Rules
from blockrules.language.source import Span
from blockrules.model import conditions
from blockrules.model.conditions import Condition
from blockrules.model.pages import Page
from tests import plain

PageOf = Mapping[str, object]


@attrs.frozen
class Seen:
    """
    What a page shows of a part of a condition: whether it is true, whether it decides, and what the whole is.
    """

    truth: bool
    decides: bool
    outcome: bool


def counts(rules: Rules, every: Sequence[PageOf], seen: Sequence[PageOf]) -> dict[str, tuple[int, int]]:
    """
    By measure, how many were *seen*, of those that can be on *every* page.
    """
    can_be, was = _all(rules, every), _all(rules, seen)
    shown = [(("region or block", *key), side) for key, sides in can_be[0].items() for side in sides]
    truths = [(key, side) for key, facts in can_be[1].items() for side in {each.truth for each in facts}]
    deciding = [key for key, facts in can_be[1].items() if _is_shown_to_decide(facts)]
    return {
        "shown": (sum(side in was[0].get(key[1:], set()) for key, side in shown), len(shown)),
        "true": (sum(side in {each.truth for each in was[1].get(key, ())} for key, side in truths), len(truths)),
        "decides": (sum(_is_shown_to_decide(was[1].get(key, set())) for key in deciding), len(deciding)),
    }


def _is_shown_to_decide(every: set[Seen]) -> bool:
    """
    Whether two pages differ in the part and in the outcome, and on each the part alone makes it so.
    """
    return any(
        one.truth != other.truth and one.outcome != other.outcome and one.decides and other.decides
        for one in every
        for other in every
    )


def _all(rules: Rules, pages: Iterable[PageOf]) -> tuple[dict[Any, set[bool]], dict[Any, set[Seen]]]:
    model = rules._model
    shown: dict[Any, set[bool]] = {}
    parts: dict[Any, set[Seen]] = {}
    for page in pages:
        values = Page.of(model.schema, page, extras=False)
        truths = plain._truths(model, values)
        for name, condition in model.defines.items():
            _add_parts(parts, ("define", name), condition, values, truths)
        for region in _reached(model.regions, values, truths):
            shown.setdefault((region.name,), set()).add(truths["region", region.name])
            _add_parts(parts, (region.name,), region.condition, values, truths)
        for region in model.regions:
            if truths["region", region.name]:
                for placement in _reached(region.placements, values, truths):
                    key = region.name, placement.span.start
                    shown.setdefault(key, set()).add(plain.holds(placement.condition, values, truths))
                    _add_parts(parts, key, placement.condition, values, truths)
    return shown, parts


def _reached(every: Sequence[Any], values: Page, truths: Any) -> Iterator[Any]:
    """
    Those of *every* that are come to: before which no alternative of their `choose` holds.
    """
    for one in every:
        before = [
            other
            for other in every
            if one.turn and other.turn and other.turn.choose == one.turn.choose and other.turn.place < one.turn.place
        ]
        if not any(plain.holds(each.condition, values, truths) for each in before):
            yield one


def _add_parts(parts: dict[Any, set[Seen]], key: Any, condition: Condition, values: Page, truths: Any) -> None:
    outcome = plain.holds(condition, values, truths)
    for part in leaves(condition):
        truth = plain.holds(part, values, truths)
        turned = replaced(condition, part.span, not truth)
        decides = plain.holds(turned, values, truths) != outcome
        parts.setdefault((*key, part.span.start), set()).add(Seen(truth, decides, outcome))


def leaves(condition: Condition) -> Iterator[Condition]:
    """
    The parts that are written as one.
    """
    match condition:
        case conditions.Constant():
            pass
        case conditions.Not(operand) if operand.span != condition.span:
            yield from leaves(operand)
        case conditions.All(operands) | conditions.Some(operands) if operands[0].span != condition.span:
            for each in operands:
                yield from leaves(each)
        case _:
            yield condition


def replaced(condition: Condition, span: Span, truth: bool) -> Condition:
    """
    *condition* with the part at *span* as it would be, were it that.
    """
    if condition.span == span:
        return conditions.Constant(truth, span)
    match condition:
        case conditions.Not(operand):
            return attrs.evolve(condition, operand=replaced(operand, span, truth))
        case conditions.All(operands) | conditions.Some(operands):
            return attrs.evolve(condition, operands=tuple(replaced(each, span, truth) for each in operands))
        case _:
            return condition
