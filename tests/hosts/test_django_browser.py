"""
The example site in Django in a real browser, where one is at hand: Chromium, led by Playwright.
"""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.hosts.test_django_site import EXAMPLES, developing

# Browsers of this kind say what they are in hints too.
PHONE: dict[str, Any] = {
    "is_mobile": True,
    "user_agent": "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36",
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    The site's address.
    """
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(EXAMPLES, folder / "examples")
    with developing(folder) as address:
        yield address


@pytest.fixture
def desk(browser: Any, site: str) -> Iterator[Any]:
    """
    The page that it all began with. AssertionError where the browser complains, or asks for anything elsewhere.
    """
    yield from opened(browser, site)


@pytest.fixture
def phone(browser: Any, site: str) -> Iterator[Any]:
    """
    The same page on a phone.
    """
    yield from opened(browser, site, **PHONE)


def opened(browser: Any, site: str, **kind: Any) -> Iterator[Any]:
    """
    The page, in a window of that *kind*.
    """
    page = browser.new_page(**kind)
    complaints: list[str] = []

    def ask(request: Any) -> None:
        if not request.url.startswith((site, "data:")):
            complaints.append(request.url)

    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.on(
        "request", lambda request: complaints.extend([] if request.url.startswith((site, "data:")) else [request.url])
    )
    page.goto(f"{site}/vision-aims-values")
    yield page
    assert complaints == []
    page.close()


def regions(page: Any) -> list[str]:
    """
    Those at the foot of the page.
    """
    names: list[str] = page.locator(".regions li").all_inner_texts()
    return names


def test_a_member_is_not_asked_to_become_one(desk: Any) -> None:
    """
    Pressing the buttons changes what stands there, and one comes back to the same page.
    """
    assert desk.get_by_role("heading", name="Become a member").is_visible()
    assert not desk.get_by_role("navigation", name="Your account").is_visible()
    desk.get_by_role("button", name="member", exact=True).click()
    assert desk.url.endswith("/vision-aims-values")
    assert not desk.get_by_role("heading", name="Become a member").is_visible()
    assert desk.get_by_role("navigation", name="Your account").is_visible()
    assert "member_attachments_for_non_members" not in regions(desk)
    desk.get_by_role("button", name="anonymous").click()
    assert "member_attachments_for_non_members" in regions(desk)


def test_another_device_is_tried_in_the_address(desk: Any) -> None:
    """
    Following the links at the foot.
    """
    assert "advert_internal_desktop" in regions(desk)
    desk.get_by_role("link", name="mobile").click()
    assert "advert_internal_desktop" not in regions(desk)
    assert not desk.locator("#ad_internal").is_visible()
    desk.get_by_role("link", name="desktop").click()
    assert desk.locator("#ad_internal").is_visible()


def test_slots_that_are_empty_have_something_else(desk: Any) -> None:
    """
    The front page welcomes, where other pages have jobs and events.
    """
    assert desk.get_by_role("heading", name="Jobs").is_visible()
    desk.get_by_role("link", name="Front page").click()
    assert desk.get_by_text("Welcome to those who lead").is_visible()
    assert regions(desk) == ["sitewide", "advert_external_leaderboard"]


def test_a_phone_is_recognised(phone: Any) -> None:
    """
    By what it says of itself; and nothing sticks out of its window.
    """
    assert "advert_internal_desktop" not in regions(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
