"""
Commas, colons, brackets and signs where others belong.

Each function of MISTAKES knows one mistake. It gets the place of the fault, and gives the slip, or None where the fault
is another.
"""

from collections.abc import Callable, Sequence

import attrs

from blockrules.language.clauses import CLAUSES, moved
from blockrules.language.diagnostics import Diagnostic, Fix, Replacement, replacing, report
from blockrules.language.items import CLOSERS
from blockrules.language.places import TESTS, VALUES, Place, Slip, missing, near_word, written
from blockrules.language.source import Span
from blockrules.language.tokens import KEYWORDS, NAMES, Token


def _semicolon(place: Place) -> Slip | None:
    """
    A semicolon, which ends nothing here; in a list it was meant for a comma.
    """
    token, after = place.token, place.at(1)
    if token.type != "SEMICOLON":
        return None
    if after.type in VALUES and not place.begins_line(1) and "COMMA" in place.possible:
        fix = replacing("write `,`", token.span, ",", safe=True)
        return Slip(
            report("BR114", token.span, found=";", right="`,`", fixes=[fix]), (attrs.evolve(token, type="COMMA"),)
        )
    after_it = token.source.text[token.span.end : token.span.end + 1]
    goes_on = bool(after_it) and not after_it.isspace()
    fix = replacing("leave it out", token.span, " " if goes_on else "", safe=True)
    return Slip(report("BR119", token.span, fixes=[fix]), ())


def _equals_sign(place: Place) -> Slip | None:
    token, after = place.token, place.at(1)
    if token.text == "==" and "EQUAL" in place.possible:
        return written(place, token.span, "=", "EQUAL")
    if token.type == "EQUAL":
        if place.at(-1).type == "EQUAL":
            return written(place, place.at(-1).span.to(token.span), "=", None)
        if after.type == "COMPARISON" and after.start == token.span.end:
            return written(place, token.span.to(after.span), f"{after.text}=", None)
        if "IS" in place.possible and after.type in ("TRUE", "FALSE"):
            # No fact is compared with these, so the whole comparison is at fault.
            return Slip(None, (attrs.evolve(token, type="IS"),))
        for kind in ("IS", "AS"):
            if kind in place.possible and "DATE" not in place.possible:
                return written(place, token.span, kind.lower(), kind)
    if token.type in (*NAMES, *KEYWORDS) and "KEY" in place.possible and after.type in ("EQUAL", "IS"):
        fix = replacing("write `:`", Span(after.source, token.span.end, after.span.end), ":", safe=True)
        colon = attrs.evolve(after, type="COLON")
        diagnostic = report("BR114", after.span, found=after.text, right="`:`", fixes=[fix])
        return Slip(diagnostic, (attrs.evolve(token, type="KEY"), colon), 1)
    return None


def _define_otherwise(place: Place) -> Slip | None:
    if place.types(-2, -1) == ["DEFINE", "WORD"] and place.token.type == "WHEN":
        return written(place, place.token.span, "as", "AS")
    if place.types(-1, 1) == ["DEFINE", "KEY", "COLON"]:
        colon = place.at(1).span
        fix = replacing("write ` as`", colon, " as", safe=True)
        name = attrs.evolve(place.token, type="WORD")
        diagnostic = report("BR114", colon, found=":", right="`as`", fixes=[fix])
        return Slip(diagnostic, (name, attrs.evolve(place.at(1), type="AS")), 1)
    return None


def _colon(place: Place) -> Slip | None:
    """
    A colon where no entry can stand, as Python and YAML have it at the end of a line.
    """
    if place.types(0, 1) != ["KEY", "COLON"] or "KEY" in place.possible or not place.possible & {"WORD", "LBRACE"}:
        return None
    before = place.at(-1)
    if before.type in ("SLOT", "EXPECT"):
        fix = replacing("leave it out", place.at(1).span, "", safe=True)
        return Slip(report("BR124", place.at(1).span, fixes=[fix]), (attrs.evolve(place.token, type="WORD"),), 1)
    if before.type == "BLOCK":
        help = f"the slot of a block stands after `in`, as in `block {place.token.text} in header`"
        return Slip(report("BR124", place.at(1).span, help=help))
    if place.at(-2).type == "GIVEN":
        help = f"what differs from the page stands in `{{ }}`, as in `given {before.text} {{ {place.token.text}: … }}`"
        return Slip(report("BR124", place.at(1).span, help=help))
    first = "given" if before.type == "GIVEN" else place.tokens[0].text
    help = f"what a `{first}` holds stands in braces, `{{ … }}`"
    return Slip(report("BR124", place.at(1).span, help=help))


def _surplus_comma(place: Place) -> Slip | None:
    token, before = place.token, place.at(-1)
    if token.type == "COMMA" and "END" in place.possible:
        # It ends an entry; that the next word begins none is another mistake.
        return Slip(None, (attrs.evolve(token, type="END"),))
    if token.type in ("COMMA", "END") and (
        before.type in ("COMMA", "END", "LPAR", "LSQB", "LBRACE") or place.at(1).type in place.possible
    ):
        return Slip(_too_many(token), ())
    if token.type == "END" and "COMMA" in place.possible:
        return Slip(None, (attrs.evolve(token, type="COMMA"),))
    if (
        before.type == "COMMA"
        and token.type not in VALUES
        and (token.type in CLAUSES or token.type in ("LBRACE", "EXPECT"))
    ):
        return Slip(_too_many(before))
    return None


def _too_many(comma: Token) -> Diagnostic:
    return report("BR117", comma.span, fixes=[replacing("leave it out", comma.span, "", safe=True)])


def _grouped(place: Place) -> Slip | None:
    """
    A number with commas between its thousands.
    """
    first, comma, last = place.at(-1), place.token, place.at(1)
    is_one = first.type == last.type == "INT" and comma.type == "COMMA" and len(last.text) == 3
    if not is_one or first.span.end != comma.start or comma.span.end != last.start:
        return None
    span = first.span.to(last.span)
    right = first.text + last.text
    return Slip(report("BR106", span, found=span.text, fixes=[replacing(f"write `{right}`", span, right, safe=False)]))


def _missing_comma(place: Place) -> Slip | None:
    token, before = place.token, place.at(-1)
    if "COMMA" not in place.possible or ("KEY" in place.possible and place.at(-2).type == "COLON"):
        return None
    if token.type in VALUES and before.type in VALUES and not near_word(place):
        return missing(place, ",", "COMMA", safe=token.type in ("WORD", "STRING") or "RBRACE" not in place.possible)
    return None


def _missing_colon(place: Place) -> Slip | None:
    token, after = place.token, place.at(1)
    if "KEY" not in place.possible or token.type not in NAMES or place.begins_line(1) or near_word(place):
        return None
    if place.types(-2, 1) == ["BLOCK", "WORD", "WORD", "WORD"] and not place.begins_line():
        return None
    if after.type in VALUES | {"LSQB", "LPAR", "ONE", "SET", "OPTIONAL"}:
        fix = replacing("write `:` before it", Span(token.source, token.span.end, token.span.end), ":", safe=True)
        diagnostic = report("BR118", after.span, missing=":", found=after.text, fixes=[fix])
        colon = Token("COLON", ":", token.source, token.span.end)
        return Slip(diagnostic, (attrs.evolve(token, type="KEY"), colon))
    return None


def _brackets(place: Place) -> Slip | None:
    token = place.token
    if token.type == "LSQB" and "LBRACE" in place.possible:
        return Slip(report("BR114", token.span, found="[", right="`{`"))
    closer = place.closer(place.number)
    if (
        token.type == "LSQB"
        and "LPAR" in place.possible
        and place.at(-1).type in ("IN", "OF", "MATCHES", "EQUAL", "COLON")
    ):
        return _other_brackets(place, closer, "values of facts stand in `( )`", "()")
    if token.type == "LPAR" and "LSQB" in place.possible:
        return _other_brackets(place, closer, "lists of settings stand in `[ ]`", "[]")
    if token.type == "LPAR" and place.types(-2, -1) == ["ONE", "OF"]:
        return _other_brackets(place, closer, "members of an enumeration stand in no brackets", ("", ""))
    return None


def _other_brackets(place: Place, closer: Token | None, what: str, right: Sequence[str]) -> Slip:
    """
    The slip that other brackets stand here; not that the rest of the item is sound.
    """
    ends = [place.token, closer] if closer else []
    replacements = tuple(Replacement(end.span, text) for end, text in zip(ends, right, strict=False))
    title = f"write `{' … '.join(right)}`" if any(right) else "leave them out"
    fixes = [Fix(title, replacements, safe=True)] if replacements else []
    return Slip(report("BR123", place.token.span, what=what, fixes=fixes))


def _listed(place: Place) -> Slip | None:
    """
    Several values in parentheses, after what takes one.
    """
    if place.token.type != "LPAR":
        return None
    words = place.types(-3, -1)
    if words[1:] == ["IS", "NOT"] or words[2] == "NOT_EQUAL":
        begin = place.at(-2 if words[2] == "NOT" else -1).span
        return written(place, begin.to(place.at(-1).span), "not in", None)
    if words[2] == "IS":
        if place.at(1).type == "RPAR":
            return written(place, place.token.span.to(place.at(1).span), "empty", None)
        return written(place, place.at(-1).span, "in", None)
    if words == ["IS", "NOT", "IN"]:
        return written(place, place.at(-3).span.to(place.at(-1).span), "not in", None)
    if words[1:] == ["IS", "IN"]:
        return written(place, place.at(-2).span.to(place.at(-1).span), "in", None)
    if words[1:] in (["HAS", "ANY"], ["HAS", "ALL"]):
        return missing(place, "of", "OF")
    if words[2] == "HAS":
        gap = Span(place.token.source, place.at(-1).span.end, place.at(-1).span.end)
        fixes = [replacing(f"write `{text}` before it", gap, f" {text}", safe=False) for text in ("any of", "all of")]
        return Slip(report("BR118", place.token.span, missing="any of` or `all of", found="(", fixes=fixes))
    return None


def _range_in_parentheses(place: Place) -> Slip | None:
    if place.types(-3, 2)[:2] != ["IN", "LPAR"] or place.types(0, 2)[::2] != ["RANGE", "RPAR"]:
        return None
    edges = (Replacement(place.at(-2).span, ""), Replacement(place.at(2).span, ""))
    right = f"{place.at(-1).text} .. {place.at(1).text}"
    fixes = [Fix(f"write `{right}`", edges, safe=True)]
    span = place.at(-2).span.to(place.at(2).span)
    return Slip(report("BR123", span, what="a range stands in no parentheses", fixes=fixes))


def _comma_between_conditions(place: Place) -> Slip | None:
    token, begins = place.token, place.at(1).type in ("NOT", "ACTIVE")
    if token.type != "COMMA" or "AND" not in place.possible:
        return None
    if not begins and not (place.at(1).type in NAMES and place.at(2).type in TESTS):
        return None
    fixes = [replacing(f"write `{word}`", token.span, f" {word}", safe=False) for word in ("and", "or")]
    return Slip(report("BR114", token.span, found=",", right="`and` or `or`", fixes=fixes))


def _values_bare(place: Place) -> Slip | None:
    """
    Values after `in`, or several after `is`, that lack their parentheses.
    """
    distance = -1
    while place.types(distance - 1, distance) in (["COMMA", kind] for kind in VALUES):
        distance -= 2
    first, operator = place.at(distance), place.at(distance - 1)
    if (
        first.type not in VALUES
        or operator.type not in ("IN", "IS", "MATCHES")
        or (operator.type != "IN") > (place.token.type == "COMMA")
    ):
        return None
    if operator.type == "IN" and ("RANGE" not in place.possible or place.at(distance - 2).type == "STRING"):
        return None
    last = distance
    while place.types(last + 1, last + 2) in (["COMMA", kind] for kind in VALUES):
        last += 2
    start, end = first.start, place.at(last).span.end
    source = first.source
    edges = [Replacement(operator.span, "in")] if operator.type == "IS" else []
    edges += [Replacement(Span(source, start, start), "("), Replacement(Span(source, end, end), ")")]
    word = "matches" if operator.type == "MATCHES" else "in"
    fix = Fix(f"write `{word} ({source.text[start:end]})`", tuple(edges), safe=operator.type != "IS" and last > -1)
    if operator.type == "IN" and last == -1 and (order := moved(place, place.number - 2)):
        target = order.replacements[0].span.text
        fault = f"belongs before `{target}`, or its value in parentheses"
        return Slip(report("BR120", operator.span, clause="in", fault=fault, fixes=[order, fix]))
    fixes, fact = [fix], place.at(distance - 2)
    if operator.type == "IN" and last == -1 and fact.type == first.type == "WORD":
        right = f"{first.text} has {fact.text}"
        fixes.append(replacing(f"write `{right}`", fact.span.to(first.span), right, safe=False))
    return Slip(report("BR123", Span(source, start, end), what="a list of values stands in `( )`", fixes=fixes))


BEFORE_VALUES = (["KEY", "COLON"], ["COLON", "OPTIONAL"], ["SET", "OF"])
# By what a statement begins with, how its entries write several values, and what stands round them.
BARE = {
    "FACTS": ("the members of an enumeration stand after `one of`", "one of ", ""),
    "PAGE": ("sets stand in `( )`", "(", ")"),
    "TEST": ("sets stand in `( )`", "(", ")"),
    "REGION": ("lists of settings stand in `[ ]`", "[", "]"),
}


def _settings_bare(place: Place) -> Slip | None:
    """
    Several values after a colon that lack their brackets, or the members of an enumeration that lack their words.
    """
    if place.token.type not in VALUES or place.at(-1).type != "COMMA" or place.types(-4, -3) not in BEFORE_VALUES:
        return None
    last = 0
    while place.types(last + 1, last + 2) in (["COMMA", kind] for kind in VALUES):
        last += 2
    # Else the last word is the name of an entry that lacks its colon.
    is_whole = place.at(last + 1).type not in VALUES | {"LSQB", "LPAR"} or place.begins_line(last + 1)
    last -= 0 if is_whole else 2
    kinds = {place.at(distance).type for distance in range(-2, last + 1, 2)}
    if last < 0 or (place.tokens[0].type == "FACTS" and not kinds <= {"WORD", "STRING"}):
        return None
    start, end = place.at(-2).start, place.at(last).span.end
    source = place.token.source
    what, left, right = BARE.get(place.tokens[0].type, BARE["REGION"])
    edges = (Replacement(Span(source, start, start), left), Replacement(Span(source, end, end), right))
    fix = Fix(f"write `{left}{source.text[start:end]}{right}`", edges, safe=is_whole)
    return Slip(report("BR123", Span(source, start, end), what=what, fixes=[fix]))


def _closes_nothing(place: Place) -> Slip | None:
    token = place.token
    if token.type not in CLOSERS or place.opener() is not None:
        return None
    fixes = [replacing("leave it out", token.span, "", safe=False)]
    return Slip(report("BR127", token.span, found=token.text, fixes=fixes))


MISTAKES: tuple[Callable[[Place], Slip | None], ...] = (
    _semicolon,
    _equals_sign,
    _define_otherwise,
    _colon,
    _listed,
    _brackets,
    _grouped,
    _range_in_parentheses,
    _comma_between_conditions,
    _values_bare,
    _settings_bare,
    _closes_nothing,
    _surplus_comma,
    _missing_comma,
    _missing_colon,
)
