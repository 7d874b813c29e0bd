"""
What a terminal is shown of five pages is what was kept, and read, before.
"""

from pathlib import Path

import pytest

from tests.explanations import KEPT, explanations
from tests.rendered import change

EXPLAINED = explanations()


@pytest.mark.parametrize("path", sorted({*EXPLAINED, *KEPT.iterdir()}), ids=lambda path: path.stem)
def test_a_page_is_explained_as_it_was(path: Path) -> None:
    """In lines that 80 columns hold, save where a name or a condition of the file is longer."""
    text = EXPLAINED.get(path, "")
    changed = change(path, text)
    assert not changed, f"`python -m tests.explanations` writes this anew:\n{changed}"
    assert max(map(len, text.splitlines())) <= 100
