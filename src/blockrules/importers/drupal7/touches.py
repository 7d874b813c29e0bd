"""
What a statement touches that is not read.
"""

from collections import Counter

import attrs

from blockrules.importers.drupal7.php import CONTINUING, TAILS, Statement, Word
from blockrules.importers.drupal7.statements import string

BEFORE_STATEMENTS = (";", "{", "}", ":")
BRANCHES = CONTINUING | TAILS


@attrs.frozen
class Touched:
    """
    The variables that a statement uses for what they held *before* it, and those it may have *filled* anew; the keys
    that it names, with the variable; the names that it gives to contexts; and whether it *leaves* the function.
    """

    before: tuple[str, ...]
    filled: tuple[str, ...]
    keys: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    leaves: bool


def touched(statement: Statement) -> Touched:
    """
    What *statement* touches; rather too much than too little.
    """
    scan = _Scan()
    previous = None
    for number, word in enumerate(statement):
        scan.take(previous, word, statement[number + 1 : number + 5])
        previous = word
    leaves = any(word.type in ("RETURN", "LEAVE") for word in statement)
    return Touched(tuple(scan.before), tuple(scan.filled), tuple(scan.keys), tuple(scan.names), leaves)


@attrs.define
class _Scan:
    before: dict[str, None] = attrs.field(factory=dict)
    filled: dict[str, None] = attrs.field(factory=dict)
    keys: dict[tuple[str, str], None] = attrs.field(factory=dict)
    names: dict[str, None] = attrs.field(factory=dict)
    # What holds something new for certain: for each open brace which variables; all of them; and after this statement.
    levels: list[list[str]] = attrs.field(factory=lambda: [[]])
    certain: Counter[str] = attrs.field(factory=Counter)
    waiting: list[str] = attrs.field(factory=list)

    def take(self, previous: Word | None, word: Word, after: Statement) -> None:
        if word.type == "VARIABLE":
            self.variable(previous, word, after)
        elif word.type == "SEMICOLON":
            self.certain.update(self.waiting)
            self.levels[-1] += self.waiting
            self.waiting = []
        elif word.type == "LBRACE":
            self.levels.append([])
        elif word.type == "RBRACE":
            self.certain.subtract(self.levels.pop())
            self.levels = self.levels or [[]]
        elif word.is_control(BRANCHES) or word.text.lower() in ("case", "default"):
            # What an earlier branch did is not done in this one.
            self.certain.subtract(self.levels[-1])
            self.levels[-1] = []

    def variable(self, previous: Word | None, word: Word, after: Statement) -> None:
        types = [each.type for each in after]
        if types[:1] == ["EQUAL"]:
            self.filled[word.text] = None
            if previous and previous.text in BEFORE_STATEMENTS:
                self.waiting.append(word.text)
        elif types[:1] == ["LSQB"]:
            if types[1:3] == ["STRING", "RSQB"]:
                self.keys[word.text, string(after[1])] = None
        elif not self.certain[word.text]:
            self.before[word.text] = None
        if types == ["_ARROW", "NAME", "EQUAL", "STRING"] and after[1].text == "name":
            self.names[string(after[3])] = None
