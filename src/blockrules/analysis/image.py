"""
Which of many things can be so together, counted where there are too many ways to go through.

Each thing becomes a variable of its own, tied to where it is so; then the facts are left out, each as soon as nothing
more is tied to it (the image of a function; Coudert and Madre, A Unified Framework for the Formal Verification of
Sequential Circuits, 1990).
"""

from collections.abc import Iterator, Sequence

import attrs

from blockrules.analysis.diagrams import FALSE, TRUE, Diagram, Diagrams

OUT, IN = 1, 2


@attrs.frozen(eq=False)
class Image:
    """
    The sets of things that can be so: diagrams over *variables*, one for each thing.
    """

    diagrams: Diagrams
    variables: Sequence[int]
    ways: Diagram

    @classmethod
    def of(cls, given: Diagrams, within: Diagram, things: Sequence[Diagram]) -> "Image | None":
        """
        Those of *things*, which are so on pages that lie *within*; None where that is too large.
        """
        after: dict[int, list[int]] = {}
        for number, each in enumerate(things):
            after.setdefault(given.asked[each].bit_length() - 1, []).append(number)
        sizes: list[int] = []
        of_fact: dict[int, int] = {}
        of_thing: dict[int, int] = {}
        # The variable of a thing comes after the last that it hangs on.
        for variable, size in enumerate(given.sizes):
            of_fact[variable] = len(sizes)
            sizes.append(size)
            for number in after.get(variable, ()):
                of_thing[number] = len(sizes)
                sizes.append(2)
        diagrams = Diagrams(sizes)
        image = cls(diagrams, [of_thing[number] for number in range(len(things))], FALSE)
        ways = diagrams.answered(lambda: image._made(given, within, things, of_fact))
        return None if ways is None else attrs.evolve(image, ways=ways)

    def _made(self, given: Diagrams, within: Diagram, things: Sequence[Diagram], of_fact: dict[int, int]) -> Diagram:
        found = self._read(given, within, of_fact)
        order = sorted(range(len(things)), key=lambda number: self.variables[number])
        for place, number in enumerate(order):
            where = self._read(given, things[number], of_fact)
            tied = self.diagrams.opposite(
                self.diagrams.differ(where, self.diagrams.literal(self.variables[number], IN))
            )
            found = self.diagrams.both(found, tied)
            later = 0
            for other in order[place + 1 :]:
                later |= given.asked[things[other]]
            gone = sum(1 << new for old, new in of_fact.items() if not later >> old & 1)
            found = self.diagrams.without(found, gone)
        return found

    def _read(self, given: Diagrams, one: Diagram, of_fact: dict[int, int]) -> Diagram:
        known = {TRUE: TRUE, FALSE: FALSE}

        def read(here: Diagram) -> Diagram:
            if here not in known:
                variable, edges = given.nodes[here]
                known[here] = self.diagrams.node(of_fact[variable], {read(child): mask for mask, child in edges})
            return known[here]

        return read(one)

    def count(self) -> int:
        """
        How many there are.
        """
        return int(self.diagrams.share(self.ways) * 2 ** len(self.variables))

    def each(self) -> Iterator[int]:
        """
        Each of them: the things that are so, one bit for each.
        """
        order = sorted((variable, number) for number, variable in enumerate(self.variables))
        waiting = [(self.ways, 0, 0)]
        while waiting:
            here, place, found = waiting.pop()
            if here == FALSE:
                continue
            if place == len(order):
                yield found
                continue
            variable, number = order[place]
            asked, edges = self.diagrams.nodes[here]
            for each, bit in ((OUT, 0), (IN, 1 << number)):
                after = here if asked != variable else next(child for mask, child in edges if mask & each)
                waiting.append((after, place + 1, found | bit))
