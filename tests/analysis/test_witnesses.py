"""
Pages that show what is claimed, as somebody would write them.
"""

import pytest

import blockrules
from blockrules import Proof
from blockrules.analysis import signatures
from tests.analysis.test_difference import LOST, TANGLED


def refuted(text: str) -> Proof:
    """
    What became of the last promise in *text*.
    """
    return blockrules.loads(text).promises[-1]


@pytest.mark.parametrize(
    ("type", "condition", "value"),
    [
        ("number", "n > 5", "n=6.0"),
        ("number", "n < 0.5", "n=0.0"),
        ("number", "n in 0.25 .. 0.5", "n=0.25"),
        ("number", "n is not 0", "n=-1.0"),
        ("int", "n > 5", "n=6"),
        ("int", "n < 5", "n=0"),
        ("int", "n < 0", "n=-1"),
        ("time", "n > 09:00", "n=12:00"),
        ("time", "n > 12:00", "n=12:01"),
        ("time", "n > 23:59:30", "n=23:59:31"),
        ("datetime", "n > 2026-01-01T00:00Z", "n=2026-01-01T00:01Z"),
        ("date", "n > 2026-01-01", "n=2026-01-02"),
        ("bool", "n", "n=true"),
        ("text", 'n matches "a*"', "n=a"),
        ("path", 'n matches "/a/**"', "n=/a/b"),
        ("set of int", "n has 3", "n=3"),
        ("set of text", 'n has "a b"', "'n=a b'"),
        ("set of text", "n is not empty", "n=other"),
        ("set of int", "n is not empty", "n=0"),
        ("optional int = 3", "n is none", "n=none"),
        ("one of x, y", "n is y", "n=y"),
        ("text", 'n in 1% of "s"', "n="),
    ],
)
def test_a_page_is_shown_that_can_be_written(type: str, condition: str, value: str) -> None:
    """With plain values, as the command takes them."""
    proof = refuted(f"facts {{ n: {type} }} region r when {condition} {{ block b in s }} never active(r)")
    assert proof.verdict == "refuted"
    assert proof.diagnostic is not None
    assert f"explain rules {value}" in str(proof.diagnostic.help)
    assert proof.page is not None


@pytest.mark.parametrize(
    ("type", "condition"),
    [
        ("set of text", 'n has "a,b"'),
        ("set of text", 'n has ""'),
        ("optional text", 'n is "none"'),
        ("time", "n > 23:59:59"),
    ],
)
def test_what_cannot_be_written_on_a_command_line_is_only_told(type: str, condition: str) -> None:
    """Then no command is shown."""
    proof = refuted(f"facts {{ n: {type} }} region r when {condition} never active(r)")
    assert proof.diagnostic is not None
    assert proof.diagnostic.help is None
    assert proof.to_dict()["page"] is not None


def test_a_promise_is_plain_json() -> None:
    """Kept or broken."""
    rules = blockrules.loads("facts { a: bool } region r when a never active(r) never a and not a")
    assert [(each.to_dict()["verdict"], each.to_dict()["page"]) for each in rules.promises] == [
        ("refuted", {"a": True}),
        ("proved", None),
    ]


def test_a_page_that_gives_nothing_can_break_a_promise() -> None:
    """Where all facts have defaults."""
    proof = refuted("facts { a: bool = true } region r when a never active(r)")
    assert proof.diagnostic is not None
    assert "broken by a page that gives nothing" in proof.diagnostic.message


def test_other_facts_keep_what_is_assumed() -> None:
    """Also those that the promise does not ask for."""
    proof = refuted("facts { age: int, member: bool } region r when member assume age >= 18 never active(r)")
    assert proof.page == {"age": 18, "member": True}


def test_a_sample_page_that_would_have_to_lose_a_fact_is_left() -> None:
    """What it gives can be changed by a command, not taken away."""
    old = "facts { a: bool, f: bool = false } region r when f and a page p { a: true, f: false }"
    change = blockrules.difference(blockrules.loads(old), blockrules.loads(old.replace("= false", "= true"))).changes[0]
    assert (change.witness.sample, dict(change.witness.page)) == (None, {"a": True})


def test_a_set_can_be_absent() -> None:
    """Then it has nothing."""
    (proof,) = blockrules.loads("facts { s: optional set of int = (1) } region r when s has 1 never s is none").promises
    assert proof.page == {"s": None}


def test_a_visitor_in_rare_buckets_may_not_be_found() -> None:
    """Then nothing is claimed of it."""
    shares = " and ".join(f'v in 0.01% of "s{number}"' for number in range(4))
    rules = blockrules.loads(f"facts {{ v: text }} region r when {shares} never active(r)")
    assert rules.promises[0].verdict == "unknown"
    assert [each.code for each in rules.findings] == ["BR921"]
    other = blockrules.loads("facts { v: text } region r when false")
    assert [str(each) for each in blockrules.difference(rules, other).unknown] == ["`r`"]


def test_what_is_too_tangled_proves_nothing() -> None:
    """Nor does what hangs on it."""
    text = "facts { k: one of " + ", ".join(f"m{number}" for number in range(5_000)) + ", a: bool } "
    rules = blockrules.loads(
        f"{text} define d as k is m1 region r when k is m2 {{ block b when a }} region q when a {{ block c when d }} "
        "assume k is not m3 or a never active(r)"
    )
    assert [proof.verdict for proof in rules.promises] == ["unknown"]
    assert [each.code for each in rules.findings] == ["BR921", "BR921"]
    assert rules.findings[0].message.endswith("the conditions are too tangled; nor 2 more like it")


def test_a_block_may_be_too_tangled_where_its_region_is_not() -> None:
    """It alone is told of."""
    (finding,) = blockrules.loads(
        LOST.replace("block y when c", "block y when c")
        .replace("region q when c", f"region q when c {{ block z when all-of-them or {TANGLED} }}")
        .replace(f"region r when all-of-them or {TANGLED} {{ block x block y when c }}", "")
    ).findings
    assert finding.message.startswith("whether `z` can be shown cannot be told")


def test_a_sample_page_may_have_what_the_other_side_lacks() -> None:
    """Then the page that is shown has something else."""
    old = "facts { k: one of x, y, a: bool, s: set of one of u, w } region r when a"
    new = (
        "facts { k: one of y, z, a: bool, s: set of one of v, w } region r when not a page p { k: z, a: false, s: (v) }"
    )
    change = blockrules.difference(blockrules.loads(old), blockrules.loads(new)).changes[0]
    assert (change.witness.page["k"], change.witness.page["s"]) == ("y", frozenset())


def test_members_that_are_gone_are_in_no_set_that_is_asked_for() -> None:
    """Nor may a sample page have them on a page that is shown."""
    old = "facts { s: set of one of u, w, a: bool } region r when s has w and a"
    new = "facts { s: set of one of v, w, a: bool } region r when s has w page p { s: (v, w), a: false }"
    change = blockrules.difference(blockrules.loads(old), blockrules.loads(new)).changes[0]
    assert change.witness.page == {"s": frozenset({"w"}), "a": False}


def test_too_many_patterns_leave_pages_that_are_found_by_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """One pattern after another is fitted."""
    monkeypatch.setattr(signatures, "MOST_STATES", 1)
    text = 'facts { t: text } region r when t matches "a*" and t matches "*b" and t is not "ab" never active(r)'
    (proof,) = blockrules.loads(text).promises
    assert (proof.verdict, proof.page) == ("refuted", {"t": "aab"})
    (proof,) = blockrules.loads('facts { t: text } region r when t is "q" never active(r)').promises
    assert (proof.verdict, proof.page) == ("refuted", {"t": "q"})
