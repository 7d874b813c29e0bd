"""
Cubes: boxes in the grid of classes, and conditions as unions of them.

A cube holds for some domains, by number, which classes are in it; a domain that it leaves out may have any. A condition
is a union of cubes: true of a page when the page lies in one of them, or more. Operands of `or` about one domain become
one cube, and so does a `not`, so that most conditions are a cube or two. There may be no more than 16 of them; then
there is no union, and the condition is kept as a guard.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product

import attrs

from blockrules.engine.domains import Atoms, Domain, Literal, Signs
from blockrules.model.conditions import Test

MOST_CUBES = 16

Cube = Mapping[int, Literal]
Union = tuple[Cube, ...]

# A cube that is ruled out by more atoms costs more than asking for them.
MOST_BARS = 1_000

EVERYTHING: Union = ({},)
NOTHING: Union = ()


class TooMany(Exception):
    """
    A cube that asks for too much.
    """


@attrs.frozen
class Grid:
    """
    The domains of a file, by number; of those that are cut into classes, all the classes that a page can have. A union
    has *most* cubes, or fewer.
    """

    domains: tuple[Domain, ...]
    full: tuple[int, ...]
    number: Callable[[Test], int]
    most: int

    @property
    def everything(self) -> Union:
        """All pages."""
        return EVERYTHING

    @property
    def nothing(self) -> Union:
        """No page."""
        return NOTHING

    def passing(self, test: Test) -> Union | None:
        """
        Where *test* is true.
        """
        number = self.number(test)
        return self.tidied([{number: self.literal(test, number)}])

    def literal(self, test: Test, number: int) -> Literal:
        """
        Which classes of the domain of that *number* the *test* is true of.
        """
        domain = self.domains[number]
        return domain.signs(test) if isinstance(domain, Atoms) else domain.classes(test) & self.full[number]

    def all(self, unions: Iterable[Union | None]) -> Union | None:
        """
        What lies in every one of *unions*.
        """
        found: Union | None = EVERYTHING
        for union in unions:
            if found is None or union is None:
                found = None
            elif EVERYTHING in (found, union):
                # The other is tidy already.
                found = union if found == EVERYTHING else found
            else:
                found = self.tidied(_both(one, other) for one, other in product(found, union))
        return found

    def some(self, unions: Iterable[Union | None]) -> Union | None:
        """
        What lies in one of *unions*, or more.
        """
        found: Union | None = NOTHING
        for union in unions:
            found = None if found is None or union is None else self.tidied([*found, *union])
        return found

    def opposite(self, union: Union | None) -> Union | None:
        """
        What lies in no cube of *union*.
        """
        return None if union is None else self.all(self._outside(cube) for cube in union)

    def _outside(self, cube: Cube) -> Union | None:
        return self.tidied(
            {number: other} for number, literal in cube.items() for other in self._others(number, literal)
        )

    def _others(self, number: int, literal: Literal) -> Iterator[Literal]:
        """
        What, together, is everything but *literal*.
        """
        if isinstance(literal, Signs):
            yield from (Signs(frozenset(), need) for need in literal.needs)
            yield from [Signs(frozenset({literal.bars}), 0)] if literal.bars else []
        else:
            yield self.full[number] & ~literal

    def tidied(self, cubes: Iterable[Cube]) -> Union | None:
        """
        *cubes* without those that are empty, or lie in others, and with those joined that differ in one domain only;
        None where too many are left.
        """
        try:
            return self._tidied(cubes)
        except TooMany:
            return None

    def _tidied(self, cubes: Iterable[Cube]) -> Union | None:
        left: list[Cube] = []
        for each in cubes:
            cube: Cube | None = self._trimmed(each)
            while cube is not None:
                place, joined = next(
                    ((place, join) for place, other in enumerate(left) if (join := _joined(cube, other)) is not None),
                    (0, None),
                )
                if joined is None:
                    left.append(cube)
                else:
                    del left[place]
                cube = None if joined is None else self._trimmed(joined)
            if len(left) > self.most:
                return None
        return tuple(left)

    def _trimmed(self, cube: Cube) -> Cube | None:
        """
        *cube* without what it does not restrict; None where nothing lies in it.
        """
        kept: dict[int, Literal] = {}
        for number, literal in cube.items():
            if isinstance(literal, Signs) and not literal.bars:
                kept[number] = literal
            elif isinstance(literal, Signs):
                needs = frozenset(need & ~literal.bars for need in literal.needs)
                if 0 in needs:
                    return None
                if literal.bars.bit_count() > MOST_BARS:
                    raise TooMany
                kept[number] = Signs(needs, literal.bars)
            elif not literal:
                return None
            elif literal != self.full[number]:
                kept[number] = literal
        return kept


def _both(one: Cube, other: Cube) -> Cube:
    """
    What lies in *one* and *other*; a literal of it may be empty.
    """
    found = dict(one)
    for number, literal in other.items():
        here = found.get(number)
        if here is None:
            found[number] = literal
        elif isinstance(here, Signs) and isinstance(literal, Signs):
            found[number] = Signs(here.needs | literal.needs, here.bars | literal.bars)
        else:
            assert isinstance(here, int)
            assert isinstance(literal, int)
            found[number] = here & literal
    return found


def _joined(one: Cube, other: Cube) -> Cube | None:
    """
    The cube that is *one* and *other* together, where there is one.
    """
    if _lies_in(one, other):
        return other
    if _lies_in(other, one):
        return one
    different = [number for number in one.keys() | other.keys() if one.get(number) != other.get(number)]
    if len(different) != 1 or different[0] not in one or different[0] not in other:
        return None
    literal = _either(one[different[0]], other[different[0]])
    return None if literal is None else {**one, different[0]: literal}


def _lies_in(inner: Cube, outer: Cube) -> bool:
    return inner.keys() >= outer.keys() and all(_implies(inner[number], literal) for number, literal in outer.items())


def _implies(one: Literal, other: Literal) -> bool:
    if isinstance(one, Signs) and isinstance(other, Signs):
        bars_hold = not other.bars & ~one.bars
        return bars_hold and all(any(not need & ~wider for need in one.needs) for wider in other.needs)
    assert isinstance(one, int)
    assert isinstance(other, int)
    return not one & ~other


def _either(one: Literal, other: Literal) -> Literal | None:
    if isinstance(one, Signs) and isinstance(other, Signs):
        if one.bars or other.bars or len(one.needs) != 1 or len(other.needs) != 1:
            return None
        return Signs(frozenset({next(iter(one.needs)) | next(iter(other.needs))}), 0)
    assert isinstance(one, int)
    assert isinstance(other, int)
    return one | other
