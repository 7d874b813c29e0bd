"""
What a reader is shown of every case that something is wrong with, kept under ``cases/rendered/``.

``python -m tests.rendered`` writes it anew, and prints what that changes.
"""

from difflib import unified_diff
from pathlib import Path

from tests.test_cases import CASES, FOLDER, outcome

KEPT = FOLDER / "rendered"


def rendered() -> dict[Path, str]:
    """
    What each file under ``cases/rendered/`` should hold: under the claim of a case its diagnostics, and the failures
    of its tests.
    """
    shown: dict[Path, list[str]] = {}
    for name, case in CASES.items():
        rules, found = outcome(case)
        failures = [each for result in rules.run_tests() for each in result.failures] if rules else []
        if drawn := "\n\n".join(map(str, [*found, *failures])):
            file = name.removesuffix(f": {case.claim}")
            shown.setdefault(KEPT / f"{file}.txt", []).append(f"# {case.claim}\n\n{drawn}\n")
    return {path: "\n\n".join(each) for path, each in shown.items()}


def change(path: Path, text: str) -> str:
    """
    What writing *text* to the file at *path* changes there; empty where it changes nothing.
    """
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    before, after = kept.splitlines(), text.splitlines()
    return "\n".join(unified_diff(before, after, f"{path.name}, kept", f"{path.name}, now", lineterm=""))


def keep(path: Path, text: str) -> None:
    """
    Print what *text* changes in the file at *path*, and write it there.
    """
    if changed := change(path, text):
        print(changed)
        path.write_text(text, encoding="utf-8")


def rewrite(texts: dict[Path, str], folder: Path) -> None:
    """
    Make *folder* hold the *texts* alone, and print what that changes.
    """
    for path in sorted({*folder.iterdir()} - {*texts}):
        print(f"{path.name} goes")
        path.unlink()
    for path, text in texts.items():
        keep(path, text)


if __name__ == "__main__":
    rewrite(rendered(), KEPT)
