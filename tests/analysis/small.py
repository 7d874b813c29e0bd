"""
Small rules files, each of a seed: few facts with few values, so that conditions often rule one another out or say the
same; and for each a second one, in which something was changed that may or may not make a difference.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Literal, TypeAlias

import attrs


@attrs.frozen
class Kind:
    """
    A fact that a file can have: its type, a default, and the conditions on it.
    """

    name: str
    type: str
    default: str
    tests: tuple[str, ...]


KINDS = (
    Kind("front", "bool", "false", ("front",)),
    Kind("draft", "bool", "true", ("draft",)),
    Kind(
        "device",
        "one of desktop, tablet, mobile",
        "tablet",
        ("device is desktop", "device is not tablet", "device is mobile", "device in (desktop, tablet)"),
    ),
    Kind("tier", "one of low, high", "low", ("tier is low", "tier is high", "tier is not high")),
    Kind(
        "count",
        "int",
        "0",
        ("count is 0", "count < 2", "count >= 2", "count > 1", "count in 1 .. 2", "count not in (0, 3)", "count <= 0"),
    ),
    Kind("ratio", "number", "0.5", ("ratio < 0.5", "ratio is 0.5", "ratio in 0.5 .. 2", "ratio > 2", "ratio > 0.5")),
    Kind(
        "word",
        "text",
        '"ab"',
        ('word is ""', 'word matches "a*"', 'word matches "*b"', 'word in ("a", "ab")', 'word matches ("*a", "a*b")'),
    ),
    Kind(
        "path",
        "path",
        '"/a"',
        (
            'path is "/"',
            'path matches "/a/**"',
            'path in ("/a", "/a/b")',
            'path matches "/*"',
            'path matches ("/a/*", "**/b")',
            'path is not "/b"',
            'path matches "/a**"',
        ),
    ),
    Kind(
        "day",
        "date",
        "2026-03-28",
        ("day < 2026-03-29", "day is 2026-03-29", "day in 2026-03-28 .. 2026-03-30", "day > 9999-12-30"),
    ),
    Kind("hour", "time", "09:00", ("hour < 09:00", "hour in 22:00 .. 02:00", "hour >= 02:00", "hour is 00:00")),
    Kind(
        "now",
        "datetime",
        "2026-03-28T09:00",
        (
            "now < 2026-03-29T12:00",
            "now in 2026-03-28T09:00 .. 2026-03-30T00:00",
            "now.weekday in (saturday, sunday)",
            "now.weekday is sunday",
            "now.date is 2026-03-29",
            "now.date >= 2026-03-29",
            "now.time in 09:00 .. 12:00",
            "now.time >= 12:00",
            "now.date < 0001-01-02",
        ),
    ),
    Kind(
        "roles",
        "set of one of editor, author, guest",
        "(editor)",
        ("roles has editor", "roles is empty", "roles has any of (editor, author)", "roles has all of (author, guest)"),
    ),
    Kind("tags", "set of text", "()", ('tags has "a"', 'tags has all of ("a", "b")', "tags is empty")),
    Kind("marks", "set of int", "(1)", ("marks has 1", "marks has any of (1, 2)", "marks is not empty")),
    Kind(
        "visitor",
        "int",
        "2",
        (
            'visitor in 10% of "s"',
            'visitor in 50% of "s"',
            'visitor not in 50% of "t"',
            "visitor is 3",
            "visitor in 1 .. 2",
            "visitor > 1",
        ),
    ),
    Kind("guest", "text", '"a"', ('guest in 10% of "s"', 'guest in 50% of "s"', 'guest is ""', 'guest in ("a", "b")')),
)

# A condition, or its parts after what joins them; `not` has one.
Tree: TypeAlias = "str | tuple[Literal['and', 'or', 'not'], tuple[Tree, ...]]"


@attrs.define(eq=False)
class Slot:
    """
    Where a condition stands in a file, and all that it may be made of.
    """

    tree: Tree
    leaves: Sequence[str]

    def __str__(self) -> str:
        return written(self.tree)


# What stands one after the other in a file.
Piece: TypeAlias = "str | Slot | list[Piece]"


@attrs.define(eq=False)
class Declared:
    """
    A fact as a file declares it.
    """

    kind: Kind
    is_optional: bool
    default: str | None

    def __str__(self) -> str:
        default = f" = {self.default}" if self.default else ""
        return f"    {self.kind.name}: {'optional ' * self.is_optional}{self.kind.type}{default}"

    @property
    def tests(self) -> Iterator[str]:
        """The conditions on it."""
        yield from self.kind.tests
        yield from [f"{self.kind.name} is none", f"{self.kind.name} is not none"] * self.is_optional


@attrs.define(eq=False)
class Small:
    """
    A file that can be changed.
    """

    facts: list[Declared]
    statements: list[list[Piece]]

    def __str__(self) -> str:
        facts = "\n".join(map(str, self.facts))
        return f'timezone "UTC"\nfacts {{\n{facts}\n}}\n' + "".join(f"{_joined(each)}\n" for each in self.statements)


def written(tree: Tree) -> str:
    """
    *tree* as the language has it.
    """
    if isinstance(tree, str):
        return tree
    word, operands = tree
    inner = [written(each) if isinstance(each, str) else f"({written(each)})" for each in operands]
    return f"not ({written(operands[0])})" if word == "not" else f" {word} ".join(inner)


def small(seed: int) -> tuple[str, str]:
    """
    The file of *seed*, and what it was changed into.
    """
    random = Random(seed)
    file = _Maker(random).made()
    changed = deepcopy(file)
    for _ in range(random.choice((1, 1, 2))):
        _change(random, changed)
    return str(file), str(changed)


def _joined(pieces: Sequence[Piece]) -> str:
    return "".join(_joined(each) if isinstance(each, list) else str(each) for each in pieces)


@attrs.define(eq=False)
class _Maker:
    """
    Makes a file. A condition names only what was made before it, so that there are no circles; then all is shuffled.
    """

    random: Random
    leaves: list[str] = attrs.field(factory=list)
    regions: int = 0

    def made(self) -> Small:
        random = self.random
        facts = [self._fact(kind) for kind in random.sample(KINDS, random.randint(3, 5))]
        # Few conditions, so that they meet again.
        for fact in facts:
            tests = list(fact.tests)
            self.leaves += random.sample(tests, min(len(tests), random.randint(2, 4)))
        statements: list[list[Piece]] = []
        defines = 0
        for _ in range(random.randint(5, 8)):
            if random.random() < 0.3:
                statements.append([f"define d{defines} as ", self.slot()])
                self.leaves += [f"d{defines}"] * 2
                defines += 1
            elif random.random() < 0.3:
                statements.append(self._choose())
            else:
                statements.append(self._region(""))
        words = [random.choice(("never ", "always ", "assume ")) for _ in range(random.randint(0, 3))]
        statements += [[word, self.slot()] for word in words]
        random.shuffle(statements)
        return Small(facts, statements)

    def _fact(self, kind: Kind) -> Declared:
        has_default = self.random.random() < 0.3
        return Declared(kind, self.random.random() < 0.3, kind.default if has_default else None)

    def slot(self) -> Slot:
        leaves = tuple(self.leaves)
        return Slot(_tree(self.random, leaves), leaves)

    def _region(self, when: str) -> list[Piece]:
        name = f"r{self.regions}"
        self.regions += 1
        conditions: list[Piece] = [when] if when else [" when ", self.slot()]
        blocks: list[Piece] = [self._block(name, number) for number in range(self.random.choice((0, 0, 1, 2)))]
        if self.random.random() < 0.15:
            blocks.append(self._choice(name))
        self.leaves.append(f"active({name})")
        return [f"region {name}", *conditions, " {", *blocks, " }"]

    def _block(self, region: str, number: int) -> list[Piece]:
        # Of one name in one slot, now and then, so that one gives way.
        name = f"b{number}" if self.random.random() < 0.5 else f"{region}-{number}"
        weight = self.random.choice(("", "", " weight 1"))
        when: list[Piece] = [" when ", self.slot()] if self.random.random() < 0.7 else []
        return [f" block {name} in side{weight}", *when]

    def _choice(self, region: str) -> list[Piece]:
        pieces: list[Piece] = [" choose {"]
        for letter in "ab":
            pieces += [f" block {region}-{letter} when ", self.slot()]
        return [*pieces, f" block {region}-c otherwise }}" if self.random.random() < 0.5 else " }"]

    def _choose(self) -> list[Piece]:
        pieces: list[Piece] = [f"choose c{self.regions} {{"]
        count = self.random.randint(2, 3)
        for number in range(count):
            is_last = number == count - 1 and self.random.random() < 0.5
            pieces += [" ", self._region(" otherwise" if is_last else "")]
        return [*pieces, " }"]


def _tree(random: Random, leaves: Sequence[str], depth: int = 2) -> Tree:
    draw = random.random()
    if depth == 0 or draw < 0.25:
        return random.choice(("true", "false")) if random.random() < 0.02 else random.choice(leaves)
    if draw < 0.4:
        return "not", (_tree(random, leaves, depth - 1),)
    operands = tuple(_tree(random, leaves, depth - 1) for _ in range(random.choice((2, 2, 3))))
    return "and" if random.random() < 0.6 else "or", operands


def _change(random: Random, file: Small) -> None:
    """
    Change one thing in *file*: half of the time only the words of a condition.
    """
    slots = list(_slots(file.statements))
    blocks = [(row, each) for row in _rows(file.statements) for each in row if _is_block(each)]
    defaults = [each for each in file.facts if each.default]
    draw = random.random()
    if draw < 0.08 and blocks:
        row, block = random.choice(blocks)
        row.remove(block)
    elif draw < 0.18 and defaults:
        fact = random.choice(defaults)
        fact.default = {"bool": "true", "int": "3", "text": '"b"', "path": '"/"', "date": "2026-03-30"}.get(
            fact.kind.type, fact.default
        )
    elif draw < 0.24 and any(each.kind.name == "device" for each in file.facts):
        at = next(number for number, each in enumerate(file.facts) if each.kind.name == "device")
        file.facts[at].kind = attrs.evolve(file.facts[at].kind, type="one of desktop, tablet, mobile, watch")
    else:
        slot = random.choice(slots)
        other = _tree(random, slot.leaves, 1)
        slot.tree = _reworded(random, slot.tree, other) if random.random() < 0.6 else other


def _reworded(random: Random, tree: Tree, other: Tree) -> Tree:
    """
    What is true where *tree* is.
    """
    words: list[Tree] = [
        ("not", (("not", (tree,)),)),
        ("or", (tree, ("and", (other, tree)))),
        ("and", (tree, ("or", (other, ("not", (other,)))))),
        ("or", (("and", (other, tree)), ("and", (tree, ("not", (other,)))))),
    ]
    if not isinstance(tree, str) and tree[0] != "not":
        words += [
            (tree[0], tuple(random.sample(tree[1], len(tree[1])))),
            ("not", (("or" if tree[0] == "and" else "and", tuple(("not", (each,)) for each in tree[1])),)),
        ]
    return random.choice(words)


def _slots(pieces: Sequence[Piece]) -> Iterator[Slot]:
    for each in pieces:
        if isinstance(each, Slot):
            yield each
        elif isinstance(each, list):
            yield from _slots(each)


def _rows(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    for each in pieces:
        if isinstance(each, list):
            yield each
            yield from _rows(each)


def _is_block(piece: Piece) -> bool:
    return isinstance(piece, list) and isinstance(piece[0], str) and piece[0].startswith(" block ")
