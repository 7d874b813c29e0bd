"""
Turn what other systems have into a rules file.

drupal: the configuration folder of a site of Drupal 8 to 11. drupal7-context: files with contexts of Drupal 7, as the
module Features exports them. What cannot be carried over is told, and ends the command with 1.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from blockrules.cli.files import rewrite
from blockrules.cli.terminal import BOLD, Terminal, Usage, counted
from blockrules.importers.report import Imported, Remark
from blockrules.language.diagnostics import escaped
from blockrules.language.errors import RulesError

DRUPAL, DRUPAL_7 = "drupal", "drupal7-context"


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("system", metavar="SYSTEM", choices=(DRUPAL, DRUPAL_7), help=f"{DRUPAL} or {DRUPAL_7}")
    parser.add_argument("paths", metavar="PATH", nargs="+", help=f"for {DRUPAL} a folder, for {DRUPAL_7} files")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="the rules file to write, instead of the standard output"
    )
    parser.add_argument("--force", action="store_true", help="write over a FILE that says something else")
    parser.add_argument(
        "--role", metavar="NAME", action="append", help=f"for {DRUPAL_7}: a role of the site; each, in its order"
    )
    parser.add_argument(
        "--exact-order", action="store_true", help=f"for {DRUPAL_7}: several regions of a context whose place varies"
    )
    parser.add_argument("--json", action="store_true", help="what there is to say as JSON")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Import, write, and tell what should be known.
    """
    output = Path(options.output) if options.output else None
    try:
        imported = _imported(options)
    except RulesError as error:
        raise Usage(f"the rules are past the bounds of a file: {error.diagnostics[0].message}") from None
    if output and not imported.regions:
        reasons = "".join(f"\n  {each}" for each in imported.losses)
        raise Usage(f"nothing was found to be imported, and nothing is written{reasons}")
    if output:
        if _holds_else(output, imported.text) and not options.force:
            raise Usage(f"{output}: it is there already, and says something else; --force writes over it")
        rewrite(output, imported.text)
    if options.json:
        terminal.say_json(_dict(imported, has_text=not output))
    elif output:
        for line in _report(imported, terminal):
            terminal.say(line)
        terminal.say(f"wrote {escaped(str(output))}")
    else:
        terminal.hand_on(imported.text)
        terminal.note("\n".join(_report(imported, None)))
    return 1 if imported.losses else 0


def _holds_else(output: Path, text: str) -> bool:
    """
    Whether writing *text* to *output* would lose what somebody wrote there.
    """
    if (output.exists() and not output.is_file()) or (output.is_symlink() and not output.exists()):
        raise Usage(f"{output}: it is there, and no file that could be written")
    return output.exists() and output.read_bytes() not in (b"", text.encode("utf-8"))


def _imported(options: Namespace) -> Imported:
    if options.system == DRUPAL_7:
        from blockrules.importers import drupal7

        return drupal7.read(*options.paths, roles=options.role, exact_order=options.exact_order)
    if len(options.paths) > 1 or options.role or options.exact_order:
        raise Usage(f"`{DRUPAL}` takes one folder; --role and --exact-order are for `{DRUPAL_7}`")
    try:
        from blockrules.importers import drupal
    except ImportError as error:
        raise Usage(
            f'to read Drupal\'s configuration, {error.name} is needed: pip install "blockrules[drupal]"'
        ) from None
    return drupal.read(options.paths[0])


def _dict(imported: Imported, *, has_text: bool) -> dict[str, object]:
    text = {"text": imported.text} if has_text else {}
    remarks = [each.to_dict() for each in imported.remarks]
    figures = {name: getattr(imported, name) for name in ("regions", "blocks", "hidden", "lost")}
    return {**text, **figures, "remarks": remarks}


def _report(imported: Imported, terminal: Terminal | None) -> list[str]:
    """
    What there is to say, for people; *terminal* is what it goes to, where that may be coloured.
    """
    notes = [each for each in imported.remarks if not each.is_loss]
    lines = [*_section("Not carried over", imported.losses, terminal), *_section("To know", notes, terminal)]
    figures = [counted(imported.blocks, "block"), f"{imported.lost:,} not carried whole"]
    if imported.hidden:
        figures.append(f"{imported.hidden:,} that no page shows, as the end of the rules tells")
    return [*lines, ", ".join(figures)]


def _section(title: str, remarks: Sequence[Remark], terminal: Terminal | None) -> list[str]:
    if not remarks:
        return []
    head = terminal.coloured(title, BOLD) if terminal else title
    return [head, *(f"  {escaped(str(each))}" for each in remarks), ""]
