"""
Which cubes a value leaves alive: for each domain, from class to a mask with one bit for each cube.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial, reduce
from itertools import chain
from operator import and_, xor

import attrs

from blockrules.engine.domains import Atoms, Buckets, Literal, Members, Row, Signs
from blockrules.engine.masks import mask_of, numbers_in
from blockrules.engine.memory import Memory, TextMemory
from blockrules.model.types import Value

# A cube's number and what it says of a domain.
Entry = tuple[int, Literal]
# Of texts, paths and sets so many values are remembered with what they leave alive; then all are forgotten.
MOST_REMEMBERED = 4_096
# Bits of masks that a table keeps: of one that has more, every 256th mask, and as many others as fit.
MASK_ROOM, STRIDE = 1 << 27, 256


@attrs.frozen(eq=False)
class ClassTable:
    """
    The masks of a domain that is cut into classes, by class.
    """

    domain: Row | Members | Buckets
    masks: Sequence[int] | Mapping[int, int]

    @classmethod
    def of(
        cls, domain: Row | Members | Buckets, free: int, entries: Iterable[tuple[int, int]], room: int = MASK_ROOM
    ) -> "ClassTable":
        """
        The table in which the cubes *free* are never ruled out, and those of *entries* are but in their classes. Masks
        that take more bits than *room* are made when they are needed.

        The classes are passed in turn, and a cube is put in or out where its set of classes begins or ends: a cube of
        one stretch of a thousand costs no more than one of a single class.
        """
        changes: dict[int, list[int]] = {}
        width = free.bit_length()
        for cube, classes in entries:
            width = max(width, cube + 1)
            for place in numbers_in(classes ^ classes << 1):
                changes.setdefault(place, []).append(cube)
        every = 1 if domain.size * width <= room else STRIDE
        kept, alive = [], free
        for place in range(domain.size):
            alive ^= mask_of(changes.get(place, ()))
            if place % every == 0:
                kept.append(alive)
        if every == 1:
            return cls(domain, tuple(kept))
        return cls(domain, Memory(partial(_between, kept, changes), 1 + room // width))

    @property
    def place(self) -> Callable[[Value], int]:
        """What gives the class of a value."""
        return self.domain.place

    @property
    def alive(self) -> Callable[[int], int]:
        """What gives the cubes that a class leaves alive."""
        return self.masks.__getitem__


def _between(kept: Sequence[int], changes: Mapping[int, Sequence[int]], place: int) -> int:
    """
    The mask of the class, from the nearest that was *kept* before it.
    """
    start = place // STRIDE
    passed = range(start * STRIDE + 1, place + 1)
    return reduce(xor, (mask_of(changes[each]) for each in passed if each in changes), kept[start])


@attrs.frozen(eq=False)
class Layer:
    """
    One of the things that cubes need of a signature: the cubes that need nothing here, and by atom those that it is
    enough for.
    """

    free: int
    enough: Mapping[int, Sequence[int]]

    def alive(self, atoms: Iterable[int]) -> int:
        """
        The cubes that have what they need in *atoms*.
        """
        return self.free | mask_of(chain.from_iterable(self.enough.get(atom, ()) for atom in atoms))


@attrs.frozen(eq=False)
class SignTable:
    """
    The masks of a domain of atoms, by signature. A cube that needs several things has a place in several *layers*;
    *bars* are the cubes that an atom rules out.
    """

    domain: Atoms
    layers: Sequence[Layer]
    bars: Mapping[int, Sequence[int]]
    width: int
    masks: Memory[int, int] = attrs.field(init=False)
    signatures: TextMemory[int] = attrs.field(init=False)

    @masks.default
    def _masks(self) -> Memory[int, int]:
        return Memory(self._mask, min(MOST_REMEMBERED, 1 + MASK_ROOM // self.width))

    @signatures.default
    def _signatures(self) -> TextMemory[int]:
        return TextMemory(self.domain.signature, MOST_REMEMBERED)

    @classmethod
    def of(cls, domain: Atoms, every: int, entries: Iterable[tuple[int, Signs]]) -> "SignTable":
        """
        The table of *entries*, among *every* cube.
        """
        needing: list[list[int]] = []
        enough: list[dict[int, list[int]]] = []
        bars: dict[int, list[int]] = {}
        for cube, signs in entries:
            for layer, need in enumerate(sorted(signs.needs)):
                if layer == len(needing):
                    needing.append([])
                    enough.append({})
                needing[layer].append(cube)
                _file(enough[layer], need, cube)
            _file(bars, signs.bars, cube)
        layers = [Layer(every ^ mask_of(needy), by_atom) for needy, by_atom in zip(needing, enough, strict=True)]
        return cls(domain, layers, bars, every.bit_length() + 1)

    @property
    def place(self) -> Callable[[Value], int]:
        """What gives the signature of a value."""
        return self.signatures.__getitem__

    @property
    def alive(self) -> Callable[[int], int]:
        """What gives the cubes that a signature leaves alive."""
        return self.masks.__getitem__

    def _mask(self, place: int) -> int:
        atoms = list(numbers_in(place))
        found = reduce(and_, (layer.alive(atoms) for layer in self.layers), -1)
        return found & ~mask_of(chain.from_iterable(self.bars.get(atom, ()) for atom in atoms))


Table = ClassTable | SignTable


def _file(by_atom: dict[int, list[int]], atoms: int, cube: int) -> None:
    for atom in numbers_in(atoms):
        by_atom.setdefault(atom, []).append(cube)
