"""
In which order Drupal 7 asks conditions, and so in which contexts come on.

A context is listed when it comes on. One that needs all of its conditions comes on at the last of them; one that needs
any, at the first that holds, which hangs on the page. A region has one place: so such a context stands where it comes
on most often, as far as that can be guessed from how much its conditions take in, or is made into several regions.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import prod

import attrs

from blockrules.importers.drupal7.contexts import Asked, Context
from blockrules.importers.paths import FRONT

PHASES = tuple(
    "sitewide path query_string language user node node_taxonomy book bookroot taxonomy_term user_page views menu "
    "default context context_all theme cmd".split()
)
PHASE = {kind: number for number, kind in enumerate(PHASES)}
# Contributed conditions are asked last, as far as is known.
LAST = len(PHASES)
# What Drupal's own roles are called, in its order; others follow as they are met.
ROLES = ("anonymous user", "authenticated user", "administrator")


def phase(asked: Asked) -> int:
    """
    When the condition is asked.
    """
    return PHASE.get(asked.kind, LAST)


# Of all pages, the share on which a condition is guessed to hold, by its kind; and of paths.
SHARES = {"theme": 0.8, "cmd": 0.5, "default": 0.3, "user": 0.08}
OTHERWISE, ONE_PAGE, PAGES = 0.1, 0.02, 0.1
MAIN_LANGUAGE, OTHER_LANGUAGE = 0.8, 0.2
# So often is guessed anew what contexts are that ask for others.
TIMES = 5
WIDE_ROLES, WIDE_ROLE = frozenset({"anonymous user", "authenticated user"}), 0.5


@attrs.frozen
class Guess:
    """
    What is guessed of contexts on a site of these *roles*; none: any. Of each context, by its name, the share of all
    pages on which it is *on* when a condition of a kind is asked.
    """

    roles: Sequence[str]
    on: Mapping[tuple[str, str], float]

    def of(self, context: Context, kind: str) -> float:
        """
        The share of all pages on which *context* is on when a condition of *kind* is asked.
        """
        row = [self.share(each) for each in context.asked if phase(each) <= PHASE[kind]]
        if context.is_all:
            return prod(row) if len(row) == len(context.asked) else 0.0
        return 1 - prod(1 - each for each in row)

    def share(self, asked: Asked) -> float:
        """
        The share of all pages on which a condition holds.
        """
        wanted = [self.value(asked, value) for value in asked.values if not value.startswith("~")]
        vetoes = [self.value(asked, value.lstrip("~")) for value in asked.values if value.startswith("~")]
        found = min(1.0, (prod if asked.kind == "context_all" else sum)(wanted)) if wanted or not vetoes else 1.0
        found *= prod(1 - each for each in vetoes)
        return 1 - found if asked.kind == "user" and asked.options.flag("negate_role") and wanted else found

    def value(self, asked: Asked, value: str) -> float:
        """
        The share of all pages to which one *value* of a condition belongs.
        """
        match asked.kind:
            case "context" | "context_all":
                return self.on.get((asked.kind, value), PAGES if "*" in value else 0.0)
            case "sitewide":
                return 1.0 if value == "1" else 0.0
            case "path" | "query_string" if not value.strip("*"):
                return 1.0
            case "path" | "query_string":
                return PAGES if "*" in value else ONE_PAGE
            case "language":
                return MAIN_LANGUAGE if value == "en" else OTHER_LANGUAGE
            case "menu" if value == FRONT:
                return 1.0
            case "user" if value in WIDE_ROLES:
                return WIDE_ROLE
            case "user" if self.roles and value not in self.roles:
                return 0.0
            case kind:
                return SHARES.get(kind, OTHERWISE)


def guessed(contexts: Sequence[Context], roles: Sequence[str]) -> Guess:
    """
    What is guessed of *contexts*, which may ask for each other: again and again, each time from the guess before.
    """
    keys = [(kind, each) for kind in ("context", "context_all") for each in contexts if each.asked]
    guess = Guess(roles, {(kind, each.name): OTHERWISE for kind, each in keys})
    for _ in range(TIMES):
        guess = Guess(roles, {(kind, each.name): guess.of(each, kind) for kind, each in keys})
    return guess


@attrs.frozen
class Turn:
    """
    A context where it comes on: as a whole, or at one of its conditions (*asked*), once the *earlier* ones do not hold.
    One of its turns is the *usual* one.
    """

    context: Context
    asked: Asked | None = None
    earlier: tuple[Asked, ...] = ()
    is_usual: bool = True


def in_order(contexts: Sequence[Context], roles: Sequence[str], *, exact: bool) -> list[Turn]:
    """
    The turns of *contexts*, which are in the order of their storage, in the order in which they come on: each in its
    usual place, or *exact*ly in each that it may have. The *roles* are those of the site, as far as they are known.
    """
    ranks = {kind: _ranks(kind, contexts, roles) for kind in PHASES}
    guess = guessed(contexts, roles)
    turns: list[tuple[tuple[int, int], Turn]] = []
    for context in contexts:
        row = sorted((each for each in context.asked if each.values), key=phase)
        places = [(phase(each), ranks.get(each.kind, {}).get(context.name, 0)) for each in row]
        usual = len(row) - 1 if context.is_all or not row else _most_often_first(row, guess)
        if exact and not context.is_all and len(row) > 1:
            turns += [
                (place, Turn(context, row[number], tuple(row[:number]), number == usual))
                for number, place in enumerate(places)
            ]
        else:
            turns.append((places[usual] if row else (LAST, 0), Turn(context)))
    return [turn for _, turn in sorted(turns, key=lambda each: each[0])]


def _most_often_first(row: Sequence[Asked], guess: Guess) -> int:
    """
    Of conditions in the order in which they are asked, the place of the one that is most often the first to hold.
    """
    chances: list[float] = []
    none_yet = 1.0
    for each in row:
        held = guess.share(each)
        chances.append(none_yet * held)
        none_yet *= 1 - held
    return chances.index(max(chances))


def _ranks(kind: str, contexts: Sequence[Context], roles: Sequence[str]) -> dict[str, int]:
    """
    Where in its phase each context that asks *kind* comes.
    """
    row = [(each.name, asked.values) for each in contexts if (asked := each.asking(kind)) and asked.values]
    match kind:
        case "path" | "query_string":
            return _by_first_value(row, dict.fromkeys(value for _, values in row for value in values))
        case "user":
            named = (value for _, values in row for value in values)
            return _by_first_value(row, dict.fromkeys([*(roles or ROLES), *named]))
        case "context":
            return _by_passes(contexts)
        case "menu":
            return _by_first_value(row, dict.fromkeys([FRONT, *(value for _, values in row for value in values)]))
        case _:
            return {name: number for number, (name, _) in enumerate(row)}


def _by_first_value(row: Sequence[tuple[str, tuple[str, ...]]], values: Iterable[str]) -> dict[str, int]:
    """
    In the order of *values*: at each, the contexts that name it.
    """
    ranks: dict[str, int] = {}
    for value in values:
        for name, own in row:
            if value in own:
                ranks.setdefault(name, len(ranks))
    return ranks


def asking_order(contexts: Sequence[Context]) -> list[Context]:
    """
    Those of *contexts* that ask for contexts, in the order in which they are asked, in one pass of several: first the
    ones that others name, then all, by the values that they ask for; of values the greatest first.
    """
    row = {each.name: each for each in contexts if each.asking("context")}
    values = sorted({value for each in row.values() for value in _values(each)}, reverse=True)
    named = [row[name] for value in values if (name := value.lstrip("~")) in row]
    asking = [each for value in values for each in row.values() if value in _values(each)]
    return list({each.name: each for each in (*named, *asking)}.values())


def _values(context: Context) -> tuple[str, ...]:
    asked = context.asking("context")
    return asked.values if asked else ()


def _by_passes(contexts: Sequence[Context]) -> dict[str, int]:
    """
    Over and over, in that order: a context comes on once anything that it asks for may be on.
    """
    waiting = asking_order(contexts)
    ranks: dict[str, int] = {}
    while waiting:
        names = {each.name for each in waiting}
        for each in waiting:
            wanted = [value for value in _values(each) if not value.startswith("~")]
            if not wanted or any(value not in names or value in ranks for value in wanted):
                ranks[each.name] = len(ranks)
        left = [each for each in waiting if each.name not in ranks]
        if len(left) == len(waiting):
            # They wait for each other, and none ever comes on by this alone.
            ranks |= {each.name: len(ranks) + number for number, each in enumerate(left)}
            left = []
        waiting = left
    return ranks
