"""
Cuts: all values of one fact in the classes that files can tell apart, whatever they ask about it.
"""

from blockrules.analysis.in_or_out import InOrOut, in_or_out
from blockrules.analysis.listed import Listed, listed
from blockrules.analysis.spread import Spread, spread
from blockrules.analysis.subjects import Subject
from blockrules.model.types import Kind, SetOf

Cut = Listed | InOrOut | Spread


def cut_of(subject: Subject) -> Cut | None:
    """
    The classes of *subject*; None where there are too many.
    """
    if any(key.seed is not None for key in subject.tests):
        return spread(subject)
    if subject.tests and isinstance(subject.type, SetOf):
        return in_or_out(subject)
    found: Cut | None = listed(subject)
    if found is None and subject.type in (Kind.TEXT, Kind.PATH):
        return in_or_out(subject)
    return found
