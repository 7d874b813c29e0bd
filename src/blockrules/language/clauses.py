"""
The clauses of a region or block in another order than theirs.
"""

from collections.abc import Sequence

from blockrules.language.diagnostics import Fix, Replacement, report
from blockrules.language.items import BEFORE_A_VALUE
from blockrules.language.places import END, Place, Slip
from blockrules.language.source import Span
from blockrules.language.tokens import Token

CLAUSES = ("IN", "WEIGHT", "BEFORE", "AFTER", "WHEN")
# Where one of these could come, a clause could have ended.
ENDS = frozenset({END, "LBRACE", "RBRACE"})
ORDERS = {
    "REGION": "of a region the clauses stand in the order `weight`, `before`, `after`, `when`, `{ … }`",
    "BLOCK": "of a block the clauses stand in the order `in`, `weight`, `when`, `{ … }`",
}
NO_SLOT = "a region stands in no slot; its blocks do, as in `region hero { block banner in header }`"


def clause_order(place: Place) -> Slip | None:
    token = place.token
    if token.type not in CLAUSES or token.type in place.possible or not place.possible & ENDS:
        return None
    if place.tokens[0].type not in ("REGION", "CHOOSE", "EXTEND") or place.at(-2).type == "COLON":
        return None
    fix = moved(place, place.number)
    fault = f"belongs before `{fix.replacements[0].span.text}`" if fix else _clause_fault(place)
    head = _head(place.tokens, place.number)[0]
    help = NO_SLOT if (head.type, token.type) == ("REGION", "IN") else ORDERS.get(head.type)
    return Slip(report("BR120", token.span, clause=token.text, fault=fault, help=help, fixes=[fix] if fix else []))


def _clause_fault(place: Place) -> str:
    head, others = _head(place.tokens, place.number)
    token, before = place.token, place.at(-1)
    if before.type in ("LBRACE", "RBRACE"):
        return "belongs before `{`"
    if before.type == "OTHERWISE":
        return "cannot stand beside `otherwise`"
    if any(place.tokens[number].type == token.type for number in others):
        return "stands here twice"
    if token.type in _taken(head) and (later := _later(place.tokens, place.number, others)):
        return f"belongs before `{place.tokens[later[-1]].text}`"
    return f"is no clause that a `{head.text}` takes"


def _head(tokens: Sequence[Token], number: int) -> tuple[Token, list[int]]:
    """
    The word that begins what the clause at *number* belongs to, and the clauses between the two, the last first.
    """
    clauses: list[int] = []
    for place in range(number - 1, 0, -1):
        if tokens[place - 1].type in BEFORE_A_VALUE:
            continue
        if tokens[place].type in ("REGION", "BLOCK"):
            return tokens[place], clauses
        if tokens[place].type in CLAUSES:
            clauses.append(place)
    return tokens[0], clauses


def _taken(head: Token) -> tuple[str, ...]:
    """
    The clauses but `when` of what begins with *head*.
    """
    return ("IN", "WEIGHT") if head.type == "BLOCK" else ("WEIGHT", "BEFORE", "AFTER")


def _later(tokens: Sequence[Token], number: int, others: Sequence[int]) -> list[int]:
    """
    Of the *others*, the clauses that in the order stand after the one at *number*.
    """
    return [each for each in others if CLAUSES.index(tokens[each].type) > CLAUSES.index(tokens[number].type)]


def moved(place: Place, number: int) -> Fix | None:
    """
    The fix that moves the clause that begins at *number* to its place in the order; None where it has none.
    """
    tokens, kind = place.tokens, place.tokens[number].type
    end = number + 2
    while kind in ("BEFORE", "AFTER") and [token.type for token in tokens[end : end + 2]] == ["COMMA", "WORD"]:
        end += 2
    head, others = _head(tokens, number)
    later = _later(tokens, number, others)
    is_whole = end <= len(tokens) and tokens[number + 1].type in (("INT",) if kind == "WEIGHT" else ("WORD", "STRING"))
    if not later or kind not in _taken(head) or not is_whole:
        return None
    if any(tokens[each].type == kind != "IN" for each in others):
        return None
    target, source = tokens[later[-1]], head.source
    text = source.text[tokens[number].start : tokens[end - 1].span.end]
    gap = Span(source, tokens[number - 1].span.end, tokens[end - 1].span.end)
    at = Span(source, target.start, target.span.end)
    # After a name, `in` may have been meant for a comparison.
    safe = kind != "IN" or tokens[number - 1].type != "WORD"
    title = f"write `{' '.join(text.split())}` before `{target.text}`"
    return Fix(title, (Replacement(at, f"{text} {target.text}"), Replacement(gap, "")), safe)
