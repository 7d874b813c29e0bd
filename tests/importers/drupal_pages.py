"""
Pages of Drupal sites, made by chance from what occurs in their conditions, and what imported rules know of them.
"""

import random
import re
from collections.abc import Iterator
from typing import Any

import attrs

import blockrules
from blockrules.importers import drupal
from blockrules.importers.draft import REST
from blockrules.model.types import OneOf
from tests.importers import plain_drupal
from tests.importers.plain_drupal import Page, Shown, Site

# Pages on which chance decides all, for each site; half of the others are led to what a block hangs on.
PAGES = 40
# For so many of the conditions that blocks of a site hang on, each run others.
MOST = 150
PATHS = ("/", "/node", "/node/7", "/node/7/edit", "/user/3", "/Node/7", "/ADMIN/Content", "/x/y/z", "/taxonomy/term/1")
BLOCK = re.compile(r"^ +# (.*)\n +block (\w+|\"[^\"]*\") in ", re.MULTILINE)
SOURCE = re.compile(r"(?:(.*) \()?((?:block\.block|context\.context)\.[^()]*\.yml)\)?")
FACT = re.compile(r"the host answers by the fact `(.*)`")


@attrs.frozen
class Told:
    """
    What an import tells of a site beside its rules: by the names of blocks where they come from, and by what foreign
    conditions ask the facts that stand for them.
    """

    sources: dict[str, Shown]
    facts: dict[str, str]

    @classmethod
    def of(cls, site: Site, done: drupal.Imported, rules: blockrules.Rules) -> "Told":
        """What *done* tells of *site*, whose *rules* it brought."""
        comments = {name.strip('"'): comment for comment, name in BLOCK.findall(done.text)}
        sources = {}
        for region in rules.all_regions:
            for block in region.blocks:
                label, file = SOURCE.fullmatch(comments[block.name]).groups("")  # type: ignore[union-attr]  # always
                is_own = file.startswith("block.")
                sources[block.name] = Shown(file) if is_own else Shown(file, str(block.settings["plugin"]), label)
        return cls(sources, dict(_foreign(site, done)))


def _foreign(site: Site, done: drupal.Imported) -> Iterator[tuple[str, str]]:
    files = {**site.blocks, **site.contexts, **{_group_file(name): each for name, each in site.groups.items()}}
    for remark in done.remarks:
        if fact := FACT.search(remark.text):
            part, _, key = remark.place.partition(".")
            yield plain_drupal.asked(files[remark.file][part][key]), fact[1]


def _group_file(name: str) -> str:
    return f"block_visibility_groups.block_visibility_group.{name}.yml"


def facts_of(page: Page, rules: blockrules.Rules, told: Told) -> dict[str, object]:
    """
    What the rules know of *page*: of what no rule names, that it is another, or nothing.
    """
    shown = page.internal if page.alias is None else page.alias
    facts: dict[str, object] = {
        "theme": page.theme,
        "path": shown.lower(),
        "system_path": None if page.alias is None else page.internal,
        "front": page.is_front,
        "roles": page.roles,
    }
    for target, bundle in page.bundles.items():
        kind = target.rpartition(":")[2]
        facts["node.type" if kind == "node" else f"{kind}.bundle"] = bundle
    for target, language in page.languages.items():
        facts[f"language.{target.rpartition('language_')[2]}"] = language
    # Of contexts that are off it is not told.
    facts.update({told.facts[asked]: answer for asked, answer in page.foreign.items() if asked in told.facts})
    return {name: _known(value, rules.facts[name].type) for name, value in facts.items() if name in rules.facts}


def _known(value: object, kind: object) -> object:
    if isinstance(value, frozenset):
        return value & set(kind.element.members)  # type: ignore[attr-defined]  # a set of members, as the value shows
    if not isinstance(kind, OneOf) or value in kind.members:
        return value
    return REST if REST in kind.members and value is not None else None


@attrs.frozen
class Chance:
    """
    Pages of a site, made by chance from what occurs in its conditions.
    """

    site: Site
    random: random.Random
    themes: tuple[str, ...]
    lines: tuple[str, ...]
    roles: tuple[str, ...]
    bundles: dict[str, tuple[str, ...]]
    languages: dict[str, tuple[str, ...]]
    foreign: dict[str, bool]

    @classmethod
    def of(cls, site: Site, seed: str) -> "Chance":
        """What makes pages of *site*, the same for the same *seed*."""
        conditions = list(site.conditions())
        own = [block["theme"] for block in site.blocks.values()]
        asked = [each.get("theme") for each in conditions]
        standing = [block["theme"] for context in site.contexts.values() for block in placed(context).values()]
        return cls(
            site,
            random.Random(seed),
            tuple(theme for theme in (*own, *asked, *standing) if theme),
            tuple(line for each in conditions for line in plain_drupal.lines(each.get("pages") or "")),
            tuple(sorted({role for each in conditions for role in each.get("roles") or ()})),
            _choices(conditions, "bundles"),
            _choices(conditions, "langcodes"),
            {
                plain_drupal.asked(each): plain_drupal.can_lack(each)
                for each in filter(plain_drupal.is_foreign, conditions)
            },
        )

    def page(self) -> Page:
        """
        Some page.
        """
        chance = self.random
        return Page(
            chance.choice((*self.themes, "of_no_block")),
            self.path(),
            chance.choice((None, self.path())),
            chance.random() < 0.2,
            frozenset(role for role in self.roles if chance.random() < 0.4),
            {
                target: chance.choice((*each, "of_no_rule"))
                for target, each in self.bundles.items()
                if chance.random() < 0.7
            },
            {
                target: chance.choice((*each, "tlh"))
                for target, each in self.languages.items()
                if target.startswith(plain_drupal.ALWAYS_THERE) or chance.random() < 0.7
            },
            {
                asked: chance.random() < 0.6
                for asked, lacks in self.foreign.items()
                if not lacks or chance.random() < 0.7
            },
        )

    def path(self) -> str:
        """
        A path that one of the lines matches, or nearly, or any.
        """
        chance = self.random
        if not self.lines or chance.random() < 0.2:
            return chance.choice(PATHS)
        made = self.on(chance.choice(self.lines))
        made = chance.choice((made, made, made, f"{made}/more", f"{made}s", made[:-1], f"/en{made}", made.upper()))
        return _as_path(made)

    def on(self, line: str) -> str:
        """
        A path that *line* matches, if any does.
        """
        parts = line.lstrip("!~").replace("<front>", "/node").split("*")
        made = parts[0] + "".join(self.random.choice(("", "a", "a/b-c", "12", "édith")) + part for part in parts[1:])
        return _as_path(made)

    def led(self, page: Page, condition: Any) -> Page:
        """
        The *page* changed so that *condition* holds, or would but for its negation.
        """
        match condition["id"]:
            case "condition_group":
                group = self.site.groups.get(condition["block_visibility_group"], {})
                for each in (group.get("conditions") or {}).values():
                    page = self.led(page, each)
            case "request_path" | "request_path_exclusion" if plain_drupal.lines(condition.get("pages") or ""):
                line = self.random.choice(plain_drupal.lines(condition["pages"]))
                made = self.on(line)
                changed: dict[str, Any] = self.random.choice(
                    ({"internal": made}, {"alias": made}, {"alias": made.upper()}, {"internal": made, "alias": None})
                )
                page = attrs.evolve(page, **changed, is_front=line == "<front>")
            case "user_role" if condition["roles"]:
                page = attrs.evolve(page, roles=page.roles | {self.random.choice(sorted(condition["roles"]))})
            case "current_theme":
                page = attrs.evolve(page, theme=condition["theme"])
            case _ if plain_drupal.is_foreign(condition):
                page = attrs.evolve(page, foreign={**page.foreign, plain_drupal.asked(condition): True})
            case _:
                page = self._mapped(page, condition)
        return page

    def _mapped(self, page: Page, condition: Any) -> Page:
        for target in (condition.get("context_mapping") or {}).values():
            if condition.get("bundles"):
                bundle = self.random.choice(sorted(condition["bundles"]))
                page = attrs.evolve(page, bundles={**page.bundles, target: bundle})
            if condition.get("langcodes"):
                language = self.random.choice(sorted(condition["langcodes"]))
                page = attrs.evolve(page, languages={**page.languages, target: language})
        return page

    def pages(self) -> Iterator[Page]:
        """
        Some pages, and for all that blocks and contexts hang on one that is led to it, and one that is but for a thing.
        """
        for _ in range(PAGES):
            yield self.page()
        hung_on = list(self.hung_on())
        for theme, conditions in self.random.sample(hung_on, min(len(hung_on), MOST)):
            page = attrs.evolve(self.page(), theme=theme)
            for each in conditions:
                page = self.led(page, each)
            yield page
            yield attrs.evolve(page, **self.random.choice(self.strays()))

    def hung_on(self) -> Iterator[tuple[str, list[Any]]]:
        """
        Each list of conditions once in a theme.
        """
        blocks = [(block["theme"], block.get("visibility")) for block in self.site.blocks.values()]
        others = [*self.site.contexts.values(), *self.site.groups.values()]
        seen = set()
        for theme, found in (*blocks, *((self.random.choice(self.themes), each.get("conditions")) for each in others)):
            conditions = list((found or {}).values())
            key = theme, *map(plain_drupal.asked, conditions)
            if conditions and key not in seen:
                seen.add(key)
                yield theme or "of_no_block", conditions

    def strays(self) -> list[dict[str, Any]]:
        """
        Ways in which a page is another.
        """
        page = self.page()
        names = ("internal", "alias", "roles", "bundles", "languages", "foreign")
        return [{name: getattr(page, name)} for name in names] + [{"bundles": {}}]


def _choices(conditions: list[Any], key: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for each in conditions:
        if not plain_drupal.is_foreign(each) and key in each:
            for target in (each.get("context_mapping") or {}).values():
                found.setdefault(target, set()).update(each[key])
    return {target: tuple(sorted(found[target])) for target in sorted(found)}


def _as_path(text: str) -> str:
    # No page's path ends in a slash or a blank.
    return "/" + text.strip("/ \t")


def placed(context: Any) -> Any:
    """
    The blocks that a context places.
    """
    return ((context["reactions"] or {}).get("blocks") or {}).get("blocks") or {}


def assert_agreement(site: Site, done: drupal.Imported) -> None:
    """
    The rules that came of *site* show on each page what the plain reading of it shows.
    """
    rules = blockrules.loads(done.text)
    told = Told.of(site, done, rules)
    seed = str(random.randrange(1 << 32))
    for page in Chance.of(site, seed).pages():
        slots = rules.layout(facts_of(page, rules, told)).slots
        ours = {slot: [told.sources[block.name] for block in blocks] for slot, blocks in slots.items() if blocks}
        assert ours == site.regions(page), f"seed {seed}: {page}"
