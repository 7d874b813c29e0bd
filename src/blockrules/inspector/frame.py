"""
The document around what is shown, the same for every view.
"""

from html import escape
from pathlib import PurePath

import attrs

from blockrules.insight import html
from blockrules.inspector.subject import State, version_of
from blockrules.inspector.verdicts import passed

DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<link rel="icon" href="inspector.svg">
<link rel="stylesheet" href="inspector.css">
<script src="inspector.js" defer></script>
</head>
<body class="blockrules" data-version="{version}" data-rules="{rules}" data-query="{query}">
<header>
<h1 title="{place}">{name}</h1>
<nav aria-label="Views">{nav}</nav>
<p id="said" role="status">{said}</p>
</header>
{fault}
<main id="main" class="{view}">{body}</main>
</body>
</html>
"""
VIEWS = {"page": "./", "tests": "tests", "findings": "findings", "source": "source"}
TITLES = {"page": "Page", "tests": "Tests", "findings": "Findings", "source": "Source"}


@attrs.frozen
class Shown:
    """
    What one view shows: its *body*, what is *said* of what changed, and the *query* of the page that is looked at.
    """

    view: str
    body: str
    query: str = ""
    said: str = ""


def document(shown: Shown, state: State, fault: str) -> str:
    """
    The whole document.
    """
    name = PurePath(state.name).name or state.name
    return DOCUMENT.format(
        title=html.text(f"{TITLES[shown.view]}, {name}"),
        version=state.version,
        rules=version_of(state.rules),
        query=escape(shown.query),
        name=html.text(name),
        place=html.text(state.name),
        nav=html.listed(_link(view, shown, state) for view in VIEWS),
        said=html.text(shown.said),
        fault=fault,
        view=shown.view,
        body=shown.body,
    )


def _link(view: str, shown: Shown, state: State) -> str:
    current = ' aria-current="page"' if view == shown.view else ""
    return f'<a href="{VIEWS[view]}?{escape(shown.query)}"{current}>{TITLES[view]}{_count(view, state)}</a>'


def _count(view: str, state: State) -> str:
    failed = any(not each.passed for each in state.tests)
    refuted = any(each.verdict == "refuted" for each in state.promises)
    match view:
        case "tests" if state.tests:
            return f' <span class="count {"no" if failed else "yes"}">{passed(state)}</span>'
        case "findings" if state.findings:
            return f' <span class="count {"no" if refuted else ""}">{len(state.findings):,}</span>'
        case "source" if state.errors:
            return f' <span class="count no">{len(state.errors):,}</span>'
        case _:
            return ""
