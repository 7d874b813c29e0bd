"""
A medical leadership organisation's site in Flask, laid out by medical_site.blockrules.

From the folder of the checkout, `flask --app examples.flask_site.app run` serves it on http://127.0.0.1:5000/, and
`flask --app examples.flask_site.app rules check` looks for mistakes. What is changed in the rules while it runs is on
the next page that is asked for.
"""

import os
import secrets
from pathlib import Path

from flask import Blueprint, Flask, Response, redirect, render_template, request, send_from_directory, session
from werkzeug.wrappers import Response as AnyResponse

from blockrules.hosts.flask import Blockrules
from blockrules.hosts.request import URL, device, path, query
from examples.content.nodes import FRONT, NODES, facts_of

CONTENT = Path(__file__).parents[1] / "content"
HEADERS = {
    "node.type": URL,
    "node.op": URL,
    "device": device.headers,
    "membership": ("Cookie",),
    "front": URL,
    "path": URL,
    "attachments": URL,
}
DEVICES = ("desktop", "tablet", "mobile")
MEMBERSHIPS = ("anonymous", "registered", "member")
NOTHING = "Nothing here"

blocks = Blockrules("../medical_site.blockrules", headers=HEADERS)
content = Blueprint("content", __name__, template_folder=str(CONTENT / "templates"))


@blocks.facts
def facts() -> dict[str, object]:
    """
    What the rules may ask of a request. `?device=mobile` in an address shows what a phone would have.
    """
    return facts_of(path(request.path)) | {
        "device": query(request.args, "device", device(request.headers), *DEVICES),
        "membership": session.get("membership", MEMBERSHIPS[0]),
    }


@content.app_context_processor
def around() -> dict[str, object]:
    """
    What every template knows of the page and its visitor.
    """
    node = NODES.get(request.path)
    return {
        "node": node,
        "title": node.title if node else FRONT if request.path == "/" else NOTHING,
        "nodes": NODES,
        "devices": DEVICES,
        "memberships": MEMBERSHIPS,
        "membership": session.get("membership", MEMBERSHIPS[0]),
    }


@content.get("/site.css")
def css() -> Response:
    """
    How the site looks.
    """
    return send_from_directory(CONTENT, "site.css")


@content.post("/membership/<any(anonymous, registered, member):membership>")
def switch(membership: str) -> AnyResponse:
    """
    Become another visitor, and go on to one of the pages.
    """
    session["membership"] = membership
    to = request.args.get("to", "/")
    return redirect(to if to in NODES else "/", 303)


def status() -> int:
    """
    The status of the page that was asked for.
    """
    return 200 if request.path == "/" or request.path in NODES else 404


app = Flask(__name__)
app.secret_key = os.environ.get("SECRET_KEY") or secrets.token_hex()
app.register_blueprint(content)
blocks.init_app(app)


@app.get("/", defaults={"address": ""})
@app.get("/<path:address>")
def page(address: str) -> tuple[str, int]:
    """
    A page.
    """
    return render_template("page.html"), status()
