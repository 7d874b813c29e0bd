"""
Words of other languages, and words in another order than here.

Each function of MISTAKES knows one mistake, as those of punctuation.py do.
"""

from collections.abc import Callable

import attrs

from blockrules.language.diagnostics import Fix, Replacement, replacing, report
from blockrules.language.faults import in_quotes
from blockrules.language.items import STARTS, line_begin
from blockrules.language.places import END, TESTS, VALUES, Place, Slip, missing, near_word, written
from blockrules.language.source import Span
from blockrules.language.tokens import NAMES, RESERVED

MOMENTS_AND_NUMBERS = frozenset({"INT", "DECIMAL", "DATE", "TIME", "DATETIME"})
PROMISES = frozenset({"NEVER", "ALWAYS", "ASSUME"})
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
UNLESS = ("unless", "except")
CHOOSE = "of `choose NAME { region a when … region b otherwise }` only the first that holds is shown"
# Words of other languages: one of the terminals that must be possible, how it is written here, and the terminal that it
# can be read as, if any.
WORDS: dict[str, tuple[str, str, str | None]] = {
    "if": ("WHEN", "`when`", "WHEN"),
    "where": ("WHEN", "`when`", "WHEN"),
    **dict.fromkeys(("greater", "more", "above", "over"), ("COMPARISON", "`>`", None)),
    **dict.fromkeys(("less", "fewer", "below", "under"), ("COMPARISON", "`<`", None)),
    **dict.fromkeys(UNLESS, ("WHEN", "`when not ( … )`", None)),
    "default": ("OTHERWISE", "`otherwise`", "OTHERWISE"),
    "equals": ("IS", "`is`", "IS"),
    "eq": ("IS", "`is`", "IS"),
    "isnt": ("IS", "`is not`", "NOT_EQUAL"),
    "ne": ("IS", "`is not`", "NOT_EQUAL"),
    "contains": ("HAS", '`has` of a set, `matches "*…*"` of a text', None),
    "includes": ("HAS", '`has` of a set, `matches "*…*"` of a text', None),
    "like": ("MATCHES", "`matches`, with `*` for any run of characters", None),
    "starts": ("MATCHES", '`matches "…*"`', None),
    "startswith": ("MATCHES", '`matches "…*"`', None),
    "begins": ("MATCHES", '`matches "…*"`', None),
    "ends": ("MATCHES", '`matches "*…"`', None),
    "endswith": ("MATCHES", '`matches "*…"`', None),
    "between": ("IN", "`in`, as in `in 1 .. 5`", None),
    "exists": ("IS", "`is not none`", None),
}
EXPECTED = frozenset({"regions", "shown", "hidden", "slot"})
# What stands between the ends of a range, and before them.
TO = frozenset({"to", "until", "till", "through"})
FROM = frozenset({"between", "from"})
# So many words before one are looked at for the beginning of their line.
MOST_WORDS = 20
ELSES = frozenset({"else", "elif", "elseif"})


def _letter_case(place: Place) -> Slip | None:
    for distance in (0, -1):
        token = place.at(distance)
        right = token.text.lower()
        if token.type != "WORD" or right not in RESERVED or right == token.text:
            continue
        if distance:
            return written(place, token.span, right, None)
        if right.upper() in place.possible:
            return written(place, token.span, right, right.upper())
        if END in place.possible or not place.number:
            return written(place, token.span, right, None) if right.upper() in STARTS else None
    return None


def _test_name_bare(place: Place) -> Slip | None:
    """
    The name of a test, of several words without quotes. A reserved word in it may have begun an item of its own, of
    which nothing more is said.
    """
    words, start = place.stretch.words, place.stretch.start
    first = line_begin(words, start, max(0, start - MOST_WORDS))
    if first < start:
        return Slip(None) if words.types[first] == "TEST" and "LBRACE" not in words.types[first:start] else None
    if place.tokens[0].type != "TEST" or any(token.type == "LBRACE" for token in place.tokens[: place.number]):
        return None
    source, begin = place.tokens[0].source, place.tokens[0].span.end
    line = source.line(place.tokens[0].span.line)[place.tokens[0].span.column - 1 + len("test") :]
    name, brace, _ = line.partition("{")
    parts = name.split()
    if not brace or len(parts) < 2 or '"' in name or {"given", "expect"} & set(parts):
        return None
    begin += len(name) - len(name.lstrip())
    return Slip(in_quotes(Span(source, begin, begin + len(name.strip())), safe=False))


def _setting_bare(place: Place) -> Slip | None:
    """
    A text of several words without quotes, after a colon.
    """
    if place.types(-3, -1) != ["KEY", "COLON", "WORD"] or place.tokens[0].type == "FACTS":
        return None
    last = -1
    while place.at(last + 1).type in ("WORD", "INT") and not place.begins_line(last + 1):
        last += 1
    ends = place.at(last + 1).type in ("COMMA", "END", "RBRACE") or place.begins_line(last + 1)
    if last < 0 or not ends:
        return None
    return Slip(in_quotes(place.at(-1).span.to(place.at(last).span), safe=False))


def _range(place: Place) -> Slip | None:
    """
    A range in words.
    """
    low, between, high = place.at(-1), place.token, place.at(1)
    if "RANGE" in place.possible and between.text in TO and {low.type, high.type} <= MOMENTS_AND_NUMBERS:
        return written(place, between.span, "..", "RANGE", safe=False)
    distance = 1 if place.token.text in FROM and "IN" in place.possible else 0
    low, between, high = (place.at(distance + more) for more in range(3))
    if between.text not in ("and", *TO) or not {low.type, high.type} <= MOMENTS_AND_NUMBERS:
        return None
    if not distance and (place.at(-1).text not in FROM or place.at(-2).type != "IS"):
        return None
    span = place.at(0 if distance else -2).span.to(high.span)
    return written(place, span, f"in {low.text} .. {high.text}", None, safe=False)


def _other_word(place: Place) -> Slip | None:
    token = place.token
    if token.text.lower() in ELSES:
        if "OTHERWISE" in place.possible:
            return written(place, token.span, "otherwise", "OTHERWISE")
        return Slip(report("BR114", token.span, found=token.text, right="`otherwise`, after the name", help=CHOOSE))
    needed, right, kind = WORDS.get(token.text.lower(), ("", "", None))
    if needed == "WHEN" and (END in place.possible or not place.number) and place.begins_line():
        help = "what it decides on comes first, as in `region hero when front`"
        return Slip(report("BR114", token.span, found=token.text, right="`when`", help=help))
    if token.text.lower() in UNLESS and "AND" in place.possible:
        return Slip(report("BR114", token.span, found=token.text, right="`and not ( … )`"))
    if needed not in place.possible:
        return None
    if kind:
        return written(place, token.span, right.strip("`"), kind)
    return Slip(report("BR114", token.span, found=token.text, right=right))


def _is_left_out(place: Place) -> Slip | None:
    """
    A fact with its value right after it.
    """
    token = place.token
    is_one = "IS" in place.possible and token.type in VALUES and place.at(-1).type in NAMES
    if not is_one or place.begins_line() or near_word(place):
        return None
    return missing(place, "is", None, safe=False)


def _when_left_out(place: Place) -> Slip | None:
    """
    A condition, of words that nothing else has, right after the clauses of a region or block.
    """
    token, after = place.token, place.at(1)
    begins = token.type in ("NOT", "ACTIVE") or (token.type == "LPAR" and after.type != "WHEN")
    if token.type in NAMES:
        is_slot = after.type == "IN" and place.at(2).type != "LPAR"
        is_inner = place.begins_line() and token.span.column > place.tokens[0].span.column
        begins = (after.type in TESTS and not is_slot) or (is_inner and after.type in ("LBRACE", "AND", "OR"))
    return missing(place, "when", None) if begins and {"WHEN", "LBRACE"} <= place.possible else None


def _in_left_out(place: Place) -> Slip | None:
    """
    The slot of a block right after its name.
    """
    token, name = place.token, place.at(-1)
    is_one = place.at(-2).type == "BLOCK" and "IN" in place.possible and token.type in ("WORD", "STRING")
    if not is_one or place.begins_line() or place.at(1).type in NAMES or near_word(place):
        return None
    gap = Span(token.source, token.start, token.start)
    fixes = [replacing("write `in` before it", gap, "in ", safe=False)]
    help = "a slot begins with `in`, a condition with `when`"
    if name.type == token.type == "WORD":
        help += f"; a name is one word, as in `{name.text}_{token.text}`"
    return Slip(report("BR118", token.span, missing="in", found=token.text, help=help, fixes=fixes))


def _region_left_out(place: Place) -> Slip | None:
    """
    A name at the start of a line, and of a statement, with what a region has after its name.
    """
    token, is_start = place.token, END in place.possible or not place.number
    if token.type not in ("WORD", "STRING") or not is_start or not (place.begins_line() or not place.number):
        return None
    if place.at(1).type not in ("LBRACE", "WHEN") or near_word(place):
        return None
    gap = Span(token.source, token.start, token.start)
    fixes = [replacing("write `region` before it", gap, "region ", safe=False)]
    return Slip(report("BR118", token.span, missing="region", found=token.text, fixes=fixes))


def _called(place: Place) -> Slip | None:
    """
    A test that is called like a function.
    """
    if place.types(-1, 2) == ["WORD", "LPAR", "WORD", "RPAR"] and place.at(-1).text in ("exists", "isset", "defined"):
        span = place.at(-1).span.to(place.at(2).span)
        return written(place, span, f"{place.at(1).text} is not none", None, safe=False)
    return None


def _expectation(place: Place) -> Slip | None:
    token, before = place.token, place.at(-1)
    if before.type == "EXPECT" and token.type == "REGION":
        return written(place, token.span, "regions", None)
    if before.type == "EXPECT" and token.type in ("STRING", "DOTTED"):
        return missing(place, "shown", None, safe=False)
    ends = token.type in ("RBRACE", "EXPECT", "COMMA", "END")
    if ends and place.types(-2, -1) == ["EXPECT", "WORD"] and before.text not in EXPECTED:
        gap = Span(before.source, before.start, before.start)
        fixes = [replacing(f"write `expect shown {before.text}`", gap, "shown ", safe=False)]
        return Slip(report("BR118", before.span, missing="shown", found=before.text, fixes=fixes))
    if "EXPECT" in place.possible and token.text in EXPECTED:
        return missing(place, "expect", "EXPECT")
    return None


def _expected_not(place: Place) -> Slip | None:
    """
    What is not shown, which has a word of its own.
    """
    token, after = place.token, place.at(1)
    if place.at(-1).type != "EXPECT" or token.type != "NOT":
        return None
    is_said = after.text in ("shown", "hidden")
    right = "shown" if after.text == "hidden" else "hidden"
    span = token.span.to(after.span) if is_said else token.span
    slip = written(place, span, right, None)
    return attrs.evolve(slip, instead=(attrs.evolve(token, type="WORD", text=right),), skip=int(is_said))


def _not_is(place: Place) -> Slip | None:
    if place.types(-1, 0) == ["NOT", "IS"] and place.possible == {"IN"}:
        return written(place, place.at(-1).span.to(place.token.span), "is not", None)
    return None


def _not_before_a_test(place: Place) -> Slip | None:
    """
    A `not` after the fact, before a test that has none of its own.
    """
    fact, token = place.at(-2), place.token
    if place.at(-1).type != "NOT" or place.possible != {"IN"} or token.type not in TESTS or fact.type not in NAMES:
        return None
    return written(place, fact.span.to(token.span), f"not {fact.text} {token.text}", None)


def _chained(place: Place) -> Slip | None:
    fact, kinds = place.at(-3), place.types(-2, 1)
    if kinds[0] != "COMPARISON" or kinds[2] != "COMPARISON" or fact.type not in NAMES or kinds[3] not in VALUES:
        return None
    return missing(place, f"and {fact.text}", None, safe=False)


def _when_of_a_promise(place: Place) -> Slip | None:
    before = place.at(-1)
    if place.token.type != "WHEN" or place.number != 1 or before.type not in PROMISES:
        return None
    fault = f"cannot stand after `{before.text}`"
    help = f"what is {before.text} true follows at once" if before.type != "ASSUME" else None
    fix = replacing("leave it out", place.token.span.to(place.at(1).span), place.at(1).text, safe=True)
    return Slip(report("BR120", place.token.span, clause="when", fault=fault, help=help, fixes=[fix]), ())


def _given_late(place: Place) -> Slip | None:
    token = place.token
    if token.type != "GIVEN" or place.tokens[0].type != "TEST":
        return None
    is_second = any(each.type == "GIVEN" for each in place.tokens[: place.number])
    fault = "stands here twice" if is_second else "belongs before every `expect`"
    return Slip(
        report("BR120", token.span, clause="given", fault=fault, help="a test has one `given`, before all else")
    )


def _optional_late(place: Place) -> Slip | None:
    """
    The word `optional` after the type that it belongs before.
    """
    colon = next((distance for distance in range(-1, -place.number, -1) if place.at(distance).type == "COLON"), None)
    if place.token.type != "OPTIONAL" or place.tokens[0].type != "FACTS" or not colon or colon == -1:
        return None
    type = place.at(colon + 1).span.to(place.at(-1).span)
    edges = (
        Replacement(Span(type.source, type.start, type.start), "optional "),
        Replacement(Span(type.source, type.end, place.token.span.end), ""),
    )
    fixes = [Fix(f"write `optional {type.text}`", edges, safe=True)]
    fault = "belongs before the type"
    return Slip(report("BR120", place.token.span, clause="optional", fault=fault, help=None, fixes=fixes), ())


def _share(place: Place) -> Slip | None:
    before, token = place.types(-1, 0)
    if token == "OF" and before in ("INT", "DECIMAL"):
        return missing(place, "%", None)
    if token == "STRING" and before == "SHARE":
        return missing(place, "of", "OF")
    return None


def _moment_parted(place: Place) -> Slip | None:
    return missing(place, "T", None) if place.types(-1, 0) == ["DATE", "TIME"] else None


def _string_bare(place: Place) -> Slip | None:
    token = place.token
    if (
        "STRING" in place.possible
        and not place.possible & {"WORD", "BLOCK", "DATE"}
        and (token.type in ("WORD", "DOTTED") or token.is_reserved)
    ):
        # Of what `matches` takes, a path has more to it than quotes.
        return Slip(in_quotes(token.span, safe=place.at(-1).type != "MATCHES"))
    return None


def _active_bare(place: Place) -> Slip | None:
    token = place.token
    if place.at(-1).type != "ACTIVE" or token.type not in ("WORD", "STRING") or "LPAR" not in place.possible:
        return None
    gap = Span(token.source, place.at(-1).span.end, token.start)
    end = Span(token.source, token.span.end, token.span.end)
    fix = Fix(f"write `active({token.text})`", (Replacement(gap, "("), Replacement(end, ")")), safe=True)
    marks = [attrs.evolve(token, type=kind) for kind in ("LPAR", "RPAR")]
    diagnostic = report("BR118", token.span, missing="(", found=token.text, fixes=[fix])
    return Slip(diagnostic, (marks[0], token, marks[1]))


def _value_first(place: Place) -> Slip | None:
    if place.wants_condition and place.token.type in MOMENTS_AND_NUMBERS:
        value, test, fact = place.token, place.at(1), place.at(2)
        if fact.type not in ("WORD", "DOTTED") or test.type not in ("COMPARISON", "IS", "NOT_EQUAL"):
            return None
        right = f"{fact.text} {TURNED.get(test.text, test.text)} {value.text}"
        span = value.span.to(fact.span)
        chained = place.types(3, 3) == ["COMPARISON"] and place.at(4).type in MOMENTS_AND_NUMBERS
        if chained:
            right = f"{right} and {fact.text} {place.at(3).text} {place.at(4).text}"
            span = value.span.to(place.at(4).span)
        return Slip(report("BR125", span, fixes=[replacing(f"write `{right}`", span, right, safe=not chained)]))
    if place.possible == {"RANGE"} and place.types(-3, -2) == ["STRING", "IN"]:
        span = place.at(-3).span.to(place.at(-1).span)
        right = f"{place.at(-1).text} has {place.at(-3).text}"
        return Slip(report("BR125", span, fixes=[replacing(f"write `{right}`", span, right, safe=False)]))
    return None


def _fact_left_out(place: Place) -> Slip | None:
    """
    A test, or a value alone, after `and` or `or`: the fact is not said again.
    """
    token = place.token
    if not place.wants_condition or place.at(-1).type not in ("AND", "OR"):
        return None
    fact, test, value = (place.at(distance) for distance in (-4, -3, -2))
    if fact.type not in NAMES or test.type not in TESTS or value.type not in VALUES:
        return None
    if token.type in TESTS:
        return missing(place, fact.text, "WORD")
    return missing(place, f"{fact.text} {test.text}", None) if token.type in MOMENTS_AND_NUMBERS else None


def _no_fact(place: Place) -> Slip | None:
    """
    A test, or the share of one, in the place of a condition.
    """
    if place.wants_condition and place.token.type in TESTS | {"SHARE"}:
        help = 'as in `device is mobile` or `visitor in 10% of "spring"`'
        return Slip(report("BR125", place.token.span, help=help))
    return None


def _list_of(place: Place) -> Slip | None:
    before = place.at(-1)
    if place.token.type == "OF" and before.text in ("list", "array", "List"):
        if place.types(2, 2) == ["COMMA"] and place.at(3).type in ("WORD", "STRING"):
            return written(place, before.span.to(place.token.span), "set of one of", None)
        return written(place, before.span, "set", None)
    if (
        place.token.type == "LPAR"
        and before.text in ("enum", "choice", "oneof")
        and place.at(-2).type in ("COLON", "OPTIONAL")
    ):
        return Slip(report("BR114", before.span, found=before.text, right="`one of a, b`"))
    return None


MISTAKES: tuple[Callable[[Place], Slip | None], ...] = (
    _test_name_bare,
    _letter_case,
    _setting_bare,
    _range,
    _other_word,
    _when_left_out,
    _in_left_out,
    _region_left_out,
    _called,
    _expectation,
    _expected_not,
    _not_is,
    _not_before_a_test,
    _chained,
    _when_of_a_promise,
    _given_late,
    _optional_late,
    _share,
    _moment_parted,
    _string_bare,
    _active_bare,
    _value_first,
    _fact_left_out,
    _no_fact,
    _is_left_out,
    _list_of,
)
