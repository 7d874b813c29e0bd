"""
A site's configuration to a draft of its rules.

A block that the site places itself stands in the region of its theme, which is called like it; a context is a region;
and theme regions are slots. So each block's condition is its own, that of its context, or that of its theme, as in
Drupal, and the blocks of all of them come together in the slots.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import attrs

from blockrules.importers.conditions import (
    ALWAYS,
    NEVER,
    Active,
    Condition,
    Named,
    Test,
    every,
    opposite,
    parts_of,
    some,
    under,
)
from blockrules.importers.draft import Define, Draft, Setting, every_part
from blockrules.importers.drupal.entities import Context, Group, Placement
from blockrules.importers.drupal.plugins import Plugins
from blockrules.importers.naming import Names
from blockrules.importers.report import Ledger
from blockrules.importers.samples import samples
from blockrules.importers.stands import Placed, Stand, last_ones, region, weighed
from blockrules.importers.values import Broken
from blockrules.model.order import circles

OWN = "own_blocks"
HEADER = (
    "Imported from a Drupal configuration. The regions of its themes are slots here. The blocks that the site itself",
    "places stand in a region that is called like their theme; and every context is a region.",
)
STAY = "The site's own blocks stay where an active context says so, or where none with blocks is active."
OF_THEME = "The site's own blocks in the theme {}."
HIDDEN = "No page shows these blocks:"


@attrs.frozen
class Site:
    """
    The files of a folder, read, in the order of their names.
    """

    placements: tuple[Placement, ...]
    groups: tuple[Group, ...]
    contexts: tuple[Context, ...]


def draft(site: Site, plugins: Plugins, ledger: Ledger) -> Draft:
    """
    The rules of *site*.
    """
    plugins.look_through(
        [
            *(each.visibility for each in site.placements),
            *(each.conditions for each in site.groups),
            *(each.conditions for each in site.contexts),
        ]
    )
    defines = [*_groups(site.groups, plugins, ledger)]
    plugins.groups = {
        group.name: define.condition if define.condition in (ALWAYS, NEVER) else Named(define.name)
        for group, define in zip(site.groups, defines, strict=True)
    }
    ordered = sorted(site.contexts, key=lambda each: (each.weight, each.name))
    contexts = _without_circles(list(_conditions(ordered, plugins, ledger)), defines, ledger)
    of_themes = _own(site, plugins, ledger)
    own = [
        attrs.evolve(each, when=every(is_in, _stays(contexts, is_in, defines, plugins.names)))
        for is_in, each in of_themes
    ]
    names = Names({each.block.name for stand in own for each in stand.placed})
    placed = [_stand(context, when, names, plugins, ledger) for context, when in contexts]
    stands = weighed([*own, *last_ones(placed, ledger)])
    regions = tuple(region(each) for each in stands)
    end = (HIDDEN, *sorted(ledger.hidden)) if ledger.hidden else ()
    whole = Draft(HEADER, plugins.in_order(), tuple(defines), regions, (), end).without_idle_defines()
    needed = {each.name for each in whole.defines}
    for each in site.groups:
        if each.name not in needed:
            ledger.remark(each.file, "", "no rule needs it")
    return attrs.evolve(whole, samples=samples(whole))


def _stays(
    contexts: Iterable[tuple[Context, Condition]], theme: Test, defines: list[Define], taken: Names
) -> Condition:
    """
    Whether the site's own blocks stay in a *theme*: an active context with blocks says so, or none is active. What is
    long is added to *defines*.
    """
    keeps: list[Condition] = []
    drops: list[Condition] = []
    for context, when in contexts:
        left = under(when, theme)
        is_active = left if left in (ALWAYS, NEVER) else Active(context.name)
        if context.keeps_own is not None:
            (keeps if context.keeps_own else drops).append(is_active)
    stays = some(*keeps, opposite(some(*drops)))
    if len(parts_of(stays)) < 2:
        return stays
    names = {each.condition: each.name for each in defines}
    if stays not in names:
        name = taken.new(OWN)
        defines.append(Define(name, stays, STAY))
        return Named(name)
    return Named(names[stays])


def _conditions(contexts: Iterable[Context], plugins: Plugins, ledger: Ledger) -> Iterator[tuple[Context, Condition]]:
    """
    Those of *contexts* that are on, and when they are active.
    """
    for context in contexts:
        ledger.blocks += len(context.blocks)
        if context.is_off:
            ledger.remark(context.file, "", "it is switched off")
            for block in context.blocks:
                ledger.hide(f"{block.told}: its context is off")
            continue
        try:
            clauses = plugins.clauses(context.file, context.conditions)
        except Broken as error:
            yield _lost(context, error.place, error.text, ledger)
            continue
        join = some if context.is_any and clauses else every
        # Where the page lacks what every condition asks about, a context is off.
        has_any = some(*(each.present for each in clauses)) if clauses else ALWAYS
        yield context, every(join(*(each.lenient for each in clauses)), has_any)


def _lost(context: Context, place: str, text: str, ledger: Ledger) -> tuple[Context, Condition]:
    """
    *context*, which stays without its blocks and never active, because others may ask for it.
    """
    ledger.lose(context.file, place, f"{text}; the context is never active", blocks=len(context.blocks))
    return attrs.evolve(context, blocks=()), NEVER


def _without_circles(
    contexts: list[tuple[Context, Condition]], defines: Iterable[Define], ledger: Ledger
) -> list[tuple[Context, Condition]]:
    """
    *contexts*, of which those that ask, by way of one another, whether they are themselves active are lost.
    """
    meant = {each.name: each.condition for each in defines}
    found = {context.name: (context, when) for context, when in contexts}
    asked = {name: _asked(when, meant) for name, (_, when) in found.items()}
    while circle := next(circles(asked), None):
        for name in circle:
            text = "whether it is active hangs on whether it is active"
            found[name] = _lost(found[name][0], "conditions", text, ledger)
            asked[name] = []
    return list(found.values())


def _asked(when: Condition, meant: Mapping[str, Condition]) -> list[str]:
    """
    The contexts that *when* asks for, itself or by a group.
    """
    groups = [meant[each.name] for each in every_part([when]) if isinstance(each, Named)]
    return sorted({each.region for each in every_part([when, *groups]) if isinstance(each, Active)})


def _groups(groups: Iterable[Group], plugins: Plugins, ledger: Ledger) -> Iterator[Define]:
    """
    The groups in their order, each by a name that no fact has or will get: those with a dot may be any fact's.
    """
    for group, name in [(each, plugins.names.new(each.name.replace(".", "_"))) for each in groups]:
        comment = f"{group.label} ({group.file})"
        try:
            clauses = plugins.clauses(group.file, group.conditions)
        except Broken as error:
            ledger.lose(group.file, error.place, f"{error.text}; no block of this group is shown")
            yield Define(name, NEVER, comment)
            continue
        whole = some(*(each.strict for each in clauses)) if group.is_any else every(*(each.lenient for each in clauses))
        yield Define(name, whole if clauses else ALWAYS, comment)


def _own(site: Site, plugins: Plugins, ledger: Ledger) -> list[tuple[Test, Stand]]:
    """
    The themes, and for each the region with the blocks that are placed in it.
    """
    themes: defaultdict[str, list[Placed]] = defaultdict(list)
    for each in sorted(site.placements, key=lambda each: (each.slot, each.order, each.name)):
        ledger.blocks += 1
        try:
            when = every(*(clause.strict for clause in plugins.clauses(each.file, each.visibility)))
        except Broken as error:
            ledger.lose(each.file, error.place, f"{error.text}; the block is left out", blocks=1)
            continue
        if why := each.why_hidden(every(when, plugins.theme(each.theme))):
            ledger.hide(f"{each.told}: {why}")
        else:
            themes[each.theme].append(Placed(each.block(each.name, when), each.file, plugins.theme(each.theme)))
    names = Names({context.name for context in site.contexts})
    return [
        (plugins.theme(theme), Stand(names.new(theme), placed=tuple(placed), comments=(OF_THEME.format(theme),)))
        for theme, placed in sorted(themes.items())
    ]


def _stand(context: Context, when: Condition, names: Names, plugins: Plugins, ledger: Ledger) -> Stand:
    """
    The region that a context becomes.
    """
    placed = []
    for each in sorted(context.blocks, key=lambda each: (each.theme, each.slot, each.order)):
        if why := each.why_hidden(every(when, plugins.theme(each.theme))):
            ledger.hide(f"{each.told}: {why}")
        else:
            block = each.block(names.new(each.name), ALWAYS)
            plugin = "" if each.is_unique else each.plugin
            placed.append(Placed(block, each.told, plugins.theme(each.theme), plugin))
    settings: list[Setting] = []
    for name in context.reactions.values:
        if name == "body_class":
            try:
                settings.append((name, context.reactions.part(name).text(name, "")))
            except Broken as error:
                ledger.lose(context.file, error.place, error.text)
        elif name != "blocks":
            ledger.lose(context.file, context.reactions.at(name), f"the reaction `{name}` is not carried over")
    comment = f"{context.label} ({context.file})"
    return Stand(context.name, when, tuple(placed), settings=tuple(settings), comments=(comment,))
