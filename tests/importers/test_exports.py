"""
Contexts that Drupal 7 exports, read from PHP that does not run.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blockrules.importers.drupal7.exports import Export, Exports, Plain, contexts
from blockrules.language.source import Source

FORMAT = Path(__file__).parents[2].parent / "shared" / "oracle" / "context_export_format.md"
FRAME = """<?php
function site_context_default_contexts() {
$export = array();
%s
return $export;
}
"""
EXPORT = r"""<?php
/**
 * @file
 * shop.context.inc
 */

/**
 * Implements hook_context_default_contexts().
 */
function shop_context_default_contexts() {
  $export = array();

  $context = new stdClass();
  $context->disabled = FALSE; /* Edit this to true to make a default context disabled initially */
  $context->api_version = 3;
  $context->name = 'shop_offers';
  $context->description = 'Offers beside the editor\'s picks';
  $context->conditions = array(
    'node' => array(
      'values' => array('offer' => 'offer'),
      'options' => array('node_form' => '1'),
    ),
  );
  $context->reactions = array(
    'block' => array(
      'blocks' => array(
        'views-offers-block' => array(
          'module' => 'views',
          'weight' => '-10',
        ),
      ),
    ),
  );
  $context->condition_mode = 0;

  // Translatables
  // Included for use with string extractors like potx.
  t('shop');
  $export['shop_offers'] = $context;

  return $export;
}
"""


def read(text: str) -> Exports:
    return contexts(Source("site.context.inc", text))


def inside(statements: str) -> Exports:
    return read(FRAME % statements)


def context(name: str, statement: str = "") -> str:
    """
    Four lines that export a context.
    """
    return f"$context = new stdClass();\n$context->name = '{name}';\n{statement}\n$export['{name}'] = $context;\n"


def names(exports: Exports) -> list[str]:
    return [each.name for each in exports.contexts]


def losses(exports: Exports) -> list[tuple[int, str]]:
    return [(loss.line, loss.text) for loss in exports.losses]


def value(written: str) -> object:
    """
    What a property is that is *written* so; AssertionError where it is a loss.
    """
    exports = inside(context("a", f"$context->x = {written};"))
    assert exports.losses == ()
    return exports.contexts[0].values["x"]


def test_an_export() -> None:
    """
    An export, as Features writes it, is read whole and in order.
    """
    blocks: dict[str | int, Plain] = {"views-offers-block": {"module": "views", "weight": "-10"}}
    assert read(EXPORT) == Exports(
        (
            Export(
                "shop_offers",
                13,
                {
                    "disabled": False,
                    "api_version": 3,
                    "name": "shop_offers",
                    "description": "Offers beside the editor's picks",
                    "conditions": {"node": {"values": {"offer": "offer"}, "options": {"node_form": "1"}}},
                    "reactions": {"block": {"blocks": blocks}},
                    "condition_mode": 0,
                },
            ),
        ),
        (),
    )


def test_the_example_of_the_format() -> None:
    """
    The example of the page on the format is read without a loss.
    """
    if not FORMAT.exists():
        pytest.skip("the page on the format is not here")
    exports = read(FORMAT.read_text(encoding="utf-8").split("```php\n")[1].split("```")[0])
    assert names(exports) == ["shop_offers"]
    assert exports.contexts[0].values["conditions"] == {
        "path": {"values": {"offers/*": "offers/*", "~offers/archive": "~offers/archive"}},
        "node": {"values": {"offer": "offer"}, "options": {"node_form": "1"}},
    }
    assert exports.losses == ()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("'x'", "x"),
        ("''", ""),
        (r"'it\'s'", "it's"),
        (r"'a\\b'", r"a\b"),
        (r"'a\nb'", r"a\nb"),
        ("'a\r\nb'", "a\r\nb"),
        ("'# // /* <?php ?> $x \"'", '# // /* <?php ?> $x "'),
        ('"x{y}"', "x{y}"),
        ("0", 0),
        ("12", 12),
        ("-12", -12),
        ("- 1", -1),
        ("9" * 300, int("9" * 300)),
        ("true", True),
        ("FALSE", False),
        ("Null", None),
        ("CONTEXT_CONDITION_MODE_AND", 1),
        ("CONTEXT_CONDITION_MODE_OR", 0),
        ("t('x')", "x"),
        ("array()", {}),
        ("[]", {}),
        ("Array('a', 'b',)", {0: "a", 1: "b"}),
        ("['a' => [1, TRUE], 'b' => array(NULL)]", {"a": {0: 1, 1: True}, "b": {0: None}}),
        ("array(t('x') , 'y' => t('z'))", {0: "x", "y": "z"}),
    ],
)
def test_values(written: str, meant: object) -> None:
    """
    Each literal that occurs stands for what PHP takes it for.
    """
    found = value(written)
    assert found == meant
    assert type(found) is type(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("array('1' => 'a', 1 => 'b')", [(1, "b")]),
        ("array(1 => 'a', 'x' => 'b', '1' => 'c')", [(1, "c"), ("x", "b")]),
        ("array(5 => 'a', 'b', '7' => 'c', 'd')", [(5, "a"), (6, "b"), (7, "c"), (8, "d")]),
        ("array(-5 => 'a', 'b')", [(-5, "a"), (0, "b")]),
        ("array('-5' => 'a', '05' => 'b', '-0' => 'c', '' => 'd')", [(-5, "a"), ("05", "b"), ("-0", "c"), ("", "d")]),
        (f"array('{2**63 - 1}' => 'a', '-{2**63}' => 'b')", [(2**63 - 1, "a"), (-(2**63), "b")]),
        (f"array('{2**63}' => 'a', '\u0661' => 'b', '1\n' => 'c')", [(str(2**63), "a"), ("\u0661", "b"), ("1\n", "c")]),
    ],
)
def test_keys(written: str, meant: list[tuple[str | int, str]]) -> None:
    """
    Keys are PHP's: digits are a number, those left out count on, and one that comes again keeps its place.
    """
    found = value(written)
    assert isinstance(found, dict)
    assert list(found.items()) == meant


@pytest.mark.parametrize(
    "text",
    [
        """<?php
        function a_context_default_contexts() { $c = new stdClass; $c->name = 'x'; $e['x'] = $c; return $e; }""",
        """<?PHP
        Function &A_context_default_contexts ( )
        {$d=[];$c=new StdClass ( ) ;$c->name='x';$d[$c->name]=$c;;Return $d; }""",
        """<?php function a_context_default_contexts() { # }
        $c = new \\stdClass; // ?> <p> } <?php
        $c->name /* } */ = 'x'; $d['x'] = $c ?>
        <?php return $d; } ?>""",
        """<?php function a_context_default_contexts(): array { $c = new stdClass; $d['x'] = $c; $c->name = 'x';
        return $d; $d['y'] = $c; foo(); }""",
    ],
)
def test_the_same_in_other_words(text: str) -> None:
    """
    Names of variables, brackets, case and comments are free; what stands behind the return is not reached.
    """
    exports = read(text)
    assert [(each.name, each.values) for each in exports.contexts] == [("x", {"name": "x"})]
    assert exports.losses == ()


@pytest.mark.parametrize(
    "code",
    [
        "'function a_context_default_contexts() {';",
        '"function a_context_default_contexts() { \\" $x {$y["}"]} {";',
        '"{$x[\'"\']} {";',
        "/* function a_context_default_contexts() { */ // '\n# \"\n",
        "$x = <<<EOT\nfunction a_context_default_contexts() { '\nEOTX\n EOT;\n",
        "$x = <<<'EOT'\nfunction a_context_default_contexts() { \"\nEOT;\n",
        '$x = <<<"EOT"\r\n{ /*\r\nEOT\r\n;',
        "?> function a_context_default_contexts() { it's <? <?xml <?php",
        "?> { <?= 1; ?> it's <?php",
        "`ls ' { \\``;",
        "use function a_context_default_contexts;",
        "interface X { function a_context_default_contexts(); }",
        "a_context_default_contexts();",
        "function b($x = array('{')) { if ($x) { return '}'; } }",
        "$x->function; $x = function () { };",
    ],
)
def test_other_code(code: str) -> None:
    """
    What stands round the function is passed over, whatever is in it.
    """
    frame = (FRAME % context("a")).removeprefix("<?php")
    exports = read(f"it's <p>\n<?php {code}\n{frame}\n{code}")
    assert (names(exports), exports.losses) == (["a"], ())


def test_names_of_properties() -> None:
    """
    A property may be called what elsewhere is a word of PHP.
    """
    exports = inside(context("a", "$context->array = 1; $context->if = 2; $context->t = 3; $context -> /* */ new = 4;"))
    assert exports.contexts[0].values == {"name": "a", "array": 1, "if": 2, "t": 3, "new": 4}


def test_several_functions() -> None:
    """
    Each function of the kind is read, in whatever it stands.
    """
    text = FRAME % context("a") + f"if (x) {{ {(FRAME % context('b', 'odd();')).removeprefix('<?php')} }}"
    exports = read(text)
    assert names(exports) == ["a", "b"]
    assert losses(exports) == [(16, "a call of `odd` is not read")]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("$context->x = $y;", "the variable `$y`"),
        ("$context->x = array('a' => array($y));", "the variable `$y`"),
        ("$context->x = 'a' . 'b';", "`.`"),
        ('$context->x = "a $b";', "a text in double quotes with variables or escapes in it"),
        ('$context->x = "a\\n";', "a text in double quotes with variables or escapes in it"),
        ("$context->x = (bool) 1;", "`(bool)`"),
        ("$context->x = (1);", "`(`"),
        ("$context->x = <<<A\nb\nA;", "a heredoc"),
        ("$context->x = foo('a');", "a call of `foo`"),
        ("$context->x = array('a' => foo('a'));", "a call of `foo`"),
        ("$context->x = t('a', array());", "`,`"),
        ("$context->x = FOO;", "the constant `FOO`"),
        ("$context->x = array(FOO);", "the constant `FOO`"),
        ("$context->x = context_condition_mode_and;", "the constant `context_condition_mode_and`"),
        ("$context->x = array(TRUE => 1);", "`=>`"),
        ("$context->x = 1.5;", "`1.5`, which is no whole number in decimal digits or is too long,"),
        ("$context->x = 010;", "`010`, which is no whole number in decimal digits or is too long,"),
        (
            f"$context->x = {'1' * 301};",
            f"`{'1' * 30} … {'1' * 30}`, which is no whole number in decimal digits or is too long,",
        ),
        ("$context->x = ;", "a statement that ends too early"),
        ("$context->x['a'] = 1;", "`[`"),
        ("$context->{'x'} = 1;", "`{`"),
        ("$context->x();", "a call of `x`"),
        (f"$context->x = {'array(' * 65}{')' * 65};", "an array that nests deeper than 64"),
        (f"$context->x = {'[' * 65}{']' * 65};", "an array that nests deeper than 64"),
        ("if (x()) { $context->x = 1; }", "`if`"),
        ("if (x()) $context->x = 1; else foo();", "`if`"),
        ("if (x()): foo(1); else: $context->x = 1; endif;", "`if`"),
        ("foreach ($x as $y) { $context->x[] = array($y); }", "`foreach`"),
        ("foo($context);", "a call of `foo`"),
        ("$y = array($context->name);", "the variable `$context`"),
        ("$context = foo($context);", "a call of `foo`"),
        ("$context = clone $context;", "the constant `clone`"),
        ("unset($export['a']); $export['a'] = $context;", "a call of `unset`"),
    ],
)
def test_a_statement_that_computes(statement: str, what: str) -> None:
    """
    It is a loss with its line, and costs the context that it touches; the others go on.
    """
    if "unset" in statement:
        statement = "$export['a'] = $context; " + statement
    exports = inside(context("before") + context("a", statement) + context("after"))
    assert losses(exports)[0] == (10, f"{what} is not read; the context `a` is left out")
    assert names(exports) == ["before", "after"]
    assert len(exports.losses) == 1


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("odd();", "a call of `odd`"),
        ("global $y;", "`global`"),
        ("$y = array('x');", "`'x'`"),
        ("$y = 'it' == $x;", "`'it'`"),
        ("$conf['x'] = 1;", "`1`"),
        ("{ odd(); }", "`{`"),
        ("{ odd( } ;", "`{`"),
        ("$export[] = foo();", "`]`"),
        ("try { odd(); } catch (Exception $e) { } finally { }", "`try`"),
        ("function inner() { }", "`function`"),
        ("while (odd()): foreach ($x as $y): odd(); endforeach; endwhile;", "`while`"),
        ("for ($i = 0; $i < 5; $i++) odd();", "`for`"),
        ("switch ($x) { case 1: odd(); break; default: odd(); }", "`switch`"),
    ],
)
def test_a_statement_that_touches_no_context(statement: str, what: str) -> None:
    """
    It is a loss, and costs nothing.
    """
    exports = inside(context("a") + "\n" + statement + "\n" + context("b"))
    assert losses(exports) == [(9, f"{what} is not read")]
    assert names(exports) == ["a", "b"]


@pytest.mark.parametrize(
    "statement",
    [
        f"if (module_exists('x')) {{\n{context('b')}\n}}",
        f"if (module_exists('x')) {{ {{ {context('b')} }} }}",
        f"if (module_exists('x')):\n{context('b')}\nendif;",
        "foreach ($x as $y) { $context = new stdClass; $context->name = 'b'; $export[$context->name] = $context; }",
        "if (x()) { $context = new stdClass; $export['b'] = $context; }",
        "if (x()) { $export['b'] = foo(); }",
        "if (x()) { $context = new stdClass(); } else { $context = foo(); }\n$export['b'] = $context;",
    ],
)
def test_a_context_in_a_condition(statement: str) -> None:
    """
    It is lost and named; what stands outside goes on, though it was in the same variable.
    """
    exports = inside(context("a") + statement + context("c"))
    assert names(exports) == ["a", "c"]
    assert [line for line, _ in losses(exports)] == [8]
    assert exports.losses[0].text.endswith(" is not read; the context `b` is left out")


@pytest.mark.parametrize(
    "statement",
    [
        "if (x()) { $context = new stdClass(); } else { $context->x = 1; }",
        "if (x()) { if (y()) { $context = new stdClass(); } $context->x = 1; }",
        "if (x()) { if (y()) $context = new stdClass(); $context->x = 1; }",
        "switch ($x) { case 1: $context = new stdClass(); break; case 2: $context->x = 1; }",
        "if (x()): $context = new stdClass(); else: $context->x = 1; endif;",
        "if (x()) { $context->x = 1; $context = new stdClass(); }",
        "if (x()) { $context = foo($context); }",
    ],
)
def test_a_context_that_may_have_been_touched(statement: str) -> None:
    """
    Where it is not certain that a variable holds something new, what it held is lost.
    """
    exports = inside(context("a") + statement + "\n" + context("c"))
    assert losses(exports) == [
        (8, f"{exports.losses[0].text.partition(' ')[0]} is not read; the context `a` is left out")
    ]
    assert names(exports) == ["c"]


@pytest.mark.parametrize("statement", ["drupal_alter('x', $export);", "$export = array_merge($export, foo());"])
def test_all_contexts_so_far_are_touched(statement: str) -> None:
    """
    A statement on the collection costs what is in it.
    """
    exports = inside(context("a") + context("b") + statement + "\n" + context("c"))
    assert losses(exports) == [(12, f"{exports.losses[0].text.split('; ')[0]}; the contexts `a`, `b` are left out")]
    assert names(exports) == ["c"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("if (x()) { return array(); }", "`if`"),
        ("if (x()) exit;", "`if`"),
        ("return foo($export);", "a call of `foo`"),
        ("return array();", "`array`"),
    ],
)
def test_a_function_that_may_end_early(statement: str, what: str) -> None:
    """
    Where it is not known what is returned, nothing is read.
    """
    exports = inside(context("a") + context("b") + statement)
    assert losses(exports) == [(12, f"{what} is not read; the contexts `a`, `b` are left out")]
    assert names(exports) == []


def test_losses_that_no_statement_is() -> None:
    """
    What holds no context, is known by no name or is not returned is said, and named.
    """
    assert losses(inside("$export['a'] = $x;\n$x->y = 1;")) == [
        (4, "`$x` holds no context that is made here; the context `a` is left out")
    ]
    assert losses(inside("$c = new stdClass;\n$c->name = 5;\n$export[$c->name] = $c;")) == [
        (6, "the name of the context is not known")
    ]
    assert losses(inside("$c = new stdClass;\n$c->name = $x;\n$export[$c->name] = $c;")) == [
        (5, "the variable `$x` is not read")
    ]
    assert losses(inside("$c = new stdClass;\n$c->name = 'a';\n$c = array();")) == [
        (4, "what is made here is not returned; the context `a` is left out")
    ]
    assert losses(inside("$c = new stdClass;\n$export['a'] = $c;\n$c = array();\n$export['b'] = $c;")) == [
        (7, "`$c` holds no context that is made here; the context `b` is left out")
    ]
    assert losses(inside(context("a") + "return $other;")) == [
        (8, "`$other`, which is returned, holds no contexts; the context `a` is left out")
    ]
    twice = inside(context("a") + context("a", "$context->x = 1;"))
    assert losses(twice) == [(4, "what is made here is not returned; the context `a` is left out")]
    assert [each.values for each in twice.contexts] == [{"name": "a", "x": 1}]


def test_two_faults_in_one_context() -> None:
    """
    Each statement is told, and names the context.
    """
    exports = inside(context("a", "$context->x = $y;\n$context->z = $y;"))
    assert losses(exports) == [
        (6, "the variable `$y` is not read; the context `a` is left out"),
        (7, "the variable `$y` is not read; the context `a` is left out"),
    ]


@pytest.mark.parametrize(
    "text", ["", "it's", "<?php\n", "<?php function", "<?php function a_context_default_contexts("]
)
def test_no_function(text: str) -> None:
    """
    A text without such a function is one loss.
    """
    assert losses(read(text)) == [(1, "no function whose name ends in `_context_default_contexts` is in it")]


def test_a_function_that_does_not_end() -> None:
    """
    What is not closed, or returns nothing, is said at the function, with what it costs.
    """
    whole = FRAME % context("a")
    name = "the function `site_context_default_contexts`"
    assert losses(read(whole.replace("return $export;", ""))) == [
        (2, f"{name} does not return its contexts; the context `a` is left out")
    ]
    assert losses(read(whole.replace("return $export;\n}", ""))) == [
        (2, f"{name} does not end; the context `a` is left out")
    ]
    cut = read(whole.replace("}", ""))
    assert (names(cut), losses(cut)) == (["a"], [(2, f"{name} does not end")])
    for unclosed in ("'", '"', "/*", "<<<A\n", "`"):
        exports = inside(context("a") + f"$x = {unclosed}")
        assert exports.losses[0].text == f"{name} does not end; the context `a` is left out"
        assert names(exports) == []


def test_what_is_said_can_be_shown() -> None:
    """
    Names and words of the text are told in one line of characters that show.
    """
    exports = inside("$c = new stdClass; $c->x = y\x80\u202e; $export['a\n\x1b'] = $c;")
    assert exports.losses[0].text.isprintable()


@pytest.mark.parametrize("nest", [1, 2, 64])
def test_nesting(nest: int) -> None:
    """
    Arrays nest up to 64 deep, and a text to translate may stand in the deepest.
    """
    found = value("array(" * nest + "t('x')" + ")" * nest)
    for _ in range(nest):
        assert isinstance(found, dict)
        found = found[0]
    assert found == "x"


@pytest.mark.parametrize(
    "unit",
    [
        *[
            "(",
            "[",
            "{",
            "}",
            ")",
            "'",
            '"',
            "/*",
            "'\\",
            '"{$',
            '"$',
            "`${",
            "<<<A\n",
            "<<<A\nA",
            "?>",
            "?><?php ",
            "-",
        ],
        *["if(", "if(a):", "else ", "if(a){$c=1;", "array(", "$c->x=array(", "$c->x=[1,", "t('x');", "$c->x=1;", "1 "],
        *[
            "function a_context_default_contexts(){",
            "function a_context_default_contexts(",
            "foo($export);$export['a']=$c;",
        ],
        *["$c=new stdClass;$export['a']=$c;foo($export,$c);", "$export['a']=$c;$c->x=$y;", "if(x) return;"],
    ],
)
def test_hostile_texts(unit: str) -> None:
    """
    No text takes long: a hundred thousand characters under five seconds, with room for a slow machine.
    """
    started = time.perf_counter()
    assert inside(unit * (100_000 // len(unit))).contexts is not None
    assert time.perf_counter() - started < 5


PIECES = st.sampled_from(
    [
        *"(){}[];'\"$,\\.-=#&?:`\n",
        *["->", "=>", "/*", "*/", "//", "<?php", "?>", "<<<A\n", "array(", "new ", "return ", "if (", "else", "endif;"],
        *["$context", "$export", "['a']", "stdClass", "t(", "1", "'x'", "function ", "exit;", "\x00", "\ud800", "é"],
    ]
)


@given(
    st.lists(st.tuples(st.integers(0, len(EXPORT)), st.integers(0, 40), st.lists(PIECES, max_size=4)), max_size=6),
)
def test_any_text_is_read(changes: list[tuple[int, int, list[str]]]) -> None:
    """
    An export that anything has happened to gives contexts, or losses that tell of it, and never an error.
    """
    text = EXPORT
    for start, length, pieces in changes:
        text = text[:start] + "".join(pieces) + text[start + length :]
    exports = read(text)
    lines = text.count("\n") + 1
    said = [each.line for each in exports.contexts] + [each.line for each in exports.losses]
    assert all(1 <= line <= lines for line in said)
    assert exports.contexts or exports.losses or "new" not in text
