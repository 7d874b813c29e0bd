"""
How long loading takes: times a bare parse of the same text, and ten times the regions, how many times the time?

The bare parse is Lark's own share of the work. A file is parsed item by item, its words named in between, so that one
call of Lark cannot parse it whole: the text is lexed, and the words of each item, named and cut beforehand, are fed to
a parser of the same grammar that builds Lark's trees. Neither is disturbed by the collector of cycles.
"""

import gc
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import cast

import attrs
from lark import Lark
from lark import Token as LarkToken

import blockrules
from benchmarks.tables import Table, verdict
from benchmarks.workloads import PROFILES, Page, Profile, workload
from blockrules.language import parser
from blockrules.language.items import stretches
from blockrules.language.source import Source

ROUNDS = 5
LIMITS = blockrules.Limits(bytes=64 * 1024 * 1024)
MOST_TIMES_BARE, MOST_TIMES_TENTH = 3, 12


def bare_parse(text: str) -> Callable[[], None]:
    """
    What lexes and parses *text*, and does nothing else.
    """
    lark = Lark.open(
        str(Path(parser.__file__).with_name("grammar.lark")),
        parser="lalr",
        lexer="basic",
        start=["item", "junk"],
        keep_all_tokens=True,
        maybe_placeholders=True,
    )
    cut = [stretch.tokens for stretch in stretches(parser.lex(Source("rules", text)))]
    items = [cast("list[LarkToken]", [*tokens, attrs.evolve(tokens[-1], type="$END")]) for tokens in cut]

    def parse() -> None:
        for _ in lark.parse_interactive(text, start="junk").lexer_thread.lex(None):  # type: ignore[no-untyped-call]  # Lark leaves it untyped
            pass
        for tokens in items:
            feed = lark.parse_interactive(start="item").feed_token
            for token in tokens:
                feed(token)

    return parse


def seconds(work: Callable[[], object]) -> float:
    """
    How long *work* takes.
    """
    gc.collect()
    gc.disable()
    start = perf_counter()
    work()
    end = perf_counter()
    gc.enable()
    return end - start


def tables() -> Iterator[Table]:
    """
    Loading, for each profile.
    """
    yield Table(
        "Loading",
        f"Medians of {ROUNDS} rounds in turn. The bare parse: Lark lexes the same text, and the words of each item,"
        " named and cut beforehand, are fed to a parser of the same grammar that builds Lark's trees; a file is parsed"
        " item by item, its words named in between, so that no single call of Lark can parse it. What answers pages is"
        " made by the first page, which loading does not count.",
        (
            "profile",
            "1,000 regions",
            f"times a bare parse (at most {MOST_TIMES_BARE})",
            f"10,000, times 1,000 (at most {MOST_TIMES_TENTH})",
            "first page, of 1,000 regions",
        ),
        [_row(profile) for profile in PROFILES],
    )


def _answer(rules: blockrules.Rules, page: Page) -> object:
    return rules.regions(page)


def _row(profile: Profile) -> tuple[str, ...]:
    site = workload(profile, 1_000)
    small, large = site.rules, workload(profile, 10_000).rules
    (page,) = site.pages("fresh", 1)
    works = (
        bare_parse(small),
        lambda: blockrules.loads(small, limits=LIMITS),
        lambda: blockrules.loads(large, limits=LIMITS),
    )
    blockrules.loads(small, limits=LIMITS)
    rounds = [[seconds(work) for work in works] for _ in range(ROUNDS)]
    fresh = [blockrules.loads(small, limits=LIMITS) for _ in range(ROUNDS)]
    first = median(seconds(partial(_answer, rules, page)) for rules in fresh)
    bare = median(short / bare for bare, short, _ in rounds)
    tenth = median(long / short for _, short, long in rounds)
    return (
        profile,
        f"{median(short for _, short, _ in rounds):.2f} s",
        f"{bare:.2f} {verdict(bare, most=MOST_TIMES_BARE)}",
        f"{tenth:.1f} {verdict(tenth, most=MOST_TIMES_TENTH)}",
        f"{1e3 * first:.0f} ms",
    )


if __name__ == "__main__":
    for table in tables():
        print(table)
