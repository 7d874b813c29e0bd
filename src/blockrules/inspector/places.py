"""
The files of the rules, line by line, with what is found in them; and links to places in them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape

from blockrules.insight import html
from blockrules.language.diagnostics import Diagnostic, shortened
from blockrules.language.source import Source, Span

TAB = 4


def linked(places: Mapping[str, int], query: str) -> Callable[[Span], str]:
    """
    What links a span to its line in the view of the files, whose numbers are *places*; the *query* goes along.
    """

    def link(span: Span) -> str:
        text = html.text(f"{span.source.name}:{span.line}")
        if span.source.name not in places:
            return f"<code>{text}</code>"
        target = f"source?{query}#{line_id(places[span.source.name], span.line)}"
        return f'<a class="place" href="{escape(target)}">{text}</a>'

    return link


def line_id(source: int, line: int) -> str:
    """
    What the line of that source is known by.
    """
    return f"line-{source}-{line}"


def drawn(diagnostic: Diagnostic, link: Callable[[Span], str]) -> str:
    """
    A diagnostic, with the lines that it is about.
    """
    labels = "".join(
        f'<p class="note">{html.prose(label.text)} {link(label.span)}</p>{_excerpt(label.span)}'
        for label in diagnostic.labels
    )
    fixes = (fix.title for fix in diagnostic.fixes if fix.title.removeprefix("write ") not in (diagnostic.help or ""))
    advice = [*filter(None, [diagnostic.help]), *fixes]
    told = "".join(f'<p class="advice">{html.prose(each)}</p>' for each in advice)
    return (
        f'<article class="found {diagnostic.severity}"><p>{headline(diagnostic)} {link(diagnostic.span)}</p>'
        f"{_excerpt(diagnostic.span)}{labels}{told}</article>"
    )


def headline(diagnostic: Diagnostic) -> str:
    """
    What a diagnostic says, after its code.
    """
    word = f'<span class="badge">{diagnostic.severity} {diagnostic.code}</span>'
    return f"{word} {html.prose(diagnostic.message)}"


def _excerpt(span: Span) -> str:
    begin, end = span.source.bounds(span.line)
    stop = max(span.start, min(span.end, end))
    text = span.source.text
    before, marked, after = text[begin : span.start], text[span.start : stop], text[stop:end]
    line = f"{_shown(before[-200:]).lstrip()}<mark>{_shown(marked[:200]) or ' '}</mark>{_shown(after[:200])}"
    return f"<pre>{line}</pre>"


def listing(sources: Sequence[Source], found: Iterable[Diagnostic]) -> str:
    """
    All files, with the diagnostics in them below the lines where they begin.
    """
    by_line: dict[tuple[str, int], list[Diagnostic]] = {}
    for each in found:
        by_line.setdefault((each.span.source.name, each.span.line), []).append(each)
    return "".join(_file(number, source, by_line) for number, source in enumerate(sources))


def _file(number: int, source: Source, found: Mapping[tuple[str, int], list[Diagnostic]]) -> str:
    rows = []
    for line in range(1, len(source.line_starts) + 1):
        here = found.get((source.name, line), [])
        notes = "".join(f'<div class="found {each.severity}">{headline(each)}{_help(each)}</div>' for each in here)
        marked = _marked(source, line, here)
        rows.append(f'<li id="{line_id(number, line)}"{" class=has" if here else ""}><code>{marked}</code>{notes}</li>')
    return f'<section class="file"><h2>{html.text(source.name)}</h2><ol>{"".join(rows)}</ol></section>'


def _help(diagnostic: Diagnostic) -> str:
    return f' <span class="note">{html.prose(diagnostic.help)}</span>' if diagnostic.help else ""


def _marked(source: Source, line: int, found: Iterable[Diagnostic]) -> str:
    """
    A line with what is found in it marked; of what overlaps, the first.
    """
    done, end = source.bounds(line)
    parts = []
    for span in sorted((each.span for each in found), key=lambda span: span.start):
        stop = min(max(span.end, span.start + 1), end)
        if done <= span.start < stop:
            parts += [_shown(source.text[done : span.start]), f"<mark>{_shown(source.text[span.start : stop])}</mark>"]
            done = stop
    return "".join([*parts, _shown(source.text[done:end])])


def _shown(text: str) -> str:
    return html.text(shortened(text, 4_000).replace("\t", " " * TAB))
