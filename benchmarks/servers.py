"""
Servers that run for a while: a site's own, and a cache in front of it.
"""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
# Seconds that a server may take to begin.
PATIENCE = 60
CONFIGURATION = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr warn;
{user}
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:10m use_temp_path=off;
    upstream site {{ server 127.0.0.1:{origin}; keepalive 8; }}
    {more}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://site;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_cache pages;
            proxy_cache_valid 200 10m;
            add_header X-Cache $upstream_cache_status;
            {inside}
        }}
    }}
}}
"""


def free_port() -> int:
    """
    A port of this machine that nobody listens on.
    """
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def running(
    command: Sequence[str | Path],
    port: int,
    log: Path,
    folder: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """
    While *command* serves that *port*, started in *folder*; what it says goes to the file *log*. AssertionError where
    it ends by itself, or does not begin.
    """
    with log.open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, cwd=folder, env={**os.environ, **(more or {})})
        try:
            end = time.monotonic() + PATIENCE
            while not _answers(port):
                assert process.poll() is None, log.read_text(errors="replace")
                assert time.monotonic() < end, log.read_text(errors="replace")
                time.sleep(0.02)
            yield
            assert process.poll() is None, log.read_text(errors="replace")
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _answers(port: int) -> bool:
    # Some listen before they can answer.
    try:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as asking:
            asking.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return bool(asking.recv(1))
    except OSError:
        return False


@contextmanager
def cache(origin: int, folder: Path, more: str = "", inside: str = "") -> Iterator[int]:
    """
    While nginx keeps what the server at the port *origin* lets it keep: the port that it serves.
    """
    assert NGINX
    folder.mkdir()
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    text = CONFIGURATION.format(folder=folder, origin=origin, port=port, user=user, more=more, inside=inside)
    (folder / "nginx.conf").write_text(text)
    with running([NGINX, "-p", folder, "-c", folder / "nginx.conf"], port, folder / "log"):
        yield port
