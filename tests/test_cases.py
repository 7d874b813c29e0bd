"""
The cases of ``cases/``: rules files that carry their own expectations, in the form that ``cases/README.md`` describes.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import blockrules
from blockrules import Diagnostic, Fix, Limits, PageError, Rules, RulesError
from blockrules.language.fixes import fixed

FOLDER = Path(__file__).parent / "cases"
MARKER = re.compile(r" ?(?:line (\d+) )?(BR\d\d\d|fails|page|settings|text|extras|limits) ?(.*?) *")

# What nothing uses, or what changes nothing: cases are short, and declare more than they need.
IDLE = frozenset({"BR905", "BR906", "BR907", "BR908", "BR909", "BR910"})
# What the files of cases begin with in which findings count.
PROVED = "10-"


def member_with(value: object) -> Enum:
    """
    A member, of an enumeration of the host, that has *value*.
    """

    class Given(Enum):
        MEMBER = value

    return Given.MEMBER


# What a page in JSON writes as an object of this one key.
HOST_VALUES: dict[str, Callable[[Any], object]] = {
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "datetime": datetime.fromisoformat,
    "decimal": Decimal,
    "enum": member_with,
    "object": lambda attributes: SimpleNamespace(**attributes),
}


@attrs.frozen
class Marker:
    """
    A comment that begins with ``###``: its first word, what comes after, and the line it speaks of.
    """

    word: str
    rest: str
    source: str
    line: int

    def __str__(self) -> str:
        return f"{self.source}:{self.line} {self.word}"

    def is_met_by(self, found: Diagnostic) -> bool:
        """
        Tell whether *found* is the diagnostic that is marked here.
        """
        return str(self) == _at(found) and (self.rest == found.span.text or self.rest in found.message)


@attrs.frozen
class Case:
    """
    A rules file, those that it includes, and the markers in all of them. *folio* is the name of the file of the case.
    """

    folio: str
    claim: str
    text: str
    files: dict[str, str]
    markers: tuple[Marker, ...]

    def marked(self, word: str) -> Iterator[Marker]:
        """
        The markers that begin with a match of *word*.
        """
        return (marker for marker in self.markers if re.fullmatch(word, marker.word))

    def __str__(self) -> str:
        return self.claim

    @property
    def is_faulty(self) -> bool:
        """Whether an error is expected."""
        return any(self.marked(r"BR[0-8]\d\d"))

    def counts(self, found: Diagnostic) -> bool:
        """
        Tell whether *found* is to be marked.
        """
        return found.code not in IDLE or self.folio.startswith("9-")

    def load(self) -> Rules:
        """
        The rules of the case. RulesError where they are not sound.
        """
        limits = [json.loads(marker.rest) for marker in self.marked("limits")]
        return blockrules.loads(
            self.text,
            name="case",
            files=self.files,
            extras=any(self.marked("extras")),
            limits=Limits(**limits[0]) if limits else Limits(),
        )


def _case(folio: str, written: str) -> Case:
    main, *included = re.split(r"^### file (.+)\n", written, flags=re.MULTILINE)
    files = dict(zip(included[::2], included[1::2], strict=True))
    markers = tuple(marker for name, text in [("case", main), *files.items()] for marker in _markers(name, text))
    texts = [json.loads(marker.rest) for marker in markers if marker.word == "text"]
    return Case(folio, main.partition("\n")[0].removeprefix("# "), texts[0] if texts else main, files, markers)


def _markers(source: str, text: str) -> Iterator[Marker]:
    for number, line in enumerate(text.split("\n"), start=1):
        for comment in line.split("###")[1:]:
            marker = MARKER.fullmatch(comment)
            assert marker, f"no marker is written `###{comment}`"
            elsewhere, word, rest = marker.groups()
            yield Marker(word, rest, source, int(elsewhere or number))


CASES = {
    f"{path.stem}: {case.claim}": case
    for path in sorted(FOLDER.glob("*.blockrules"))
    for written in re.split(r"^---\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    for case in [_case(path.stem, written)]
}


def outcome(case: Case) -> tuple[Rules | None, Sequence[Diagnostic]]:
    """
    The rules of *case*, where it has sound ones, and those of its diagnostics that count.
    """
    try:
        rules = case.load()
    except RulesError as error:
        return None, error.diagnostics
    proved = rules.findings if case.folio.startswith(PROVED) else ()
    return rules, [each for each in (*rules.warnings, *proved) if case.counts(each)]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_case(case: Case) -> None:
    """
    Every case is what it claims to be.
    """
    rules, found = outcome(case)
    _expect_diagnostics(case, found)
    if rules:
        _expect_tests(case, rules)
        _expect_pages(case, rules)
        _expect_settings(case, rules)


@pytest.mark.parametrize("case", [case for case in CASES.values() if any(case.marked(r"BR\d\d\d"))], ids=str)
def test_a_safe_fix_removes_its_diagnostic_and_adds_none(case: Case) -> None:
    """
    Each by itself, and all of them together.
    """
    _, found = outcome(case)
    told = Counter(map(_said, found))
    safe = [(each, fix) for each in found for fix in each.fixes if fix.safe]
    for each, fix in safe:
        left = _left(case, [fix])
        assert not left - told, f"{each}\n\nthen {left - told}"
        assert left[_said(each)] < told[_said(each)], f"{each}\n\nis still there"
    assert not _left(case, [fix for _, fix in safe]) - told


@pytest.mark.parametrize("case", [case for case in CASES.values() if not case.is_faulty and case.folio[0] == "9"])
def test_a_fix_of_a_warning_ends_it(case: Case) -> None:
    """
    What is left is sound.
    """
    warnings = case.load().warnings
    told = Counter(map(_said, warnings))
    for warning in warnings:
        for fix in warning.fixes:
            left = _mended(case, [fix]).load().warnings
            assert Counter(map(_said, left))[_said(warning)] < told[_said(warning)]


def _mended(case: Case, fixes: Sequence[Fix]) -> Case:
    """
    *case* with *fixes* made.
    """
    sources = {each.span.source.name: each.span.source for fix in fixes for each in fix.replacements}
    texts = {name: fixed(source, fixes) for name, source in sources.items()}
    return attrs.evolve(case, text=texts.pop("case", case.text), files={**case.files, **texts})


def _left(case: Case, fixes: Sequence[Fix]) -> Counter[tuple[str, str]]:
    """
    What is said of *case* with *fixes* made.
    """
    return Counter(map(_said, outcome(_mended(case, fixes))[1]))


def _said(found: Diagnostic) -> tuple[str, str]:
    return found.code, found.message


def test_the_cases_are_many_and_their_claims_differ() -> None:
    """
    No case is lost to another of its file with the same claim, nor to a separator that is not one.
    """
    written = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.blockrules")]
    assert len(CASES) == sum(len(text.split("\n---\n")) for text in written)
    assert len(CASES) >= 600
    assert sum(case.is_faulty for case in CASES.values()) >= 250


def _expect_diagnostics(case: Case, found: Sequence[Diagnostic]) -> None:
    markers = list(case.marked(r"BR\d\d\d"))
    expected, came = sorted(map(str, markers)), sorted(map(_at, found))
    drawn = "\n\n".join(map(str, found))
    assert came == expected, f"expected {expected}\ncame {came}\n\n{drawn}"
    for marker in markers:
        assert any(map(marker.is_met_by, found)), f"expected {marker} {marker.rest}\n\n{drawn}"


def _expect_tests(case: Case, rules: Rules) -> None:
    failing = {(marker.source, marker.line): sorted(marker.rest.split()) for marker in case.marked("fails")}
    for result in rules.run_tests():
        expected = failing.pop((result.span.source.name, result.span.line), [])
        assert sorted(each.code for each in result.failures) == expected, "\n\n".join(map(str, result.failures))
        assert result.passed is not bool(expected)
    assert not failing, "no tests stand here"


def _expect_pages(case: Case, rules: Rules) -> None:
    for marker in case.marked("page"):
        page, end = json.JSONDecoder(object_hook=_host_value).raw_decode(marker.rest)
        assert _answer(rules, page) == marker.rest[end:].strip(), marker.rest


def _expect_settings(case: Case, rules: Rules) -> None:
    settings = {region.name: region.settings for region in rules.all_regions} | {
        f"{region.name}.{block.name}": block.settings for region in rules.all_regions for block in region.blocks
    }
    for marker in case.marked("settings"):
        owner, expected = marker.rest.split(" = ")
        # As text, for to Python `1`, `1.0` and `true` are equal.
        assert json.dumps(dict(settings[owner])) == json.dumps(json.loads(expected)), owner


def _at(found: Diagnostic) -> str:
    return f"{found.span.source.name}:{found.span.line} {found.code}"


def _answer(rules: Rules, page: object) -> str:
    try:
        return f"= {', '.join(rules.regions(page)) or 'none'}"
    except PageError as error:
        return f"refused {', '.join(sorted({problem.fact for problem in error.problems}))}"


def _host_value(written: dict[str, Any]) -> object:
    if len(written) == 1 and (key := next(iter(written))) in HOST_VALUES:
        return HOST_VALUES[key](written[key])
    return written
