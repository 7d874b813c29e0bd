"""
Diagrams: sets of pages, each in one form only.

A page is a point: it has one class of each variable. A diagram asks for the variables in their order and goes on by the
class found, to true or to false; a variable that makes no difference is not asked for, and equal diagrams are one. So
two conditions are true of the same pages when their diagrams are the same number (Bryant, Graph-Based Algorithms for
Boolean Function Manipulation, 1986; with more than two classes: Srinivasan, Kam, Malik and Brayton, Algorithms for
Discrete Function Manipulation, 1990).

Operands of `and` and `or` may make diagrams that are too large, so there are bounds; past them nothing is known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import inf
from typing import TypeVar

import attrs

from blockrules.engine.masks import mask_of, numbers_in

Result = TypeVar("Result")
# A diagram, by its number.
Diagram = int
FALSE, TRUE = 0, 1
# Classes of a variable, one bit for each; and where they lead.
Edge = tuple[int, Diagram]
# The variable that is asked for, and the edges.
Node = tuple[int, tuple[Edge, ...]]

# So many edges may be made for one question, and in all, and so many be gone through for one; no diagram asks for more
# variables.
MOST_NEW, MOST_EDGES, MOST_STEPS, MOST_ASKED = 60_000, 600_000, 2_000_000, 200
# Two nodes with more pairs of edges are laid side by side class by class.
MANY = 4_096


def side_by_side(
    one: Diagram, node: Node, other: Diagram, rival: Node
) -> tuple[int, Iterable[tuple[int, Diagram, Diagram]]]:
    """
    The first variable that *one* or *other* asks for, by their nodes; and by its classes, where both lead.
    """
    (variable, edges), (second, others) = node, rival
    if variable < second:
        return variable, ((mask, child, other) for mask, child in edges)
    if second < variable:
        return second, ((mask, one, child) for mask, child in others)
    return variable, _pairs(edges, others)


def _pairs(edges: Sequence[Edge], others: Sequence[Edge]) -> Iterable[tuple[int, Diagram, Diagram]]:
    """
    The classes that go on by both, and where to.
    """
    if len(edges) * len(others) <= MANY:
        return ((mask & also, left, right) for mask, left in edges for also, right in others if mask & also)
    left = {place: child for mask, child in edges for place in numbers_in(mask)}
    found: dict[tuple[Diagram, Diagram], list[int]] = {}
    for also, right in others:
        for place in numbers_in(also):
            found.setdefault((left[place], right), []).append(place)
    return ((mask_of(places), *both) for both, places in found.items())


class TooMany(Exception):
    """
    A question that would take too large a diagram.
    """


@attrs.define(eq=False)
class Diagrams:
    """
    All diagrams over variables that have so many classes each.
    """

    sizes: Sequence[int]
    # The variable and the edges of each; of the two constants, none.
    nodes: list[Node] = attrs.field(factory=lambda: [(-1, ()), (-1, ())])
    # The variables that each asks for, one bit for each.
    asked: list[int] = attrs.field(factory=lambda: [0, 0])
    numbers: dict[Node, Diagram] = attrs.field(factory=dict)
    joined: dict[tuple[Diagram, Diagram], Diagram] = attrs.field(factory=dict)
    opposites: dict[Diagram, Diagram] = attrs.field(factory=lambda: {FALSE: TRUE, TRUE: FALSE})
    apart: dict[tuple[Diagram, Diagram], bool] = attrs.field(factory=dict)
    # How many edges there are, and steps were taken; and how many there may be, while a question is answered.
    edges: int = 0
    steps: int = 0
    most: float = inf
    most_steps: float = inf

    def answered(self, question: Callable[[], Result]) -> Result | None:
        """
        What *question* finds; None, and nothing is left of it, where it takes too large a diagram. It asks no other.
        """
        first, before = len(self.nodes), self.edges
        self.most, self.most_steps = min(self.edges + MOST_NEW, MOST_EDGES), self.steps + MOST_STEPS
        try:
            return question()
        except TooMany:
            for node in self.nodes[first:]:
                del self.numbers[node]
            del self.nodes[first:], self.asked[first:]
            self.edges = before
            self.joined.clear()
            self.apart.clear()
            self.opposites = {FALSE: TRUE, TRUE: FALSE}
            return None
        finally:
            self.most = self.most_steps = inf

    def literal(self, variable: int, classes: int) -> Diagram:
        """
        Where *variable* has one of those *classes*, one bit for each.
        """
        full = (1 << self.sizes[variable]) - 1
        return self.node(variable, {TRUE: classes & full, FALSE: full & ~classes})

    def node(self, variable: int, masks: Mapping[Diagram, int]) -> Diagram:
        """
        The diagram that asks for *variable* and goes on to each of the keys by those classes.
        """
        edges = tuple(sorted((mask, child) for child, mask in masks.items() if mask))
        if len(edges) == 1:
            return edges[0][1]
        node = variable, edges
        found = self.numbers.get(node)
        if found is None:
            asked = 1 << variable
            for _, child in edges:
                asked |= self.asked[child]
            self.edges += len(edges)
            if self.edges > self.most or asked.bit_count() > MOST_ASKED:
                raise TooMany
            found = self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
            self.asked.append(asked)
        return found

    def both(self, one: Diagram, other: Diagram) -> Diagram:
        """
        What lies in *one* and in *other*.
        """
        if other in (one, TRUE) or one == FALSE:
            return one
        if one == TRUE or other == FALSE:
            return other
        key = (one, other) if one < other else (other, one)
        found = self.joined.get(key)
        if found is None:
            masks: dict[Diagram, int] = {}
            variable, ways = self._side_by_side(one, other)
            for mask, left, right in ways:
                child = self.both(left, right)
                masks[child] = masks.get(child, 0) | mask
            found = self.joined[key] = self.node(variable, masks)
        return found

    def _side_by_side(self, one: Diagram, other: Diagram) -> tuple[int, Iterable[tuple[int, Diagram, Diagram]]]:
        node, rival = self.nodes[one], self.nodes[other]
        self.steps += len(node[1]) + len(rival[1])
        if self.steps > self.most_steps:
            raise TooMany
        return side_by_side(one, node, other, rival)

    def opposite(self, one: Diagram) -> Diagram:
        """
        What does not lie in *one*.
        """
        found = self.opposites.get(one)
        if found is None:
            variable, edges = self.nodes[one]
            found = self.node(variable, {self.opposite(child): mask for mask, child in edges})
            self.opposites[one], self.opposites[found] = found, one
        return found

    def all(self, every: Iterable[Diagram]) -> Diagram:
        """
        What lies in each of *every*.
        """
        found = TRUE
        for each in every:
            found = self.both(found, each)
        return found

    def some(self, every: Iterable[Diagram]) -> Diagram:
        """
        What lies in one of *every*, or more.
        """
        return self.opposite(self.all(map(self.opposite, every)))

    def but(self, one: Diagram, other: Diagram) -> Diagram:
        """
        What lies in *one* and not in *other*.
        """
        return self.both(one, self.opposite(other))

    def differ(self, one: Diagram, other: Diagram) -> Diagram:
        """
        What lies in just one of the two.
        """
        return FALSE if one == other else self.some([self.but(one, other), self.but(other, one)])

    def are_apart(self, one: Diagram, other: Diagram) -> bool:
        """
        Whether nothing lies in both; no diagram is made for that.
        """
        if FALSE in (one, other):
            return True
        if other in (one, TRUE) or one == TRUE:
            return False
        key = (one, other) if one < other else (other, one)
        found = self.apart.get(key)
        if found is None:
            _, ways = self._side_by_side(one, other)
            found = self.apart[key] = all(self.are_apart(left, right) for _, left, right in ways)
        return found

    def without(self, one: Diagram, variables: int) -> Diagram:
        """
        What lies in *one* for some class of each of the *variables*, one bit for each.
        """
        known: dict[Diagram, Diagram] = {}

        def left(here: Diagram) -> Diagram:
            if not self.asked[here] & variables:
                return here
            if here not in known:
                variable, edges = self.nodes[here]
                if variables >> variable & 1:
                    known[here] = self.some(left(child) for _, child in edges)
                else:
                    masks: dict[Diagram, int] = {}
                    for mask, child in edges:
                        after = left(child)
                        masks[after] = masks.get(after, 0) | mask
                    known[here] = self.node(variable, masks)
            return known[here]

        return left(one)

    def share(self, one: Diagram) -> Fraction:
        """
        The part of all points that lies in *one*.
        """
        known = {FALSE: Fraction(0), TRUE: Fraction(1)}

        def share(here: Diagram) -> Fraction:
            if here not in known:
                variable, edges = self.nodes[here]
                total = sum((mask.bit_count() * share(child) for mask, child in edges), Fraction(0))
                known[here] = total / self.sizes[variable]
            return known[here]

        return share(one)

    def cubes(self, one: Diagram) -> Iterator[dict[int, int]]:
        """
        *one* as boxes that do not overlap: for variables, the classes that are in it.
        """
        if one == TRUE:
            yield {}
        elif one != FALSE:
            variable, edges = self.nodes[one]
            for mask, child in edges:
                yield from ({variable: mask, **rest} for rest in self.cubes(child))

    def has(self, one: Diagram, point: Sequence[int] | Mapping[int, int]) -> bool:
        """
        Whether *point*, with its class of each variable, lies in *one*.
        """
        while one not in (FALSE, TRUE):
            variable, edges = self.nodes[one]
            one = next(child for mask, child in edges if mask >> point[variable] & 1)
        return one == TRUE

    def nearest(self, one: Diagram, point: Sequence[int]) -> dict[int, int] | None:
        """
        Of the boxes of *one*, that which *point* lies outside of by the fewest variables; None of an empty one.
        """
        known: dict[Diagram, tuple[float, int, Diagram]] = {FALSE: (inf, 0, FALSE), TRUE: (0, 0, TRUE)}

        def cost(here: Diagram) -> float:
            if here not in known:
                variable, edges = self.nodes[here]
                own = 1 << point[variable]
                known[here] = min((cost(child) + (not mask & own), mask, child) for mask, child in edges)
            return known[here][0]

        if cost(one) == inf:
            return None
        box = {}
        while one != TRUE:
            _, mask, child = known[one]
            box[self.nodes[one][0]] = mask
            one = child
        return box
