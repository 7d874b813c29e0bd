"""
Which facts can still matter where some are given.
"""

import pytest

import blockrules
from blockrules import PageError
from tests.analysis.test_difference import LOST

SITE = """
facts { membership: one of anonymous, member, roles: set of one of editor, author = (), device: one of desk, phone }
region desk when roles has editor and membership is member
region wide when device is desk
page p { membership: member, device: phone }
"""


def test_what_is_given_may_settle_what_another_fact_did() -> None:
    """Then pages that have it never hang on that."""
    rules = blockrules.loads(SITE)
    assert blockrules.vary(rules) == ("device", "membership", "roles")
    assert blockrules.vary(rules, given={"membership": "anonymous"}) == ("device",)
    assert blockrules.vary(rules, given={"membership": "member"}) == ("device", "roles")
    assert blockrules.vary(rules, given={"membership": "member", "roles": {"author"}}) == ("device",)


def test_two_pages_show_that_a_fact_matters() -> None:
    """They have what is given, and differ in it alone."""
    rules = blockrules.loads(SITE)
    pages = rules.independence({"membership": "member", "device": "desk"}).contrast("roles")
    assert pages is not None
    assert [page["device"] for page in pages] == ["desk", "desk"]
    assert rules.layout(pages[0]) != rules.layout(pages[1])
    assert rules.independence({"membership": "anonymous"}).contrast("roles") is None


def test_facts_that_an_assumption_ties_stand_for_one_another() -> None:
    """One of them is enough, and where one has to change the other does with it."""
    rules = blockrules.loads(
        "facts { a: bool b: bool } assume (a and b) or not (a or b) region r when a region q when b"
    )
    independence = rules.independence()
    assert independence.facts == ("a",)
    pages = independence.contrast("a")
    assert pages is not None
    assert {frozenset(page.items()) for page in pages} == {
        frozenset({("a", True), ("b", True)}), frozenset({("a", False), ("b", False)}),
    }  # fmt: skip


def test_what_no_page_has_hangs_on_nothing() -> None:
    """It is told that there is none."""
    rules = blockrules.loads(SITE + "assume not (membership is anonymous and roles has editor)")
    independence = rules.independence({"membership": "anonymous", "roles": ["editor"]})
    assert (independence.is_empty, independence.facts) == (True, ())
    assert not rules.independence().is_empty


def test_where_conditions_are_too_tangled_every_fact_may_matter() -> None:
    """So nothing is said to be safe that is not."""
    independence = blockrules.loads(LOST).independence()
    assert not independence.is_known
    assert len(independence.facts) == 31
    assert independence.contrast("a0") is None
    members = " ".join(f"m{number}" for number in range(5_000)).replace(" ", ", ")
    many = blockrules.loads(f"facts {{ k: one of {members}, a: bool }} region r when k is m1 and a")
    assert not many.independence({"k": "m1"}).is_known


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"member": 1}, "`member` is no fact of these rules"),
        ({"membership": "guest"}, "`membership`: expected one of anonymous, member, "),
        ({"roles": 3}, "`roles`: expected set of one of editor, author, a whole number came"),
    ],
)
def test_what_a_page_could_not_give_is_refused(given: dict[str, object], said: str) -> None:
    """As on a page."""
    with pytest.raises(PageError) as caught:
        blockrules.loads(SITE).independence(given)
    assert said in str(caught.value)


def test_a_fact_that_is_none_of_the_file_has_no_contrast() -> None:
    """Nor can it be asked for."""
    with pytest.raises(KeyError):
        blockrules.loads(SITE).independence().contrast("nope")
