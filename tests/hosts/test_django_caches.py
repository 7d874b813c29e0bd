"""
Django's own caches beside layouts: nobody is given what was made for another.
"""

import asyncio
from itertools import product
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.backends.cache import SessionStore as KeptSession
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.cache import cache
from django.test import AsyncClient, Client, override_settings

from tests.hosts import django_project as project

UPDATE = "django.middleware.cache.UpdateCacheMiddleware"
FETCH = "django.middleware.cache.FetchFromCacheMiddleware"
OTHERS = ["django.middleware.gzip.GZipMiddleware", "django.middleware.http.ConditionalGetMiddleware"]
# The cache's own where it should stand, and where it sees too little.
KEPT = [UPDATE, *OTHERS, *project.MIDDLEWARE, FETCH]
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"
DESK = "Mozilla/5.0 (X11; Linux x86_64)"
VIEWED = [*project.MIDDLEWARE, "tests.hosts.django_views.Viewed"]
WRONG = [project.LAYOUT, UPDATE, *project.MIDDLEWARE[1:], FETCH]


@pytest.fixture(autouse=True)
def empty() -> None:
    """
    Nothing is kept from one test to the next.
    """
    cache.clear()


def member() -> str:
    """
    The cookie of a member.
    """
    session = SessionStore()
    session["membership"] = "member"
    session.save()
    return str(session.session_key)


VISITORS = [*product((PHONE, DESK), ("", member()))]


def asked(client: Any, path: str, agent: str, cookie: str) -> Any:
    """
    What a visitor gets.
    """
    client.cookies.clear()
    if cookie:
        client.cookies["sessionid"] = cookie
    response = client.get(path, headers={"user-agent": agent})
    return asyncio.run(response) if asyncio.iscoroutine(response) else response


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize("middleware", [KEPT, WRONG, project.MIDDLEWARE, VIEWED])
@pytest.mark.parametrize("prefix", ["", "/kept", "/withheld", "/early"])
def test_nobody_gets_what_another_has(client: Any, middleware: list[str], prefix: str) -> None:
    """
    Whatever keeps pages, and wherever it stands: the cache's middleware, `cache_page`, with its pages told or not.
    """
    visits = [*product(VISITORS, (f"{prefix}/shop", f"{prefix}/tea"))] * 3
    Random(7).shuffle(visits)
    with override_settings(MIDDLEWARE=middleware):
        browser = client()
        for (agent, cookie), path in visits:
            expected = "[voucher]" * bool(cookie and path.endswith("shop")) + "[menu &lt;b&gt;]"
            expected += "[fold]" * (agent == PHONE) + "|-"
            assert asked(browser, path, agent, cookie).content.decode() == expected


def test_sessions_that_a_cache_keeps_are_read_where_rules_need_them() -> None:
    """
    So no other page hangs on a cookie, and who comes back has what was made for them.
    """
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.cache", MIDDLEWARE=KEPT):
        session = KeptSession()
        session["membership"] = "member"
        session.save()
        known, browser = str(session.session_key), Client()
        for _ in range(2):
            assert "[voucher]" in asked(browser, "/shop", DESK, known).content.decode()
            assert "[voucher]" not in asked(browser, "/shop", DESK, "").content.decode()
        assert "Cookie" in asked(browser, "/shop", PHONE, known).headers["Vary"]
        assert "Cookie" not in asked(browser, "/tea", PHONE, known).headers["Vary"]


def is_kept(path: str, client: type[Any] = Client) -> bool:
    """
    Whether a second visitor of a kind gets what the first one had.
    """
    browser = client()
    first, second = (asked(browser, f"{path}?title={word}", DESK, "") for word in ("a", "a"))
    assert first.content == second.content
    return "Age" in second.headers


def test_each_variant_is_kept() -> None:
    """
    By the cache's middleware, and by `cache_page` where pages are told before; not where it could not know.
    """
    assert is_kept("/kept/tea")
    assert is_kept("/kept-late")
    assert is_kept("/kept-a", AsyncClient)
    assert not is_kept("/withheld/tea")
    assert not is_kept("/withheld-late")
    assert not is_kept("/withheld-a", AsyncClient)
    with override_settings(MIDDLEWARE=KEPT):
        assert is_kept("/tea")
        assert is_kept("/withheld/tea")


def test_a_page_is_not_kept_longer_than_it_holds() -> None:
    """
    `cache_page` would, since it heeds no `max-age`; the middleware does heed it.
    """
    assert not is_kept("/kept/advent")
    with override_settings(MIDDLEWARE=KEPT):
        assert is_kept("/advent")
        assert Client().get("/advent?now").headers["Cache-Control"] == "max-age=600"


def test_a_layout_that_was_asked_for_before_the_view_is_seen() -> None:
    """
    By a middleware, say: `cache_page` does not keep what the view makes of it.
    """
    with override_settings(MIDDLEWARE=[*project.MIDDLEWARE, "tests.hosts.django_views.hasty"]):
        assert not is_kept("/withheld/tea")
        assert not is_kept("/early/tea")
        assert not is_kept("/early-a/tea", AsyncClient)
        assert is_kept("/kept/tea")


def test_facts_that_fail_are_not_kept() -> None:
    """
    What is shown in their place could have been anything; the others are.
    """
    fallback = "tests.hosts.django_views.consoling"
    lazy = project.BLOCKRULES | {"PAGE": "tests.hosts.django_views.Careless"}
    with override_settings(MIDDLEWARE=[*KEPT[:-1], fallback, FETCH], BLOCKRULES=lazy):
        response = Client().get("/shop")
        assert response.content == b"all that we have"
        assert (response.headers["Vary"], response.headers["Cache-Control"]) == ("*", "private")
        assert not is_kept("/shop")


def test_what_is_personal_is_not_kept() -> None:
    """
    Nor what hangs on facts of which the site says nothing.
    """
    headers = {name: value for name, value in project.HEADERS.items() if name != "device"}
    with override_settings(MIDDLEWARE=KEPT, BLOCKRULES=project.BLOCKRULES | {"HEADERS": headers}):
        assert not is_kept("/tea")


def test_what_is_unchanged_is_told_what_it_hangs_on() -> None:
    """
    A 304 has the headers of the page.
    """
    with override_settings(MIDDLEWARE=[*OTHERS, *project.MIDDLEWARE]):
        client = Client()
        first = client.get("/tea")
        second = client.get("/tea", headers={"if-none-match": first.headers["ETag"]})
        assert second.status_code == 304
        assert second.headers["Vary"] == first.headers["Vary"]


def test_a_compressed_page_is_told() -> None:
    """
    Beside what compressing hangs on.
    """
    with override_settings(MIDDLEWARE=[*OTHERS, *project.MIDDLEWARE]):
        response = Client().get(f"/tea?title={'long' * 100}", headers={"accept-encoding": "gzip"})
    assert response.headers["Content-Encoding"] == "gzip"
    assert {"Accept-Encoding", "User-Agent"} <= {*response.headers["Vary"].split(", ")}
