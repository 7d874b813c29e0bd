"""
Print what makes a shell complete this command. For bash, in ~/.bashrc: `eval "$(blockrules completion bash)"`.
"""

from argparse import ArgumentParser, Namespace
from importlib.util import find_spec

from blockrules.cli.terminal import Terminal, Usage


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="for which shell")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Print the script.
    """
    if find_spec("shtab") is None:
        raise Usage('this needs what `pip install "blockrules[completion]"` brings')
    import shtab

    from blockrules.cli.main import COMMANDS, parser

    terminal.say(shtab.complete(parser(*COMMANDS), options.shell))
    return 0
