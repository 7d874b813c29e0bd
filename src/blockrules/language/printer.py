"""
Syntax to text: the one way to lay a tree out. What is printed parses to an equal tree.

Comments are taken out of the margin, in order, wherever a line may end, and each ends its line: one that stood behind
words stays behind words, one that stood alone stays alone.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar, assert_never

import attrs

from blockrules.language import spelling, syntax
from blockrules.language.characters import columns
from blockrules.language.comments import Comment, Margin
from blockrules.language.document import Break, Document, End, Group, Indented, Remark, typeset
from blockrules.language.source import Span

NO_MARGIN = Margin()
BEHIND = "  "
SPACE = Break()
NOTHING = Break("")
COMMA = Break(", ")
NEW_LINE = End()


class Placed(Protocol):
    """
    A node of a tree, by where it stands.
    """

    @property
    def span(self) -> Span:
        """Where it stands."""


Node = TypeVar("Node", bound=Placed)


@attrs.frozen
class Statement:
    """
    An item, the comments before it, and whether an empty line comes right before it. Of a define, *head* is what
    precedes `as`; no other has one.
    """

    comments: tuple[Comment, ...]
    apart: bool = False
    head: str = ""
    body: Document = ""

    @property
    def stands_apart(self) -> bool:
        """Whether an empty line parts it from the item before."""
        return self.apart or any(comment.apart for comment in self.comments)

    def text(self, width: int = 0) -> str:
        """
        The lines of the item, its head made as wide as *width*.
        """
        return typeset(Group((self.head, " " * (width - columns(self.head)), self.body)))


def printed(items: Iterable[syntax.Item], margin: Margin = NO_MARGIN) -> str:
    """
    The text of a rules file that says *items*, with the comments and empty lines of its *margin*; items that fill more
    than a line stand apart.
    """
    statements = list(_Printer(margin).statements(items))
    lines: list[str] = []
    last_is_long = False
    for statement, text in zip(statements, _texts(statements), strict=True):
        is_long = "\n" in text
        apart = (is_long or last_is_long) and not statement.stands_apart
        for comment in statement.comments:
            if comment.alone:
                lines += ["", comment.text] if comment.apart or apart else [comment.text]
                apart = False
            else:
                lines[-1] += BEHIND + comment.text
        lines += ["", text] if statement.apart or apart else [text]
        last_is_long = is_long
    whole = "\n".join(lines).strip("\n")
    return f"{whole}\n" if whole else ""


def _texts(statements: Sequence[Statement]) -> list[str]:
    """
    The lines of each item. Of defines that stand together, the conditions stand in one column, if there is room.
    """
    texts = [each.text() for each in statements]
    for run in _runs(statements, texts):
        width = max(columns(each.head) for each in statements[run])
        aligned = [each.text(width) for each in statements[run]]
        if not any("\n" in text for text in aligned):
            texts[run] = aligned
    return texts


def _runs(statements: Sequence[Statement], texts: Sequence[str]) -> Iterator[slice]:
    """
    Where defines of one line each stand together.
    """
    start = 0
    for number, (statement, text) in enumerate(zip(statements, texts, strict=True)):
        is_row = bool(statement.head) and "\n" not in text
        if start < number and (statement.stands_apart or not is_row):
            yield slice(start, number)
        if statement.stands_apart or not is_row:
            start = number if is_row else number + 1


@attrs.define
class _Printer:
    """
    What writes items, one after another; of the comments in the margin so many are taken.
    """

    margin: Margin
    taken: int = 0

    # Comments and the ends of lines

    def comments(self, place: int) -> tuple[Comment, ...]:
        """
        The comments before *place* that are not yet taken. Only the first can stand behind other words.
        """
        first = self.taken
        every = self.margin.comments
        while self.taken < len(every) and every[self.taken].start < place:
            self.taken += 1
        taken = every[first : self.taken]
        return taken[:1] + tuple(attrs.evolve(comment, alone=True) for comment in taken[1:])

    def remarks(self, place: int, *, loose: bool, first: bool = False) -> tuple[Document, ...]:
        """
        The comments before *place*, with the empty lines before them where *loose*, but none before what comes *first*
        in braces: it may have stood before them.
        """
        parts: list[Document] = []
        for comment in self.comments(place):
            if comment.alone:
                parts += [End(comment.apart and loose and (bool(parts) or not first)), Remark(comment.text)]
            else:
                parts.append(Remark(BEHIND + comment.text))
        return tuple(parts)

    def gap(self, place: int, otherwise: Document = SPACE) -> Document:
        """
        What parts the word at *place* from the one before, in a list or a condition: its comments, or what
        stands there *otherwise*.
        """
        remarks = self.remarks(place, loose=False)
        return (*remarks, NEW_LINE) if remarks else otherwise

    def line(self, place: int, otherwise: Document, *, first: bool) -> Document:
        """
        The same in braces, where empty lines are kept.
        """
        apart = place in self.margin.apart
        remarks = self.remarks(place, loose=True, first=first)
        return (*remarks, End(apart)) if remarks or apart else otherwise

    def close(self, inner: Document, remarks: Document, bracket: str, otherwise: Document) -> Document:
        """
        The *inner* part of brackets, the *remarks* that come last in them, and the closing *bracket*.
        """
        return Indented((inner, remarks)), NEW_LINE if remarks else otherwise, bracket

    def braces(
        self,
        head: Document,
        nodes: Sequence[Node],
        write: Callable[[Node], Document],
        span: Span,
        *,
        edge: Document = NEW_LINE,
        between: Document = NEW_LINE,
    ) -> Document:
        """
        The *head* and its *nodes* in braces, with which *span* ends.
        """
        lines: Document = tuple(
            (self.line(node.span.start, between if number else edge, first=not number), write(node))
            for number, node in enumerate(nodes)
        )
        remarks = self.remarks(span.end, loose=True, first=not nodes)
        return head, " {", self.close(lines, remarks, "}", edge if nodes else "")

    def keeps_braces(self, span: Span) -> bool:
        """
        Whether *span* ends with braces that hold a comment at their end.
        """
        last = span.end - 1
        return last in self.margin.commented and span.source.text[last] == "}"

    def filled(self, nodes: Sequence[Node], write: Callable[[Node], Document], opening: Document = SPACE) -> Document:
        """
        As many of *nodes* on each line as fit there, with commas between.
        """
        first, *others = nodes
        parts: list[Document] = [self.gap(first.span.start, opening), write(first)]
        for node in others:
            parts += [",", Group((self.gap(node.span.start), write(node)))]
        return tuple(parts)

    # Values and conditions

    def value(self, node: syntax.EntryValue | syntax.Empty, brackets: str = "()") -> Document:
        return self.listed(node, brackets) if isinstance(node, syntax.Listed) else spelling.value(node)

    def listed(self, node: syntax.Listed, brackets: str = "()") -> Document:
        inner = self.filled(node.values, spelling.value, NOTHING) if node.values else ()
        remarks = self.remarks(node.span.end, loose=False)
        closed = self.close(inner, remarks, brackets[1], NOTHING if node.values else "")
        return Group((brackets[0], closed))

    def condition(self, node: syntax.Condition) -> Document:
        """
        A condition where it needs no parentheses.
        """
        return self.joined(node) if isinstance(node, syntax.Joined) else self.operand(node)

    def joined(self, node: syntax.Joined) -> Document:
        first, *others = node.operands
        parts = [self.operand(first)]
        for operand in others:
            parts += [self.gap(self.start(operand)), f"{node.word} ", self.operand(operand)]
        return tuple(parts)

    def start(self, node: syntax.Condition) -> int:
        """
        Where an operand starts, with its parenthesis if it needs one.
        """
        here = node.span.start
        return self.margin.word_before(here) if isinstance(node, syntax.Joined) else here

    def operand(self, node: syntax.Condition) -> Document:
        match node:
            case syntax.Joined():
                first = self.gap(self.start(node.operands[0]), NOTHING)
                inner = first, self.joined(node)
                remarks = self.remarks(self.margin.word_from(node.span.end), loose=False)
                return Group(("(", self.close(inner, remarks, ")", NOTHING)))
            case syntax.Not(operand):
                return "not ", self.operand(operand)
            case syntax.Constant(value):
                return "true" if value else "false"
            case syntax.Reference(name):
                return spelling.fact(name)
            case syntax.Active(region):
                return f"active({spelling.name(region)})"
            case _:
                return f"{spelling.fact(node.fact)} ", self.comparison(node)

    def comparison(self, node: syntax.Comparison) -> Document:
        match node:
            case syntax.Is(negated=negated, value=value):
                return f"is {'not ' if negated else ''}{spelling.value(value)}"
            case syntax.In(negated=negated, values=values):
                return f"{'not ' if negated else ''}in ", self.listed(values)
            case syntax.Between(negated=negated, low=low, high=high):
                return f"{'not ' if negated else ''}in {spelling.value(low)} .. {spelling.value(high)}"
            case syntax.Rollout(negated=negated, share=share, seed=seed):
                return f"{'not ' if negated else ''}in {spelling.share(share)} of {spelling.string(seed)}"
            case syntax.Compare(operator=operator, value=value):
                return f"{operator} {spelling.value(value)}"
            case syntax.Matches(patterns=syntax.Listed((syntax.Literal(str()) as pattern,))):
                return f"matches {spelling.value(pattern)}"
            case syntax.Matches(patterns=patterns):
                return "matches ", self.listed(patterns)
            case syntax.Has(quantifier=None, values=values):
                return f"has {spelling.value(values.values[0])}"
            case syntax.Has(quantifier=quantifier, values=values):
                return f"has {quantifier} of ", self.listed(values)
            case _:
                assert_never(node)

    # Items

    def statements(self, items: Iterable[syntax.Item]) -> Iterator[Statement]:
        """
        The items, and last what comments stand after them.
        """
        for item in items:
            start = item.span.start
            head = f"define {spelling.name(item.name)}" if isinstance(item, syntax.Define) else ""
            yield Statement(self.comments(start), start in self.margin.apart, head, self.item(item))
        yield Statement(self.comments(sys.maxsize))

    def item(self, item: syntax.Item) -> Document:
        match item:
            case syntax.Timezone(value) | syntax.Include(value):
                word = "timezone" if isinstance(item, syntax.Timezone) else "include"
                return f"{word} {spelling.value(value)}"
            case syntax.Facts(facts):
                width = max(columns(spelling.key(fact.name)) for fact in facts) + 1 if len(facts) > 1 else 0
                return self.braces("facts", facts, lambda fact: self.fact(fact, width), item.span)
            case syntax.Define(condition=condition):
                gap = self.gap(condition.span.start)
                return " as", Indented((gap, Group(self.condition(condition))))
            case syntax.Region():
                return self.region(item)
            case syntax.RegionChoice(name, regions):
                return self.braces(f"choose {spelling.name(name)}", regions, self.region, item.span)
            case syntax.Extend(region, parts):
                return self.braces(f"extend {spelling.name(region)}", parts, self.part, item.span)
            case syntax.Page(name, entries):
                return self.entries(f"page {spelling.name(name)}", entries, item.span)
            case syntax.Test(name, given, expectations):
                claims: tuple[syntax.Given | syntax.Expect, ...] = (given, *expectations) if given else expectations
                return self.braces(f"test {spelling.name(name)}", claims, self.claim, item.span)
            case syntax.Promise(word, condition):
                gap = self.gap(condition.span.start, " ")
                return word, Indented((gap, self.condition(condition)))
            case _:
                assert_never(item)

    def fact(self, node: syntax.Fact, width: int) -> Document:
        name = spelling.key(node.name)
        head = f"{name}: {' ' * (width - columns(name))}{'optional ' if node.optional else ''}"
        type = self.type(node.type)
        default = (" = ", self.value(node.default)) if node.default is not None else ()
        return Group((head, type, default))

    def type(self, node: syntax.Type) -> Document:
        match node:
            case syntax.Plain(name):
                return name
            case syntax.Members(members):
                return "one of", Indented(self.filled(members, spelling.member))
            case syntax.SetOf(element):
                return "set of ", self.type(element)
            case _:
                assert_never(node)

    def region(self, node: syntax.Region) -> Document:
        head = f"region {spelling.name(node.name)}{_weight(node.weight)}"
        order = (("before", node.before), ("after", node.after))
        return self.maybe_braces(self.head(head, order, node.when), node.parts, self.part, node.span)

    def block(self, node: syntax.Block) -> Document:
        slot = f" in {spelling.name(node.slot)}" if node.slot else ""
        head = f"block {spelling.name(node.name)}{slot}{_weight(node.weight)}"
        return self.maybe_braces(self.head(head, (), node.when), node.settings, self.setting, node.span)

    def maybe_braces(
        self, head: Document, nodes: Sequence[Node], write: Callable[[Node], Document], span: Span
    ) -> Document:
        return self.braces(head, nodes, write, span) if nodes or self.keeps_braces(span) else head

    def head(self, name: str, order: Iterable[tuple[str, Sequence[syntax.Name]]], when: syntax.When) -> Document:
        """
        What precedes the braces of a region or block: a long `when` has a line of its own, and so have `before` and
        `after` if the rest is too long without it.
        """
        clauses: list[Document] = []
        for word, names in order:
            if names:
                gap = self.gap(names[0].span.start)
                clauses += [gap, Group((word, Indented(self.filled(names, spelling.name))))]
        head = Group((name, Indented(tuple(clauses))))
        if when is None:
            return head
        gap = self.gap(when.span.start)
        clause = "otherwise" if isinstance(when, syntax.Otherwise) else ("when ", Indented(self.condition(when)))
        return Group((head, Indented((gap, Group(clause)))))

    def part(self, node: syntax.Part) -> Document:
        match node:
            case syntax.Entry():
                return self.setting(node)
            case syntax.Block():
                return self.block(node)
            case syntax.BlockChoice(name, blocks):
                head = f"choose {spelling.name(name)}" if name else "choose"
                return self.braces(head, blocks, self.block, node.span)
            case _:
                assert_never(node)

    def setting(self, node: syntax.Entry) -> Document:
        return f"{spelling.setting(node.name)}: ", self.value(node.value, "[]")

    def entry(self, node: syntax.Entry) -> Document:
        return f"{spelling.key(node.name)}: ", self.value(node.value)

    def entries(self, head: str, nodes: Sequence[syntax.Entry], span: Span) -> Document:
        """
        The values of facts in braces, on one line if they fit there.
        """
        return Group(self.braces(head, nodes, self.entry, span, edge=SPACE, between=COMMA))

    def claim(self, node: syntax.Given | syntax.Expect) -> Document:
        match node:
            case syntax.Given(name, entries):
                head = f"given {spelling.name(name)}" if name else "given"
                has_braces = entries or not name or self.keeps_braces(node.span)
                return self.entries(head, entries, node.span) if has_braces else head
            case syntax.Expect(kind, slot, names):
                head = f"expect {kind} {spelling.name(slot)}" if slot else f"expect {kind}"
                return Group((head, Indented(self.filled(names, spelling.fact)))) if names else f"{head} none"
            case _:
                assert_never(node)


def _weight(weight: int | None) -> str:
    return "" if weight is None else f" weight {weight}"
