"""
Mistakes that people bring from elsewhere: what a word that cannot stand where it stands was surely meant for.
"""

from blockrules.language import punctuation, wording
from blockrules.language.clauses import clause_order
from blockrules.language.diagnostics import Label, replacing, report
from blockrules.language.items import STARTS, line_begin
from blockrules.language.places import Place, Slip, near_word


def slip(place: Place) -> Slip | None:
    """
    The mistake at *place*, where it is one of those known here.
    """
    return next((found for known in KNOWN if (found := known(place))), None)


def _never_closed(place: Place) -> Slip | None:
    """
    A word at the start of a line that, by its indentation, stands outside of the brace that is still open.
    """
    opener = place.opener()
    if opener is None or place.tokens[opener].type != "LBRACE" or not place.begins_line():
        return None
    if place.token.type not in STARTS | {"BLOCK", "RBRACE"} or "RBRACE" not in place.possible:
        return None
    first = place.stretch.words.token(
        line_begin(place.stretch.words, place.stretch.start + opener, place.stretch.start)
    )
    if first.span.line == place.token.span.line or first.span.column < place.token.span.column:
        return None
    brace = place.tokens[opener].span
    label = Label(place.token.span, "by its indentation, this stands outside of it")
    return Slip(report("BR110", brace, found="{", labels=[label]))


def _nested(place: Place) -> Slip | None:
    token, opener = place.token, place.opener()
    if token.type not in STARTS or "WORD" in place.possible or opener is None:
        return None
    if place.tokens[opener].type != "LBRACE":
        return None
    label = Label(place.tokens[opener].span, "in these braces")
    help = "alternatives stand in `choose NAME { … }`" if token.type == "REGION" else None
    outer = place.tokens[0].text
    return Slip(report("BR121", token.span, inner=token.text, outer=outer, labels=[label], help=help))


def _misspelt(place: Place) -> Slip | None:
    if place.token.type != "WORD" or not (right := near_word(place)):
        return None
    fix = replacing(f"write `{right}`", place.token.span, right, safe=False)
    diagnostic = report("BR126", place.token.span, found=place.token.text, right=right, fixes=[fix])
    return Slip(diagnostic)


# The first that knows the mistake tells of it.
KNOWN = (_never_closed, *wording.MISTAKES, _nested, *punctuation.MISTAKES, clause_order, _misspelt)
