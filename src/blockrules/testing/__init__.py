"""
What users test their rules with: layouts as expected, pages as a Hypothesis strategy, a page for every layout, and what
no test shows yet.
"""

from typing import TYPE_CHECKING, Any

from blockrules.testing.assertions import assert_layout
from blockrules.testing.layouts import every_layout, missing_cases

if TYPE_CHECKING:
    from blockrules.testing.strategies import pages
    from blockrules.testing.typed import register

__all__ = ["assert_layout", "every_layout", "missing_cases", "pages", "register"]


def __getattr__(name: str) -> Any:
    # What needs Hypothesis is read when it is asked for, so that the rest serves where it is not installed.
    if name == "pages":
        from blockrules.testing.strategies import pages

        return pages
    if name == "register":
        from blockrules.testing.typed import register

        return register
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
