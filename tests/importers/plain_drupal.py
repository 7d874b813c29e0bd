"""
The plain reading of a Drupal site's configuration: which blocks a page shows where, worked out from the files in the
most obvious way, a sentence of Drupal's semantics at a time. It knows nothing of the importer.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import attrs
import yaml

# The current user and the current languages are there on every page.
ALWAYS_THERE = ("@user.current_user_context:", "@language.current_language_context:")
NOWHERE = (None, "", "-1", -1)


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # there may be no libyaml
    """
    The safe loader with the words of YAML 1.2, in which Drupal writes: `no` is a language, not a falsehood.
    """

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for tag, pattern, firsts in (
    ("bool", r"true|false", "tf"),
    ("null", r"~|null|", ["~", "n", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})\\Z"), list(firsts))


@attrs.frozen
class Page:
    """
    A page of a Drupal site: its *theme*, the *internal* path and its *alias*; the visitor's *roles*; for each thing
    that a condition may be mapped to, the *bundles* of those that the page has and the *languages*; and what *foreign*
    conditions answer, of those that have what they ask about.
    """

    theme: str
    internal: str
    alias: str | None
    is_front: bool
    roles: frozenset[str]
    bundles: Mapping[str, str]
    languages: Mapping[str, str]
    foreign: Mapping[str, bool]


@attrs.frozen
class Shown:
    """
    A block that stands on a page: which *file* places it, and of blocks of a context also the *plugin* and *label*.
    """

    file: str
    plugin: str = ""
    label: str = ""


@attrs.frozen
class Site:
    """
    The parsed files of a site: blocks and contexts by the names of their files, groups by their own.
    """

    blocks: Mapping[str, Any]
    contexts: Mapping[str, Any]
    groups: Mapping[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Site":
        """The site whose configuration lies in *folder*."""
        groups = _files(folder, "block_visibility_groups.block_visibility_group")
        return cls(
            _files(folder, "block.block"),
            _files(folder, "context.context"),
            {each["id"]: each for each in groups.values()},
        )

    def conditions(self) -> Iterator[Any]:
        """All conditions in it."""
        for each in self.blocks.values():
            yield from _entries(each, "visibility")
        for each in (*self.contexts.values(), *self.groups.values()):
            yield from _entries(each, "conditions")

    def regions(self, page: Page) -> dict[str, list[Shown]]:
        """
        The blocks in each region of the page's theme that has any, in order.
        """
        active = list(self._active(page))
        names = {context["name"] for _, context in active}
        reactions = [
            context["reactions"]["blocks"] for _, context in active if "blocks" in (context["reactions"] or {})
        ]
        rows: list[tuple[str, Any, Shown]] = []
        if not reactions or any(_truth(each.get("include_default_blocks")) for each in reactions):
            rows += self._own(page, names)
        rows += _of_contexts(page, active)
        regions: dict[str, list[Shown]] = {}
        for region, _, shown in sorted(rows, key=lambda row: row[1]):
            regions.setdefault(region, []).append(shown)
        return regions

    def _own(self, page: Page, active: set[str]) -> Iterator[tuple[str, Any, Shown]]:
        for file, block in self.blocks.items():
            is_placed = block["status"] is True and block["theme"] == page.theme and block["region"] not in NOWHERE
            # A missing fact hides the block, negated or not.
            if is_placed and all(self._met(each, page, active) is True for each in _entries(block, "visibility")):
                order = (_weight(block), 0, _bytes(block["settings"].get("label")), block["id"])
                yield block["region"], order, Shown(file)

    def _active(self, page: Page) -> Iterator[tuple[str, Any]]:
        for file, context in sorted(self.contexts.items(), key=lambda each: (_weight(each[1]), each[1]["name"])):
            if not _truth(context.get("disabled")) and self._is_on(context, page):
                yield file, context

    def _is_on(self, context: Any, page: Page) -> bool:
        conditions = list(_entries(context, "conditions"))
        met = [self._met(each, page, frozenset()) for each in conditions]
        if not conditions:
            return True
        if all(each is None for each in met):
            return False
        answers = [
            _truth(each.get("negate")) if answer is None else answer
            for each, answer in zip(conditions, met, strict=True)
        ]
        return all(answers) if _truth(context.get("requireAllConditions")) else any(answers)

    def _group_holds(self, name: str, page: Page) -> bool:
        if name == "":
            return True
        if name not in self.groups:
            return False
        group = self.groups[name]
        conditions = list(_entries(group, "conditions"))
        if not conditions:
            return True
        met = [(each, self._met(each, page, frozenset())) for each in conditions]
        if group["logic"] == "or":
            return any(answer is True for _, answer in met)
        return all(answer is True or (answer is None and _truth(each.get("negate"))) for each, answer in met)

    def _met(self, condition: Any, page: Page, active: set[str] | frozenset[str]) -> bool | None:
        """
        What *condition* answers, negation and all; None where the page lacks its fact.
        """
        is_negated = _truth(condition.get("negate"))
        match condition["id"]:
            case "request_path_exclusion":
                return not condition["pages"] or not _is_on_any(condition["pages"], page)
            case "request_path":
                holds = not condition.get("pages") or _is_on_any(condition["pages"], page)
            case "current_theme":
                holds = not condition.get("theme") or condition["theme"] == page.theme
            case "condition_group":
                holds = self._group_holds(condition["block_visibility_group"], page)
            case "context" | "context_all" as plugin:
                holds = _asks(condition.get("values") or "", active, all if plugin == "context_all" else any)
            case "user_role" | "language" | "node_type":
                return _met_by_fact(condition, page)
            case plugin if plugin.startswith("entity_bundle:"):
                return _met_by_fact(condition, page)
            case _:
                answer = page.foreign.get(asked(condition))
                return None if answer is None else answer != is_negated
        return holds != is_negated


def asked(condition: Any) -> str:
    """
    What tells apart the conditions that ask different things.
    """
    return json.dumps({key: value for key, value in condition.items() if key not in ("negate", "uuid")}, sort_keys=True)


def is_foreign(condition: Any) -> bool:
    """
    Whether *condition* is neither Drupal's own nor of one of the two modules.
    """
    known = (
        "request_path request_path_exclusion current_theme condition_group context context_all user_role language "
        "node_type"
    ).split()
    return condition["id"] not in known and not condition["id"].startswith("entity_bundle:")


def can_lack(condition: Any) -> bool:
    """
    Whether a page can be without the fact that *condition* is mapped to.
    """
    return not all(each.startswith(ALWAYS_THERE) for each in (condition.get("context_mapping") or {}).values())


def lines(pages: str) -> list[str]:
    """
    The lines of a list of paths that are not empty.
    """
    return [line for line in re.split(r"\r\n|\r|\n", pages) if line]


def fits(line: str, page: Page) -> bool:
    """
    Whether a line of a list of paths matches the page's alias or its internal path.
    """
    if line == "<front>":
        return page.is_front
    if line[0] not in "/*" or line[-1] in "/ \t":
        return False
    # What has no alias is its own.
    alias = page.internal if page.alias is None else page.alias
    pattern = _pattern(line.lower())
    return bool(pattern.fullmatch(alias.lower()) or pattern.fullmatch(page.internal))


def _files(folder: Path, prefix: str) -> dict[str, Any]:
    return {path.name: yaml.load(path.read_bytes(), Loader) for path in sorted(folder.glob(f"{prefix}.*.yml"))}


def _entries(part: Any, key: str) -> list[Any]:
    return list((part.get(key) or {}).values())


def _truth(value: object) -> bool:
    # As PHP has it.
    return value not in (None, False, 0, "", "0")


def _weight(part: Any) -> int:
    return int(part.get("weight") or 0)


def _bytes(label: object) -> bytes:
    return str(label or "").encode()


@cache
def _pattern(line: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, line.split("*"))), re.DOTALL)


def _is_on_any(pages: str, page: Page) -> bool:
    put_in = [line for line in lines(pages) if line[0] not in "!~"]
    taken_out = [line[1:] for line in lines(pages) if line[0] in "!~"]
    if any(fits(line, page) for line in taken_out if line):
        return False
    return any(fits(line, page) for line in put_in) or (bool(taken_out) and not put_in)


def _asks(values: str, active: set[str] | frozenset[str], join: Any) -> bool:
    wanted = [line for line in lines(values) if line[0] != "~"]
    vetoes = [line[1:] for line in lines(values) if line[0] == "~"]
    if any(_pattern(line).fullmatch(name) for line in vetoes for name in active):
        return False
    return not wanted or bool(join(any(_pattern(line).fullmatch(name) for name in active) for line in wanted))


def _met_by_fact(condition: Any, page: Page) -> bool | None:
    """
    Of conditions that ask what a list has of a fact: any will do. An empty list holds, even negated.
    """
    match condition["id"]:
        case "user_role":
            key, ticked, facts = "user", condition["roles"], {"@user.current_user_context:current_user": page.roles}
        case "language":
            key, ticked = "language", condition["langcodes"]
            facts = {name: frozenset({language}) for name, language in page.languages.items()}
        case plugin:
            key = "node" if plugin == "node_type" else plugin.removeprefix("entity_bundle:")
            ticked = condition["bundles"]
            facts = {name: frozenset({bundle}) for name, bundle in page.bundles.items()}
    mapped = (condition.get("context_mapping") or {}).get(key)
    if mapped not in facts:
        return None
    wanted = (
        {name for name, value in ticked.items() if _truth(value)} if isinstance(ticked, dict) else set(ticked or ())
    )
    return not wanted or bool(wanted & facts[mapped]) != _truth(condition.get("negate"))


def _of_contexts(page: Page, active: list[tuple[str, Any]]) -> Iterator[tuple[str, Any, Shown]]:
    """
    The blocks that *active* contexts place: of a plugin twice in a region that is not unique, the last.
    """
    placed: dict[object, tuple[str, Any, Shown]] = {}
    for place, (file, context) in enumerate(active):
        blocks = _entries((context["reactions"] or {}).get("blocks") or {}, "blocks")
        rows = []
        for listed, block in enumerate(blocks):
            if block["theme"] == page.theme and block["region"] not in NOWHERE:
                order = (_weight(block), 1, place, _bytes(block.get("label")), listed)
                rows.append((order, block))
        for order, block in sorted(rows, key=lambda row: row[0]):
            key = object() if _truth(block.get("unique")) else (block["region"], block["id"])
            placed[key] = block["region"], order, Shown(file, block["id"], str(block.get("label") or "").strip())
    yield from placed.values()
