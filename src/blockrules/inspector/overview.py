"""
A page as its rules make it: its slots with what stands in them, its regions, and as ghosts what is hidden, each with
the single facts that would bring it in.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from html import escape
from urllib.parse import urlencode

import attrs

from blockrules.insight import html, outline, words
from blockrules.insight.account import Account
from blockrules.insight.outline import Links
from blockrules.insight.reason import Reason
from blockrules.inspector.address import WITH, pairs_of
from blockrules.inspector.changes import Changes, Key, keyed
from blockrules.inspector.controls import id_of
from blockrules.language.source import Span
from blockrules.model.facts import Fact
from blockrules.model.types import Value


@attrs.frozen(eq=False, slots=False)
class Overview:
    """
    What is shown of an *account*, with a *link* for each place, and the *changes* beside what was before, if any.
    """

    account: Account
    facts: Mapping[str, Fact]
    link: Callable[[Span], str]
    changes: Changes | None

    def written(self) -> str:
        """
        The slots, the regions in order, and the conditions that have a name.
        """
        account, links = self.account, self.links
        slots = "".join(self._slot(slot) for slot in account.slots)
        regions = html.listed(
            self._card(("region", reason.name), reason, outline.region(reason, account, links))
            for reason in account.regions
        )
        defines = html.listed(
            outline.define(name, part, account.types, links) for name, part in account.defines.items()
        )
        return (
            f"{self._news()}"
            f"{_section('slots', 'Slots', slots and html.grid(slots))}"
            f"{_section('regions', 'Regions, in order', regions)}"
            f"{_section('defines', 'Named conditions', defines)}"
            f"{self._needed()}"
        )

    @cached_property
    def links(self) -> Links:
        """How its parts lead to one another."""
        ids: dict[tuple[str, str | None], str]
        ids = {("region", reason.name): id_of("why", "region", reason.name) for reason in self.account.regions}
        ids |= {("define", name): id_of("why", "define", name) for name in self.account.defines}
        return Links(ids, self.link, _noted)

    def _slot(self, slot: str) -> str:
        cards = html.listed(
            self._card(self._keys[id(reason)], reason, outline.block(reason, self.account, self.links))
            for reason in self.account.slots[slot]
        )
        return f'<section class="slot"><h3>{html.text(slot)}</h3>{cards}</section>'

    @cached_property
    def _keys(self) -> Mapping[int, Key]:
        return {id(reason): key for key, reason in keyed(self.account)}

    def _card(self, key: Key, reason: Reason, inside: str) -> str:
        fresh = " fresh" if self.changes and any(reason is each for each in self.changes.appeared) else ""
        state = "on" if reason.shown else "off"
        return f'<div class="card {state}{fresh}" id="{id_of(*map(str, key))}">{inside}{self._ways(key, reason)}</div>'

    def _ways(self, key: Key, reason: Reason) -> str:
        """
        Buttons for the single facts that would bring in what is hidden; its region first, where that is not there.
        """
        if reason.shown:
            return ""
        buttons = []
        for name, value in _single(reason):
            pairs = urlencode([*pairs_of(self.facts[name], value)])
            said = words.said(value, reason.types[name])
            buttons.append(
                f'<button form="facts" name="{WITH}" value="{escape(pairs)}" id="{id_of("way", *key, name, said)}">'
                f"{html.text(name)}: {html.text(said)}</button>"
            )
        told = f'<span class="note">{"shown" if reason.block else "active"} with</span> '
        return f'<p class="ways">{told}{" ".join(buttons)}</p>' if buttons else ""

    def _news(self) -> str:
        """
        What changed, with why, and links to it.
        """
        told = (*self.changes.appeared, *self.changes.gone) if self.changes else ()
        rows = html.listed(map(self._changed, told))
        return f'<section id="changes" aria-label="What changed">{rows}</section>' if rows else ""

    def _changed(self, reason: Reason) -> str:
        word = '<span class="yes">appeared</span>' if reason.shown else '<span class="no">gone</span>'
        link = f'<a href="#{id_of(*map(str, self._keys[id(reason)]))}">{html.text(words.name(reason))}</a>'
        inside = [each.name for each in self.account.blocks[reason.name] if each.shown] if not reason.block else []
        having = f' <span class="note">with {html.text(", ".join(inside))}</span>' if inside else ""
        why = f"{reason.came_first} came first" if reason.came_first else f"because {words.because(reason)}"
        return f'{word} {link}{having} <span class="note">{html.text(why)}</span>'

    def _needed(self) -> str:
        layout = self.account.layout
        names = ", ".join(f"<code>{html.text(name)}</code>" for name in layout.vary) or "no fact"
        until = (
            f" With all else equal it stays so until just before {layout.expires.isoformat()}."
            if layout.expires
            else ""
        )
        return f'<p class="note">This hung on {names}.{until}</p>'


def _noted(reason: Reason) -> str:
    """
    What is said of a card before it is unfolded; what shows at a glance only to those who do not see it.
    """
    state = words.state(reason, shown=reason.shown)
    told = f'<span class="unseen">{state}</span>' if reason.shown else state
    if reason.block:
        told += f"{'' if reason.shown else ', of'} {html.text(reason.block.region)}"
    elif reason.shown:
        told += f" {html.text(words.because(reason))}"
    if not reason.shown and not any(_single(reason)):
        told += f"; {html.prose(words.missed(reason))}"
    return told


def _single(reason: Reason) -> Iterator[tuple[str, Value]]:
    """
    The changes of one fact that turn the outcome round.
    """
    return (next(iter(change.items())) for change in reason.would_change if len(change) == 1)


def _section(name: str, title: str, body: str) -> str:
    return f'<section id="{name}"><h2>{title}</h2>{body}</section>' if body else ""
