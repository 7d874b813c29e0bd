"""
What the fragments of HTML are made of.
"""

import re
from collections.abc import Iterable
from html import escape
from importlib import resources

from blockrules.language.diagnostics import escaped

DOCUMENT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<body>
<h1>blockrules</h1>
<h2>{title}</h2>
{body}
</html>
"""


def document(title: str, body: str) -> str:
    """
    A fragment as a page of HTML.
    """
    return DOCUMENT.format(title=text(title), body=body)


def style() -> str:
    """
    The style sheet of a fragment, which touches nothing outside of it.
    """
    return resources.files(__package__).joinpath("outline.css").read_text(encoding="utf-8")


def grid(slots: str) -> str:
    """
    The slots of a page, side by side.
    """
    return f'<div class="slots">{slots}</div>'


def listed(items: Iterable[str]) -> str:
    """
    A list; nothing where it would be empty.
    """
    # Without the role, Safari tells nobody of a list that has no bullets.
    inside = "".join(f"<li>{item}</li>" for item in items)
    return inside and f'<ul role="list">{inside}</ul>'


def prose(said: str) -> str:
    """
    Words in which what an author wrote stands in backticks.
    """
    return re.sub("`(.*?)`", r"<code>\1</code>", text(said))


def code(written: str) -> str:
    """
    What stands in a rules file, or could.
    """
    return f"<code>{text(written)}</code>"


def text(plain: str) -> str:
    """
    Text as it stands.
    """
    return escape(escaped(plain))
