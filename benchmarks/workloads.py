"""
Generated sites: rules, the hand-written Python that a good engineer would put in their place, and pages for both.

The shapes of conditions follow the counts of 36 public sites: half of the placed blocks have a condition, of those four
in five are about paths alone, most others join two tests; a path condition has one or two lines, three in five of them
exact, a quarter ending in `/*`. Three profiles stress different things: *content* is that mix, *adverts* has many
members, buckets and dates but few paths, *paths* has many patterns and little else.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

import attrs

Profile = Literal["content", "adverts", "paths"]
Traffic = Literal["hot", "traffic", "fresh"]
Page = dict[str, object]

PROFILES: tuple[Profile, ...] = ("content", "adverts", "paths")
SIZES = (10, 40, 100, 300, 1_000, 10_000)
TYPES = ("article", "blog", "book", "event", "faq", "job", "landing", "news", "page", "resource")
ROLES = ("anonymous", "authenticated", "author", "editor", "member", "fellow", "admin", "staff")
LANGUAGES = ("en", "fr", "de", "es")
COUNTRIES = tuple(f"c{number:02}" for number in range(60))
SECTIONS = tuple(f"s{number:02}" for number in range(30))
DEVICES = ("desktop", "tablet", "mobile")
START = datetime(2026, 11, 1, tzinfo=UTC)


@attrs.frozen
class Workload:
    """
    A site of one profile: the same rules as a rules file and as Python, and the facts of its pages.
    """

    profile: Profile
    regions: int
    rules: str
    python: str
    paths: tuple[str, ...]
    conditions: tuple["Said | None", ...]

    def pages(self, traffic: Traffic, count: int, seed: int = 7) -> list[Page]:
        """
        *count* pages: a thousand over and over; by Zipf's law of a few thousand, while the clock moves; or all of them
        new.
        """
        random = Random(f"{self.profile} {self.regions} {traffic} {seed}")
        if traffic == "fresh":
            return [self._page(random, fresh=True) for _ in range(count)]
        if traffic == "hot":
            hot = [self._page(random, fresh=False) for _ in range(1_000)]
            return [hot[number % len(hot)] for number in range(count)]
        known = [self._page(random, fresh=False) for _ in range(3_000)]
        weights = [1 / rank for rank in range(1, len(known) + 1)]
        chosen = random.choices(known, weights, k=count)
        return [self._moved(page, number) for number, page in enumerate(chosen)]

    def _page(self, random: Random, *, fresh: bool) -> Page:
        path = random.choice(self.paths)
        if fresh and random.random() < 0.7:
            path = f"{path.rstrip('/')}/{random.randrange(10**9)}"
        if self.profile == "adverts":
            return {
                "country": random.choice(COUNTRIES),
                "section": random.choice(SECTIONS),
                "device": random.choice(DEVICES),
                "member": random.random() < 0.1,
                "visitor": f"v{random.randrange(10**9 if fresh else 10**4)}",
                "path": path,
                "now": START + timedelta(seconds=random.randrange(60 * 86_400)),
            }
        roles = ("anonymous",) if random.random() < 0.8 else ("authenticated", random.choice(ROLES[2:]))
        return {
            "type": random.choice(TYPES) if random.random() < 0.8 else None,
            "roles": roles,
            "language": random.choice(LANGUAGES),
            "path": path,
        }

    def _moved(self, page: Page, number: int) -> Page:
        return {**page, "now": START + timedelta(days=20, seconds=number)} if "now" in page else page


@attrs.frozen
class Dialect:
    """
    How an expression language writes what these languages write differently; the rest they share. `{}` stands for an
    operand.
    """

    conjunction: str
    disjunction: str
    negation: str
    starts: str
    ends: str
    matches: str


Said = Callable[[Dialect], str]


@attrs.frozen
class Test:
    """
    One test, thrice: in the language, in Python and, unless expression languages have no such test, in any of them.
    """

    __test__ = False

    rule: str
    python: str
    said: Said | None


FACTS = {
    "content": "type: optional one of {types}  roles: set of one of {roles}  language: one of {languages}  path: path",
    "adverts": (
        "country: one of {countries}  section: one of {sections}  device: one of {devices}  member: bool  visitor: text"
        "  path: path  now: datetime"
    ),
}
LOCALS = {
    "content": ("type", "roles", "language", "path"),
    "adverts": ("country", "section", "device", "member", "visitor", "path", "now"),
}


def workload(profile: Profile, regions: int, seed: int = 1) -> Workload:
    """
    The site of that *profile* with so many *regions*; the same for the same *seed*.
    """
    random = Random(f"{profile} {regions} {seed}")
    sections = [f"/section-{number}" for number in range(max(4, regions // 6))]
    paths = tuple(
        ["/", *sections] + [f"{section}/page-{random.randrange(30)}" for section in sections for _ in range(6)]
    )
    kind = "adverts" if profile == "adverts" else "content"
    facts = FACTS[kind].format(
        types=", ".join(TYPES),
        roles=", ".join(ROLES),
        languages=", ".join(LANGUAGES),
        countries=", ".join(COUNTRIES),
        sections=", ".join(SECTIONS),
        devices=", ".join(DEVICES),
    )
    rules = [f"facts {{ {facts} }}"]
    python = ["def regions(page):"] + [f"    {name} = page[{name!r}]" for name in LOCALS[kind]]
    python += ["    names = []", "    add = names.append"]
    compiled: list[str] = []
    conditions: list[Said | None] = []
    draw = {"content": _content, "adverts": _advert, "paths": _path_only}[profile]
    for number in range(regions):
        tests = draw(random, paths, regions, compiled)
        when = f" when {' and '.join(test.rule for test in tests)}" if tests else ""
        rules.append(f"region region_{number}{when} {{ block block_{number} in slot_{number % 9} }}")
        python.append(f"    if {' and '.join(test.python for test in tests) or 'True'}:")
        python.append(f"        add('region_{number}')")
        conditions.append(_conjunction(tests))
    python.append("    return tuple(names)")
    return Workload(profile, regions, "\n".join(rules), "\n".join([*compiled, *python]), paths, tuple(conditions))


# Conditions


def _content(random: Random, paths: tuple[str, ...], regions: int, compiled: list[str]) -> list[Test]:
    def path() -> Test:
        return _path(random, paths, compiled)

    def not_path() -> Test:
        return _negated(path())

    shapes: list[tuple[int, list[Callable[[], Test]]]] = [
        (100, []),
        (749, [path]),
        (57, [path, lambda: _roles(random)]),
        (44, [not_path]),
        (35, [lambda: _type(random)]),
        (31, [lambda: _language(random), path]),
        (24, [lambda: _roles(random)]),
        (16, [lambda: _type(random), not_path]),
        (12, [lambda: _type(random), lambda: _language(random)]),
        (12, [lambda: _type(random), lambda: _roles(random), path]),
    ]
    shape = random.choices([parts for _, parts in shapes], [weight for weight, _ in shapes])[0]
    return [part() for part in shape]


def _path_only(random: Random, paths: tuple[str, ...], regions: int, compiled: list[str]) -> list[Test]:
    test = _path(random, paths, compiled)
    return [test, _roles(random)] if random.random() < 0.1 else [test]


def _advert(random: Random, paths: tuple[str, ...], regions: int, compiled: list[str]) -> list[Test]:
    tests = [_one_of(random, "country", COUNTRIES, random.randint(1, 12))]
    if random.random() < 0.6:
        tests.append(_one_of(random, "section", SECTIONS, random.randint(1, 6)))
    if random.random() < 0.5:
        tests.append(_one_of(random, "device", DEVICES, 1))
    if random.random() < 0.3:
        tests.append(Test("not member", "not member", lambda dialect: dialect.negation.format("member")))
    if random.random() < 0.05:
        tests.append(_path(random, paths, compiled))
    if random.random() < 0.4:
        tests.append(_flight(random, compiled))
    if random.random() < 0.3:
        tests.append(_rollout(random, regions))
    return tests


def _one_of(random: Random, fact: str, members: tuple[str, ...], count: int) -> Test:
    chosen = random.sample(members, count)
    if count == 1:
        equal = f"{fact} == {chosen[0]!r}"
        return Test(f"{fact} is {chosen[0]}", equal, lambda dialect: equal)
    rule, python = f"{fact} in ({', '.join(chosen)})", f"{fact} in {{{', '.join(map(repr, chosen))}}}"
    return Test(rule, python, lambda dialect: f"{fact} in {chosen!r}")


def _type(random: Random) -> Test:
    return _one_of(random, "type", TYPES, random.choice((1, 1, 2, 3)))


def _language(random: Random) -> Test:
    return _one_of(random, "language", LANGUAGES, 1)


def _roles(random: Random) -> Test:
    chosen = random.sample(ROLES, random.choice((1, 1, 2, 3)))
    rule = f"roles has {chosen[0]}" if len(chosen) == 1 else f"roles has any of ({', '.join(chosen)})"
    parts = [f"{role!r} in roles" for role in chosen]
    python = " or ".join(parts)
    return Test(rule, f"({python})" if len(chosen) > 1 else python, lambda dialect: _disjunction(parts, dialect))


def _flight(random: Random, compiled: list[str]) -> Test:
    start = START + timedelta(days=random.randrange(50))
    end = start + timedelta(days=random.randint(3, 20))
    low, high = f"D{len(compiled)}", f"D{len(compiled) + 1}"
    compiled += [
        f"{name} = datetime.fromisoformat('{moment.isoformat()}')" for name, moment in ((low, start), (high, end))
    ]
    written = " .. ".join(moment.strftime("%Y-%m-%dT%H:%MZ") for moment in (start, end))
    return Test(f"now in {written}", f"{low} <= now < {high}", None)


def _rollout(random: Random, regions: int) -> Test:
    seed, share = f"campaign-{random.randrange(5 + regions // 20)}", random.choice((1, 5, 10, 50))
    return Test(f'visitor in {share}% of "{seed}"', f"bucket({seed!r}, visitor) < {share * 100}", None)


def _path(random: Random, paths: tuple[str, ...], compiled: list[str]) -> Test:
    count = random.choices((1, 2, 3, 4, 5, 6, 8), (445, 446, 44, 40, 17, 15, 16))[0]
    exact, prefixes, others = [], [], []
    for path in random.sample(paths[1:], count):
        match random.choices(("exact", "below", "inside", "middle"), (1673, 705, 149, 60))[0]:
            case "exact":
                exact.append(path)
            case "below":
                prefixes.append(f"{path}/")
            case "inside":
                prefixes.append(path[:-1])
            case _:
                others.append(f"/*{path[path.rindex('/') :]}")
    return Test(
        _path_rule(exact, prefixes, others),
        _path_python(exact, prefixes, others, compiled),
        lambda dialect: _path_said(exact, prefixes, others, dialect),
    )


def _path_rule(exact: list[str], prefixes: list[str], others: list[str]) -> str:
    patterns = [*exact, *(f"{prefix}**" for prefix in prefixes), *others]
    if patterns == exact and len(exact) == 1:
        return f'path is "{exact[0]}"'
    quoted = ", ".join(f'"{pattern}"' for pattern in patterns)
    return f"path in ({quoted})" if patterns == exact else f"path matches ({quoted})"


def _path_python(exact: list[str], prefixes: list[str], others: list[str], compiled: list[str]) -> str:
    parts = (
        [f"path == {exact[0]!r}" if len(exact) == 1 else f"path in {{{', '.join(map(repr, exact))}}}"] if exact else []
    )
    if prefixes:
        wanted = repr(prefixes[0]) if len(prefixes) == 1 else repr(tuple(prefixes))
        parts.append(f"path.startswith({wanted})")
    for pattern in others:
        compiled.append(f"P{len(compiled)} = re.compile({pattern.replace('*', '[^/]*')!r}).fullmatch")
        parts.append(f"P{len(compiled) - 1}(path)")
    return f"({' or '.join(parts)})" if len(parts) > 1 else parts[0]


def _path_said(exact: list[str], prefixes: list[str], others: list[str], dialect: Dialect) -> str:
    parts = [f"path == {exact[0]!r}" if len(exact) == 1 else f"path in {exact!r}"] if exact else []
    parts += [dialect.starts.format(repr(prefix)) for prefix in prefixes]
    for pattern in others:
        # Some engines compile an expression anew each time, so its end is looked at first.
        ends = dialect.ends.format(repr(pattern.removeprefix("/*")))
        matches = dialect.matches.format(repr(f"^{pattern.replace('*', '[^/]*')}$"))
        parts.append(f"({ends} {dialect.conjunction} {matches})")
    return _disjunction(parts, dialect)


def _negated(test: Test) -> Test:
    python = f"not {test.python}" if test.python.startswith("(") else f"not ({test.python})"
    said = test.said
    return Test(f"not {test.rule}", python, said and (lambda dialect: dialect.negation.format(said(dialect))))


def _conjunction(tests: list[Test]) -> Said | None:
    parts = [test.said for test in tests if test.said]
    if len(parts) < len(tests):
        return None
    return lambda dialect: f" {dialect.conjunction} ".join(said(dialect) for said in parts) or "true"


def _disjunction(parts: list[str], dialect: Dialect) -> str:
    return f"({f' {dialect.disjunction} '.join(parts)})" if len(parts) > 1 else parts[0]
