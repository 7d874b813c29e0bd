"""
What a reason says of itself in a terminal, and the words that it is told in.
"""

from datetime import UTC, datetime

import pytest

import blockrules
from blockrules.insight import words

RULES = blockrules.loads("""
timezone "Europe/London"
facts {
    now: datetime
    roles: set of one of editor, "chief author" = ()
    device: one of desktop, mobile
}
define monday as now.weekday is monday
assume not roles has "chief author"
choose hero {
    region week when monday or roles has editor { block plan in top }
    region chief when roles has "chief author" { block desk in top }
    region rest otherwise { block offer in top weight 2 when device is mobile }
}
""")
PAGE = {"now": datetime(2026, 1, 1, 9, tzinfo=UTC), "roles": {"editor"}, "device": "desktop"}


def test_a_reason_tells_itself() -> None:
    """
    What it read of a datetime's views stands beside the facts.
    """
    assert (
        str(RULES.explain(PAGE).region("week"))
        == """\
week is active (rules:11:12)

  when
  yes or
  no    monday
  no      now.weekday is monday  [now.weekday: thursday]
  yes   roles has editor  [roles: (editor)]

  because roles: (editor)
  it would not be active
    if `roles` were ()
  it stands where the file declares it"""
    )


def test_a_block_tells_of_its_region() -> None:
    """
    Of a block it is said whether its region is active, and by what it stands where it does.
    """
    told = str(RULES.explain(PAGE).block("rest", "offer"))
    assert told.startswith("rest.offer is hidden (rules:13:29)\n\n  its region is not active\n")
    assert "  it would be shown\n    if `roles` were () and `device` were mobile\n" in told
    assert told.endswith("by its weight, 2")


def test_an_alternative_tells_what_came_first() -> None:
    """
    And so does its line among the regions that are not active.
    """
    explanation = RULES.explain(PAGE)
    assert "  not reached: `week` came first\n" in str(explanation.region("rest"))
    assert "  rest   `week` came first" in str(explanation)


def test_a_named_condition_is_opened_once() -> None:
    """
    From there on it is referred to.
    """
    rules = blockrules.loads("facts { b: bool } define d as not b region a when d or not d")
    tree = str(rules.explain({"b": True}).region("a")).partition("when\n")[2].partition("\n\n")[0]
    assert [line.strip() for line in tree.splitlines()] == [
        "yes or",
        "no    d",
        "no      not",
        "yes       b  [b: true]",
        "yes   not",
        "no      d (see above)",
    ]


def test_what_the_file_does_not_have_has_no_reason() -> None:
    """
    Neither a region, nor a block in it.
    """
    explanation = RULES.explain(PAGE)
    with pytest.raises(KeyError, match="hreo"):
        explanation.region("hreo")
    with pytest.raises(KeyError, match="hreo"):
        explanation.block("hreo", "plan")
    with pytest.raises(KeyError, match="offer"):
        explanation.block("week", "offer")


def test_what_a_region_misses() -> None:
    """
    The alternative that came first, the nearest change, or that there is none.
    """
    explanation = RULES.explain(PAGE)
    missed = {reason.name: words.missed(reason) for reason in explanation.regions if not reason.shown}
    assert missed == {"chief": "never: no page can have it", "rest": "`week` came first"}
    hidden = RULES.explain(PAGE | {"roles": ()})
    assert words.missed(hidden.region("week")) == "if `now` were 2026-01-05T09:00Z"


def test_what_nothing_forces() -> None:
    """
    A region without conditions is always there, and its reason says so, not its whole rule again.
    """
    told = str(blockrules.loads("region footer { block imprint }").explain({}).region("footer"))
    assert "  yes always\n" in told
    assert "\n  it is so on every page that can occur\n" in told


def tangled() -> blockrules.Rules:
    """
    Rules whose one region hangs on more cubes than are worked out.
    """
    facts = " ".join(f"f{number}: bool" for number in range(20))
    pairs = " and ".join(f"(f{number} or f{number + 10})" for number in range(10))
    return blockrules.loads(f"facts {{ {facts} }} define d as f0 region knot when (d or not d) and {pairs}")


def test_what_is_too_tangled_is_said_to_be() -> None:
    """
    Then all facts are told that it names, no change is, and none is said to be impossible.
    """
    reason = tangled().explain({f"f{number}": False for number in range(20)}).region("knot")
    assert reason.is_tangled
    assert len(reason.because) == 20
    assert words.missed(reason) == "its conditions are too tangled to say"
    assert "it would be" not in str(reason)
    assert "it is so on every page" not in str(reason)
