"""
Coverage as a fragment of HTML, with the text of the rules, in which what lacks something is marked.
"""

from collections.abc import Iterator, Sequence

from blockrules.coverage.figures import Figures
from blockrules.coverage.report import TITLES, Place, lacks, places, what, where
from blockrules.insight.html import code, listed, prose, style, text
from blockrules.language.source import Source


def sheet(figures: Figures) -> str:
    """
    All that is told of *figures*.
    """
    every = places(figures.missing)
    parts = [
        f"<h3>{text(figures.title)}</h3>",
        listed(f"{text(TITLES[measure])}: <b>{count}</b>" for measure, count in figures.counts.items()),
        *_section("Not seen", [listed(_line(each, figures.name) for each in every)] if every else []),
        *_section("Tests that show it", [_preformatted(case.test) for case in figures.cases]),
        *(part for source in figures.sources for part in _section(source.name, [_rules(source, every)])),
    ]
    if figures.unknown:
        parts.insert(2, f'<p class="note">{figures.unknown:,} more cannot be told; the conditions are too tangled.</p>')
    return f'<section class="blockrules" aria-label="Coverage"><style>{style()}</style>{"".join(parts)}</section>'


def _section(heading: str, inside: Sequence[str]) -> Sequence[str]:
    return [f"<h4>{text(heading)}</h4>", *inside] if inside else []


def _line(place: Place, name: str) -> str:
    return f"{code(where(place, name))} {prose(what(place))} {text(lacks(place))}"


def _rules(source: Source, every: Sequence[Place]) -> str:
    """
    The text of *source*, in which the places that lack something are marked.
    """
    here = sorted((place for place in every if place[0].span.source is source), key=lambda place: place[0].span.start)
    return f"<pre>{''.join(_stretches(source, here))}</pre>"


def _stretches(source: Source, here: Sequence[Place]) -> Iterator[str]:
    done = 0
    for place in here:
        span = place[0].span
        yield _lines(source.text[done : span.start])
        yield f'<mark title="{text(lacks(place))}">{_lines(span.text)}</mark>'
        done = span.end
    yield _lines(source.text[done:])


def _preformatted(written: str) -> str:
    return f"<pre>{_lines(written)}</pre>"


def _lines(written: str) -> str:
    """
    Text of several lines as it stands.
    """
    return "\n".join(map(text, written.splitlines())) + ("\n" if written.endswith("\n") else "")
