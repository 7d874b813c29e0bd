"""
What a region or a block holds differently: its settings, and the slot that it stands in.
"""

from collections.abc import Iterator

from blockrules.language import spelling
from blockrules.language.syntax import Literal, Name
from blockrules.model.regions import Block, Setting, Settings, typed


def settings_changed(old: Settings, new: Settings) -> Iterator[str]:
    """
    The settings of which one side has another value, or none, as sentences.
    """
    for name in dict.fromkeys([*new, *old]):
        before, after = ({name: side[name]} if name in side else {} for side in (old, new))
        if typed(before) != typed(after):
            yield f"`{name}` was {_told(before, name)} and is {_told(after, name)}"
    if [*old] != [*new] and {*old} == {*new}:
        yield "its settings stand in another order"


def slot_changed(old: Block, new: Block) -> Iterator[str]:
    """
    The slots, where they are not the same, as a sentence.
    """
    if old.slot != new.slot:
        before, after = (f"in the slot `{each.slot}`" if each.slot else "in no slot" for each in (old, new))
        yield f"it stood {before} and stands {after}"


def _told(settings: Settings, name: str) -> str:
    return said(settings[name]) if name in settings else "not there"


def said(setting: Setting) -> str:
    """
    *setting* as a rules file would write it.
    """
    if isinstance(setting, tuple):
        return f"[{', '.join(map(said, setting))}]"
    return spelling.value(Literal(setting, None))  # type: ignore[arg-type]  # a value that stands nowhere


def listed(settings: Settings) -> str:
    """
    *settings* in braces; nothing where there are none.
    """
    entries = (f"{spelling.setting(Name(name, None))}: {said(value)}" for name, value in settings.items())  # type: ignore[arg-type]  # a name that stands nowhere
    inside = ", ".join(entries)
    return inside and f" {{ {inside} }}"
