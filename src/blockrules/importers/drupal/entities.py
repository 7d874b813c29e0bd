"""
What files of a configuration folder say: placed blocks, visibility groups and contexts.
"""

from collections.abc import Iterator

import attrs

from blockrules.importers.conditions import NEVER, Condition
from blockrules.importers.draft import Block, Scalar, Setting
from blockrules.importers.naming import Names
from blockrules.importers.values import Broken, Part, Plain

# What is no setting of a block's own, but of where it stands, and of those who wrote it down.
NO_SETTINGS = frozenset(
    "id label label_display provider status info region weight custom_id theme unique context_id context_mapping "
    "third_party_settings uuid".split()
)
NO_SLOT = ("", "-1")
# A block with more of them is data, not a block.
MOST_SETTINGS = 200
LEAST, MOST = 1e-250, 1e250


@attrs.frozen
class Placement:
    """
    A block somewhere in a theme, by the *file* that says so; empty *theme* or *slot*: nowhere. What it is there *when*
    is in that part of the file.
    """

    file: str
    name: str
    plugin: str
    label: str
    theme: str
    slot: str
    weight: int
    settings: tuple[Setting, ...]
    visibility: Part = attrs.field(eq=False, default=Part({}))
    is_on: bool = True
    is_unique: bool = True

    @property
    def told(self) -> str:
        """What it is called in what is told of it, and by which file."""
        return f"{self.label.strip() or self.name} ({self.file})"

    @property
    def order(self) -> tuple[int, bytes]:
        """What orders blocks of a slot: weight, then label."""
        return self.weight, self.label.encode()

    def why_hidden(self, when: Condition) -> str | None:
        """
        Why no page shows it, which shows it *when* that holds; None where one may.
        """
        reasons = (
            (not self.is_on, "it is switched off"),
            (not self.theme, "it is in no theme"),
            (self.slot in NO_SLOT, "it is in no region"),
            (when == NEVER and _negates_nothing(self.visibility), "its list of paths is empty, and negated"),
            (when == NEVER, "no page is as it asks"),
        )
        return next((why for is_so, why in reasons if is_so), None)

    def block(self, name: str, when: Condition) -> Block:
        """
        The block, called *name* and shown *when* that holds.
        """
        label = self.label.strip()
        comment = f"{label} ({self.file})" if label else self.file
        return Block(name, self.slot, when, self.weight, self.settings, comment)


@attrs.frozen
class Group:
    """
    A visibility group.
    """

    file: str
    name: str
    label: str
    is_any: bool
    conditions: Part


@attrs.frozen
class Context:
    """
    A context of the module Context, with its reactions other than blocks.
    """

    file: str
    name: str
    label: str
    weight: int
    is_off: bool
    is_any: bool
    conditions: Part
    reactions: Part
    blocks: tuple[Placement, ...]
    keeps_own: bool | None


def _negates_nothing(visibility: Part) -> bool:
    """
    Whether a list of paths that is empty, which takes in all pages, is negated: a common way of hiding blocks.
    """
    return any(
        each.values.get("id") == "request_path" and not each.values.get("pages") and each.flag("negate")
        for each in visibility.values_that_are_parts()
    )


def placement(file: str, part: Part) -> Placement:
    """
    The block that a file places.
    """
    settings = part.part("settings")
    return Placement(
        file,
        part.name("id"),
        part.text("plugin"),
        settings.text("label", ""),
        part.text("theme", ""),
        part.text("region", ""),
        part.number("weight"),
        _settings(part.text("plugin"), settings),
        part.part("visibility"),
        part.flag("status", otherwise=True),
    )


def group(file: str, part: Part) -> Group:
    """
    The visibility group in a file.
    """
    logic = part.text("logic", "and")
    if logic not in ("and", "or"):
        raise Broken("logic", "`and` or `or` was expected")
    return Group(file, part.name("id"), part.text("label", "").strip(), logic == "or", part.part("conditions"))


def context(file: str, part: Part) -> Context:
    """
    The context in a file.
    """
    reactions = part.part("reactions")
    blocks = reactions.part("blocks")
    has_blocks = "blocks" in reactions.values
    return Context(
        file,
        part.name("name"),
        part.text("label", "").strip(),
        part.number("weight"),
        part.flag("disabled"),
        not part.flag("requireAllConditions"),
        part.part("conditions"),
        reactions,
        tuple(_in_context(file, each) for _, each in blocks.part("blocks").parts()),
        blocks.flag("include_default_blocks") if has_blocks else None,
    )


def _in_context(file: str, part: Part) -> Placement:
    plugin = part.name("id")
    return Placement(
        file,
        part.text("custom_id", "") or plugin,
        plugin,
        part.text("label", ""),
        part.text("theme", ""),
        part.text("region", ""),
        part.number("weight"),
        _settings(plugin, part),
        is_unique=part.flag("unique"),
    )


def _settings(plugin: str, part: Part) -> tuple[Setting, ...]:
    """
    What whoever renders the block has to know: the plugin, its title where it is shown, and what is set in it.
    """
    title: list[Setting] = []
    if part.text("label_display", "") not in ("", "0") and part.text("label", "").strip():
        title = [("title", part.text("label"))]
    own = {key: value for key, value in part.values.items() if key not in NO_SETTINGS}
    found = tuple(_flat(own))
    if len(found) > MOST_SETTINGS:
        raise Broken(part.place, f"more than {MOST_SETTINGS} settings")
    names = Names()
    return tuple((names.new(name or "setting"), value) for name, value in (("plugin", plugin), *title, *found))


def _flat(value: Plain, name: str = "") -> Iterator[Setting]:
    """
    What is set in *value*: of mappings what is in them, with a dot between the names; nothing that is empty.
    """
    match value:
        case dict():
            for key, each in value.items():
                yield from _flat(each, f"{name}.{key}" if name else key)
        case list() if all(not isinstance(each, list | dict) for each in value):
            if value:
                yield name, tuple(_scalar(each) for each in value)
        case list():
            for number, each in enumerate(value):
                yield from _flat(each, f"{name}.{number}")
        case None | "":
            return
        case _:
            yield name, _scalar(value)


def _scalar(value: Plain) -> Scalar:
    # Neither an infinity is a number in a rules file, nor what takes too many digits there.
    if isinstance(value, float) and value and not LEAST < abs(value) < MOST:
        return str(value)
    assert not isinstance(value, list | dict)
    return value
