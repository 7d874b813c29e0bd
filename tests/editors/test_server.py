"""
The language server, in sessions with a real client over its standard input and output.
"""

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.editors.client import PATIENCE, Client, RequestFailed, edited, session

FACTS = "facts { front: bool  device: one of desktop, mobile }\n"
MAIN = 'include "facts.blockrules"\n\nregion hero when front is true\nregion news when device is mobile and front\n'


def write(folder: Path, **texts: str) -> None:
    """
    Write each of *texts* to the file of that name.
    """
    for name, text in texts.items():
        (folder / f"{name}.blockrules").write_text(text)


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    """
    The codes of *diagnostics*.
    """
    return [each["code"] for each in diagnostics]


def actions(client: Client, file: str, line: int, column: int, **context: object) -> list[dict[str, Any]]:
    """
    What the server offers to do at a place.
    """
    place = {"line": line, "character": column}
    params = {
        "textDocument": {"uri": client.uri(file)},
        "range": {"start": place, "end": place},
        "context": {"diagnostics": [], **context},
    }
    found: list[dict[str, Any]] = client.request("textDocument/codeAction", params)
    return found


def formatting(client: Client, file: str) -> Any:
    """
    The edits that lay *file* out.
    """
    options = {"tabSize": 4, "insertSpaces": True}
    return client.request("textDocument/formatting", {"textDocument": {"uri": client.uri(file)}, "options": options})


def test_a_fault_is_shown_fixed_and_gone(tmp_path: Path) -> None:
    """From the first opening on; what is right is not complained of."""
    write(tmp_path, facts=FACTS, site=MAIN)
    with session(tmp_path) as client:
        client.open("site.blockrules", MAIN)
        (found,) = client.diagnostics("site.blockrules")
        assert found["code"] == "BR302"
        assert found["severity"] == 1
        assert found["source"] == "blockrules"
        assert found["message"] == "`front` is a bool, which is not compared\nhelp: write `front`"
        assert found["range"] == {"start": {"line": 2, "character": 17}, "end": {"line": 2, "character": 30}}

        (action,) = actions(client, "site.blockrules", 2, 20)
        assert (action["title"], action["kind"], action["isPreferred"]) == ("write `front`", "quickfix", True)
        assert action["diagnostics"] == [found]
        assert actions(client, "site.blockrules", 3, 20) == []
        assert actions(client, "site.blockrules", 2, 20, only=["refactor"]) == []
        assert actions(client, "site.blockrules", 2, 20, only=["quickfix"]) == [action]
        ((uri, edits),) = action["edit"]["changes"].items()
        assert uri == client.uri("site.blockrules")
        client.type("site.blockrules", edited(MAIN, edits))
        assert client.diagnostics("site.blockrules") == []


def test_a_fault_points_to_other_places_too(tmp_path: Path) -> None:
    """In another file, where it stands there; and a warning is one."""
    write(tmp_path, facts=FACTS)
    with session(tmp_path) as client:
        client.open("site.blockrules", f'include "facts.blockrules"\n{FACTS}')
        found = client.diagnostics("site.blockrules")[0]
        (other,) = found["relatedInformation"]
        assert other["message"] == "the first one"
        assert other["location"]["uri"] == client.uri("facts.blockrules")
        assert other["location"]["range"]["start"] == {"line": 0, "character": 8}
        client.type("site.blockrules", 'include "facts.blockrules"\nregion a when device in (mobile, mobile)')
        assert [(each["code"], each["severity"]) for each in client.diagnostics("site.blockrules")] == [("BR901", 2)]


def test_a_pause_in_typing_is_waited_for(tmp_path: Path) -> None:
    """Of many keystrokes only the last counts."""
    with session(tmp_path) as client:
        client.open("site.blockrules", "")
        for end in range(len(MAIN)):
            client.type("site.blockrules", f"region a when nope{end}")
        (found,) = client.diagnostics("site.blockrules")
        assert found["message"].startswith(f"no fact named `nope{len(MAIN) - 1}`")


def test_a_fault_in_an_included_file_is_shown_there(tmp_path: Path) -> None:
    """Also while that is open alone; unsaved, saved, closed, or changed by somebody else."""
    (tmp_path / "parts").mkdir()
    main = f'{FACTS}include "parts/news.blockrules"\nregion side when device is mobile\n'
    write(tmp_path, site=f"{main}region news")
    write(tmp_path / "parts", news="region hero when front")
    with session(tmp_path, workspace=tmp_path) as client:
        client.open("parts/news.blockrules", "region hero when frnt")
        (found,) = client.diagnostics("parts/news.blockrules")
        assert found["message"] == "no fact named `frnt`\nhelp: did you mean `front`?"
        client.type("parts/news.blockrules", "region hero when front\nregion news")
        (found,) = client.diagnostics("site.blockrules")
        assert found["code"] == "BR206"
        assert client.shown[client.uri("parts/news.blockrules")] == []
        write(tmp_path, site=main)
        change = {"uri": client.uri("site.blockrules"), "type": 2}
        client.notify("workspace/didChangeWatchedFiles", {"changes": [change]})
        assert client.diagnostics("site.blockrules") == []
        client.type("parts/news.blockrules", "region hero when")
        assert codes(client.diagnostics("parts/news.blockrules")) == ["BR102"]
        client.notify("textDocument/didSave", {"textDocument": {"uri": client.uri("parts/news.blockrules")}})
        client.close("parts/news.blockrules")
        assert client.diagnostics("parts/news.blockrules") == []


def test_names_are_completed(tmp_path: Path) -> None:
    """Facts, members, regions and words, where each can stand."""
    write(tmp_path, facts=FACTS)
    text = 'include "facts.blockrules"\nregion hero when fro and device is mob or active(her\n'
    with session(tmp_path) as client:
        client.open("site.blockrules", text)

        def completed(line: int, column: int) -> dict[str, Any]:
            found = client.at("completion", "site.blockrules", line, column)
            return {item["label"]: item for item in found}

        facts = completed(1, 20)
        assert list(facts) == ["front", "device", "active", "false", "not", "true"]
        assert facts["device"]["detail"] == "one of desktop, mobile"
        assert facts["device"]["kind"] == 5
        assert facts["device"]["textEdit"] == {
            "range": {"start": {"line": 1, "character": 17}, "end": {"line": 1, "character": 20}},
            "newText": "device",
        }
        assert list(completed(1, 38)) == ["desktop", "mobile", "not"]
        assert list(completed(1, 14)) == ["after", "before", "weight", "when"]
        assert {item["kind"] for item in completed(1, 14).values()} == {14}
        client.type("site.blockrules", f"{text}region last before ")
        assert list(completed(2, 19)) == ["hero", "last"]
        assert list(completed(0, 0)) == [
            *"always assume choose define extend facts include never page region test timezone".split()
        ]


def test_a_name_is_explained_and_found_in_another_file(tmp_path: Path) -> None:
    """And nothing is said where nobody is named."""
    write(tmp_path, facts=FACTS)
    with session(tmp_path) as client:
        client.open("site.blockrules", MAIN)
        hover = client.at("hover", "site.blockrules", 3, 19)
        assert hover["contents"]["value"] == (
            "**fact** `device`: `one of desktop, mobile`\n\n"
            "declared in line 1 of `facts.blockrules`\n\nused by region `news`"
        )
        assert hover["range"] == {"start": {"line": 3, "character": 17}, "end": {"line": 3, "character": 23}}
        (found,) = client.at("definition", "site.blockrules", 3, 19)
        assert found["uri"] == client.uri("facts.blockrules")
        assert found["range"] == {"start": {"line": 0, "character": 21}, "end": {"line": 0, "character": 27}}
        (file,) = client.at("definition", "site.blockrules", 0, 15)
        assert (file["uri"], file["range"]["start"]) == (client.uri("facts.blockrules"), {"line": 0, "character": 0})
        assert client.at("hover", "site.blockrules", 0, 15) is None
        assert client.at("hover", "site.blockrules", 1, 0) is None
        assert client.at("definition", "site.blockrules", 1, 0) == []
        assert client.at("prepareRename", "site.blockrules", 1, 0) is None
        assert client.at("rename", "site.blockrules", 1, 0, newName="x") is None


def test_a_name_is_another_in_every_file(tmp_path: Path) -> None:
    """Open, changed in the editor or on the disk alone; one that will not do is refused with a reason."""
    write(tmp_path, facts=FACTS, site="", other='include "facts.blockrules"\nnever front')
    with session(tmp_path) as client:
        client.open("site.blockrules", MAIN)
        place = client.at("prepareRename", "site.blockrules", 3, 40)
        assert place["placeholder"] == "front"
        assert place["range"] == {"start": {"line": 3, "character": 38}, "end": {"line": 3, "character": 43}}
        changes = client.at("rename", "site.blockrules", 3, 40, newName="first page")["changes"]
        assert edited(MAIN, changes.pop(client.uri("site.blockrules"))) == MAIN.replace("front", '"first page"')
        assert edited(FACTS, changes.pop(client.uri("facts.blockrules"))) == FACTS.replace("front", '"first page"')
        assert [edit["newText"] for edit in changes.pop(client.uri("other.blockrules"))] == ['"first page"']
        assert changes == {}
        with pytest.raises(RequestFailed, match="there is a fact named `device` already, in line 1 of `facts"):
            client.at("rename", "site.blockrules", 3, 40, newName="device")
        with pytest.raises(RequestFailed, match="a file gets another name on the disk"):
            client.at("prepareRename", "site.blockrules", 0, 15)
        client.type("site.blockrules", "region a { block x in s } region b { block x in s } test t { expect slot s x }")
        with pytest.raises(RequestFailed, match="means the blocks of `a` and `b`"):
            client.at("rename", "site.blockrules", 0, 75, newName="y")


def test_what_others_write_to_the_disk_counts_at_once(tmp_path: Path) -> None:
    """Though nobody tells of it: a file read, one that was missing, a new one that shares what is renamed."""
    write(tmp_path, facts=FACTS)
    with session(tmp_path) as client:
        main = MAIN.replace("hero when front is true", "hero after more when front")
        client.open("site.blockrules", f'{main}include "more.blockrules"\n')
        assert "BR601" in codes(client.diagnostics("site.blockrules"))
        (found,) = client.at("definition", "site.blockrules", 3, 19)
        assert found["range"]["start"] == {"line": 0, "character": 21}

        write(tmp_path, facts=f"# their note\n{FACTS}")
        (found,) = client.at("definition", "site.blockrules", 3, 19)
        assert found["range"]["start"] == {"line": 1, "character": 21}
        write(tmp_path, facts=FACTS)
        changes = client.at("rename", "site.blockrules", 3, 19, newName="gadget")["changes"]
        assert edited(FACTS, changes[client.uri("facts.blockrules")]) == FACTS.replace("device", "gadget")

        write(tmp_path, more="region more", other='include "facts.blockrules"\nnever front')
        assert client.at("definition", "site.blockrules", 2, 19)[0]["uri"] == client.uri("more.blockrules")
        while client.diagnostics("site.blockrules"):
            pass
        changes = client.at("rename", "site.blockrules", 3, 38, newName="home")["changes"]
        assert client.uri("other.blockrules") in changes


def test_an_editor_that_can_watch_files_is_asked_to(tmp_path: Path) -> None:
    """Whatever it is that it answers; no other is."""
    can = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
    with session(tmp_path, capabilities=can) as client:
        asked = client.receive()
        assert asked["method"] == "client/registerCapability"
        (wanted,) = asked["params"]["registrations"]
        assert wanted["method"] == "workspace/didChangeWatchedFiles"
        assert wanted["registerOptions"] == {"watchers": [{"globPattern": "**/*.blockrules"}]}
        client.send({"id": asked["id"], "result": None})
        client.open("site.blockrules", "region a when nope")
        assert codes(client.diagnostics("site.blockrules")) == ["BR201"]
    others: list[dict[str, Any]] = [{}, {"workspace": {}}, {"workspace": {"didChangeWatchedFiles": {}}}]
    for cannot in others:
        with session(tmp_path, capabilities=cannot) as client:
            client.open("site.blockrules", "region a when nope")
            assert client.receive()["method"] == "textDocument/publishDiagnostics"


def test_a_text_is_laid_out(tmp_path: Path) -> None:
    """Once: what is laid out is left alone, and so is what cannot be understood."""
    text = "region   hero  # first\nwhen true {block x}\r\n"
    with session(tmp_path) as client:
        client.open("site.blockrules", text)
        (edit,) = formatting(client, "site.blockrules")
        assert edit["range"] == {"start": {"line": 0, "character": 0}, "end": {"line": 2, "character": 0}}
        client.type("site.blockrules", edit["newText"])
        assert "    block x\n" in edit["newText"]
        assert formatting(client, "site.blockrules") == []
        client.type("site.blockrules", "region hero when")
        assert formatting(client, "site.blockrules") is None


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 22), ("utf-16", 20), ("utf-32", 19)])
def test_columns_are_counted_as_agreed(tmp_path: Path, encoding: str, column: int) -> None:
    """A character outside the basic plane counts for four, two or one."""
    with session(tmp_path, encodings=[encoding]) as client:
        assert client.capabilities["positionEncoding"] == encoding
        client.open("site.blockrules", 'test "😀" {} region a when nope')
        (found,) = client.diagnostics("site.blockrules")
        assert found["range"]["start"]["character"] == column + 7
        assert client.at("definition", "site.blockrules", 0, column - 2) == []
        (place,) = client.at("definition", "site.blockrules", 0, column)
        assert place["range"]["start"]["character"] == column
        assert place["range"]["end"]["character"] == column + 1


def test_an_odd_client_gets_an_answer(tmp_path: Path) -> None:
    """A file that is nowhere, a place beyond the end, a text on no disk, a name that no file has."""
    (tmp_path / "loop").symlink_to("loop")
    with session(tmp_path) as client:
        too_long = f"file:///{'a' * 5_000}.blockrules"
        too_deep = f"file:///{'a/' * 3_000}b.blockrules"
        no_path = "file:///tmp/\ud800.blockrules"
        for file in (
            "nope.blockrules",
            "untitled:nope",
            "file:///a%00b",
            "loop/x.blockrules",
            too_long,
            too_deep,
            no_path,
        ):
            assert client.at("completion", file, 0, 0) == []
            assert client.at("hover", file, 0, 0) is None
            assert client.at("definition", file, 0, 0) == []
            assert client.at("rename", file, 0, 0, newName="x") is None
            assert actions(client, file, 0, 0) == []
            assert formatting(client, file) is None
        client.open("untitled:1", "region a when nope")
        assert codes(client.diagnostics("untitled:1")) == ["BR201"]
        assert client.at("hover", "untitled:1", 99, 99)["contents"]["value"].startswith("**fact** `nope`")
        assert client.at("hover", "untitled:1", 0, 99)["contents"]["value"].startswith("**fact** `nope`")
        changes = client.at("rename", "untitled:1", 0, 8, newName="b")["changes"]
        assert [edit["newText"] for edit in changes["untitled:1"]] == ["b"]
        client.open("site.blockrules", 'include "site.blockrules"')
        assert codes(client.diagnostics("site.blockrules")) == ["BR602"]
        client.close("site.blockrules")
        assert client.diagnostics("site.blockrules") == []
        client.close("never-opened.blockrules")
        with pytest.raises(RequestFailed, match="Method Not Found"):
            client.request("textDocument/nope", {})
        assert client.at("hover", "untitled:1", 0, 7)["contents"]["value"].startswith("**region** `a`")


def test_a_document_that_no_disk_could_hold_is_one_all_the_same(tmp_path: Path) -> None:
    """While it is open; the other documents are not disturbed by it."""
    with session(tmp_path) as client:
        for file in (f"file:///{'a' * 5_000}.blockrules", "file:///tmp/\ud800.blockrules", "b:\ud800"):
            client.open(file, 'include "x.blockrules"\nregion a when nope')
            assert codes(client.diagnostics(file)) == ["BR601"]
            assert client.at("hover", file, 1, 7)["contents"]["value"].startswith("**region** `a`")
            client.close(file)
            assert client.diagnostics(file) == []


@pytest.mark.parametrize("name", ["a b", "a%41", "ä"])
def test_a_document_keeps_the_name_that_the_editor_gave_it(tmp_path: Path, name: str) -> None:
    """Whatever is escaped in it."""
    with session(tmp_path) as client:
        client.open(f"{name}.blockrules", "region a when nope")
        assert codes(client.diagnostics(f"{name}.blockrules")) == ["BR201"]
        (found,) = client.at("definition", f"{name}.blockrules", 0, 7)
        assert found["uri"] == client.uri(f"{name}.blockrules")


@pytest.mark.parametrize("position", [{"line": -1, "character": 0}, {"line": 0, "character": 2**40}, {"line": 0}, None])
def test_a_request_that_is_none_is_answered_with_an_error(tmp_path: Path, position: dict[str, int] | None) -> None:
    """And nobody else is disturbed; a notification has no answer, and gets none."""
    with session(tmp_path, traced="Unable to deserialize message") as client:
        client.open("site.blockrules", "region a")
        place = {"textDocument": {"uri": client.uri("site.blockrules")}, "position": position}
        for params in (place, {}, None):
            with pytest.raises(
                RequestFailed, match=r"what `textDocument/hover` is asked with is not as the protocol has it"
            ):
                client.request("textDocument/hover", params)
        client.send({"method": "textDocument/didOpen", "params": {}})
        assert client.at("hover", "site.blockrules", 0, 7)["contents"]["value"].startswith("**region** `a`")


def test_a_goodbye_is_quiet(tmp_path: Path) -> None:
    """Also while files are being checked."""
    with session(tmp_path) as client:
        client.open("site.blockrules", "facts { front: bool }\n" + "region a when front\n" * 5_000)
        time.sleep(0.3)
    assert client.complaints == []


def test_circles_over_two_files_are_seen_from_both(tmp_path: Path) -> None:
    """Each is a main file of its own, and the session goes on."""
    texts = {"a": 'include "b.blockrules"', "b": 'include "a.blockrules"'}
    write(tmp_path, **texts)
    with session(tmp_path) as client:
        for name, text in texts.items():
            client.open(f"{name}.blockrules", text)
        found = client.diagnostics("a.blockrules") + client.diagnostics("b.blockrules")
        assert codes(found) == ["BR602", "BR602"]


def test_a_huge_file_does_not_keep_others_waiting(tmp_path: Path) -> None:
    """It is checked beside the conversation; one out of bounds is not read at all."""
    huge = "facts { front: bool }\n" + "region a when front\n" * 20_000
    with session(tmp_path) as client:
        client.open("small.blockrules", "region a")
        client.open("huge.blockrules", huge)
        time.sleep(0.5)
        asked = time.monotonic()
        assert client.at("hover", "small.blockrules", 0, 7)
        assert time.monotonic() - asked < PATIENCE / 4
        assert len(client.diagnostics("huge.blockrules")) == 101
        client.type("huge.blockrules", "#" * (2 * 1024 * 1024 + 1))
        assert codes(client.diagnostics("huge.blockrules")) == ["BR001"]
        assert client.at("hover", "huge.blockrules", 0, 7) is None


def test_a_server_whose_client_is_gone_goes_too() -> None:
    """Without a goodbye."""
    command = [sys.executable, "-m", "blockrules.editors"]
    assert subprocess.run(command, input=b"", capture_output=True, timeout=PATIENCE, check=False).returncode == 0
