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
        (["device=watch"], "`device`: `watch` is not one of desktop, mobile\n"),
        (["device=Mobile"], "`device`: `Mobile` is not one of desktop, mobile; did you mean `mobile`?"),
        (["roles=editor,editr"], "`roles`: `editr` is not one of admin, editor; did you mean `editor`?"),
        (["roles=editor,"], "`roles`: `` is not one of admin, editor\n"),
        (["mood=glad"], "`mood`: `glad` is not one of good, bad or none\n"),
        (["member=yes"], "`member`: a bool is `true` or `false`\n"),
        (["member=True"], "`member`: a bool is `true` or `false`\n"),
        (["count=3.5"], "`count`: an int is a whole number, as in `5`\n"),
        (["count=x"], "`count`: an int is a whole number, as in `5`\n"),
        (["share=1,5"], "`share`: a number is written as in `5` or `2.5`\n"),
        (["day=2026-02-30"], "`day`: a date is written as in `2026-12-05` or `none`\n"),
        (["at=9"], "`at`: a time is written as in `09:00` or `none`\n"),
        (["now=05.12.2026"], "`now`: a datetime is written as in `2026-12-05T10:00` or `none`\n"),
        (["now=2026-12-05"], "`now`: a datetime is written as in `2026-12-05T10:00` or `none`\n"),
        (["where=news"], "`where`: a path begins with `/`\n"),
        (["where=/news"], "`device`: expected one of desktop, mobile, nothing came"),
    ],
)
def test_a_page_that_cannot_be_read_is_wrong_usage(
    command: Command, folder: Path, arguments: list[str], said: str
) -> None:
    """With what is wrong, and how it is written."""
    text = (folder / "site.blockrules").read_text(encoding="utf-8")
    more = 'facts { mood: optional one of good, bad  where: path = "/" }\n'
    (folder / "site.blockrules").write_text(text + more, encoding="utf-8")
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


def test_blanks_after_commas_are_no_part_of_members(command: Command) -> None:
    """As in a rules file."""
    done = command("layout", "site.blockrules", "device=mobile", "roles=editor, admin", "--json")
    assert [region["name"] for region in json.loads(done.out)["regions"]] == ["team"]


def test_a_moment_in_json_is_told_how_it_is_written(command: Command) -> None:
    """Without what came: it may be somebody's."""
    done = command("layout", "site.blockrules", "--page", "-", text='{"device": "mobile", "day": "5. 12."}')
    assert done.err == "error: `day`: a date is written as in `2026-12-05` or `none`\n"


def test_without_a_timezone_a_datetime_has_an_offset(command: Command, folder: Path) -> None:
    """Nobody could say which instant it is."""
    (folder / "x.blockrules").write_text(
        "facts { now: datetime } region a when now < 2026-01-01T00:00Z", encoding="utf-8"
    )
    said = "error: `now`: these rules name no timezone, so it has an offset, as in `2026-12-05T10:00Z`\n"
    assert command("layout", "x.blockrules", "now=2025-01-01T00:00").err == said
    assert command("layout", "x.blockrules", "now=2025-01-01T00:00Z").status == 0


def test_errors_are_json_for_tools(command: Command, folder: Path) -> None:
    """Of the file, and of the page."""
    (folder / "bad.blockrules").write_text("region a when b", encoding="utf-8")
    done = command("layout", "bad.blockrules", "--json")
    assert (done.status, done.err) == (1, "")
    assert [each["code"] for each in json.loads(done.out)["errors"]] == ["BR201"]
    done = command("layout", "site.blockrules", "device=watch", "--json")
    assert done.status == 2
    assert json.loads(done.out) == {"errors": [{"message": "`device`: `watch` is not one of desktop, mobile"}]}
