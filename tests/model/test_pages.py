"""
Pages of every shape, read or refused.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import attrs
import pytest

import blockrules
from blockrules import PageError

RULES = blockrules.loads("""
facts {
    front: bool = false
    node.type: optional one of article, news
    node.author.name: optional text
    level: int = 0
}
region fronted when front
region news when node.type is news
region known when not front and node.author.name is not none
""")


def refusal(page: object, rules: blockrules.Rules = RULES) -> PageError:
    """
    The error for a *page* that is refused, by `regions` and by `layout` alike.
    """
    with pytest.raises(PageError) as caught:
        rules.layout(page)
    with pytest.raises(PageError) as again:
        rules.regions(page)
    assert again.value == caught.value
    assert str(caught.value).count("\n") == len(caught.value.problems)
    return caught.value


def problems(page: object, rules: blockrules.Rules = RULES) -> dict[str, str]:
    """
    What came for which fact of a *page* that is refused.
    """
    return {problem.fact: problem.came for problem in refusal(page, rules).problems}


def is_plain(text: str) -> bool:
    """
    Whether a terminal shows *text* as it is.
    """
    return all(map(str.isprintable, text.split("\n")))


class Recorder:
    """
    An object with attributes, which records what it is asked for.
    """

    def __init__(self, **values: Any) -> None:
        self.asked: list[str] = []
        self.values = values

    def __getattr__(self, name: str) -> Any:
        if name not in self.__dict__["values"]:
            raise AttributeError
        self.asked.append(name)
        value = self.values[name]
        if isinstance(value, Exception):
            raise value
        return value


@attrs.frozen
class Slotted:
    """A class of the host's, with a slot that may be empty."""

    type: str = attrs.field(init=False)


def space(**values: Any) -> SimpleNamespace:
    return SimpleNamespace(**values)


@pytest.mark.parametrize(
    "page",
    [
        {"node.type": "news", "node.author.name": "x"},
        {"node": {"type": "news", "author": {"name": "x"}}},
        {"node": {"type": "news", "author.name": "x"}},
        {"node": {"type": "news"}, "node.author": {"name": "x"}},
        {"node": {"author": space(name="x")}, "node.type": "news"},
        {"node": space(type="news", author={"name": "x"}), "front": False},
        {"node": space(type="news", author=space(name="x", other=1), other=2)},
        {"node": space(type="news"), "node.author.name": "x"},
        space(node={"type": "news", "author": space(name="x")}, front=False, other=1),
        Recorder(node=Recorder(type="news", author=Recorder(name="x"))),
    ],
)
def test_a_dotted_fact_is_a_key_or_stands_in_what_its_name_says(page: object) -> None:
    """Mappings, objects and dotted keys mix at every level."""
    assert RULES.regions(page) == RULES.layout(page).names == ("news", "known")


@pytest.mark.parametrize(
    "page",
    [{}, space(), {"node": None}, {"node": 5}, {"node": "article"}, {"node": [1]}, {"node": {}}, {"node": Slotted()}],
)
def test_what_holds_nothing_has_nothing(page: object) -> None:
    """A holder that is absent, None, or neither a mapping nor an object, leaves its facts absent."""
    assert RULES.regions(page) == ()


@pytest.mark.parametrize(
    ("page", "came"),
    [
        (None, "none"),
        ("s3cr3t", "a text"),
        (b"s3cr3t", "bytes"),
        (31337, "a whole number"),
        (Decimal(31337), "a Decimal"),
        (True, "a bool"),
        (1j, "a `complex`"),
        ([("front", True)], "a list"),
        (("front",), "a list"),
        ({"front"}, "a set"),
        (range(3), "a `range`"),
        ({}.values(), "a `dict_values`"),
    ],
)
def test_what_has_neither_keys_nor_attributes_is_no_page(page: object, came: str) -> None:
    """The page as a whole is the problem."""
    assert problems(page) == {"(the page)": came}


@pytest.mark.parametrize(
    "page",
    [
        {"node.type": "news", "node": {"type": "news"}},
        {"node.type": "news", "node": space(type="news")},
        {"node.type": None, "node": {"type": "news"}},
        {"node": {"author": {"name": "x"}, "author.name": "x"}, "node.type": "news"},
        {"node": {"author": space(name="x")}, "node.author.name": "x"},
        pytest.param(
            {"node": space(author=space(name="x")), "node.author": space(name="x")},
        ),
    ],
)
def test_a_fact_that_is_given_both_ways_is_refused(page: object) -> None:
    """Even where both agree, and where one is none; the error names the ways."""
    (came,) = problems(page).values()
    assert came.startswith("both `")
    assert "` and `" in came


def test_all_that_is_wrong_with_a_mapping_is_told_at_once() -> None:
    """Every fact, whether a condition needs it or not, and every key that is none, with the nearest that is one."""
    page = {
        "fronnt": 1,
        "level": "s3cr3t",
        "node": {"tpye": 2, "author": {"nam": 3}, 4: 5},
        "node.typ": 6,
        7: 8,
        "x": 9,
    }
    assert set(problems(page)) == {
        "fronnt",
        "level",
        "node.tpye",
        "node.author.nam",
        "node.(a key)",
        "node.typ",
        "(a key)",
        "x",
    }
    text = str(refusal(page))
    assert [text.count(f"did you mean `{name}`?") for name in ("front", "node.type", "node.author.name")] == [1, 2, 1]


def test_extras_let_a_mapping_have_other_keys() -> None:
    """Of any type, at every level; the facts are held to their types as ever."""
    rules = blockrules.loads("facts { node.type: text }\nregion a", extras=True)
    assert rules.regions({"node": {"type": "x", 1: 2, "y": 3}, None: 4, "z": {"type": 5}}) == ("a",)
    assert problems({"node": {"type": 1, 2: 3}}, rules) == {"node.type": "a whole number"}


def test_an_object_is_asked_for_what_the_answer_needs() -> None:
    """Once each, and no more: a fact that is costly, wrong or missing is left alone until it is needed."""
    page = Recorder(front=True, level="not even a number", node=ValueError("never asked"))
    rules = blockrules.loads("""
        facts { front: bool level: int node.type: text other: bool }
        region a when front region b when not front and level > 3
        region c when not front and node.type is "x" and other { block d when level > 3 }
    """)
    assert rules.regions(page) == rules.layout(page).names == ("a",)
    assert page.asked == ["front", "front"]


def test_of_an_object_all_is_told_once_something_is_wrong() -> None:
    """So that its author need not mend one fact at a time."""
    rules = blockrules.loads("facts { front: bool level: int node.type: text } region a when front")
    assert problems(space(front=1, level=True, node=space()), rules) == {
        "front": "a whole number",
        "level": "a bool",
        "node.type": "nothing",
    }


class Broken(Mapping[str, object]):
    """A mapping that cannot be read to its end."""

    def __getitem__(self, key: str) -> object:
        raise LookupError(f"s3cr3t {key}")

    def __iter__(self) -> Iterator[str]:
        return iter(["front"])

    def __len__(self) -> int:
        return 1


class Failing:
    """An object whose getters fail."""

    @property
    def front(self) -> bool:
        """A fault of the host's."""
        raise ZeroDivisionError("s3cr3t")

    @property
    def node(self) -> object:
        """A slip of the host's: another attribute is missing."""
        return self.s3cr3t  # type: ignore[attr-defined]  # the slip


class Lazy:
    """What turns into something else when it is first looked at, and fails."""

    @property  # type: ignore[misc]  # as proxies do
    def __class__(self) -> type:
        raise ConnectionError("s3cr3t")


@pytest.mark.parametrize(
    ("page", "fact", "error"),
    [
        (Broken(), "(the page)", "LookupError"),
        ({"node": Broken()}, "node", "LookupError"),
        (space(node=Broken()), "node", "LookupError"),
        (Failing(), "front", "ZeroDivisionError"),
        (Failing(), "node.type", "AttributeError"),
        ({"node": Recorder(type=KeyError("s3cr3t"))}, "node.type", "KeyError"),
        ({"node": Recorder(author=RecursionError("s3cr3t"))}, "node.author.name", "RecursionError"),
        ({"front": Lazy()}, "front", "ConnectionError"),
    ],
)
def test_what_a_page_raises_makes_it_refused(page: object, fact: str, error: str) -> None:
    """The error names the fact and the class of what was raised, not what that says."""
    assert f"`{error}`" in problems(page)[fact]
    assert "s3cr3t" not in str(refusal(page))


class Unlisted(dict[str, object]):
    """A mapping whose entries cannot be had."""

    def items(self) -> Any:
        raise OSError("s3cr3t")


def test_of_what_is_in_a_mapping_that_raises_nothing_is_said_to_be_missing() -> None:
    """That it raised is the one fault."""
    rules = blockrules.loads("facts { node.type: text node.size: int front: bool }")
    assert set(problems({"node": Unlisted(), "front": True}, rules)) == {"node"}
    assert set(problems({"node": Unlisted()}, rules)) == {"node", "front"}


def test_a_view_is_not_given() -> None:
    """The page is told from what it is read."""
    rules = blockrules.loads('timezone "Europe/London" facts { now: datetime }')
    problem = refusal({"now": datetime(2026, 1, 1, tzinfo=UTC), "now.date": date(2026, 1, 1)}, rules).problems[0]
    assert (problem.fact, problem.help) == ("now.date", "it is read from `now` itself")


def test_names_of_keys_are_shown_escaped_and_short() -> None:
    """What a terminal could act on is not handed on to it."""
    text = str(refusal({"\x1b[2J\u202e\ud800": 1, "x" * 10_000: 2}))
    assert "`\\x1b[2J\\u202e\\ud800`" in text
    assert len(text) < 400
    assert is_plain(text)


def test_suggestions_and_names_of_classes_are_shown_escaped() -> None:
    """They too can be made of anything."""
    rules = blockrules.loads('facts { "fro\\u001bnt": bool }')
    odd = type("\x1b[2J", (), {})()
    assert is_plain(str(refusal({"fro-nt": True, "fro\x1bnt": odd}, rules)))


class Proxy:
    """What stands for another object and has its attributes."""

    def __init__(self, other: object) -> None:
        self.other = other

    def __getattr__(self, name: str) -> Any:
        return getattr(self.other, name)


def test_a_proxy_lacks_what_the_object_behind_it_lacks() -> None:
    """As the objects of web frameworks do, it has no attribute, rather than a getter that fails."""
    assert RULES.regions({"node": Proxy(object())}) == ()


class Quiet:
    """An object whose getter fails with an error of its own making."""

    @property
    def front(self) -> bool:
        """A fault that looks like a missing attribute."""
        raise AttributeError("s3cr3t")


def test_a_getter_that_fails_is_no_missing_attribute() -> None:
    """Whatever it fails with, the default does not stand in for it."""
    assert "`AttributeError`" in problems(Quiet())["front"]


class Unpaired(dict[str, object]):
    """A mapping whose items are no pairs."""

    def items(self) -> Any:
        return [1]


class Claims:
    """What claims to be a bool."""

    @property  # type: ignore[misc]  # as proxies do
    def __class__(self) -> type:
        return bool

    def __hash__(self) -> int:
        raise ConnectionError("s3cr3t")


@pytest.mark.parametrize(
    "made",
    [
        Lazy,
        lambda: {"node": Lazy()},
        lambda: {Lazy(): 1},
        Unpaired,
        pytest.param(
            lambda: {"front": Claims()},
        ),
    ],
)
def test_nothing_but_a_page_error_is_raised(made: Callable[[], object]) -> None:
    """Proxies fail when their class is asked for, and hosts make mappings of their own."""
    assert problems(made())


def test_what_only_blocks_need_is_not_asked_for_regions() -> None:
    """Nor is a define worked out before something needs it."""
    text = "facts { front: bool level: int } define costly as level > 3"
    rules = blockrules.loads(f"{text} region a when front {{ block b when costly }}")
    page = Recorder(front=True, level=5)
    assert rules.regions(page) == ("a",)
    assert page.asked == ["front"]


@pytest.mark.parametrize("condition", ["front or level > 3", "not (not front and level > 3)"])
def test_what_comes_after_a_decision_is_not_asked(condition: str) -> None:
    """Once one operand of an `or` is true, the answer does not need the others."""
    page = Recorder(front=True, level=5)
    blockrules.loads(f"facts {{ front: bool level: int }} region a when {condition}").regions(page)
    assert page.asked == ["front"]


class Nameless(type):
    """A class whose name cannot be had."""

    @property
    def __name__(cls) -> str:  # type: ignore[override]  # that is the claim
        raise ZeroDivisionError("s3cr3t")


class Thing(metaclass=Nameless):
    """Of such a class."""


class Fault(Exception, metaclass=Nameless):
    """An error of such a class."""


def test_a_class_is_called_by_its_own_name() -> None:
    """Whatever its metaclass says, for a value, a key and an error."""
    assert problems({"front": Thing()}) == {"front": "a `Thing`"}
    assert problems({Thing(): 1}) == {"(a key)": "a `Thing`"}
    assert problems({"node": Recorder(type=Fault())}) == {"node.type": "one that raised `Fault`"}


def test_names_of_classes_are_shown_short() -> None:
    """A made one can be of any length."""
    long = "X" * 100_000
    error = type(long, (Exception,), {})
    assert len(str(refusal({"front": type(long, (), {})()}))) < 400
    assert len(str(refusal({"node": Recorder(type=error())}))) < 400


def test_a_text_tells_some_problems_and_counts_the_rest() -> None:
    """The error has them all."""
    with pytest.raises(PageError) as caught:
        RULES.regions({f"x{number}": 1 for number in range(1_234)})
    assert len(caught.value.problems) == 1_234
    lines = str(caught.value).splitlines()
    assert (len(lines), lines[-1]) == (102, "  and 1,134 more")
