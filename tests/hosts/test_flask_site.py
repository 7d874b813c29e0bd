"""
The example site in Flask: its pages change with device and membership, as they do where that is written by hand.
"""

import re
import subprocess
import sys
import urllib.request
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from examples.content.nodes import NODES
from examples.flask_site.app import DEVICES, MEMBERSHIPS, app
from examples.flask_site.plain import app as plain

ROOT = Path(__file__).parents[2]
VISION = "/vision-aims-values"
PHONE = {"Sec-CH-UA-Mobile": "?1"}


@pytest.fixture
def client() -> FlaskClient:
    """
    A visitor of the site.
    """
    return app.test_client()


def blocks(page: str) -> list[str]:
    """
    The blocks on a *page*, from its beginning to its end.
    """
    return re.findall(r'class="block[^>]* id="(\w+)"', page)


def test_the_page_that_it_began_with(client: FlaskClient) -> None:
    """For one who is signed in it has the regions that somebody found at its foot."""
    client.post(f"/membership/registered?to={VISION}")
    page = client.get(VISION).text
    assert blocks(page) == [
        *("ad_leaderboard", "authenticated_user_menu", "jobs_promo", "events", "social", "related", "total_views"),
        *("ad_internal", "ad_skyscraper", "attachments", "member_promo", "newsletter", "social"),
    ]
    assert len(re.findall(r"<li>([\w-]+)</li>", page)) == 10


def test_a_phone_has_no_internal_advert(client: FlaskClient) -> None:
    """By what its browser says, or by what the address asks for."""
    desktop = blocks(client.get(VISION).text)
    assert "ad_internal" in desktop
    for page in (client.get(VISION, headers=PHONE), client.get(f"{VISION}?device=mobile")):
        assert blocks(page.text) == [block for block in desktop if block != "ad_internal"]


def test_membership_is_switched_by_a_form(client: FlaskClient) -> None:
    """Which leads back to the page, and never to another site."""
    assert "member_promo" in blocks(client.get(VISION).text)
    form = re.findall(r'formaction="([^"]*)"', client.get(VISION).text)
    assert form == [f"/membership/{each}?to={VISION}" for each in MEMBERSHIPS[1:]]
    page = client.post(form[-1], follow_redirects=True)
    assert page.request.path == VISION
    assert "member_promo" not in blocks(page.text)
    assert client.post("/membership/anonymous?to=//elsewhere.example/").location == "/"
    assert client.post("/membership/king").status_code == 405


def test_a_slot_may_have_a_fallback(client: FlaskClient) -> None:
    """The front page has nothing at its sides."""
    page = client.get("/").text
    assert blocks(page) == ["ad_leaderboard", "newsletter", "social"]
    assert "Welcome to those who lead" in page
    assert "There is nothing more" in page


def test_what_is_not_there_has_a_layout_too(client: FlaskClient) -> None:
    """That of a page that is no node."""
    page = client.get("/nothing")
    assert page.status_code == 404
    assert blocks(page.text) == ["ad_leaderboard", "events", "ad_internal", "newsletter", "social"]


def test_caches_are_told(client: FlaskClient) -> None:
    """What each page hangs on; all of them say who their visitor is."""
    assert client.get("/").headers["Vary"] == "Cookie"
    assert {*client.get(VISION).vary} == {"Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "User-Agent", "Cookie"}
    with client.get("/site.css") as css:
        assert "Vary" not in css.headers


@pytest.mark.parametrize("membership", MEMBERSHIPS)
def test_by_hand_it_is_the_same(client: FlaskClient, membership: str) -> None:
    """On every page, for every device."""
    by_hand = plain.test_client()
    client.post(f"/membership/{membership}")
    by_hand.post(f"/membership/{membership}")
    for path, device in product([*NODES, "/", "/nothing", "/jobs/others", "/jobs/", "/admin", "/admin/a"], DEVICES):
        address = f"{path}?device={device}"
        assert client.get(address).text == by_hand.get(address).text


def test_rules_and_site_fit_together() -> None:
    """Every fact has its headers, and every block its template."""
    done = app.test_cli_runner().invoke(args=["rules", "check"])
    assert (done.exit_code, done.output) == (0, "nothing to mend in 1 file; 1 promise proved\n")


def test_one_command_starts_it() -> None:
    """The one that it tells of."""
    command = [sys.executable, "-m", "flask", "--app", "examples.flask_site.app", "run", "--port=0"]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
        assert server.stderr
        try:
            addresses = (re.search(r"Running on (http://127\.0\.0\.1:\d+)", line) for line in server.stderr)
            address = next(found[1] for found in addresses if found)
            with urllib.request.urlopen(f"{address}{VISION}") as page:
                assert "member_promo" in blocks(page.read().decode())
        finally:
            server.terminate()
