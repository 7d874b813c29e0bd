"""
Explanations as HTML.
"""

import re
from collections import Counter
from html.parser import HTMLParser
from itertools import product

import pytest

import blockrules
from blockrules import Limits
from blockrules.insight.html import style

RULES = blockrules.loads("""
facts { device: one of desktop, mobile  member: bool }
define narrow as device is mobile
define narrow_member as narrow and member
region hero when narrow or narrow_member {
    block banner in top weight 2
    block loose
}
region adverts when not active(hero) {
    block banner in top
    block advert in top weight 1 when member
}
region again {
    block banner in top weight 3
}
choose panel {
    region first when member
    region second otherwise
}
""")
DESKTOP = {"device": "desktop", "member": False}


class Reader(HTMLParser):
    """
    The ids, links, headings and words of a fragment. AssertionError where an element is not closed in its turn, or is
    one that could run or fetch anything.
    """

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: Counter[str] = Counter()
        self.links: list[str] = []
        self.headings: list[str] = []
        self.words: list[str] = []
        self.feed(fragment)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element in."""
        assert tag in {*"section style h3 h4 div ul li details summary span dl dt dd code a".split()}
        for name, value in attrs:
            assert name in {"class", "id", "href", "role", "aria-label"}
            self.ids[value or ""] += name == "id"
            self.links += [value or ""] if name == "href" else []
        self.headings += [tag] if tag[0] == "h" else []
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take words in."""
        if self.open[-1] != "style":
            self.words.append(data)

    @property
    def text(self) -> str:
        """All words, with no more than one space between them."""
        return " ".join("".join(self.words).split())


def test_blocks_stand_in_their_slots_with_ghosts() -> None:
    """
    In the order in which all would stand, whether shown, hidden or left out as a second of its name.
    """
    fragment = RULES.explain(DESKTOP).to_html()
    top = fragment[fragment.index("<h4>top</h4>") : fragment.index("<h3>Regions")]
    found = re.findall(
        r'<details class="(\w+)"><summary><span class="name">(\w+)</span> <span class="note">(.*?)<', top
    )
    assert found == [
        ("there", "banner", "shown, of adverts"),
        ("ghost", "advert", "hidden, of adverts; shown if "),
        ("ghost", "banner", "hidden, of hero; shown if "),
        ("ghost", "banner", "shown, of again"),
    ]
    assert "Not againthe slot has it already, from adverts" in Reader(top[: top.rindex("</section>")]).text


def test_a_reason_has_all_that_there_is_to_say() -> None:
    """
    The rule with its line, its conditions with truth and facts, what forces it, what would change it, and its place.
    """
    text = Reader(RULES.explain(DESKTOP).to_html()).text
    start = text.index("hero not active; active if device were mobile")
    assert text[start : text.index("adverts active", start)] == (
        "hero not active; active if device were mobile"
        "Rulerules:5:8"
        "Blocksbanner in top, hidden"
        "Blocks without a slotloose hidden, of hero; shown if device were mobile"
        "Rulerules:7:5Regionhero is not activeWhenyes alwaysBecausedevice: desktop"
        "It would be shownif device were mobileIt standsby the place of its region"
        "Whenno any of"
        "no narrowno device is mobile (device: desktop)"
        "no narrow_memberno all ofno narrowno member (member: false)"
        "Becausedevice: desktop"
        "It would be activeif device were mobile"
        "It standswhere the file declares it"
    )


def test_an_alternative_that_was_not_reached_says_so() -> None:
    """
    It names the one that came first.
    """
    text = Reader(RULES.explain(DESKTOP | {"member": True}).to_html()).text
    assert "second not active; first came first" in text
    assert "Not reachedfirst came first" in text


def test_links_lead_somewhere() -> None:
    """
    Each to one place of the same fragment, also where fragments of several pages stand together.
    """
    first = RULES.explain(DESKTOP).to_html()
    read = Reader(first + RULES.explain(DESKTOP | {"member": True}).to_html())
    assert len(read.ids) > 10
    assert {each for each in read.ids if read.ids[each] > 1} == set()
    assert {each.removeprefix("#") for each in read.links} <= {each for each in read.ids if read.ids[each]}
    assert all(link.removeprefix("#") in first for link in Reader(first).links)


def test_a_region_that_is_named_is_linked_to() -> None:
    """
    Its own conditions stand with it, and nowhere else.
    """
    text = Reader(RULES.explain(DESKTOP).to_html()).text
    assert "Whenyes notno active(hero)Because" in text


def test_headings_are_in_order() -> None:
    """
    Each slot below the heading of slots.
    """
    assert Reader(RULES.explain(DESKTOP).to_html()).headings == ["h3", "h3", "h4", "h3", "h3"]


def test_what_is_empty_is_left_out() -> None:
    """
    Rules of one region without facts, blocks and defines have one heading.
    """
    read = Reader(blockrules.loads("region footer").explain({}).to_html())
    assert read.headings == ["h3"]
    assert "It would not be activenever: every page that can occur has it" in read.text


def test_what_is_too_tangled_is_said_to_be() -> None:
    """
    It does not say that no page could have it.
    """
    facts = " ".join(f"f{number}: bool" for number in range(20))
    pairs = " and ".join(f"(f{number} or f{number + 10})" for number in range(10))
    rules = blockrules.loads(f"facts {{ {facts} }} region knot when {pairs}")
    read = Reader(rules.explain({f"f{number}": False for number in range(20)}).to_html())
    assert "It would be activeits conditions are too tangled to say" in read.text


def test_names_and_values_are_escaped() -> None:
    """
    Nothing that an author or a page says becomes markup, or reverses what is read.
    """
    bad = "</code><script>alert(1)</script>&amp;'"
    rules = blockrules.loads(
        f"""
        facts {{ "{bad}": text }}
        define "{bad} d" as "{bad}" is "{bad}"
        region "{bad}" when "{bad} d" and not "{bad}" is "\\u202e" {{ block "{bad}" in "{bad}" weight 1 }}
        region "{bad} r" after "{bad}" when active("{bad}")
        region "x\\u202ey"
        """,
        name=bad,
    )
    for value in (bad, "\u202e"):
        fragment = rules.explain({bad: value}).to_html()
        assert "\u202e" not in fragment
        assert "x\\u202ey" in fragment
        assert Reader(fragment).text.count(bad) > 10


def test_long_chains_of_names_stay_short() -> None:
    """
    A thousand regions that follow one another make a fragment of a thousand reasons, none in another.
    """
    regions = "\n".join(f"region r{number} when active(r{number - 1})" for number in range(1, 1_000))
    fragment = blockrules.loads(f"facts {{ b: bool }} region r0 when b\n{regions}").explain({"b": True}).to_html()
    assert len(fragment) < 2_000_000


def test_conditions_may_nest_as_deep_as_can_be() -> None:
    """
    Two hundred deep, which is the most that a caller can allow.
    """
    condition = "a and (b or (" * 99 + "a" + "))" * 99
    rules = blockrules.loads(f"facts {{ a: bool b: bool }} region x when {condition}", limits=Limits(depth=200))
    assert Reader(rules.explain({"a": True, "b": False}).to_html()).text.count("any of") == 99


COLOUR = re.compile(r"--(\w+): (#[0-9a-f]{6});")


def schemes() -> list[dict[str, str]]:
    """
    The colours of the style sheet by name, light and dark.
    """
    light, dark = style().split("@media (prefers-color-scheme: dark)")
    return [dict(COLOUR.findall(each)) for each in (light, dark)]


def luminance(colour: str) -> float:
    """
    The relative luminance that WCAG 2 gives *colour*.
    """
    shares = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """
    The contrast ratio of two colours.
    """
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", schemes(), ids=["light", "dark"])
def test_everything_can_be_read(scheme: dict[str, str]) -> None:
    """
    Every colour of text stands out from both grounds by 4.5 to 1, and the lines by 3 to 1.
    """
    for ground, ink in product(("paper", "card"), ("ink", "soft", "link", "yes", "no")):
        assert contrast(scheme[ground], scheme[ink]) >= 4.5, (ground, ink)
    assert contrast(scheme["paper"], scheme["line"]) >= 3
    assert contrast(scheme["card"], scheme["line"]) >= 3


def test_contrast_is_counted_as_wcag_does() -> None:
    """
    Black on white is 21 to 1; #767676 is the lightest grey that can be read on white.
    """
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


def test_both_schemes_colour_all_and_nothing_else_does() -> None:
    """
    Colours come by their names only, and nothing is made paler in another way.
    """
    light, dark = schemes()
    assert light.keys() == dark.keys()
    rest = COLOUR.sub("", style())
    assert not re.search(r"#[0-9a-f]|rgb|hsl|opacity|filter|url|@import", rest)
    assert {*re.findall(r"var\(--(\w+)\)", rest)} == light.keys()


def test_the_style_stays_inside() -> None:
    """
    Every rule is for the fragment alone.
    """
    selectors = re.findall(r"^ *([^@{}\n]+) \{", style(), re.MULTILINE)
    assert len(selectors) > 20
    for each in selectors:
        assert all(part.split()[0] == ".blockrules" for part in each.split(", "))
