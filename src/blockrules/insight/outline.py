"""
An explanation as an outline of the page: a fragment of HTML that unfolds without a script.

What names a define opens it once; from there on, and from region to region, links lead on, so that the fragment is as
long as the rules are, however long the chains of names. Browsers unfold what a link leads into.
"""

from collections.abc import Callable, Mapping
from hashlib import blake2b

import attrs

from blockrules.insight import html, words
from blockrules.insight.account import Account
from blockrules.insight.reason import Reason
from blockrules.insight.tree import Part
from blockrules.insight.words import Facts, Types
from blockrules.language.source import Span

# What links lead to, by its kind and name.
Ids = Mapping[tuple[str, str | None], str]

JOINTS = {"and": "all of", "or": "any of", "not": "not"}


@attrs.frozen
class Links:
    """
    How an outline leads on: to regions and defines by *ids*, and to a *place* in a file; and what is *noted*
    beside the name of a region, or of a block of one.
    """

    ids: Ids
    place: Callable[[Span], str]
    noted: Callable[[Reason], str]

    def to(self, kind: str, name: str | None, text: str) -> str:
        """
        A link to the region or define of that name.
        """
        return f'<a href="#{self.ids[kind, name]}">{html.text(text)}</a>'


def outline(account: Account) -> str:
    """
    The page's facts, its slots with their blocks, its regions, and the conditions that have a name.
    """
    links = Links(_ids(account), lambda span: html.code(str(span)), _noted)
    slots = "".join(_slot(slot, account, links) for slot in account.slots)
    regions = html.listed(region(reason, account, links) for reason in account.regions)
    defines = html.listed(define(name, part, account.types, links) for name, part in account.defines.items())
    return (
        '<section class="blockrules" aria-label="Why the page has its layout">'
        f"<style>{html.style()}</style>"
        f"{_section('What rules ask of the page', facts(account.facts, account.types))}"
        f"{_section('Slots', slots and html.grid(slots))}"
        f"{_section('Regions, in order', regions)}"
        f"{_section('Named conditions', defines)}"
        "</section>"
    )


def _ids(account: Account) -> Ids:
    # Several fragments may stand on one page.
    prefix = f"blockrules-{blake2b(str(account).encode(), digest_size=6).hexdigest()}"
    named = [("region", reason.name) for reason in account.regions]
    named += [("define", name) for name in account.defines]
    return {key: f"{prefix}-{number}" for number, key in enumerate(named)}


def _section(title: str, body: str) -> str:
    return f"<h3>{title}</h3>{body}" if body else ""


def facts(facts: Facts, types: Types) -> str:
    """
    The values of some facts, side by side; nothing where there are none.
    """
    told = (f"{html.code(name)}: {html.code(words.said(value, types[name]))}" for name, value in facts.items())
    return f'<div class="facts">{html.listed(told)}</div>' if facts else ""


def _slot(slot: str, account: Account, links: Links) -> str:
    blocks = html.listed(block(reason, account, links) for reason in account.slots[slot])
    return f'<section class="slot"><h4>{html.text(slot)}</h4>{blocks}</section>'


def block(reason: Reason, account: Account, links: Links) -> str:
    """
    A block, in its slot, that unfolds to its reason.
    """
    twin = _twin(reason, account)
    host = account.region(reason.block.region if reason.block else reason.name)
    rows = [
        _row("Region", f"{links.to('region', host.name, host.name)} is {_state(host)}"),
        _row("Not again", f"the slot has it already, from {links.to('region', twin, twin)}") if twin else "",
    ]
    return _details(reason, "".join(rows), links, is_there=reason.shown and not twin)


def _twin(reason: Reason, account: Account) -> str | None:
    """
    The region whose block of the same name stands in the slot in place of this one (the law, 5).
    """
    here = account.layout.slots[reason.slot] if reason.slot is not None and reason.shown else ()
    rivals = (block.region for block in here if block.name == reason.name and block is not reason.block)
    return next(rivals, None)


def region(reason: Reason, account: Account, links: Links) -> str:
    """
    A region that unfolds to its reason.
    """
    blocks = account.blocks[reason.name]
    slotted = [
        f"{html.code(each.name)} in {html.text(each.slot)}, {_state(each)}" for each in blocks if each.slot is not None
    ]
    loose = html.listed(block(each, account, links) for each in blocks if each.slot is None)
    rows = _row("Blocks", *slotted) + (_row("Blocks without a slot", loose) if loose else "")
    return _details(reason, rows, links, is_there=reason.shown)


def _details(reason: Reason, rows: str, links: Links, *, is_there: bool) -> str:
    """
    What unfolds to the reason of a region or block, which is a ghost of itself where it is not there.
    """
    return (
        f'<details class="{"there" if is_there else "ghost"}">'
        f'<summary><span class="name">{html.text(reason.name)}</span> '
        f'<span class="note">{links.noted(reason)}</span></summary>'
        f"{_reason(reason, rows, links)}</details>"
    )


def _noted(reason: Reason) -> str:
    of = f", of {html.text(reason.block.region)}" if reason.block else ""
    near = "" if reason.shown else f"; {html.prose(_missed(reason))}"
    return f"{_state(reason)}{of}{near}"


def _missed(reason: Reason) -> str:
    said = words.missed(reason)
    return f"{words.state(reason, shown=True)} {said}" if said.startswith("if ") else said


def _reason(reason: Reason, rows: str, links: Links) -> str:
    target = "" if reason.block else f' id="{links.ids["region", reason.name]}"'
    changes = [html.prose(words.change(each, reason.types)) for each in reason.would_change]
    return (
        f"<dl{target}>"
        f"{_row('Rule', links.place(reason.span))}"
        f"{rows}"
        f"{_row('Not reached', f'{html.code(reason.came_first)} came first') if reason.came_first else ''}"
        f"{_row('When', html.listed([_part(reason.condition, reason.types, links, is_open=True)]))}"
        f"{_row('Because', facts(reason.because, reason.types) or words.because(reason))}"
        f"{_row(f'It would {words.opposite(reason)}', *(changes or [words.unchanging(reason)]))}"
        f"{_row('It stands', html.prose(reason.standing))}"
        "</dl>"
    )


def _row(title: str, *values: str) -> str:
    return f"<dt>{title}</dt>" + "".join(f"<dd>{value}</dd>" for value in values) if values else ""


def define(name: str, part: Part, types: Types, links: Links) -> str:
    """
    A condition that has a name, and unfolds to its parts.
    """
    tree = html.listed([_part(part, types, links, is_open=False)])
    summary = f'{_truth(part)} <span class="name">{html.text(name)}</span>'
    place = _row("Rule", links.place(part.span))
    return (
        f'<details class="there"><summary>{summary}</summary>'
        f'<dl id="{links.ids["define", name]}">{place}{_row("When", tree)}</dl></details>'
    )


def _part(part: Part, types: Types, links: Links, *, is_open: bool) -> str:
    """
    A part of a condition, with its truth; *is_open* where the defines that it names are opened.
    """
    if part.names is not None and not (part.kind == "define" and is_open):
        note = f' <span class="note">({words.beaten(part)})</span>' if words.beaten(part) else ""
        return f"{_truth(part)} {links.to(part.kind, part.names, part.text)}{note}"
    # A list, not a generator: conditions nest as deep as the stack of Python allows.
    inside = html.listed([_part(each, types, links, is_open=is_open and part.names is None) for each in part.parts])
    if part.names is not None:
        return f"<details><summary>{_truth(part)} {html.code(part.text)}</summary>{inside}</details>"
    read = f' <span class="note">({html.text(words.told(part.facts, types))})</span>' if part.facts else ""
    return f"{_truth(part)} {JOINTS.get(part.kind) or html.code(part.text)}{read}{inside}"


def _truth(part: Part) -> str:
    return '<span class="yes">yes</span>' if part.holds else '<span class="no">no</span>'


def _state(reason: Reason) -> str:
    return words.state(reason, shown=reason.shown)
