"""
What tests show of rules is told so that somebody can do something about it.
"""

import json
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import blockrules
from blockrules.analysis import diagrams, spread
from blockrules.coverage import report
from blockrules.coverage.recorder import watching
from blockrules.coverage.reports import Report, falls_short

SITE = """
facts { device: one of desktop, mobile, member: bool = false, n: int = 0 }
define guest as not member
region hero when device is desktop and guest { block banner in top block voucher in side when n > 3 }
choose teaser {
    region big when member
    region small when device is mobile
    region none-of-them otherwise
}
page visit { device: desktop }
test "a visitor sees the hero" { given visit expect shown hero }
"""


def test_a_file_without_tests_has_shown_nothing() -> None:
    """All that can be is missing, and few tests would show it."""
    coverage = blockrules.loads(SITE.partition("test")[0]).coverage()
    assert coverage.percent == 0
    assert coverage.title == "rules: 0 % seen, on 0 pages"
    assert [count.seen for count in coverage.counts.values()] == [0, 0, 0]
    assert 0 < len(coverage.cases) < 8


def test_rules_without_anything_to_show_are_whole() -> None:
    """Nothing can be missing."""
    assert blockrules.loads("facts { a: bool }").coverage().percent == 100
    assert blockrules.loads("region r").coverage().percent == 0
    assert blockrules.loads('region r test "t" { expect shown r }').coverage().percent == 100


def test_what_is_missing_is_told_with_tests_that_show_it() -> None:
    """As text, with the place of each; the tests can be written into the file as they stand."""
    coverage = blockrules.loads(SITE).coverage()
    told = str(coverage)
    assert "  3:21  `member` in `guest` never true\n" in told
    assert "  4:8  `hero` never hidden\n" in told
    assert "  4:18  `device is desktop` in `hero` never false\n" in told
    assert "  6:12  `big` never shown\n" in told
    assert "none-of-them" not in told
    assert "\nthese tests show it:\n\ntest " in told
    whole = blockrules.loads(SITE + "\n".join(coverage.tests))
    assert whole.coverage().percent == 100
    assert str(whole.coverage()).endswith("\n  parts of conditions that decide   6 of 6")


def test_further_pages_count_too() -> None:
    """Whatever they are given as; those of the missing cases complete it."""
    rules = blockrules.loads(SITE)
    pages = [case.page for case in rules.coverage().cases]
    assert rules.coverage(pages).percent == 100
    assert rules.coverage(pages[:1]).percent < 100
    with pytest.raises(blockrules.PageError):
        rules.coverage([{"device": "watch"}])


def test_a_part_that_never_decides_does_not_count() -> None:
    """Nor what no page can show."""
    rules = blockrules.loads("facts { a: bool, b: bool } region r when a or (a and b) region q when false")
    coverage = rules.coverage([{"a": True, "b": True}, {"a": False, "b": True}, {"a": True, "b": False}])
    assert coverage.percent == 100
    assert coverage.counts["decides"].many == 1
    assumed = blockrules.loads("facts { a: bool, b: bool } region r when a and b assume a or not b")
    assert assumed.coverage().counts["decides"].many == 1


def test_pages_that_cannot_occur_show_nothing() -> None:
    """What the file assumes holds of all pages that count."""
    rules = blockrules.loads("facts { a: bool, b: bool } region r when a region q when b assume not (a and b)")
    ignored = rules.coverage([{"a": True, "b": True}])
    assert (ignored.pages, ignored.ignored) == (0, 1)
    assert "\n  1 page showed nothing: the rules assume that there is none like that\n" in str(ignored)
    assert "1 page showed nothing: the rules assume that there is none like that.</p>" in ignored.to_html()
    assert rules.coverage([{"a": True, "b": False}]).pages == 1


def test_what_is_too_tangled_is_counted_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is neither seen nor missing."""
    monkeypatch.setattr(diagrams, "MOST_NEW", 0)
    coverage = blockrules.loads(SITE).coverage()
    assert coverage.unknown > 0
    assert not coverage.missing
    assert "more cannot be told; the conditions are too tangled" in str(coverage)
    assert "more cannot be told" in coverage.to_html()


def test_much_that_is_missing_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """And counted."""
    monkeypatch.setattr(report, "MOST_PLACES", 2)
    monkeypatch.setattr(report, "MOST_CASES", 1)
    told = str(blockrules.loads(SITE).coverage())
    assert "\n  and 8 more\n" in told
    assert told.endswith("\n\nand 3 more")
    assert told.count("\ntest ") == 1


def test_one_case_is_one_test() -> None:
    """In words too."""
    rules = blockrules.loads('facts { a: bool } region r when a test "on" { given { a: true } expect shown r }')
    assert '\nthis test shows it:\n\ntest "r is hidden" {\n    given { a: false }\n    expect hidden r\n}' in str(
        rules.coverage()
    )


def test_names_of_cases_are_new() -> None:
    """Names that are taken get a number, and strange ones are written so that they are read."""
    text = (
        'facts { "when": bool } region "a b" when "when" block "x" '
        'test "a b is hidden" { given { when: true } expect shown "a b" }'
    ).replace(' block "x"', "")
    coverage = blockrules.loads(text).coverage()
    assert coverage.tests[0].startswith('test "a b is hidden, 2" {')
    assert blockrules.loads(text + coverage.tests[0]).coverage().percent == 100


def test_a_define_is_shown_by_the_regions_of_the_page() -> None:
    """It has no place on the page itself."""
    rules = blockrules.loads("facts { a: bool } define d as a")
    tests = [case.test for case in rules.coverage().cases]
    assert tests == [
        'test "d: a is true" {\n    given { a: true }\n    expect regions none\n}',
        'test "d: a is false" {\n    given { a: false }\n    expect regions none\n}',
    ]


def test_it_is_plain_json() -> None:
    """With all that the text tells, and places for tools."""
    coverage = blockrules.loads(SITE).coverage()
    record: Any = json.loads(json.dumps(coverage.to_dict()))
    assert record["file"] == "rules"
    assert record["percent"] == coverage.percent
    assert set(record["measures"]) == {"shown", "true", "decides"}
    first = record["missing"][0]
    assert {"define", "region", "block", "part", "lacks", "span"} == set(first)
    assert sorted(each for case in record["cases"] for each in case["shows"]) == list(range(len(record["missing"])))


def test_the_rules_are_marked_where_something_is_missing() -> None:
    """In HTML that nobody's text can break."""
    text = 'facts { t: text } region r when t is "<b>&"'
    html = blockrules.loads(text, name="<i>").coverage().to_html()
    marks = re.findall('<mark id="(lack-[0-9a-f]{8})" title="([^"]*)">', html)
    assert [title for _, title in marks] == ["never shown, never hidden", "never come to"]
    assert f'<a href="#{marks[1][0]}"><code>1:33</code></a>' in html
    other = blockrules.loads(text, name="other").coverage().to_html()
    assert marks[0][0] not in other
    assert "<b>&" not in html
    assert "<i>" not in html
    assert html.count("<section") == html.count("</section") == 1
    whole = blockrules.loads('region r test "t" { expect shown r }').coverage().to_html()
    assert "<mark" not in whole
    assert "Not seen" not in whole


def test_parts_of_included_files_are_told_with_their_file() -> None:
    """The main file's own need none."""
    rules = blockrules.loads('facts { a: bool } include "x" region r when a', files={"x": "region s when a"})
    told = str(rules.coverage())
    assert "  1:38  `r` never shown, never hidden\n  1:45  `a` in `r` never come to\n" in told
    assert "  x:1:8  `s` never shown, never hidden\n  x:1:15  `a` in `s` never come to\n" in told
    half = str(rules.coverage([{"a": True}]))
    assert "  1:45  `a` in `r` never false\n" in half


def test_a_part_may_be_seen_and_not_decide() -> None:
    """Which takes other parts to be as they have to be."""
    rules = blockrules.loads("facts { a: bool, b: bool } region r when a and b")
    told = str(rules.coverage([{"a": True, "b": True}, {"a": False, "b": False}]))
    assert "  1:42  `a` in `r` never decides while false\n" in told


class Visitor:
    """Who is asked for no more than need be."""

    device = "mobile"

    @property
    def member(self) -> bool:
        """Nobody may ask."""
        raise RuntimeError


def test_what_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rules file has no parts of a second, nor numbers of hundreds of digits."""
    rules = blockrules.loads("facts { t: time } region r when t > 23:59:59")
    coverage = rules.coverage()
    assert len(coverage.tests) == len(coverage.cases) - 1
    assert "1 of the pages that show it can be given from Python only" in str(coverage)
    assert "1 of the pages that show it can be given from Python only" in coverage.to_html()
    assert rules.coverage([case.page for case in coverage.cases]).percent == 100
    tiny = blockrules.loads(f"facts {{ n: number }} region r when n > 0 and n < 0.{'0' * 298}1")
    assert len(tiny.coverage().tests) == len(tiny.coverage().cases) - 1
    plain = blockrules.loads("facts { n: number } region r when n > 0 and n < 0.5")
    assert [case.page["n"] for case in plain.coverage().cases] == [0.1, 0, 1]


def test_pages_that_are_objects_need_not_give_what_is_only_assumed() -> None:
    """Else no run could show what hangs on nothing else."""
    text = "facts { device: one of desktop, mobile, member: bool } region r when device is mobile"
    rules = blockrules.loads(f"{text} assume not (device is desktop and member)")
    pages = [SimpleNamespace(device=device, member=False) for device in ("desktop", "mobile")]
    assert rules.coverage(pages).percent == 100


def test_an_object_is_not_asked_for_more_by_being_watched() -> None:
    """What was not read shows what hangs on nothing else."""
    text = "facts { device: one of desktop, mobile, member: bool } region r when device is mobile or member"
    with watching() as recorder:
        rules = blockrules.loads(text)
        assert rules.regions(Visitor()) == ("r",)
    (record,) = recorder.records.values()
    coverage = record.coverage()
    assert coverage.counts["shown"].seen == 1
    assert coverage.counts["true"].seen == 1
    assert coverage.pages == 1
    whole = blockrules.loads(text).coverage()
    assert whole.pages == 0


def test_rules_tell_a_watcher_what_they_are_asked() -> None:
    """Those that say the same together, tests too; nobody watches before or after."""
    before = blockrules.loads(SITE)
    before.layout({"device": "mobile"})
    with watching() as recorder:
        one, same, other = blockrules.loads(SITE), blockrules.loads(SITE), blockrules.loads(SITE, name="other")
        one.layout({"device": "mobile"})
        same.regions({"device": "mobile", "member": True})
        other.run_tests()
        before.layout({"device": "mobile", "n": 7})
        with pytest.raises(blockrules.PageError):
            one.layout({"device": "watch"})
    blockrules.loads(SITE).layout({"device": "desktop"})
    assert [(record.name, len(record.pages)) for record in recorder.records.values()] == [("rules", 2), ("other", 1)]


def test_a_watcher_may_be_watched() -> None:
    """The inner one is told."""
    with watching() as outer, watching() as inner:
        blockrules.loads(SITE).layout({"device": "mobile"})
    assert (len(outer.records), len(inner.records)) == (0, 1)


def test_answers_are_the_same_when_somebody_watches() -> None:
    """And come from many threads at once."""
    pages = [{"device": device, "n": n} for device in ("desktop", "mobile") for n in range(100)]
    rules = blockrules.loads(SITE)
    with watching() as recorder, ThreadPoolExecutor(8) as pool:
        watched = blockrules.loads(SITE)
        assert list(pool.map(watched.layout, pages)) == list(map(rules.layout, pages))
        assert list(pool.map(watched.regions, pages)) == list(map(rules.regions, pages))
    (record,) = recorder.records.values()
    assert len(record.pages) == 4
    assert pickle.loads(pickle.dumps(watched)).regions(pages[0]) == rules.regions(pages[0])


def test_reports_are_written_as_they_are_asked_for(tmp_path: Path) -> None:
    """What is no report is refused."""
    coverage = blockrules.loads(SITE).coverage()
    for kind in ("json", "html"):
        Report.of(f"{kind}:{tmp_path / kind}").write([coverage, coverage])
    assert [each["file"] for each in json.loads((tmp_path / "json").read_text("utf-8"))] == ["rules", "rules"]
    assert (tmp_path / "html").read_text("utf-8").startswith("<!doctype html>")
    for wrong in ("xml:a", "json", "json:", ""):
        with pytest.raises(ValueError, match="a report is `json:FILE` or `html:FILE`"):
            Report.of(wrong)
    assert falls_short([coverage], coverage.percent) == []
    assert falls_short([coverage], 100) == [coverage]


def test_a_case_of_which_no_page_is_found_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A visitor of rare buckets may be nobody."""
    monkeypatch.setattr(spread, "MOST_TRIED", 20)
    text = "facts { v: text } region r when " + " and ".join(f'v in 0.01% of "{seed}"' for seed in "abcd")
    coverage = blockrules.loads(text).coverage()
    assert coverage.missing
    lost = len(coverage.missing) - len({goal for case in coverage.cases for goal in case.shows})
    assert lost > 0
    assert f"\nof {lost} of these things no page was found\n" in str(coverage)
    assert coverage.unknown == 0
