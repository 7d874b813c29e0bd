"""
The house stands as it was drawn: imports run one way, strangers stay in their rooms, and no module outgrows its page.
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "src"
EVERY = {".".join(path.relative_to(SOURCES).with_suffix("").parts): path for path in SOURCES.rglob("*.py")}
MODULES = {name: path for name, path in EVERY.items() if name.startswith("blockrules.")}

# Lowest first. A module imports from its own floor and from those below.
FLOORS = (
    {"language"},
    {"model"},
    {"engine"},
    {"insight"},
    {"analysis"},
    {"coverage", "mutation"},
    {"ruleset", "watching"},
    {"__init__"},
    {"editors", "hosts", "importers", "inspector", "testing", "cli", "__main__"},
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# Where each package from outside the standard library may be imported.
ROOMS: dict[str, str | tuple[str, ...]] = {
    "anyio": "blockrules.hosts.asgi",
    "attrs": "blockrules",
    "click": "blockrules.hosts.flask",
    "lark": ("blockrules.language.parser", "blockrules.importers.drupal7.statements"),
    "hypothesis": "blockrules.testing",
    "asgiref": "blockrules.hosts.django",
    "debug_toolbar": "blockrules.hosts.django.panel",
    "django": "blockrules.hosts.django",
    "flask": "blockrules.hosts.flask",
    "jinja2": "blockrules.hosts.jinja",
    "lsprotocol": "blockrules.editors.server",
    "pygls": "blockrules.editors.server",
    "pygments": "blockrules.editors.pygments",
    "shtab": "blockrules.cli.completion",
    "starlette": "blockrules.hosts.asgi",
    "ua_parser": "blockrules.hosts.request",
    "uvicorn": "blockrules.cli.serve",
    "watchfiles": "blockrules.watching",
    "werkzeug": "blockrules.hosts",
    "yaml": "blockrules.importers.drupal.documents",
}


def imports(module: str, text: str) -> Iterator[str]:
    """
    The dotted names that *text*, as the source of *module*, imports anywhere: on top, in a function, for typing.
    """
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Import(names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(origin, names, level):
                parents = module.split(".")[:-level] if level else []
                yield from (".".join([*parents, *filter(None, [origin]), alias.name]) for alias in names)


def room(name: str) -> str:
    """
    The part of the package that holds *name*. What stands in no other is at the face.
    """
    return next((part for part in name.split(".")[1:2] if part in FLOOR), "__init__")


def is_allowed(module: str, name: str) -> bool:
    top = name.partition(".")[0]
    if top == "blockrules":
        return FLOOR[room(name)] <= FLOOR[room(module)]
    rooms = ROOMS.get(top, ())
    rooms = (rooms,) if isinstance(rooms, str) else rooms
    return top in sys.stdlib_module_names or any(f"{module}.".startswith(f"{each}.") for each in rooms)


def breaches(module: str, text: str) -> list[str]:
    """
    What *module* imports and should not.
    """
    return [name for name in imports(module, text) if not is_allowed(module, name)]


@pytest.mark.parametrize("module", sorted(MODULES))
def test_imports_run_one_way(module: str) -> None:
    """
    A module imports nothing from above it, and no stranger but its own.
    """
    assert module.split(".")[1] in FLOOR
    assert breaches(module, MODULES[module].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("blockrules.language.parser", "from blockrules.model import checker"),
        ("blockrules.model.facts", "from blockrules import engine"),
        ("blockrules.engine.plan", "import blockrules.insight.findings"),
        ("blockrules.insight.findings", "def find():\n    from blockrules.ruleset import Rules"),
        ("blockrules.ruleset", "if TYPE_CHECKING:\n    from blockrules.cli import main"),
        ("blockrules.engine.__init__", "from ..insight import explanation"),
        ("blockrules.model.checker", "from .. import ruleset"),
        ("blockrules.ruleset", "import blockrules"),
        ("blockrules.ruleset", "from blockrules import loads"),
        ("blockrules.__init__", "from blockrules.testing import pages"),
        ("blockrules.language.printer", "from lark import Lark"),
        ("blockrules.language.parsers", "import lark"),
        ("blockrules.importers.drupal7.exports", "import lark"),
        ("blockrules.hosts.asgi", "import flask"),
        ("blockrules.cli.check", "from jinja2.nodes import Output"),
        ("blockrules.cli.check", "import click"),
        ("blockrules.editors.completion", "from pygls.workspace import TextDocument"),
        ("blockrules.ruleset", "from blockrules.editors import sites"),
    ],
)
def test_a_breach_is_found(module: str, text: str) -> None:
    """
    What must not be imported is found, wherever it stands and however it is written.
    """
    assert len(breaches(module, text)) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("blockrules.language.parser", "import re, attrs\nfrom lark import Lark"),
        ("blockrules.importers.drupal7.statements", "def build():\n    from lark import Lark"),
        ("blockrules.model.facts", "from blockrules.language import syntax\nfrom .patterns import Pattern"),
        ("blockrules.hosts.django.middleware", "import django.http\nfrom blockrules import Rules"),
        ("blockrules.cli.serve", "from blockrules.hosts.asgi import application"),
    ],
)
def test_what_is_allowed_is_no_breach(module: str, text: str) -> None:
    """
    What lies below, what is one's own and the standard library may be imported.
    """
    assert breaches(module, text) == []


def test_the_face_only_re_exports() -> None:
    """
    The package's own module is imports and a list of at most thirty names, no more and no fewer than it imports.
    """
    face = ast.parse(MODULES["blockrules.__init__"].read_text(encoding="utf-8"))
    docstring, *imported, names = face.body
    froms = [node for node in imported if isinstance(node, ast.ImportFrom)]
    assert isinstance(docstring, ast.Expr)
    assert froms == imported
    assert isinstance(names, ast.Assign)
    assert [ast.unparse(target) for target in names.targets] == ["__all__"]
    exported = ast.literal_eval(names.value)
    assert sorted(exported) == sorted(alias.asname or alias.name for node in froms for alias in node.names)
    assert len(exported) <= 30


@pytest.mark.parametrize("module", sorted(EVERY.keys() - MODULES.keys()))
def test_the_plugin_needs_little(module: str) -> None:
    """
    It stands above everything, and knows pytest; its hooks know nothing else before they have work.
    """
    text = EVERY[module].read_text(encoding="utf-8")
    strangers = {name.partition(".")[0] for name in imports(module, text)} - sys.stdlib_module_names
    assert strangers <= {"pytest_blockrules", "blockrules", "attrs", "pytest", "_pytest"}
    if module == "pytest_blockrules.plugin":
        first = [
            name for node in ast.parse(text).body for name in imports(module, ast.unparse(node)) if is_import(node)
        ]
        assert {name.partition(".")[0] for name in first} - sys.stdlib_module_names == {"pytest"}


def is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


@pytest.mark.parametrize("module", sorted(EVERY))
def test_no_module_is_past_500_lines(module: str) -> None:
    """
    A module past 500 lines is two modules.
    """
    assert len(EVERY[module].read_text(encoding="utf-8").splitlines()) <= 500
