"""
How rules, a host's table of headers and its templates fit together.
"""

import blockrules
from blockrules.hosts.caching import table
from blockrules.hosts.request import CLOCK
from blockrules.hosts.wiring import oversights

RULES = blockrules.loads("""
timezone "Europe/London"
facts { now: datetime  member: bool  device: one of desktop, mobile  visitor: text  idle: bool }
define night as now.time in 22:00 .. 06:00
region hero when night and device is mobile { block banner in top when visitor in 10% of "x"  block note in side }
region shy when not member and not member { block note }
""")
EVERY: dict[str, tuple[str, ...]] = dict.fromkeys(["now", "member", "device", "visitor"], ())


def test_what_fits_is_not_told() -> None:
    """A fact that no rule asks about needs no headers; without templates for blocks, none is missed."""
    assert list(oversights(RULES, table(EVERY), lambda block: True)) == []
    assert list(oversights(RULES, table(EVERY | {"idle": ()}), lambda block: False)) == []


def test_a_fact_without_headers_is_told() -> None:
    """With where it is first asked about, also where that is by a part of it, or in a define."""
    told = [str(each) for each in oversights(RULES, table({}), lambda block: True)]
    assert told == [
        f"rules:{place}: the table of headers says nothing of `{name}`: no cache can keep a page that hangs on it"
        for place, name in [("4:17", "now"), ("5:28", "device"), ("5:72", "visitor"), ("6:21", "member")]
    ]


def test_a_name_that_is_no_fact_is_told() -> None:
    """With the one that may be meant."""
    told = list(oversights(RULES, table(EVERY | {"devise": (), "zzz": ()}), lambda block: True))
    assert [(str(each), each.span) for each in told] == [
        ("the table of headers has `devise`, which is no fact of the rules; did you mean `device`?", None),
        ("the table of headers has `zzz`, which is no fact of the rules", None),
    ]


def test_a_block_without_a_template_is_told() -> None:
    """Wherever it stands, where another has one."""
    told = list(oversights(RULES, table(EVERY), lambda block: block.name == "banner"))
    assert [str(each) for each in told] == [
        "rules:5:101: the block `note` has no template",
        "rules:6:51: the block `note` has no template",
    ]


def test_a_clock_that_caches_are_not_told_of_is_told() -> None:
    """What `expires` heeds is a datetime called `now`, and nothing else that time changes."""
    text = "facts { today: date  now: {} }\nregion a when today < 2026-12-25\nregion b when now < 2026-12-25{}"
    clocks = table({"today": CLOCK, "now": CLOCK})
    for kind, time, names in [("datetime", "T00:00Z", ["today"]), ("date", "", ["today", "now"])]:
        rules = blockrules.loads(text.replace("{}", kind, 1).replace("{}", time))
        told = [each.message for each in oversights(rules, clocks, lambda block: True)]
        assert [each.partition(" is read from the clock, ")[0] for each in told] == [f"`{name}`" for name in names]
