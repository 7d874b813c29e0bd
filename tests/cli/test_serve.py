"""
`blockrules serve`.
"""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.cli.conftest import Command


@pytest.fixture
def served(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    """
    The command as a process, and the port that it says it listens at.
    """
    arguments = [sys.executable, "-m", "blockrules", "serve", "site.blockrules", "--port", "0"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.fullmatch(r"site\.blockrules is at http://127\.0\.0\.1:(\d+)/ \(Ctrl-C ends it\)\n", line)
        assert found, line
        yield process, int(found[1])
        process.kill()


def test_it_serves_this_machine_until_it_is_ended(served: tuple["subprocess.Popen[str]", int]) -> None:
    """By Ctrl-C, quietly; under no name but this machine's own."""
    process, port = served
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    for host, status in (("localhost", 200), (f"127.0.0.1:{port}", 200), ("rebound.example", 421)):
        connection.request("GET", "/?device=desktop", headers={"Host": host})
        response = connection.getresponse()
        assert (response.status, b"banner" in response.read()) == (status, status == 200)
        assert response.getheader("server") is None
    connection.close()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_port_that_is_taken_is_told(command: Command) -> None:
    """With what to do."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = command("serve", "site.blockrules", "--port", str(port))
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: port {port} cannot be had: address already in use; `--port 0` takes any that is free\n"


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_is_a_small_number(command: Command, port: str) -> None:
    """Others there are not."""
    done = command("serve", "site.blockrules", f"--port={port}")
    assert done.status == 2
    assert done.err == f"error: `--port {port}`: a port is a number from 0 to 65535\n"


def test_it_says_what_it_needs(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where that is not installed."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = command("serve", "site.blockrules")
    assert (done.status, done.err) == (2, 'error: this needs what `pip install "blockrules[serve]"` brings\n')


def test_it_opens_a_browser(folder: Path) -> None:
    """If it is asked to, at the page."""
    opener = folder / "opener"
    opener.write_text('#!/bin/sh\nprintf "%s" "$1" > opened\nkill -INT "$PPID"\n', encoding="utf-8")
    opener.chmod(0o755)
    arguments = [sys.executable, "-m", "blockrules", "serve", "site.blockrules", "--port=0", "--open"]
    environment = {**os.environ, "BROWSER": f"{opener} %s"}
    done = subprocess.run(
        arguments, capture_output=True, text=True, cwd=folder, env=environment, timeout=20, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert (folder / "opened").read_text(encoding="utf-8") in done.stdout
