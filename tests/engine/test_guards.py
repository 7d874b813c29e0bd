"""
Conditions that are no few cubes, and answers that are no longer remembered.
"""

from itertools import product
from types import MappingProxyType
from typing import Any

import pytest

import blockrules
from blockrules import Rules
from blockrules.engine.hashing import Lanes, Seeds, pieces
from blockrules.model.truth import bucket, fnv

NAMES = "abcdefghij"
# As cubes, 2 to the fifth.
WIDE = "(a or b) and (c or d) and (e or f) and (g or h) and (i or j)"


def rules(text: str) -> Rules:
    """
    Rules about ten bools, of which the condition `wide` takes too many cubes.
    """
    facts = " ".join(f"{name}: bool = true" for name in NAMES)
    return blockrules.loads(f"facts {{ {facts}  x: int = 0 }} define wide as {WIDE} {text}")


def is_wide(page: dict[str, bool]) -> bool:
    """
    What `wide` says.
    """
    return all(page[one] or page[other] for one, other in zip(NAMES[::2], NAMES[1::2], strict=True))


def test_a_condition_of_many_cubes_is_answered_as_it_is_written() -> None:
    """In a region, behind others, denied, in a `choose`, in a block and in alternatives of blocks."""
    found = rules("""
        region plain when wide and not a
        region behind when not active(plain)
        choose which { region first when x > 3 region second when wide region third when x > 1 region last otherwise }
        region blocks {
            block alone when wide and x > 0
            choose { block p when x > 5 block q when not wide block r when x > 0 block s otherwise }
        }
    """)
    for bits, x in product(product([True, False], repeat=4), (0, 1, 2, 4, 6)):
        page = {**dict.fromkeys(NAMES, True), **dict(zip("aceb", bits, strict=True))}
        wide = is_wide(page)
        layout = found.layout(page | {"x": x})
        chosen = "first" if x > 3 else "second" if wide else "third" if x > 1 else "last"
        plain = "plain" if wide and not page["a"] else "behind"
        assert layout.names == found.regions(page | {"x": x}) == (plain, chosen, "blocks")
        choice = "p" if x > 5 else "q" if not wide else "r" if x else "s"
        expected = ["alone", choice] if wide and x > 0 else [choice]
        assert [block.name for block in layout.region("blocks").blocks] == expected


@pytest.mark.parametrize(
    ("type", "test", "values"),
    [
        ("bool", "y", [True, False]),
        ("optional one of u, v", "y is u", ["u", "v", None]),
        ("optional int", "y is none", [1, None]),
        ("optional int", "y in 1 .. 3", [0, 1, 3, 4, None]),
        ("number", "y < 1.5", [1, 1.5, 2]),
        ("number", "y > 1.5", [1, 1.5, 2]),
        ("text", 'y matches "u*"', ["u", "v", ""]),
        ("path", 'y matches "/*"', ["/u", "/u/v", "/"]),
        ("set of text", 'y has all of ("u", "v")', [(), ("u",), ("u", "v", "w")]),
        ("set of int", "y has any of (1, 2)", [(), (1,), (3,)]),
        ("set of text", "y is empty", [(), ("u",)]),
        ("text", 'y in 50% of "seed"', ["", *"abcdefgh"]),
    ],
)
def test_every_test_is_true_of_the_same_values_as_written(type: str, test: str, values: list[object]) -> None:
    """And as cubes; values on both sides of each edge."""
    found = rules(f"facts {{ y: {type} }} region cubes when {test} region guard when wide and ({test})")
    names = {value if isinstance(value, str) else repr(value): found.regions({"y": value}) for value in values}
    assert set(names.values()) == {(), ("cubes", "guard")}


def test_what_is_evaluated_as_written_tells_what_it_read() -> None:
    """Pages that agree on it have the same layout, and the same key."""
    found = rules("region r when wide")
    layout = found.layout({"a": False, "b": False})
    assert set(layout.vary) >= {"a", "b"}
    assert "x" not in layout.vary
    other = found.layout({"a": False, "b": False, "x": 5})
    assert (other, other.key) == (layout, layout.key)
    assert found.layout({"a": False}).key != layout.key


def test_time_may_change_what_is_evaluated_as_written() -> None:
    """So the answer expires when the first class of time ends that it may ask about."""
    facts = " ".join(f"{name}: bool = true" for name in NAMES)
    text = f'timezone "UTC" facts {{ {facts} now: datetime }} page p {{ now: 2026-06-01T08:00Z }}'
    found = blockrules.loads(f"{text} region r when {WIDE} and now.time in 07:00 .. 09:00 and now.weekday is monday")
    assert str(found.layout(found.pages["p"]).expires) == "2026-06-01 09:00:00+00:00"


@pytest.mark.parametrize("text", ['region n when t is "#"', 'region n { block b when t is "#" or p matches "/no/*" }'])
def test_answers_stay_right_when_memory_is_emptied(text: str) -> None:
    """After more pages, texts, paths and values than are remembered."""
    facts = " ".join(f"f{number}: bool" for number in range(14))
    regions = "\n".join(f"region r{number} when f{number}" for number in range(14))
    sets = "\n".join(f"region s{number} when s has {number}" for number in range(14))
    more = "t: text  p: path  s: set of int  v: text"
    rules = blockrules.loads(f'facts {{ {facts} {more} }} {regions} {text} {sets} region v when v in 50% of "seed"')
    seen = set()
    for number, bits in enumerate(product([True, False], repeat=14)):
        page: dict[str, Any] = {f"f{place}": bit for place, bit in enumerate(bits)}
        page |= {
            "t": str(number),
            "p": f"/{number}/x",
            "s": [place for place, bit in enumerate(bits) if bit],
            "v": str(number),
        }
        layout = rules.layout(page)
        expected = [f"{kind}{place}" for kind in "rs" for place, bit in enumerate(bits) if bit]
        assert [name for name in layout.names if name[1:]] == expected
        assert layout.names == rules.regions(page) == rules.regions(MappingProxyType(page))
        seen.add(layout.names)
    assert len(seen) > 2**14 - 1


# Vectors of the 32-bit FNV-1a, from its authors.
@pytest.mark.parametrize(("text", "hashed"), [("", 0x811C9DC5), ("a", 0xE40C292C), ("foobar", 0xBF9CF968)])
def test_texts_hash_as_everywhere(text: str, hashed: int) -> None:
    """So that a host can work out buckets by itself."""
    assert fnv(text) == hashed


def test_buckets_are_the_same_one_by_one_and_all_at_once() -> None:
    """Whatever the seed and the value; small hashes, with few digits, too."""
    seeds = ["", "spring-2026", "ä", *map(str, range(40))]
    states = tuple(map(fnv, seeds))
    one_by_one, lanes = Seeds(states), Lanes.of(states)
    for value in ["a", "1", "ä", "x" * 100, *map(str, range(1_000, 30_000, 97))]:
        expected = [bucket(seed, value) for seed in seeds]
        assert list(lanes.buckets(value.encode())) == expected
        assert [one_by_one.bucket(place, pieces(value.encode())) for place in range(len(seeds))] == expected


def test_many_seeds_are_answered_like_few() -> None:
    """A visitor is in what the law says, under each of them."""
    text = "\n".join(f'region r{number} when v in 50% of "seed{number}"' for number in range(60))
    rules = blockrules.loads(f"facts {{ v: text }} {text}")
    for value in ("a", "ä", *map(str, range(4_500)), "a"):
        expected = tuple(f"r{number}" for number in range(60) if bucket(f"seed{number}", value) < 5_000)
        assert rules.regions({"v": value}) == expected
    assert rules.regions({"v": ""}) == ()


def test_conditions_of_several_cubes_are_one_region_wherever_they_stand() -> None:
    """Among so many that their places run over the ends of machine words."""
    text = "\n".join(f"region r{number} when a or b or x is {number}" for number in range(100))
    found = rules(text)
    for page in ({}, {"a": False}, {"a": False, "b": False, "x": 63}, {"a": False, "b": False, "x": -1}):
        every = tuple(f"r{number}" for number in range(100) if page.get("b", True) or page.get("x") == number)
        assert found.regions(page) == found.layout(page).names == every
