"""
What a reader is told of a name: what it is, where it is declared, who uses it.
"""

import re
from pathlib import PurePosixPath

from blockrules.editors.completion import declaration
from blockrules.editors.symbols import Index, Mention, Symbol, User
from blockrules.language.diagnostics import escaped, shortened

MOST_USERS = 10
BACKTICKS = re.compile("`+")


def hover(mention: Mention, index: Index) -> str:
    """
    Markdown about the symbol of *mention*, for a reader of its file.
    """
    symbol = mention.symbol
    return "\n\n".join([_title(symbol, index), _declared(mention, index), _used(symbol, index)])


def _title(symbol: Symbol, index: Index) -> str:
    of = f" of {_code(symbol.owner)}" if symbol.owner else ""
    title = f"**{symbol.kind}** {_code(symbol.name)}{of}"
    fact = index.facts.get(symbol.name) if symbol.kind == "fact" else None
    return f"{title}: {_code(declaration(fact))}" if fact else title


def _declared(mention: Mention, index: Index) -> str:
    spans = [each.span for each in index.declarations(mention.symbol)]
    if not spans:
        return "declared nowhere"
    verb = "first named" if mention.symbol.kind == "slot" else "declared"
    lines = " and ".join(dict.fromkeys(f"line {span.line}" for span in spans))
    source = spans[0].source.name
    file = "" if source == mention.span.source.name else f" of {_code(PurePosixPath(source).name)}"
    return f"{verb} in {lines}{file}"


def _used(symbol: Symbol, index: Index) -> str:
    users = [_told(user) for user in dict.fromkeys(mention.user for mention in index.uses(symbol))]
    if not users:
        return "used nowhere else" if symbol.kind == "slot" else "used nowhere"
    more = [f"{len(users) - MOST_USERS} more"] if len(users) > MOST_USERS else []
    return f"used by {', '.join([*users[:MOST_USERS], *more])}"


def _told(user: User) -> str:
    return f"{user.word} {_code(user.name)}" if user.name else user.word


def _code(text: str) -> str:
    """
    *text* as a span of code: between more backticks than it holds in a row.
    """
    shown = shortened(escaped(text))
    fence = "`" * (1 + max(map(len, BACKTICKS.findall(shown)), default=0))
    return f"{fence} {shown} {fence}" if "`" in shown else f"{fence}{shown}{fence}"
