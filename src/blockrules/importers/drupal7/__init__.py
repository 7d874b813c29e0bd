"""
The contexts that a Drupal 7 site exports to rules (docs/drupal.md).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import PathLike
from pathlib import Path

import attrs

from blockrules.importers.conditions import ALWAYS, NEVER, Active, Condition, Test, assuming, every, opposite, some
from blockrules.importers.draft import Block, Draft
from blockrules.importers.drupal7.conditions import Conditions
from blockrules.importers.drupal7.contexts import Asked, Context, context
from blockrules.importers.drupal7.exports import contexts
from blockrules.importers.drupal7.phases import in_order
from blockrules.importers.naming import Names
from blockrules.importers.report import Imported, Ledger, Remark
from blockrules.importers.samples import samples
from blockrules.importers.stands import Placed, Stand, last_ones, region, settled, weighed
from blockrules.importers.values import Broken
from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits
from blockrules.language.shelves import decoded_file
from blockrules.language.source import Source

__all__ = ["Imported", "Remark", "read", "reads"]

LIMITS = Limits()
SURROGATE = re.compile("[\ud800-\udfff]")
HEADER = (
    "Imported from exports of Drupal 7's module Context. Every context is a region, in the order of their coming on;",
    "the regions of themes are slots here.",
)
HIDDEN = "No page has these:"


def read(*files: str | PathLike[str], roles: Sequence[str] | None = None, exact_order: bool = False) -> Imported:
    """
    The rules that the contexts in *files* say, which are exports by the module Features (`*.context.inc`), in the order
    of their storage. *roles* are those of the site, in its order; where they are not told, every role that a context
    names is taken for one. A context that comes on earlier on some pages than on others stands where it mostly does;
    in *exact_order* it is several regions, each of which but one has its name as the setting `context`.

    No PHP is run. What the rules cannot say is in the remarks, and so is a file that cannot be read.
    """
    ledger = Ledger()
    sources = []
    for file in files:
        try:
            sources.append(decoded_file(Path(file), LIMITS))
        except RulesError as error:
            ledger.lose(str(file), "", error.diagnostics[0].message)
        except OSError as error:
            ledger.lose(str(file), "", (error.strerror or "reading it failed").lower())
    return _imported(sources, roles, ledger, exact=exact_order)


def reads(
    text: str, name: str = "export", *, roles: Sequence[str] | None = None, exact_order: bool = False
) -> Imported:
    """
    The same of the *text* of one export.
    """
    ledger = Ledger()
    sources = [] if SURROGATE.search(text) else [Source(name, text)]
    if not sources:
        ledger.lose(name, "", "it holds half of a character")
    return _imported(sources, roles, ledger, exact=exact_order)


def _imported(sources: Iterable[Source], roles: Sequence[str] | None, ledger: Ledger, *, exact: bool) -> Imported:
    return ledger.imported(_draft(list(_contexts(sources, ledger)), roles, ledger, exact=exact))


def _contexts(sources: Iterable[Source], ledger: Ledger) -> Iterator[Context]:
    seen: set[str] = set()
    for source in sources:
        exports = contexts(source)
        for loss in exports.losses:
            ledger.lose(source.name, f"line {loss.line}", loss.text)
        for export in exports.contexts:
            try:
                found = context(source.name, export.line, export.name, export.values)
            except Broken as error:
                place = f"line {export.line}, `{export.name}`, {error.place}"
                ledger.lose(source.name, place, f"{error.text}; the context is left out")
                continue
            if found.name in seen:
                ledger.lose(found.file, found.place, "a context of this name comes before; this one is left out")
                continue
            seen.add(found.name)
            ledger.blocks += len(found.blocks)
            for reaction in found.lost:
                ledger.lose(found.file, found.place, f"the reaction `{reaction}` is not carried over")
            yield found


def _draft(every_one: list[Context], roles: Sequence[str] | None, ledger: Ledger, *, exact: bool) -> Draft:
    on = [each for each in every_one if not each.is_off]
    for each in every_one:
        if each.is_off:
            ledger.hide(f"{each.name} ({each.file}): it is off", blocks=len(each.blocks))
    conditions = Conditions(tuple(on), frozenset(each.name for each in every_one if each.is_off), roles, ledger)
    stands = _turns(on, conditions, exact=exact)
    emptied: defaultdict[str, list[Condition]] = defaultdict(list)
    for stand, of in stands:
        for slot, themes in _emptied(of).items():
            emptied[slot].append(every(Active(stand.name), Test("theme", "is", tuple(themes))))
    kept = {slot: opposite(some(*each)) for slot, each in emptied.items()}
    row = [_without_hidden(each, kept) for each in last_ones(settled([stand for stand, _ in stands]), ledger)]
    for never in (each for each in row if each.when == NEVER):
        ledger.hide(f"{never.name}: it is never on", blocks=len(never.placed))
    regions = tuple(region(each) for each in weighed(each for each in row if each.when != NEVER))
    end = (HIDDEN, *sorted(ledger.hidden)) if ledger.hidden else ()
    draft = Draft(HEADER, conditions.kinds, (), regions, (), end)
    return attrs.evolve(draft, samples=samples(draft))


def _turns(on: list[Context], conditions: Conditions, *, exact: bool) -> list[tuple[Stand, Context]]:
    """
    The regions, each with the context that it is of; a context whose regions are several is active where any is.
    """
    names = Names({each.name for each in on})
    row: list[tuple[Stand, Context]] = []
    regions: defaultdict[str, list[Condition]] = defaultdict(list)
    for turn in in_order(on, conditions.roles or (), exact=exact):
        of = turn.context
        name = of.name if turn.is_usual else names.new(of.name)
        try:
            when = conditions.at(turn)
        except Broken as error:
            blocks = len(of.blocks) if turn.is_usual else 0
            conditions.ledger.lose(of.file, error.place, f"{error.text}; the context is left out", blocks=blocks)
            when = NEVER
        regions[of.name].append(Active(name))
        row.append((_stand(of, name, when, turn.asked), of))
    known: dict[Condition, Condition] = {Active(name): some(*each) for name, each in regions.items()}
    return [(attrs.evolve(stand, when=assuming(stand.when, known)), of) for stand, of in row]


def _stand(context: Context, name: str, when: Condition, asked: Asked | None) -> Stand:
    names = Names()
    placed = []
    for each in context.blocks:
        block_settings = (("module", each.module), ("delta", each.delta))
        block = Block(names.new(each.name), each.slot, ALWAYS, each.weight, block_settings)
        placed.append(Placed(block, f"{each.name} ({context.file}, {context.place})", plugin=each.name))
    placed.sort(key=lambda each: each.block.weight or 0)
    where = f"{context.file}, line {context.line}"
    comment = f"{context.description} ({where})" if context.description else where
    comment += f": where it comes on by `{asked.kind}`" if asked else ""
    # Where a context is several regions, each says whose it is.
    settings = context.settings if name == context.name else (("context", context.name), *context.settings)
    return Stand(name, when, tuple(placed), settings, (comment,))


def _emptied(context: Context) -> dict[str, list[str]]:
    """
    The slots that a context empties, and in which themes.
    """
    emptied: dict[str, list[str]] = {}
    for theme, slots in context.hides:
        for slot in slots:
            emptied.setdefault(slot, []).append(theme)
    return emptied


def _without_hidden(stand: Stand, kept: Mapping[str, Condition]) -> Stand:
    """
    *stand*, whose blocks are only shown where their slot is *kept*.
    """
    placed = []
    for each in stand.placed:
        when = every(each.block.when, kept.get(each.block.slot, ALWAYS))
        placed.append(attrs.evolve(each, block=attrs.evolve(each.block, when=when)))
    return attrs.evolve(stand, placed=tuple(placed))
