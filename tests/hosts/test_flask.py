"""
Layouts in Flask, asked for by its own test client.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Literal

import attrs
import flask
import pytest
from click.testing import CliRunner
from flask import (
    Flask,
    Response,
    copy_current_request_context,
    render_template,
    render_template_string,
    request,
    session,
)
from flask.cli import FlaskGroup
from jinja2 import TemplateRuntimeError
from werkzeug.test import TestResponse

import blockrules
from blockrules import PageError, RulesError
from blockrules.hosts.flask import Blockrules
from blockrules.hosts.request import CLOCK, URL, device, now, path, personal

TEXT = """
timezone "UTC"
facts {
    path:        path
    device:      one of desktop, tablet, mobile
    membership:  one of anonymous, member
    now:         datetime
}
region shop when path matches ("/shop", "/shop/**") and device is mobile { block app in top }
region club when path matches "/club" and membership is member { block card in top }
region sale when path is "/sale" and now < 2226-01-01T00:00 { block offer in top }
region foot { block imprint in bottom }
"""
PAGE = "{% slot 'top' %}nothing{% endslot %}|{% region 'foot' %}"
PHONE = {"Sec-CH-UA-Mobile": "?1"}
HEADERS = {"path": URL, "device": device.headers, "membership": ("Cookie",), "now": CLOCK}
DEVICES = "Sec-CH-UA-Mobile, Sec-CH-UA-Platform, User-Agent"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """
    The folder of an app.
    """
    (tmp_path / "site.blockrules").write_text(TEXT, "utf-8")
    (tmp_path / "templates" / "blocks").mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text(PAGE, "utf-8")
    for name in ("app", "card", "offer", "imprint"):
        (tmp_path / "templates" / "blocks" / f"{name}.html").write_text(f"<{name}>", "utf-8")
    return tmp_path


def facts() -> dict[str, object]:
    return {
        "path": path(request.path),
        "device": device(request.headers),
        "membership": session.get("membership", "anonymous"),
        "now": now(),
    }


def site(root: Path, blocks: Blockrules) -> Flask:
    """
    An app whose every page is of the same template.
    """
    app = Flask("site", root_path=str(root))
    app.secret_key = "x"
    blocks.init_app(app)

    @app.get("/<path:where>")
    def page(where: str) -> str:
        return render_template("page.html")

    @app.get("/plain")
    def plain() -> str:
        return "plain"

    return app


@pytest.fixture
def blocks(root: Path) -> Blockrules:
    """
    Rules with all that hosts give them.
    """
    blocks = Blockrules("site.blockrules", headers=HEADERS)
    blocks.facts(facts)
    return blocks


@pytest.fixture
def app(root: Path, blocks: Blockrules) -> Flask:
    """
    An app with these rules.
    """
    return site(root, blocks)


def told(response: TestResponse) -> tuple[str | None, str | None]:
    return response.headers.get("Vary"), response.headers.get("Cache-Control")


def test_a_page_has_what_its_request_asks_for(app: Flask) -> None:
    """And its response says what that hung on."""
    client = app.test_client()
    phone = client.get("/shop/tea", headers=PHONE)
    desk = client.get("/shop/tea")
    other = client.get("/about")
    assert (phone.text, desk.text, other.text) == ("<app>|<imprint>", "nothing|<imprint>", "nothing|<imprint>")
    # Flask itself adds `Cookie`, since the function for facts looks into the session.
    assert phone.headers["Vary"] == desk.headers["Vary"] == f"{DEVICES}, Cookie"
    assert other.headers["Vary"] == "Cookie"


def test_a_response_that_asked_for_no_layout_is_left_as_it_is(root: Path) -> None:
    """The facts are not even asked for."""
    blocks = Blockrules("site.blockrules", headers=HEADERS)

    @blocks.facts
    def unasked() -> object:
        raise AssertionError

    response = site(root, blocks).test_client().get("/plain")
    assert (response.text, told(response)) == ("plain", (None, None))


def test_what_is_lazily_read_is_left_alone_where_rules_need_it_not(root: Path) -> None:
    """Such as the session, which makes Flask add `Vary: Cookie`."""

    class Facts:
        """
        What is asked for the facts that the rules need.
        """

        path = property(lambda _: path(request.path))
        device = property(lambda _: device(request.headers))
        membership = property(lambda _: session.get("membership", "anonymous"))
        now = property(lambda _: now())

    blocks = Blockrules("site.blockrules", headers=HEADERS)
    blocks.facts(Facts)
    client = site(root, blocks).test_client()
    assert told(client.get("/about")) == (None, None)
    assert told(client.get("/club")) == ("Cookie", None)
    assert told(client.get("/shop"))[0] == DEVICES


def test_the_layout_is_found_once(root: Path) -> None:
    """However often view and template ask for it, and whichever context of the app they are in."""
    asked = []
    blocks = Blockrules("site.blockrules", headers=HEADERS)

    @blocks.facts
    def counted() -> object:
        asked.append(request.path)
        return facts()

    app = site(root, blocks)

    @app.get("/often")
    def often() -> str:
        first = blocks.layout
        with app.app_context():
            assert blocks.layout is first
        return render_template("page.html") + render_template_string("{{ layout.names | join }}")

    assert app.test_client().get("/often").text == "nothing|<imprint>foot"
    assert asked == ["/often"]


def test_a_request_is_by_one_version_of_the_rules(root: Path) -> None:
    """The next has the new one, unless that is broken."""
    watched = blockrules.watch(root / "site.blockrules", interval=0)
    blocks = Blockrules(watched, headers=HEADERS)
    blocks.facts(facts)
    app = site(root, blocks)

    @app.post("/edit")
    def edit() -> str:
        before = render_template("page.html")
        (root / "site.blockrules").write_text(request.get_data(as_text=True), "utf-8")
        for _ in range(3):
            watched.refresh()
        return before + render_template("page.html")

    client = app.test_client()
    assert client.post("/edit", data=TEXT.replace("imprint", "offer")).text == "nothing|<imprint>" * 2
    assert client.get("/about").text == "nothing|<offer>"
    assert client.post("/edit", data="region").text == "nothing|<offer>" * 2
    assert client.get("/about").text == "nothing|<offer>"


def test_a_file_is_followed(root: Path, app: Flask) -> None:
    """Without a new start: whoever asks causes a look, now and then."""
    client = app.test_client()
    assert client.get("/about").text == "nothing|<imprint>"
    (root / "site.blockrules").write_text(TEXT.replace("imprint", "offer"), "utf-8")
    end = monotonic() + 20
    while client.get("/about").text != "nothing|<offer>":
        assert monotonic() < end
        sleep(0.05)


def test_a_page_that_changes_by_itself_is_kept_until_then(app: Flask) -> None:
    """Where it is the same until the end of something, and may be kept at all."""

    @app.get("/sale")
    def sale() -> Response:
        response = app.make_response(render_template("page.html"))
        response.cache_control.public = "kept" in request.args
        return response

    client = app.test_client()
    assert told(client.get("/sale")) == ("Cookie", None)
    _, control = told(client.get("/sale?kept"))
    assert control is not None
    assert control.startswith("public, max-age=")


def test_facts_that_fail_could_have_been_anything(root: Path) -> None:
    """Whoever answers in their place, no cache may keep it."""
    blocks = Blockrules("site.blockrules", headers=HEADERS)
    blocks.facts(lambda: {"device": "watch"})
    app = site(root, blocks)
    app.register_error_handler(PageError, lambda error: ("all that we have", 404))
    assert told(app.test_client().get("/about")) == ("*", "private")


def test_an_error_after_the_response_is_answered_with_a_layout(root: Path, blocks: Blockrules) -> None:
    """Since nothing was sent yet."""
    app = Flask("site", root_path=str(root))

    @app.after_request
    def failing(response: Response) -> Response:
        if response.status_code == 200:
            raise LookupError
        return response

    app.register_error_handler(500, lambda error: (render_template("page.html"), 500))
    app.add_url_rule("/tea", view_func=lambda: "tea")
    app.secret_key = "x"
    blocks.init_app(app)
    response = app.test_client().get("/tea")
    assert (response.status_code, response.text) == (500, "nothing|<imprint>")


def test_threads_of_a_request_have_one_layout(root: Path) -> None:
    """Its page is read by one of them."""
    read = []
    blocks = Blockrules("site.blockrules", headers=HEADERS)

    @blocks.facts
    def slow() -> object:
        read.append("once")
        sleep(0.05)
        return facts()

    app = site(root, blocks)
    with app.test_request_context("/about"), ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(copy_current_request_context(lambda: blocks.layout)) for _ in range(2)]
        first, second = (each.result() for each in asked)
    assert first is second
    assert read == ["once"]


def test_a_fact_that_the_table_lacks_hangs_on_anything(root: Path) -> None:
    """So nobody else may have such a page."""
    blocks = Blockrules("site.blockrules", headers={"path": URL})
    blocks.facts(facts)
    client = site(root, blocks).test_client()
    assert told(client.get("/shop")) == ("*, Cookie", "private")
    assert told(client.get("/about")) == ("Cookie", None)


def test_what_the_host_says_to_caches_is_kept(root: Path) -> None:
    """As far as it can be, on however many lines it is said."""
    blocks = Blockrules("site.blockrules", headers=HEADERS | {"membership": personal("Cookie")})
    blocks.facts(facts)
    app = site(root, blocks)

    @app.after_request
    def says(response: Response) -> Response:
        response.headers.add("Vary", "Accept")
        response.headers.add("Vary", "Origin")
        response.headers.add("Cache-Control", "public")
        response.headers.add("Cache-Control", "max-age=60")
        return response

    client = app.test_client()
    response = client.get("/club")
    assert response.headers.getlist("Vary") == ["Accept, Origin, Cookie"]
    assert response.headers.getlist("Cache-Control") == ["max-age=60, private"]
    assert client.get("/plain").headers.getlist("Vary") == ["Accept", "Origin"]


def test_error_pages_have_layouts(app: Flask) -> None:
    """Those that a view asked for, those of a fault, and those without a view."""
    app.config["PROPAGATE_EXCEPTIONS"] = False

    @app.get("/shop/fault")
    def fault() -> str:
        raise LookupError

    @app.get("/shop/gone")
    def gone() -> str:
        flask.abort(410)

    @app.errorhandler(405)
    @app.errorhandler(410)
    @app.errorhandler(500)
    def shown(error: Exception) -> tuple[str, int]:
        return render_template("page.html"), getattr(error, "code", 0)

    client = app.test_client()
    for method, address, code in (("GET", "/shop/gone", 410), ("GET", "/shop/fault", 500), ("PUT", "/shop/tea", 405)):
        response = client.open(address, method=method, headers=PHONE)
        assert (response.status_code, response.text) == (code, "<app>|<imprint>")
        assert response.headers["Vary"] == f"{DEVICES}, Cookie"


def test_what_was_not_modified_still_says_what_it_hangs_on(app: Flask) -> None:
    """As the whole would; so does an answer without a body."""

    @app.get("/shop/kept")
    def kept() -> Response:
        response = flask.make_response(render_template("page.html"))
        response.set_etag("x")
        response.make_conditional(request)
        return response

    client = app.test_client()
    again = client.get("/shop/kept", headers={"If-None-Match": '"x"'})
    head = client.head("/shop/tea", headers=PHONE)
    assert (again.status_code, again.data, head.data) == (304, b"", b"")
    assert again.headers["Vary"] == head.headers["Vary"] == f"{DEVICES}, Cookie"


def test_a_streamed_page_says_what_it_hangs_on(app: Flask, blocks: Blockrules) -> None:
    """Where the layout was asked for before it began."""

    @app.get("/shop/streamed")
    def streamed() -> Iterator[str]:
        names = blocks.layout.names
        return (f"{name} " for name in names)

    @app.get("/shop/template")
    def template() -> Iterator[str]:
        assert "foot" in blocks.layout
        return flask.stream_template("page.html")

    client = app.test_client()
    response = client.get("/shop/streamed", headers=PHONE)
    assert response.text == "shop foot "
    assert response.content_length is None
    assert response.headers["Vary"] == f"{DEVICES}, Cookie"
    response = client.get("/shop/template", headers=PHONE)
    assert (response.text, response.headers["Vary"]) == ("<app>|<imprint>", f"{DEVICES}, Cookie")


def test_asked_for_too_late_it_raises(app: Flask, blocks: Blockrules) -> None:
    """No cache could be told any more."""

    @app.get("/late")
    def late() -> Iterator[str]:
        return flask.stream_with_context(str(blocks.layout) for _ in "x")

    @app.get("/template")
    def template() -> Iterator[str]:
        return flask.stream_template("page.html")

    for address in ("/late", "/template"):
        with pytest.raises(RuntimeError, match="asked for when the response's headers had been sent"):
            app.test_client().get(address)


def test_faults_of_facts_are_the_host_s(root: Path) -> None:
    """Facts that are no page, one that refuses, and one that fails: the template adds nothing to it."""
    blocks = Blockrules("site.blockrules")
    app = site(root, blocks)
    app.testing = True

    @blocks.facts
    def given() -> object:
        if request.path == "/refused":
            flask.abort(403)
        if request.path == "/failed":
            raise RuntimeError("mine")
        return {}

    client = app.test_client()
    with pytest.raises(PageError, match="`device`"):
        client.get("/about")
    assert client.get("/refused").status_code == 403
    with pytest.raises(RuntimeError, match=r"^mine$"):
        client.get("/failed")


def test_outside_of_a_request_there_is_no_layout(app: Flask, blocks: Blockrules) -> None:
    """Nor in an app that was not given the rules, nor without facts; each is told clearly."""
    with pytest.raises(RuntimeError, match="a layout is that of a request"):
        assert blocks.layout
    with app.app_context():
        with pytest.raises(RuntimeError, match="a layout is that of a request"):
            assert blocks.layout
        with pytest.raises(RuntimeError, match="a layout is that of a request"):
            render_template("page.html")
    with Flask("other").test_request_context(), pytest.raises(RuntimeError, match=r"blocks\.init_app"):
        assert blocks.layout
    with app.test_request_context(), pytest.raises(RuntimeError, match=r"blocks\.init_app"):
        assert Blockrules("site.blockrules").layout


def test_without_facts_there_is_no_layout(root: Path) -> None:
    """Nor with such as nobody could wait for."""
    blocks = Blockrules("site.blockrules")
    with site(root, blocks).test_request_context(), pytest.raises(RuntimeError, match="write one, and decorate it"):
        assert blocks.layout

    async def later() -> object:
        return {}

    with pytest.raises(TypeError, match="cannot be async"):
        blocks.facts(later)


def test_an_app_has_rules_once(app: Flask, blocks: Blockrules) -> None:
    """Two would both be `layout`."""
    for each in (blocks, Blockrules("site.blockrules")):
        with pytest.raises(RuntimeError, match="this app has rules already"):
            each.init_app(app)


def test_one_serves_several_apps(tmp_path: Path, root: Path, blocks: Blockrules) -> None:
    """Each with the rules in its own folder: the way of factories."""
    other = tmp_path / "other"
    (other / "templates" / "blocks").mkdir(parents=True)
    (other / "templates" / "page.html").write_text(PAGE, "utf-8")
    (other / "templates" / "blocks" / "imprint.html").write_text("other", "utf-8")
    (other / "site.blockrules").write_text(TEXT, "utf-8")
    first, second = (site(each, blocks).test_client() for each in (root, other))
    assert (first.get("/about").text, second.get("/about").text) == ("nothing|<imprint>", "nothing|other")
    with pytest.raises(FileNotFoundError):
        site(tmp_path / "templates", blocks)


def test_rules_may_be_loaded_already(root: Path) -> None:
    """Or be a path of any kind."""
    for origin in (blockrules.loads(TEXT), root / "site.blockrules", blockrules.watch(root / "site.blockrules")):
        blocks = Blockrules(origin)
        blocks.facts(facts)
        assert site(root, blocks).test_client().get("/about").text == "nothing|<imprint>"


def test_facts_may_be_of_a_class(root: Path) -> None:
    """Then the file need not declare them."""

    @attrs.frozen
    class Page:
        device: Literal["desktop", "tablet", "mobile"]

    (root / "site.blockrules").write_text("region shop when device is mobile { block app in top }", "utf-8")
    blocks = Blockrules("site.blockrules", headers={"device": device.headers}, page=Page)
    blocks.facts(lambda: Page(device(request.headers)))
    client = site(root, blocks).test_client()
    assert client.get("/about", headers=PHONE).text == "<app>|"
    assert client.get("/about").text == "nothing|"


def test_the_host_names_the_templates_of_blocks(root: Path) -> None:
    """As with Jinja alone."""
    (root / "templates" / "any.html").write_text("any {{ block.name }}", "utf-8")
    blocks = Blockrules("site.blockrules", headers=HEADERS, template=lambda block: "any.html")
    blocks.facts(facts)
    assert site(root, blocks).test_client().get("/about").text == "nothing|any imprint"


def test_async_views_have_layouts(app: Flask, blocks: Blockrules) -> None:
    """As others have."""

    @app.get("/shop/async")
    async def view() -> str:
        return render_template("page.html") + " ".join(blocks.layout.names)

    response = app.test_client().get("/shop/async", headers=PHONE)
    assert (response.text, response.headers["Vary"]) == ("<app>|<imprint>shop foot", f"{DEVICES}, Cookie")


def test_macros_from_another_file_have_slots(root: Path, app: Flask) -> None:
    """Also without the context of the page; what the page calls `layout` itself stands over it."""
    (root / "templates" / "macros.html").write_text("{% macro top() %}{% slot 'top' %}none{% endslot %}{% endmacro %}")
    (root / "templates" / "page.html").write_text("{% from 'macros.html' import top %}{{ top() }}")
    assert app.test_client().get("/shop", headers=PHONE).text == "<app>"
    page = {"path": "/club", "device": "desktop", "membership": "member", "now": now()}
    layout = blockrules.loads(TEXT).layout(page)
    with app.test_request_context("/shop", headers=PHONE):
        text = "{% slot 'top' %}{% endslot %}"
        assert render_template_string(text) + render_template_string(text, layout=layout) == "<app><card>"
        with pytest.raises(TemplateRuntimeError, match="no layout of blockrules"):
            render_template_string(text, layout="base.html")


def test_members_have_what_is_theirs(app: Flask) -> None:
    """By the session."""

    @app.post("/join")
    def join() -> str:
        session["membership"] = "member"
        return ""

    client = app.test_client()
    assert client.get("/club").text == "nothing|<imprint>"
    client.post("/join")
    assert client.get("/club").text == "<card>|<imprint>"


def test_requests_at_once_do_not_mix(app: Flask) -> None:
    """Each has its own."""

    def asked(number: int) -> bool:
        phone = number % 2 == 0
        response = app.test_client().get("/shop", headers=PHONE if phone else {})
        return response.text == ("<app>|<imprint>" if phone else "nothing|<imprint>")

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(asked, range(200)))


def test_what_the_rules_do_not_have_is_told_in_the_log(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    """A slot, and a region."""
    with app.test_request_context("/"):
        assert render_template_string("{% slot 'tpo' %}none{% endslot %}{% region 'foto' %}") == "none"
    assert [each.split(",")[0] for each in caplog.messages] == [
        "a template asks for the slot `tpo`",
        "a template asks for the region `foto`",
    ]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["check"], 0, "nothing to mend in 1 file"),
        (["check", "--json"], 0, '"diagnostics": []'),
        (["test"], 0, "no tests"),
        (["layout", "--json", "path=/shop", "device=mobile", "membership=member", "now=2026-01-01T00:00"], 0, '"app"'),
        (["explain", "shop", "path=/", "device=mobile", "membership=member", "now=2026-01-01T00:00"], 0, "shop is not"),
        (["layout", "device=watch"], 2, "`watch` is not one of"),
        (["layout", "--help"], 0, "usage: blockrules layout"),
        (["lay"], 2, "No such command"),
    ],
)
def test_the_command_asks_the_app_s_rules(app: Flask, arguments: list[str], status: int, said: str) -> None:
    """All that is said to it goes on to blockrules' own."""
    done = app.test_cli_runner().invoke(args=["rules", *arguments])
    assert (done.exit_code, said in done.output) == (status, True)


def test_the_command_tells_what_does_not_fit(root: Path) -> None:
    """Beside what it finds in the file, so that a program reads one thing."""
    (root / "templates" / "blocks" / "app.html").unlink()
    blocks = Blockrules("site.blockrules", headers={"path": URL, "member": ()})
    done = site(root, blocks).test_cli_runner().invoke(args=["rules", "check"])
    file = root / "site.blockrules"
    untold = "the table of headers says nothing of"
    assert (done.exit_code, done.stdout) == (0, "nothing to mend in 1 file\n")
    assert [line.split("`: ")[0] for line in done.stderr.splitlines()] == [
        f"warning: {file}:9:57: {untold} `device",
        f"warning: {file}:10:43: {untold} `membership",
        f"warning: {file}:11:38: {untold} `now",
        "warning: the table of headers has `member`, which is no fact of the rules",
        f"warning: {file}:9:82: the block `app` has no template",
    ]


def test_the_command_knows_the_class_of_pages(root: Path) -> None:
    """Without it the file lacks its facts."""

    @attrs.frozen
    class Page:
        device: Literal["desktop", "tablet", "mobile"]

    (root / "site.blockrules").write_text("region shop when device is mobile { block app in top }", "utf-8")
    blocks = Blockrules("site.blockrules", headers={"device": device.headers}, page=Page)
    runner = site(root, blocks).test_cli_runner()
    assert runner.invoke(args=["rules", "check"]).output == "nothing to mend in 1 file\n"
    assert "shop" in runner.invoke(args=["rules", "layout", "device=mobile"]).output


def test_the_command_needs_a_file(root: Path) -> None:
    """A watched one will do."""
    done = site(root, Blockrules(blockrules.loads(TEXT))).test_cli_runner().invoke(args=["rules", "test"])
    assert done.exit_code == 2
    assert "from no file that is known" in done.output
    watched = Blockrules(blockrules.watch(root / "site.blockrules"))
    assert site(root, watched).test_cli_runner().invoke(args=["rules", "test"]).output == "no tests\n"


def test_broken_rules_stop_the_start(root: Path, blocks: Blockrules) -> None:
    """With their errors, which the command shows as such."""
    (root / "site.blockrules").write_text("region a when b", "utf-8")
    with pytest.raises(RulesError, match="no fact named `b`") as raised:
        site(root, blocks)
    assert [each.code for each in raised.value.diagnostics] == ["BR201"]
    group = FlaskGroup(create_app=lambda: site(root, blocks))
    done = CliRunner().invoke(group, ["rules", "check"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: error[BR201]: no fact named `b`\n --> ")
