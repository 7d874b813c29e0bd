"""
Runs of pytest in a folder of their own, with the plugin and nobody's settings.
"""

from collections.abc import Callable

import pytest

import blockrules

# The runs of pytest within this process forget what they import, so it is here before them.
from pytest_blockrules import items

assert blockrules.loads("region a").name != items.__name__

SITE = """
facts {
    device:  one of desktop, mobile
    member:  bool = false
}

region offers when device is desktop and not member {
    block voucher in sidebar
}

region footer {
    block imprint in bottom
}
"""
PASSES = """
test "a visitor has offers" {
    given { device: desktop }
    expect regions offers, footer
}
"""
FAILS = """
test "a phone has offers" {
    given { device: mobile }
    expect regions offers, footer
}
"""
Write = Callable[[dict[str, str]], None]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    What a service that builds sets would make differences longer.
    """
    for name in ("CI", "BUILD_NUMBER", "PYTEST_XDIST_AUTO_NUM_WORKERS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def write(pytester: pytest.Pytester) -> Write:
    """
    What writes files, by their paths.
    """

    def written(files: dict[str, str]) -> None:
        for path, text in files.items():
            file = pytester.path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.lstrip("\n"), encoding="utf-8")

    return written
