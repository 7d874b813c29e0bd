"""
The example sites under load, while their rules file is written again and again: `wrk` asks, and looks at every page
that it is given. `python -m benchmarks.serving [SECONDS] [SITE…]` prints a table; it ends with 1 where a request
failed, or a page was made by more than one version of the rules.

What is written are sound versions, each of which says its number in three labels that stand on the page; and as every
third one that is faulty or cut in half. Files are written in one go, in two halves, or aside and moved into place.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

import blockrules
from benchmarks.servers import free_port, running
from benchmarks.tables import Table

ROOT = Path(__file__).parents[1]
WRK = shutil.which("wrk")
SECONDS, VERSIONS_A_SECOND, BURST = 20, 30, 10
# Of the page that is asked for, with all adverts; by hand they have none.
LABELS, PAGE = 3, "/vision-aims-values"
GUNICORN = (sys.executable, "-m", "gunicorn", "--threads", "4", "--log-level", "warning", "--bind")
UVICORN = (sys.executable, "-m", "uvicorn", "--log-level", "warning", "--no-access-log", "--port")


@attrs.frozen
class Site:
    """
    An example site: what starts it, before its port, and by which rules, or by hand.
    """

    name: str
    server: tuple[str, ...]
    rules: str
    by_hand: str

    def command(self, application: str, port: int) -> list[str]:
        """
        What serves it at the *port*.
        """
        return [*self.server, f"127.0.0.1:{port}" if self.server is GUNICORN else str(port), application]


SITES = (
    Site("flask", GUNICORN, "examples.flask_site.app:app", "examples.flask_site.plain:app"),
    Site("fastapi", UVICORN, "examples.fastapi_site.app:app", "examples.fastapi_site.plain:app"),
    Site("django", GUNICORN, "examples.django_site.site:application", "examples.django_site.plain:application"),
)


@attrs.frozen
class Load:
    """
    What came of a load: requests that were answered, *failed*, or answered by a *mixed* page; and which versions of the
    rules answered.
    """

    requests: int
    seconds: float
    failed: int
    mixed: int
    versions: frozenset[int]

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


@attrs.define
class Writer:
    """
    What writes one version after another of the rules in a *file*.
    """

    file: Path
    text: str = attrs.field(init=False)
    sound: set[int] = attrs.field(init=False, factory=set)
    written: int = attrs.field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self.text = self.file.read_text(encoding="utf-8")

    def write(self, seconds: float) -> None:
        """
        Write for so long, some at once and then none for a while; and at last a sound one.
        """
        end = time.monotonic() + seconds
        for number in count(1):
            self.write_one(number)
            time.sleep(0.01 if number % BURST else BURST / VERSIONS_A_SECOND - BURST * 0.01)
            if time.monotonic() > end and number % 3:
                return

    def write_one(self, number: int) -> None:
        """
        Write the version *number*.
        """
        text = self.version(number)
        self.written += 1
        if number % 3 == 0:
            text = text.replace("front", "fornt", 1) if number % 2 else self.half(text)
        else:
            self.sound.add(number)
        match number % 4:
            case 0:
                aside = self.file.with_suffix(".new")
                aside.write_text(text, encoding="utf-8")
                aside.replace(self.file)
            case 1:
                with self.file.open("w", encoding="utf-8") as stream:
                    stream.write(text[: len(text) // 2])
                    stream.flush()
                    time.sleep(0.002)
                    stream.write(text[len(text) // 2 :])
            case _:
                self.file.write_text(text, encoding="utf-8")

    def version(self, number: int) -> str:
        """
        The rules, saying *number* in their labels.
        """
        return re.sub(r'label: "([^"]*)"', rf'label: "\1 #v{number}v"', self.text)

    def half(self, text: str) -> str:
        """
        The first half of *text*, or less, where that would be sound by itself.
        """
        for end in range(len(text) // 2, 0, -1):
            try:
                blockrules.loads(text[:end])
            except blockrules.RulesError:
                return text[:end]
        raise AssertionError("any beginning of the rules is sound")


def loads_of(site: Site, seconds: int, folder: Path) -> tuple[Load, Writer, Load]:
    """
    What comes of asking the *site* for so long while its rules are written, with what wrote them, and of asking the
    same by hand. A copy of the examples is made in *folder*.
    """
    shutil.copytree(ROOT / "examples", folder / "examples", dirs_exist_ok=True)
    writer = Writer(folder / "examples" / "medical_site.blockrules")
    writer.write_one(1)
    with ThreadPoolExecutor(1) as pool, served(site, site.rules, folder) as port:
        writing = pool.submit(writer.write, seconds)
        found = load(port, seconds, LABELS)
        writing.result()
    with served(site, site.by_hand, folder) as port:
        return found, writer, load(port, seconds, 0)


@contextmanager
def served(site: Site, application: str, folder: Path) -> Iterator[int]:
    """
    While *application*, of the site, is served from *folder*: its port.
    """
    port = free_port()
    with running(site.command(application, port), port, folder / "log", folder):
        yield port


def load(port: int, seconds: int, labels: int) -> Load:
    """
    What comes of asking for the page for so long, with so many *labels* on it.
    """
    assert WRK
    script = Path(__file__).with_name("pages.lua")
    url = f"http://127.0.0.1:{port}{PAGE}"
    command: list[str | Path] = [WRK, "-t1", "-c8", f"-d{seconds}s", "-s", script, url, "--", str(labels)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = re.search(r"^found (\d+) (\d+) (\d+) (\d+)(.*)$", done.stdout, re.MULTILINE)
    assert found, done.stdout
    requests, duration, failed, mixed = map(int, found.groups()[:4])
    return Load(requests, duration / 1e6, failed, mixed, frozenset(map(int, found[5].split())))


def table(found: Iterable[tuple[Site, Load, Writer, Load]]) -> Table:
    """
    What came of the loads of sites.
    """
    note = (
        f"`wrk` with 8 connections and one worker process, the page {PAGE} of each example site; the rules file is "
        "written meanwhile, every third time faulty or cut in half."
    )
    header = ["site", "requests", "failed", "mixed", "versions written", "that answered", "a second", "of that by hand"]
    rows = [
        [
            site.name,
            f"{ruled.requests:,}",
            f"{ruled.failed:,}",
            f"{ruled.mixed:,}",
            f"{writer.written:,}",
            f"{len(ruled.versions):,}",
            f"{ruled.rate:,.0f}",
            f"{ruled.rate / by_hand.rate:.2f}",
        ]
        for site, ruled, writer, by_hand in found
    ]
    return Table("Example sites under load", note, header, rows)


def faults(site: Site, found: Load, writer: Writer) -> list[str]:
    """
    What must not have come of a load, in words.
    """
    told = [f"{site.name}: {found.failed} requests failed"] if found.failed else []
    told += [f"{site.name}: {found.mixed} pages were mixed"] if found.mixed else []
    told += [f"{site.name}: nothing was answered"] if not found.requests else []
    told += [f"{site.name}: faulty versions answered"] if found.versions - writer.sound else []
    return told + ([f"{site.name}: no new version answered"] if len(found.versions) < 2 else [])


def main(arguments: list[str]) -> int:
    """
    Print the table; 1 where something was found that must not be.
    """
    seconds = int(arguments[0]) if arguments else SECONDS
    sites = [site for site in SITES if site.name in arguments[1:] or not arguments[1:]]
    rows = []
    for site in sites:
        with TemporaryDirectory() as folder:
            rows.append((site, *loads_of(site, seconds, Path(folder))))
    print(table(rows))
    told = [each for site, found, writer, _ in rows for each in faults(site, found, writer)]
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
