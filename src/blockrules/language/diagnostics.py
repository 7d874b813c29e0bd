"""
What is found in a rules file, as values, and how a terminal shows it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

import attrs

from blockrules.language.characters import columns
from blockrules.language.nearness import Near
from blockrules.language.sentences import SENTENCES
from blockrules.language.source import Span
from blockrules.language.tokens import quoted, spelt

# Longer lines are cut on both sides of the place, so that a terminal shows it.
WIDTH = 100
CUT = "…"
# A drawing that other places would make longer than this is left without them.
LONGEST = 3_000
COMMENT = re.compile(r'("(?:[^"\\]|\\.)*")|#[^\r\n]*')
QUOTES = "\"'\u201d\u2019\u00bb"


def escaped(text: str) -> str:
    """
    *text* with every character that a terminal could act on, or not show, written as an escape.
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def shortened(text: str, most: int = 2 * WIDTH) -> str:
    """
    *text*, its middle left out where it has more characters than *most*: more than a line of a terminal could hold.
    """
    return text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def _sentence(text: str) -> str:
    return shortened(escaped(text), 3 * WIDTH)


@attrs.frozen
class Label:
    """
    Another place worth a look, and why.
    """

    span: Span
    text: str = attrs.field(converter=_sentence)


@attrs.frozen
class Replacement:
    """
    New text for a stretch of the source.
    """

    span: Span
    text: str

    @property
    def loses_comments(self) -> bool:
        """Whether a comment stands where the text is to stand, and not in it."""
        if "#" not in self.span.text:
            return False
        gone = (found[0].rstrip().rstrip(QUOTES) for found in COMMENT.finditer(self.span.text) if not found[1])
        return any(comment not in self.text for comment in gone)


@attrs.frozen
class Fix:
    """
    A way to mend a fault. A *safe* one cannot change what sound rules mean, and leaves every comment.
    """

    title: str = attrs.field(converter=_sentence)
    replacements: tuple[Replacement, ...]
    _safe: bool = attrs.field(alias="safe")

    @property
    def safe(self) -> bool:
        """Whether nobody needs to look at it before it is made."""
        return self._safe and not any(each.loses_comments for each in self.replacements)


@attrs.frozen
class Diagnostic:
    """
    One fault, or one thing worth a warning, and where it stands.
    """

    code: str
    severity: Literal["error", "warning"]
    message: str
    span: Span
    labels: tuple[Label, ...] = ()
    help: str | None = attrs.field(default=None, converter=attrs.converters.optional(_sentence))
    fixes: tuple[Fix, ...] = ()
    # Whom a name may have been meant for, until that is looked up.
    near: Near | None = attrs.field(default=None, eq=False, repr=False)

    def told(self) -> "Diagnostic":
        """
        The diagnostic with the suggestion that it can make.
        """
        found = self.near.found() if self.near else None
        if self.near is None or found is None:
            return attrs.evolve(self, near=None)
        text = spelt(found) if self.span.text[:1] != '"' else quoted(found)
        fix = replacing(f"write `{text}`", self.span, text, safe=found.lower() == self.near.name.lower())
        return attrs.evolve(self, help=f"did you mean `{found}`?", fixes=(*self.fixes, fix), near=None)

    def __str__(self) -> str:
        return "\n".join(_drawing(self))

    def to_dict(self) -> dict[str, object]:
        """
        The diagnostic as plain JSON types, for tools. Offsets are characters from 0, lines and columns from 1.
        """
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "span": self.span.to_dict(),
            "labels": [{"span": label.span.to_dict(), "text": label.text} for label in self.labels],
            "help": self.help,
            "fixes": [_fix_dict(fix) for fix in self.fixes],
        }


def report(
    code: str,
    span: Span,
    *,
    labels: Iterable[Label] = (),
    help: str | None = None,
    fixes: Iterable[Fix] = (),
    near: Near | None = None,
    **words: object,
) -> Diagnostic:
    """
    The diagnostic *code* at *span*, its sentence filled with *words*; *help* stands for the sentence's own where given.
    """
    told = SENTENCES[code]
    shown = _shown_words(words)
    advice = help or (told.help.format(**shown) if told.help else None)
    return Diagnostic(
        code,
        told.severity,
        told.message.format(**shown),
        span,
        tuple(labels),
        advice,
        tuple(fixes),
        near,
    )


def sentence(code: str, **words: object) -> str:
    """
    The sentence of *code*, filled with *words*, where it is told of no place.
    """
    return SENTENCES[code].message.format(**_shown_words(words))


def _shown_words(words: Mapping[str, object]) -> Mapping[str, str]:
    return {name: shortened(escaped(str(word))) for name, word in words.items()}


def replacing(title: str, span: Span, text: str, *, safe: bool) -> Fix:
    """
    The fix that writes *text* in the place of *span*.
    """
    return Fix(title, (Replacement(span, text),), safe)


def rewritten(span: Span, replacements: Iterable[Replacement]) -> str:
    """
    The text of *span*, in one line, with the *replacements* within it made.
    """
    text, done = "", span.start
    for each in sorted(replacements, key=lambda each: each.span.start):
        text += span.source.text[done : each.span.start] + each.text
        done = each.span.end
    without_comments = COMMENT.sub(lambda found: found[1] or "", text + span.source.text[done : span.end])
    return escaped(" ".join(without_comments.split()))


def _drawing(diagnostic: Diagnostic) -> Iterator[str]:
    yield f"{diagnostic.severity}[{diagnostic.code}]: {diagnostic.message}"
    places = [(diagnostic.span, ""), *((label.span, label.text) for label in diagnostic.labels)]
    gutter = " " * len(str(max(span.line for span, _ in places)))
    arrow, length = "-->", 0
    for span, text in places:
        drawn = f"{gutter}{arrow} {shortened(escaped(str(span)))}\n{_excerpt(span, text, gutter)}"
        length += len(drawn)
        if arrow == "-->" or length <= LONGEST:
            yield drawn
        arrow = ":::"
    if diagnostic.help:
        yield f"{gutter} = help: {diagnostic.help}"
    for fix in diagnostic.fixes:
        # What the help says already is not said again.
        if fix.title.removeprefix("write ") not in (diagnostic.help or ""):
            yield f"{gutter} = fix: {fix.title}"


def _excerpt(span: Span, text: str, gutter: str) -> str:
    line, whole = span.line, span.source.text
    begin, end = span.source.bounds(line)
    first = max(begin, span.start - WIDTH // 2) if end - begin > WIDTH else begin
    last = min(end, first + WIDTH)
    stop = max(span.start, min(span.end, last))
    # An escape is longer than what it stands for, so what is cut already may have to be cut again.
    before, marked, after = map(escaped, (whole[first : span.start], whole[span.start : stop], whole[stop:last]))
    before = CUT * (first > begin or len(before) > WIDTH) + before[-WIDTH:]
    after = after[:WIDTH] + CUT * (last < end or len(after) > WIDTH)
    marked = marked[:WIDTH]
    return "\n".join(
        row.rstrip()
        for row in (
            f"{gutter} |",
            f"{line:>{len(gutter)}} | {before}{marked}{after}",
            f"{gutter} | {' ' * columns(before)}{'^' * max(1, columns(marked))} {text}",
        )
    )


def _fix_dict(fix: Fix) -> dict[str, object]:
    replacements = [{"span": each.span.to_dict(), "text": each.text} for each in fix.replacements]
    return {"title": fix.title, "replacements": replacements, "safe": fix.safe}
