"""
The debug toolbar's panel: why the page has its layout, what caches were told, and what a broken edit has of errors.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from debug_toolbar.toolbar import DebugToolbar
from django.test import AsyncClient, Client, override_settings

from blockrules.hosts.django.site import installed
from tests.hosts import django_project as project

TOOLBAR = "debug_toolbar.middleware.DebugToolbarMiddleware"


def shown(path: str, client: Any = Client, middleware: Sequence[str] = project.MIDDLEWARE) -> tuple[str, str]:
    """
    The panel's subtitle and contents for a page.
    """
    made: list[Any] = []

    def keep(toolbar: Any, **_: Any) -> None:
        made.append(toolbar)

    DebugToolbar._created.connect(keep)
    with override_settings(MIDDLEWARE=[TOOLBAR, *middleware]):
        response = client().get(path)
        if asyncio.iscoroutine(response):
            asyncio.run(response)
    DebugToolbar._created.disconnect(keep)
    (panel,) = made[-1].panels
    return panel.nav_subtitle, panel.content


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_the_reasons_are_shown(client: Any) -> None:
    """
    With what the layout hung on, and the headers.
    """
    subtitle, content = shown("/a", client)
    assert subtitle == "1 region"
    assert "sitewide" in content
    assert "Sec-CH-UA-Mobile, Sec-CH-UA-Platform, User-Agent" in content
    assert str(project.FILE) in content
    assert "broken" not in content


def test_a_page_without_a_layout_has_nothing_to_show() -> None:
    """
    Nor has one that did not go through the middleware.
    """
    subtitle, content = shown("/untouched")
    assert (subtitle, "Nothing asked for the layout" in content) == ("not asked for", True)
    subtitle, content = shown("/untouched", middleware=[])
    assert (subtitle, "did not go through LayoutMiddleware" in content) == ("no LayoutMiddleware", True)


def test_a_broken_edit_is_shown(tmp_path: Path) -> None:
    """
    Beside the rules that are still in use.
    """
    file = tmp_path / "site.blockrules"
    file.write_text("facts { path: path }\nregion one_ { block menu in header }\nregion two_ { block fold in header }")
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"FILE": file}):
        installed().watched.refresh()
        file.write_text("region <nothing>")
        installed().watched.settle()
        subtitle, content = shown("/")
    assert subtitle == "2 regions"
    assert "region &lt;nothing&gt;" in content


def test_a_fact_that_the_layout_did_not_need_may_be_wrong() -> None:
    """
    The explanation needs it; the page does not fail.
    """
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"PAGE": "tests.hosts.django_views.Careless"}):
        subtitle, content = shown("/")
    assert subtitle == "1 region"
    assert "`membership`: expected one of anonymous, member" in content
