"""
A page as a test that somebody could have written, in the language of rules.
"""

from collections.abc import Iterator, Sequence

from blockrules.analysis.witnesses import Witness
from blockrules.coverage.goals import Rule
from blockrules.engine.layout import Layout
from blockrules.insight.words import said
from blockrules.language import spelling
from blockrules.language.errors import RulesError
from blockrules.language.formatter import formatted
from blockrules.language.source import Source
from blockrules.language.syntax import Name
from blockrules.model.facts import Schema


def written(name: str, witness: Witness, rules: Sequence[Rule], layout: Layout, schema: Schema) -> str | None:
    """
    A test called *name* that gives the page and expects its *layout*, as far as *rules* are concerned; of defines, all
    regions. None where no rules file can give a value of the page.
    """
    if any(getattr(value, "microsecond", 0) for value in witness.changes.values()):
        return None
    lines = [*_given(witness, schema), *_expected([rule for rule in rules if rule.region is not None], layout)]
    text = "\n".join([f"test {spelling.string(name)} {{", *lines, "}"])
    try:
        return formatted(Source(name, text)).rstrip("\n")
    except RulesError:
        return None


def _given(witness: Witness, schema: Schema) -> Iterator[str]:
    sample = spelling.name(_named(witness.sample)) if witness.sample else ""
    changes = witness.changes.items()
    own = ", ".join(f"{spelling.key(_named(name))}: {said(value, schema.types[name])}" for name, value in changes)
    if sample or own:
        yield " ".join(filter(None, ["given", sample, own and f"{{ {own} }}"]))


def _expected(rules: Sequence[Rule], layout: Layout) -> Iterator[str]:
    if not rules:
        yield f"expect regions {', '.join(spelling.name(_named(each)) for each in layout.names) or 'none'}"
    for word, is_shown in (("shown", True), ("hidden", False)):
        targets = dict.fromkeys(_target(rule) for rule in rules if _is_shown(rule, layout) == is_shown)
        if targets:
            yield f"expect {word} {', '.join(targets)}"


def _is_shown(rule: Rule, layout: Layout) -> bool:
    here = [region for region in layout if region.name == rule.region]
    return bool(here) and (rule.block is None or any(block.name == rule.block for block in here[0].blocks))


def _target(rule: Rule) -> str:
    return spelling.fact(_named(rule.name)) if rule.block else spelling.name(_named(rule.name))


def _named(name: str) -> Name:
    return Name(name, None)  # type: ignore[arg-type]  # a name that stands nowhere
