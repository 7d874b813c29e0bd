"""
Contexts as Drupal 7's Features module exports them, read from PHP that is never run.

A function is followed statement by statement. One that says no more than a literal does is carried out: variables hold
contexts, and one the collection of them that is returned. Any other is a loss, and costs the contexts that it touches:
those in variables that are named in it and that it has not filled anew before, and those under keys it names.
"""

from collections.abc import Iterable
from typing import assert_never

import attrs

from blockrules.importers.drupal7.php import Function, Statement, functions
from blockrules.importers.drupal7.statements import (
    Collects,
    Extracts,
    Makes,
    Plain,
    Property,
    Puts,
    Returns,
    Sets,
    Unread,
    read,
)
from blockrules.importers.drupal7.touches import touched
from blockrules.language.diagnostics import escaped
from blockrules.language.source import Source

__all__ = ["Export", "Exports", "Loss", "Plain", "contexts"]

SUFFIX = "_context_default_contexts"


@attrs.frozen
class Export:
    """
    A context: the *name* it is exported by, the *line* where it begins, and its properties.
    """

    name: str
    line: int
    values: dict[str, Plain]


@attrs.frozen
class Loss:
    """
    What is not read: in which *line* it begins, and what it is.
    """

    line: int
    text: str


@attrs.frozen
class Exports:
    """
    The contexts of a text, in their order, and what of it is not read.
    """

    contexts: tuple[Export, ...]
    losses: tuple[Loss, ...]


def contexts(source: Source) -> Exports:
    """
    The contexts that the functions in *source* export whose names end in `_context_default_contexts`.
    """
    readings = [_Reading(source, function) for function in functions(source.text, SUFFIX)]
    if not readings:
        return Exports((), (Loss(1, f"no function whose name ends in `{SUFFIX}` is in it"),))
    for reading in readings:
        reading.follow()
    losses = [trouble.loss() for reading in readings for trouble in reading.troubles]
    return Exports(
        tuple(export for reading in readings for export in reading.exports()),
        tuple(sorted(losses, key=lambda loss: loss.line)),
    )


@attrs.define(eq=False)
class _Context:
    """
    A context in the making: the *keys* it was put under, and what it is lost by first, if it is.
    """

    line: int
    values: dict[str, Plain] = attrs.field(factory=dict)
    keys: list[str] = attrs.field(factory=list)
    lost: "_Trouble | None" = None

    def names(self) -> list[str]:
        name = self.values.get("name")
        return self.keys or ([name] if isinstance(name, str) else [])


@attrs.define(eq=False)
class _Trouble:
    """
    A loss in the making: what it costs is known by name at the end.
    """

    line: int
    text: str
    contexts: list[_Context] = attrs.field(factory=list)
    names: list[str] = attrs.field(factory=list)

    def lose(self, contexts: Iterable[_Context]) -> None:
        for context in contexts:
            context.lost = context.lost or self
            self.contexts.append(context)

    def loss(self) -> Loss:
        # All keys of a context are told once: what has many of them, and many faults, would else be a long report.
        told = [context.names()[: None if context.lost is self else 1] for context in self.contexts]
        names = [
            f"`{escaped(name)}`" for name in dict.fromkeys([*(name for each in told for name in each), *self.names])
        ]
        match names:
            case []:
                return Loss(self.line, self.text)
            case [name]:
                return Loss(self.line, f"{self.text}; the context {name} is left out")
            case _:
                return Loss(self.line, f"{self.text}; the contexts {', '.join(names)} are left out")


@attrs.define
class _Reading:
    source: Source
    function: Function
    troubles: list[_Trouble] = attrs.field(factory=list)
    made: list[_Context] = attrs.field(factory=list)
    # What is in the variables, by their names; of a collection also what no statement has touched as a whole.
    contexts: dict[str, _Context] = attrs.field(factory=dict)
    collections: dict[str, dict[str, _Context]] = attrs.field(factory=dict)
    fresh: dict[str, list[_Context]] = attrs.field(factory=dict)
    returned: dict[str, _Context] | None = None
    # The first statement that may leave the function, which puts all of it in doubt.
    doubt: _Trouble | None = None

    def exports(self) -> Iterable[Export]:
        for name, context in (self.returned or {}).items():
            if not context.lost:
                yield Export(name, context.line, context.values)

    def follow(self) -> None:
        """
        Read the function, up to where it returns.
        """
        for statement in self.function.statements:
            self.read(statement)
            if statement[0].type in ("RETURN", "LEAVE"):
                break
        if not self.function.is_closed:
            self.at_function("does not end")
        elif self.returned is None and not self.doubt:
            self.at_function("does not return its contexts")
        if self.doubt:
            self.doubt.lose(context for context in self.made if not context.lost)
        kept = set(map(id, (self.returned or {}).values()))
        for context in self.made:
            if not context.lost and id(context) not in kept:
                self.trouble(context.line, "what is made here is not returned").lose([context])

    def at_function(self, text: str) -> None:
        name = self.function.name
        trouble = self.trouble(self.line(name.start), f"the function `{escaped(name.text)}` {text}")
        if self.returned is None:
            trouble.lose(context for context in self.made if not context.lost)

    def line(self, start: int) -> int:
        return self.source.position(start)[0]

    def trouble(self, line: int, text: str) -> _Trouble:
        self.troubles.append(_Trouble(line, text))
        return self.troubles[-1]

    def read(self, statement: Statement) -> None:
        line = self.line(statement[0].start)
        said = read(statement)
        match said:
            case Unread(what):
                self.lose(statement, self.trouble(line, f"{what} is not read"))
            case Collects(variable):
                self.collections[variable], self.fresh[variable] = {}, []
                self.contexts.pop(variable, None)
            case Makes(variable):
                self.contexts[variable] = _Context(line)
                self.made.append(self.contexts[variable])
            case Sets(variable, name, value):
                self.context(variable, line).values[name] = value
            case Puts() as puts:
                self.put(puts, line)
            case Returns(variable):
                self.returned = self.collections.get(variable, {})
                if variable not in self.collections:
                    trouble = self.trouble(line, f"`{escaped(variable)}`, which is returned, holds no contexts")
                    trouble.lose(context for context in self.made if not context.lost)
            case Extracts():
                pass
            case _:
                assert_never(said)

    def lose(self, statement: Statement, trouble: _Trouble) -> None:
        """
        Give up what *statement*, which cannot be read, touches.
        """
        touches = touched(statement)
        for variable in (*touches.before, *touches.filled):
            trouble.lose(self.fresh.get(variable, ()))
            self.fresh.pop(variable, None)
        trouble.lose(self.contexts[variable] for variable in touches.before if variable in self.contexts)
        for variable in touches.filled:
            self.contexts[variable] = _Context(trouble.line)
            trouble.lose([self.contexts[variable]])
        for variable, key in touches.keys:
            if variable in self.collections:
                trouble.names.append(key)
                trouble.lose(filter(None, [self.collections[variable].get(key)]))
        trouble.names += touches.names
        if touches.leaves:
            self.doubt = self.doubt or trouble

    def context(self, variable: str, line: int) -> _Context:
        """
        The context in *variable*; one that is lost where it holds none.
        """
        if variable not in self.contexts:
            self.contexts[variable] = _Context(line)
            self.trouble(line, f"`{escaped(variable)}` holds no context that is made here").lose(
                [self.contexts[variable]]
            )
        return self.contexts[variable]

    def put(self, puts: Puts, line: int) -> None:
        context = self.context(puts.context, line)
        key: Plain = puts.key if isinstance(puts.key, str) else None
        if isinstance(puts.key, Property):
            key = self.context(puts.key.variable, line).values.get(puts.key.name)
        if isinstance(key, str):
            context.keys.append(key)
            self.collections.setdefault(puts.variable, {})[key] = context
            self.fresh.setdefault(puts.variable, []).append(context)
        elif not context.lost:
            self.trouble(line, "the name of the context is not known").lose([context])
