"""
How hard the laws are tried: BLOCKRULES_HYPOTHESIS names the profile. And what pytest is not to look at.
"""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

# On CI Hypothesis would fix its seed; here every run is a new one, and every failure prints how to replay it.
settings.register_profile("default", print_blob=True, derandomize=False, deadline=None)
settings.register_profile("ci", settings.get_profile("default"), max_examples=150)
settings.load_profile(os.environ.get("BLOCKRULES_HYPOTHESIS", "default"))

pytest_plugins = ["pytester"]
# Here they are data, some of them wrong on purpose.
collect_ignore_glob = ["*.blockrules"]

# A browser is to fetch nothing of its own.
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """
    A browser without a window, where one is at hand: Chromium, led by Playwright.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not here")
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not here")
    # Not for longer than a module: while it runs, so does an event loop.
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()
