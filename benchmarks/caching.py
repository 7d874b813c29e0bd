"""
What a cache that all visitors share keeps of the seed's site, and whom it serves what: nginx, before uvicorn.

`python -m benchmarks.caching` prints a table. BLOCKRULES_SEED=N draws the same visits again.
"""

import http.client
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

import blockrules
from benchmarks.cached_site import NODES, SITE, membership, page_facts, said
from benchmarks.servers import NGINX, cache, free_port, running
from benchmarks.tables import Table
from blockrules.hosts.request import device

ROOT = Path(__file__).parents[1]
REQUESTS, CLIENTS = 5_000, 4
UVICORN = [sys.executable, "-m", "uvicorn", "--log-level", "warning"]
# What each way is called in the table.
WAYS = {
    "exact": "by what each layout hangs on",
    "all": "by the headers of all facts",
    "none": "without `Vary`",
    "classes": "by what each hangs on, of visitors whom the cache sorts itself",
}
AGENTS = [line.split("\t")[1] for line in ROOT.joinpath("tests", "hosts", "agents.txt").read_text("utf-8").splitlines()]
# What new browsers say beside their user agent, and what others say.
HINTS: list[dict[str, str]] = [
    {"Sec-CH-UA-Mobile": "?0", "Sec-CH-UA-Platform": '"Windows"'},
    {"Sec-CH-UA-Mobile": "?1", "Sec-CH-UA-Platform": '"Android"'},
    {},
    {},
]
# A cache that sorts visitors by itself, as docs/caching.md shows.
SORTS = r"""
    map $http_user_agent $by_agent {
        default desktop; "~\bTV\b" desktop; "~iPad|Tablet|Kindle|PlayBook" tablet; "~Mobi" mobile; "~Android" tablet;
    }
    map $http_sec_ch_ua_mobile $device { default $by_agent; "?0" desktop; "?1" mobile; }
    map $cookie_session $membership { default anonymous; "~^m" member; "~^r" registered; }
"""
SORTED = """
    proxy_set_header X-Device $device;
    proxy_set_header X-Membership $membership;
    proxy_cache_key $request_uri|$device|$membership;
"""
RULES = blockrules.load(SITE)


@attrs.frozen
class Visit:
    """
    What somebody asks for, with which headers.
    """

    path: str
    headers: dict[str, str]


@attrs.frozen
class Outcome:
    """
    What came of many visits: how many were answered by the cache, and how many with what was another's.
    """

    share: float
    wrong: int


def visits(seed: int) -> list[Visit]:
    """
    Those of strangers and members, with phones and at desks; half of them begin at the front page.
    """
    chance = random.Random(seed)
    paths = ["/", "/admin", *NODES]
    every = []
    for _ in range(REQUESTS):
        headers = {"User-Agent": chance.choice(AGENTS), **chance.choice(HINTS)}
        if chance.random() < 0.4:
            headers["Cookie"] = f"session={chance.choice('mr')}{chance.randrange(20)}"
        every.append(Visit(chance.choices(paths, [6, 1, 2, 2, 1, 1])[0], headers))
    return every


def outcomes(seed: int, folder: Path) -> dict[str, Outcome]:
    """
    What comes of the same visits by each way to tell the cache apart what it keeps.
    """
    found = {keys: outcome(keys, seed, folder) for keys in ("exact", "all", "none")}
    return found | {"classes": outcome("classes", seed, folder, SORTS, SORTED)}


def outcome(keys: str, seed: int, folder: Path, more: str = "", inside: str = "") -> Outcome:
    """
    What comes of the visits where the site gives the cache those *keys*.
    """
    port, log, every = free_port(), folder / f"{keys}.log", visits(seed)
    with (
        running([*UVICORN, "--port", str(port), "benchmarks.cached_site:app"], port, log, ROOT, {"KEYS": keys}),
        cache(port, folder / keys, more, inside) as front,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        found = pool.map(lambda turn: answered(front, every[turn::CLIENTS]), range(CLIENTS))
        total = sum(found, Counter[str]())
    return Outcome(total["HIT"] / REQUESTS, total["wrong"])


def answered(port: int, visits: list[Visit]) -> Counter[str]:
    """
    How often the cache said what of the answers to *visits*, and how many were wrong.
    """
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = Counter[str]()
    for visit in visits:
        connection.request("GET", visit.path, headers=visit.headers)
        response = connection.getresponse()
        body = response.read().decode()
        assert response.status == 200
        found[response.headers["X-Cache"]] += 1
        found["wrong"] += body != expected(visit)
    connection.close()
    return found


def expected(visit: Visit) -> str:
    """
    What whoever makes the *visit* is to see.
    """
    facts = page_facts(visit.path, device(visit.headers), membership(visit.headers.get("Cookie")))
    return said(RULES.layout(facts))


def table(found: dict[str, Outcome]) -> Table:
    """
    What came of it.
    """
    note = (
        f"Of {REQUESTS:,} requests of members and strangers, with phones, tablets and at desks, through nginx: how "
        "many it answered by itself, and how many with what was another's page."
    )
    rows = [[WAYS[keys], f"{each.share:.1%}", f"{each.wrong:,}"] for keys, each in found.items()]
    return Table("A shared cache", note, ["pages are kept", "answered by the cache", "another's"], rows)


def tables() -> Iterator[Table]:
    """
    The one table; none where there is no nginx.
    """
    if NGINX:
        with TemporaryDirectory() as folder:
            yield table(outcomes(int(os.environ.get("BLOCKRULES_SEED", random.randrange(1_000_000))), Path(folder)))


if __name__ == "__main__":
    for each in tables():
        print(each)
