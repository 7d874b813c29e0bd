"""
Another name for a symbol, wherever it is named.

Whether a name will do is not worked out by rules of its own: the edits are made on copies of the texts, which must then
say what they said before.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import attrs

from blockrules.editors.mentions import spoken
from blockrules.editors.sites import Site
from blockrules.editors.symbols import Kind, Mention, Symbol, written
from blockrules.language.diagnostics import Diagnostic, Replacement, escaped, shortened
from blockrules.language.source import Span
from blockrules.language.tokens import string

QUOTED = re.compile(r'"(?:[^"\\]|\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4}))*"')
# Facts and defines share their names (the law, 4).
SHARING: Mapping[Kind, tuple[Kind, ...]] = {"fact": ("fact", "define"), "define": ("fact", "define")}


@attrs.frozen
class Refusal:
    """
    Why a symbol keeps its name.
    """

    reason: str


def renamed(
    file: str, sites_of: Callable[[str], Iterable[Site]], symbol: Symbol, name: str
) -> tuple[Replacement, ...] | Refusal:
    """
    The edits that call the *symbol* of *file* by the new *name*, which may come in quotes: in all sites that an edited
    file is part of, which *sites_of* finds.
    """
    new = attrs.evolve(symbol, name=string(name) if QUOTED.fullmatch(name) else name)
    sites = list(_touched(file, sites_of, symbol))
    if not any(site.index.declarations(symbol) for site in sites):
        return Refusal(f"`{_shown(symbol.name)}` is declared nowhere in these files")
    if refusal := next(filter(None, (_refusal(site, symbol, new) for site in sites)), None):
        return refusal
    edits = tuple(dict.fromkeys(edit for site in sites for edit in _edits(site, symbol, new)))
    return next(filter(None, (_changed(site, edits, symbol, new) for site in sites)), edits)


def shared(mentions: Sequence[Mention]) -> Refusal | None:
    """
    The refusal for a place where *mentions* are of blocks in several regions.
    """
    blocks = [each for each in mentions if each.symbol.kind == "block" and not each.before]
    if len(blocks) < 2:
        return None
    owners = " and ".join(f"`{_shown(each.symbol.owner)}`" for each in blocks)
    named = f"`{_shown(blocks[0].symbol.name)}` in {_told(blocks[0].span)}"
    return Refusal(f"{named} means the blocks of {owners}; each needs its own name by hand")


def _touched(file: str, sites_of: Callable[[str], Iterable[Site]], symbol: Symbol) -> Iterator[Site]:
    """
    The sites of *file*, and those of every file in them that mentions *symbol*.
    """
    seen: set[str] = set()
    waiting = [file]
    while waiting:
        for site in sites_of(waiting.pop()):
            if site.name not in seen:
                seen.add(site.name)
                waiting += dict.fromkeys(each.span.source.name for each in site.index.by_symbol.get(symbol, ()))
                yield site


def _refusal(site: Site, symbol: Symbol, new: Symbol) -> Refusal | None:
    """
    What can be said against the name *new* at first sight.
    """
    index = site.index
    if not new.name:
        return Refusal("a name cannot be empty")
    for kind in SHARING.get(symbol.kind, (symbol.kind,)):
        other = attrs.evolve(new, kind=kind)
        if other != symbol and (taken := index.declarations(other)):
            return Refusal(f"there is a {kind} named `{_shown(new.name)}` already, in {_told(taken[0].span)}")
    if broken := next(_broken(site, symbol.name), None):
        return Refusal(f"`{_shown(symbol.name)}` stands in an item with an error, in {_told(broken)}; mend that first")
    here = (index.at(each.span.source.name, each.span.start) for each in index.by_symbol.get(symbol, ()))
    return next(filter(None, map(shared, here)), None)


def _broken(site: Site, name: str) -> Iterator[Span]:
    """
    Where broken items hold *name*, or a dotted name with it at one end.
    """
    for token in (token for stretch in site.index.broken for token in stretch.tokens):
        if f"{spoken(token)}.".startswith(f"{name}.") or f".{spoken(token)}".endswith(f".{name}"):
            yield token.span


def _edits(site: Site, symbol: Symbol, new: Symbol) -> Iterator[Replacement]:
    for mention in site.index.by_symbol.get(symbol, ()):
        text = written(f"{mention.before}{new.name}{mention.after}", mention.style)
        yield Replacement(mention.span, text)


def _changed(site: Site, edits: Sequence[Replacement], symbol: Symbol, new: Symbol) -> Refusal | None:
    """
    The refusal where the files of *site*, with the *edits* made, do not say what they did.
    """
    texts = {edit.span.source.name: edit.span.source.text for edit in edits}
    after = Site(site.name, {**site.texts, **{name: edited(text, name, edits) for name, text in texts.items()}})
    known = Counter(each.code for each in _errors(site))
    for error in _errors(after):
        known[error.code] -= 1
        if known[error.code] < 0:
            return Refusal(f"with the name `{_shown(new.name)}` there would be an error: {error.message}")
    expected = [_moved(mention.symbol, symbol, new) for mention in site.index.mentions]
    if expected != [mention.symbol for mention in after.index.mentions]:
        return Refusal(f"with the name `{_shown(new.name)}` other names in the file would mean something else")
    return None


def edited(text: str, name: str, edits: Iterable[Replacement]) -> str:
    """
    The *text* of the file *name* with its *edits* made.
    """
    here = (edit for edit in edits if edit.span.source.name == name)
    written, done = [], 0
    for edit in sorted(here, key=lambda edit: edit.span.start):
        written += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*written, text[done:]])


def _moved(symbol: Symbol, old: Symbol, new: Symbol) -> Symbol:
    """
    What *symbol* is once *old* is *new*: that itself, or something that belongs to it.
    """
    if symbol == old:
        return new
    owner = {"fact": "member", "region": "block"}.get(old.kind)
    return attrs.evolve(symbol, owner=new.name) if (symbol.kind, symbol.owner) == (owner, old.name) else symbol


def _errors(site: Site) -> list[Diagnostic]:
    return [each for each in site.diagnostics if each.severity == "error"]


def _told(span: Span) -> str:
    return f"line {span.line} of `{_shown(span.source.name.rpartition('/')[2])}`"


def _shown(text: str) -> str:
    return shortened(escaped(text))
