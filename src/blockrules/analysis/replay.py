"""
Pages that were found, for a reader: in words, and as what the command can be given.
"""

import shlex
from collections.abc import Sequence
from datetime import datetime, time

from blockrules.analysis.witnesses import Witness
from blockrules.insight import words
from blockrules.model.facts import Fact, Schema
from blockrules.model.types import Value


def told(witness: Witness, schema: Schema) -> str:
    """
    The page in words: as a sample page of the file, where it comes from one, with what is otherwise.
    """
    changes = words.told(witness.changes, schema.types)
    if witness.sample is None:
        return f"a page with {changes}" if changes else "a page that gives nothing"
    return f"the sample page `{witness.sample}`" + (f" with {changes}" if changes else "")


def command(witness: Witness, file: str, schema: Schema, regions: Sequence[str] = ()) -> str | None:
    """
    The command that explains the *regions* of the page; None where its values cannot be written on a command line.
    """
    pairs = [(name, _spelt(value, schema.facts[name])) for name, value in witness.changes.items()]
    if any(text is None for _, text in pairs):
        return None
    sample = ["--sample", witness.sample] if witness.sample else []
    given = [f"{name}={text}" for name, text in pairs]
    return shlex.join(["blockrules", "explain", file, *sample, *given, *dict.fromkeys(regions)])


def _spelt(value: Value, fact: Fact) -> str | None:
    """
    *value* as the command takes it for *fact*; None where it would take it for something else.
    """
    match value:
        case None:
            return "none"
        case bool():
            return "true" if value else "false"
        case time() | datetime() if value.microsecond:
            return None
        case frozenset():
            text = ",".join(sorted(map(str, value)))
            return (
                text if frozenset(filter(None, map(str.strip, text.split(",")))) == frozenset(map(str, value)) else None
            )
        case str():
            return None if fact.optional and value == "none" else value
        case _:
            return words.said(value, fact.type)
