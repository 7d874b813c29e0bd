"""
Fixes, made: each mistake of another language with what the tool writes in its place.
"""

import pytest

import blockrules
from blockrules import Diagnostic, Fix, Replacement, RulesError, Source, Span
from blockrules.language.fixes import fixed

HEAD = """facts {
    kind: optional one of article, news
    device: one of desktop, tablet, mobile
    title: text
    front: bool = false
    path: path
    roles: set of text = ()
    n: int = 0
    day: date
    clock: time
    now: datetime
}
"""


def found(text: str) -> tuple[Diagnostic, ...]:
    """
    The errors of *text*.
    """
    with pytest.raises(RulesError) as caught:
        blockrules.loads(text)
    return caught.value.diagnostics


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("region a when front&&front", "region a when front and front"),
        ("region a when !front", "region a when not front"),
        ("region a when device <> desktop", "region a when device is not desktop"),
        ("region a when device=desktop", "region a when device is desktop"),
        ("region a when n => 3", "region a when n >= 3"),
        ("region a if front", "region a when front"),
        ("choose c { region a when front region b else }", "choose c { region a when front region b otherwise }"),
        ("define d: front", "define d as front"),
        ("define d = front", "define d as front"),
        ("region a { label = 1 }", "region a { label: 1 }"),
        ("region a { label 1 }", "region a { label: 1 }"),
        ("region a when front;", "region a when front"),
        ("region a;region b", "region a region b"),
        ("region a { x: [1; 2] }", "region a { x: [1, 2] }"),
        ("region a when n in (1 2)", "region a when n in (1, 2)"),
        ("region a when n in (1,, 2)", "region a when n in (1, 2)"),
        ("region a when device in [desktop]", "region a when device in (desktop)"),
        ("region a when device in desktop, mobile", "region a when device in (desktop, mobile)"),
        ("region a when device is desktop, mobile", "region a when device in (desktop, mobile)"),
        ("region a { x: (1, 2) }", "region a { x: [1, 2] }"),
        ("region a { x: 1, 2, 3 }", "region a { x: [1, 2, 3] }"),
        ('region a when roles has any ("x")', 'region a when roles has any of ("x")'),
        ('region a when "x" in roles', 'region a when roles has "x"'),
        ("region a when front weight 3", "region a weight 3 when front"),
        ("region a when front before b, c region b region c", "region a before b, c when front region b region c"),
        ("region a { block b weight 3 in header }", "region a { block b in header weight 3 }"),
        ("region a { block b when front in header }", "region a { block b in header when front }"),
        ("region a when 3 < n", "region a when n > 3"),
        ("region a when 1 < n < 5", "region a when n > 1 and n < 5"),
        ("region a when n >= 3 and <= 5", "region a when n >= 3 and n <= 5"),
        ("region a when n is 3 or 4", "region a when n is 3 or n is 4"),
        ("region a when device is desktop or mobile", "region a when device in (desktop, mobile)"),
        ('region a when title in 10 of "s"', 'region a when title in 10% of "s"'),
        ('region a when title in 10% "s"', 'region a when title in 10% of "s"'),
        ("region a when title is “x”", 'region a when title is "x"'),
        ("""region a when title is 'the "x"'""", 'region a when title is "the \\"x\\""'),
        ("region a when path matches /news/*", 'region a when path matches "/news/*"'),
        ('region a when path matches "fr/*"', 'region a when path matches "/fr/*"'),
        ('region a when path is "https://example.com/news"', 'region a when path is "/news"'),
        ("region a when fr\u043ent", "region a when front"),
        ("region a\u00a0when front", "region a when front"),
        ("region a\u200b when front", "region a when front"),
        ("region café", 'region "café"'),
        ('region "a\tb"', 'region "a\\tb"'),
        ("region a when day is 2026-2-3", "region a when day is 2026-02-03"),
        ("region a when clock < 9:00", "region a when clock < 09:00"),
        ('region a when day is "2026-12-01"', "region a when day is 2026-12-01"),
        ("region a when title is 5", 'region a when title is "5"'),
        ("region a when kind is null", "region a when kind is none"),
        ("region a when front is True", "region a when front"),
        ("region a when Device is desktop", "region a when device is desktop"),
        ("region a when device is Desktop", "region a when device is desktop"),
        ('region a when "Title" is "x"', 'region a when "title" is "x"'),
        ('region "my hero" region b when active("my heroo")', 'region "my hero" region b when active("my hero")'),
        ("region _hero-x-1 region b when active(_heroo-x-1)", "region _hero-x-1 region b when active(_hero-x-1)"),
        ("facts { x: string }", "facts { x: text }"),
        ("facts { x: list of text }", "facts { x: set of text }"),
        ("regoin a", "region a"),
        ("region b when active b2 region b2", "region b when active(b2) region b2"),
        ("region a { x: yes }", "region a { x: true }"),
        ("region a when front)", "region a when front"),
        ("region b\n/* one\n * two */\n// three", "region b\n# one\n# two\n# three"),
        ("region b /**/", "region b #"),
    ],
)
def test_the_fix_of_a_mistake_is_what_was_meant(wrong: str, right: str) -> None:
    """The first fix of the one error gives sound rules."""
    (diagnostic,) = found(HEAD + wrong)
    assert fixed(diagnostic.span.source, diagnostic.fixes[:1]) == HEAD + right
    blockrules.loads(HEAD + right)


@pytest.mark.parametrize(
    "text",
    [
        "region a when kind is null",
        "region a { block b when front in header }",
        "region a when n is 1,000",
        'region a when path matches "fr/*"',
        "region a when device is desktop or mobile",
        "region café",
        "regoin a",
        "region a when devcie is desktop",
        "region a when front)",
        "region a when front and front or front",
        "facts { x: url }",
        "region a \u2013 2",
        r"region 'a\b'",
    ],
)
def test_a_fix_is_safe_only_where_the_meaning_is_sure(text: str) -> None:
    """What may have been meant in another way is offered, not done."""
    (diagnostic,) = found(HEAD + text)
    assert diagnostic.fixes
    assert not any(fix.safe for fix in diagnostic.fixes)


def test_only_a_name_in_other_letters_is_surely_another() -> None:
    """A suggestion of another name is not safe."""
    (other,) = found("region hero region b when active(Hero)")
    (near,) = found("region hero region b when active(herro)")
    assert [other.fixes[0].safe, near.fixes[0].safe] == [True, False]


def test_comments_are_mended_all_at_once_and_safely_where_nothing_follows_them() -> None:
    """Behind a `#` the rest of the line would be lost."""
    (one,) = found("// a\nregion a // b")
    assert (one.fixes[0].title, one.fixes[0].safe) == ("begin all 2 with `#`", True)
    (other,) = found("/* a */ region a")
    assert not other.fixes[0].safe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region a when now.hour > 9", "`now` offers `now.date`, `now.time`, `now.weekday`"),
        ("region a when day.weekday is monday", "`day` is a date; only a datetime has"),
        ("region a when day is 2026-02-30", "the days of February 2026 go from 01 to 28"),
        ("region a when day is 2026-13-01", "months go from 01 to 12"),
        ("region a when clock < 24:00", "midnight is `00:00`"),
        ("region a when clock < 09:60", "minutes and seconds go from 00 to 59"),
        ("page p { now: 2026-01-01 }", "a datetime has a time too"),
        ("define d as front page p { d: true }", "`d` is a define; here stands the name of a fact"),
        ("region hero banner", "as in `hero_banner`"),
        ("region a { banner }", "a block is written `block banner`"),
        ("region a { x: {y: 1} }", "one value, or a flat list"),
        ("facts { x }", "a fact is declared with its type, as in `x: text`"),
        ("block b", "stands in the braces of a region"),
    ],
)
def test_a_help_tells_what_to_do(text: str, said: str) -> None:
    """Where no one fix is right."""
    (diagnostic,) = found(HEAD + text)
    assert said in (diagnostic.help or "")


def test_a_page_is_told_from_what_a_view_is_read() -> None:
    """A view is no fact of its own."""
    (diagnostic,) = found('timezone "Europe/London" facts { now: datetime } page p { now.date: 2026-01-01 }')
    assert diagnostic.help == "it is read from `now`; give that alone"


def replaced(source: Source, *places: tuple[int, int, str]) -> Fix:
    """
    A fix of so many replacements.
    """
    return Fix("", tuple(Replacement(Span(source, start, end), text) for start, end, text in places), safe=True)


def test_of_fixes_that_overlap_the_first_is_made() -> None:
    """The other is left out whole; what only touches does not overlap."""
    source = Source("x", "abcdef")
    first = replaced(source, (1, 3, "-"))
    assert fixed(source, [first, replaced(source, (0, 1, "<"), (2, 4, "!"))]) == "a-def"
    assert fixed(source, [first, replaced(source, (0, 2, "!"))]) == "a-def"
    assert fixed(source, [first, first]) == "a-def"
    assert fixed(source, [first, replaced(source, (3, 4, "+"), (0, 1, "+"))]) == "+-+ef"
    assert fixed(source, [replaced(source, (6, 6, "!")), replaced(source, (0, 0, "!"))]) == "!abcdef!"
    assert fixed(source, [replaced(source, (2, 2, "(")), replaced(source, (2, 2, "["))]) == "ab(cdef"


def test_fixes_of_other_sources_are_left_alone() -> None:
    """Each file is mended by itself."""
    source, other = Source("x", "ab"), Source("y", "ab")
    assert fixed(source, [replaced(other, (0, 1, "!"))]) == "ab"


@pytest.mark.parametrize(
    "text",
    [
        "region a when front # why\n weight 3",
        "region a when device is # why\n not in (mobile)",
        "region a when front == # why\n true",
    ],
)
def test_a_fix_that_would_take_a_comment_away_is_offered_only(text: str) -> None:
    """Somebody wrote it for somebody."""
    (commented,) = found(HEAD + text)
    (plain,) = found(HEAD + text.replace("# why", ""))
    assert [plain.fixes[0].safe, commented.fixes[0].safe] == [True, False]


def test_a_comment_that_a_fix_leaves_is_in_nobodys_way() -> None:
    """It may stand in the new text too."""
    source = Source("x", "a  # why\n b")
    assert [replaced(source, (0, 11, text)).safe for text in ("x", "x # why\n", "x # wh")] == [False, True, False]


@pytest.mark.parametrize(
    ("wrong", "right"), [('"a # b"', "c"), ("\u201ca # b\u201d", '"a # b"'), ("'a # b'", '"a # b"')]
)
def test_a_sign_in_quotes_begins_no_comment(wrong: str, right: str) -> None:
    """Whichever quotes those are, as long as it stays."""
    assert replaced(Source("x", wrong), (0, len(wrong), right)).safe
