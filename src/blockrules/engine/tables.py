"""
Which cubes a value leaves alive: for each domain, from class to a mask with one bit for each cube.
"""

from collections.abc import Iterable

import attrs

from blockrules.engine.domains import Atoms, Domain, Signs
from blockrules.model.types import Value

# A cube's bit and what it says of a domain.
Entry = tuple[int, "int | Signs"]
# Of texts, paths and sets so many values are remembered with what they leave alive; then all are forgotten.
MOST_REMEMBERED = 4_096
# Longer texts are not worth their memory.
LONGEST_REMEMBERED = 200


@attrs.frozen(eq=False)
class ClassTable:
    """
    The masks of a domain that is cut into classes, by class.
    """

    domain: Domain
    masks: tuple[int, ...]

    @classmethod
    def of(cls, domain: Domain, size: int, free: int, entries: Iterable[tuple[int, int]]) -> "ClassTable":
        """
        The table in which the cubes *free* are never ruled out, and those of *entries* are but in their classes.

        The classes are passed in turn, and a cube is put in or out where its set of classes begins or ends: a cube of
        one stretch of a thousand costs no more than one of a single class.
        """
        changes: dict[int, int] = {}
        for bit, classes in entries:
            edges = classes ^ (classes << 1)
            while edges:
                lowest = edges & -edges
                place = lowest.bit_length() - 1
                changes[place] = changes.get(place, 0) ^ bit
                edges ^= lowest
        masks, alive = [], free
        for place in range(size):
            alive ^= changes.get(place, 0)
            masks.append(alive)
        return cls(domain, tuple(masks))

    def place(self, value: Value) -> int:
        """
        The class of *value*.
        """
        assert not isinstance(self.domain, Atoms)
        return self.domain.place(value)

    def alive(self, place: int) -> int:
        """
        The cubes that the class leaves alive.
        """
        return self.masks[place]


@attrs.frozen(eq=False)
class SignTable:
    """
    The masks of a domain of atoms. A cube that needs several things has a place in several *layers*: for each, the
    cubes that need nothing there, and by atom those that it is enough for; *bars* are the cubes that an atom rules out.
    """

    domain: Atoms
    layers: tuple[tuple[int, dict[int, int]], ...]
    bars: dict[int, int]
    # What signatures leave alive, and the signatures of values.
    seen: dict[int, int] = attrs.field(factory=dict)
    memo: dict[Value, int] = attrs.field(factory=dict)

    @classmethod
    def of(cls, domain: Atoms, every: int, entries: Iterable[tuple[int, Signs]]) -> "SignTable":
        """
        The table of *entries*, among *every* cube.
        """
        free: list[int] = []
        enough: list[dict[int, int]] = []
        bars: dict[int, int] = {}
        for bit, signs in entries:
            for layer, need in enumerate(sorted(signs.needs)):
                if layer == len(free):
                    free.append(every)
                    enough.append({})
                free[layer] ^= bit
                _put(enough[layer], need, bit)
            _put(bars, signs.bars, bit)
        return cls(domain, tuple(zip(free, enough, strict=True)), bars)

    def place(self, value: Value) -> int:
        """
        The signature of *value*.
        """
        found = self.memo.get(value)
        if found is None:
            found = self.domain.signature(value)
            if not isinstance(value, str) or len(value) <= LONGEST_REMEMBERED:
                if len(self.memo) >= MOST_REMEMBERED:
                    self.memo.clear()
                self.memo[value] = found
        return found

    def alive(self, place: int) -> int:
        """
        The cubes that the signature leaves alive.
        """
        found = self.seen.get(place)
        if found is None:
            found = self._alive(place)
            if len(self.seen) >= MOST_REMEMBERED:
                self.seen.clear()
            self.seen[place] = found
        return found

    def _alive(self, place: int) -> int:
        found = -1
        atoms = []
        while place:
            lowest = place & -place
            atoms.append(lowest)
            place ^= lowest
        for free, enough in self.layers:
            here = free
            for atom in atoms:
                here |= enough.get(atom, 0)
            found &= here
        for atom in atoms:
            if atom in self.bars:
                found &= ~self.bars[atom]
        return found


Table = ClassTable | SignTable


def _put(masks: dict[int, int], atoms: int, bit: int) -> None:
    while atoms:
        lowest = atoms & -atoms
        masks[lowest] = masks.get(lowest, 0) | bit
        atoms ^= lowest
