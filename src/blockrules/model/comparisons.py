"""
Conditions as written, checked: every name known, every value one of its fact's type, no test that can have but one
outcome.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time

import attrs

from blockrules.language import syntax
from blockrules.language.diagnostics import Diagnostic, Label, escaped, replacing, report
from blockrules.language.source import Span
from blockrules.language.tokens import quoted
from blockrules.model import conditions
from blockrules.model.declarations import repeated
from blockrules.model.facts import Fact, View
from blockrules.model.literals import TRUTHS, Place, literal, path_fixes
from blockrules.model.matching import Matcher
from blockrules.model.misfits import in_quotes, misfit, suits
from blockrules.model.patterns import STARS, Pattern, path_fault, pattern_fault
from blockrules.model.scope import Scope
from blockrules.model.search import path_search, text_search
from blockrules.model.types import CONTINUOUS, VIEWS, Kind, OneOf, Scalar, SetOf, Type, described, takes

Field = Fact | View
# The least value of a type that has one, and the greatest.
LEAST: dict[Type, Scalar] = {Kind.DATE: date.min, Kind.TIME: time.min, Kind.DATETIME: datetime.min.replace(tzinfo=UTC)}
GREATEST: dict[Type, Scalar] = {
    Kind.DATE: date.max,
    Kind.TIME: time.max,
    Kind.DATETIME: datetime.max.replace(tzinfo=UTC),
}


@attrs.define
class ConditionChecker:
    """
    Takes one written condition to a checked one; what is wrong with it goes to *diagnostics*. Where something is, what
    comes back stands for nothing: a file with an error is refused whole.
    """

    scope: Scope
    diagnostics: list[Diagnostic]
    # The patterns that leave out a path which a reader may think is in, and everything else that could take it in.
    rootless: list[tuple[str, syntax.Literal]] = attrs.field(factory=list)
    takers: list[conditions.Equal | conditions.Matching] = attrs.field(factory=list)

    def whole(self, node: syntax.Condition) -> conditions.Condition:
        """
        The checked condition of *node*, which is all of one `when`, define or promise.
        """
        condition = self.check(node)
        matchers: dict[str, Matcher] = {}
        for fact in {fact for fact, _ in self.rootless}:
            here = [taker for taker in self.takers if taker.fact == fact]
            paths = (str(each) for taker in here if isinstance(taker, conditions.Equal) for each in taker.values)
            patterns = (each for taker in here if isinstance(taker, conditions.Matching) for each in taker.patterns)
            matchers[fact] = Matcher.of(dict.fromkeys(patterns, 1), dict.fromkeys(paths, 1))
        for fact, pattern in self.rootless:
            root = str(pattern.value).removesuffix("/**")
            sample = STARS.sub("x", root)
            if not matchers[fact].matches(sample):
                self.diagnostics.append(report("BR903", pattern.span, found=str(pattern.value), root=root))
        return condition

    def check(self, node: syntax.Condition) -> conditions.Condition:
        """
        The checked condition of *node*, which may be a part of one.
        """
        match node:
            case syntax.Constant(value, span):
                return conditions.Constant(value, span)
            case syntax.Reference(name, span):
                return self._reference(name, span)
            case syntax.Active(region, span):
                if region.text not in self.scope.regions:
                    self.diagnostics += self.scope.unknown("region", region)
                return conditions.Active(region.text, span)
            case syntax.Not(operand, span):
                return conditions.Not(self.check(operand), span)
            case syntax.Joined(word, operands, span):
                join = conditions.All if word == "and" else conditions.Some
                return join(tuple(self._operands(operands, word)), span)
            case _:
                field = self._field(node.fact)
                return self._comparison(node, field) if field else conditions.Constant(False, node.span)

    def _operands(self, operands: Iterable[syntax.Condition], word: str) -> Iterator[conditions.Condition]:
        """
        The checked *operands* of `and` or `or`; where one is a value of the fact that one before it compares, the
        fact was left out.
        """
        before: syntax.Is | None = None
        values: list[syntax.Reference] = []
        for node in operands:
            if before and isinstance(node, syntax.Reference) and self._continues(before, node.name):
                values.append(node)
                continue
            self._left_out(before, values, word)
            before, values = node if isinstance(node, syntax.Is) else None, []
            yield self.check(node)
        self._left_out(before, values, word)

    def _continues(self, before: syntax.Is, name: syntax.Name) -> bool:
        """
        Whether *name*, which is no condition, is a value of the fact that *before* compares.
        """
        field = self.scope.schema.field(before.fact.text)
        if field is None or self.scope.schema.field(name.text) or name.text in self.scope.defines:
            return False
        is_string = name.span.text.startswith('"')
        return (
            name.text in field.type.places if isinstance(field.type, OneOf) else field.type is Kind.TEXT and is_string
        )

    def _left_out(self, before: syntax.Is | None, values: list[syntax.Reference], word: str) -> None:
        if not before or not values:
            return
        span = values[0].span.to(values[-1].span)
        listed = ", ".join(each.span.text for each in (before.value, *values))
        fact = before.fact.span.text
        right = f"{fact} {'not in' if before.negated else 'in'} ({listed})"
        fixes = [replacing(f"write `{right}`", before.span.to(span), right, safe=False)] if word == "or" else []
        help = f"each side of `{word}` is a condition of its own, such as `{fact} is {values[0].span.text}`"
        found = values[0].span.text
        self.diagnostics.append(report("BR316", span, found=found, name=fact, help=help, fixes=fixes))

    def _reference(self, name: syntax.Name, span: Span) -> conditions.Condition:
        if name.text in self.scope.defines:
            return conditions.Defined(name.text, span)
        field = self._field(name)
        if field is None and name.text in self.scope.regions:
            self._asked_alone(name, f"active({name.span.text})", "region")
        elif field is None and len(takers := self.scope.schema.takers.get(name.text, [])) == 1:
            word = "has" if isinstance(takers[0].type, SetOf) else "is"
            self._asked_alone(name, f"{takers[0].name} {word} {name.span.text}", f"member of `{takers[0].name}`")
        elif field and field.type is not Kind.BOOL:
            labels, help = _declaration(field), f"it takes {takes(field.type)}"
            if name.text in self.scope.regions:
                help += f"; to ask about the region of that name, write `active({span.text})`"
            self.diagnostics.append(
                report("BR301", span, name=name.text, type=described(field.type), help=help, labels=labels)
            )
        return conditions.Equal(name.text, frozenset({True}), span)

    def _asked_alone(self, name: syntax.Name, right: str, nature: str) -> None:
        """
        Add to what has just been said of *name*, which is no fact but of another *nature*, what asks about it.
        """
        if self.diagnostics and self.diagnostics[-1].span == name.span:
            self.diagnostics[-1] = attrs.evolve(
                self.diagnostics[-1],
                help=escaped(f"`{name.text}` is a {nature}; write `{right}`"),
                fixes=(replacing(f"write `{right}`", name.span, right, safe=False),),
                near=None,
            )

    def _field(self, name: syntax.Name) -> Field | None:
        field = self.scope.schema.field(name.text)
        if field is None:
            self.diagnostics += self._no_field(name)
        return field

    def _no_field(self, name: syntax.Name) -> Iterable[Diagnostic]:
        if name.text in self.scope.defines:
            return (report("BR313", name.span, name=name.text),)
        base, _, part = name.text.rpartition(".")
        of = self.scope.schema.facts.get(base)
        if of and of.type is Kind.DATETIME and part in VIEWS:
            return (report("BR215", name.span, what=f"`{name.text}`"),)
        unknown = self.scope.unknown("fact", name)
        if branch := self.scope.schema.tree.under(name.text):
            help = f"`{name.text}` is only a part of names, as in `{branch.first}`"
            return [attrs.evolve(each, help=help) for each in unknown]
        return [attrs.evolve(each, help=_views_help(of)) for each in unknown] if of else unknown

    # Comparisons

    def _comparison(self, node: syntax.Comparison, field: Field) -> conditions.Condition:
        match node:
            case syntax.Is(value=syntax.Literal(None)):
                return self._absent(node, field)
            case syntax.Is(value=syntax.Literal(bool() as value)) if field.type is Kind.BOOL:
                return self._bool_compared(node, value)
            case syntax.Is(value=syntax.Word(text)) if field.type is Kind.BOOL and text.lower() in TRUTHS:
                return self._bool_compared(node, TRUTHS[text.lower()] == "true")
        if not suits(node, field.type):
            self.diagnostics.append(misfit(node, field.type, _declaration(field)))
            return conditions.Constant(False, node.span)
        test = self._test(node, field)
        negated = isinstance(node, syntax.Is | syntax.In | syntax.Between | syntax.Rollout) and node.negated
        outcome = only_outcome(test, field)
        if outcome is not None:
            help = _why(test, field, outcome=outcome)
            self.diagnostics.append(report("BR308" if outcome == negated else "BR309", node.span, help=help))
        return conditions.Not(test, node.span) if negated else test

    def _absent(self, node: syntax.Is, field: Field) -> conditions.Condition:
        if not field.optional:
            fixes, of = in_quotes(node, field.type, "none"), field.of.name if isinstance(field, View) else field.name
            help = f"to mean the member, {fixes[0].title}" if fixes else None
            labels = _declaration(field)
            self.diagnostics.append(
                report("BR305", node.span, name=field.name, of=of, labels=labels, help=help, fixes=fixes)
            )
        test = conditions.Absent(field.name, node.span)
        return conditions.Not(test, node.span) if node.negated else test

    def _bool_compared(self, node: syntax.Is, value: bool) -> conditions.Condition:  # noqa: FBT001
        name = node.fact.span.text
        fixed = name if value != node.negated else f"not {name}"
        fixes = [replacing(f"write `{fixed}`", node.span, fixed, safe=True)]
        self.diagnostics.append(report("BR302", node.span, name=node.fact.text, fixed=f"`{fixed}`", fixes=fixes))
        return conditions.Constant(value, node.span)

    def _test(self, node: syntax.Comparison, field: Field) -> conditions.Condition:
        span = node.span
        match node:
            case syntax.Is(value=syntax.Empty()):
                return conditions.Empty(field.name, span)
            case syntax.Is(value=syntax.Literal() | syntax.Word() as value):
                return self._equal((value,), field, span)
            case syntax.In(negated=negated, values=listed):
                return self._equal(self._listed(listed, field, negated=negated), field, span)
            case syntax.Between():
                return self._between(node, field)
            case syntax.Rollout(share=share, seed=seed):
                return conditions.InShare(field.name, share, seed, span)
            case syntax.Compare(operator=operator, value=value):
                return self._compare(operator, self._value(value, field), field, span)
            case syntax.Matches(patterns=patterns):
                return self._matches(self._listed(patterns, field), field, span)
            case syntax.Has(quantifier=quantifier, values=listed):
                return self._has(listed, field, span, every=quantifier != "any")
            case _:
                raise AssertionError(node)

    def _value(self, node: syntax.Value, field: Field) -> Scalar | None:
        place = Place(field.name, field.type, self.scope.schema.zone, declared(field))
        value = literal(node, place.within(field.type.element) if isinstance(field.type, SetOf) else place)
        if isinstance(value, Diagnostic):
            self.diagnostics.append(value)
            return None
        assert not isinstance(value, frozenset)
        return value

    def _values(self, nodes: Sequence[syntax.Value], field: Field) -> list[Scalar]:
        """
        The values of *nodes*, those at fault left out, those that stand there twice warned about.
        """
        values: dict[Scalar, Span] = {}
        row = [node.span for node in nodes]
        for number, node in enumerate(nodes):
            value = self._value(node, field)
            if value in values:
                self.diagnostics.append(repeated(row, number, values[value]))
            elif value is not None:
                values[value] = node.span
        return list(values)

    def _listed(self, listed: syntax.Listed, field: Field, *, negated: bool = False) -> Sequence[syntax.Value]:
        """
        The values in parentheses, where a value can stand.
        """
        if not listed.values:
            is_set = isinstance(field.type, SetOf)
            help = f"to ask for a set without members, write `{field.name} is empty`" if is_set else None
            self.diagnostics.append(report("BR314", listed.span, help=help))
        none = [node for node in listed.values if _is_none(node)]
        self.diagnostics += [report("BR310", node.span, help=_none_help(field, negated=negated)) for node in none]
        return [node for node in listed.values if not _is_none(node)]

    def _equal(self, nodes: Sequence[syntax.Value], field: Field, span: Span) -> conditions.Condition:
        if field.type is Kind.DATETIME:
            self.diagnostics.append(report("BR902", span))
        test = conditions.Equal(field.name, frozenset(self._values(nodes, field)), span)
        if field.type is Kind.PATH:
            self.takers.append(test)
        return test

    def _between(self, node: syntax.Between, field: Field) -> conditions.Condition:
        low, high = self._value(node.low, field), self._value(node.high, field)
        closed = field.type not in CONTINUOUS
        if low is None or high is None:
            return conditions.Constant(False, node.span)
        if low == high and not closed:
            help = "a whole day needs no condition" if low == time.min else None
            self.diagnostics.append(report("BR307", node.span, type=field.type, help=help))
            return conditions.Constant(False, node.span)
        if low <= high:  # type: ignore[operator]  # both are of the fact's type
            return conditions.Between(field.name, low, high, True, closed, node.span)
        if field.type is not Kind.TIME:
            self.diagnostics.append(report("BR306", node.span, low=node.high.span.text, high=node.low.span.text))
        late = conditions.Between(field.name, low, None, True, False, node.span)
        early = conditions.Between(field.name, None, high, False, False, node.span)
        return late if high == time.min else conditions.Some((late, early), node.span)

    def _compare(self, operator: str, value: Scalar | None, field: Field, span: Span) -> conditions.Condition:
        if value is None:
            return conditions.Constant(False, span)
        included = operator.endswith("=")
        if operator.startswith("<"):
            return conditions.Between(field.name, None, value, False, included, span)
        return conditions.Between(field.name, value, None, included, False, span)

    def _matches(self, nodes: Sequence[syntax.Value], field: Field, span: Span) -> conditions.Condition:
        patterns: dict[Pattern, Span] = {}
        row = [node.span for node in nodes]
        for number, node in enumerate(nodes):
            pattern = self._pattern(node, field)
            if pattern in patterns:
                self.diagnostics.append(repeated(row, number, patterns[pattern]))
            elif pattern:
                patterns[pattern] = node.span
        test = conditions.Matching(field.name, tuple(patterns), span)
        self.takers.append(test)
        return test

    def _pattern(self, node: syntax.Value, field: Field) -> Pattern | None:
        is_path = field.type is Kind.PATH
        if not isinstance(node, syntax.Literal) or not isinstance(node.value, str):
            right = quoted("/" * is_path + node.span.text)
            self.diagnostics.append(
                report(
                    "BR304",
                    node.span,
                    found=node.span.text,
                    name=field.name,
                    part="value",
                    type=described(field.type),
                    help=f"a pattern is a string, as in `{right}`",
                    fixes=[replacing(f"write `{right}`", node.span, right, safe=False)],
                    labels=_declaration(field),
                )
            )
            return None
        if reason := pattern_fault(node.value) or (path_fault(node.value, "pattern") if is_path else None):
            fixes = path_fixes(node.span, node.value) if is_path else []
            self.diagnostics.append(
                report("BR311", node.span, found=node.value or '""', kind="pattern", reason=reason, fixes=fixes)
            )
            return None
        if not is_path:
            return Pattern(node.value, "text")
        if node.value.endswith("/**") and node.value not in ("/**", "**/**"):
            self.rootless.append((field.name, node))
        return Pattern(node.value, "path")

    def _has(self, listed: syntax.Listed, field: Field, span: Span, *, every: bool) -> conditions.Condition:
        assert isinstance(field.type, SetOf)
        values = self._values(self._listed(listed, field), field)
        members = frozenset(value for value in values if isinstance(value, str | int))
        return conditions.Holding(field.name, members, every, span)


def _is_none(node: syntax.Value) -> bool:
    return isinstance(node, syntax.Literal) and node.value is None


def declared(field: Field) -> Span | None:
    """
    Where the fact is declared that *field* is, or is a view of.
    """
    return field.of.span if isinstance(field, View) else field.span


def _declaration(field: Field) -> list[Label]:
    span = declared(field)
    return [Label(span, "declared here")] if span else []


def _none_help(field: Field, *, negated: bool) -> str:
    if not field.optional:
        return f"`{field.name}` always has a value; leave `none` out"
    return f"write `{'and' if negated else 'or'} {field.name} is {'not ' * negated}none` after the list"


def _views_help(fact: Fact) -> str:
    if fact.type is not Kind.DATETIME:
        return f"`{fact.name}` is {described(fact.type)}; only a datetime has a `.date`, a `.time` and a `.weekday`"
    return f"`{fact.name}` offers " + ", ".join(f"`{fact.name}.{part}`" for part in VIEWS)


def only_outcome(test: conditions.Condition, field: Field) -> bool | None:
    """
    The one outcome that *test* can have; None where it can have both.
    """
    outcome: bool | None = None
    match test:
        case conditions.Between():
            outcome = _only_side(test, LEAST[field.type], GREATEST[field.type]) if field.type in LEAST else None
        case conditions.Equal(_, values) if isinstance(field.type, OneOf):
            outcome = True if len(values) == len(field.type.members) else None
        case conditions.Matching(_, patterns):
            # A value of other characters than a pattern names is not in it; so those that name any do not help to cover
            # all.
            stars = [pattern for pattern in patterns if set(pattern.text) <= {"*", "/"}]
            search = path_search if field.type is Kind.PATH else text_search
            outcome = True if stars and search((), stars).shortest() is None else None
        case _:
            pass
    return None if outcome and field.optional else outcome


def _why(test: conditions.Condition, field: Field, *, outcome: bool) -> str:
    """
    Why *test* has but one *outcome*, whatever the value.
    """
    match test:
        case conditions.Between(low=low) if not outcome:
            return f"no {field.type} is {'before the first' if low is None else 'after the last'}"
        case conditions.Between():
            return f"every {field.type} lies within"
        case conditions.Equal():
            return f"`{field.name}` has no other values"
        case _:
            return f"every {field.type} matches"


def _only_side(test: conditions.Between, least: Scalar, greatest: Scalar) -> bool | None:
    if (test.high == least and not test.high_included) or (test.low == greatest and not test.low_included):
        return False
    from_start = test.low is None or (test.low == least and test.low_included)
    to_end = test.high is None or (test.high == greatest and test.high_included)
    return True if from_start and to_end else None
