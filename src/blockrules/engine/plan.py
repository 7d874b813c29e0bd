"""
The plan: what a page shows, found by ruling out cubes.

Every cube of every output (a region; for layouts also a block that is not always shown in its region) has a bit. The
value of each fact leaves some of them alive; what is alive after all facts is the answer. A fact that no living cube
asks about is not read. Bits stand in the order of the outputs, so nothing is sorted for a page. Nothing here changes
after it is made but what it remembers, in dictionaries whose entries are put in whole; so plans are shared between
threads without locks.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain
from operator import getitem
from struct import Struct
from typing import Generic, Protocol, TypeVar

import attrs

from blockrules.engine.cubes import Cube, Grid, Union
from blockrules.engine.domains import Atoms, Signs
from blockrules.engine.guards import Guard, Known
from blockrules.engine.nodes import Axis
from blockrules.engine.tables import ClassTable, SignTable, Table
from blockrules.model.conditions import Test
from blockrules.model.truth import passes
from blockrules.model.types import Value

Label = TypeVar("Label")
WORD = 64
# Of each word of an answer so many are remembered, with the labels that they stand for; then all are forgotten.
MOST_REMEMBERED = 4_096


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
    # What each cube that asks says of the classes, where the domain is cut into such.
    entries: Sequence[tuple[int, int]]


class Word(dict[int, tuple[Label, ...]]):
    """
    The labels that one word of an answer stands for, each once; made when the word is first seen.
    """

    def __init__(self, labels: Sequence[Label]) -> None:
        super().__init__()
        self.labels = labels

    def __missing__(self, word: int) -> tuple[Label, ...]:
        labels: dict[Label, None] = {}
        rest = word
        while rest:
            lowest = rest & -rest
            labels[self.labels[lowest.bit_length() - 1]] = None
            rest ^= lowest
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        found = self[word] = tuple(labels)
        return found


@attrs.frozen(eq=False)
class Decoder(Generic[Label]):
    """
    From the cubes that are alive to the labels of their outputs, word by word.
    """

    words: tuple[Word[Label], ...]
    packing: Struct

    @classmethod
    def of(cls, labels: Sequence[Label]) -> "Decoder[Label]":
        """
        The decoder of *labels*, one for each bit.
        """
        words = tuple(Word(labels[start : start + WORD]) for start in range(0, len(labels), WORD))
        return cls(words, Struct(f"<{len(words)}Q"))

    def labels(self, alive: int) -> tuple[Label, ...]:
        """
        The labels of the bits of *alive*, in order, those of one word that are equal once.
        """
        words = self.packing.unpack(alive.to_bytes(self.packing.size, "little"))
        return tuple(chain.from_iterable(map(getitem, self.words, words)))


Places = dict[int, int]


@attrs.frozen
class Answer:
    """
    The cubes that a page leaves alive; the class of each axis that was read for it; and the cubes that were not asked
    about, because another of their output had decided it.
    """

    alive: int
    places: Places
    decided: int


@attrs.frozen(eq=False, slots=False)
class Plan(Generic[Label]):
    """
    The outputs of a file, ready to be answered.
    """

    steps: tuple[Step, ...]
    every: int
    guards: tuple[tuple[int, Guard], ...]
    decoder: Decoder[Label]
    size: int
    # Of each cube that is not alone, the others of its output.
    others: dict[int, int]
    number: Callable[[Test], int]

    @classmethod
    def of(cls, axes: tuple[Axis, ...], grid: Grid, outputs: Iterable[Output[Label]]) -> "Plan[Label]":
        """
        The plan for *outputs*, over the *grid* of *axes*.
        """
        entries: list[list[tuple[int, int | Signs]]] = [[] for _ in axes]
        guards: list[tuple[int, Guard]] = []
        labels: list[Label] = []
        last = [0] * len(axes)
        others: dict[int, int] = {}
        every = 0
        for output in outputs:
            cubes: Sequence[Cube] = ({},) if isinstance(output.where, Guard) else output.where
            # All bits of an output stand in one word, which then knows that they are one.
            if cubes and len(labels) % WORD + len(cubes) > WORD:
                labels += [output.label] * (-len(labels) % WORD)
            first = len(labels)
            own = (1 << first + len(cubes)) - (1 << first)
            for cube in cubes:
                bit = 1 << len(labels)
                labels.append(output.label)
                every |= bit
                if cube:
                    last[max(cube)] |= bit
                if own != bit:
                    others[bit] = own ^ bit
                for number, literal in cube.items():
                    entries[number].append((bit, literal))
            if isinstance(output.where, Guard):
                guards.append((bit, output.where))
        steps = tuple(_step(*each, every) for each in zip(axes, entries, last, strict=True))
        return cls(steps, every, tuple(guards), Decoder.of(labels), len(labels), others, grid.number)

    def answer(self, values: Values) -> Answer:
        """
        What the page of *values* leaves alive. Where a cube has all that it asks for, the others of its output are not
        asked about.
        """
        alive, decided, multiple, places = self.every, 0, self.multiple, {}
        for number, step in enumerate(self.steps):
            if alive & step.asking:
                places[number] = place = step.table.place(values[step.axis.name])
                alive &= step.table.alive(place)
                found = alive & step.last & multiple
                while found:
                    bit = found & -found
                    decided |= self.others[bit]
                    alive &= ~self.others[bit]
                    found &= alive ^ bit
        known = Known()
        for bit, guard in self.guards:
            if alive & bit and not guard.holds(lambda test: self._tested(test, values, places), known):
                alive ^= bit
        return Answer(alive, places, decided)

    @cached_property
    def multiple(self) -> int:
        """The cubes that are not alone."""
        return sum(self.others)

    def _tested(self, test: Test, values: Values, places: Places) -> bool:
        number = self.number(test)
        value = values[test.fact]
        places[number] = self.steps[number].table.place(value)
        return passes(test, value)

    @cached_property
    def guarded(self) -> int:
        """The bits of the outputs that are kept as guards."""
        return sum(bit for bit, _ in self.guards)


def _step(axis: Axis, entries: list[tuple[int, int | Signs]], last: int, every: int) -> Step:
    asking = 0
    for bit, _ in entries:
        asking |= bit
    if isinstance(axis.domain, Atoms):
        signs = [(bit, literal) for bit, literal in entries if isinstance(literal, Signs)]
        return Step(axis, SignTable.of(axis.domain, every, signs), asking, last, ())
    classes = [(bit, literal) for bit, literal in entries if isinstance(literal, int)]
    return Step(axis, ClassTable.of(axis.domain, axis.domain.size, every ^ asking, classes), asking, last, classes)
