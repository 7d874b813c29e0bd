"""
The inspector without a framework: a request goes in, a response comes out.

It only shows: it takes no method that could change anything, lets no other site read or frame it, fetches nothing from
elsewhere, and keeps nothing. All links are relative, so that it works under any prefix.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import resources
from urllib.parse import quote

import attrs

from blockrules.insight.account import Account
from blockrules.insight.html import style
from blockrules.inspector.address import Visit, visit
from blockrules.inspector.changes import Changes
from blockrules.inspector.controls import form, samples
from blockrules.inspector.frame import VIEWS, Shown, document
from blockrules.inspector.overview import Overview
from blockrules.inspector.places import linked, listing
from blockrules.inspector.subject import Inspected, State, Subject, version_of
from blockrules.inspector.verdicts import fault, findings, tests
from blockrules.ruleset import Rules

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)
HTML, TEXT = "text/html; charset=utf-8", "text/plain; charset=utf-8"
ASSETS = {
    "inspector.css": "text/css; charset=utf-8",
    "inspector.js": "text/javascript; charset=utf-8",
    "inspector.svg": "image/svg+xml",
}
LOOPBACK = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]+)?")
WHY = (
    "the inspector shows the rules, and every fact of a page, to whoever asks: it is for those who run the site; where "
    "only they can reach it, as on a development server, say `development=True`"
)


@attrs.frozen
class Request:
    """
    What is asked for: a *path* below where the inspector is mounted, which is *root*.
    """

    method: str
    path: str
    query: str = ""
    host: str = ""
    root: str = ""


@attrs.frozen
class Response:
    """
    What is answered.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def _now() -> datetime:
    return datetime.now(UTC)


@attrs.frozen(eq=False)
class Inspector:
    """
    What answers requests about a *subject*; where it *is_local*, only those that name this machine itself, so that no
    name that somebody else gave its address leads here.
    """

    subject: Subject
    is_local: bool = False
    clock: Callable[[], datetime] = _now

    def answer(self, request: Request) -> Response:
        """
        The response to *request*.
        """
        if self.is_local and not LOOPBACK.fullmatch(request.host.lower()):
            return _response(421, "this is served to this machine only, as `localhost` or `127.0.0.1`", TEXT)
        if request.method not in ("GET", "HEAD"):
            return _response(405, "this only shows: use GET or HEAD", TEXT, ("Allow", "GET, HEAD"))
        found = self._found(request)
        return attrs.evolve(found, body=b"") if request.method == "HEAD" else found

    def _found(self, request: Request) -> Response:
        name = request.path.removeprefix("/")
        if request.path == "":
            query = f"?{request.query}" if request.query else ""
            last = quote(request.root.rpartition("/")[2], errors="surrogateescape")
            return _response(307, "", TEXT, ("Location", f"{last}/{query}" if request.root else "/"))
        if name in ASSETS:
            return _response(200, _asset(name), ASSETS[name])
        state = self.subject.state()
        if name == "version":
            return _response(200, state.version, TEXT)
        view = {"": "page"}.get(name, name)
        if view not in VIEWS or view == name == "page":
            return _response(404, "there is no such page", TEXT)
        return _response(200, self._view(view, request.query, state), HTML)

    def _view(self, view: str, query: str, state: State) -> str:
        rules = state.rules
        seen = visit(query, rules, self.clock()) if rules else None
        here = seen.query(rules) if rules and seen else query
        link = linked(state.places, here)
        match view:
            case "tests":
                shown = Shown(view, tests(state, link), here)
            case "findings":
                shown = Shown(view, findings(state, link), here)
            case "source":
                shown = Shown(view, listing(state.sources, state.found), here)
            case _:
                shown = self._page(state, rules, seen, here) if rules and seen else Shown(view, "", here)
        if seen and seen.was is not None:
            news = "There are errors in the rules." if state.fault else "The rules have changed."
            shown = attrs.evolve(shown, said=f"{news} {shown.said}".strip())
        return document(shown, state, fault(state, link))

    def _page(self, state: State, rules: Rules, seen: Visit, here: str) -> Shown:
        since = here if seen.is_whole else seen.since or ""
        aside = f"<aside>{samples(rules, seen, since)}{form(rules, seen, since)}</aside>"
        if not seen.is_whole:
            body = "<p>This page cannot be laid out: a fact of it cannot be read.</p>"
            return Shown("page", f'{aside}<div id="page">{body}</div>', here, "; ".join(seen.faults.values()))
        account = rules.explain(dict(seen.values))
        before = self._before(state, rules, seen)
        changes = Changes.between(before, account) if before else None
        overview = Overview(account, rules.facts, linked(state.places, here), changes)
        body = f'{aside}<div id="page">{overview.written()}</div>'
        return Shown("page", body, here, changes.said() if changes else "")

    def _before(self, state: State, rules: Rules, seen: Visit) -> Account | None:
        """
        The page that there was before this one, by the rules that there were.
        """
        if seen.since is None:
            return None
        is_older = state.before is not None and seen.was == version_of(state.before)
        then = state.before if is_older and state.before else rules
        page = visit(seen.since, then, self.clock())
        return then.explain(dict(page.values)) if page.is_whole else None


def inspector(inspected: Inspected, *, development: bool, is_local: bool = False) -> Inspector:
    """
    What inspects rules, a file of them, or one that is watched. ValueError unless it is said that this is a
    *development* server.
    """
    if development is not True:
        raise ValueError(WHY)
    return Inspector(Subject(inspected), is_local)


def _response(status: int, body: str, type: str, *headers: tuple[str, str]) -> Response:
    content = body.encode("utf-8", "replace")
    told = (("Content-Type", type), ("Content-Length", str(len(content))), *HEADERS, *headers)
    return Response(status, told, content)


def _asset(name: str) -> str:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return style() + text if name.endswith(".css") else text
