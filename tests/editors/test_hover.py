"""
What a reader is told of a name.
"""

import pytest

from blockrules.editors.hover import hover
from blockrules.editors.sites import Site

MAIN = """\
include "facts"
region hero when front and device is mobile { block `x in top choose { block y when front block y otherwise } }
region spare
test "a ``b``" { given { front: true device: mobile } expect slot top `x }
""".replace("`x", '"`x"')
FACTS = "facts { front: bool = false  device: optional one of desktop, # small\n mobile }"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (
            "front and",
            "**fact** `front`: `bool = false`\n\ndeclared in line 1 of `facts`\n\nused by region `hero`, test",
        ),
        ("device is", "**fact** `device`: `optional one of desktop, mobile`"),
        ("mobile {", "**member** `mobile` of `device`\n\ndeclared in line 2 of `facts`\n\nused by region `hero`"),
        ("spare", "**region** `spare`\n\ndeclared in line 3\n\nused nowhere"),
        ('"`x" in', "**block** `` `x `` of `hero`\n\ndeclared in line 2\n\nused by test ``` a ``b`` ```"),
        ("top choose", "**slot** `top`\n\nfirst named in line 2\n\nused by test"),
        ("y when", "**block** `y` of `hero`\n\ndeclared in line 2\n\nused nowhere"),
    ],
)
def test_a_name_is_explained(place: str, expected: str) -> None:
    """What it is, where it is declared, who uses it; whatever characters it has."""
    site = Site("/main", {"/main": MAIN, "/facts": FACTS})
    (mention,) = site.index.at("/main", MAIN.index(place))
    assert hover(mention, site.index).startswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("region a when nope", "**fact** `nope`\n\ndeclared nowhere\n\nused by region `a`"),
        ("region a { block x in nope }", "**slot** `nope`\n\nfirst named in line 1\n\nused nowhere else"),
        ("region nope\n\nregion nope", "**region** `nope`\n\ndeclared in line 1 and line 3\n\nused nowhere"),
        (
            "region nope\n" + "\n".join(f"never active(nope)\nregion r{n} before nope" for n in range(12)),
            f"used by never, {', '.join(f'region `r{n}`' for n in range(9))}, 3 more",
        ),
    ],
)
def test_an_odd_name_is_explained_too(text: str, expected: str) -> None:
    """One declared nowhere, or twice, or used nowhere, or by many."""
    site = Site("x", {"x": text})
    assert expected in hover(site.index.at("x", text.index("nope"))[0], site.index)
