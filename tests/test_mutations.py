"""
Sound files with one word left out, doubled, swapped with the next or replaced by another: what an author's slip makes
of them is told, in short, and where it stands.
"""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import blockrules
from blockrules import Diagnostic, RulesError, Source
from blockrules.language.parser import lex
from tests.test_cases import CASES

MOST_DRAWN = 4_000
EXAMPLES = Path(__file__).parents[1] / "examples"
SOUND = {
    **{name: case.text for name, case in CASES.items() if not case.is_faulty and lex(Source("", case.text))},
    **{path.name: path.read_text(encoding="utf-8") for path in EXAMPLES.glob("*.blockrules")},
}
WORDS = [*"""
    region block define facts page test choose extend include timezone when otherwise and or not is in has matches
    before after weight active given expect regions shown never assume none empty of any one set optional true x "x"
    0 -3 2.5 10% 2026-12-01 09:00 2026-12-01T09:00Z ( ) [ ] { } , : = == != < >= .. ; & && ! ' " / // /* {% {{ - é
""".split(), "\u200b", "\u00a0", "\n", "#"]  # fmt: skip


def said(text: str) -> tuple[Diagnostic, ...]:
    """
    The errors of *text*, or its warnings where it is sound.
    """
    try:
        return blockrules.loads(text).warnings
    except RulesError as error:
        assert error.diagnostics
        return error.diagnostics


def words(text: str) -> list[tuple[int, int]]:
    """
    Where each word of *text* starts and ends.
    """
    found = lex(Source("rules", text))
    return [(start, start + len(word)) for start, word in zip(found.starts, found.texts, strict=True)]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """
    A sound file with one word mutated.
    """
    text = SOUND[draw(st.sampled_from(sorted(SOUND)))]
    places = words(text)
    number = draw(st.integers(0, len(places) - 1))
    (start, end), (after, last) = places[number], places[min(number + 1, len(places) - 1)]
    word = text[start:end]
    match draw(st.sampled_from(["leave out", "double", "swap", "replace", "put in"])):
        case "leave out":
            return text[:start] + text[end:]
        case "double":
            return f"{text[:end]} {word}{text[end:]}"
        case "swap" if after > start:
            return text[:start] + text[after:last] + text[end:after] + word + text[last:]
        case "put in":
            return f"{text[:start]}{draw(st.sampled_from(WORDS))} {text[start:]}"
        case _:
            return text[:start] + draw(st.sampled_from(WORDS)) + text[end:]


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(mutations())
def test_a_mutation_is_sound_or_told_in_its_place(text: str) -> None:
    """
    Every place lies in the file, every drawing is short, the order is that of the file and the same twice.
    """
    found = said(text)
    for each in found:
        for span in (each.span, *(label.span for label in each.labels)):
            assert 0 <= span.start <= span.end <= len(span.source.text)
        for replacement in (replacement for fix in each.fixes for replacement in fix.replacements):
            assert 0 <= replacement.span.start <= replacement.span.end <= len(text)
        drawn = str(each)
        assert len(drawn) < MOST_DRAWN
        assert "$END" not in drawn
        assert all(map(str.isprintable, drawn.split("\n")))
    starts = [each.span.start for each in found]
    assert starts == sorted(starts)
    assert found == said(text)


@pytest.mark.parametrize(
    "word", ["&&", ";", "=", ",,", "in [a]", "'x'", "if", "(", "}", "//", "/*", "region", "x y,", "- a", "é"]
)
def test_a_slip_made_ten_times_as_often_takes_ten_times_as_long(word: str) -> None:
    """
    Within one item and over many; three times that is allowed, for the clock.
    """
    for line in (f"{word} ", f"region a when x {word}\n", f"block b {word}\n"):
        texts = [f"region r {{\n{line * count}\n}}" for count in (100, 1_000)]
        few, many = (min(seconds(text) for _ in range(2)) for text in texts)
        assert many < 30 * few + 0.1, line


def seconds(text: str) -> float:
    """
    How long it takes to read and draw what is said of *text*.
    """
    begin = process_time()
    for each in said(text):
        str(each)
    return process_time() - begin
