"""
The fenced blocks of a page, each with the mark that tells what it is.

A mark stands on the line before the block, or on the one before that: a comment such as `<!-- output -->`, or, in the
page of diagnostics, a line that a reader needs too, such as `Wrong:` or `Included (adverts.blockrules):`.
"""

import re
from collections.abc import Iterator

import attrs

COMMENT = r"<!-- (\w+)(?:: (\S+))? -->"
LABEL = r"(Wrong|Included|Loaded with|Message|Right)(?: \((?:[^()\n]* )?(\S+)\))?:"
BLOCK = re.compile(rf"^(?:(?:{COMMENT}|{LABEL})\n\n?)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@attrs.frozen
class Block:
    """
    A block with its mark, both empty where it has none; *start* is where its body begins in the page.
    """

    mark: str
    name: str
    language: str
    body: str
    start: int


def blocks(text: str) -> Iterator[Block]:
    """
    The blocks of the page *text*, in order. AssertionError where there is a fence or a comment that is no part of one.
    """
    assert not re.search(r"^ *```|<!--", BLOCK.sub("", text), re.MULTILINE), "a block or a comment that cannot be read"
    for found in BLOCK.finditer(text):
        comment, of_comment, label, of_label, language, body = found.groups(default="")
        yield Block(comment or label, of_comment or of_label, language, body, found.start(6))
