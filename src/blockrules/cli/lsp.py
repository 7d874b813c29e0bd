"""
Serve an editor, over the standard input and output, in the language server protocol.
"""

from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from blockrules.cli.terminal import Terminal, Usage


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command: nothing, but editors like to say what is so anyway.
    """
    parser.add_argument("--stdio", action="store_true", help="as always")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Serve until the editor has enough.
    """
    if find_spec("pygls") is None:
        raise Usage('this needs what `pip install "blockrules[lsp]"` brings')
    if terminal.into is None:
        raise Usage("the standard input is closed")
    from blockrules.editors.server import serve

    serve()
    return 0
