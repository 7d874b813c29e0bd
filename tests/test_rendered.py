"""
What a reader is shown of the cases is what was kept, and read, before.
"""

from pathlib import Path

import pytest

from tests.rendered import KEPT, change, rendered, rewrite

RENDERED = rendered()


@pytest.mark.parametrize("path", sorted({*RENDERED, *KEPT.iterdir()}), ids=lambda path: path.stem)
def test_a_case_is_shown_as_it_was(path: Path) -> None:
    """
    Nothing that is shown of a case changes, comes or goes unseen.
    """
    changed = change(path, RENDERED.get(path, ""))
    assert not changed, f"`python -m tests.rendered` writes this anew:\n{changed}"


def test_what_is_shown_is_written_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What has changed is printed and kept, and a file that nothing is shown of any more goes; after that all is well.
    """
    (tmp_path / "new.txt").write_text("old\n", encoding="utf-8")
    (tmp_path / "gone.txt").write_text("old\n", encoding="utf-8")
    rewrite({tmp_path / "new.txt": "now\n"}, tmp_path)
    assert capsys.readouterr().out == ("gone.txt goes\n--- new.txt, kept\n+++ new.txt, now\n@@ -1 +1 @@\n-old\n+now\n")
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"new.txt": "now\n"}
    rewrite({tmp_path / "new.txt": "now\n"}, tmp_path)
    assert capsys.readouterr().out == ""
