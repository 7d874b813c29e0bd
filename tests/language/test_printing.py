"""
The one way to write a file down.
"""

import pytest

from blockrules.language.items import stretches
from blockrules.language.parser import lex, parse
from blockrules.language.printer import printed
from blockrules.language.source import Source


def formatted(text: str) -> str:
    """
    The sound *text*, printed.
    """
    parsed = parse(stretches(lex(Source("rules", text))))
    assert parsed.diagnostics == ()
    return printed(parsed.items)


WHOLE = """\
timezone "Europe/London"
include "parts/é.blockrules"

facts {
    node.type:  optional one of article, "dark blue", when, "true" = article
    when:       bool = false
    roles:      set of one of a, b = (a, b)
    ids:        set of int
    n:          number = 2.0
}

facts {}
define front as "when" and not (n < 2.5 or n in 1 .. 3) and true
region a

choose which {
    region b weight -3 before a, "region" after "x y" when node.type is not "dark blue"
    region c when active(b) or roles is empty {
        label: "\\u2028 # \\\\"
        weight: [1, -2.5, none, true, "x"]
        when: []
        block d
        block e in "page" weight 2 when roles has any of (a, b) {
            k: false
        }
        choose {
            block f when roles has a
            block g in s otherwise
        }
        choose pick {
            block h when id not in (1, 2)
        }
    }
    region z otherwise
}

extend a {
    block x when path matches ("/a/*", "/b") or path matches "**"
}

page seed {
    node.type: article
    roles: (a)
    d: 2026-12-01
    t: 09:00:30
    m: 2026-12-01T09:00
    z: 2026-12-01T09:00+01:00
    u: 2026-12-01T09:00Z
    o: none
}

test "no given" {}

test "given" {
    given seed
    expect regions none
    expect slot header a, "region"
    expect shown a, a.b, "a b"
    expect hidden c
}

test more {
    given seed { x: 1 }
}

test bare {
    given { x: () }
}

test "empty" {
    given {}
}

never false
always visitor in 2.5% of "seed" or visitor not in 100% of ""
assume not active("region")
"""


def test_a_printed_file_is_printed_as_it_is() -> None:
    """Every kind of item, every kind of comparison, every kind of value."""
    assert formatted(WHOLE) == WHOLE


@pytest.mark.parametrize(
    ("written", "as_printed"),
    [
        ("region a#b\nregion b", "region a\nregion b\n"),
        ('region "a"{ }', "region a\n"),
        ("never(a)and((b))", "never a and b\n"),
        ("never (a and b) or c", "never (a and b) or c\n"),
        ("never a and (b and c)", "never a and (b and c)\n"),
        ("never not (not a)", "never not not a\n"),
        ("never not (a is b)", "never not a is b\n"),
        ("never a == b or a != b", "never a is b or a is not b\n"),
        ('never a matches ("x")', 'never a matches "x"\n'),
        ("never a in (1,)", "never a in (1)\n"),
        ('never a in 05.0% of ""', 'never a in 5% of ""\n'),
        ("never a < 09:00:00", "never a < 09:00\n"),
        ("never a < 1.10 or a > 007", "never a < 1.1 or a > 7\n"),
        ('never a is "\\/\\u0041\\u0007\\u007f"', 'never a is "/A\\u0007\\u007f"\n'),
        ("region a { x: 1, y: [2,], }", "region a {\n    x: 1\n    y: [2]\n}\n"),
        ('facts { "a.b": bool, "a b": bool }', 'facts {\n    a.b:    bool\n    "a b":  bool\n}\n'),
        (f"never a is {'9' * 300}", f"never a is {'9' * 300}\n"),
        (f"never a is {'9' * 30}.5", "never a is 1000000000000000000000000000000.0\n"),
        ("", ""),
    ],
)
def test_other_ways_to_say_it_are_printed_in_the_one_way(written: str, as_printed: str) -> None:
    """Which is printed as it is."""
    assert formatted(written) == as_printed
    assert formatted(as_printed) == as_printed
