"""
YAML: plain values or Broken, whatever it says.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import blockrules
from blockrules.importers import drupal
from blockrules.importers.drupal.documents import plain
from blockrules.importers.values import Broken, Plain

BOMB = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
REAL = b"""uuid: 8c50dc93
status: true
id: games
plugin: 'views_block:games'
theme: olive
region: "content\\n"
weight: -3
settings: { id: x, label: 'Games', label_display: visible, depth: 2, share: 1.5, rows: [1, '2'] }
visibility:
  request_path: { id: request_path, negate: false, pages: "/games/*\\r\\n<front>" }
  'entity_bundle:node':
    id: 'entity_bundle:node'
    negate: true
    context_mapping: { node: '@node.node_route_context:node' }
    bundles: { article: article, page: '0' }
  user_role:
    id: user_role
    roles: { editor: editor }
    context_mapping: { user: '@user.current_user_context:current_user' }
  other: { id: foreign, negate: false }
"""


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("012", 12),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("2026-12-01", "2026-12-01"),
        ("=", "="),
        ("True", True),
        ("FALSE", False),
        ("~", None),
        ("NULL", None),
        ("-3", -3),
        ("1.5e2", 150.0),
        ("1e3", "1e3"),
        ("9" * 301, "9" * 301),
        ("'3'", "3"),
        ('"true"', "true"),
        ("! 3", 3),
        ("\ufeff{a: [1, {b: }]}", {"a": [1, {"b": None}]}),
        ("&a x", "x"),
        ("[" * 64 + "]" * 64, None),
    ],
)
def test_words_are_read_as_drupal_reads_them(text: str, value: Plain) -> None:
    """That is, as YAML 1.2 has them."""
    found = plain(text)
    assert (type(found), found) == (type(value), value) if value is not None or len(text) < 9 else found


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        (BOMB, "line 2", "an alias, which Drupal does not write"),
        ("a: *b", "line 1", "an alias, which Drupal does not write"),
        ("a: !!python/object/apply:os.abort []", "line 1", "a value with a tag"),
        ("a: !!python/name:os.abort x", "line 1", "a value with a tag"),
        ("\na: !!binary aGk=", "line 2", "a value with a tag"),
        ("!!set {a, b}", "line 1", "a value with a tag"),
        ("a: 1\n---\na: 2", "", "2 documents, where one was expected"),
        ("", "", "it is empty"),
        ("# nothing", "", "it is empty"),
        ("a: 1\na: 2", "line 2", "`a` is there twice"),
        ("[a]: 1", "line 1", "a key that is a list or a mapping"),
        ("? {a: 1}\n: 1", "line 1", "a key that is a list or a mapping"),
        ("[" * 100_000, "line 1", "nests deeper than 64"),
        ("- " * 100_000, "line 1", "nests deeper than 64"),
        ("{a: " * 100_000, "line 1", "nests deeper than 64"),
        ("a:\n\t- 1", "line 2", "no YAML: found character that cannot start any token"),
        ("a: 'x", "line 1", "no YAML: found unexpected end of stream"),
        ('"\\ud800"', "line 1", "no YAML: found invalid Unicode character escape code"),
        ("a: \0", "", "no YAML: unacceptable character #x0000: control characters are not allowed"),
    ],
)
def test_anything_else_is_broken(text: str, place: str, fault: str) -> None:
    """At a line, where there is one."""
    with pytest.raises(Broken) as raised:
        plain(text)
    assert (raised.value.place, raised.value.text) == (place, fault)


@given(st.text() | st.text("{}[]:,-?&*!|>'\"%@ \n\tab01.~#"))
def test_no_text_gives_anything_but_plain_values_or_broken(text: str) -> None:
    """Nothing else is raised."""
    try:
        plain(text)
    except Broken as error:
        assert error.text


@given(st.data())
def test_any_bytes_give_rules(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """What a file says, or a remark that names it."""
    content = bytearray(REAL)
    for _ in range(data.draw(st.integers(0, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = start + data.draw(st.integers(0, 12))
        piece = st.binary(max_size=6) | st.sampled_from([b"''", b"[]", b"{}", b"~", b"1.0e300", b"- ", b"\n", b'"\\0"'])
        content[start:end] = data.draw(piece)
    # One folder for all, of which only this file counts.
    folder: Path = tmp_path_factory.getbasetemp() / "any_bytes"
    folder.mkdir(exist_ok=True)
    kind = data.draw(st.sampled_from(["block.block", "context.context"]))
    for each in folder.iterdir():
        each.unlink()
    (folder / f"{kind}.x.yml").write_bytes(content)
    found = drupal.read(folder)
    blockrules.loads(found.text)
    assert found.blocks == int(kind == "block.block")
    assert found.lost <= found.blocks
