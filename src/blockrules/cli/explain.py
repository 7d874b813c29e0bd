"""
Tell why a page has its layout: of each region what keeps it there, or away, and what would change that.

Named regions, or blocks as REGION.BLOCK, are told of in full. The page is given as for `blockrules layout`. What is
shown holds the page's facts: it is for whoever runs the site.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from blockrules.cli.pages import add_page, page_of, rules_of
from blockrules.cli.terminal import Terminal, Usage
from blockrules.insight.explanation import Explanation
from blockrules.insight.html import document
from blockrules.insight.reason import Reason
from blockrules.language.nearness import suggestion
from blockrules.model.pages import PageError


def add_arguments(parser: ArgumentParser) -> None:
    """
    What can be said to the command.
    """
    parser.add_argument("file", metavar="FILE", help="a rules file")
    add_page(parser, "[REGION[.BLOCK] | FACT=VALUE]")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the explanation as JSON")
    form.add_argument("--html", metavar="FILE", help="write the explanation to a page of HTML")


def run(options: Namespace, terminal: Terminal) -> int:
    """
    Explain the page.
    """
    names = [each for each in options.pairs if "=" not in each]
    options.pairs = [each for each in options.pairs if "=" in each]
    if names and (options.json or options.html):
        raise Usage("--json and --html tell of the whole page; leave out the names of regions")
    rules = rules_of(options, terminal)
    if rules is None:
        return 1
    try:
        explanation = rules.explain(page_of(rules, options, terminal))
    except PageError as error:
        raise Usage(str(error)) from None
    reasons = [_reason(explanation, name) for name in names]
    if options.html:
        Path(options.html).write_text(document(f"{options.file}, explained", explanation.to_html()), "utf-8")
    elif options.json:
        terminal.say_json(explanation.to_dict())
    else:
        terminal.say("\n\n".join(map(str, reasons)) if reasons else str(explanation))
    return 0


def _reason(explanation: Explanation, name: str) -> Reason:
    """
    Why the region or block called *name* is shown, or not. Usage where there is none.
    """
    words = name.split(".")
    for length in range(len(words), 0, -1):
        region, block = ".".join(words[:length]), ".".join(words[length:])
        if region in explanation.blocks:
            try:
                return explanation.block(region, block) if block else explanation.region(region)
            except KeyError:
                near = suggestion(block, [each.name for each in explanation.blocks[region]])
                raise Usage(
                    f"no block named `{block}` in the region `{region}`" + (f"; {near}" if near else "")
                ) from None
    near = suggestion(name, explanation.blocks)
    raise Usage(f"no region named `{name}`" + (f"; {near}" if near else ""))
