"""
Which contexts of Drupal 7 ask for each other.

Drupal asks `context` over and over until nothing changes. Where contexts in a circle only ask so whether others are on,
there is one least answer: each is on as soon as what leads to it is. Where one asks with a `~`, or by `context_all`,
which is asked but once, what Drupal answers hangs on who is asked first.
"""

from collections.abc import Iterator, Mapping, Sequence

import attrs

from blockrules.importers.drupal7.contexts import Context
from blockrules.importers.drupal7.phases import asking_order
from blockrules.model.order import knots
from blockrules.model.patterns import Pattern

ASKING = ("context", "context_all")
# The answer to a longer circle could nest deeper than a rules file may, unless nothing in it is an `and`.
LONGEST = 20


@attrs.frozen
class Circle:
    """
    Contexts that ask for each other, itself or by others; or one that is in no circle. One that has a *least* answer is
    in an order in which each asks for the next, if that may be; any other in that in which Drupal asks.
    """

    members: tuple[Context, ...]
    has_least: bool = False


def circles(contexts: Sequence[Context]) -> Iterator[Circle]:
    """
    All of *contexts*, each circle after what it asks for.
    """
    by_name = {each.name: each for each in contexts}
    order = [*asking_order(contexts), *contexts]
    place = {each.name: number for number, each in reversed(list(enumerate(order)))}
    for knot in knots({each.name: list(_asked_for(each, by_name)) for each in contexts}):
        members = [by_name[name] for name in reversed(knot)]
        if _has_least(members, by_name):
            yield Circle(tuple(members), has_least=True)
        else:
            yield Circle(tuple(sorted(members, key=lambda each: place[each.name])))


def fitting(value: str, contexts: Mapping[str, Context]) -> list[Context]:
    """
    Those of *contexts*, by their names, that *value* asks for.
    """
    if "*" not in value:
        return [contexts[value]] if value in contexts else []
    pattern = Pattern(value, "text")
    return [each for name, each in contexts.items() if pattern.matches(name)]


def _asked_for(context: Context, by_name: Mapping[str, Context]) -> dict[str, bool]:
    """
    The names of the other contexts that *context* asks for; and of each, whether only if it is on.
    """
    found: dict[str, bool] = {}
    for asked in filter(None, map(context.asking, ASKING)):
        for value in asked.values:
            is_plain = asked.kind == "context" and not value.startswith("~")
            for other in fitting(value.lstrip("~"), by_name):
                if other is not context:
                    found[other.name] = found.get(other.name, True) and is_plain
    return found


def _has_least(members: Sequence[Context], by_name: Mapping[str, Context]) -> bool:
    names = {each.name for each in members}
    asked = [_asked_for(each, by_name) for each in members]
    return (
        len(members) > 1
        and all(is_plain for each in asked for name, is_plain in each.items() if name in names)
        and (len(members) <= LONGEST or all(map(_is_flat, members)))
    )


def _is_flat(context: Context) -> bool:
    asked = context.asking("context")
    return not context.is_all and asked is not None and not any(value.startswith("~") for value in asked.values)
