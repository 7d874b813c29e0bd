"""
Run every benchmark; print the tables and write them to RESULTS.md, where all from the marker on is kept by hand.
"""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from benchmarks import analysing, answering, explaining, imported, loading
from benchmarks.contenders import ENGINES, installed

RESULTS = Path(__file__).with_name("RESULTS.md")
MARKER = "<!-- From here on kept by hand -->"


def main() -> None:
    """
    Print and write.
    """
    head = [f"# Results\n\n`python -m benchmarks` on {datetime.now(UTC):%Y-%m-%d}.\n", *_circumstances(), ""]
    missing = ", ".join(package for package in ENGINES if package not in installed())
    if missing:
        head.append(f"Without {missing}: not installed; the extra `bench` has them.\n")
    parts = ["\n".join(head)]
    print(parts[0])
    for table in chain(
        answering.tables(), explaining.tables(), analysing.tables(), loading.tables(), imported.tables()
    ):
        print(table, flush=True)
        parts.append(str(table))
    before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    _, _, by_hand = before.partition(MARKER)
    RESULTS.write_text("\n".join([*parts, MARKER]) + (by_hand or "\n"), encoding="utf-8")


def _circumstances() -> list[str]:
    packages = {name: version(name) for name in ("blockrules", "attrs", "lark")} | installed()
    return [
        f"- Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}",
        f"- {platform.python_implementation()} {platform.python_version()}",
        f"- {', '.join(f'{name} {number}' for name, number in packages.items())}",
    ]


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or platform.machine())


if __name__ == "__main__":
    main()
