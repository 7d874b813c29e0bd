"""
Comparisons that facts of a type do not take (the law, 2), and how each may have been meant.
"""

from collections.abc import Iterable
from typing import assert_never

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Fix, Label, escaped, replacing, report
from blockrules.language.tokens import quoted, spelt
from blockrules.model.types import ORDERED, Kind, OneOf, SetOf, Type, described, takes


def suits(node: syntax.Comparison, type: Type) -> bool:
    """
    Whether facts of *type* take the comparison.
    """
    match _operator(node):
        case "`is`" | "`in`":
            return type is not Kind.BOOL and not isinstance(type, SetOf)
        case "`matches`":
            return type in (Kind.TEXT, Kind.PATH)
        case "`has`" | "`is empty`":
            return isinstance(type, SetOf)
        case "a share":
            return type in (Kind.TEXT, Kind.INT)
        case _:
            return type in ORDERED


def misfit(node: syntax.Comparison, type: Type, labels: Iterable[Label]) -> Diagnostic:
    """
    What is said of a comparison that does not suit facts of *type*.
    """
    right = _meant(node, type)
    return report(
        "BR303",
        node.span,
        labels=labels,
        help=f"write `{right}`" if right else _advice(node, type),
        fixes=[replacing(f"write `{right}`", node.span, right, safe=False)] if right else (),
        name=node.fact.text,
        type=described(type),
        takes=takes(type),
        operator=_operator(node),
    )


def in_quotes(node: syntax.Is, type: Type, word: str) -> tuple[Fix, ...]:
    """
    The fix of `is empty` or `is none`, where the fact has a member of that name: the *word* in quotes.
    """
    if not isinstance(type, OneOf) or word not in type.places:
        return ()
    right = f"{node.fact.span.text} {'is not' if node.negated else 'is'} {quoted(word)}"
    return (replacing(f"write `{right}`", node.span, right, safe=False),)


def _operator(node: syntax.Comparison) -> str:
    match node:
        case syntax.Is():
            return "`is empty`" if isinstance(node.value, syntax.Empty) else "`is`"
        case syntax.In():
            return "`in`"
        case syntax.Between():
            return "a range"
        case syntax.Rollout():
            return "a share"
        case syntax.Compare():
            return f"`{node.operator}`"
        case syntax.Matches():
            return "`matches`"
        case syntax.Has():
            return "`has`"
        case _:
            assert_never(node)


def _meant(node: syntax.Comparison, type: Type) -> str | None:
    """
    The comparison that facts of *type* take and that was surely meant.
    """
    fact = node.fact.span.text
    match node, type:
        case syntax.Is(value=syntax.Empty()), OneOf():
            return next((fix.replacements[0].text for fix in in_quotes(node, type, "empty")), None)
        case syntax.Is(value=syntax.Empty()), Kind.TEXT:
            return f'{fact} {"is not" if node.negated else "is"} ""'
        case syntax.Is(value=syntax.Literal() | syntax.Word() as value), SetOf():
            return f"{'not ' * node.negated}{fact} has {value.span.text}"
        case syntax.In(values=values), SetOf():
            return f"{'not ' * node.negated}{fact} has any of {values.span.text}"
        case syntax.Has(values=syntax.Listed((syntax.Literal(str() as text),))), Kind.TEXT:
            return f"{fact} matches {quoted(f'*{text}*')}"
        case syntax.Has(quantifier="any", values=values), OneOf():
            return f"{fact} in {values.span.text}"
        case syntax.Has(quantifier=None, values=values), OneOf():
            return f"{fact} is {values.values[0].span.text}"
        case _:
            return None


def _advice(node: syntax.Comparison, type: Type) -> str | None:
    fact = node.fact.span.text
    match node, type:
        case syntax.Matches() | syntax.Between() | syntax.Compare(), OneOf():
            return escaped(f"list the values, as in `{fact} in ({', '.join(map(spelt, type.members[:2]))})`")
        case syntax.Rollout(), _:
            return "shares are of `text` and `int` facts"
        case syntax.Is(value=syntax.Empty()), _:
            return "only a set can be empty"
        case _:
            return None
