"""
What no test notices, and how it is told.
"""

import json
import pickle
from collections.abc import Iterable, Sequence

import pytest

import blockrules
from blockrules.mutation.mutants import Mutant
from blockrules.mutation.survivors import Mutation, TestsFail

SITE = """
facts { device: one of desktop, tablet, mobile, count: int = 0, member: bool = false }
define small as device is mobile
region hero when count > 3 and not member {
    block banner in top
    block offer in top when small
}
region team when small or count > 3
page home { device: desktop, count: 4 }
"""
TEST = 'test "home has a hero" { given home expect regions hero, team expect slot top banner }\n'
MORE = """
test "few are not enough" { given home { count: 3 } expect regions none }
test "members have none" { given home { member: true } expect regions team }
test "on a phone" { given { device: mobile } expect regions team }
test "on a phone, with many" {
    given { device: mobile, count: 5 }
    expect regions hero, team
    expect slot top banner, offer
}
test "no tablet is small" { given { device: tablet } expect regions none }
"""


def told(found: Mutation) -> list[str]:
    """
    What no test notices, and what is otherwise by it.
    """
    return [f"{each.mutant.words}: {', '.join(map(str, each.sightings))}" for each in found.survivors]


def mutation(text: str, name: str = "site") -> Mutation:
    """
    What becomes of all small changes of *text*.
    """
    rules = blockrules.loads(text, name=name)
    return rules.mutation()


def test_what_tests_notice_is_counted_and_the_rest_is_listed() -> None:
    """With a page, what is otherwise there, and how to see why it is as it is."""
    found = mutation(SITE + TEST)
    assert (found.tried, found.noticed, found.same, len(found.survivors), found.unknown) == (29, 18, 0, 11, ())
    assert str(found).startswith(
        "29 small changes of site were tried: 18 noticed by a test, 0 without effect on\n"
        "  any layout, 11 noticed by none\n\n"
        "site:4:18: `and` of `count > 3 and not member` made `or`\n"
    )
    assert (
        "\nsite:4:18: `> 3` made `>= 3`\n"
        "  on the sample page `home` with count: 3\n"
        "    `hero` appears\n"
        "  why it is as it is: `blockrules explain site --sample home count=3 hero`\n"
        "  this test notices it:\n"
        '    test "hero: > 3 made >= 3" {\n'
        "        given home { count: 3 }\n"
        "        expect hidden hero\n"
        "    }\n"
    ) in str(found)


def test_good_tests_leave_nothing() -> None:
    """Then there is nothing but the counts."""
    found = mutation(SITE + TEST + MORE)
    assert (found.noticed, found.survivors, found.unknown) == (found.tried, (), ())
    assert str(found).endswith("any layout, 0 noticed by none")


def test_what_changes_only_the_form_is_not_told() -> None:
    """It is proved that no layout is another by it."""
    found = mutation("facts { a: bool } region r when a or (a and not a)")
    assert (found.tried, found.noticed, found.same) == (13, 0, 3)
    words = [each.mutant.words for each in found.survivors]
    assert "`a` left out" in words
    assert "`a and not a` left out" not in words
    assert "`not a` left out" not in words
    assert "`not` before `a` left out" not in words


def test_a_define_is_changed_where_it_is_used() -> None:
    """However far away; where it is not, nothing is otherwise."""
    chain = " ".join(f"define d{number} as d{number + 1}" for number in range(5))
    found = mutation(f"facts {{ a: bool }} {chain} define d5 as a define e as a region r {{ block b in s when d0 }}")
    negated = [each for each in found.survivors if each.mutant.words == "`a` negated"]
    assert [(each.mutant.nodes, list(map(str, each.sightings))) for each in negated] == [
        ((("define", "d5"),), ["`r.b` disappears"])
    ]
    assert found.same == 2


def test_the_page_is_one_that_the_author_knows() -> None:
    """A sample page where there is one, with as little changed as can be."""
    text = "facts { a: bool, b: bool } define d as a region r when d and b region q when d page p { a: true, b: false }"
    (negated,) = [each for each in mutation(text).survivors if each.mutant.words == "`a` negated"]
    assert (negated.witness.sample, dict(negated.witness.changes)) == ("p", {})
    assert list(map(str, negated.sightings)) == ["`q` disappears"]


def test_only_pages_count_that_the_file_assumes() -> None:
    """As it is, whatever is made of what it assumes."""
    found = mutation("facts { a: bool, b: bool } region r when a and b assume a and not b")
    assert {str(dict(each.page)) for each in found.survivors} == {"{'a': True, 'b': False}"}
    assert told(found) == [
        "`a and b` negated: `r` appears",
        "`and` of `a and b` made `or`: `r` appears",
        "`when a and b` left out: `r` appears",
        "`b` left out: `r` appears",
        "`b` negated: `r` appears",
    ]
    named = mutation("facts { a: bool } region r when a assume not active(r)")
    assert told(named) == ["`a` negated: `r` appears", "`when a` left out: `r` appears"]


def test_a_page_that_can_no_longer_be_is_noticed() -> None:
    """By the test that gives it, though the layout would be the same."""
    text = "facts { a: bool, b: bool } define d as a assume d or b region r when b "
    assert mutation(text).same == 2
    found = mutation(text + 'test "t" { given { a: true, b: false } expect hidden r }')
    assert (found.noticed, found.same) == (3, 1)


def test_alternatives_of_one_name_are_seen_by_where_they_stand() -> None:
    """Their weights put them before or after a block of a region that is not changed."""
    text = (
        "facts { a: bool, b: bool } region q { block k in s weight 1 } region other { block o in t } "
        "region r { choose { block x in s when a block x in s weight 2 otherwise } }"
    )
    assert "`a` negated: `r.x` in the slot `s` stands elsewhere" in told(mutation(text))


def test_blocks_that_are_swapped_may_pass_those_of_another_region() -> None:
    """Each has the weight of the other, though the two are never shown together."""
    text = (
        "facts { a: bool } region q { block k in s } "
        "region r { block x in s weight -1 when a block y in s weight 1 when not a }"
    )
    assert "the blocks `x` and `y` swapped: `r.y` in the slot `s` stands elsewhere" in told(mutation(text))


def test_one_that_gives_way_is_seen_by_the_slot() -> None:
    """Where which of two stays hangs on nothing but weights."""
    text = (
        "facts { a: bool } region q { block x in s weight 1 { own: 1 } } "
        "region r { choose { block x in s when a block x in s weight 2 otherwise } }"
    )
    assert "`a` negated: `q.x` in the slot `s` stands elsewhere" in told(mutation(text))


def test_what_a_block_holds_is_seen() -> None:
    """Where of two alternatives of one name the other is shown, which has other settings."""
    text = "facts { a: bool } region r { choose { block x when a { n: 1 } block x otherwise { n: 2 } } }"
    assert "`a` negated: `r.x` holds something else" in told(mutation(text))


def test_much_that_is_otherwise_is_counted() -> None:
    """Past ten regions and blocks."""
    regions = " ".join(f"region r{number} when d" for number in range(12))
    text = str(mutation(f"facts {{ a: bool }} define d as a {regions}"))
    assert (
        "    `r9` disappears\n    and 2 more\n  why it is as it is: `blockrules explain site a=true r0 r1 r2`\n" in text
    )


def test_a_page_that_cannot_be_written_in_a_command_is_only_told() -> None:
    """Then no command is shown."""
    found = mutation('facts { s: set of text } region r when s has "a,b"')
    assert 'on a page with s: ("a,b")' in str(found)
    assert "s=a,b" not in str(found)


def test_what_is_too_tangled_is_told_as_unknown() -> None:
    """Neither noticed nor the same, and no survivor."""
    many = ", ".join(f"m{number}" for number in range(5_000))
    found = mutation(f"facts {{ k: one of {many}, a: bool }} region r when k is m1 region q when a")
    assert found.unknown
    assert found.tried == found.noticed + found.same + len(found.survivors) + len(found.unknown)
    assert f"{found.unknown[0]}\n  whether it changes a layout cannot be told; the conditions are too tangled" in str(
        found
    )
    assert found.to_dict()["unknown"]


def test_tests_that_fail_are_to_be_mended_first() -> None:
    """Nothing can be said of what they would notice; the error names them, and can be pickled."""
    with pytest.raises(TestsFail) as caught:
        mutation(SITE + TEST.replace("hero, team", "hero"))
    assert str(caught.value) == "these tests fail as it is; mend them first: `home has a hero`"
    assert [len(result.failures) for result in caught.value.results] == [1]
    assert pickle.loads(pickle.dumps(caught.value)) == caught.value


def test_a_mutation_is_plain_json() -> None:
    """With the page of each survivor and both its layouts."""
    record = mutation(SITE + TEST).to_dict()
    assert json.loads(json.dumps(record)) == record
    assert (record["file"], record["tried"], record["noticed"], record["same"]) == ("site", 29, 18, 0)
    survivors = record["survivors"]
    assert isinstance(survivors, list)
    one = next(each for each in survivors if each["words"] == "`> 3` made `>= 3`")
    assert (one["span"]["line"], one["sample"]) == (4, "home")
    assert one["page"] == {"device": "desktop", "count": 3}
    assert one["test"] == 'test "hero: > 3 made >= 3" {\n    given home { count: 3 }\n    expect hidden hero\n}'
    assert one["changes"] == [{"kind": "appears", "region": "hero", "block": None, "slot": None}]
    assert [region["name"] for region in one["old"]["regions"]] == []
    assert [region["name"] for region in one["new"]["regions"]] == ["hero"]


def test_whoever_watches_is_given_all_mutants() -> None:
    """Before the first is tried."""
    rules = blockrules.loads(SITE)
    seen: list[int] = []

    def watch(every: Sequence[Mutant]) -> Iterable[Mutant]:
        seen.append(len(every))
        return every

    assert rules.mutation(watch).tried == seen[0] == 29


def test_the_same_test_is_told_once() -> None:
    """Where it notices several; in JSON each has it."""
    found = mutation("facts { a: bool } region r when a")
    assert [(each.mutant.words, each.test) for each in found.survivors] == [
        ("the region `r` left out", 'test "the region r left out" {\n    given { a: true }\n    expect shown r\n}'),
        ("`a` negated", 'test "the region r left out" {\n    given { a: true }\n    expect shown r\n}'),
        ("`when a` left out", 'test "r: when a left out" {\n    given { a: false }\n    expect hidden r\n}'),
    ]
    assert str(found).count("    given { a: true }") == 1
    assert '\n  this test, which is told above, notices it too: test "the region r left out"\n' in str(found)


SLOTS = "region r { block x in s block y in s } region q { block z in t } "


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("the region `r` left out", ["expect shown r"]),
        ("the block `x` left out", ["expect shown r.x"]),
        ("the blocks `x` and `y` swapped", ["expect slot s x, y"]),
        ("the regions `r` and `q` swapped", ["expect regions r, q"]),
        ("the block `x` moved to the slot `t`", ["expect slot s x, y", "expect slot t z"]),
        ("the block `z` moved to the slot `s`", ["expect slot s x, y", "expect slot t z"]),
    ],
)
def test_a_test_expects_what_is_otherwise(words: str, expected: list[str]) -> None:
    """And what is moved is told to stand elsewhere."""
    (one,) = [each for each in mutation(SLOTS).survivors if each.mutant.words == words]
    assert one.test
    first, *lines, last = one.test.splitlines()
    assert (first.startswith('test "'), [line.strip() for line in lines], last) == (True, expected, "}")
    if "moved" in words:
        assert [each.kind for each in one.sightings] == ["stands elsewhere"]


def test_names_of_tests_are_new() -> None:
    """Those that are taken get a number; what is in double quotes is in others, so that it is read easily."""
    taken = """test "r: t is 'x' left out" { given { a: true, t: "" } expect shown r }"""
    found = mutation(f'facts {{ a: bool, t: text }} region r when t is "x" or a {taken}')
    names = {each.test.splitlines()[0] for each in found.survivors if each.test}
    assert names == {"""test "r: t is 'x' left out, 2" {""", """test "r: when t is 'x' or a left out" {"""}


def test_what_no_test_can_see_has_none() -> None:
    """Tests in a rules file see neither what a block holds, nor which of two of one name stands in a slot."""
    text = "facts { a: bool } region r { choose { block x when a { n: 1 } block x otherwise { n: 2 } } }"
    (negated,) = [each for each in mutation(text).survivors if each.mutant.words == "`a` negated"]
    assert negated.test is None
    assert "    `r.x` holds something else\n" in str(mutation(text))
    assert "\n  no test in a rules file can notice it" in str(mutation(text))


def test_a_page_is_looked_for_on_which_a_test_sees_it() -> None:
    """Though another is nearer to what the author knows."""
    text = (
        "facts { a: bool, b: bool } define d as b page p { a: true, b: true } "
        "region r when a { choose { block x when d { n: 1 } block x otherwise { n: 2 } } } region q when d and not a"
    )
    (negated,) = [each for each in mutation(text).survivors if each.mutant.words == "`b` negated"]
    assert (negated.witness.sample, dict(negated.witness.changes)) == ("p", {"a": False})
    assert negated.test == 'test "d: b negated" {\n    given p { a: false }\n    expect shown q\n}'


def test_a_block_is_not_asked_for_by_a_name_that_another_thing_has() -> None:
    """A region may be called as the block of another region is asked for."""
    text = 'facts { a: bool } region r { block x in s when a } region "r.x" region p { block y in s }'
    (negated,) = [each for each in mutation(text).survivors if each.mutant.words == "`a` negated"]
    assert negated.test
    assert negated.test.endswith("{\n    given { a: true }\n    expect slot s x, y\n}")
    rules = blockrules.loads(text + negated.test)
    assert "`a` negated" not in [each.mutant.words for each in rules.mutation().survivors]


def test_only_some_of_much_is_expected() -> None:
    """One would be enough."""
    regions = " ".join(f"region r{number} when d" for number in range(12))
    (negated, *_) = mutation(f"facts {{ a: bool }} define d as a {regions}").survivors
    assert negated.test
    assert negated.test.splitlines()[-2].count(",") == 9


def test_what_nobody_would_see_is_escaped() -> None:
    """As a string has it, so that the test can be pasted from a terminal."""
    text = 'facts { t: text } region r when t is "a\u00a0b" region q when t is "\U000e0041"'
    found = mutation(text)
    assert '    given { t: "a\\u00a0b" }\n' in str(found)
    assert '    given { t: "\\udb40\\udc41" }\n' in str(found)
    rules = blockrules.loads("\n".join([text, *dict.fromkeys(each.test or "" for each in found.survivors)]))
    assert all(result.passed for result in rules.run_tests())
    assert rules.mutation().survivors == ()


def test_a_page_that_no_rules_file_can_give_has_no_test() -> None:
    """As one with more digits than a number has there."""
    found = mutation(f"facts {{ n: int }} region r when n > {'9' * 300}")
    assert [each.test for each in found.survivors if each.mutant.words == "the region `r` left out"] == [None]
