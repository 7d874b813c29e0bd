"""
Other engines for the same rules, each used the fastest way that was found: all conditions as one list expression,
compiled once, whose truths pick the names. That beat an expression for each region, a `filter` of names and, with
zen-engine, a decision table and a decision graph.

The profile adverts is left out: none of these languages has buckets of visitors under a seed.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import compress

from benchmarks.workloads import Dialect, Page, Said, Workload

Answer = Callable[[Page], Sequence[str]]

CEL = Dialect("&&", "||", "!({})", "path.startsWith({})", "path.endsWith({})", "path.matches({})")
ZEN = Dialect("and", "or", "not ({})", "startsWith(path, {})", "endsWith(path, {})", "matches(path, {})")
RULE_ENGINE = Dialect("and", "or", "not ({})", "path.starts_with({})", "path.ends_with({})", "path =~ {}")


def zen_engine(conditions: tuple[Said, ...], names: list[str]) -> Answer:
    """
    Rust. A dictionary was as fast as its JSON.
    """
    import zen

    truths = zen.compile_expression(_list(conditions, ZEN)).evaluate
    return lambda page: tuple(compress(names, truths(page)))


def rule_engine(conditions: tuple[Said, ...], names: list[str]) -> Answer:
    """
    Python. Declaring the types of facts made it slower.
    """
    from rule_engine import Rule

    truths = Rule(_list(conditions, RULE_ENGINE)).evaluate
    return lambda page: tuple(compress(names, truths(page)))


def common_expression_language(conditions: tuple[Said, ...], names: list[str]) -> Answer:
    """
    Rust.
    """
    import cel

    truths = cel.compile(_list(conditions, CEL)).execute
    return lambda page: tuple(compress(names, truths(page)))


def cel_python(conditions: tuple[Said, ...], names: list[str]) -> Answer:
    """
    Python. Its CompiledRunner was ten times as fast as its InterpretedRunner; it takes values of its own types.
    """
    import celpy

    environment = celpy.Environment(runner_class=celpy.CompiledRunner)
    truths = environment.program(environment.compile(_list(conditions, CEL))).evaluate
    value = celpy.json_to_cel

    def answer(page: Page) -> Sequence[str]:
        facts = {name: value(list(fact) if isinstance(fact, tuple) else fact) for name, fact in page.items()}
        return tuple(compress(names, truths(facts)))

    return answer


ENGINES: dict[str, Callable[[tuple[Said, ...], list[str]], Answer]] = {
    "zen-engine": zen_engine,
    "rule-engine": rule_engine,
    "common-expression-language": common_expression_language,
    "cel-python": cel_python,
}


def installed() -> dict[str, str]:
    """
    The versions of those engines that are installed, by the names of their packages.
    """
    return dict(_installed())


def engines(site: Workload) -> dict[str, Answer]:
    """
    Those installed, ready to answer the pages of *site*; none where it has a test that they lack.
    """
    conditions = tuple(said for said in site.conditions if said)
    if len(conditions) < site.regions:
        return {}
    names = [f"region_{number}" for number in range(site.regions)]
    return {package: ENGINES[package](conditions, names) for package in installed()}


def _installed() -> Iterator[tuple[str, str]]:
    for package in ENGINES:
        try:
            yield package, version(package)
        except PackageNotFoundError:
            continue


def _list(conditions: tuple[Said, ...], dialect: Dialect) -> str:
    return f"[{', '.join(said(dialect) for said in conditions)}]"
