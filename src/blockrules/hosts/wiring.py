"""
How rules, a host's table of headers and its templates fit together: what is amiss there no rules file can tell.
"""

from collections.abc import Callable, Iterator

import attrs

from blockrules.hosts.caching import Table
from blockrules.hosts.request import Clock
from blockrules.language.diagnostics import escaped
from blockrules.language.nearness import suggestion
from blockrules.language.source import Span
from blockrules.model.regions import Block
from blockrules.model.types import Kind
from blockrules.ruleset import Rules


@attrs.frozen
class Oversight:
    """
    What does not fit, and where in the rules; None of what stands in the host only.
    """

    message: str
    span: Span | None

    def __str__(self) -> str:
        return f"{escaped(str(self.span))}: {self.message}" if self.span else self.message


def oversights(rules: Rules, headers: Table, has_template: Callable[[Block], bool] | None) -> Iterator[Oversight]:
    """
    What is amiss between *rules* and a host with these *headers* of facts, which *has_template* for some blocks; None
    where that is not known.
    """
    yield from _untold(rules, headers)
    yield from _timed(rules, headers)
    yield from _unknown(rules, headers)
    yield from _bare(rules, has_template) if has_template else ()


def _untold(rules: Rules, headers: Table) -> Iterator[Oversight]:
    for name, span in rules.asked.items():
        if name not in headers:
            yield Oversight(
                f"the table of headers says nothing of `{escaped(name)}`: no cache can keep a page that hangs on it",
                span,
            )


def _timed(rules: Rules, headers: Table) -> Iterator[Oversight]:
    for name, span in rules.asked.items():
        is_heeded = name == "now" and rules.facts[name].type is Kind.DATETIME
        if isinstance(headers.get(name), Clock) and not is_heeded:
            yield Oversight(
                f"`{escaped(name)}` is read from the clock, of which caches are told only by a datetime called `now`: "
                "no cache can keep a page that hangs on it",
                span,
            )


def _unknown(rules: Rules, headers: Table) -> Iterator[Oversight]:
    for name in headers:
        if name not in rules.facts:
            near = suggestion(name, rules.facts)
            more = f"; {near}" if near else ""
            yield Oversight(f"the table of headers has `{escaped(name)}`, which is no fact of the rules{more}", None)


def _bare(rules: Rules, has_template: Callable[[Block], bool]) -> Iterator[Oversight]:
    """
    Blocks without a template, where others have one: a host may render none of them by templates.
    """
    every = [placement for region in rules.all_regions for placement in region.placements]
    bare = [placement for placement in every if not has_template(placement.block)]
    if len(bare) == len(every):
        return
    for placement in bare:
        yield Oversight(f"the block `{escaped(placement.block.name)}` has no template", placement.name_span)
