"""
The order of all regions (the law, 5), the order in which conditions can be worked out, and the circles that leave none.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import TypeVar

Node = TypeVar("Node")
Edges = Mapping[Node, Sequence[Node]]


def ranked(first: Edges[Node], weight: Callable[[Node], int]) -> list[Node]:
    """
    The nodes of *first*, each after all those that it maps to; of those that can come next, always the one of the
    lowest *weight*, of equals the one that comes first in *first* (Kahn's algorithm with a heap). Nodes on circles, and
    what follows them, are left out.
    """
    place = {node: number for number, node in enumerate(first)}
    waiting = {node: len(before) for node, before in first.items()}
    followers: dict[Node, list[Node]] = {node: [] for node in first}
    for node, before in first.items():
        for each in before:
            followers[each].append(node)
    ready = [(weight(node), place[node], node) for node in first if not waiting[node]]
    heapify(ready)
    placed = []
    while ready:
        node = heappop(ready)[2]
        placed.append(node)
        for each in followers[node]:
            waiting[each] -= 1
            if not waiting[each]:
                heappush(ready, (weight(each), place[each], each))
    return placed


def circles(edges: Edges[Node]) -> Iterator[list[Node]]:
    """
    One circle for each knot of nodes that all reach one another: the nodes in turn, each with an edge to the next, the
    first of them the one that comes first in *edges*.
    """
    place = {node: number for number, node in enumerate(edges)}
    for knot in knots(edges):
        first = min(knot, key=place.__getitem__)
        circle = _way_back(edges, first, set(knot))
        if circle:
            yield circle


def _way_back(edges: Edges[Node], start: Node, within: set[Node]) -> list[Node]:
    """
    The shortest way from *start* to itself.
    """
    came_from: dict[Node, Node] = {}
    reached = [start]
    for node in reached:
        for after in edges[node]:
            if after == start:
                way = [node]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if after in within and after not in came_from:
                came_from[after] = node
                reached.append(after)
    return []


def knots(edges: Edges[Node]) -> Iterator[list[Node]]:
    """
    The strongly connected components (Tarjan's algorithm, with a stack of its own in the place of recursion).
    """
    number: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    held: list[Node] = []
    is_held: set[Node] = set()
    for root in edges:
        work = [] if root in number else [(root, iter(edges[root]))]
        if work:
            number[root] = lowest[root] = len(number)
            held.append(root)
            is_held.add(root)
        while work:
            node, rest = work[-1]
            after = next((each for each in rest if each not in number or each in is_held), None)
            if after is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[node])
                if lowest[node] == number[node]:
                    knot = [held.pop()]
                    while knot[-1] != node:
                        knot.append(held.pop())
                    is_held.difference_update(knot)
                    yield knot
            elif after in number:
                lowest[node] = min(lowest[node], number[after])
            else:
                number[after] = lowest[after] = len(number)
                held.append(after)
                is_held.add(after)
                work.append((after, iter(edges[after])))
