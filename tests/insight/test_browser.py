"""
Explanations in a real browser, where one is at hand: Chromium, led by Playwright.
"""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import blockrules

SITE = Path(__file__).parents[2] / "examples" / "medical_site.blockrules"


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Any, tmp_path: Path) -> Iterator[Any]:
    """
    The explanation of a page, opened. AssertionError where the browser complains of it, or asks for anything else.
    """
    rules = blockrules.load(SITE)
    fragment = rules.explain({**rules.pages["vision"], "device": "mobile"}).to_html()
    file = tmp_path / "page.html"
    file.write_text(f'<!doctype html><html lang="en"><meta charset="utf-8"><title>a</title>{fragment}', "utf-8")
    page = browser.new_page(color_scheme=request.param)
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert complaints == []
    assert requests == [file.as_uri()]
    page.close()


def unfold(page: Any, name: str) -> Any:
    """
    The reason of *name*, unfolded by keys alone: those that go on to it, and the one that opens it.
    """
    for _ in range(100):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.querySelector('.name')?.textContent") == name:
            page.keyboard.press("Enter")
            return page.locator("details[open]").last
    raise AssertionError(name)


def test_a_reason_is_unfolded_by_keyboard(page: Any) -> None:
    """
    Going from one to the next with Tab, and opening it with Enter.
    """
    assert not page.get_by_text("device is desktop").first.is_visible()
    reason = unfold(page, "advert_internal_desktop")
    assert page.get_by_text("device is desktop").first.is_visible()
    assert "if device were desktop" in reason.inner_text()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


def test_a_link_leads_into_a_folded_reason(page: Any) -> None:
    """
    It unfolds, so that what the link promised can be seen.
    """
    unfold(page, "ad_internal")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "advert_internal_desktop"
    page.keyboard.press("Enter")
    assert page.get_by_text("device is desktop").first.is_visible()


def test_a_screen_reader_is_told_what_can_be_seen(page: Any) -> None:
    """
    The fragment is a region with a name, its slots are headings, and what each summary says is its name.
    """
    region = page.get_by_role("region", name="Why the page has its layout")
    told = region.aria_snapshot()
    assert '- heading "sidebar_second" [level=4]' in told
    assert "text: ad_internal hidden, of advert_internal_desktop; shown if" in told


def test_colours_follow_the_scheme(page: Any) -> None:
    """
    Light ink on a dark ground where that is asked for, and the other way round.
    """
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    ground = page.locator(".blockrules").evaluate("each => getComputedStyle(each).backgroundColor")
    assert ground == ("rgb(20, 24, 31)" if is_dark else "rgb(255, 255, 255)")


def test_a_narrow_window_needs_no_scrolling_sideways(page: Any) -> None:
    """
    Nor does anything stick out when all is unfolded.
    """
    page.set_viewport_size({"width": 320, "height": 640})
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_sample_pages_stand_side_by_side(browser: Any, tmp_path: Path) -> None:
    """
    The example writes each of them beside the one before, under its name.
    """
    file = tmp_path / "preview.html"
    subprocess.run([sys.executable, SITE.with_name("preview.py"), file], check=True, stdout=subprocess.DEVNULL)
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(file.as_uri())
    assert page.locator("h2").all_inner_texts() == list(blockrules.load(SITE).pages)
    places = [each.bounding_box() for each in page.locator("article").all()]
    assert [each["x"] for each in places] == sorted({each["x"] for each in places})
    assert len({each["y"] for each in places}) == 1
    page.close()
