"""
What the pages that everybody may see hang on: what a shared cache has to tell apart.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from blockrules.cli.files import mains
from blockrules.cli.pages import fact_named, facts_in
from blockrules.cli.terminal import BOLD, RED, Terminal, Usage
from blockrules.insight.record import values
from blockrules.insight.words import said, told
from blockrules.language.diagnostics import escaped
from blockrules.language.errors import RulesError
from blockrules.model.facts import Fact
from blockrules.model.samples import Sample
from blockrules.ruleset import Rules, load


def add_public(parser: ArgumentParser) -> None:
    """
    Let *parser* take what is asked of public pages.
    """
    parser.add_argument(
        "--public",
        metavar="FACT=VALUE",
        action="append",
        default=[],
        help="tell what pages with this value can still hang on; say it again for another fact",
    )
    parser.add_argument(
        "--private",
        metavar="FACT",
        action="append",
        default=[],
        help="a fact that those pages must not hang on; where they do, the exit status is 1",
    )


@attrs.frozen
class Answer:
    """
    What the public pages of a *file* hang on: each of *facts* with two pages that show it, None where none were found;
    and those of the *private* facts that are among them. *doubt* says why nothing is proved, where it is not.
    """

    file: Path
    rules: Rules
    facts: dict[str, tuple[Sample, Sample] | None]
    private: Sequence[str]
    doubt: str | None


def check_public(options: Namespace, terminal: Terminal) -> int:
    """
    Tell it of all files.
    """
    answers, status = [], 0
    for file in mains(options.files, terminal):
        with terminal.complaining(), terminal.working(f"checking {file}"):
            try:
                answers.append(_answer(file, load(file, facts=options.facts), options))
            except Usage as error:
                raise Usage(f"{file}: {error}") from None
            except RulesError as error:
                terminal.show_errors(error.diagnostics)
                status = 1
    if options.format == "json":
        terminal.say_json([_record(each) for each in answers])
    else:
        for answer in answers:
            _show(answer, terminal)
    return 1 if status or any(answer.private or answer.doubt for answer in answers) else 0


def _answer(file: Path, rules: Rules, options: Namespace) -> Answer:
    given = facts_in(rules, options.public)
    private = [fact_named(rules, name).name for name in options.private]
    if clash := next((name for name in private if name in given), None):
        raise Usage(f"`{clash}` is given by --public, so that pages cannot hang on it")
    independence = rules.independence(given)
    doubt = None
    if independence.is_empty:
        doubt = "no page that is assumed to occur has these facts"
    elif not independence.is_known:
        doubt = "what they hang on cannot be told: the conditions are too tangled"
    facts = {} if doubt else {name: independence.contrast(name) for name in independence.facts}
    return Answer(file, rules, facts, [name for name in private if name in facts], doubt)


def _show(answer: Answer, terminal: Terminal) -> None:
    terminal.say(terminal.coloured(escaped(f"{answer.file}, these pages"), BOLD))
    facts = answer.rules.facts
    if answer.doubt:
        terminal.say(f"  {answer.doubt}")
        return
    for name, pages in answer.facts.items():
        told = escaped(name)
        if name in answer.private:
            told = f"{terminal.coloured(told, RED)}, which is private"
        terminal.say(f"  can hang on {told}")
        for line in _pages(name, pages, facts):
            terminal.say(f"    {escaped(line)}")
    never = [name for name in facts if name not in answer.facts]
    terminal.say(f"  never hang on {escaped(', '.join(never)) or 'no other fact'}")


def _pages(name: str, pages: tuple[Sample, Sample] | None, facts: Mapping[str, Fact]) -> list[str]:
    types = {each: fact.type for each, fact in facts.items()}
    if pages is None:
        return ["no two pages were found that show it; the conditions are too tangled"]
    one, other = pages
    rest = {key: value for key, value in one.items() if key != name}
    if rest == {key: value for key, value in other.items() if key != name}:
        both = [said(page.get(name, facts[name].default), types[name]) for page in pages]
        return [f"{both[0]} and {both[1]} differ" + (f", with {told(rest, types)}" if rest else "")]
    return [f"one page: {told(one, types)}", f"another: {told(other, types)}"]


def _record(answer: Answer) -> dict[str, object]:
    return {
        "file": str(answer.file),
        "facts": {
            name: None if pages is None else [values(page) for page in pages] for name, pages in answer.facts.items()
        },
        "violated": list(answer.private),
        "doubt": answer.doubt,
    }
