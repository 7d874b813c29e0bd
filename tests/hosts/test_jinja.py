"""
Slots and regions in Jinja's templates.
"""

import asyncio
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import jinja2
import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from werkzeug.local import LocalProxy

import blockrules
from blockrules import Layout
from blockrules.hosts.jinja import Blocks

RULES = blockrules.loads("""
facts { front: bool = false }
region hero when front { block banner in top  label: "Q&A" }
region menu { block links in side weight 5  block note in side weight 9 }
region promo when front { block voucher in side  price: 5 }
region "odd" when front { block "../secret" in odd }
""")
FRONT, INNER = RULES.layout({"front": True}), RULES.layout({})
TEMPLATES = {
    "blocks/banner.html": "<b>{{ region.settings.label }}</b>",
    "blocks/links.html": "[{{ block.name }} of {{ block.region }} in {{ block.slot }}]",
    "blocks/note.html": "({{ note }})",
    "blocks/voucher.html": "{{ region.name }}: {{ region.settings.price }}",
    "secret.html": "secret",
}


def environment(templates: Mapping[str, str] = {}, **options: object) -> Environment:
    """
    One with these templates beside those of blocks.
    """
    return Environment(loader=DictLoader(TEMPLATES | dict(templates)), extensions=[Blocks], **options)  # type: ignore[arg-type]  # whatever they are


def rendered(text: str, layout: Layout = FRONT, **context: object) -> str:
    return environment(autoescape=True).from_string(text).render(layout=layout, **context)


def test_a_slot_shows_its_blocks() -> None:
    """Over all regions, in order."""
    shown = rendered('<{% slot "side" %}nothing{% endslot %}>', note="n")
    assert shown == "<promo: 5[links of menu in side](n)>"


def test_a_slot_in_which_nothing_stands_shows_its_fallback() -> None:
    """Where it has one."""
    assert rendered('{% slot "top" %}<i>{{ x }}</i>{% endslot %}', INNER, x="&") == "<i>&amp;</i>"
    assert rendered('{% slot "top" %}{% endslot %}', INNER) == ""


def test_a_slot_whose_blocks_are_empty_shows_no_fallback() -> None:
    """They are shown, and have nothing to say."""
    there = environment({"blocks/banner.html": ""})
    assert there.from_string('{% slot "top" %}fallback{% endslot %}').render(layout=FRONT) == ""


def test_a_region_shows_its_blocks() -> None:
    """And nothing where it is not active."""
    assert rendered('{% region "hero" %}') == "<b>Q&amp;A</b>"
    assert rendered('<{% region "hero" %}>', INNER) == "<>"


def test_names_are_expressions() -> None:
    """Of any kind that makes a text."""
    assert rendered('{% slot where %}{% endslot %}{% region "he" ~ rest %}', where="top", rest="ro") == (
        "<b>Q&amp;A</b>" * 2
    )
    assert rendered("{% for each in ['top', 'left'] %}{% slot each %}no {{ each }}{% endslot %} {% endfor %}") == (
        "<b>Q&amp;A</b> no left "
    )
    assert rendered("{% region name %}", name=Markup("hero")) == "<b>Q&amp;A</b>"


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("{% slot where %}{% endslot %}", jinja2.UndefinedError, "'where' is undefined"),
        ("{% region a.b %}", jinja2.UndefinedError, "'a' is undefined"),
        ("{% region 5 %}", jinja2.TemplateRuntimeError, "a slot or region is called by a text, and `5` is none"),
        ("{% slot none %}{% endslot %}", jinja2.TemplateRuntimeError, "`None` is none"),
    ],
)
def test_what_is_no_name_raises(text: str, kind: type[Exception], said: str) -> None:
    """It would show the fallback for ever."""
    for layout in (FRONT, INNER):
        with pytest.raises(kind, match=said):
            rendered(text, layout)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\n{% slot %}{% endslot %}", "unexpected 'end of statement block'"),
        ("\n{% region %}", "unexpected 'end of statement block'"),
        ('\n{% slot "top" %}', "endslot"),
        ('\n{% slot "top" and %}{% endslot %}', "unexpected 'end of statement block'"),
        ('\n{% region "top" x %}', "expected token 'end of statement block'"),
        ('\n{% region "top" %}{% endregion %}', "unknown tag 'endregion'"),
    ],
)
def test_a_tag_that_is_wrong_tells_its_line(text: str, said: str) -> None:
    """As Jinja's own do."""
    with pytest.raises(jinja2.TemplateSyntaxError, match=said) as raised:
        rendered(text)
    assert raised.value.lineno == 2


@pytest.mark.parametrize("context", [{}, {"layout": "base.html"}, {"layout": None}])
def test_a_template_without_a_layout_says_so(context: dict[str, object]) -> None:
    """Also where another thing has its name."""
    for kind in (jinja2.Undefined, StrictUndefined):
        template = environment(undefined=kind).from_string('{% slot "top" %}{% endslot %}')
        with pytest.raises(jinja2.TemplateRuntimeError, match="no layout of blockrules"):
            template.render(context)


def lines_of(raised: TracebackType) -> list[int | None]:
    """
    Those of templates.
    """
    return [frame.lineno for frame in traceback.extract_tb(raised) if frame.name == "top-level template code"]


def test_a_block_without_a_template_shows_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """The log has the name of the file that is missed, once; rules may change while templates stand."""
    there = environment({"page.html": 'one {% slot "odd" %}two{% endslot %}three'})
    for _ in range(2):
        assert there.get_template("page.html").render(layout=FRONT) == "one three"
    assert caplog.messages == [
        "the block `../secret` has no template, so that it shows nothing: `blocks/%2E.%2Fsecret.html`"
    ]


def test_a_function_may_name_no_template(caplog: pytest.LogCaptureFixture) -> None:
    """Which is told."""
    there = environment({})
    Blocks.added_to(there, template=lambda block: [])
    assert there.from_string('{% slot "odd" %}{% endslot %}').render(layout=FRONT) == ""
    assert caplog.messages == ["the block `../secret` has no template, so that it shows nothing: none was named"]


def test_what_a_block_misses_is_an_error_of_jinja_s() -> None:
    """With the line that asked for it."""
    there = environment({"page.html": '\n{% region "hero" %}', "blocks/banner.html": "\n\n{% include 'none' %}"})
    with pytest.raises(jinja2.TemplateNotFound, match="none") as raised:
        there.get_template("page.html").render(layout=FRONT)
    assert lines_of(raised.tb) == [2, 3]


def test_what_is_wrong_in_a_block_tells_its_line() -> None:
    """In its own template, and in the one that asked for it."""
    there = environment({"page.html": '\n{% region "hero" %}', "blocks/banner.html": "\n\n{{ 1 / 0 }}"})
    with pytest.raises(ZeroDivisionError) as raised:
        there.get_template("page.html").render(layout=FRONT)
    assert lines_of(raised.tb) == [2, 3]


def test_no_block_is_rendered_by_a_template_from_elsewhere(tmp_path: Path) -> None:
    """Whatever its name."""
    (tmp_path / "blocks").mkdir()
    (tmp_path / "secret.html").write_text("secret")
    there = Environment(loader=FileSystemLoader(tmp_path), extensions=[Blocks], autoescape=True)
    assert there.from_string('{% slot "odd" %}{% endslot %}').render(layout=FRONT) == ""
    (tmp_path / "blocks" / "%2E.%2Fsecret.html").write_text("odd")
    assert there.from_string('{% slot "odd" %}{% endslot %}').render(layout=FRONT) == "odd"


def test_the_host_names_templates() -> None:
    """By a pattern, or by a function that gives one name or several."""
    there = environment({"side/menu/links": "pattern", "one": "one {{ block.name }}", "two": "two {{ block.name }}"})
    Blocks.added_to(there, template="{slot}/{region}/{name}")
    assert (
        there.from_string('{% region "menu" %}').render(
            layout=blockrules.loads("region menu { block links in side }").layout({})
        )
        == "pattern"
    )
    Blocks.added_to(there, template=lambda block: "one" if block.name == "links" else ["none", "two"])
    assert there.from_string('{% region "menu" %}').render(layout=INNER) == "one linkstwo note"
    with pytest.raises(ValueError, match="the fields of a template's name"):
        Blocks.added_to(there, template="{block}")


def test_the_host_can_ask_whether_a_block_has_a_template() -> None:
    """What is wrong in one that is there is not hidden."""
    there = environment({"blocks/note.html": "{% endif %}"})
    blocks = Blocks.added_to(there)
    links, note = (each.block for each in RULES.all_regions[1].placements)
    odd = RULES.all_regions[3].placements[0].block
    assert blocks.has_template(links)
    assert not blocks.has_template(odd)
    with pytest.raises(jinja2.TemplateSyntaxError):
        blocks.has_template(note)
    assert not Blocks.added_to(there, template=lambda block: ()).has_template(links)


def test_what_is_escaped_is_as_everywhere() -> None:
    """By the template that it stands in: a fallback by the page's, a block by its own."""
    templates = {
        "page.html": '{% slot "left" %}{{ x }}{% endslot %}{% slot "top" %}{% endslot %}',
        "page.txt": '{% slot "left" %}{{ x }}{% endslot %}{% slot "top" %}{% endslot %}',
        "off.html": '{% autoescape false %}{% include "page.txt" %}{% slot "left" %}{{ x }}{% endslot %}'
        '{% slot "top" %}{% endslot %}{% endautoescape %}',
        "set.html": '{% set y %}{% slot "left" %}{{ x }}{% endslot %}{% slot "top" %}{% endslot %}{% endset %}{{ y }}',
        "blocks/banner.html": "{{ x }}",
    }
    there = environment(templates, autoescape=jinja2.select_autoescape())
    shown = {
        name: there.get_template(name).render(layout=FRONT, x="<&>")
        for name in templates
        if name.count(".") and "/" not in name
    }
    assert shown == {
        "page.html": "&lt;&amp;&gt;&lt;&amp;&gt;",
        "page.txt": "<&>&lt;&amp;&gt;",
        "off.html": "<&>&lt;&amp;&gt;" * 2,
        "set.html": "&lt;&amp;&gt;&lt;&amp;&gt;",
    }
    assert there.get_template("page.html").render(layout=FRONT, x=Markup("<i>")) == "<i><i>"
    assert environment(templates).get_template("page.html").render(layout=FRONT, x="<&>") == "<&><&>"


def test_pages_that_extend_others_have_slots() -> None:
    """In the page above, in the blocks of the one below, in fallbacks with blocks, and with `super`."""
    templates = {
        "base.html": 'base {% block a %}{% slot "top" %}no top{% endslot %}{% endblock %}'
        '{% slot "left" %}<{% block b %}b of base{% endblock %}>{% endslot %}',
        "page.html": '{% extends "base.html" %}{% block a %}page {% slot "left" %}{{ super() }}{% endslot %}'
        '{% endblock %}{% block b %}b of {% slot "left" %}page{% endslot %}{% endblock %}',
    }
    there = environment(templates)
    assert there.get_template("page.html").render(layout=INNER) == "base page no top<b of page>"
    assert there.get_template("page.html").render(layout=FRONT) == "base page <b>Q&A</b><b of page>"


def test_a_block_s_template_is_a_template() -> None:
    """It may extend another, include one, and have slots and regions of its own."""
    templates = {
        "card.html": "<card>{% block body %}{% endblock %}</card>",
        "blocks/banner.html": '{% extends "card.html" %}{% block body %}{{ region.name }} {% include "line.html" %}'
        '{% region "promo" %}{% endblock %}',
        "line.html": "{{ block.name }} ",
    }
    there = environment(templates)
    assert there.from_string('{% slot "top" %}{% endslot %}').render(layout=FRONT) == (
        "<card>hero banner promo: 5</card>"
    )


def test_a_block_sees_what_surrounds_it() -> None:
    """The page's context, what was set, the variables of loops; and a page's own `block` comes to no harm."""
    text = (
        "{% set note = 'set' %}{% for each in [1, 2] %}{% set note = note ~ each %}"
        "{% slot 'side' %}{% endslot %}{% endfor %} {{ block }} {{ region }}"
    )
    shown = rendered(text, INNER, block="mine", region="too")
    assert shown == "[links of menu in side](set1)[links of menu in side](set2) mine too"


def test_fallbacks_are_part_of_what_they_stand_in() -> None:
    """Of a loop, a macro that is called with contents, or another fallback."""
    assert rendered("{% for each in 'ab' %}{% slot 'x' %}{{ loop.index }}{{ each }}{% endslot %}{% endfor %}") == "1a2b"
    assert (
        rendered(
            "{% macro m(x) %}{% slot 'x' %}{{ caller() }}{{ x }}{% endslot %}{% endmacro %}"
            "{% call m(2) %}1{% endcall %}"
        )
        == "12"
    )
    assert rendered("{% slot 'x' %}{% slot 'y' %}{% region 'hero' %}{% endslot %}{% endslot %}") == "<b>Q&amp;A</b>"
    assert rendered("{% slot 'x' %}{{ block }}{{ region }}{% endslot %}", block=1, region=2) == "12"


def test_macros_and_includes_know_the_layout() -> None:
    """As far as they know the context; an imported one needs it with the context, or as a global."""
    templates = {
        "macros.html": "{% macro top() %}{% slot 'top' %}none{% endslot %}{% endmacro %}",
        "with.html": "{% from 'macros.html' import top with context %}{{ top() }}",
        "bare.html": "{% from 'macros.html' import top %}{{ top() }}",
        "inner.html": "{% slot 'top' %}none{% endslot %}",
        "outer.html": "{% for each in 'ab' %}{% include 'inner.html' %} {% endfor %}",
    }
    there = environment(templates)
    assert there.get_template("with.html").render(layout=FRONT) == "<b>Q&A</b>"
    assert there.get_template("outer.html").render(layout=INNER) == "none none "
    with pytest.raises(jinja2.TemplateRuntimeError, match="`layout` is not defined here"):
        there.get_template("bare.html").render(layout=FRONT)
    there = environment(templates)
    there.globals["layout"] = FRONT
    assert there.get_template("bare.html").render() == "<b>Q&A</b>"


def test_a_layout_can_be_another_for_a_while() -> None:
    """As any variable."""
    text = "{% for layout in layouts %}{% slot 'top' %}none{% endslot %};{% endfor %}{% slot 'top' %}none{% endslot %}"
    assert rendered(text, INNER, layouts=[FRONT, INNER]) == "<b>Q&amp;A</b>;none;none"
    assert rendered("{% with layout = other %}{% region 'hero' %}{% endwith %}", INNER, other=FRONT) == "<b>Q&amp;A</b>"


def test_a_proxy_stands_for_a_layout() -> None:
    """One that stands for nothing says why, as it would anywhere else."""

    def none() -> Layout:
        raise RuntimeError("no layout today")

    text = "{% region 'hero' %}"
    assert environment().from_string(text).render(layout=LocalProxy(lambda: FRONT)) == "<b>Q&A</b>"
    with pytest.raises(RuntimeError, match="no layout today"):
        environment().from_string(text).render(layout=LocalProxy(none))


def test_async_environments_render_slots() -> None:
    """In one go, and streamed; blocks may wait for things."""

    async def slowly(x: str) -> str:
        await asyncio.sleep(0)
        return x

    templates = {
        "page.html": "{% for each in 'ab' %}{% slot 'top' %}{{ slowly(each) }}{% endslot %}{% endfor %}",
        "blocks/banner.html": "{{ slowly('<') }}",
    }
    template = environment(templates, enable_async=True, autoescape=True).get_template("page.html")

    async def every() -> list[str]:
        streamed = [each async for each in template.generate_async(layout=FRONT, slowly=slowly)]
        return ["".join(streamed), await template.render_async(layout=INNER, slowly=slowly)]

    assert asyncio.run(every()) == ["&lt;&lt;", "ab"]
    assert template.render(layout=FRONT, slowly=slowly) == "&lt;&lt;"


def test_a_page_is_streamed_in_pieces() -> None:
    """What stands before a slot goes out before the layout is asked for."""
    pieces = environment().from_string("before{% slot 'top' %}{% endslot %}").generate(layout=None)
    assert next(iter(pieces)) == "before"


def test_a_sandbox_has_slots_too() -> None:
    """They are the host's own."""
    there = SandboxedEnvironment(loader=DictLoader(TEMPLATES), extensions=[Blocks])
    assert there.from_string("{% slot 'top' %}{% endslot %}").render(layout=FRONT) == "<b>Q&A</b>"


def test_an_overlay_keeps_what_was_chosen() -> None:
    """Of the environment below."""
    there = environment({"x": "x"})
    Blocks.added_to(there, template="x")
    overlay = there.overlay(variable_start_string="[[", variable_end_string="]]")
    assert overlay.from_string("{% slot 'top' %}{% endslot %}").render(layout=FRONT) == "x"


def test_what_the_rules_do_not_have_is_empty(caplog: pytest.LogCaptureFixture) -> None:
    """And told of once: rules may change while templates stand."""
    there = environment()
    Blocks.added_to(there, rules=lambda: RULES)
    template = there.from_string("{% slot 'tpo' %}none{% endslot %}{% region 'here' %}{% region 'promo' %}")
    assert template.render(layout=INNER) + template.render(layout=INNER) == "nonenone"
    assert caplog.messages == [
        "a template asks for the slot `tpo`, which the rules do not have; did you mean `top`?",
        "a template asks for the region `here`, which the rules do not have; did you mean `hero`?",
    ]


def test_templates_can_be_compiled_ahead(tmp_path: Path) -> None:
    """And run by another environment that has the extension."""
    environment({"page.html": "{% slot 'top' %}{% endslot %}"}).compile_templates(tmp_path, zip=None)
    loader = jinja2.ModuleLoader(tmp_path)
    there = Environment(loader=loader, extensions=[Blocks])
    assert there.get_template("page.html").render(layout=FRONT) == "<b>Q&A</b>"
    # It is weakly held there, and would go while Hypothesis looks through the modules.
    del sys.modules[loader.package_name]
