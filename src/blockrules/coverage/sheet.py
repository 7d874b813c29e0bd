"""
Coverage as a fragment of HTML, with the text of the rules, in which what lacks something is marked.
"""

from collections.abc import Iterator, Sequence
from zlib import crc32

from blockrules.coverage.figures import Figures
from blockrules.coverage.report import TITLES, Place, lacks, places, what, where
from blockrules.insight.html import listed, prose, style, text
from blockrules.language.source import Source


def sheet(figures: Figures) -> str:
    """
    All that is told of *figures*.
    """
    every = places(figures.missing)
    parts = [
        f"<h3>{text(figures.title)}</h3>",
        listed(f"{text(TITLES[measure])}: <b>{count}</b>" for measure, count in figures.counts.items()),
        *(f'<p class="note">{text(note)}.</p>' for note in figures.notes),
        *_section("Not seen", [listed(_line(each, figures) for each in every)] if every else []),
        *(f"<p>{text(sentence)}</p>" for sentence in figures.without_test),
        *_section("Tests that show it", [_preformatted(test) for test in figures.tests]),
        *(part for source in figures.sources for part in _section(source.name, [_rules(source, figures)])),
    ]
    return f'<section class="blockrules" aria-label="Coverage"><style>{style()}</style>{"".join(parts)}</section>'


def _section(heading: str, inside: Sequence[str]) -> Sequence[str]:
    return [f"<h4>{text(heading)}</h4>", *inside] if inside else []


def _line(place: Place, figures: Figures) -> str:
    at = text(where(place, figures.sources[0]))
    return f'<a href="#{_anchor(place, figures)}"><code>{at}</code></a> {prose(what(place))} {text(lacks(place))}'


def _anchor(place: Place, figures: Figures) -> str:
    """
    What *place* is called on a page that may tell of other files too.
    """
    name = f"{figures.name} {place[0].span}"
    return f"lack-{crc32(name.encode('utf-8', 'surrogatepass')):08x}"


def _rules(source: Source, figures: Figures) -> str:
    """
    The text of *source*, in which the places that lack something are marked.
    """
    here = [place for place in places(figures.missing) if place[0].span.source is source]
    return f"<pre>{''.join(_stretches(source, sorted(here, key=lambda place: place[0].span.start), figures))}</pre>"


def _stretches(source: Source, here: Sequence[Place], figures: Figures) -> Iterator[str]:
    done = 0
    for place in here:
        span = place[0].span
        yield _lines(source.text[done : span.start])
        yield f'<mark id="{_anchor(place, figures)}" title="{text(lacks(place))}">{_lines(span.text)}</mark>'
        done = span.end
    yield _lines(source.text[done:])


def _preformatted(written: str) -> str:
    return f"<pre>{_lines(written)}</pre>"


def _lines(written: str) -> str:
    """
    Text of several lines as it stands.
    """
    return "\n".join(map(text, written.splitlines())) + ("\n" if written.endswith("\n") else "")
