"""
Django: a request has its layout, however it is asked for, and its response tells caches of it.
"""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import AsyncClient, Client, RequestFactory, override_settings

from blockrules import PageError, RulesError
from blockrules.hosts.django import rules
from blockrules.hosts.django.decorators import vary_on_layout
from blockrules.hosts.django.middleware import LayoutMiddleware
from blockrules.hosts.django.site import installed
from tests.hosts import django_project as project  # before anything of Django's

PHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"}
DEVICE = "Sec-CH-UA-Mobile, Sec-CH-UA-Platform, User-Agent"


def site(**changes: Any) -> Any:
    """
    The site with another setting.
    """
    return override_settings(BLOCKRULES=project.BLOCKRULES | changes)


@pytest.fixture(params=[Client, AsyncClient])
def get(request: pytest.FixtureRequest) -> Any:
    """
    What answers a request, by either handler of Django's.
    """
    client = request.param()

    def got(*arguments: Any, **named: Any) -> Any:
        response = client.get(*arguments, **named)
        return asyncio.run(response) if asyncio.iscoroutine(response) else response

    return got


def vary(response: Any) -> set[str]:
    """
    What a response says that it hangs on, but for what LocaleMiddleware always says.
    """
    return {*response.headers.get("Vary", "").split(", ")} - {"Accept-Language"}


@pytest.mark.parametrize("path", ["/", "/late", "/a"])
def test_a_page_has_its_layout_and_says_what_it_hangs_on(get: Any, path: str) -> None:
    """
    In a view, in a response that is rendered after it, and in an asynchronous one.
    """
    assert get(path).content == b"[menu &lt;b&gt;]|-"
    response = get(path, headers=PHONE)
    assert response.content == b"[menu &lt;b&gt;][fold]|-"
    assert vary(response) == {*DEVICE.split(", ")}


def test_what_asks_for_no_layout_is_left_untouched(get: Any) -> None:
    """
    It says what it would say without the middleware.
    """
    response = get("/untouched")
    assert vary(response) == {"Origin"}
    assert "Cache-Control" not in response.headers


def test_only_what_hangs_on_the_session_says_so(get: Any) -> None:
    """
    A page that reads lazily opens no session where the rules need none.
    """
    assert "Cookie" not in get("/").headers["Vary"]
    assert "Cookie" in get("/shop").headers["Vary"]


def test_a_language_is_a_fact(get: Any) -> None:
    """
    As LocaleMiddleware found it.
    """
    assert get("/lingua", headers={"accept-language": "de"}).content.endswith(b"|[hallo]")
    assert get("/lingua", headers={"accept-language": "fr"}).content.endswith(b"|-")


def test_an_error_page_has_its_layout(get: Any) -> None:
    """
    And says what it hangs on as any other.
    """
    response = get("/lost", headers=PHONE)
    assert (response.status_code, response.content) == (404, b"lost [menu &lt;b&gt;][fold]")
    assert vary(response) == {*DEVICE.split(", ")}


def test_a_stream_asks_before_it_begins(get: Any) -> None:
    """
    Afterwards nothing could be told.
    """
    response = get("/streamed?early")
    assert vary(response) == {*DEVICE.split(", ")}
    with pytest.raises(RuntimeError, match="before the response begins"):
        read(get("/streamed"))


def read(response: Any) -> bytes:
    """
    All that *response* streams.
    """
    if not response.is_async:
        return b"".join(response.streaming_content)

    async def parts() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    return asyncio.run(parts())


def test_what_changes_with_time_is_told_to_end(get: Any) -> None:
    """
    By `max-age`, of a page that may be kept.
    """
    assert "Cache-Control" not in get("/advent").headers
    assert get("/public/advent").headers["Cache-Control"] == "public, max-age=2147483648"


@pytest.mark.parametrize("page", ["mapped", "awaited"])
def test_a_function_gives_pages(get: Any, page: str) -> None:
    """
    Be it asynchronous or not.
    """
    with site(PAGE=f"tests.hosts.django_views.{page}"):
        assert get("/a", headers=PHONE).content == b"[menu &lt;b&gt;][fold]|-"
        assert get("/", headers=PHONE).content == b"[menu &lt;b&gt;][fold]|-"


def test_what_must_be_waited_for_is_not_asked_in_async_code() -> None:
    """
    It would stop all other requests; what to write is told.
    """
    with site(PAGE="tests.hosts.django_views.awaited"), pytest.raises(RuntimeError, match=r"await request\.alayout"):
        asyncio.run(AsyncClient().get("/hasty"))


def test_a_class_gives_pages_and_their_facts(tmp_path: Path, get: Any) -> None:
    """
    The rules know them without declaring any.
    """
    file = tmp_path / "site.blockrules"
    file.write_text('region members when member and path matches "/shop" { block voucher in header }\n')
    with site(FILE=file, PAGE="tests.hosts.django_views.Typed", HEADERS={"path": (), "member": ()}):
        assert get("/shop?member").content == b"[voucher]|-"
        assert get("/shop").content == b"no header|-"


def test_what_costs_a_cache_nothing_is_asked_first(tmp_path: Path, get: Any) -> None:
    """
    Whatever comes first in the rules: a page whose address decides hangs on no cookie.
    """
    file = tmp_path / "site.blockrules"
    facts = "facts { membership: one of anonymous, member = anonymous  path: path }"
    file.write_text(f'{facts}\nregion a when membership is member and path matches "/shop"')
    with site(FILE=file):
        assert "Cookie" not in get("/tea").headers["Vary"]
        assert "Cookie" in get("/shop").headers["Vary"]


def test_what_the_host_got_wrong_is_told(get: Any) -> None:
    """
    Its function's error is no other, and a page that cannot be read is refused.
    """
    with site(PAGE="tests.hosts.django_views.faulty"), pytest.raises(AttributeError, match="the host's own fault"):
        get("/")
    with site(PAGE="tests.hosts.django_views.strange"), pytest.raises(PageError):
        get("/")


def test_the_page_is_read_once() -> None:
    """
    However often the layout is asked for.
    """
    seen: list[HttpRequest] = []

    def view(request: Any) -> HttpResponse:
        seen.append(request)
        assert [*request.layout.names] == ["sitewide"]
        assert request.layout == asyncio.run(request.alayout())
        assert request.blockrules.visit.laid_out(lambda: pytest.fail("it is read already"))
        return HttpResponse()

    LayoutMiddleware(view)(RequestFactory().get("/"))
    assert len(seen) == 1


def test_one_version_of_the_rules_answers_a_request(tmp_path: Path, get: Any) -> None:
    """
    The next one has those that are the newest then; what is broken is no version.
    """
    file = tmp_path / "site.blockrules"
    file.write_text(project.RULES)
    with site(FILE=file):
        assert get("/").content == b"[menu &lt;b&gt;]|-"
        file.write_text("facts { path: path }\nregion a { block fold in header }")
        installed().watched.settle()
        assert get("/").content == b"[fold]|-"
        assert [region.name for region in rules().all_regions] == ["a"]
        file.write_text("facts { path: path }\nregion a when")
        installed().watched.settle()
        assert get("/").content == b"[fold]|-"


def test_rules_that_are_broken_stop_a_server_that_starts(tmp_path: Path) -> None:
    """
    So does a setting that is wrong.
    """
    file = tmp_path / "site.blockrules"
    file.write_text("region a when nothing")
    with site(FILE=file), pytest.raises(RulesError):
        LayoutMiddleware(lambda request: HttpResponse())
    with site(FILE=None), pytest.raises(ImproperlyConfigured, match="FILE"):
        LayoutMiddleware(lambda request: HttpResponse())


def test_a_request_may_be_given_another_layout(get: Any) -> None:
    """
    Whoever asks from then on has that one, also in async code.
    """
    with override_settings(MIDDLEWARE=[*project.MIDDLEWARE, "tests.hosts.django_views.previewing"]):
        for path in ("/tea", "/a"):
            assert get(path).content == b"[menu &lt;b&gt;]|-"
            assert get(f"{path}?preview=1").content == b"[menu &lt;b&gt;][fold]|-"


def test_a_view_can_be_called_without_middleware() -> None:
    """
    As in its own tests.
    """

    @vary_on_layout
    def plain(request: HttpRequest) -> HttpResponse:
        return HttpResponse("plain", headers={"Vary": "Origin"})

    assert plain(RequestFactory().get("/")).headers["Vary"] == "Origin"
