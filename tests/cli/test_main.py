"""
The command as a process.
"""

import os
import pty
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from blockrules.cli.main import main

FAULTY = "facts { front: bool }\nregion a when frnt\n"
PROGRAM = [sys.executable, "-W", "error", "-m", "blockrules"]


def done(*arguments: str, **options: object) -> "subprocess.CompletedProcess[str]":
    """
    What became of a command line.
    """
    return subprocess.run(  # type: ignore[call-overload,no-any-return]  # the options are those of `run`
        [*PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60, **options
    )


def looked_at(*arguments: str, environment: dict[str, str] | None = None, cwd: Path) -> str:
    """
    What a terminal shows of a command line.
    """
    ours, theirs = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("COVERAGE")}
    variables = {"TERM": "xterm", **kept, **(environment or {})}
    process = subprocess.Popen([*PROGRAM, *arguments], stdout=theirs, stderr=theirs, cwd=cwd, env=variables)
    os.close(theirs)
    shown = b""
    while True:
        try:
            some = os.read(ours, 4096)
        except OSError:
            break
        if not some:
            break
        shown += some
    process.wait(timeout=60)
    os.close(ours)
    return shown.decode()


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """And those of each say what it takes."""
    shown = done("--help").stdout
    for name in ("check", "fmt", "test", "layout", "lsp", "completion"):
        assert re.search(rf"^    {name}\b", shown, re.MULTILINE)
        with pytest.raises(SystemExit):
            main([name, "--help"])
        assert capsys.readouterr().out.startswith(f"usage: blockrules {name}")
    assert done("--version").stdout.startswith("0.")


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--bogus"], ["fmt"], ["layout"]])
def test_wrong_usage_has_status_2(arguments: list[str]) -> None:
    """With the usage on the side."""
    found = done(*arguments)
    assert found.returncode == 2
    assert found.stderr.startswith("usage: blockrules") or found.stderr.startswith("error: ")


def test_help_waits_for_nothing_that_it_does_not_need() -> None:
    """Nor does a command wait for another's modules."""
    code = "import sys; from blockrules.cli.main import main\ntry: main(sys.argv[1:])\nexcept SystemExit: pass\n"
    code += "print([name for name in sys.modules if name.split('.')[0] in ('lark', 'pygls', 'shtab')])"
    for arguments in (["--help"], ["check", "--help"], ["check", "--explain", "BR201"]):
        shown = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
        assert shown.stdout.endswith("[]\n")


def test_a_terminal_is_shown_colours(tmp_path: Path) -> None:
    """A pipe is not, nor one whom NO_COLOR or a dumb terminal forbids it."""
    (tmp_path / "bad.blockrules").write_text(FAULTY, encoding="utf-8")
    assert "\x1b[1;31merror[BR201]\x1b[0m" in looked_at("check", "bad.blockrules", cwd=tmp_path)
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        assert "\x1b[" not in looked_at("check", "bad.blockrules", environment=environment, cwd=tmp_path)
    assert "\x1b[" not in done("check", "bad.blockrules", cwd=tmp_path).stdout
    assert "\x1b[1;31merror\x1b[0m: missing" in looked_at("check", "missing", cwd=tmp_path)


def test_a_reader_that_has_enough_is_no_error(tmp_path: Path) -> None:
    """As `head` is."""
    (tmp_path / "bad.blockrules").write_text("facts { front: bool }\n" + "region a when x\n" * 3_000, encoding="utf-8")
    with subprocess.Popen(
        [*PROGRAM, "check", "bad.blockrules"], cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 1


def test_an_output_that_lacks_characters_is_shown_escapes(tmp_path: Path) -> None:
    """So nothing is lost, and nothing raises."""
    (tmp_path / "bad.blockrules").write_text('facts { k: one of "é" }\nregion a when k is "è"\n', encoding="utf-8")
    found = done("check", "bad.blockrules", cwd=tmp_path, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert found.returncode == 1
    assert "\\xe8" in found.stdout


def test_an_interrupt_ends_it_quietly(tmp_path: Path) -> None:
    """With the status that shells give it."""
    (tmp_path / "x.blockrules").write_text("region a", encoding="utf-8")
    code = "import sys; from blockrules.cli.main import main; print('on', flush=True); sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", code, "layout", "x.blockrules", "--page", "-"],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"on\n"
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 130
        assert process.stderr.read() == b""


def test_completion_is_written_for_a_shell() -> None:
    """With every command in it."""
    found = done("completion", "bash")
    assert found.returncode == 0
    assert "layout" in found.stdout
    assert "--sample" in found.stdout


def test_bytes_that_are_no_text_are_told_where(tmp_path: Path) -> None:
    """As in a file."""
    for command in ("check", "fmt"):
        found = subprocess.run(
            [*PROGRAM, command, "-"], input=b"region \xff", capture_output=True, check=False, timeout=60
        )
        assert found.returncode == 1
        assert b"error[BR005]" in found.stdout + found.stderr
        assert b" --> standard input:1:8" in found.stdout + found.stderr


def test_an_editor_that_says_nothing_is_served_no_longer() -> None:
    """The server ends with its input."""
    found = subprocess.run([*PROGRAM, "lsp", "--stdio"], input=b"", capture_output=True, check=False, timeout=60)
    assert (found.returncode, found.stdout) == (0, b"")


@pytest.mark.parametrize(("arguments", "extra"), [(["lsp"], "lsp"), (["completion", "bash"], "completion")])
def test_what_an_extra_brings_is_asked_for_by_name(
    arguments: list[str], extra: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where it is not installed."""
    for name in ("pygls", "shtab"):
        monkeypatch.setitem(sys.modules, name, None)
    assert main(arguments) == 2
    assert f'pip install "blockrules[{extra}]"' in capsys.readouterr().err


def shell(line: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """
    What became of a line of a shell, in which `b` is the command.
    """
    program = f"b() {{ '{sys.executable}' -W error -m blockrules \"$@\"; }}; {line}"
    return subprocess.run(["sh", "-c", program], cwd=cwd, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    ("line", "status", "said"),
    [
        ("b check x.blockrules >&-", 2, "error: the standard output: it is closed\n"),
        ("b check x.blockrules >&- 2>&-", 2, ""),
        ("b check - <&-", 2, "error: the standard input is closed\n"),
        ("b lsp <&-", 2, "error: the standard input is closed\n"),
        ("b check - 0>/dev/null", 2, "error: the standard input: bad file descriptor\n"),
        ("b fmt - <x.blockrules >/dev/full", 2, "error: the standard output: no space left on device\n"),
        ("b check x.blockrules >/dev/full", 2, "error: the standard output: no space left on device\n"),
        ("b check gone 2>/dev/full", 2, ""),
        ("b check x.blockrules >/dev/null 2>&-", 0, ""),
        ("b bogus >&- 2>&-", 2, ""),
        ("b --help >&- 2>&-", 0, ""),
    ],
)
def test_streams_may_be_closed_or_full(tmp_path: Path, line: str, status: int, said: str) -> None:
    """It is said where it can be, and what needs none of it goes on."""
    (tmp_path / "x.blockrules").write_text("region a", encoding="utf-8")
    found = shell(line, tmp_path)
    assert (found.returncode, found.stdout, found.stderr) == (status, "", said)


def test_a_name_may_look_like_an_option(tmp_path: Path) -> None:
    """Behind two dashes."""
    (tmp_path / "-x.blockrules").write_text("region a", encoding="utf-8")
    assert done("check", "--", "-x.blockrules", cwd=tmp_path).stdout == "nothing to mend in 1 file\n"


def test_what_is_formatted_is_utf_8_whatever_the_output_is(tmp_path: Path) -> None:
    """As it is read."""
    found = subprocess.run(
        [*PROGRAM, "fmt", "-"],
        input='region   "é" # 中\n'.encode(),
        capture_output=True,
        check=True,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert found.stdout == 'region "é"  # 中\n'.encode()


def test_an_editor_takes_its_leave_without_a_trace() -> None:
    """In the order of the protocol, with status 0."""
    messages = (b'{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}', b'{"jsonrpc": "2.0", "method": "exit"}')
    text = b"".join(b"Content-Length: %d\r\n\r\n%s" % (len(each), each) for each in messages)
    with subprocess.Popen(
        [*PROGRAM, "lsp"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        process.stdin.write(text)
        process.stdin.flush()
        assert process.wait(timeout=60) == 0
        assert process.stderr.read() == b""


HOSTILE = "a\x1b[31m\u202eb"


def test_no_name_reaches_the_terminal_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of a file, a region, a block, a slot, a fact, a test or an argument: a terminal could act on it."""
    name = '"a\\u001b[31m\\u202eb"'
    text = f"""facts {{ {name}: bool = true }} region   {name} when {name} {{ block {name} in {name} }}
test {name} {{ given {{ }} expect regions {name} }} # {HOSTILE}"""
    file = f"{HOSTILE}.blockrules"
    (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / file).write_text(text + " test", encoding="utf-8")
    (tmp_path / "gone.blockrules").symlink_to(HOSTILE)
    monkeypatch.chdir(tmp_path)
    for arguments in (
        ["check", "."],
        ["check", ".", "--format", "github"],
        ["check", HOSTILE],
        ["check", f"--{HOSTILE}"],
        [HOSTILE],
        ["test", "."],
        ["fmt", "--check", "."],
        ["fmt", "--diff", "."],
        ["layout", file],
        ["layout", file, f"{HOSTILE}=1"],
        ["layout", file, "--sample", HOSTILE],
        ["layout", file, f"a{HOSTILE}"],
    ):
        with suppress(SystemExit):
            main(arguments)
        found = "".join(capsys.readouterr())
        assert "\\x1b[31m\\u202e" in found
        assert not {"\x1b", "\u202e"} & {*found}
