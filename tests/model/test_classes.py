"""
Facts from attrs classes and dataclasses of the host's.
"""

import dataclasses
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import Enum, StrEnum
from typing import Annotated, Any, ClassVar, Literal, Optional

import attrs
import pytest

import blockrules
from blockrules import RulesError


class Colour(Enum):
    """An enumeration of the host's."""

    RED = "red"
    BLUE = "dark blue"


class Device(StrEnum):
    """Another."""

    MOBILE = "mobile"
    TABLET = "tablet"


class Level(Enum):
    """One that is not of strings."""

    LOW = 1


def as_dataclass(annotation: Any, *default: Any) -> type:
    """
    A dataclass with a field `x`.
    """
    given = dataclasses.field(default_factory=lambda: default[0]) if default else dataclasses.field()
    return dataclasses.make_dataclass("Page", [("x", annotation, given)])


def as_attrs_class(annotation: Any, *default: Any) -> type:
    """
    An attrs class with a field `x`.
    """
    given = attrs.field(default=default[0] if default else attrs.NOTHING, type=annotation)
    return attrs.make_class("Page", {"x": given})


Maker = Callable[..., type]
made_by_both = pytest.mark.parametrize("made", [as_dataclass, as_attrs_class])


@made_by_both
@pytest.mark.parametrize(
    ("annotation", "type", "optional"),
    [
        (bool, "bool", False),
        (int, "int", False),
        (float, "number", False),
        (str, "text", False),
        (date, "date", False),
        (time, "time", False),
        (datetime, "datetime", False),
        ("int | None", "int", True),
        (None | date, "date", True),
        (Literal["b", "a"], "one of b, a", False),
        (Colour, 'one of red, "dark blue"', False),
        (Device | None, "one of mobile, tablet", True),
        (Optional[Literal["a"]], "one of a", True),  # noqa: UP045 - it is another class than `|` makes
        (frozenset[str], "set of text", False),
        (set[int], "set of int", False),
        (tuple[Colour, ...], 'set of one of red, "dark blue"', False),
        (frozenset[Literal["a", "b"]] | None, "set of one of a, b", True),
        (Annotated[str, blockrules.Path], "path", False),
        (Annotated[str, "a note", blockrules.Path] | None, "path", True),
        (Annotated[str, "a note"], "text", False),
        (Annotated[int, blockrules.Path], "int", False),
    ],
)
def test_an_annotation_declares_a_fact(made: Maker, annotation: Any, type: str, optional: bool) -> None:
    """Required, unless it can be None and is then absent where a page has none."""
    (fact,) = blockrules.loads("", facts=made(annotation)).facts.values()
    assert (fact.name, str(fact.type), fact.optional) == ("x", type, optional)
    assert (fact.required, fact.default, fact.span) == (not optional, None, None)


@made_by_both
@pytest.mark.parametrize(
    ("annotation", "default", "taken"),
    [
        (bool, False, False),
        (int, 0, 0),
        (int | None, None, None),
        (int | None, 3, 3),
        (float, 1, 1.0),
        (Colour, Colour.BLUE, "dark blue"),
        (Literal["a"], "a", "a"),
        (tuple[str, ...], (), frozenset()),
        (frozenset[Colour], frozenset({Colour.RED}), frozenset({"red"})),
        (Annotated[str, blockrules.Path], "/a/", "/a"),
        (datetime, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)),
    ],
)
def test_a_default_is_taken_as_a_page_gives_it(made: Maker, annotation: Any, default: Any, taken: object) -> None:
    """And the fact is required no more."""
    (fact,) = blockrules.loads("", facts=made(annotation, default)).facts.values()
    assert (repr(fact.default), fact.required) == (repr(taken), False)


@attrs.frozen
class Author:
    """What is nested twice."""

    name: str = "nobody"
    level: int = 0


@dataclasses.dataclass(frozen=True)
class Node:
    """What is nested once."""

    type: Literal["article", "news"]
    author: Author = Author(level=3)
    tags: frozenset[str] = dataclasses.field(default_factory=frozenset)


@attrs.frozen
class Page:
    """All facts of a site."""

    device: Device
    node: Node | None
    front: bool = attrs.field(factory=bool)
    site: ClassVar[str] = "no fact"


def test_a_nested_class_declares_dotted_facts() -> None:
    """All of one that can be absent can be absent; a default of the whole gives the defaults of its parts."""
    rules = blockrules.loads("", facts=Page)
    assert {name: (fact.required, fact.optional, fact.default) for name, fact in rules.facts.items()} == {
        "device": (True, False, None),
        "node.type": (False, True, None),
        "node.author.name": (False, True, "nobody"),
        "node.author.level": (False, True, 3),
        "node.tags": (False, True, frozenset()),
        "front": (False, False, False),
    }


@pytest.mark.parametrize(
    "page",
    [
        Page(Device.MOBILE, Node("news", Author("someone", 4), frozenset({"x"}))),
        {"device": "mobile", "node": Node("news", Author(level=4), frozenset({"x"}))},
        {"device": Device.MOBILE, "node": {"type": "news", "author": Author(level=4), "tags": ["x"]}},
        {"device": Device.MOBILE, "node.type": "news", "node.author.level": 4, "node.tags": ("x",)},
    ],
)
def test_a_page_may_be_an_instance_of_the_class(page: object) -> None:
    """Or a mapping, or a mapping with instances: all are read alike."""
    rules = blockrules.loads(
        """
        region a when node.author.level > 3 and device is mobile
        region b when node.tags has "x" and node.type is news
        region c when node.type is none or front
        """,
        facts=Page,
    )
    assert rules.regions(page) == ("a", "b")
    assert rules.regions(Page(Device.MOBILE, None)) == ("c",)


AGREED = """
facts { device: one of mobile, tablet  node.type: optional one of article, news }
facts { node.author.name: optional text = "nobody"  node.author.level: optional int = 3 }
facts { node.tags: optional set of text = ()  front: bool = false }
"""


@pytest.mark.parametrize(
    ("written", "instead", "fault"),
    [
        ("one of mobile, tablet", "one of mobile", "it is one of mobile, tablet"),
        ("front: bool = false", "front: bool = true", "another default"),
        ("front: bool = false", "front: bool", "has a default"),
        ("level: optional int = 3", "level: int = 3", "optional"),
        ("one of mobile, tablet", "optional one of mobile, tablet", "not optional"),
        ("one of mobile, tablet", "one of mobile, tablet = mobile", "required"),
        ("front: bool = false", "front: bool = false frnt: bool", "none such"),
        ("front: bool = false", "", "`front`"),
    ],
)
def test_a_file_that_declares_facts_agrees_with_the_class(written: str, instead: str, fault: str) -> None:
    """Where it does not, each fact that differs is an error at its declaration."""
    assert blockrules.loads(AGREED, facts=Page).facts == blockrules.loads("", facts=Page).facts
    with pytest.raises(RulesError) as caught:
        blockrules.loads(AGREED.replace(written, instead), facts=Page)
    (found,) = caught.value.diagnostics
    assert fault in found.message
    assert found.code == ("BR217" if instead else "BR218")
    assert found.span.text in AGREED.replace(written, instead)


class Plain:
    """No attrs class, no dataclass."""

    x: int


@attrs.define
class OnItself:
    """Its default depends on the rest."""

    x: int = 1
    y: int = attrs.Factory(lambda self: self.x, takes_self=True)


@pytest.mark.parametrize("cls", [Plain, int, Colour, OnItself])
def test_no_other_class_has_facts(cls: type) -> None:
    """A TypeError, as of any argument of a wrong type."""
    with pytest.raises(TypeError, match=cls.__name__ if cls is not OnItself else "`y`"):
        blockrules.loads("", facts=cls)


@made_by_both
@pytest.mark.parametrize(
    "annotation",
    [
        object,
        Any,
        bytes,
        list[str],
        tuple[str, str],
        frozenset,
        frozenset[float],
        frozenset[bool],
        set[str | None],
        set[Annotated[str, blockrules.Path]],
        int | str,
        int | str | None,
        Literal[1],
        Literal["a", 1],
        Level,
    ],
)
def test_a_field_that_no_fact_can_be_is_refused(made: Maker, annotation: Any) -> None:
    """By its name."""
    with pytest.raises(TypeError, match="the field `x` is nothing that a fact can be"):
        blockrules.loads("", facts=made(annotation))


@made_by_both
@pytest.mark.parametrize(
    ("annotation", "default"),
    [
        (bool, 0),
        (int, True),
        (int, None),
        (float, float("nan")),
        (Colour, "green"),
        (Annotated[str, blockrules.Path], "a"),
        (datetime, datetime(2026, 1, 1)),
        (frozenset[int], "12"),
    ],
)
def test_a_default_of_another_type_is_refused(made: Maker, annotation: Any, default: Any) -> None:
    """As a page with such a value is, by the name of its field."""
    with pytest.raises(TypeError, match="the default of the field `x` is "):
        blockrules.loads("", facts=made(annotation, default))


@dataclasses.dataclass
class Endless:
    """One that holds its like."""

    parent: "Endless | None" = None


def test_a_class_that_holds_its_like_is_refused() -> None:
    """No page has facts without an end."""
    with pytest.raises(TypeError, match="parent"):
        blockrules.loads("", facts=Endless)


def test_a_field_without_an_annotation_is_refused() -> None:
    """Nothing tells what it may hold."""
    with pytest.raises(TypeError, match="`x`"):
        blockrules.loads("", facts=attrs.make_class("Page", ["x"]))


def test_a_fact_that_is_told_otherwise_is_one_fault() -> None:
    """What conditions say of it is not held against either."""

    @attrs.frozen
    class Told:
        member: Literal["yes", "no"]

    with pytest.raises(RulesError) as caught:
        blockrules.loads("facts { member: bool }\nregion offers when member", facts=Told)
    assert [found.code for found in caught.value.diagnostics] == ["BR217"]


def test_a_define_has_a_name_of_its_own() -> None:
    """A class's facts share their space of names with defines, as the file's own do."""
    with pytest.raises(RulesError, match="BR212"):
        blockrules.loads("define front as true", facts=Page)


def test_members_agree_in_any_order() -> None:
    """A fact has the same values however its members are ordered."""
    rules = blockrules.loads(AGREED.replace("article, news", "news, article"), facts=Page)
    assert rules.regions(Page(Device.MOBILE, None)) == ()


@pytest.mark.parametrize("fault", ["facts { front: bool = }", 'include "missing"'])
def test_facts_that_may_stand_in_what_is_broken_are_not_missed(fault: str) -> None:
    """One fault gives one error."""
    with pytest.raises(RulesError) as caught:
        blockrules.loads(AGREED.replace("front: bool = false", "") + fault, facts=Page)
    assert len(caught.value.diagnostics) == 1


def test_only_a_class_has_fields() -> None:
    """Not one of its instances, and none whose annotations name what is nowhere."""

    @attrs.define
    class Torn:
        """A class with an annotation of nothing."""

        x: "Nope"  # type: ignore[name-defined]  # noqa: F821 - that is the fault

    with pytest.raises(TypeError, match="takes a class"):
        blockrules.loads("", facts=Torn(1))  # type: ignore[arg-type]  # that is the fault
    with pytest.raises(TypeError, match="`Nope`"):
        blockrules.loads("", facts=Torn)


def test_a_text_is_no_bytes() -> None:
    """Those come from files."""
    with pytest.raises(TypeError, match="is a str"):
        blockrules.loads(b"region a")  # type: ignore[arg-type]  # that is the fault
