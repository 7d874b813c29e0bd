"""
`manage.py rules`: blockrules' own commands, of the site's rules.
"""

import sys
from argparse import REMAINDER
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser

from blockrules.cli.main import main
from blockrules.hosts.django.checks import check_wiring
from blockrules.hosts.django.site import installed

# Of blockrules' commands those that are of one file.
COMMANDS = ("check", "test", "layout", "explain", "catalogue", "fmt")


class Command(BaseCommand):
    """
    What forwards to them.
    """

    help = f"Ask of the site's rules what `blockrules` does: {', '.join(COMMANDS)}, with the same arguments."
    # It tells itself what is wrong with the rules.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """
        Take whatever the commands take.
        """
        parser.add_argument("command", choices=COMMANDS, metavar="COMMAND", help=", ".join(COMMANDS))
        parser.add_argument("arguments", nargs=REMAINDER, metavar="ARGUMENT", help="as of that command, without a file")

    def handle(self, *_: Any, command: str, arguments: list[str], **options: Any) -> None:
        """
        Carry it out. SystemExit where something was found, CommandError where the setting is wrong.
        """
        try:
            setting = installed().setting
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from None
        out, err = options.get("stdout") or sys.stdout, options.get("stderr") or sys.stderr
        with redirect_stdout(out), redirect_stderr(err):
            if command == "check":
                self._tell_oversights()
            status = main([command, str(setting.file), *arguments], facts=setting.pages.facts)
        if status:
            sys.exit(status)

    def _tell_oversights(self) -> None:
        for each in check_wiring():
            self.stderr.write(f"warning: {each.obj}: {each.msg}" if each.obj else f"warning: {each.msg}")
