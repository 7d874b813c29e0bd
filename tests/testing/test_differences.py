"""
Differences of layouts, and of the names of regions.
"""

from typing import Any

import pytest

import blockrules
from blockrules import Layout
from blockrules.testing.differences import compared

TEXT = """
facts { few: bool = false  big: bool = false  side: bool = false }
region hero { label: "Hello", sizes: [1, 2.5, none, true]  block banner in top { wide: true }  block tail when big }
region offers when not few { block voucher in side  block deal in side weight 1 }
region footer { block imprint in foot }
"""


RULES = blockrules.loads(TEXT)


def layout(text: str = TEXT, **page: bool) -> Layout:
    """
    The layout of that page.
    """
    return (RULES if text == TEXT else blockrules.loads(text)).layout(page)


def rows(left: object, right: object) -> list[str]:
    """
    What differs, each row cut to its words.
    """
    told = compared(left, right)
    assert told is not None
    return [" ".join(row.split()) for row in told]


def test_names_differ_name_by_name() -> None:
    """On whichever side the rules' own stand."""
    few, all_of_them = layout(few=True).names, layout().names
    assert compared(few, all_of_them) == [
        "('hero', 'footer') == ('hero', 'offers', 'footer')",
        "  left                                 right",
        "  hero                                 hero",
        "+                                      offers",
        "  footer                               footer",
    ]
    assert compared(few, ("hero", "offers", "footer")) == compared(few, all_of_them)
    assert rows(("footer", "hero"), few)[1:] == ["left right", "+ hero", "footer footer", "- hero"]
    assert rows((), few)[1:] == ["left right", "+ hero", "+ footer"]


@pytest.mark.parametrize(("other", "marks"), [(["hero", "footer"], ""), (["hero"], "+")])
def test_a_list_is_told_from_a_tuple(other: list[str], marks: str) -> None:
    """Else nobody would see why it is not equal."""
    told = rows(other, layout(few=True).names)
    assert told[1] == "a list is never equal to a tuple, which the names of regions are"
    assert told[3:] == ["hero hero", f"{marks or 'footer'} footer"]
    assert rows(layout(few=True).names, other)[1] == told[1]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("pears",), ("pears", "apples")),
        (("hero",), ("hero", 1)),
        (("hero",), {"hero"}),
        ("hero", ("hero",)),
        (None, ()),
        (("hero", "pears"), ("pears",)),
        ((), ()),
        (layout(), "x"),
        (layout(), layout().names),
        (1, 2),
    ],
)
def test_nothing_is_said_of_what_is_not_known(left: Any, right: Any) -> None:
    """That is left to others."""
    assert compared(left, right) is None


def test_layouts_differ_region_by_region_and_block_by_block() -> None:
    """What is as long the same is cut."""
    assert compared(layout(), layout(few=True, big=True)) == [
        "Layout(hero, offers, footer) == Layout(hero, footer)",
        "  left                                 right",
        "  hero                                 hero",
        "  …                                    …",
        "      wide: true                           wide: true",
        "~ offers                                 tail",
        "-   voucher in side",
        "-   deal in side",
        "  footer                               footer",
        "    imprint in foot                      imprint in foot",
    ]


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ('"Hello"', '"Hallo"', '~ label: "Hello" label: "Hallo"'),
        ("[1, 2.5,", "[1.0, 2.5,", "~ sizes: [1, 2.5, none, true] sizes: [1.0, 2.5, none, true]"),
        ("wide: true", "wide: 1", "~ wide: true wide: 1"),
        ("imprint in foot", "imprint", "~ imprint in foot imprint"),
    ],
)
def test_settings_and_slots_are_compared(old: str, new: str, row: str) -> None:
    """Also those that are equal to Python."""
    assert row in rows(layout(), layout(TEXT.replace(old, new)))


def test_an_order_within_a_slot_is_compared() -> None:
    """Where all else is the same; of the slots those that differ are shown."""
    late = f"{TEXT}region end {{ block last in side }}"
    assert rows(layout(late), layout(late.replace("last in side", "last in side weight -1"))) == [
        "Layout(hero, offers, footer, end) == Layout(hero, offers, footer, end)",
        "left right",
        "slot side slot side",
        "+ end.last",
        "offers.voucher offers.voucher",
        "- end.last",
        "offers.deal offers.deal",
    ]


def test_what_nobody_would_see_is_written_as_an_escape() -> None:
    """And the first line is no longer than one."""
    odd = 'region "a\\u001b[31m" { "k\\u0000": "\\n"  block "\\u202e" in "s\\n" }'
    told = compared(layout(odd), layout("".join(f"region r{number}\n" for number in range(100))))
    assert told
    assert all(line.isprintable() for line in told)
    assert len(told[0]) < 160
    left = "\n".join(line[:37].rstrip() for line in told[2:])
    assert left.startswith('~ a\\x1b[31m\n~   k\\x00: "\\n"\n~   \\u202e in s\\n\n+')
