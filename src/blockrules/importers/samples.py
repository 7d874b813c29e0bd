"""
Pages for the kinds of page that imported rules tell apart, to try the rules on.
"""

import re
from collections import Counter
from collections.abc import Iterator

from blockrules.importers.conditions import Test
from blockrules.importers.draft import REST, STARS, Draft, Sample, Value, every_part
from blockrules.importers.naming import Names, slug

# Everybody has one of these roles of Drupal's: that one alone, or that one beside others.
ALONE, BESIDE = ("anonymous", "anonymous user"), ("authenticated", "authenticated user")
# So many sections of a site have a page each; so many members of a fact.
STEPS = re.compile(r"(?<=/)\*+(?=/|$)")
MOST_SECTIONS, MOST_MEMBERS = 8, 40
# How a page is called that has a member of a fact: of those that say what, where or in which form.
PREFIXES = {"theme": "in_", "language": "in_", "device": "on_", "roles": "as_", "front": ""}
PLAIN: dict[str, Value] = {"path": "/example", "text": "example", "bool": False, "set of text": (), "set of one of": ()}


def samples(draft: Draft) -> tuple[Sample, ...]:
    """
    The front page, and a page for each section, and for each member of each fact that *draft* asks for; in its most
    used theme.
    """
    facts = draft.facts()
    if not facts:
        return ()
    base: dict[str, Value] = {}
    for name in facts:
        kind = draft.kinds[name]
        if kind.type in PLAIN and not kind.optional and not kind.default:
            base[name] = PLAIN[kind.type]
    if "theme" in facts:
        base["theme"] = _main_theme(draft)
    if "roles" in facts:
        base["roles"] = tuple(each for each in ALONE if each in draft.kinds["roles"].others)
    names = Names()
    if "front" in facts:
        row = [Sample(names.new("front"), {**base, "front": True, **({"path": "/"} if "path" in facts else {})})]
    else:
        row = [Sample(names.new("plain"), base)]
    for pattern in _sections(draft):
        path = STARS.sub("", STEPS.sub("example", pattern))
        row.append(Sample(names.new(slug(pattern, "section")), {**base, "path": path}))
    for name, values in facts.items():
        row += [Sample(names.new(called), {**base, name: value}) for called, value in _members(draft, name, values)]
    return tuple(row)


def _main_theme(draft: Draft) -> str:
    """
    The theme that most regions and blocks ask for, their blocks counted with the regions.
    """
    times: Counter[str] = Counter()
    for region in draft.regions:
        for condition, weight in ((region.when, 1 + len(region.blocks)), *((block.when, 1) for block in region.blocks)):
            for part in every_part([condition]):
                if isinstance(part, Test) and part.fact == "theme":
                    times.update(dict.fromkeys(part.values, weight))
    # Where only defines ask for themes, any serves.
    return times.most_common(1)[0][0] if times else draft.members("theme", draft.facts()["theme"])[0]


def _sections(draft: Draft) -> list[str]:
    """
    The first patterns of paths that are asked for most.
    """
    times: Counter[str] = Counter()
    for condition in draft.conditions():
        firsts = (part.values[0] for part in every_part([condition]) if isinstance(part, Test) and part.fact == "path")
        times.update(first for first in firsts if first.startswith("/"))
    return [pattern for pattern, _ in times.most_common(MOST_SECTIONS)]


def _members(draft: Draft, name: str, values: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    kind = draft.kinds[name]
    if kind.type == "bool" and name != "front":
        yield slug(name, "yes"), True
    if not kind.type.endswith("one of"):
        return
    entity = name.partition(".")[0]
    for value in draft.members(name, values)[:MOST_MEMBERS]:
        called = f"{entity}_{value}" if value == REST else f"{PREFIXES.get(entity, '')}{slug(value, 'other')}"
        if name == "roles":
            beside = tuple(each for each in BESIDE if each in kind.others and each != value)
            yield called, (value,) if value in ALONE else (*beside, value)
        elif name != "theme" or value != _main_theme(draft):
            yield called, (value,) if kind.type.startswith("set") else value
