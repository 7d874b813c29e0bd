"""
The plan: what a page shows, found by ruling out cubes.

Every cube of every output (a region; for layouts also a block that is not always shown in its region) has a bit. The
value of each fact leaves some of them alive; what is alive after all facts is the answer. A fact that no living cube
asks about is not read. Bits stand in the order of the outputs, so nothing is sorted for a page. Nothing here changes
after it is made but what it remembers, in dictionaries whose entries are put in whole; so plans are shared between
threads without locks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from itertools import chain
from operator import getitem
from struct import Struct
from typing import Generic, Protocol, TypeVar

import attrs

from blockrules.engine.axes import Axis
from blockrules.engine.cubes import Cube, Grid, Union
from blockrules.engine.domains import Atoms, Signs
from blockrules.engine.guards import Guard, Known
from blockrules.engine.masks import mask_of, numbers_in
from blockrules.engine.memory import Memory
from blockrules.engine.tables import ClassTable, Entry, SignTable, Table
from blockrules.model.conditions import Test
from blockrules.model.truth import passes
from blockrules.model.types import Value

Label = TypeVar("Label")
# Of a step: its number, the cubes that ask, what it reads, from value to class, from class to cubes, the cubes that
# ask about nothing after it though they are not alone, and whether it is of the time.
Row = tuple[int, int, str, Callable[[Value], int], Callable[[int], int], int, bool]
WORD = 64
# Of each word of an answer so many are remembered, with the labels that they stand for, and of all words together so
# many; then all of a word are forgotten.
MOST_REMEMBERED, MOST_TOGETHER = 4_096, 1 << 16


class Values(Protocol):
    """
    The value of each fact and view, by name.
    """

    def __getitem__(self, name: str, /) -> Value:
        """The value."""


@attrs.frozen
class Output(Generic[Label]):
    """
    Something that a page may show, and where: a union of cubes, or a guard.
    """

    label: Label
    where: Union | Guard


@attrs.frozen(eq=False)
class Step:
    """
    One axis, its table, and the cubes that ask about it.
    """

    axis: Axis
    table: Table
    asking: int
    # The cubes that ask about nothing after it.
    last: int
    # The cubes that ask, by number, and what each says of the classes, where the domain is cut into such.
    entries: Sequence[tuple[int, int]]


@attrs.frozen(eq=False)
class Decoder(Generic[Label]):
    """
    From the cubes that are alive to the labels of their outputs, word by word.
    """

    words: tuple[Memory[int, tuple[Label, ...]], ...]
    packing: Struct

    @classmethod
    def of(cls, labels: Sequence[Label]) -> "Decoder[Label]":
        """
        The decoder of *labels*, one for each bit.
        """
        words = [labels[start : start + WORD] for start in range(0, len(labels), WORD)]
        most = min(MOST_REMEMBERED, 1 + MOST_TOGETHER // max(1, len(words)))
        memories = tuple(Memory(partial(_labels, word), most) for word in words)
        return cls(memories, Struct(f"<{len(memories)}Q"))

    def labels(self, alive: int) -> tuple[Label, ...]:
        """
        The labels of the bits of *alive*, in order, those of one word that are equal once.
        """
        words = self.packing.unpack(alive.to_bytes(self.packing.size, "little"))
        return tuple(chain.from_iterable(map(getitem, self.words, words)))


def _labels(labels: Sequence[Label], word: int) -> tuple[Label, ...]:
    return tuple(dict.fromkeys(labels[place] for place in numbers_in(word)))


Places = dict[int, int]


@attrs.frozen
class Answer:
    """
    The cubes that a page leaves alive; those that it leaves so but for the time, without those that were not asked
    about, because another of their output had decided it; and the class of each axis that was read for it.
    """

    alive: int
    but_for_time: int
    places: Places


@attrs.frozen(eq=False, slots=False)
class Plan(Generic[Label]):
    """
    The outputs of a file, ready to be answered.
    """

    steps: tuple[Step, ...]
    every: int
    # By the number of their cube.
    guards: tuple[tuple[int, Guard], ...]
    decoder: Decoder[Label]
    size: int
    # Of each cube that is not alone, by number: the first cube of its output, and how many there are.
    together: dict[int, tuple[int, int]]
    number: Callable[[Test], int]

    @classmethod
    def of(cls, axes: tuple[Axis, ...], grid: Grid, outputs: Iterable[Output[Label]]) -> "Plan[Label]":
        """
        The plan for *outputs*, over the *grid* of *axes*.
        """
        numbers: list[int] = []
        entries: list[list[Entry]] = [[] for _ in axes]
        last: list[list[int]] = [[] for _ in axes]
        guards: list[tuple[int, Guard]] = []
        labels: list[Label] = []
        together: dict[int, tuple[int, int]] = {}
        for output in outputs:
            cubes: Sequence[Cube] = ({},) if isinstance(output.where, Guard) else output.where
            # All bits of an output stand in one word, which then knows that they are one.
            if cubes and len(labels) % WORD + len(cubes) > WORD:
                labels += [output.label] * (-len(labels) % WORD)
            first = len(labels)
            for number, cube in enumerate(cubes, first):
                if cube:
                    last[max(cube)].append(number)
                if len(cubes) > 1:
                    together[number] = first, len(cubes)
                for axis, literal in cube.items():
                    entries[axis].append((number, literal))
            if isinstance(output.where, Guard):
                guards.append((first, output.where))
            numbers += range(first, first + len(cubes))
            labels += [output.label] * len(cubes)
        every = mask_of(numbers)
        steps = tuple(_step(*each, every) for each in zip(axes, entries, last, strict=True))
        return cls(steps, every, tuple(guards), Decoder.of(labels), len(labels), together, grid.number)

    def answer(self, values: Values) -> Answer:
        """
        What the page of *values* leaves alive. Where a cube has all that it asks for, the others of its output are not
        asked about.
        """
        alive = but_for_time = self.every
        places: Places = {}
        for number, asking, name, place_of, left_by, ends, is_timed in self._rows:
            if alive & asking:
                places[number] = place = place_of(values[name])
                left = left_by(place)
                alive &= left
                if not is_timed:
                    but_for_time &= left
                if ends and alive & ends:
                    others = self._others(alive & ends)
                    alive &= ~others
                    but_for_time &= ~others
        if self.guards:
            alive &= ~self._guarded_out(alive, values, places)
        return Answer(alive, but_for_time, places)

    @cached_property
    def _rows(self) -> tuple[Row, ...]:
        multiple = mask_of(self.together)
        return tuple(
            (number, step.asking, axis.name, table.place, table.alive, step.last & multiple, number in self.timed)
            for number, step in enumerate(self.steps)
            if step.asking
            for axis, table in [(step.axis, step.table)]
        )

    def _others(self, found: int) -> int:
        """
        The other cubes of the outputs that the first of their cubes in *found* has decided.
        """
        others = 0
        while found:
            bit = found & -found
            first, count = self.together[bit.bit_length() - 1]
            others |= ((1 << count) - 1 << first) ^ bit
            found &= ~others ^ bit
        return others

    def _guarded_out(self, alive: int, values: Values, places: Places) -> int:
        """
        The cubes of *alive* whose guards do not hold; what they read is put into *places*.
        """
        known = Known()

        def leaf(test: Test) -> bool:
            number, value = self.number(test), values[test.fact]
            places[number] = self.steps[number].table.place(value)
            return passes(test, value)

        return mask_of(cube for cube, guard in self.guards if alive >> cube & 1 and not guard.holds(leaf, known))

    @cached_property
    def timed(self) -> frozenset[int]:
        """The numbers of the steps that time alone moves on."""
        return frozenset(number for number, step in enumerate(self.steps) if step.axis.fact.name == "now")

    @cached_property
    def guarded(self) -> int:
        """The bits of the outputs that are kept as guards."""
        return mask_of(cube for cube, _ in self.guards)


def _step(axis: Axis, entries: Sequence[Entry], last: Sequence[int], every: int) -> Step:
    asking = mask_of(cube for cube, _ in entries)
    if isinstance(axis.domain, Atoms):
        signs = [(cube, literal) for cube, literal in entries if isinstance(literal, Signs)]
        return Step(axis, SignTable.of(axis.domain, every, signs), asking, mask_of(last), ())
    classes = [(cube, literal) for cube, literal in entries if isinstance(literal, int)]
    return Step(axis, ClassTable.of(axis.domain, every ^ asking, classes), asking, mask_of(last), classes)
