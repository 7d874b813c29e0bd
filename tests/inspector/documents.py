"""
Documents of the inspector, read as a browser reads them, and by nobody who knows how they were written.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import attrs

from blockrules.inspector.inspector import Inspector, Request

KNOWN = set(
    """html head meta title link script body header h1 h2 h3 nav ul li a p section main aside form details summary input
    textarea fieldset legend div label span select option button dl dt dd code pre mark article strong ol""".split()
)
ATTRIBUTES = set(
    """lang charset name content rel href src defer class id role aria-label aria-current aria-describedby aria-invalid
    aria-labelledby hidden method action autocomplete open type value checked selected disabled for form step spellcheck
    autocapitalize rows title data-version data-rules data-query""".split()
)
VOID = {"input", "meta", "link"}
Attributes = dict[str, str]


@attrs.define(eq=False)
class Reader(HTMLParser):
    """
    What a document has: its elements, its text, and what its form sends. AssertionError where it is not well formed.
    """

    elements: list[tuple[str, Attributes]] = attrs.field(factory=list)
    texts: list[str] = attrs.field(factory=list)
    pairs: list[tuple[str, str]] = attrs.field(factory=list)
    open: list[str] = attrs.field(factory=list)
    select: Attributes = attrs.field(factory=dict)

    def __attrs_pre_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), "an attribute stands twice"
        self.elements.append((tag, found))
        if tag not in VOID:
            self.open.append(tag)
        name, value = found.get("name", ""), found.get("value", "")
        is_ticked = found.get("type") not in ("radio", "checkbox") or "checked" in found
        if tag == "input" and name and is_ticked:
            self.pairs.append((name, value))
        elif tag == "textarea":
            self.pairs.append((name, ""))
        elif tag == "select":
            self.select = found
        elif tag == "option" and "selected" in found:
            self.pairs.append((self.select["name"], value))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take in a text; that of a control is what it sends, but for the line end that begins it."""
        if self.open[-1:] != ["textarea"]:
            self.texts.append(data)
            return
        name, value = self.pairs.pop()
        self.pairs.append((name, value + data.removeprefix("" if value else "\n")))

    @property
    def text(self) -> str:
        """All texts."""
        return "".join(self.texts)

    def all(self, tag: str, **wanted: str) -> list[Attributes]:
        """The attributes of the elements *tag* that have those *wanted*."""
        return [
            found for name, found in self.elements if name == tag and all(found.get(k) == v for k, v in wanted.items())
        ]

    def sent(self, **button: str) -> str:
        """The query that the form sends, by a *button* if one is given."""
        return urlencode([*self.pairs, *((f".{name}", value) for name, value in button.items())])


def read(text: str) -> Reader:
    """
    A document, read to its end.
    """
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def opened(inspector: Inspector, path: str = "/", query: str = "") -> Reader:
    """
    What the inspector shows there.
    """
    response = inspector.answer(Request("GET", path, query))
    assert response.status == 200
    return read(response.body.decode())


def assert_harmless(seen: Reader) -> None:
    """
    A document has no element and no attribute but the inspector's own, and no character that nobody sees.
    """
    assert {tag for tag, _ in seen.elements} <= KNOWN
    assert {name for _, found in seen.elements for name in found} <= ATTRIBUTES
    assert [each.get("src") for each in seen.all("script")] == ["inspector.js"]
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028]", seen.text)
    ids = [found["id"] for _, found in seen.elements if "id" in found]
    assert len(ids) == len(set(ids))
