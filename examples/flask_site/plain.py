"""
The same site with its layout written out by hand, to measure against: `flask --app examples.flask_site.plain run`.
"""

from flask import Flask, Response, make_response, render_template

from blockrules.hosts.request import device
from examples.content.by_hand import regions_of, slots_of
from examples.flask_site.app import content, facts, status

app = Flask(__name__)
app.secret_key = "only to measure"
app.register_blueprint(content)


@app.get("/", defaults={"address": ""})
@app.get("/<path:address>")
def page(address: str) -> Response:
    """
    A page.
    """
    asked = facts()
    regions = regions_of(asked)
    shown = render_template("plain.html", regions=regions, slots=slots_of(regions, asked))
    response = make_response(shown, status())
    response.vary.update(device.headers)
    return response
