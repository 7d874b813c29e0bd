"""
`blockrules layout`.
"""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Command


def test_a_sample_page_is_laid_out(command: Command) -> None:
    """Its regions with their blocks, the slots, and what the answer hung on."""
    done = command("layout", "site.blockrules", "--sample", "home")
    assert (done.status, done.err) == (0, "")
    assert done.out == (
        "Regions\n  hero  banner\n\nBlocks, by slot\n  top   banner\n  side  -\n\n"
        "This hung on at, count, day, device, member, node.type, now, roles, share.\n"
    )


def test_pairs_stand_over_a_sample_page(command: Command) -> None:
    """Typed by the facts."""
    done = command("layout", "site.blockrules", "--sample", "home", "device=mobile", "roles=editor,admin", "--json")
    shown = json.loads(done.out)
    assert [region["name"] for region in shown["regions"]] == ["team"]
    assert shown["slots"] == {"top": [], "side": [{"block": "notes", "region": "team"}]}
    assert "roles" in shown["vary"]
    assert shown["expires"] is None


@pytest.mark.parametrize(
    ("pairs", "regions"),
    [
        (["member=true"], []),
        (["member=false"], ["hero"]),
        (["roles="], ["hero"]),
        (["node.type=x"], ["hero", "team"]),
        (["node.type=none"], ["hero"]),
        (["count=4"], ["hero", "sale"]),
        (["count=-4"], ["hero"]),
        (["share=0.95"], ["hero", "sale"]),
        (["share=1"], ["hero", "sale"]),
        (["day=2026-01-02"], ["hero", "sale"]),
        (["at=09:00"], ["hero", "sale"]),
        (["at=09:00:01"], ["hero"]),
        (["now=2026-12-01T08:59Z"], ["hero", "sale"]),
        (["now=2026-12-01T09:00"], ["hero"]),
        (["now=2026-12-01T10:59+02:00"], ["hero", "sale"]),
    ],
)
def test_pairs_are_spelt_as_in_a_rules_file(command: Command, pairs: list[str], regions: list[str]) -> None:
    """A datetime without an offset is of the file's zone."""
    done = command("layout", "site.blockrules", "device=desktop", *pairs, "--json")
    assert [region["name"] for region in json.loads(done.out)["regions"]] == regions


def test_an_answer_that_expires_says_when(command: Command) -> None:
    """As text and as JSON."""
    pairs = ("--sample", "home", "now=2026-11-01T00:00")
    assert "so until just before 2026-12-01T09:00:00+00:00" in command("layout", "site.blockrules", *pairs).out
    assert json.loads(command("layout", "site.blockrules", *pairs, "--json").out)["expires"].startswith("2026-12-01")


@pytest.mark.parametrize(
    "page",
    [
        {"device": "desktop", "node.type": "x", "roles": ["admin"], "day": "2026-01-02", "at": "09:00", "share": 0.1},
        {"device": "desktop", "node": {"type": "x"}, "now": "2026-11-01T00:00"},
    ],
)
def test_a_page_is_read_from_json(command: Command, folder: Path, page: dict[str, object]) -> None:
    """Dates, times and datetimes in their written form, sets as lists, dotted facts in either way."""
    (folder / "page.json").write_text(json.dumps(page), encoding="utf-8")
    for done in (
        command("layout", "site.blockrules", "--page", "page.json", "--json"),
        command("layout", "site.blockrules", "--page", "-", "--json", text=json.dumps(page)),
    ):
        assert [region["name"] for region in json.loads(done.out)["regions"]] == ["hero", "team", "sale"]


def test_a_pair_takes_the_place_of_what_the_page_gives_in_another_way(command: Command, folder: Path) -> None:
    """Nested or dotted, and nothing beside it."""
    (folder / "page.json").write_text('{"device": "desktop", "node": {"type": "x"}, "count": 9}', encoding="utf-8")
    done = command("layout", "site.blockrules", "--page", "page.json", "node.type=y", "--json")
    assert [region["name"] for region in json.loads(done.out)["regions"]] == ["hero", "sale"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["devise=mobile"], "no fact named `devise`; did you mean `device`?"),
        (["zzz=1"], "no fact named `zzz`"),
        (["device"], "`device`: facts are given as FACT=VALUE"),
        (["device=mobile", "device=desktop"], "`device` is given twice"),
        (["--sample", "hone"], "no sample page named `hone`; did you mean `home`?"),
        (["--sample", "zzz"], "no sample page named `zzz`"),
        (["--page", "missing.json"], "missing.json: no such file or directory"),
        (["--page", "site.blockrules"], "this is no JSON"),
        (["device=watch"], "`device`: expected one of desktop, mobile, another text came"),
        (["device=mobile", "member=yes"], "`member`: expected bool, a text came"),
        (["device=mobile", "count=3.5"], "`count`: expected int, a text came"),
        (["device=mobile", "day=2026-02-30"], "`day`: expected date or none, a text came"),
    ],
)
def test_a_page_that_cannot_be_read_is_wrong_usage(command: Command, arguments: list[str], said: str) -> None:
    """With what is wrong."""
    done = command("layout", "site.blockrules", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[1]", "a page is a JSON object"),
        ('{"device": "mobile", "device": "desktop"}', "`device` is given twice"),
        ("[" * 100_000, "this is no JSON"),
        ("\x00", "this is no JSON"),
    ],
)
def test_json_that_is_no_page_is_wrong_usage(command: Command, text: str, said: str) -> None:
    """Whatever it is."""
    done = command("layout", "site.blockrules", "--page", "-", text=text)
    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_file_with_errors_lays_out_nothing(command: Command, folder: Path) -> None:
    """Its diagnostics stand beside the output."""
    (folder / "bad.blockrules").write_text("region a when b", encoding="utf-8")
    done = command("layout", "bad.blockrules")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("error[BR201]: no fact named `b`")


def test_a_file_without_regions_or_slots_says_so(command: Command, folder: Path) -> None:
    """Nothing is shown as `none`."""
    (folder / "none.blockrules").write_text("facts { a: bool = false }", encoding="utf-8")
    done = command("layout", "none.blockrules")
    assert done.out == "Regions\n  none\n\nBlocks, by slot\n  none\n\nThis hung on no fact.\n"
