"""
Documents of the inspector, read as a browser reads them, and by nobody who knows how they were written.
"""

from html.parser import HTMLParser
from urllib.parse import urlencode

import attrs

from blockrules.inspector.inspector import Inspector, Request

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
        name, value = found.get("name"), found.get("value", "")
        is_ticked = found.get("type") not in ("radio", "checkbox") or "checked" in found
        if tag == "input" and name and is_ticked:
            self.pairs.append((name, value))
        elif tag == "select":
            self.select = found
        elif tag == "option" and "selected" in found:
            self.pairs.append((self.select["name"], value))

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        self.texts.append(data)

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
