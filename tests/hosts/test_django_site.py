"""
The example site in Django, as its own servers serve it.
"""

import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from benchmarks.servers import free_port, running

EXAMPLES = Path(__file__).parents[2] / "examples"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
PATHS = (
    "/",
    "/vision-aims-values",
    "/jobs/medical-director",
    "/news/annual-conference",
    "/nowhere",
    "/admin/structure",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """
    A copy of the examples, whose rules may be written.
    """
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    return tmp_path


@contextmanager
def developing(folder: Path) -> Iterator[str]:
    """
    While Django's own server runs: its address.
    """
    port = free_port()
    command = [sys.executable, "examples/django_site/manage.py", "runserver", str(port)]
    with running(command, port, folder / "log", folder, {"PYTHONUNBUFFERED": "1"}):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def serving(folder: Path, application: str) -> Iterator[str]:
    """
    While gunicorn serves the *application*: its address.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", f"examples.django_site.{application}"]
    with running(command, port, folder / "log", folder, {"DEBUG": "0"}):
        yield f"http://127.0.0.1:{port}"


def visitor() -> OpenerDirector:
    """
    Somebody who keeps cookies.
    """
    return build_opener(HTTPCookieProcessor(CookieJar()))


def regions(text: str) -> list[str]:
    """
    The regions at the foot of a page.
    """
    return re.findall("<li>([a-z_-]+)</li>", text)


def got(who: OpenerDirector, address: str, agent: str = "", data: bytes | None = None) -> str:
    """
    What somebody gets at an address.
    """
    try:
        with who.open(Request(address, data, {"User-Agent": agent})) as response:
            return str(response.read().decode())
    except HTTPError as error:
        return error.read().decode()


def until(holds: Callable[[], bool]) -> None:
    """
    Wait for something that comes. AssertionError where it does not.
    """
    for _ in range(400):
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come")


def test_the_site_changes_with_device_and_membership(folder: Path) -> None:
    """
    And with its rules, when these are saved: they are taken without a restart, and a broken edit is told at once.
    """
    rules, log = folder / "examples" / "medical_site.blockrules", folder / "log"
    with developing(folder) as site:
        who, address = visitor(), f"{site}/vision-aims-values"
        assert "advert_internal_desktop" in regions(got(who, address))
        assert "advert_internal_desktop" not in regions(got(who, address, PHONE))
        assert "advert_internal_desktop" in regions(got(who, f"{address}?device=desktop", PHONE))
        assert "member_promo" in got(who, address)
        assert "member_promo" not in got(who, f"{site}/membership/member?to=/vision-aims-values", data=b"")
        assert "Your profile" in got(who, address)
        text = rules.read_text()
        rules.write_text(text.replace("not front {", "not fornt {", 1))
        # Whoever looks first: the server's own look-out, which may only just have begun, or a request.
        until(lambda: bool(got(who, address)) and "no fact named `fornt`" in log.read_text())
        assert "not_front_desktop" in regions(got(who, address))
        rules.write_text(f"{text}\nregion brand_new {{ block social in footer }}\n")
        until(lambda: "the new rules are in use" in log.read_text())
        assert "brand_new" in regions(got(who, address))
    assert "reloading" not in log.read_text()
    assert "Traceback" not in log.read_text()


def test_a_server_for_many_serves_it_as_if_by_hand(folder: Path) -> None:
    """
    The pages with rules and those by hand are the same.
    """
    pages = []
    for application in ("site:application", "plain:application"):
        with serving(folder, application) as site:
            asked = [(path, agent) for path in PATHS for agent in ("", PHONE)]
            pages.append(["".join(got(visitor(), f"{site}{path}", agent).split()) for path, agent in asked])
    assert pages[0] == pages[1]
    assert len({*pages[0]}) == 11
