"""
Drupal's condition plugins to conditions: each asks something of a page, of a fact that the page may lack.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping

import attrs

from blockrules.importers.conditions import ALWAYS, NEVER, Active, Condition, Present, Test, every, opposite, some
from blockrules.importers.draft import REST, Kind
from blockrules.importers.naming import Names, slug
from blockrules.importers.paths import LINE_END, paths
from blockrules.importers.report import Ledger
from blockrules.importers.values import Broken, Part, Plain
from blockrules.language.diagnostics import shortened
from blockrules.model.patterns import Pattern, pattern_fault

# What every plugin has, whatever it asks.
COMMON = frozenset({"id", "negate", "uuid", "context_mapping"})
CURRENT_USER = "@user.current_user_context:current_user"
LANGUAGES = "@language.current_language_context:"
CODE = frozenset({"php", "php_visibility"})
ADDRESS = re.compile(r"https?://[^\s,]*?([^\s,/#]+)/?(?=[\s,]|$)")
# A comment shows so much of what is set in a plugin.
LONGEST = 160
OWN = {
    "theme": Kind("one of", "The theme of the page; none where no block is placed in it.", optional=True),
    "path": Kind(
        "path", "The path as visitors see it, in lower case: the alias, or the system path where there is none."
    ),
    "system_path": Kind(
        "path", "The path beneath the alias, such as /node/12; none where there is no alias.", optional=True
    ),
    "front": Kind("bool", "Whether it is the front page.", default="false"),
    "roles": Kind(
        "set of one of",
        "The visitor's roles: anonymous, or authenticated and others. Name here all of the site.",
        others=("anonymous", "authenticated"),
    ),
}


@attrs.frozen
class Clause:
    """
    What one plugin asks, as long as the page has what it asks about, and when the page has that.
    """

    holds: Condition
    present: Condition = ALWAYS
    is_negated: bool = False

    @property
    def strict(self) -> Condition:
        """It holds, and the page has what it asks about."""
        return every(self.present, opposite(self.holds) if self.is_negated else self.holds)

    @property
    def lenient(self) -> Condition:
        """The same, but that what is negated holds too where the page lacks it."""
        return some(opposite(self.present), opposite(self.holds)) if self.is_negated else self.strict


@attrs.define
class Plugins:
    """
    What reads plugins: the names of *contexts* that can be active; which *members* are known to facts; the *groups*
    there are, once these are read; and what it has met so far: the *kinds* of facts, what they are called, and what
    is to be said in the *ledger*.
    """

    contexts: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    ledger: Ledger
    groups: dict[str, Condition] | None = None
    kinds: dict[str, Kind] = attrs.field(factory=dict)
    names: Names = attrs.field(factory=lambda: Names({*OWN, "node", "language"}))
    versions: Counter[str] = attrs.field(factory=Counter)
    bases: dict[str, str] = attrs.field(factory=dict)
    languages: dict[str, str] = attrs.field(factory=dict)
    foreign: dict[str, str] = attrs.field(factory=dict)

    def look_through(self, parts: Iterable[Part]) -> None:
        """
        Count how many different things each plugin asks in *parts*, so that what asks but one is called by it alone.
        """
        asked = {_key(each): each for part in parts for each in part.values_that_are_parts()}
        self.versions.update(str(each.values.get("id")) for each in asked.values())

    def clauses(self, file: str, part: Part) -> list[Clause]:
        """
        The plugins in *part*, of *file*. Broken where one is not as it should be.
        """
        return [self.clause(file, each) for _, each in part.parts()]

    def clause(self, file: str, part: Part) -> Clause:
        """
        What one plugin asks.
        """
        plugin = part.text("id")
        if plugin == "node_type" or plugin.startswith("entity_bundle:"):
            clause = self._bundle(file, part, plugin)
        elif plugin in READERS:
            clause = READERS[plugin](self, file, part)
        else:
            clause = self._foreign(file, part, plugin)
        is_negated = part.flag("negate") and plugin != "request_path_exclusion"
        return attrs.evolve(clause, is_negated=is_negated)

    def remark(self, file: str, part: Part, text: str) -> None:
        """
        Note what should be known of *part*.
        """
        self.ledger.remark(file, part.place, text)

    def in_order(self) -> dict[str, Kind]:
        """
        The facts that were asked for: those of every site first, then in the order of their names.
        """
        return {
            name: self.kinds[name] for name in (*OWN, *sorted(self.kinds.keys() - OWN.keys())) if name in self.kinds
        }

    def theme(self, name: str) -> Test:
        """
        That the page is shown in the theme *name*.
        """
        self.kinds.setdefault("theme", OWN["theme"])
        return Test("theme", "is", (name,))

    # The plugins of Drupal itself and of Context

    def _request_path(self, file: str, part: Part) -> Clause:
        pages = part.text("pages", "")
        return Clause(self._paths(file, part, pages) if pages else ALWAYS)

    def _request_path_exclusion(self, file: str, part: Part) -> Clause:
        pages = part.text("pages", "")
        return Clause(opposite(self._paths(file, part, pages)) if pages else ALWAYS)

    def _paths(self, file: str, part: Part, pages: str) -> Condition:
        try:
            found = paths(pages)
        except Broken as error:
            raise Broken(part.at("pages"), error.text) from None
        for line, why in found.dead:
            self.remark(file, part, f"no page matches `{line}`: {why}")
        if found.has_exclusions:
            self.remark(file, part, "lines with `!` or `~` are taken for exclusions, as a contributed module has them")
        for name in ("path", "system_path", "front"):
            self.kinds.setdefault(name, OWN[name])
        return found.condition

    def _user_role(self, file: str, part: Part) -> Clause:
        target = self._target(file, part, "user")
        if target is None:
            return Clause(NEVER, NEVER)
        roles = part.chosen("roles")
        if target == CURRENT_USER:
            self.kinds.setdefault(
                "roles", attrs.evolve(OWN["roles"], others=OWN["roles"].others + self.members.get("roles", ()))
            )
            return Clause(_any_of(part, Test("roles", "has", roles)))
        fact = f"{self._base(target)}.roles"
        comment = f"The roles of {target}; none without one."
        self.kinds.setdefault(fact, Kind("set of one of", comment, optional=True, is_open=True))
        return Clause(_any_of(part, Test(fact, "has", roles)), Present(fact))

    def _bundle(self, file: str, part: Part, plugin: str) -> Clause:
        entity = "node" if plugin == "node_type" else plugin.removeprefix("entity_bundle:")
        target = self._target(file, part, entity)
        if target is None:
            return Clause(NEVER, NEVER)
        base = self._base(target)
        fact = f"{base}.type" if base == "node" else f"{base}.bundle"
        others = self.members.get(entity, ())
        comment = f"The kind of {entity} that the page is about; none where it is about none"
        comment += "." if others else f", `{REST}` where no rule names it."
        self.kinds.setdefault(fact, Kind("one of", comment, optional=True, others=others, is_open=not others))
        bundles = part.chosen("bundles")
        return Clause(_any_of(part, Test(fact, "is", bundles)), Present(fact))

    def _language(self, file: str, part: Part) -> Clause:
        target = self._target(file, part, "language")
        if target is None:
            return Clause(NEVER, NEVER)
        if target not in self.languages:
            wanted = slug(target.rpartition(":")[2].removeprefix("language_"), "language")
            self.languages[target] = Names(set(self.languages.values())).new(wanted)
        which = self.languages[target]
        fact, is_there = f"language.{which}", target.startswith(LANGUAGES)
        ending = "none where no rule names it." if is_there else f"none without one, `{REST}` where no rule names it."
        others = self.members.get("language", ())
        kind = Kind(
            "one of", f"The language of the {which}; {ending}", optional=True, others=others, is_open=not is_there
        )
        self.kinds.setdefault(fact, kind)
        return Clause(_any_of(part, Test(fact, "is", part.chosen("langcodes"))), ALWAYS if is_there else Present(fact))

    def _current_theme(self, _file: str, part: Part) -> Clause:
        theme = part.text("theme", "")
        return Clause(self.theme(theme) if theme else ALWAYS)

    def _condition_group(self, file: str, part: Part) -> Clause:
        group = part.text("block_visibility_group", "")
        if self.groups is None:
            raise Broken(part.place, "a visibility group that asks for another")
        if group and group not in self.groups:
            self.remark(file, part, f"there is no visibility group `{group}`, so that it never holds")
        return Clause(self.groups.get(group, NEVER) if group else ALWAYS)

    def _context(self, file: str, part: Part) -> Clause:
        asked = [line for line in LINE_END.split(part.text("values", "")) if line]
        is_all = part.text("id") == "context_all"
        return Clause(self.active(file, part, asked, is_all=is_all) if asked else ALWAYS)

    def active(self, file: str, part: Part, asked: Iterable[str], *, is_all: bool) -> Condition:
        """
        Whether contexts are active: those whose names fit *asked* (any, or all of it), and none of those that `~`
        stands before.
        """
        wanted: list[Condition] = []
        vetoes: list[Condition] = []
        for line in asked:
            pattern = line.removeprefix("~")
            if pattern and (fault := pattern_fault(pattern)):
                raise Broken(part.at("values"), f"a line {fault}")
            fitting = [Active(name) for name in self.contexts if _fits(name, pattern)]
            if not fitting:
                self.remark(file, part, f"no enabled context is called `{pattern}`")
            (vetoes if line != pattern else wanted).append(some(*fitting))
        positive = every(*wanted) if is_all or not wanted else some(*wanted)
        return every(positive, opposite(some(*vetoes)))

    # All others

    def _foreign(self, file: str, part: Part, plugin: str) -> Clause:
        mapping = part.part("context_mapping")
        targets = [mapping.text(key, "") for key in mapping.values]
        may_lack = any(each and each != CURRENT_USER and not each.startswith(LANGUAGES) for each in targets)
        settings = {key: value for key, value in part.values.items() if key not in COMMON}
        key = _key(part)
        if key not in self.foreign:
            several = self.versions[plugin] > 1
            wanted = f"{plugin} {' '.join(map(_last, _leaves(settings)))}" if several else plugin
            self.foreign[key] = name = self.names.new(slug(wanted, "condition"))
            comment = f"Whether the condition `{plugin}` is met ({_shown(settings)})"
            comment += "; none where the page has nothing for it to ask about." if may_lack else "."
            self.kinds[name] = Kind("bool", comment, optional=may_lack)
            if plugin not in CODE:
                self.remark(
                    file, part, f"what `{plugin}` asks is not known here; the host answers by the fact `{name}`"
                )
        fact = self.foreign[key]
        if plugin in CODE:
            text = f"PHP code is not carried over; the host has to say by the fact `{fact}` whether it holds"
            self.ledger.lose(file, part.place, text, blocks=1)
        return Clause(Test(fact, "true"), Present(fact) if may_lack else ALWAYS)

    # What they ask about

    def _target(self, file: str, part: Part, key: str) -> str | None:
        """
        Where the plugin has what it asks about from.
        """
        target = part.part("context_mapping").text(key, "")
        if target:
            return target
        self.remark(file, part, f"nothing is mapped to its `{key}`, so that no page ever has one")
        return None

    def _base(self, target: str) -> str:
        """
        The name of what *target* gives, one for each.
        """
        if target not in self.bases:
            service, _, last = target.removeprefix("@").rpartition(":")
            wanted = slug(last, "entity")
            if wanted in self.bases.values() or (wanted in self.names.taken and wanted != "node"):
                wanted = slug(f"{service} {last}", "entity")
            self.bases[target] = wanted if wanted == "node" else self.names.new(wanted)
        return self.bases[target]


READERS: dict[str, Callable[[Plugins, str, Part], Clause]] = {
    "request_path": Plugins._request_path,
    "request_path_exclusion": Plugins._request_path_exclusion,
    "user_role": Plugins._user_role,
    "language": Plugins._language,
    "current_theme": Plugins._current_theme,
    "condition_group": Plugins._condition_group,
    "context": Plugins._context,
    "context_all": Plugins._context,
}


def _any_of(part: Part, test: Test) -> Condition:
    """
    What *test* asks for *part*: with nothing ticked it is to hold, and if that is negated, too.
    """
    if test.values:
        return test
    return NEVER if part.flag("negate") else ALWAYS


def _fits(name: str, pattern: str) -> bool:
    return Pattern(pattern, "text").matches(name)


def _key(part: Part) -> str:
    """
    What tells plugins apart that ask different things.
    """
    asked = {key: value for key, value in part.values.items() if key not in ("negate", "uuid")}
    return json.dumps(asked, sort_keys=True, ensure_ascii=False)


def _leaves(value: Plain) -> Iterator[str]:
    """
    The texts and numbers in *value*, in order.
    """
    match value:
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)
        case bool() | None | "":
            return
        case _:
            yield str(value)


def _last(text: str) -> str:
    """
    Of each address in *text* the last step.
    """
    return ADDRESS.sub(lambda found: found[1], text)


def _shown(settings: dict[str, Plain]) -> str:
    """
    What is set, for a comment.
    """
    row = [f"{name}: {', '.join(leaves)}" for name, each in settings.items() if (leaves := list(_told(each)))]
    return shortened("; ".join(row), LONGEST) if row else "nothing set"


def _told(value: Plain) -> Iterator[str]:
    """
    The leaves of *value*, with the keys that say something else.
    """
    if not isinstance(value, dict):
        yield from _leaves(value)
        return
    for key, each in value.items():
        leaves = list(_leaves(each))
        yield from leaves if leaves == [key] else (f"{key} {leaf}" for leaf in leaves)
