"""
The facts of a page as a form: each a control that suits its type, which a browser can send without a script.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from html import escape
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import attrs

from blockrules.insight import html, words
from blockrules.inspector.address import END, NONE, SAMPLE, SINCE, Visit
from blockrules.language.tokens import quoted
from blockrules.model.facts import Fact
from blockrules.model.samples import Sample
from blockrules.model.typed import value_of
from blockrules.model.types import Kind, OneOf, SetOf, Value
from blockrules.ruleset import Rules

# More members than these are a list to choose from.
MOST_SIDE_BY_SIDE = 4
# A text of more lines than these is scrolled.
MOST_ROWS = 8
INPUTS = {
    Kind.INT: 'type="number" step="1"',
    Kind.NUMBER: 'type="number" step="any"',
    Kind.DATE: 'type="date"',
    Kind.TIME: 'type="time" step="1"',
    Kind.DATETIME: 'type="datetime-local" step="1"',
}
ABSENT = "absent"


def form(rules: Rules, seen: Visit, query: str) -> str:
    """
    The controls of all facts, as *seen*; *query* is the page's own, since which changes are told.
    """
    controls = "".join(_Control(fact, seen, rules.zone).written() for fact in rules.facts.values())
    return (
        '<form id="facts" method="get" action="./" autocomplete="off">'
        "<details open><summary><h2>The page has</h2></summary>"
        f'<input type="hidden" name="{SINCE}" value="{escape(query)}">'
        f'<input type="hidden" name="{END}" value="&#10;">'
        f"{_unknown(seen)}{controls or '<p>These rules ask nothing of a page.</p>'}"
        '<button class="go">Show this page</button>'
        "</details></form>"
    )


def samples(rules: Rules, seen: Visit, query: str) -> str:
    """
    Links that start from each sample page; nothing where the file has none.
    """
    links = []
    for name, page in rules.pages.items():
        current = ' aria-current="true"' if _is_at(seen, page, rules) else ""
        target = escape(f"?{urlencode({SAMPLE: name, SINCE: query})}")
        links.append(f'<a id="{id_of("sample", name)}" href="{target}"{current}>{html.text(name)}</a>')
    if not links:
        return ""
    return f'<nav class="samples" aria-label="Sample pages"><h2>Start from</h2>{html.listed(links)}</nav>'


def _is_at(seen: Visit, page: Sample, rules: Rules) -> bool:
    """
    Whether what is *seen* is that sample page, as far as it is complete.
    """
    asked = (fact for fact in rules.facts.values() if not fact.required or fact.name in page)
    return seen.is_whole and all(seen.values[fact.name] == page.get(fact.name, fact.default) for fact in asked)


def id_of(kind: str, *names: object) -> str:
    """
    What elements are known by from one page to the next.
    """
    return f"{kind}-{blake2b(repr(names).encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


def _unknown(seen: Visit) -> str:
    return f'<div class="wrong">{html.listed(map(html.prose, seen.unknown))}</div>' if seen.unknown else ""


@attrs.frozen
class _Control:
    fact: Fact
    seen: Visit
    zone: ZoneInfo | None

    @property
    def id(self) -> str:
        return id_of("fact", self.fact.name)

    @property
    def name(self) -> str:
        return f'name="{escape(self.fact.name)}"'

    @property
    def fault(self) -> str | None:
        return self.seen.faults.get(self.fact.name)

    @property
    def value(self) -> Value:
        return self.seen.values.get(self.fact.name)

    @property
    def members(self) -> frozenset[str]:
        return frozenset(map(str, self.value)) if isinstance(self.value, frozenset) else frozenset()

    def is_a_line(self) -> bool:
        """
        Whether an entry can hold the members, with commas between them.
        """
        read = value_of(self.fact, self.text(), self.zone)
        is_same = isinstance(read, list) and self.members == {*map(str, read)}
        return is_same and not any(map(_has_lines, self.members))

    def written(self) -> str:
        match self.fact.type:
            case OneOf(members) if len(members) <= MOST_SIDE_BY_SIDE:
                return self.fieldset(self.radios([*members]))
            case OneOf(members):
                return self.labelled(self.chosen(members))
            case Kind.BOOL:
                return self.fieldset(self.radios(["true", "false"]))
            case SetOf(OneOf(members)):
                return self.fieldset(self.checkboxes(members) + self.absent())
            case SetOf() if not self.is_a_line():
                # What no entry can hold can still be taken away.
                return self.fieldset(self.checkboxes(sorted(self.members)) + self.absent())
            case SetOf() | Kind.TEXT if self.fact.optional:
                return self.fieldset(self.entry(f'id="{self.id}" aria-labelledby="{self.id}-name"') + self.absent())
            case _:
                return self.labelled(self.entry(f'id="{self.id}"'))

    def fieldset(self, inside: str) -> str:
        legend = f'<legend id="{self.id}-name">{self.title()}</legend>'
        choices = f'<div class="choices">{inside}</div>'
        return f'<fieldset class="fact"{self.described()}>{legend}{choices}{self.wrong()}</fieldset>'

    def labelled(self, control: str) -> str:
        return f'<div class="fact"><label for="{self.id}">{self.title()}</label>{control}{self.wrong()}</div>'

    def title(self) -> str:
        return f'{html.text(self.fact.name)} <span class="note">{html.text(self.note())}</span>'

    def note(self) -> str:
        type = "" if isinstance(self.fact.type, OneOf) else str(self.fact.type)
        if isinstance(self.fact.type, SetOf) and isinstance(self.fact.type.element, OneOf):
            type = "set"
        if self.fact.type is Kind.DATETIME and self.zone:
            type = f"{type}, {self.zone.key}"
        default = f"else {words.said(self.fact.default, self.fact.type)}" if self.fact.default is not None else ""
        return ", ".join(filter(None, [type, "optional" if self.fact.optional else "", default]))

    def wrong(self) -> str:
        if self.fault is None:
            return ""
        # A control of numbers or dates shows nothing else.
        typed = self.seen.typed[self.fact.name] if self.fact.type in INPUTS else ""
        came = f", not <code>{html.text(typed)}</code>" if typed else ""
        return f'<p class="wrong" id="{self.id}-wrong">{html.prose(self.fault)}{came}</p>'

    def described(self) -> str:
        return f' aria-describedby="{self.id}-wrong" aria-invalid="true"' if self.fault is not None else ""

    def radios(self, members: list[str]) -> str:
        here = ("true" if self.value else "false") if isinstance(self.value, bool) else self.value
        choices = [(member, member, here == member and self.fault is None) for member in members]
        if self.fact.optional and "" not in members:
            choices.append(("", ABSENT, here is None and self.fault is None))
        return self.ticked("radio", choices)

    def checkboxes(self, members: Iterable[str]) -> str:
        marker = f'<input type="hidden" {self.name} value="">'
        choices = [(member, member or quoted(member), member in self.members) for member in members]
        return marker + self.ticked("checkbox", choices)

    def ticked(self, type: str, choices: Iterable[tuple[str, str, bool]]) -> str:
        return "".join(
            f'<label class="choice{" none" if shown == ABSENT and not value else ""}">'
            f'<input type="{type}" id="{id_of("choice", self.fact.name, value)}" {self.name} value="{escape(value)}"'
            f"{' checked' if is_on else ''}>"
            f"<span>{html.text(shown)}</span></label>"
            for value, shown, is_on in choices
        )

    def absent(self) -> str:
        if not self.fact.optional:
            return ""
        checked = " checked" if self.value is None and self.fault is None else ""
        return (
            f'<label class="choice none"><input type="checkbox" id="{self.id}-none" name="{NONE}" '
            f'value="{escape(self.fact.name)}"{checked}><span>{ABSENT}</span></label>'
        )

    def chosen(self, members: Iterable[str]) -> str:
        choices = [("", ABSENT)] if self.fact.optional else []
        here = "" if self.value is None else self.value
        chosen = None if self.fault is not None else here
        options = [
            _option(value, shown, is_on=value == chosen)
            for value, shown in [*choices, *((each, each) for each in members)]
        ]
        lead = '<option value="" disabled selected>choose</option>' if chosen is None else ""
        return f'<select id="{self.id}" {self.name}{self.described()}>{lead}{"".join(options)}</select>'

    def entry(self, known_by: str) -> str:
        text = self.seen.typed.get(self.fact.name, "") if self.fault is not None else self.text()
        kind = INPUTS.get(self.fact.type) if isinstance(self.fact.type, Kind) else None
        if kind is None or (self.fact.type is Kind.DATETIME and not self.is_local(text)):
            kind = 'type="text" spellcheck="false" autocapitalize="off"'
            if _has_lines(text):
                return self.lines(known_by, text)
        return f'<input {kind} {known_by} {self.name} value="{escape(text)}"{self.described()}>'

    def lines(self, known_by: str, text: str) -> str:
        rows = min(len(text.splitlines()) + 1, MOST_ROWS)
        # The line end that begins it is not part of the text.
        return (
            f'<textarea rows="{rows}" spellcheck="false" autocapitalize="off" {known_by} {self.name}'
            f"{self.described()}>\n{escape(text)}</textarea>"
        )

    def text(self) -> str:
        """
        The value as its control has it.
        """
        match self.value:
            case None:
                return ""
            case datetime() as moment if self.zone:
                local = moment.astimezone(self.zone).replace(tzinfo=None)
                is_plain = local.replace(tzinfo=self.zone) == moment
                return local.isoformat() if is_plain else words.said(moment, self.fact.type)
            case frozenset() as members:
                return ", ".join(sorted(map(str, members)))
            case str() as text:
                return text
            case value:
                return words.said(value, self.fact.type)

    def is_local(self, text: str) -> bool:
        """
        Whether *text*, of a datetime, can stand in a control that knows no offsets.
        """
        return self.zone is not None and not text.endswith("Z")


def _has_lines(text: str) -> bool:
    return "\n" in text or "\r" in text


def _option(value: str, shown: str, *, is_on: bool) -> str:
    selected = " selected" if is_on else ""
    return f'<option value="{escape(value)}"{selected}>{html.text(shown)}</option>'
