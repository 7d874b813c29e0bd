"""
What is inspected, while its files change.
"""

import os
import time
from pathlib import Path

import pytest

import blockrules
from blockrules.inspector.inspector import Inspector, Request
from blockrules.inspector.places import linked
from blockrules.inspector.subject import Inspected, Subject
from tests.inspector.documents import Reader, assert_harmless, opened

FIRST = "facts { front: bool = false }\nregion hero when front { block a in top }\nregion foot\n"
SECOND = FIRST.replace("when front", "when not front").replace("region foot", "region feet")
BROKEN = FIRST.replace("when front", "when fornt")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    A rules file.
    """
    file = tmp_path / "site.blockrules"
    file.write_text(FIRST)
    return file


def write(file: Path, text: str) -> None:
    """
    Write a file that was last touched a while ago.
    """
    file.write_text(text)
    then = time.time() - 10
    os.utime(file, (then, then))


def after(inspector: Inspector, change: str, path: str = "/") -> Reader:
    """
    What is shown once the *change* was noticed, as a page asks for it that showed what was before.
    """
    (body,) = opened(inspector, path).all("body")
    file = inspector.subject.inspected
    assert isinstance(file, Path)
    write(file, change)
    until = time.monotonic() + 10
    while inspector.answer(Request("GET", "/version")).body.decode() == body["data-version"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    return opened(inspector, path, f".since={body['data-query'].replace('&', '%26')}&.was={body['data-rules']}")


def test_a_saved_change_is_shown_and_said(file: Path) -> None:
    """Beside what there was by the rules before."""
    seen = after(Inspector(Subject(file)), SECOND)
    assert "The rules have changed. Appeared: hero, feet." in seen.text
    assert seen.all("section", id="fault") == [{"id": "fault", "hidden": ""}]


def test_a_broken_edit_leaves_the_last_good_rules(file: Path) -> None:
    """Its errors stand above, and in the file; when it is mended they are gone."""
    inspector = Inspector(Subject(file))
    seen = after(inspector, BROKEN)
    assert "There are errors in the rules." in seen.text
    assert "no fact named fornt" in seen.text
    assert "by the rules as they last were sound" in seen.text
    assert "Slots" in seen.text
    source = opened(inspector, "/source")
    assert "region hero when fornt" in source.text
    assert "did you mean front?" in source.text
    (place,) = source.all("a", **{"class": "place"})
    assert place["href"].endswith("#line-0-2")
    assert "no fact named" not in after(inspector, FIRST + "\n").text


def test_a_file_that_never_was_sound_is_shown_until_it_is(file: Path) -> None:
    """With its errors, in every view."""
    write(file, BROKEN + "region hero\n")
    inspector = Inspector(Subject(file))
    for view in ("/", "/tests", "/findings", "/source"):
        text = opened(inspector, view, "front=true").text
        assert "The rules have 2 errors." in text
        assert "last were sound" not in text
    assert_harmless(opened(inspector, query='"><script>x</script>'))
    assert "foot" in after(inspector, FIRST).text


def test_a_file_may_not_be_there_yet(tmp_path: Path) -> None:
    """Which is said, without where this runs."""
    file = tmp_path / "site.blockrules"
    inspector = Inspector(Subject(file))
    assert "The file cannot be read: no such file or directory." in opened(inspector).text
    write(file, FIRST)
    assert "Slots" in opened(inspector).text


def test_errors_of_a_part_stand_in_the_part(tmp_path: Path) -> None:
    """And what else the error points at is shown too."""
    write(tmp_path / "part.blockrules", "region hero\nregion hero\n")
    write(tmp_path / "site.blockrules", 'include "part.blockrules"\n')
    source = opened(Inspector(Subject(tmp_path / "site.blockrules")), "/source")
    assert [heading for heading in source.texts if heading.endswith("part.blockrules")]
    assert len(source.all("li", **{"class": "has"})) == 1


@pytest.mark.parametrize("kind", [str, blockrules.load, blockrules.watch])
def test_rules_are_given_in_any_way(file: Path, kind: object) -> None:
    """As a path, as rules, as rules that are watched; each has its name."""
    given: Inspected = kind(file)  # type: ignore[operator]  # each of them takes a path
    seen = opened(Inspector(Subject(given)))
    assert "site.blockrules" in seen.text
    assert "foot" in seen.text
    assert Subject(given).state().before is None


def test_the_version_is_another_when_anything_is(file: Path) -> None:
    """Also the errors alone; and the same when nothing is."""
    inspector = Inspector(Subject(file))
    versions: list[bytes] = []
    for text in (FIRST, SECOND, BROKEN, BROKEN.replace("fornt", "frunt")):
        if versions:
            after(inspector, text)
        versions.append(inspector.answer(Request("GET", "/version")).body)
        assert inspector.answer(Request("GET", "/version")).body == versions[-1]
    assert len({*versions}) == 4


def test_a_place_in_a_file_that_is_gone_leads_nowhere(rules: blockrules.Rules) -> None:
    """But it is told."""
    (span,) = {each.span for each in rules.all_regions[:1]}
    assert linked({}, "")(span) == f"<code>site.blockrules:{span.line}</code>"
