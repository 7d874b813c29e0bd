"""
The configuration of a Drupal site, versions 8 to 11, to rules (docs/drupal.md).
"""

from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path
from typing import TypeVar

from blockrules.importers.drupal.documents import plain
from blockrules.importers.drupal.entities import Context, Group, Placement, context, group, placement
from blockrules.importers.drupal.plugins import Plugins
from blockrules.importers.drupal.site import Site, draft
from blockrules.importers.report import Imported, Ledger, Remark
from blockrules.importers.values import Broken, Part
from blockrules.language.errors import RulesError
from blockrules.language.reading import Limits
from blockrules.language.shelves import decoded_file

__all__ = ["Imported", "Remark", "read"]

Item = TypeVar("Item", Placement, Group, Context)
BLOCKS, CONTEXTS, GROUPS = "block.block", "context.context", "block_visibility_groups.block_visibility_group"
# What else a whole configuration tells: by the beginning of names of files, what is a member of what.
MEMBERS = {
    "user.role": "roles",
    "node.type": "node",
    "taxonomy.vocabulary": "taxonomy_term",
    "media.type": "media",
    "block_content.type": "block_content",
    "commerce_product.commerce_product_type": "commerce_product",
    "group.type": "group",
    "language.entity": "language",
}
# A file that is longer is no configuration of a block.
LIMITS = Limits(bytes=1 << 20)


def read(folder: str | PathLike[str]) -> Imported:
    """
    The rules that the configuration in *folder* says: its files `block.block.*.yml`, `context.context.*.yml` and
    `block_visibility_groups.block_visibility_group.*.yml`; no folder in it is looked into. What a file says that the
    rules cannot is in the remarks, and so is a file that cannot be read. OSError where the folder cannot be read, or
    where there is no such file in it; RulesError where the rules are past the bounds of a file (the law, 7);
    ImportError without the extra `drupal`.
    """
    root = Path(folder)
    if "\0" in str(root):
        raise FileNotFoundError(2, "no folder can be called so", str(root))
    ledger = Ledger()
    names = sorted(each.name for each in root.iterdir())
    placements = tuple(_read(root, names, BLOCKS, placement, ledger))
    groups = tuple(_read(root, names, GROUPS, group, ledger))
    contexts = tuple(_read(root, names, CONTEXTS, context, ledger))
    if not placements and not contexts and not ledger.remarks:
        raise FileNotFoundError(2, f"no `{BLOCKS}.*.yml` and no `{CONTEXTS}.*.yml` is in it", str(root))
    members = {fact: tuple(_ids(names, prefix)) for prefix, fact in MEMBERS.items()}
    plugins = Plugins(tuple(each.name for each in contexts if not each.is_off), members, ledger)
    return ledger.imported(draft(Site(placements, groups, contexts), plugins, ledger))


def _ids(names: list[str], prefix: str) -> Iterator[str]:
    for name in names:
        # What is no text, though it is a name of a file, is no name in Drupal.
        if name.startswith(f"{prefix}.") and name.endswith(".yml") and name.isprintable():
            yield name.removeprefix(f"{prefix}.").removesuffix(".yml")


def _read(
    root: Path, names: list[str], prefix: str, entity: Callable[[str, Part], Item], ledger: Ledger
) -> Iterator[Item]:
    """
    The entities of the files whose names begin with *prefix*; of those that cannot be read, and of those that are
    called like one before, a loss is noted.
    """
    files: dict[str, str] = {}
    for name in names:
        if not name.startswith(f"{prefix}.") or not name.endswith(".yml"):
            continue
        blocks = prefix == BLOCKS
        try:
            found = entity(name, Part.of(plain(decoded_file(root / name, LIMITS).text)))
            if (before := files.setdefault(found.name, name)) != name:
                raise Broken("", f"`{found.name}` is already in {before}")
            yield found
        except Broken as error:
            ledger.blocks += blocks
            ledger.lose(name, error.place, error.text, blocks=blocks)
        except RulesError as error:
            ledger.blocks += blocks
            ledger.lose(name, "", error.diagnostics[0].message, blocks=blocks)
        except OSError as error:
            ledger.blocks += blocks
            ledger.lose(name, "", (error.strerror or "reading it failed").lower(), blocks=blocks)
