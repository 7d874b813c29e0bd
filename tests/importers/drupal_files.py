"""
Small configurations of Drupal sites, written and read.
"""

import json
from pathlib import Path
from typing import Any

import blockrules
from blockrules.importers import drupal

NODE = {"node": "@node.node_route_context:node"}
USER = {"user": "@user.current_user_context:current_user"}
PREFIXES = {
    "block": "block.block",
    "context": "context.context",
    "group": "block_visibility_groups.block_visibility_group",
}


class Folder:
    """
    A folder of configuration in the making.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, name: str, text: str | bytes) -> None:
        (self.root / name).write_bytes(text.encode() if isinstance(text, str) else text)

    def block(self, name: str, *visibility: dict[str, Any], file: str = "", **values: Any) -> None:
        parts = {f"v{number}": each for number, each in enumerate(visibility)}
        whole = {"id": name, "plugin": "p", "theme": "olive", "region": "side", "visibility": parts, **values}
        self.put(f"{PREFIXES['block']}.{file or name}.yml", json.dumps(whole))

    def group(self, name: str, logic: str, *conditions: dict[str, Any], file: str = "") -> None:
        whole = {"id": name, "logic": logic, "conditions": {str(n): each for n, each in enumerate(conditions)}}
        self.put(f"{PREFIXES['group']}.{file or name}.yml", json.dumps(whole))

    def context(self, name: str, *conditions: dict[str, Any], file: str = "", **values: Any) -> None:
        whole = {"name": name, "conditions": {str(n): each for n, each in enumerate(conditions)}, **values}
        self.put(f"{PREFIXES['context']}.{file or name}.yml", json.dumps(whole))

    def read(self) -> drupal.Imported:
        return drupal.read(self.root)

    def shown(self, **page: Any) -> list[str]:
        """
        The names of the blocks on a page, where the facts that the rules do not have count for nothing.
        """
        rules = blockrules.loads(self.read().text, extras=True)
        given = {"theme": "olive", "path": "/x", "roles": ()} | {
            name.replace("__", "."): value for name, value in page.items()
        }
        return [block.name for region in rules.layout(given) for block in region.blocks]


def blocks(*placed: dict[str, Any], **values: Any) -> dict[str, Any]:
    """
    The reaction that places blocks.
    """
    usual = {"id": "p", "theme": "olive", "region": "side", "unique": 1}
    rows = {str(number): usual | each for number, each in enumerate(placed)}
    return {"blocks": {"blocks": rows, **values}}
