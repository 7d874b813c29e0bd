"""
Sites imported from Drupal: how long importing takes, and how fast pages of real sites are laid out.

Beside the rules stands Python that says the same: each block's condition as an `if`, with regular expressions for
paths, in the order in which its slot has it. It is written from the same file, and its answers are compared first.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

import attrs

import blockrules
from benchmarks.answering import timed
from benchmarks.tables import Table
from benchmarks.workloads import Page
from blockrules.importers import drupal
from blockrules.language import syntax
from blockrules.language.formatter import scripted
from blockrules.language.source import Source
from blockrules.model.types import Kind, OneOf, SetOf, Type

ROOT = Path(__file__).parents[1]
SITES = ROOT.parent / "shared" / "sites"
# Of a collection of sites, those with so many blocks; without one, the site of the examples.
LEAST_BLOCKS = 100
ROUNDS, PAGES = 5, 300
STARS = re.compile(r"(\*+)")
Slots = dict[str, list[str]]


@attrs.frozen
class Site:
    """
    An imported site, and the seconds that reading it took.
    """

    name: str
    blocks: int
    text: str
    seconds: float

    @classmethod
    def of(cls, folder: Path) -> "Site":
        start = perf_counter()
        imported = drupal.read(folder)
        return cls(folder.name, imported.blocks, imported.text, perf_counter() - start)


def sites() -> list[Site]:
    """
    The sites to be measured, the largest first.
    """
    if not SITES.is_dir():
        return [Site.of(ROOT / "examples" / "drupal_config")]
    every = [Site.of(folder) for folder in sorted(SITES.iterdir()) if folder.is_dir()]
    return sorted((site for site in every if site.blocks >= LEAST_BLOCKS), key=lambda site: -site.blocks)


def by_hand(text: str) -> Callable[[Page], Slots]:
    """
    The Python that says what the rules in *text* say.
    """
    items = scripted(Source("site", text), blockrules.Limits()).items
    regions = [item for item in items if isinstance(item, syntax.Region)]
    defines = {item.name.text: item.condition for item in items if isinstance(item, syntax.Define)}
    whens = {region.name.text: region.when for region in regions}
    writer = _Writer(defines, whens)
    lines = ["def slots(page):", "    get = page.get", "    found = {}"]
    for number, region in enumerate(regions):
        lines.append(f"    region_{number} = {writer.when(region.when)}")
    blocks = [
        (block.weight or 0, number, place, block)
        for number, region in enumerate(regions)
        for place, block in enumerate(part for part in region.parts if isinstance(part, syntax.Block))
    ]
    for _, number, _, block in sorted(blocks, key=lambda each: each[:3]):
        slot = block.slot.text if block.slot else ""
        lines += [
            f"    if region_{number} and {writer.when(block.when)}:",
            f"        found.setdefault({slot!r}, []).append({block.name.text!r})",
        ]
    names: dict[str, object] = dict(writer.patterns)
    exec("\n".join([*lines, "    return found"]), names)
    answer: Callable[[Page], Slots] = names["slots"]  # type: ignore[assignment]
    return answer


@attrs.define
class _Writer:
    """
    What writes conditions as Python, with the *defines* and the conditions of regions put in their places.
    """

    defines: dict[str, syntax.Condition]
    whens: dict[str, syntax.When]
    patterns: dict[str, object] = attrs.field(factory=dict)

    def when(self, when: syntax.When) -> str:
        assert not isinstance(when, syntax.Otherwise)
        return "True" if when is None else f"({self.condition(when)})"

    def condition(self, node: syntax.Condition) -> str:
        match node:
            case syntax.Joined(word, operands):
                return f" {word} ".join(f"({self.condition(each)})" for each in operands)
            case syntax.Not(operand):
                return f"not ({self.condition(operand)})"
            case syntax.Constant(value):
                return str(value)
            case syntax.Reference(name) if name.text in self.defines:
                return self.condition(self.defines[name.text])
            case syntax.Reference(name):
                return f"get({name.text!r}) is True"
            case syntax.Active(region):
                return self.when(self.whens[region.text])
            case syntax.Is(fact, negated, value):
                return f"{'not ' if negated else ''}get({fact.text!r}) == {_value(value)!r}"
            case syntax.In(fact, negated, values):
                return f"{'not ' if negated else ''}get({fact.text!r}) in {set(map(_value, values.values))!r}"
            case syntax.Has(fact, _, values):
                return f"not get({fact.text!r}).isdisjoint({set(map(_value, values.values))!r})"
            case syntax.Matches(fact, patterns):
                test = f"matches_{len(self.patterns)}"
                self.patterns[test] = re.compile("|".join(map(_regular, map(_value, patterns.values)))).fullmatch
                return f"{test}(get({fact.text!r}) or '')"
            case _:
                raise AssertionError(node)


def _value(node: syntax.Value | syntax.Empty) -> object:
    match node:
        case syntax.Word(text):
            return text
        case syntax.Literal(value):
            return value
        case _:
            raise AssertionError(node)


def _regular(pattern: object) -> str:
    parts = STARS.split(str(pattern))
    return "".join((".*" if len(part) > 1 else "[^/]*") if part.startswith("*") else re.escape(part) for part in parts)


def pages(rules: blockrules.Rules, text: str, seed: int) -> list[Page]:
    """
    Pages whose paths are those that the rules name, or near them, and whose other facts are drawn.
    """
    random = Random(f"{rules.all_regions[0].name} {seed}")
    paths = sorted(set(re.findall(r'"(/[^"?#]*)"', text))) or ["/"]

    def drawn(type: Type, name: str) -> object:
        match type:
            case Kind.PATH:
                return STARS.sub(lambda _: f"x{random.randrange(100)}", random.choice(paths))
            case Kind.BOOL:
                return random.random() < (0.05 if name == "front" else 0.5)
            case OneOf(members):
                return random.choice(members)
            case SetOf(OneOf(members)):
                return frozenset(random.sample(members, min(2, len(members))))
            case _:
                raise AssertionError(type)

    def page() -> Page:
        row = ((name, fact.type, fact.required) for name, fact in rules.facts.items())
        return {name: drawn(type, name) for name, type, required in row if required or random.random() < 0.7}

    return [page() for _ in range(PAGES)]


def tables() -> Iterator[Table]:
    """
    The figures of each site.
    """
    yield Table(
        "Sites imported from Drupal",
        f"The larger of the real sites that the importer is tested against: the seconds to import and to load, and how "
        f"many times as fast as Python by hand `layout` is, for new pages and for the same pages again, with the "
        f"microseconds that a page took by hand, which finds the blocks of slots and nothing else; medians of {ROUNDS} "
        f"rounds of {PAGES} pages, drawn from the paths and members that the rules name; all answers are equal.",
        ("site", "blocks", "import", "load", "new pages", "again", "by hand"),
        [_row(site) for site in sites()],
    )


def _row(site: Site) -> tuple[str, ...]:
    start = perf_counter()
    rules = blockrules.loads(site.text, name=site.name)
    loading = perf_counter() - start
    hand = by_hand(site.text)
    for page in pages(rules, site.text, ROUNDS):
        assert _shown(rules, page) == hand(page), site.name
    new: list[float] = []
    again: list[float] = []
    micro: list[float] = []
    for number in range(ROUNDS):
        drawn = pages(rules, site.text, number)
        first, second = timed(rules.layout, drawn), timed(rules.layout, drawn)
        seconds = timed(hand, drawn)
        new.append(seconds / first)
        again.append(seconds / second)
        micro.append(1e6 * seconds)
    return (
        site.name.partition("__")[2] or site.name,
        f"{site.blocks}",
        f"{site.seconds:.2f} s",
        f"{loading:.2f} s",
        f"{median(new):.1f}",
        f"{median(again):.1f}",
        f"{median(micro):.0f} µs",
    )


def _shown(rules: blockrules.Rules, page: Page) -> Slots:
    slots = rules.layout(page).slots.items()
    return {slot: [block.name for block in blocks] for slot, blocks in slots if blocks}


if __name__ == "__main__":
    for table in tables():
        print(table)
