"""
The inspector in a real browser, where one is at hand: Chromium, led by Playwright.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest

SITE = (Path(__file__).parents[2] / "examples" / "medical_site.blockrules").read_text(encoding="utf-8")
# With a text that may have several lines.
TEXT = SITE.replace("facts {", 'facts {\n    motto: text = ""', 1) + 'region lines when motto is "a\\nb"\n'


@attrs.frozen
class Served:
    """
    A copy of the example, with a fact more, and the address at which it is served.
    """

    file: Path
    address: str


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """
    The command, serving the example.
    """
    file = tmp_path_factory.mktemp("site") / "site.blockrules"
    file.write_text(TEXT, encoding="utf-8")
    arguments = [sys.executable, "-m", "blockrules", "serve", file.name, "--port", "0"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=file.parent) as process:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield Served(file, found[0])
        process.terminate()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Any, served: Served) -> Iterator[Any]:
    """
    The page, opened. AssertionError where the browser complains of it, or asks anybody else for anything.
    """
    served.file.write_text(TEXT, encoding="utf-8")
    context = browser.new_context(**getattr(request, "param", {}))
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(f"{served.address}?.sample=vision")
    yield page
    context.close()
    assert complaints == []
    assert all(each.startswith(served.address) for each in requests)


def said(page: Any, text: str) -> None:
    """
    Wait until just that is said.
    """
    page.wait_for_function("text => document.getElementById('said').textContent === text", arg=text)


def focused(page: Any) -> str:
    """
    What the element is called that has the focus.
    """
    name: str = page.evaluate("(each => `${each.name ?? each.nodeName} ${each.value ?? ''}`)(document.activeElement)")
    return name


def test_a_changed_fact_changes_the_page(page: Any) -> None:
    """At once, with what appeared and what is gone; the address is that of the page, and back leads back."""
    first = page.url
    page.get_by_label("mobile", exact=True).check()
    said(page, "Gone: advert_internal_desktop.")
    page.get_by_label("member", exact=True).check()
    said(page, "Gone: member_attachments_for_non_members.")
    page.get_by_label("desktop", exact=True).check()
    said(page, "Appeared: advert_internal_desktop.")
    assert "because device: desktop, front: false" in page.locator("#changes").inner_text()
    assert "device=desktop&membership=member" in page.url
    address = page.url
    page.go_back()
    said(page, "Gone: advert_internal_desktop.")
    assert page.get_by_label("mobile", exact=True).is_checked()
    page.go_back()
    said(page, "Appeared: member_attachments_for_non_members.")
    page.go_back()
    said(page, "Appeared: advert_internal_desktop.")
    assert page.url == first
    page.goto(address)
    assert page.get_by_label("member", exact=True).is_checked()


def test_it_is_used_by_keys_alone(page: Any) -> None:
    """The focus stays on the control, also when what it changed is shown; it can be seen."""
    page.get_by_label("desktop", exact=True).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("() => document.body.dataset.query.includes('device=mobile')")
    assert focused(page) == "device mobile"
    outline = page.evaluate("getComputedStyle(document.activeElement.nextElementSibling).outlineStyle")
    assert outline == "solid"
    for _ in range(200):
        page.keyboard.press("Tab")
        if focused(page) == ".with device=desktop":
            break
    page.keyboard.press("Enter")
    said(page, "Appeared: advert_internal_desktop.")
    # The button is gone: the focus is at the block that it brought.
    assert focused(page).startswith("SUMMARY")
    assert "ad_internal" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert "advert_internal_desktop is active" in page.locator(".card details[open]").inner_text()


def test_what_is_typed_is_left_to_whoever_types(page: Any) -> None:
    """The page follows; what cannot be read is told beside the control, and stays there to be mended."""
    path = page.get_by_label("path")
    path.fill("")
    path.press_sequentially("admin")
    page.wait_for_selector(".wrong")
    assert "a path begins with /" in page.locator(".wrong").inner_text()
    assert path.input_value() == "admin"
    assert "admin" in focused(page)
    path.fill("/admin/users")
    page.wait_for_selector(".wrong", state="detached")
    assert "advert_external_leaderboard" in page.locator("#changes").inner_text()
    assert path.input_value() == "/admin/users"
    page.go_back()
    said(page, "Appeared: advert_external_leaderboard.")
    assert path.input_value() == "/vision-aims-values"


def test_what_a_browser_does_not_send_is_not_taken_for_nothing(page: Any) -> None:
    """Half a number: it is said, and the page stays until the number is whole."""
    first = page.url
    number = page.get_by_label("attachments")
    number.press("ControlOrMeta+a")
    number.press_sequentially("2e")
    said(page, "attachments cannot be read; this is as it was.")
    assert page.url == first
    number.press("Backspace")
    page.wait_for_function("() => location.search.includes('attachments=2')")


def test_what_is_unfolded_stays_so(page: Any) -> None:
    """While facts change."""
    card = page.locator("#slots .card", has_text="ad_leaderboard")
    card.locator("summary").first.click()
    page.get_by_label("tablet", exact=True).check()
    said(page, "Gone: advert_internal_desktop.")
    assert card.locator("details").first.get_attribute("open") is not None


def test_what_changed_leads_to_its_card(page: Any) -> None:
    """Which unfolds, and stays among what changed."""
    page.get_by_label("mobile", exact=True).check()
    said(page, "Gone: advert_internal_desktop.")
    page.locator("#changes a").click()
    assert "advert_internal_desktop" in page.locator(".card:target details[open] summary").inner_text()
    page.wait_for_timeout(300)
    assert page.locator("#changes").is_visible()


def test_saving_the_file_changes_the_page(page: Any, served: Served) -> None:
    """By itself; a broken edit stands above until it is mended."""
    text = served.file.read_text(encoding="utf-8")
    served.file.write_text(text.replace("when device is desktop and not front", "when device is tablet"), "utf-8")
    said(page, "The rules have changed. Gone: advert_internal_desktop.")
    served.file.write_text(text.replace("device is desktop", "devise is desktop"), "utf-8")
    said(page, "There are errors in the rules. Nothing appeared, nothing is gone.")
    fault = page.get_by_role("region", name="Errors")
    assert "did you mean device?" in fault.inner_text()
    assert page.locator("#slots").is_visible()
    fault.get_by_role("link").first.click()
    page.wait_for_load_state()
    assert "devise is desktop" in page.locator("li:target").inner_text()
    served.file.write_text(text, "utf-8")
    said(page, "The rules have changed.")
    assert page.locator("#fault").is_hidden()


def test_what_is_sent_while_the_file_is_saved_counts(page: Any, served: Served) -> None:
    """However long the answer takes: what is shown because of the file does not go before it."""
    held: list[Any] = []

    def hold(route: Any) -> None:
        held.append(route)

    page.route(lambda address: "&device=mobile" in address, hold, times=1)
    page.get_by_label("mobile", exact=True).check()
    version = page.locator("body").get_attribute("data-version")
    served.file.write_text(TEXT + "# saved\n", encoding="utf-8")
    newer = 0
    while newer < 2:
        with page.expect_response("**/version") as polled:
            pass
        newer += polled.value.text() != version
    (route,) = held
    route.continue_()
    said(page, "Gone: advert_internal_desktop.")
    assert page.get_by_label("mobile", exact=True).is_checked()
    assert "device=mobile" in page.url
    served.file.write_text(TEXT, encoding="utf-8")
    said(page, "The rules have changed. Nothing appeared, nothing is gone.")


@pytest.mark.parametrize(
    "answer", [{"status": 500, "body": "Internal Server Error"}, {"body": "<p>Who are you?"}], ids=str
)
def test_an_error_leaves_the_page_as_it_is(browser: Any, served: Served, answer: dict[str, Any]) -> None:
    """It is said once, what was sent is not lost, and when the server answers again all is shown."""
    page = browser.new_page()
    page.goto(f"{served.address}?.sample=vision")
    first = page.url
    page.evaluate(TELLINGS)
    everything = re.compile(".*")
    page.route(everything, lambda route: route.fulfill(**answer))
    said(page, "The server does not answer; this is as it was.")
    page.get_by_label("mobile", exact=True).check()
    page.wait_for_timeout(1300)
    assert page.locator("#slots").is_visible()
    assert page.url == first
    assert page.evaluate("told") == ["The server does not answer; this is as it was."]
    page.unroute(everything)
    said(page, "The server answers again. Gone: advert_internal_desktop.")
    assert "device=mobile" in page.url
    page.route("**/version", lambda route: route.fulfill(status=503))
    said(page, "The server does not answer; this is as it was.")
    page.unroute("**/version")
    said(page, "The server answers again.")
    page.close()


# Keep all that is said.
TELLINGS = """() => {
    const said = document.getElementById("said");
    window.told = [];
    new MutationObserver(() => told.push(said.textContent)).observe(said, { childList: true, characterData: true });
}"""


def test_line_breaks_stay_while_facts_change(page: Any, served: Served) -> None:
    """And what is being typed stays in its control, though it no longer has any."""
    page.goto(f"{served.address}?.sample=vision&motto=a%0Ab")
    page.get_by_label("mobile", exact=True).check()
    said(page, "Gone: advert_internal_desktop.")
    assert "motto=a%0Ab" in page.url
    motto = page.get_by_label("motto")
    motto.fill("a\n\nb")
    said(page, "Gone: lines.")
    page.go_back()
    said(page, "Appeared: lines.")
    assert motto.input_value() == "a\nb"
    motto.fill("a")
    said(page, "Gone: lines.")
    assert focused(page) == "motto a"
    motto.press("End")
    motto.press("Enter")
    motto.press("b")
    said(page, "Appeared: lines.")
    motto.fill("a")
    motto.blur()
    page.wait_for_selector("input[name=motto]")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_line_breaks_stay_without_a_script(page: Any, served: Served) -> None:
    """Though the browser then ends each line by two characters."""
    page.goto(f"{served.address}?.sample=vision&motto=a%0Ab")
    page.locator("label", has_text="mobile").click()
    page.get_by_role("button", name="Show this page").click()
    assert page.locator("#said").inner_text() == "Gone: advert_internal_desktop."
    assert page.locator("textarea").input_value() == "a\nb"


@pytest.mark.parametrize("page", [{"viewport": {"width": 320, "height": 640}}], indirect=True)
def test_a_narrow_window_needs_no_scrolling_sideways(page: Any, served: Served) -> None:
    """In any view, whatever is unfolded."""
    for view in ("", "tests", "findings", "source"):
        page.goto(f"{served.address}{view}")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", [{"color_scheme": "light"}, {"color_scheme": "dark"}], indirect=True)
def test_colours_follow_the_scheme(page: Any) -> None:
    """And text can be read on its ground, at the contrast that guidelines ask for."""
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    ground = page.locator("body").evaluate("each => getComputedStyle(each).backgroundColor")
    assert ground == ("rgb(20, 24, 31)" if is_dark else "rgb(255, 255, 255)")
    page.get_by_label("mobile", exact=True).check()
    said(page, "Gone: advert_internal_desktop.")
    assert page.evaluate(CONTRASTS) == []


# The texts whose contrast with what is behind them is too low.
CONTRASTS = """() => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = colour => channels(colour).slice(0, 3).map(each => each / 255)
        .map(each => each <= 0.03928 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4)
        .reduce((sum, each, place) => sum + each * [0.2126, 0.7152, 0.0722][place], 0);
    const behind = each => {
        const colour = getComputedStyle(each).backgroundColor;
        return (channels(colour)[3] ?? 1) || !each.parentElement ? colour : behind(each.parentElement);
    };
    return [...document.querySelectorAll("body *")].filter(each => each.checkVisibility()
        && [...each.childNodes].some(inner => inner.nodeType === 3 && inner.data.trim())).filter(each => {
            const [dark, bright] = [light(getComputedStyle(each).color), light(behind(each))].sort((a, b) => a - b);
            return (bright + 0.05) / (dark + 0.05) < 4.5;
        }).map(each => each.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_a_script_it_is_a_form(page: Any) -> None:
    """That is sent by its button, or by those of what is hidden."""
    page.locator("label", has_text="mobile").click()
    page.get_by_role("button", name="Show this page").click()
    assert page.locator("#said").inner_text() == "Gone: advert_internal_desktop."
    page.get_by_role("button", name="device: desktop").first.click()
    assert page.locator("#said").inner_text() == "Appeared: advert_internal_desktop."
    page.get_by_role("link", name="front", exact=True).click()
    assert "advert_internal_desktop" in page.locator("#said").inner_text()


def test_a_screen_reader_is_told_what_can_be_seen(page: Any) -> None:
    """Facts are groups with names, and changes are said politely."""
    told = page.locator("body").aria_snapshot()
    assert '- group "device"' in told
    assert '- radio "desktop" [checked]' in told
    assert '- navigation "Sample pages"' in told
    assert '- heading "sidebar_second" [level=3]' in told
    assert "- status" in told
