"""
Generated syntax trees over the whole grammar: what can be written, whether or not it makes sense.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, TypeVar

from hypothesis import strategies as st

from blockrules.language import syntax
from blockrules.language.source import Source, Span
from blockrules.language.spelling import NEVER_MEMBERS
from blockrules.language.tokens import RESERVED

Node = TypeVar("Node")
NOWHERE = Span(Source("generated", ""), 0, 0)
nowhere = st.just(NOWHERE)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
bare_names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,3}(-[A-Za-z0-9_]{1,2})?", fullmatch=True)
words = bare_names | st.sampled_from(sorted(RESERVED))
dotted_names = st.lists(bare_names, min_size=2, max_size=3).map(".".join)
names = st.builds(syntax.Name, words | texts.filter(bool), nowhere)
fact_names = st.builds(syntax.Name, words | dotted_names | texts.filter(bool), nowhere)

offsets = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda minutes: timezone(timedelta(minutes=minutes)))
zones: st.SearchStrategy[Any] = st.none() | st.just(UTC) | offsets
datetimes = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=zones)
scalars = (
    texts
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False).filter(
        lambda each: abs(each) < 1e290 and (each == 0 or abs(each) > 1e-250)
    )
    | st.booleans()
    | st.dates(date(1, 1, 1))
    | st.times().map(lambda each: each.replace(microsecond=0))
    | datetimes.map(lambda each: each.replace(microsecond=0, fold=0))
    | st.none()
)
literals = st.builds(syntax.Literal, scalars, nowhere)
strings = st.builds(syntax.Literal, texts, nowhere)
members = st.builds(syntax.Word, words.filter(lambda word: word not in NEVER_MEMBERS), nowhere)
values = literals | members
listed = st.builds(syntax.Listed, st.lists(values, max_size=3).map(tuple), nowhere)
negated = st.booleans()

comparisons = st.one_of(
    st.builds(syntax.Is, fact_names, negated, values | st.builds(syntax.Empty, nowhere), nowhere),
    st.builds(syntax.In, fact_names, negated, listed, nowhere),
    st.builds(syntax.Between, fact_names, negated, values, values, nowhere),
    st.builds(syntax.Rollout, fact_names, negated, st.integers(0, 10_000), texts, nowhere),
    st.builds(syntax.Compare, fact_names, st.sampled_from(["<", "<=", ">", ">="]), values, nowhere),
    st.builds(syntax.Matches, fact_names, listed, nowhere),
    st.builds(syntax.Has, fact_names, st.sampled_from(["any", "all"]), listed, nowhere),
    st.builds(syntax.Has, fact_names, st.none(), st.builds(syntax.Listed, st.tuples(values), nowhere), nowhere),
)
simple_conditions = st.one_of(
    st.builds(syntax.Constant, st.booleans(), nowhere),
    st.builds(syntax.Reference, fact_names, nowhere),
    st.builds(syntax.Active, names, nowhere),
    comparisons,
)
conditions = st.recursive(
    simple_conditions,
    lambda inner: (
        st.builds(syntax.Not, inner, nowhere)
        | st.builds(
            syntax.Joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple), nowhere
        )
    ),
    max_leaves=6,
)


def several(nodes: st.SearchStrategy[Node], least: int = 0) -> st.SearchStrategy[tuple[Node, ...]]:
    """
    A few of *nodes*.
    """
    return st.lists(nodes, min_size=least, max_size=3).map(tuple)


weights = st.none() | st.integers()
otherwise = st.builds(syntax.Otherwise, nowhere)
whens = st.none() | otherwise | conditions
fact_entries = st.builds(syntax.Entry, fact_names, values | listed, nowhere)
settings = st.builds(syntax.Entry, names, values | listed, nowhere)
blocks = st.builds(syntax.Block, names, st.none() | names, weights, whens, several(settings), nowhere)
block_choices = st.builds(syntax.BlockChoice, st.none() | names, several(blocks, 1), nowhere)
parts = several(blocks | block_choices | settings)
regions = st.builds(syntax.Region, names, weights, several(names), several(names), whens, parts, nowhere)

plain_types = st.builds(syntax.Plain, bare_names.filter(lambda word: word not in RESERVED), nowhere)
enumerations = st.builds(syntax.Members, several(names, 1), nowhere)
types = plain_types | enumerations | st.builds(syntax.SetOf, plain_types | enumerations, nowhere)
facts = st.builds(syntax.Fact, fact_names, st.booleans(), types, st.none() | values | listed, nowhere)

givens = st.builds(syntax.Given, st.none() | names, several(fact_entries), nowhere)
expectations = st.one_of(
    st.builds(syntax.Expect, st.sampled_from(["regions", "shown", "hidden"]), st.none(), several(fact_names), nowhere),
    st.builds(syntax.Expect, st.just("slot"), names, several(fact_names), nowhere),
)

items = st.one_of(
    st.builds(syntax.Timezone, strings, nowhere),
    st.builds(syntax.Include, strings, nowhere),
    st.builds(syntax.Facts, several(facts), nowhere),
    st.builds(syntax.Define, names, conditions, nowhere),
    regions,
    st.builds(syntax.RegionChoice, names, several(regions, 1), nowhere),
    st.builds(syntax.Extend, names, parts, nowhere),
    st.builds(syntax.Page, names, several(fact_entries), nowhere),
    st.builds(syntax.Test, names, st.none() | givens, several(expectations), nowhere),
    st.builds(syntax.Promise, st.sampled_from(["never", "always", "assume"]), conditions, nowhere),
)
files = st.lists(items, max_size=4).map(tuple)
