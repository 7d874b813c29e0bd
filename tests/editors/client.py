"""
A language client of a few lines, which talks to the real server over its standard input and output.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

import attrs

# Seconds after which a silence is a hang.
PATIENCE = 60
Json = dict[str, Any]


class RequestFailed(Exception):
    """
    The server answered with an error.
    """


@attrs.define
class Client:
    """
    One end of a session.
    """

    process: subprocess.Popen[bytes]
    inbox: Queue[Json]
    folder: Path
    # The newest diagnostics of each file, by its name in the folder.
    shown: dict[str, list[Json]] = attrs.field(factory=dict)
    versions: dict[str, int] = attrs.field(factory=dict)
    asked: int = 0
    capabilities: Json = attrs.field(factory=dict)
    # What the server wrote to its standard error.
    complaints: list[bytes] = attrs.field(factory=list)

    def uri(self, file: str) -> str:
        """
        What the protocol calls *file*; one with a scheme is called so already.
        """
        return file if ":" in file else (self.folder / file).as_uri()

    def send(self, message: Json) -> None:
        """
        Put a message on the wire.
        """
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def notify(self, method: str, params: Json | None = None) -> None:
        """
        Tell the server something.
        """
        self.send({"method": method, "params": params or {}})

    def request(self, method: str, params: Json | None = None) -> Any:
        """
        Ask the server something, and wait for its answer.
        """
        self.asked += 1
        self.send({"id": self.asked, "method": method, **({} if params is None else {"params": params})})
        while True:
            message = self.receive()
            if message.get("id") == self.asked:
                if "error" in message:
                    raise RequestFailed(message["error"]["message"])
                return message["result"]

    def receive(self) -> Json:
        """
        The next message, diagnostics taken to heart.
        """
        try:
            message = self.inbox.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError("the server is silent") from None
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    # What editors do

    def open(self, file: str, text: str) -> None:
        """
        Open *file*, which reads *text* in the editor.
        """
        self.versions[file] = 1
        document = {"uri": self.uri(file), "languageId": "blockrules", "version": 1, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def type(self, file: str, text: str) -> None:
        """
        Change all of *file*.
        """
        self.versions[file] += 1
        document = {"uri": self.uri(file), "version": self.versions[file]}
        self.notify("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})

    def close(self, file: str) -> None:
        """
        Close *file*.
        """
        self.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(file)}})

    def diagnostics(self, file: str) -> list[Json]:
        """
        The diagnostics that the server shows next for *file*.
        """
        self.shown.pop(self.uri(file), None)
        while self.uri(file) not in self.shown:
            self.receive()
        return self.shown[self.uri(file)]

    def at(self, method: str, file: str, line: int, column: int, **more: object) -> Any:
        """
        Ask about a place in *file*.
        """
        place = {"textDocument": {"uri": self.uri(file)}, "position": {"line": line, "character": column}}
        return self.request(f"textDocument/{method}", {**place, **more})


@contextmanager
def session(
    folder: Path,
    encodings: Sequence[str] | None = None,
    workspace: Path | None = None,
    capabilities: Json | None = None,
    *,
    traced: str = "",
) -> Iterator[Client]:
    """
    A client whose server has been greeted, and is bidden goodbye in the end. By then it has logged no error but one
    that holds *traced*.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "blockrules.editors"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        inbox: Queue[Json] = Queue()
        Thread(target=_listen, args=(process.stdout, inbox), daemon=True).start()
        client = Client(process, inbox, folder)
        listener = Thread(target=client.complaints.extend, args=(process.stderr,), daemon=True)
        listener.start()
        try:
            offered = {**(capabilities or {}), **({"general": {"positionEncodings": encodings}} if encodings else {})}
            folders = [{"uri": workspace.as_uri(), "name": "site"}] if workspace else None
            greeting = {"processId": None, "rootUri": None, "capabilities": offered, "workspaceFolders": folders}
            client.capabilities = client.request("initialize", greeting)["capabilities"]
            client.notify("initialized")
            yield client
            client.request("shutdown")
            client.notify("exit")
            assert process.wait(PATIENCE) == 0
            listener.join(PATIENCE)
        finally:
            process.kill()
        complaints = b"".join(client.complaints).decode()
        assert ("Traceback" in complaints) == bool(traced), complaints
        assert traced in complaints


def _listen(stream: IO[bytes], inbox: Queue[Json]) -> None:
    while header := stream.readline():
        assert header.startswith(b"Content-Length: "), header
        while stream.readline() != b"\r\n":
            pass
        inbox.put(json.loads(stream.read(int(header.split()[1]))))


def edited(text: str, edits: Sequence[Json]) -> str:
    """
    *text* with the *edits* of a server made; columns are those of ASCII.
    """
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(place: Json) -> int:
        return min(starts[int(place["line"])] + int(place["character"]), len(text))

    for edit in sorted(edits, key=lambda edit: offset(edit["range"]["start"]), reverse=True):
        text = text[: offset(edit["range"]["start"])] + edit["newText"] + text[offset(edit["range"]["end"]) :]
    return text
