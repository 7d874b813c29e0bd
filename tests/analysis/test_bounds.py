"""
Within narrow bounds less is known, but what is said is so.
"""

from pathlib import Path

import pytest

import blockrules
from blockrules import Rules
from blockrules.analysis import answers, diagrams, in_or_out, listed, premises, signatures, witnesses

MEDICAL = Path(__file__).parents[2] / "examples" / "medical_site.blockrules"
SITE = """
timezone "Europe/London"
facts {
    device: one of desktop, tablet, mobile, name: text, path: path, roles: optional set of one of a, b, c
    n: int, v: optional text, now: datetime, front: bool, words: text
}
define big as device is desktop and n > 3 and not roles has a
define same as n > 3 and not (device is not desktop or roles has a)
region uno when big or path matches ("/a/**", "/b*") { block x in s when roles is empty block x2 in s when name is "q" }
region two when (name matches ("a*", "*b*") and not name is "ab") or v in 10% of "s" { block x in s weight 1 }
choose hero {
    region h1 when front and (n > 3 or name matches "c*")
    region h2 when front
    region h3 when now.weekday is monday and now.time in 09:00 .. 17:00 {
        choose { block y when n is 4 block z otherwise }
    }
    region h4 otherwise
}
region three when (active(uno) and n > 5 and n > 4 and words is "z") or (v in 50% of "s" and v is not none)
region four when words matches "*k*" and not words matches "*m*"
page p { device: tablet, name: "x", path: "/" n: 0 now: 2026-01-01T10:00 front: true words: "" }
assume not (device is mobile and front)
assume n >= 0 or front
never active(uno) and active(two) and device is mobile
always active(h4) or active(h1) or front
never active(three) and not active(uno) and v is none
"""
CHANGED = SITE.replace("big or path", "same or path").replace("n is 4", "n is 5").replace("weight 1", "weight -1")


def said(rules: Rules) -> tuple[dict[str, str], set[str], frozenset[str]]:
    """
    The verdicts on promises, the findings, and the facts that matter.
    """
    verdicts: dict[str, str] = {each.condition: each.verdict for each in rules.promises}
    findings = {f"{each.code} {each.span}" for each in rules.findings if each.code not in ("BR920", "BR921")}
    return verdicts, findings, frozenset(rules.independence({"front": True}).facts)


NARROW = [
    *((diagrams, "MOST_NEW", bound) for bound in (0, *range(2, 40, 4), 60, 100, 200, 400, 800)),
    *((diagrams, "MOST_STEPS", bound) for bound in (0, 10, 20, 40, 80, 160, 320, 640, 1_280)),
    *((diagrams, "MOST_EDGES", bound) for bound in (10, 100, 300, 600, 1_000, 2_000)),
    *((diagrams, "MOST_ASKED", bound) for bound in (1, 2, 3, 5)),
    (diagrams, "MANY", 0),
    *((answers, "MOST_EDGES", bound) for bound in (0, 20, 200)),
    (answers, "MOST_STEPS", 20),
    *((signatures, "MOST_STATES", bound) for bound in (2, 8)),
    (signatures, "MOST_PLACES", 3),
    (listed, "MOST_CLASSES", 3),
    (in_or_out, "MOST_VARIABLES", 1),
    (premises, "MOST_TRIED", 0),
    (witnesses, "MOST_TRIED", 0),
]


@pytest.fixture(scope="module")
def whole() -> tuple[dict[str, str], set[str], frozenset[str]]:
    """
    What is said where there is room.
    """
    return said(blockrules.loads(SITE))


@pytest.mark.parametrize(("module", "name", "bound"), NARROW, ids=lambda each: str(getattr(each, "__name__", each)))
def test_in_narrow_bounds_nothing_else_is_said(
    module: object,
    name: str,
    bound: int,
    whole: tuple[dict[str, str], set[str], frozenset[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Verdicts are the same or unknown, findings are among all, facts that matter are never left out."""
    monkeypatch.setattr(module, name, bound)
    rules = blockrules.loads(SITE)
    verdicts, findings, facts = said(rules)
    assert all(verdict in (whole[0][condition], "unknown") for condition, verdict in verdicts.items())
    assert findings <= whole[1]
    assert facts >= whole[2]
    for fact in facts:
        pages = rules.independence({"front": True}).contrast(fact)
        assert pages is None or rules.layout(pages[0]) != rules.layout(pages[1])
    difference = blockrules.difference(rules, blockrules.loads(CHANGED))
    assert not difference.equal
    for change in difference.changes:
        assert change.layouts[0] != change.layouts[1]
    assert str(difference)
    assert difference.to_dict()
    catalogue = rules.catalogue(most=5)
    assert catalogue.count in (None, ALL)
    assert len({entry.layout for entry in catalogue.layouts}) == len(catalogue.layouts)
    assert not catalogue.layouts or catalogue.layouts[0].page
    assert str(catalogue)


ALL = blockrules.loads(SITE).catalogue(most=1).count


def test_where_there_is_room_everything_is_known(whole: tuple[dict[str, str], set[str], frozenset[str]]) -> None:
    """Or the bounds would be no bounds."""
    verdicts, findings, facts = whole
    assert "unknown" not in verdicts.values()
    assert findings
    assert "front" not in facts
    assert ALL
    assert all(each.verdict == "proved" for each in blockrules.load(MEDICAL).promises)
