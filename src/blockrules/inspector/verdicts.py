"""
What the rules are found to be: their tests, what is proved of them, and what is at fault.
"""

from collections.abc import Callable
from html import escape

from blockrules.analysis.promises import Proof
from blockrules.engine.trials import TestResult
from blockrules.insight import html
from blockrules.inspector.address import query_of
from blockrules.inspector.places import drawn
from blockrules.inspector.subject import State
from blockrules.language.source import Span
from blockrules.model.samples import Sample
from blockrules.ruleset import Rules
from blockrules.testing.failures import failed

Link = Callable[[Span], str]
NO_PROMISE = "<p>None is made. <code>never …</code> or <code>always …</code> makes one.</p>"
NO_FINDING = "<p>Nothing is found that is surely not meant.</p>"
SIGNS = {"proved": "yes", "refuted": "no", "unknown": "note"}


def tests(state: State, link: Link) -> str:
    """
    The tests with their results, those that failed first.
    """
    rules = state.rules
    if rules is None or not state.tests:
        return '<h2>Tests</h2><p>There are no tests. <code>test "…" { given … expect … }</code> writes one.</p>'
    rows = html.listed(_test(result, rules, link) for result in sorted(state.tests, key=lambda each: each.passed))
    return f'<h2>Tests</h2><p class="note">{passed(state)}</p><div class="results">{rows}</div>'


def passed(state: State) -> str:
    """
    How many tests pass.
    """
    failed = sum(not each.passed for each in state.tests)
    return f"{failed:,} of {len(state.tests):,} failed" if failed else f"{len(state.tests):,} passed"


def _test(result: TestResult, rules: Rules, link: Link) -> str:
    word = '<span class="yes">passed</span>' if result.passed else '<span class="no">failed</span>'
    page = _page(result.page, rules)
    why = "" if result.passed else f"<pre>{escape(failed(rules, result))}</pre>"
    where = f'<span class="where">{link(result.span)} {page}</span>'
    return f'{word} <span class="name">{html.text(result.name)}</span> {where}{why}'


def findings(state: State, link: Link) -> str:
    """
    The promises with what became of them, then what is found.
    """
    rules = state.rules
    promises = html.listed(_promise(proof, rules, link) for proof in state.promises) if rules else ""
    found = "".join(drawn(each, link) for each in state.findings)
    return f"<h2>Promises</h2>{promises or NO_PROMISE}<h2>Findings</h2>{found or NO_FINDING}"


def _promise(proof: Proof, rules: Rules, link: Link) -> str:
    page = "" if proof.page is None else _page(proof.page, rules)
    return (
        f'<span class="{SIGNS[proof.verdict]}">{proof.verdict}</span> {proof.word} {html.code(proof.condition)} '
        f'<span class="where">{link(proof.span)} {page}</span>'
    )


def _page(values: Sample, rules: Rules) -> str:
    given = {name: value for name, value in values.items() if name in rules.facts}
    return f'<a href="./?{escape(query_of(given, rules.facts))}">its page</a>'


def fault(state: State, link: Link) -> str:
    """
    What is at fault with the file as it is now; nothing where it is sound.
    """
    if state.fault is None:
        return '<section id="fault" hidden></section>'
    still = " What is shown below is by the rules as they last were sound." if state.rules else ""
    if state.errors:
        count = len(state.errors)
        told = f"The rules have {'an error' if count == 1 else f'{count} errors'}.{still}"
        body = "".join(drawn(each, link) for each in state.errors)
    else:
        told, body = f"The file cannot be read: {html.text(_why(state.fault))}.{still}", ""
    return f'<section id="fault" aria-label="Errors"><p><strong>{told}</strong></p>{body}</section>'


def _why(error: Exception) -> str:
    return (error.strerror or str(error)).lower() if isinstance(error, OSError) else str(error)
