"""
Show in a browser what a page has, and why; how its facts change that; the tests, what is found, and the file itself.

It is served to this machine only. The page follows the file as it is saved. Ctrl-C ends it.
"""

import socket
from argparse import ArgumentParser, Namespace
from importlib.util import find_spec
from pathlib import Path

from blockrules.cli.terminal import Terminal, Usage
from blockrules.language.diagnostics import escaped

LOOPBACK, PORT, LAST_PORT = "127.0.0.1", 8321, 65_535


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("file", metavar="FILE", help="a rules file")
    parser.add_argument("--port", type=int, default=PORT, help=f"the port, {PORT} if not given; 0 is any that is free")
    parser.add_argument("--open", action="store_true", help="open the page in a browser")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Serve until somebody ends it.
    """
    if find_spec("uvicorn") is None:
        raise Usage('this needs what `pip install "blockrules[serve]"` brings')
    # What is wrong with the file the page tells; that there is none is a slip of the hand.
    Path(options.file).stat()
    with bound(options.port) as listening:
        serve(options, listening, terminal)
    return 0


def bound(port: int) -> socket.socket:
    """
    What listens at that *port* of this machine. Usage where it cannot.
    """
    if not 0 <= port <= LAST_PORT:
        raise Usage(f"`--port {port}`: a port is a number from 0 to {LAST_PORT}")
    listening = socket.socket()
    # What was served just now can be served again at once.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        reason = (error.strerror or str(error)).lower()
        raise Usage(f"port {port} cannot be had: {reason}; `--port 0` takes any that is free") from None
    return listening


def serve(options: Namespace, listening: socket.socket, terminal: Terminal) -> None:
    """
    Answer what comes in, and say where.
    """
    import uvicorn

    from blockrules.inspector.asgi import application
    from blockrules.inspector.inspector import inspector

    app = application(inspector(options.file, development=True, is_local=True))
    address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/"
    config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, lifespan="off", ws="none")
    terminal.say(f"{escaped(options.file)} is at {address} (Ctrl-C ends it)")
    terminal.flush()
    try:
        if options.open:
            import webbrowser

            webbrowser.open(address)
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        # This is how it is ended.
        return
