"""
What can never happen, and what makes no difference: legal, but surely not meant, and proved of all possible pages.

Whoever writes `false`, `true`, `0%` or `100%` means it, so nothing is said of what follows from these words.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram
from blockrules.analysis.premises import Premise, as_assumed, assumed, contradicting, labels, listed, premises, together
from blockrules.analysis.world import Side
from blockrules.insight.tree import one_line
from blockrules.language.diagnostics import Diagnostic, Label, report
from blockrules.model import conditions
from blockrules.model.checker import Node
from blockrules.model.conditions import Condition, is_one
from blockrules.model.regions import Placement, Region
from blockrules.model.truth import BUCKETS

Alternative = Region | Placement
Turned = TypeVar("Turned", Region, Placement)
# Why only some pages come to a part: told only when it is needed.
Context = Callable[[], Sequence[Premise]]


def found(side: Side) -> Iterator[Diagnostic]:
    """
    The findings of a file.
    """
    told = list(_Finder(side).found())
    unknown = [each for each in told if each.code == "BR921"]
    yield from (each for each in told if each.code != "BR921")
    if unknown:
        more = f"; nor {len(unknown) - 1:,} more like it" if len(unknown) > 1 else ""
        yield attrs.evolve(unknown[0], message=unknown[0].message + more)


@attrs.frozen(eq=False, slots=False)
class _Finder:
    side: Side
    # Defines and regions that have been told of as always the same.
    settled: set[Node] = attrs.field(factory=set)

    def found(self) -> Iterator[Diagnostic]:
        side = self.side
        if side.world.is_empty:
            yield self._no_page()
            return
        for name, condition in side.model.defines.items():
            yield from self._define(name, condition)
        yield from self._same_defines()
        for region in side.model.regions:
            yield from self._region(region)
        yield from self._needless()
        yield from self._never_first()

    # What can never be

    def _no_page(self) -> Diagnostic:
        because = contradicting(self.side, TRUE, self.assumed)
        why = f"{listed([each.text for each in because])} {_are_never_true(len(because))}"
        span = because[0].condition.span
        return report("BR919", span, labels=labels(self.side, because[1:], span), why=why)

    def _region(self, region: Region) -> Iterator[Diagnostic]:
        active = self.side.where.regions[region.name]
        where = self.side.world.occurring(active)
        if active is None or where is None:
            yield report("BR921", region.name_span, what=f"`{region.name}` can be active")
        elif where == FALSE:
            self.settled.add(("region", region.name))
            yield from self._never(region, region.name, self._before(region), [])
        else:
            yield from self._idle(region.condition, TRUE, list)
            for place, placement in enumerate(region.placements):
                yield from self._block(region, active, place, placement)

    def _block(self, region: Region, active: Diagram, place: int, placement: Placement) -> Iterator[Diagnostic]:
        where = self.side.world.occurring(self.side.where.shown(region, place))
        if where is None:
            yield report("BR921", placement.name_span, what=f"`{placement.block.name}` can be shown")
        elif where == FALSE:
            before, around = self._before(placement, region), self._around(region)
            yield from self._never(placement, placement.block.name, before, around)
        else:
            yield from self._idle(placement.condition, active, lambda: self._around(region))

    def _around(self, region: Region) -> Sequence[Premise]:
        """
        What is so where *region* is active.
        """
        return [*premises(self.side, region.condition), *self._none_of(self._before(region))]

    def _none_of(self, rivals: Sequence[Alternative]) -> Sequence[Premise]:
        wheres = [self.side.opposite(self.side.where.holds(rival.condition)) for rival in rivals]
        return [
            Premise(
                where, rival.condition, holds=False, of=rival.name if isinstance(rival, Region) else rival.block.name
            )
            for rival, where in zip(rivals, wheres, strict=True)
            if where is not None
        ]

    def _never(
        self, one: Alternative, name: str, rivals: Sequence[Alternative], around: Sequence[Premise]
    ) -> Iterator[Diagnostic]:
        every = [*premises(self.side, one.condition), *around, *self._none_of(rivals), *self.assumed]
        because = contradicting(self.side, TRUE, every)
        if any(self._is_meant(each.condition) or self._is_told(each) for each in because):
            return
        verb = "chosen" if one.turn else "active" if isinstance(one, Region) else "shown"
        what = f"the region `{name}`" if isinstance(one, Region) else f"the block `{name}`"
        yield report(
            "BR915",
            one.name_span,
            labels=labels(self.side, because, one.name_span),
            what=what,
            shown=verb,
            why=_why_never(because),
        )

    # What makes no difference

    def _define(self, name: str, condition: Condition) -> Iterator[Diagnostic]:
        where = self.side.where.defines[name]
        if where is None:
            yield report("BR921", condition.span, what=f"`{name}` can hold")
            return
        told = list(self._idle(condition, TRUE, list))
        if FALSE in (self.side.world.occurring(where), self.side.world.occurring(self.side.opposite(where))):
            self.settled.add(("define", name))
        yield from told

    def _same_defines(self) -> Iterator[Diagnostic]:
        first: dict[Diagram, str] = {}
        for name, condition in self.side.model.defines.items():
            where = self.side.where.defines[name]
            if where is None or ("define", name) in self.settled or self._is_meant(condition):
                continue
            here = self.side.all([where, *(self.side.world.limits or ())])
            if here is not None and first.setdefault(here, name) != name:
                other = first[here]
                label = Label(self.side.model.defines[other].span, f"`{other}` is this")
                yield report("BR917", condition.span, labels=[label], name=name, other=other)

    def _idle(self, condition: Condition, care: Diagram, context: Context) -> Iterator[Diagnostic]:
        """
        The outermost parts of *condition* that are always true or never, where only pages of *care* come to them;
        *context* tells why only these.
        """
        where = self.side.where.holds(condition)
        opposite = self.side.opposite(where)
        if where is None or opposite is None or self._is_meant(condition):
            return
        for outcome, other in (("always", opposite), ("never", where)):
            if self._is_empty([care, other]):
                yield from self._makes_no_difference(condition, other, context(), outcome)
                return
        match condition:
            case conditions.Not(operand) if not is_one(condition):
                yield from self._idle(operand, care, context)
            case conditions.All(operands) | conditions.Some(operands) if not is_one(condition):
                yield from self._idle_operands(operands, care, context, holds=isinstance(condition, conditions.All))
            case _:
                pass

    def _idle_operands(
        self, operands: Sequence[Condition], care: Diagram, context: Context, *, holds: bool
    ) -> Iterator[Diagnostic]:
        """
        Of *operands*, each where all others hold, or where none does; the last first, and those of which something is
        told left out, so that of two that say the same one is told of, and all that is told can be mended at once.
        """
        side = self.side
        wheres = [side.where.holds(each) for each in operands]
        wheres = wheres if holds else list(map(side.opposite, wheres))
        before: list[Diagram | None] = [care]
        for where in wheres:
            before.append(side.all([before[-1], where]))
        after: Diagram | None = TRUE
        kept = list(operands)
        for number in reversed(range(len(operands))):
            here = side.all([before[number], after])

            def around(number: int = number) -> Sequence[Premise]:
                others = [each for each in kept if each is not operands[number]]
                return [*(each for other in others for each in premises(side, other, holds=holds)), *context()]

            told = list(self._idle(operands[number], care if here is None else here, around))
            yield from told
            if told:
                del kept[number]
            else:
                after = side.all([after, wheres[number]])

    def _needless(self) -> Iterator[Diagnostic]:
        """
        What is assumed though it is so without; the last first, so that of two that say the same one is told of.
        """
        left = self.assumed
        for promise in reversed(self.side.model.promises):
            if promise.word != "assume":
                continue
            others = [each for each in left if each.condition is not promise.condition]
            opposite = self.side.opposite(self.side.where.holds(promise.condition))
            if opposite is not None and self.side.all([opposite, *(each.where for each in others)]) == FALSE:
                told = list(self._makes_no_difference(promise.condition, opposite, others, "always"))
                yield from told
                left = others if told else left

    def _is_empty(self, every: Iterable[Diagram | None]) -> bool:
        return self.side.world.occurring(self.side.all(every)) == FALSE

    def _makes_no_difference(
        self, part: Condition, opposite: Diagram, context: Sequence[Premise], outcome: str
    ) -> Iterator[Diagnostic]:
        assumptions = [each for each in self.assumed if each.condition is not part and each not in context]
        because = contradicting(self.side, opposite, [*context, *assumptions])
        is_told = _node(part) in self.settled and not because
        if is_told or any(self._is_meant(each.condition) or self._is_told(each) for each in because):
            return
        where = together(because)
        why = (f"where {where}, " if where else "") + f"it is {outcome} true{as_assumed(because)}"
        yield report(
            "BR916", part.span, labels=labels(self.side, because, part.span), part=one_line(part.span.text), why=why
        )

    # What is shadowed

    def _never_first(self) -> Iterator[Diagnostic]:
        """
        Blocks of which another of the same name always stands before them in their slot.
        """
        standing: dict[tuple[str, str], list[tuple[int, Region, int]]] = {}
        for region in self.side.model.regions:
            for place, placement in enumerate(region.placements):
                if placement.block.slot is not None:
                    names = placement.block.slot, placement.block.name
                    standing.setdefault(names, []).append((placement.weight, region, place))
        for (slot, name), several in standing.items():
            before: list[tuple[Region, int]] = []
            for _, region, place in sorted(several, key=lambda each: each[0]):
                if before:
                    yield from self._shadowed(slot, name, region, place, before)
                before.append((region, place))

    def _shadowed(
        self, slot: str, name: str, region: Region, place: int, before: Sequence[tuple[Region, int]]
    ) -> Iterator[Diagnostic]:
        side = self.side
        shown = side.world.occurring(side.where.shown(region, place))
        earlier = side.some(side.where.shown(*each) for each in before)
        if shown in (None, FALSE) or not self._is_empty([shown, side.opposite(earlier)]):
            return
        others = [(each, at) for each, at in before if not self._is_empty([shown, side.where.shown(each, at)])]
        spots = [Label(each.placements[at].name_span, f"of the region `{each.name}`") for each, at in others]
        yield report("BR918", region.placements[place].name_span, labels=spots, name=name, slot=slot)

    # What is meant, and what is told already

    @cached_property
    def assumed(self) -> Sequence[Premise]:
        """What the file assumes."""
        return list(assumed(self.side))

    @cached_property
    def choices(self) -> Mapping[int, Sequence[Region]]:
        """The alternatives of each `choose` of regions, in their turn."""
        return _in_turn(self.side.model.regions)

    def _before(self, one: Alternative, region: Region | None = None) -> Sequence[Alternative]:
        """
        The alternatives that come before *one*, a region or a block of *region*.
        """
        if one.turn is None:
            return []
        choices: Mapping[int, Sequence[Alternative]] = _in_turn(region.placements) if region else self.choices
        return choices[one.turn.choose][: one.turn.place]

    def _is_told(self, premise: Premise) -> bool:
        return _node(premise.condition) in self.settled

    def _is_meant(self, condition: Condition) -> bool:
        return _is_meant(condition, self.meant)

    @cached_property
    def meant(self) -> set[Node]:
        """The defines and regions whose conditions are made of such words alone."""
        regions = {region.name: region for region in self.side.model.regions}
        found: set[Node] = set()
        for kind, name in self.side.model.needs:
            condition = self.side.model.defines[name] if kind == "define" else regions[name].condition
            if (kind == "define" or regions[name].turn is None) and _is_meant(condition, found):
                found.add((kind, name))
        return found


def _node(condition: Condition) -> Node | None:
    """
    What *condition* names, where it is but a name.
    """
    match condition:
        case conditions.Defined(name):
            return "define", name
        case conditions.Active(region):
            return "region", region
        case _:
            return None


def _is_meant(condition: Condition, meant: Container[Node | None]) -> bool:
    """
    Whether *condition* is made of words alone that have but one outcome, or of what is *meant* to have but one.
    """
    match condition:
        case conditions.Constant():
            return True
        case conditions.InShare(_, share):
            return share in (0, BUCKETS)
        case conditions.Not(operand):
            return _is_meant(operand, meant)
        case conditions.All(operands) | conditions.Some(operands):
            return all(_is_meant(each, meant) for each in operands)
        case _:
            return _node(condition) in meant


def _in_turn(every: Sequence[Turned]) -> Mapping[int, Sequence[Turned]]:
    found: dict[int, list[tuple[int, Turned]]] = {}
    for each in every:
        if each.turn:
            found.setdefault(each.turn.choose, []).append((each.turn.place, each))
    return {choose: [each for _, each in sorted(rows, key=lambda row: row[0])] for choose, rows in found.items()}


def _why_never(because: Sequence[Premise]) -> str:
    """
    Why nothing is left where all of *because* is so.
    """
    first = [f"`{each.of}`" for each in because if each.of]
    rest = [each for each in because if not each.of]
    if not first:
        said = [each.text if each.holds else f"not {each.text}" for each in rest if not each.is_assumed]
        return f"{listed(said)} {_are_never_true(len(said))}{as_assumed(because)}"
    where = together(rest)
    comes = f"{listed(first, 'or')} {'comes' if where else 'always comes'} first"
    return (f"where {where}, {comes}" if where else comes) + as_assumed(because)


def _are_never_true(number: int) -> str:
    return "are never true together" if number > 1 else "is never true"
