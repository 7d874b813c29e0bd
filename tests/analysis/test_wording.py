"""
Sets of pages, as conditions that somebody could have written.
"""

import pytest

import blockrules
from blockrules.analysis.wording import description
from blockrules.analysis.world import World

FACTS = """
timezone "Asia/Tokyo"
facts {
    a: bool, b: bool, o: optional bool, k: one of x, y, z, w, m: optional one of x, y, z, n: int, f: number
    p: path, t: text, s: optional set of text, v: optional text, now: datetime
}
"""


@pytest.mark.parametrize(
    ("condition", "told"),
    [
        ("a and not a", "false"),
        ("a or not a", "true"),
        ("not (a or b)", "not a and not b"),
        ("k is not x and k is not y", "k in (z, w)"),
        ("k is not x", "k is not x"),
        ("m is none", "m is none"),
        ("m is not none and m is not x", "m in (y, z)"),
        ("m is none or m is x", "m not in (y, z)"),
        ("m is not x and m is not none and m is not y", "m is z"),
        ("not m is none", "m is not none"),
        ("o", "o"),
        ("not o and o is not none", "not o and o is not none"),
        ("n in (3, 5)", "n in (3, 5)"),
        ("n > 3 and n <= 7", "n > 3 and n <= 7"),
        ("f > 5.00011 and f < 5.00012", "f > 5.00011 and f < 5.00012"),
        ('p matches ("/a", "/b/**")', 'p matches ("/a", "/b/**")'),
        ('p matches "/a" or p is "/c"', '(p matches "/a" or p is "/c")'),
        ('t in ("x", "y") and not t is "y"', 't is "x"'),
        ("s is none", "s is none"),
        ('s has "q" and s is not none', 's is not none and s has "q"'),
        ("s is empty", None),
        ('v in 10% of "q"', 'v in 10% of "q"'),
        ('v in 50% of "q" and not v in 10% of "q"', 'v not in 10% of "q" and v in 50% of "q"'),
        ("now.weekday in (monday, sunday)", "now.weekday in (monday, sunday)"),
        ("now.time < 09:00 or now.date is 2026-01-01", None),
        ("now > 9999-12-30T00:00Z or now < 0001-01-03T00:00Z", None),
        (
            "(n is 1 and a) or (n is 2 and b) or (n is 3 and o) or (n is 4 and m is x) or (n is 5 and m is y)",
            None,
        ),
        (" or ".join(f"n in ({each}, {each + 50})" for each in range(0, 40, 2)), None),
        ("n in (1, 5, 9, 13, 17, 21, 25) and (n < 3 or n > 4)", None),
        (" or ".join(f"(n is {each * 2} and m is x)" for each in range(9)) + " or (n > 3 and m is y)", None),
    ],
)
def test_a_condition_is_told_in_few_words(condition: str, told: str | None) -> None:
    """The author's own, where they do."""
    rules = blockrules.loads(f"{FACTS} region r when {condition}")
    world = World.of(rules._model)
    where = world.sides[0].where.regions["r"]
    assert where is not None
    found = description(world, where, world.around(where))
    assert told is None or str(found) == told
    if found.complete and "…" not in str(found) and "any other" not in str(found):
        again = World.of(blockrules.loads(f"{FACTS} region r when {condition} define d as {found}")._model)
        side = again.sides[0]
        assert again.occurring(again.sets.differ(side.where.defines["d"], side.where.regions["r"])) == 0


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York", "UTC"])
def test_the_ends_of_the_calendar_are_pages_too(zone: str) -> None:
    """As far as the clocks of the zone can show them."""
    rules = blockrules.loads(
        f'timezone "{zone}" facts {{ now: datetime }} region early when now.date < 0001-01-03 region late when '
        "now.date > 9999-12-29 and now.time >= 12:00 never active(early) never active(late)"
    )
    assert [proof.verdict for proof in rules.promises] == ["refuted", "refuted"]
    for proof, name in zip(rules.promises, ("early", "late"), strict=True):
        assert rules.regions(proof.page) == (name,)
