"""
The tags `{% slot "header" %}fallback{% endslot %}` and `{% region "sitewide" %}`.
"""

from typing import Any

from django import template
from django.template import TemplateDoesNotExist
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from blockrules.engine.layout import Layout
from blockrules.hosts.django.site import installed
from blockrules.hosts.places import Standing

NO_LAYOUT = (
    "there is no layout here: render the template with a request that went through "
    "`blockrules.hosts.django.middleware.LayoutMiddleware`, or with a `layout` in its context"
)
register = template.Library()


class SlotNode(Node):
    """
    The blocks of a slot, over all active regions, or what stands between the tags where none is shown.
    """

    def __init__(self, name: FilterExpression, nodelist: NodeList) -> None:
        self.name = name
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """
        What stands in the slot.
        """
        standing = installed().places.in_slot(_layout(context), str(self.name.resolve(context)))
        return _rendered(standing, context) if standing else self.nodelist.render(context)


class RegionNode(Node):
    """
    The shown blocks of a region; nothing where it is not active.
    """

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        """
        What stands in the region.
        """
        return _rendered(installed().places.in_region(_layout(context), str(self.name.resolve(context))), context)


@register.tag
def slot(parser: Parser, token: Token) -> SlotNode:
    """
    The blocks of a slot: `{% slot "header" %}what stands there where none is shown{% endslot %}`.
    """
    name = _name(parser, token)
    nodelist = parser.parse(("endslot",))
    parser.delete_first_token()
    return SlotNode(name, nodelist)


@register.tag
def region(parser: Parser, token: Token) -> RegionNode:
    """
    The blocks of a region: `{% region "sitewide" %}`.
    """
    return RegionNode(_name(parser, token))


def _name(parser: Parser, token: Token) -> FilterExpression:
    tag, *names = token.split_contents()
    if len(names) != 1:
        raise template.TemplateSyntaxError(f'`{tag}` takes one name, as in {{% {tag} "header" %}}')
    return parser.compile_filter(names[0])


def _layout(context: Context) -> Layout:
    given: Any = context.get("layout")
    # Somebody else's `layout` is none of ours.
    if isinstance(given, Layout):
        return given
    request: Any = getattr(context, "request", None) or context.get("request")
    if not hasattr(request, "layout"):
        raise RuntimeError(NO_LAYOUT)
    found: Layout = request.layout
    return found


def _rendered(standing: Standing, context: Context) -> SafeString:
    assert context.template is not None
    engine, names = context.template.engine, installed().setting.templates
    written = []
    for block, region in standing:
        try:
            found = engine.select_template(names(block))
        except TemplateDoesNotExist:
            installed().places.tell_bare(block, names(block))
            continue
        with context.push(block=block, region=region):
            written.append(found.render(context))
    return mark_safe("".join(written))  # templates have escaped what they had to
