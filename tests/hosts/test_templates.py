"""
Which template renders a block.
"""

import pytest

from blockrules.hosts.templates import PATTERN, naming
from blockrules.model.regions import Block

BANNER = Block("banner", "top", "hero")


def test_a_pattern_has_the_block_s_names() -> None:
    """Its own, its region's and its slot's, which not every block has."""
    assert naming(PATTERN)(BANNER) == ["blocks/banner.html"]
    assert naming("{region}/{slot}/{name}.txt")(BANNER) == ["hero/top/banner.txt"]
    assert naming("{slot}-{name}.html")(Block("banner", None, "hero")) == ["-banner.html"]


def test_a_function_names_one_or_several() -> None:
    """The best first."""
    assert naming(lambda block: f"{block.name}.html")(BANNER) == ["banner.html"]
    assert naming(lambda block: (f"{block.name}.html", "block.html"))(BANNER) == ["banner.html", "block.html"]


@pytest.mark.parametrize("pattern", ["blocks/{}.html", "{block}.html", "{name.__class__}", "{name!r}", "{name:>9}"])
def test_a_pattern_with_other_fields_is_refused(pattern: str) -> None:
    """At the start, and not by the first page that has a block."""
    with pytest.raises(ValueError, match=r"the fields of a template\'s name are \{name\}, \{region\} and \{slot\}"):
        naming(pattern)


@pytest.mark.parametrize(
    ("name", "template"),
    [
        ("..", "x/%2E./y"),
        (".", "x/%2E/y"),
        (".env", "x/%2Eenv/y"),
        ("../../etc/passwd", "x/%2E.%2F..%2Fetc%2Fpasswd/y"),
        ("/etc/passwd", "x/%2Fetc%2Fpasswd/y"),
        ("..\\secret", "x/%2E.%5Csecret/y"),
        ("c:secret", "x/c%3Asecret/y"),
        ("a\0b", "x/a%00b/y"),
        ("50% off", "x/50%25 off/y"),
        ("{region}", "x/{region}/y"),
        ("node-social.accelerators", "x/node-social.accelerators/y"),
        ("événements", "x/événements/y"),
    ],
)
def test_no_name_leads_out_of_its_place(name: str, template: str) -> None:
    """Whatever a rules file calls a block, a region or a slot, it is one word of a path; no two names share one."""
    assert naming("x/{name}/y")(Block(name, None, "r")) == [template]
    assert naming("x/{region}/y")(Block("b", None, name)) == [template]
    assert naming("x/{slot}/y")(Block("b", name, "r")) == [template]
