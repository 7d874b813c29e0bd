"""
The conditions of Drupal 7's contexts, each as it is answered when it is asked.

Contexts may ask for contexts. One sees of another what has come on by the time it asks: never itself, and never what
is on by a condition that is asked later. Those that ask for each other are answered together.
"""

from collections.abc import Callable, Iterable, Sequence

import attrs

from blockrules.importers.conditions import (
    ALWAYS,
    NEVER,
    Active,
    Condition,
    Named,
    Test,
    assuming,
    every,
    opposite,
    some,
)
from blockrules.importers.draft import REST, Kind
from blockrules.importers.drupal7.circles import ASKING, Circle, circles, fitting
from blockrules.importers.drupal7.contexts import Asked, Context
from blockrules.importers.drupal7.phases import PHASE, Turn, phase
from blockrules.importers.naming import Names, slug
from blockrules.importers.paths import FRONT, LINE_END, STARS, on_any
from blockrules.importers.report import Ledger
from blockrules.importers.values import Broken
from blockrules.language.diagnostics import shortened
from blockrules.model.patterns import path_fault, pattern_fault

ELSE = f"none where there is none, `{REST}` where no rule names it."
KINDS = {
    "theme": Kind("one of", "The theme of the page; none where no rule names it.", optional=True),
    "path": Kind("path", "The path as visitors see it: the alias, or the system path where there is none."),
    "system_path": Kind(
        "path", "The path beneath the alias, such as /node/12; none where there is no alias.", optional=True
    ),
    "front": Kind("bool", "Whether it is the front page.", default="false"),
    "query": Kind("text", "The query of the address, as it came.", default='""'),
    "language": Kind("one of", "The language of the page; none where no rule names it.", optional=True),
    "roles": Kind(
        "set of one of",
        "The visitor's roles: anonymous user, or authenticated user and others. Name here all of the site.",
        others=("anonymous user", "authenticated user"),
    ),
    "node.type": Kind("one of", f"The type of the node that the page is about; {ELSE}", optional=True, is_open=True),
    "node.op": Kind(
        "one of", "Whether the node is viewed, or made or edited in a form.", optional=True, others=("form", "view")
    ),
    "node.terms": Kind("set of text", "The numbers of the node's terms.", default="()"),
    "node.book": Kind("text", "The menu of the book that the node is in.", optional=True),
    "node.book_root": Kind(
        "one of", f"The type of the node at the root of its book; {ELSE}", optional=True, is_open=True
    ),
    "term.vocabulary": Kind("one of", f"The vocabulary of the page's term; {ELSE}", optional=True, is_open=True),
    "profile.op": Kind(
        "one of", "What is done on a page of a user.", optional=True, others=("form", "register", "view")
    ),
    "profile.own": Kind("bool", "Whether that user is the visitor.", default="false"),
    "views": Kind(
        "set of text", "The view whose page it is, and again with its display: jobs, jobs:page.", default="()"
    ),
    "trail": Kind("set of text", "The links of the active menu trail, as menus have them.", default="()"),
    "device": Kind("one of", "What the page is seen on.", optional=True, others=("desktop", "mobile", "tablet")),
}
# What cannot be known, and would have to be run.
CODE = frozenset({"php", "context_php"})
# A comment shows so much of what is asked.
LONGEST = 160
DEVICES = {"1": "mobile", "2": "tablet", "3": "desktop"}


@attrs.define(eq=False)
class Conditions:
    """
    What reads the conditions of *contexts*, which are on and in the order of their storage; some others are *off*. The
    *roles* of the site may be known.
    """

    contexts: tuple[Context, ...]
    off: frozenset[str]
    roles: Sequence[str] | None
    ledger: Ledger
    kinds: dict[str, Kind] = attrs.field(factory=lambda: dict(KINDS))
    foreign: dict[tuple[str, tuple[str, ...], str], str] = attrs.field(factory=dict)
    names: Names = attrs.field(factory=lambda: Names({name.partition(".")[0] for name in KINDS}))
    opened: dict[tuple[str, str], Condition] = attrs.field(factory=dict)
    by_name: dict[str, Context] = attrs.field(init=False)
    circle: dict[str, Circle] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        roles = self.kinds["roles"]
        self.kinds["roles"] = attrs.evolve(roles, others=(*roles.others, *(self.roles or ())))
        self.by_name = {each.name: each for each in self.contexts}
        order = list(circles(self.contexts))
        self.circle = {each.name: circle for circle in order for each in circle.members}
        for circle in order:
            self._open(circle)

    def active(self, context: Context) -> Condition:
        """
        When *context* is on: at any of its conditions, or at all; without conditions never.
        """
        row = [self.met(context, each) for each in context.asked]
        if not row:
            self._flag(context, "it has no conditions, so that it is never on")
            return NEVER
        return every(*row) if context.is_all else some(*row)

    def at(self, turn: Turn) -> Condition:
        """
        When a context comes on in its *turn*.
        """
        if turn.asked is None:
            return self.active(turn.context)
        before = some(*(self.met(turn.context, each) for each in turn.earlier))
        return every(self.met(turn.context, turn.asked), opposite(before))

    def met(self, context: Context, asked: Asked) -> Condition:
        """
        When one of its conditions is met.
        """
        key = context.name, asked.kind
        if key not in self.opened:
            self.opened[key] = self._met(context, asked)
        return self.opened[key]

    def _met(self, context: Context, asked: Asked) -> Condition:
        if not asked.values:
            self._flag(context, f"`{asked.kind}` has no values, so that it is never met")
            return NEVER
        if asked.kind in READERS:
            return READERS[asked.kind](self, context, asked)
        return self._foreign(context, asked)

    def _flag(self, context: Context, text: str) -> None:
        self.ledger.remark(context.file, context.place, text)

    def _sitewide(self, _context: Context, asked: Asked) -> Condition:
        return ALWAYS if "1" in asked.values else NEVER

    # Paths and queries

    def _path(self, context: Context, asked: Asked) -> Condition:
        return _with_vetoes(asked.values, lambda value: self._on(context, value))

    def _on(self, context: Context, value: str) -> Condition:
        lines = [line for line in LINE_END.split(value) if line]
        if any(pattern_fault(line) for line in lines):
            raise Broken(context.place, "a path is too long for a pattern")
        dead = {line: why for line in lines if (why := _why_dead(line))}
        for line, why in dead.items():
            self._flag(context, f"no page matches `{line}`: {why}")
        return on_any([line if line == FRONT else f"/{line}" for line in lines if line not in dead])

    def _query_string(self, _context: Context, asked: Asked) -> Condition:
        def on(value: str) -> Condition:
            patterns = tuple(STARS.sub("*", line) for line in LINE_END.split(value) if line)
            return (
                ALWAYS if "*" in patterns else Test("query", "matches", patterns, is_text=True) if patterns else NEVER
            )

        return _with_vetoes(asked.values, on)

    # What the page is about, and who sees it

    def _user(self, context: Context, asked: Asked) -> Condition:
        roles = tuple(value for value in asked.values if self.roles is None or value in self.roles)
        for value in asked.values:
            if value not in roles:
                self._flag(context, f"the site has no role `{value}`")
        if not roles:
            return NEVER
        test = Test("roles", "has", roles)
        return opposite(test) if asked.options.flag("negate_role") else test

    def _node(self, _context: Context, asked: Asked) -> Condition:
        return every(Test("node.type", "is", asked.values), _form(asked.options.number("node_form")))

    def _node_taxonomy(self, _context: Context, asked: Asked) -> Condition:
        is_read = ALWAYS if asked.options.flag("node_form") else Test("node.op", "is", ("view",))
        return every(Test("node.terms", "has", asked.values, is_text=True), is_read)

    def _book(self, _context: Context, asked: Asked) -> Condition:
        return Test("node.book", "is", asked.values, is_text=True)

    def _bookroot(self, _context: Context, asked: Asked) -> Condition:
        return every(Test("node.book_root", "is", asked.values), _form(asked.options.number("node_form")))

    def _taxonomy_term(self, _context: Context, asked: Asked) -> Condition:
        # On forms the condition is not asked.
        return NEVER if asked.options.number("term_form") == 2 else Test("term.vocabulary", "is", asked.values)

    def _user_page(self, _context: Context, asked: Asked) -> Condition:
        whose = {"current": Test("profile.own", "true"), "other": opposite(Test("profile.own", "true"))}
        of_somebody = tuple(value for value in asked.values if value != "register")
        pages = every(Test("profile.op", "is", of_somebody), whose.get(asked.options.text("mode", ""), ALWAYS))
        return some(
            pages if of_somebody else NEVER,
            Test("profile.op", "is", ("register",)) if "register" in asked.values else NEVER,
        )

    def _cmd(self, _context: Context, asked: Asked) -> Condition:
        devices = tuple(DEVICES[value] for value in asked.values if value in DEVICES)
        return Test("device", "is", devices) if devices else NEVER

    # Other contexts

    def _default(self, context: Context, _asked: Asked) -> Condition:
        busy = [
            each
            for each in self.contexts
            if each is not context and any(asked.kind not in ("sitewide", "default") for asked in each.asked)
        ]
        return opposite(some(*(self._seen(each, "default") for each in busy)))

    def _context(self, context: Context, asked: Asked) -> Condition:
        return _with_vetoes(asked.values, lambda value: some(*self._named(context, asked, value)))

    def _context_all(self, context: Context, asked: Asked) -> Condition:
        row = [
            opposite(some(*self._named(context, asked, value[1:])))
            if value.startswith("~")
            else some(*self._named(context, asked, value))
            for value in asked.values
        ]
        return every(*row)

    def _named(self, context: Context, asked: Asked, value: str) -> Iterable[Condition]:
        """
        Whether those contexts are on that fit *value*, as far as *context* can see.
        """
        others = fitting(value, self.by_name)
        if not others:
            what = "is off" if value in self.off else "is not there"
            self._flag(context, f"it asks for the context `{value}`, which {what}")
        for other in others:
            if other is context:
                self._flag(context, "it asks for itself, which it never sees")
            else:
                yield self._answer(context, other, asked.kind)

    def _answer(self, context: Context, other: Context, kind: str) -> Condition:
        """
        Whether *other* is on, when *context* asks for it.
        """
        circle = self.circle[context.name]
        if circle is not self.circle[other.name]:
            return self._seen(other, kind, context)
        if circle.has_least:
            return self._unknown(other)
        self._flag(
            context, f"it and `{other.name}` ask for each other; what Drupal answers hangs on who is asked first"
        )
        is_first = circle.members.index(context) < circle.members.index(other)
        return NEVER if is_first else self._seen(other, kind, context)

    def _open(self, circle: Circle) -> None:
        """
        Work out what its members ask of contexts, in an order in which each answer is there before it is asked for.
        """
        for context in circle.members:
            for asked in filter(None, map(context.asking, ASKING)):
                self.met(context, asked)
        if circle.has_least:
            self._solve(circle.members)

    def _solve(self, members: Sequence[Context]) -> None:
        """
        Find the least answer of a circle: each in turn is put into those after it, and is not on by itself.
        """
        known: dict[Condition, Condition] = {}
        for each in members:
            key, own = (each.name, "context"), self._unknown(each)
            for unknown, condition in known.items():
                self.opened[key] = assuming(self.opened[key], {unknown: condition})
            self.opened[key] = assuming(self.opened[key], {own: NEVER})
            known[own] = self._by_then(each, "context")
        # What is on only in part when it is asked for is no region's being active.
        partly: dict[Condition, Condition] = {}
        for each in reversed(members):
            key = each.name, "context"
            self.opened[key] = assuming(self.opened[key], partly)
            if isinstance(own := self._unknown(each), Named):
                partly[own] = self._by_then(each, "context")

    def _unknown(self, context: Context) -> Condition:
        """
        What stands for *context* in a circle, until it is known.
        """
        return (
            Active(context.name)
            if all(phase(each) <= PHASE["context"] for each in context.asked)
            else Named(context.name)
        )

    def _seen(self, context: Context, kind: str, by: Context | None = None) -> Condition:
        """
        Whether *context* is on when a condition of *kind* is asked.
        """
        if context.asked and len(_early(context, kind)) == len(context.asked):
            return Active(context.name)
        if by is not None:
            self._flag(by, f"it asks for `{context.name}` before that can be on by all of its conditions")
        return self._by_then(context, kind)

    def _by_then(self, context: Context, kind: str) -> Condition:
        """
        When *context* comes on by what has been asked when a condition of *kind* is.
        """
        early = _early(context, kind)
        if not early or (context.is_all and len(early) < len(context.asked)):
            return NEVER
        try:
            row = [self.met(context, each) for each in early]
        except Broken:  # which is told of the context itself
            return NEVER
        return every(*row) if context.is_all else some(*row)

    # All others

    def _foreign(self, context: Context, asked: Asked) -> Condition:
        key = asked.kind, asked.values, str(dict(asked.options.values))
        if key not in self.foreign:
            several = (
                len({other.values for each in self.contexts for other in each.asked if other.kind == asked.kind}) > 1
            )
            wanted = f"{asked.kind} {' '.join(asked.values)}" if several else asked.kind
            self.foreign[key] = name = self.names.new(slug(wanted, "condition"))
            told = shortened(", ".join(asked.values), LONGEST)
            self.kinds[name] = Kind("bool", f"Whether the condition `{asked.kind}` is met ({told}).")
            if asked.kind in CODE:
                text = f"PHP code is not carried over; the host has to say by the fact `{name}` whether it holds"
                self.ledger.lose(context.file, context.place, text, blocks=len(context.blocks))
            else:
                self._flag(context, f"what `{asked.kind}` asks is not known; the host answers by the fact `{name}`")
        return Test(self.foreign[key], "true")


READERS: dict[str, Callable[[Conditions, Context, Asked], Condition]] = {
    "sitewide": Conditions._sitewide,
    "path": Conditions._path,
    "query_string": Conditions._query_string,
    "user": Conditions._user,
    "node": Conditions._node,
    "node_taxonomy": Conditions._node_taxonomy,
    "book": Conditions._book,
    "bookroot": Conditions._bookroot,
    "taxonomy_term": Conditions._taxonomy_term,
    "user_page": Conditions._user_page,
    "cmd": Conditions._cmd,
    "default": Conditions._default,
    "context": Conditions._context,
    "context_all": Conditions._context_all,
    "language": lambda _self, _context, asked: Test("language", "is", asked.values),
    "theme": lambda _self, _context, asked: Test("theme", "is", asked.values),
    "views": lambda _self, _context, asked: Test("views", "has", asked.values, is_text=True),
    "menu": lambda _self, _context, asked: Test("trail", "has", asked.values, is_text=True),
}


def _why_dead(line: str) -> str | None:
    """
    Why no page ever matches *line*; None where one can.
    """
    if line == FRONT:
        return None
    if FRONT in line or line.startswith((" ", "/")):
        return "`<front>` stands alone" if FRONT in line else "it begins with a slash or a blank"
    fault = path_fault(STARS.sub("**", f"/{line}"), "pattern")
    return f"it {fault}" if fault else None


def _with_vetoes(values: Iterable[str], on: Callable[[str], Condition]) -> Condition:
    """
    Whether any of *values* is so, and none of those that `~` stands before; where there are only such, that is enough.
    """
    wanted = [on(value) for value in values if not value.startswith("~")]
    vetoes = [on(value.lstrip("~")) for value in values if value.startswith("~")]
    return every(some(*wanted) if wanted else ALWAYS, opposite(some(*vetoes)))


def _early(context: Context, kind: str) -> list[Asked]:
    """
    What *context* asks no later than a condition of *kind* is asked.
    """
    # Contexts that are on by default do not hinder each other.
    return [each for each in context.asked if phase(each) <= PHASE[kind] and not kind == "default" == each.kind]


def _form(option: int) -> Condition:
    """
    Whether the node is viewed (0), viewed or in a form (1), or in a form (2).
    """
    return ALWAYS if option == 1 else Test("node.op", "is", ("form" if option == 2 else "view",))
