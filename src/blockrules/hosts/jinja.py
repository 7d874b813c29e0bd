"""
Slots and regions in Jinja's templates.

`{% slot "header" %}fallback{% endslot %}` becomes a loop over the blocks of the slot with an include in it, and the
fallback its `else`; `{% region "sitewide" %}` such a loop without one. So all that holds of loops and includes in Jinja
holds here: what is escaped, what a template sees, async environments, streams, and lines in errors.
"""

from collections.abc import Callable
from typing import Any, Self

from jinja2 import Environment, Template, TemplateRuntimeError, TemplatesNotFound, Undefined, nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from blockrules.engine.layout import Layout
from blockrules.hosts.places import Places, Standing
from blockrules.hosts.templates import PATTERN, Naming, naming
from blockrules.language.diagnostics import escaped
from blockrules.model.regions import Block
from blockrules.ruleset import Rules

NO_LAYOUT = "`layout` is not defined here, or is no layout of blockrules; give this template one under that name"


class Blocks(Extension):
    """
    The tags `slot` and `region`, for `Environment(extensions=[Blocks])`. They ask what the template knows as `layout`,
    when they are reached. Each block is rendered by its template, which sees what surrounds it, and `block` and
    `region`.
    """

    tags = {"slot", "region"}  # noqa: RUF012 - as Jinja declares it

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self._places = Places()
        self._templates = naming(PATTERN)

    @classmethod
    def added_to(
        cls, environment: Environment, *, template: Naming = PATTERN, rules: Callable[[], Rules] | None = None
    ) -> Self:
        """
        The extension, added to *environment*. *template* names the templates of blocks: a pattern with `{name}`,
        `{region}` or `{slot}`, or a function from a block to one name or to several, of which the first that is there
        serves. Where *rules* gives those in use, a region that they do not have is told of in the log.
        """
        templates = naming(template)
        environment.add_extension(cls)
        added = environment.extensions[cls.identifier]
        assert isinstance(added, cls)
        added._places, added._templates = Places(rules), templates
        return added

    def parse(self, parser: Parser) -> nodes.Node:
        """
        The loop that a tag stands for.
        """
        tag = next(parser.stream)
        name, layout = parser.parse_expression(), nodes.Name("layout", "load")
        fallback = parser.parse_statements(("name:endslot",), drop_needle=True) if tag.value == "slot" else []
        each = nodes.Tuple([nodes.Name("block", "store"), nodes.Name("region", "store")], "store")
        include = nodes.Include(self.call_method("template", [nodes.Name("block", "load")]), True, True)
        blocks = self.call_method(f"in_{tag.value}", [layout, name])
        return nodes.For(each, blocks, [include], fallback, None, False).set_lineno(tag.lineno)

    def in_slot(self, layout: object, name: object) -> Standing:
        """
        What is shown in the slot called *name*.
        """
        return self._places.in_slot(_layout(layout), _name(name))

    def in_region(self, layout: object, name: object) -> Standing:
        """
        What is shown of the region called *name*.
        """
        return self._places.in_region(_layout(layout), _name(name))

    def template(self, block: Block) -> list[Template]:
        """
        The template of *block*; none where there is none, of which the log is told.
        """
        names = self._templates(block)
        try:
            return [self.environment.select_template(names)]
        except TemplatesNotFound:
            self._places.tell_bare(block, names)
            return []

    def has_template(self, block: Block) -> bool:
        """
        Whether one of the templates of *block* is there. What is wrong with it, where it is, is raised.
        """
        try:
            self.environment.select_template(self._templates(block))
        except TemplatesNotFound:
            return False
        return True


def _layout(found: Any) -> Layout:
    if not isinstance(found, Undefined) and hasattr(type(found), "_get_current_object"):
        # A proxy of Werkzeug's, which keeps to itself why it stands for nothing where it is asked for its class.
        found = found._get_current_object()
    if not isinstance(found, Layout):
        raise TemplateRuntimeError(NO_LAYOUT)
    return found


def _name(found: object) -> str:
    if isinstance(found, Undefined):
        found._fail_with_undefined_error()
    if not isinstance(found, str):
        raise TemplateRuntimeError(f"a slot or region is called by a text, and `{escaped(str(found))}` is none")
    return found
