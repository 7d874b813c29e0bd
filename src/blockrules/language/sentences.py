"""
Every sentence that a diagnostic can say, so that they read as prose of one hand.

The first digit of a code tells the kind: 0 bounds and bytes, 1 text and grammar, 2 names, 3 facts, values and
conditions, 4 regions and blocks, 5 sample pages and tests, 6 includes, 7 failed tests, 9 warnings.
"""

from typing import Literal

import attrs


@attrs.frozen
class Sentence:
    """
    What one code says: templates of its message and, where one is always right, of its help.
    """

    message: str
    help: str | None = None
    severity: Literal["error", "warning"] = "error"


# Whoever writes rules is not who loads them.
OTHER_BOUND = "ask the developers of the site for another limit"

SENTENCES = {
    "BR001": Sentence("this text is over {bound} bytes long", f"split it with `include`, or {OTHER_BOUND}"),
    "BR002": Sentence("this is nested deeper than {bound}", "name a part of the condition with `define`"),
    "BR003": Sentence("this is one region or block too many: at most {bound} are read", OTHER_BOUND),
    "BR004": Sentence("this is one file too many: at most {bound} are read", OTHER_BOUND),
    "BR005": Sentence("this is not UTF-8", "save the file as UTF-8"),
    "BR006": Sentence("{count} more errors are not shown"),
    "BR101": Sentence("{found} cannot stand here"),
    "BR102": Sentence("expected {expected}, {found}"),
    "BR103": Sentence("this string is not closed on its line", 'end it with `"`; for a quote within it write `\\"`'),
    "BR104": Sentence("{found} cannot stand in a string", "write it as an escape"),
    "BR105": Sentence(
        "`{found}` is no escape",
        'escapes are `\\"` `\\\\` `\\/` `\\b` `\\f` `\\n` `\\r` `\\t` and `\\u` with four digits',
    ),
    "BR106": Sentence("`{found}` is no number, date or time"),
    "BR107": Sentence("the {kind} `{found}` does not exist"),
    "BR108": Sentence("`{found}` is a reserved word", 'to use it as a name, write `"{found}"`'),
    "BR109": Sentence("`and` and `or` are mixed without parentheses"),
    "BR110": Sentence("this `{found}` is never closed"),
    "BR111": Sentence("a name cannot be empty"),
    "BR112": Sentence("only names of facts are dotted", 'to use it as a name, write `"{found}"`'),
    "BR113": Sentence("`{found}` is {reason}", "write a percentage from `0%` to `100%` with at most two decimals"),
    "BR114": Sentence("here `{found}` is written {right}"),
    "BR115": Sentence(
        "this looks like {language}, not like rules",
        "rules are written like `region hero when front {{ block banner in header }}`",
    ),
    "BR116": Sentence("`{found}` begins no comment", "a comment begins with `#` and runs to the end of the line"),
    "BR117": Sentence("this comma is one too many"),
    "BR118": Sentence("`{missing}` is missing before `{found}`"),
    "BR119": Sentence("nothing ends with a semicolon here"),
    "BR120": Sentence("the word `{clause}` {fault}"),
    "BR121": Sentence("`{inner}` cannot stand within `{outer}`", "it stands by itself, outside of all braces"),
    "BR122": Sentence("`{found}` needs straight double quotes"),
    "BR123": Sentence("{what}"),
    "BR124": Sentence("a colon stands only after the name of a fact or a setting"),
    "BR125": Sentence("a comparison begins with its fact"),
    "BR127": Sentence("this `{found}` closes nothing"),
    "BR126": Sentence("`{found}` cannot stand here", "did you mean `{right}`?"),
    "BR201": Sentence("no fact named `{name}`"),
    "BR202": Sentence("no region named `{name}`"),
    "BR203": Sentence("no {kind} named `{name}`"),
    "BR204": Sentence("no block stands in a slot named `{name}`"),
    "BR205": Sentence("no sample page named `{name}`"),
    "BR206": Sentence("a second {kind} is named `{name}`"),
    "BR207": Sentence("the fact `{inner}` would be part of the fact `{outer}`", "give one of them another name"),
    "BR208": Sentence(
        "no type named `{name}`",
        "types are `bool`, `one of …`, `int`, `number`, `text`, `path`, `date`, `time`, `datetime` and `set of …`",
    ),
    "BR209": Sentence("this goes round in a circle: {circle}"),
    "BR210": Sentence("these regions stand before one another in a circle: {circle}"),
    "BR211": Sentence("no block named `{name}` in the region `{region}`"),
    "BR212": Sentence("`{name}` is both a fact and a define", "facts and defines share their names; rename one"),
    "BR213": Sentence("no time zone named `{name}` is known on this machine"),
    "BR220": Sentence(
        "`{name}` names no zone that is the same on every machine", "name the site's, such as `Europe/London`"
    ),
    "BR214": Sentence("`timezone` stands once, before all else in the main file", "move it there, or leave it out"),
    "BR215": Sentence("{what} needs the file's time zone", 'begin the file with, say, `timezone "Europe/London"`'),
    "BR216": Sentence("no set of `{name}`", "sets are of `text`, `int` or `one of …`"),
    "BR217": Sentence(
        "this fact disagrees with the class of facts: {difference}", "make the two agree, or leave out `facts`"
    ),
    "BR218": Sentence(
        "the class of facts has `{name}`, which this file does not declare", "declare it, or leave out `facts`"
    ),
    "BR219": Sentence("the name of a fact has at most {bound} words between its points"),
    "BR301": Sentence("`{name}` is {type}, which alone is no condition"),
    "BR302": Sentence("`{name}` is a bool, which is not compared", "write {fixed}"),
    "BR303": Sentence("`{name}` is {type}, which takes {takes}, not {operator}"),
    "BR304": Sentence("`{found}` is no {part} of `{name}`, which is {type}"),
    "BR305": Sentence(
        "`{name}` always has a value, so it is never `none`", "declare `{of}` `optional`, or leave this out"
    ),
    "BR306": Sentence("this range ends before it starts", "the lower end comes first: `{low} .. {high}`"),
    "BR307": Sentence("this range is empty: a range of {type}s ends just before its second {type}"),
    "BR308": Sentence("this can never be true"),
    "BR309": Sentence("this can never be false"),
    "BR310": Sentence("`none` stands in no list of values"),
    "BR311": Sentence("`{found}` can be no {kind}: it {reason}"),
    "BR312": Sentence("the clocks of {zone} skip `{found}`", "write a time that exists there, or one with its offset"),
    "BR313": Sentence(
        "`{name}` is a define, a condition of its own, and is not compared", "write `{name}` or `not {name}`"
    ),
    "BR314": Sentence("a list of values cannot be empty here", "name a value, or leave the comparison out"),
    "BR315": Sentence("`{found}` is not a value that a setting can hold"),
    "BR316": Sentence("`{found}` is a value of `{name}`, and no condition by itself"),
    "BR401": Sentence(
        "this alternative of a `choose` has no `when`", "give it one, or `otherwise` where it is the last"
    ),
    "BR402": Sentence("only the last alternative of a `choose` is `otherwise`", "move it to the end"),
    "BR403": Sentence(
        "`otherwise` stands only in a `choose`", "put the alternatives into `choose NAME {{ … }}`, this one last"
    ),
    "BR404": Sentence(
        "the block `{name}` stands twice in the region `{region}`", "only alternatives of one `choose` share a name"
    ),
    "BR501": Sentence("{page} lacks {facts}"),
    "BR502": Sentence("expected `regions`, `slot`, `shown` or `hidden`, found `{found}`"),
    "BR601": Sentence("`{name}` cannot be read: {reason}"),
    "BR602": Sentence("includes go round in a circle: {circle}"),
    "BR603": Sentence("`{name}` is no path of a file to include: it {reason}"),
    "BR701": Sentence("expected {expected}; the page has {found}"),
    "BR702": Sentence("expected {expected} in the slot `{slot}`; it has {found}"),
    "BR703": Sentence("expected `{name}` to be shown; it is hidden"),
    "BR704": Sentence("expected `{name}` to be hidden; it is shown"),
    "BR705": Sentence("this page cannot occur: it breaks an `assume`"),
    "BR901": Sentence("`{found}` stands here twice", severity="warning"),
    "BR902": Sentence(
        "this holds for one instant only", "compare with `<` or `>=`, or use a range", severity="warning"
    ),
    "BR903": Sentence(
        "`{found}` leaves out `{root}` itself",
        'to take it in, name both in one list, as in `("{root}", "{found}")`',
        severity="warning",
    ),
    "BR904": Sentence(
        "`{name}:` is a setting here; the clause `{name}` has no colon and stands before `{{`", severity="warning"
    ),
    "BR905": Sentence(
        "no condition asks about the fact `{name}`", "ask about it in a condition, or leave it out", severity="warning"
    ),
    "BR906": Sentence(
        "no condition uses the define `{name}`", "use it in a condition, or leave it out", severity="warning"
    ),
    "BR907": Sentence(
        "no test uses the sample page `{name}`",
        "begin a test with `given {written}`, or leave the page out",
        severity="warning",
    ),
    "BR908": Sentence("this include brings nothing: `{name}` {reason}", severity="warning"),
    "BR909": Sentence(
        "the region `{name}` has no blocks and no settings, and nothing names it",
        "give it a block or a setting, expect it in a test, or leave it out",
        severity="warning",
    ),
    "BR910": Sentence("this weight changes no order", "`{name}` stands in its place without it", severity="warning"),
    "BR911": Sentence(
        "`{found}` takes in nothing that `{other}` does not", "`{other}` alone is enough", severity="warning"
    ),
    "BR912": Sentence("the slot `{name}` is named only here", severity="warning"),
    "BR913": Sentence("this {kind} holds `{found}`, which no reader sees", severity="warning"),
    "BR914": Sentence("`*` means itself after `{word}`", "did you mean `matches`?", severity="warning"),
    "BR915": Sentence("{what} can never be {shown}: {why}", severity="warning"),
    "BR916": Sentence("`{part}` makes no difference: {why}", severity="warning"),
    "BR917": Sentence("`{name}` holds on the same pages as `{other}`", "one of them will do", severity="warning"),
    "BR918": Sentence(
        "this `{name}` never stands in the slot `{slot}`: wherever it is shown, another `{name}` stands before it",
        severity="warning",
    ),
    "BR919": Sentence("no page can occur: {why}", severity="warning"),
    "BR920": Sentence("this promise is broken by {page}", severity="warning"),
    "BR921": Sentence(
        "whether {what} cannot be told: the conditions are too tangled",
        "name less in one condition, or tell more apart by facts of their own",
        severity="warning",
    ),
}
