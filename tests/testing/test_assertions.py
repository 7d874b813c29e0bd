"""
Assertions on layouts.
"""

import subprocess
import sys
from typing import Any

import pytest

import blockrules
from blockrules.testing import assert_layout

RULES = blockrules.loads(
    """facts { member: bool  sale: bool = false }
region hero when not member {
    block banner in top
    block voucher in side when sale
}
region offers when member and sale { block voucher in side weight -1  block deal in side }
region footer { block imprint }
region "a.b" when sale { block c in side }
"""
)
VISITOR = {"member": False}


def unmet(page: object = VISITOR, **expected: Any) -> str:
    """
    What is told where *page* is not as *expected*.
    """
    with pytest.raises(AssertionError) as caught:
        assert_layout(RULES, page, **expected)
    return str(caught.value)


@pytest.mark.parametrize(
    "expected",
    [
        {"regions": ("hero", "footer")},
        {"regions": iter(["hero", "footer"])},
        {"slots": {"top": "banner", "side": ()}},
        {"slots": {"top": ["banner"]}},
        {"shown": "hero"},
        {"shown": ("hero", "hero.banner", "banner", "imprint")},
        {"hidden": "offers"},
        {"hidden": ["hero.voucher", "voucher", "offers.deal", "a.b", "a.b.c", "c"]},
        {"regions": ["hero", "footer"], "slots": {"side": []}, "shown": "banner", "hidden": "voucher"},
    ],
)
def test_a_layout_that_is_as_expected_passes(expected: Any) -> None:
    """Whatever is asked for, in whatever collection; one name needs none."""
    assert_layout(RULES, VISITOR, **expected)


def test_a_page_without_regions_can_be_expected() -> None:
    """To expect none is not to expect nothing."""
    rules = blockrules.loads("facts { a: bool } region b when a")
    assert_layout(rules, {"a": False}, regions=())
    with pytest.raises(AssertionError, match="expected no regions; the page has `b`"):
        assert_layout(rules, {"a": True}, regions=())


def test_regions_stand_beside_those_expected() -> None:
    """With the reason of each that is there and should not be, or the other way round."""
    assert (
        unmet(regions=["offers", "footer"])
        == """\
expected the regions `offers`, `footer`; the page has `hero`, `footer`

    expected                             got
  ~ offers                               hero
    footer                               footer

offers is not active (rules:6:8)

  when
  no  and
  no    member  [member: false]
  no    sale  [sale: false]

  because member: false
  it would be active
    if `member` were true and `sale` were true
  it stands where the file declares it

hero is active (rules:2:8)

  when
  yes not
  no    member  [member: false]

  because member: false
  it would not be active
    if `member` were true
  it stands where the file declares it"""
    )


def test_an_order_needs_no_reasons() -> None:
    """What stands where is all that differs."""
    assert (
        unmet(regions=["footer", "hero"])
        == """\
expected the regions `footer`, `hero`; the page has `hero`, `footer`

    expected                             got
  +                                      hero
    footer                               footer
  - hero"""
    )


def test_the_blocks_of_a_slot_stand_beside_those_expected() -> None:
    """Of a block whose region alone keeps it back, the reason is that of the region."""
    told = unmet({"member": True}, slots={"side": ("voucher", "deal"), "top": ()})
    assert told.startswith("expected `voucher`, `deal` in the slot `side`; it has nothing\n\n    expected  ")
    assert "\n  - voucher\n  - deal\n\noffers is not active (rules:6:8)\n" in told
    assert "\n\nhero.voucher is hidden (rules:4:5)\n" in told
    assert told.count(" (rules:") == 2


def test_a_block_too_many_is_explained() -> None:
    """By what shows it."""
    told = unmet({"member": False, "sale": True}, slots={"side": "c"})
    assert "\n  + " + " " * 37 + "voucher\n" in told.replace(
        "  +                                      v", "  + " + " " * 37 + "v"
    )
    assert "hero.voucher is shown (rules:4:5)" in told
    assert told.count(" (rules:") == 1


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        (
            {"hidden": "voucher"},
            ["expected `voucher` to be hidden; it is shown", "hero.voucher is shown (rules:4:5)"],
        ),
        (
            {"shown": "offers.voucher"},
            ["expected `offers.voucher` to be shown; it is hidden", "offers is not active (rules:6:8)"],
        ),
    ],
)
def test_a_block_of_two_regions_is_told_from_itself(expected: Any, told: list[str]) -> None:
    """Where it is shown in one of them, the other has no part in that."""
    found = unmet({"member": False, "sale": True}, **expected)
    assert [part for part in found.split("\n\n") if not part.startswith(" ")] == told


def test_a_block_that_no_region_has_in_the_slot_has_no_reason() -> None:
    """Which is said."""
    assert unmet(slots={"side": "banner"}).endswith("\n  - banner\n\nno region has `banner` in the slot `side`")


@pytest.mark.parametrize(
    ("expected", "sentences", "reasons"),
    [
        ({"shown": "offers"}, ["expected `offers` to be shown; it is hidden"], ["offers is not active"]),
        ({"hidden": "hero"}, ["expected `hero` to be hidden; it is shown"], ["hero is active"]),
        ({"hidden": "banner"}, ["expected `banner` to be hidden; it is shown"], ["hero.banner is shown"]),
        ({"hidden": "hero.banner"}, ["expected `hero.banner` to be hidden; it is shown"], ["hero.banner is shown"]),
        ({"shown": "hero.voucher"}, ["expected `hero.voucher` to be shown; it is hidden"], ["hero.voucher is hidden"]),
        ({"shown": "a.b.c"}, ["expected `a.b.c` to be shown; it is hidden"], ["a.b is not active"]),
        (
            {"shown": "voucher"},
            ["expected `voucher` to be shown; it is hidden"],
            ["hero.voucher is hidden", "offers is not active"],
        ),
        (
            {"shown": "offers", "hidden": ["imprint", "footer"]},
            [
                "expected `offers` to be shown; it is hidden",
                "expected `imprint` to be hidden; it is shown",
                "expected `footer` to be hidden; it is shown",
            ],
            ["offers is not active", "footer.imprint is shown", "footer is active"],
        ),
    ],
)
def test_what_is_not_as_it_should_be_is_explained(expected: Any, sentences: list[str], reasons: list[str]) -> None:
    """Every expectation is looked at; each thing is explained once."""
    parts = [part for part in unmet(**expected).split("\n\n") if not part.startswith(" ")]
    assert parts[: len(sentences)] == sentences
    assert [part.partition(" (rules:")[0] for part in parts[len(sentences) :]] == reasons


@pytest.mark.parametrize(
    ("count", "end"), [(3, ""), (4, "1 more reason is left out"), (1007, "1,004 more reasons are left out")]
)
def test_long_lists_are_cut(count: int, end: str) -> None:
    """Of reasons few are told in full; the rest is counted."""
    rules = blockrules.loads("".join(f"region r{number}\n" for number in range(count)))
    with pytest.raises(AssertionError) as caught:
        assert_layout(rules, {}, regions=())
    told = str(caught.value)
    assert told.count(" is active (") == 3
    assert told.count("\n  +") == min(count, 59)
    assert ("\n    and 948 more\n" in told) is (count == 1007)
    assert told.endswith(end or "it stands where the file declares it")


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ({"regions": "heroo"}, "no region is called `heroo`; did you mean `hero`?"),
        ({"regions": "banner"}, "no region is called `banner`"),
        ({"slots": {"sid": ()}}, "no slot is called `sid`; did you mean `side`?"),
        ({"slots": {"side": "bannr"}}, "no block is called `bannr`; did you mean `banner`?"),
        ({"shown": "x"}, "no region or block is called `x`"),
        ({"shown": "hero.imprint"}, "no region or block is called `hero.imprint`"),
        ({"hidden": "hero.bannr"}, "no region or block is called `hero.bannr`; did you mean `hero.banner`?"),
        ({"hidden": "\n"}, r"no region or block is called `\n`"),
        ({"regions": "x", "hidden": "y"}, "no region is called `x`\nno region or block is called `y`"),
    ],
)
def test_a_name_that_the_rules_do_not_have_is_an_error(expected: Any, said: str) -> None:
    """A slip would pass for ever as hidden."""
    with pytest.raises(ValueError) as caught:  # noqa: PT011  # the text is compared whole
        assert_layout(RULES, VISITOR, **expected)
    assert str(caught.value) == said


@pytest.mark.parametrize("expected", [{}, {"shown": (), "hidden": [], "slots": {}}])
def test_to_expect_nothing_is_an_error(expected: Any) -> None:
    """Such a test would always pass."""
    with pytest.raises(TypeError, match="nothing is expected of the layout: give `regions`"):
        assert_layout(RULES, VISITOR, **expected)


def test_a_page_that_cannot_be_read_is_refused() -> None:
    """As everywhere."""
    with pytest.raises(blockrules.PageError, match="`member`: expected bool, nothing came"):
        assert_layout(RULES, {}, shown="hero")


def test_it_needs_neither_pytest_nor_hypothesis() -> None:
    """Any runner of tests will do."""
    program = "import sys, blockrules.testing; print({'pytest', 'hypothesis'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "set()\n"


def test_names_are_a_text_or_several() -> None:
    """Anything else is a slip in the test."""
    with pytest.raises(TypeError, match="names are one text, or several"):
        assert_layout(blockrules.loads("region r"), {}, shown=None)  # type: ignore[arg-type]  # that is the slip
