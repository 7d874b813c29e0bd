"""
Diagrams that lead to an answer: on which pages which of many things are so, all of them at once.

An answer is the set of the things that are so, one bit for each; or nothing, where no page is (Clarke, McMillan, Zhao,
Fujita and Yang, Spectral Transforms for Large Boolean Functions, 1993, on diagrams with more ends than two).
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram, Diagrams, Node, TooMany, side_by_side

# So many edges are made for what hangs together, and so many gone through.
MOST_EDGES, MOST_STEPS = 500_000, 8_000_000
# A node, from 0; or an answer, as the opposite of its number.
Here = int


@attrs.define(eq=False)
class Answers:
    """
    Such diagrams over the variables of *diagrams*.
    """

    diagrams: Diagrams
    nodes: list[Node] = attrs.field(factory=list)
    numbers: dict[Node, Here] = attrs.field(factory=dict)
    answers: list[int | None] = attrs.field(factory=list)
    places: dict[int | None, Here] = attrs.field(factory=dict)
    joined: dict[tuple[Here, Here], Here] = attrs.field(factory=dict)
    edges: int = 0
    steps: int = 0

    def of(self, within: Diagram, things: Sequence[Diagram]) -> Here:
        """
        Which of *things* are so, on the pages that lie *within*. TooMany where that is too large.
        """
        # Those that ask for the same go together first.
        order = sorted(enumerate(things), key=lambda thing: self.diagrams.asked[thing[1]])
        row = [self._read(each, self._end(1 << bit), self._end(0)) for bit, each in order]
        row.append(self._read(within, self._end(0), self._end(None)))
        while len(row) > 1:
            row = [self._both(*row[at : at + 2]) if at + 1 < len(row) else row[at] for at in range(0, len(row), 2)]
        return row[0]

    def shares(self, root: Here) -> Mapping[int, Fraction]:
        """
        The answers that *root* leads to, each with its part of all points.
        """
        reached = {root: Fraction(1)}
        found: dict[int, Fraction] = {}
        # A node is made after those that it leads to.
        for here in sorted(self._under(root), reverse=True):
            if here < 0:
                answer = self.answers[~here]
                if answer is not None:
                    found[answer] = reached[here]
                continue
            variable, edges = self.nodes[here]
            for mask, child in edges:
                part = reached[here] * Fraction(mask.bit_count(), self.diagrams.sizes[variable])
                reached[child] = reached.get(child, Fraction(0)) + part
        return found

    def where(self, root: Here, answer: int) -> Diagram:
        """
        The pages on which *root* leads to *answer*.
        """
        known = {here: TRUE if self.answers[~here] == answer else FALSE for here in self._under(root) if here < 0}
        for here in sorted(each for each in self._under(root) if each >= 0):
            variable, edges = self.nodes[here]
            parts = [self.diagrams.both(self.diagrams.literal(variable, mask), known[child]) for mask, child in edges]
            known[here] = self.diagrams.some(parts)
        return known[root]

    def _under(self, root: Here) -> set[Here]:
        found, waiting = {root}, [root]
        while waiting:
            here = waiting.pop()
            if here >= 0:
                new = {child for _, child in self.nodes[here][1]} - found
                found |= new
                waiting += new
        return found

    def _read(self, one: Diagram, true: Here, false: Here) -> Here:
        known = {TRUE: true, FALSE: false}

        def read(here: Diagram) -> Here:
            if here not in known:
                variable, edges = self.diagrams.nodes[here]
                known[here] = self._node(variable, {read(child): mask for mask, child in edges})
            return known[here]

        return read(one)

    def _both(self, one: Here, other: Here) -> Here:
        key = (one, other)
        found = self.joined.get(key)
        if found is None:
            if one < 0 and other < 0:
                mine, yours = self.answers[~one], self.answers[~other]
                found = self._end(None if mine is None or yours is None else mine | yours)
            elif None in (self._answer(one), self._answer(other)):
                found = self._end(None)
            else:
                masks: dict[Here, int] = {}
                variable, ways = self._side_by_side(one, other)
                for mask, left, right in ways:
                    child = self._both(left, right)
                    masks[child] = masks.get(child, 0) | mask
                found = self._node(variable, masks)
            self.joined[key] = found
        return found

    def _answer(self, here: Here) -> int | None:
        return self.answers[~here] if here < 0 else 0

    def _side_by_side(self, one: Here, other: Here) -> tuple[int, Iterable[tuple[int, Here, Here]]]:
        # An answer asks for nothing more.
        last: Node = (len(self.diagrams.sizes), ())
        node, rival = self.nodes[one] if one >= 0 else last, self.nodes[other] if other >= 0 else last
        self.steps += len(node[1]) + len(rival[1])
        if self.steps > MOST_STEPS:
            raise TooMany
        return side_by_side(one, node, other, rival)

    def _node(self, variable: int, masks: Mapping[Here, int]) -> Here:
        edges = tuple(sorted((mask, child) for child, mask in masks.items()))
        if len(edges) == 1:
            return edges[0][1]
        node = variable, edges
        found = self.numbers.get(node)
        if found is None:
            self.edges += len(edges)
            if self.edges > MOST_EDGES:
                raise TooMany
            found = self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    def _end(self, answer: int | None) -> Here:
        if answer not in self.places:
            self.places[answer] = ~len(self.answers)
            self.answers.append(answer)
        return self.places[answer]
