"""
Layouts in Flask.

A visit lies with its request, so that whoever asks during the request finds the same; after the request, before the
response is sent, caches are told.
"""

from collections.abc import Callable
from functools import partial
from inspect import iscoroutinefunction
from pathlib import Path
from typing import NoReturn, TypeVar

import attrs
import click
from flask import Flask, Response, current_app, got_request_exception, has_request_context, request
from flask.cli import AppGroup
from werkzeug.local import LocalProxy

from blockrules.cli.main import main
from blockrules.engine.layout import Layout
from blockrules.hosts.caching import READ, Table, table
from blockrules.hosts.jinja import Blocks
from blockrules.hosts.templates import PATTERN, Naming
from blockrules.hosts.visits import Newest, Origin, Visit
from blockrules.hosts.wiring import oversights
from blockrules.language.errors import RulesError
from blockrules.model.frozen import Frozen
from blockrules.ruleset import Rules
from blockrules.watching import Watched

Facts = TypeVar("Facts", bound=Callable[[], object])
# In the extensions of an app, its rules; among the attributes of a request, its visit.
KEY = "blockrules"
COMMANDS = {
    "check": "Look for mistakes in the rules, and for what does not fit between them and this app.",
    "test": "Run the tests in the rules.",
    "layout": "Show what stands on a page.",
    "explain": "Tell why it stands there, and why the rest does not.",
}
NO_REQUEST = "a layout is that of a request, and none is being answered here; `rules.layout(page)` needs none"
NO_RULES = "this app was not given these rules: call `blocks.init_app(app)`"
NO_FACTS = "no function gives the facts of a request; write one, and decorate it with `@blocks.facts`"
ASYNC_FACTS = "the function for facts cannot be async: a template that asks for the layout cannot wait for it"
NO_FILE = "the rules of this app are from no file that is known; ask `blockrules` itself of theirs"


@attrs.frozen
class Site:
    """
    What an app has of its rules: who gave them, what gives the newest, and what knows the templates of blocks.
    """

    owner: "Blockrules"
    newest: Newest
    blocks: Blocks


@attrs.define(eq=False)
class Blockrules:
    """
    The layouts of one app or several, by the rules of *origin*: a path from an app's root path, whose file may change,
    Rules or Watched. *headers* tells of each fact which headers of a request it is read from
    (:mod:`blockrules.hosts.request`); *page* is the class of what the function for facts gives, if that is no mapping,
    as `facts` of :func:`blockrules.load`; *template* names the templates of blocks, as for
    :meth:`blockrules.hosts.jinja.Blocks.added_to`.
    """

    _origin: Origin
    _headers: Table = attrs.field(kw_only=True, default=Frozen(), converter=table)
    _page: type | None = attrs.field(kw_only=True, default=None)
    _template: Naming = attrs.field(kw_only=True, default=PATTERN)
    _facts: Callable[[], object] | None = attrs.field(init=False, default=None, repr=False)

    def init_app(self, app: Flask) -> None:
        """
        Give *app* `layout` and the tags `slot` and `region` in its templates, responses that tell caches what they hang
        on, and the command `flask rules`. OSError or RulesError where the rules cannot be read.
        """
        if KEY in app.extensions:
            raise RuntimeError("this app has rules already; one file can include others")
        origin = self._origin
        if not isinstance(origin, Rules | Watched):
            origin = Path(app.root_path, origin)
        rules = Newest(origin, self._headers, self._page)
        try:
            rules()
        except RulesError as error:
            raise BrokenAtStart(error.diagnostics) from None
        blocks = Blocks.added_to(app.jinja_env, template=self._template, rules=rules)
        app.jinja_env.globals["layout"] = LocalProxy(lambda: self.layout)
        app.extensions[KEY] = Site(self, rules, blocks)
        app.after_request(self._tell)
        got_request_exception.connect(self._reopen, app)
        app.cli.add_command(self._commands())

    def facts(self, function: Facts) -> Facts:
        """
        Decorates the function that gives the page of the request: a mapping, or an object with attributes, of which
        those are read that the rules need.
        """
        if iscoroutinefunction(function):
            raise TypeError(ASYNC_FACTS)
        self._facts = function
        return function

    @property
    def layout(self) -> Layout:
        """
        The layout of the request, found when it is first asked for. RuntimeError where there is no request, or its
        response has begun; PageError where the facts are no page of these rules.
        """
        if not has_request_context():
            raise RuntimeError(NO_REQUEST)
        return self._visit.laid_out(self._given)

    @property
    def _visit(self) -> Visit:
        site = self._site
        # With the request itself: `flask.g` is that of the application context, of which a request can have several.
        visits: dict[Blockrules, Visit] = request.__dict__.setdefault(KEY, {})
        return visits.setdefault(self, Visit(site.newest, self._headers))

    @property
    def _site(self) -> Site:
        site: Site | None = current_app.extensions.get(KEY)
        if site is None or site.owner is not self:
            raise RuntimeError(NO_RULES)
        return site

    def _given(self) -> object:
        if self._facts is None:
            raise RuntimeError(NO_FACTS)
        return self._facts()

    def _tell(self, response: Response) -> Response:
        # A header may come on several lines.
        sent = {name: ", ".join(response.headers.getlist(name)) for name in READ if name in response.headers}
        for name, value in self._visit.told(sent).items():
            response.headers[name] = value
        return response

    def _reopen(self, _app: Flask, **_: object) -> None:
        self._visit.reopen()

    def _commands(self) -> AppGroup:
        group = AppGroup("rules", help="Ask about the rules that decide what stands on this app's pages.")
        for name, summary in COMMANDS.items():
            # All that is said to a command is for the one behind it, `--help` too.
            rest = click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
            settings = {"ignore_unknown_options": True}
            command = group.command(name, help=summary, add_help_option=False, context_settings=settings)
            command(rest(partial(self._forward, name)))
        return group

    def _forward(self, name: str, arguments: tuple[str, ...]) -> NoReturn:
        site = self._site
        if site.newest.watched is None:
            raise click.UsageError(NO_FILE)
        status = main([name, str(site.newest.watched.path), *arguments], facts=self._page)
        if name == "check":
            for each in oversights(site.newest(), self._headers, site.blocks.has_template):
                click.echo(f"warning: {each}", err=True)
        raise click.exceptions.Exit(status)


class BrokenAtStart(RulesError, click.ClickException):
    """
    Rules that are broken when an app begins. The command `flask` shows their errors, and no traceback.
    """

    def format_message(self) -> str:
        """
        The errors, as a terminal shows them.
        """
        return str(self)
