"""
Assertions on layouts, for tests written in Python.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial

import attrs

from blockrules.engine.layout import Layout
from blockrules.engine.misses import Miss, wrong_regions, wrong_slot, wrong_state
from blockrules.model.frozen import Frozen
from blockrules.model.pages import PageError
from blockrules.ruleset import Rules
from blockrules.testing.failures import unlike
from blockrules.testing.names import Known

# One name, or several.
Names = str | Iterable[str]
Check = Callable[[Layout], Miss | None]


def assert_layout(
    rules: Rules,
    page: object,
    *,
    regions: Names | None = None,
    slots: Mapping[str, Names] = Frozen(),
    shown: Names = (),
    hidden: Names = (),
) -> None:
    """
    AssertionError, with what was expected beside what there is and with the reasons, unless the layout of *page* has
    just these *regions*, in that order; in *slots* just these blocks, each in that order; what is to be *shown*, and
    nothing that is to be *hidden*. What is shown or hidden is called as in a rules file: `hero`, or `hero.banner` for
    one block of one region.

    ValueError where the rules have nothing of such a name, TypeError where nothing is expected, PageError where the
    page cannot be read.
    """
    __tracebackhide__ = True
    expected = _Expected(Known.of(rules.all_regions))
    if regions is not None:
        expected.regions(_several(regions))
    for slot, blocks in slots.items():
        expected.slot(slot, _several(blocks))
    expected.state(_several(shown), shown=True)
    expected.state(_several(hidden), shown=False)
    if expected.unknown:
        raise ValueError("\n".join(expected.unknown))
    if not expected.checks:
        raise TypeError("nothing is expected of the layout: give `regions`, `slots`, `shown` or `hidden`")
    try:
        layout = rules.layout(page)
    except PageError as error:
        # Where it was noticed is of no use to whoever reads the test.
        raise error.with_traceback(None) from None
    if misses := list(expected.missed(layout)):
        raise AssertionError(unlike(rules, page, misses))


def _several(names: Names) -> tuple[str, ...]:
    if not isinstance(names, Iterable):
        raise TypeError("names are one text, or several")
    return (names,) if isinstance(names, str) else tuple(names)


@attrs.frozen
class _Expected:
    """
    What is expected of a layout, by names that are known; and what is said of the others.
    """

    known: Known
    checks: list[Check] = attrs.field(factory=list)
    unknown: list[str] = attrs.field(factory=list)

    def regions(self, names: Collection[str]) -> None:
        self._know("region", names, self.known.regions)
        self.checks.append(partial(wrong_regions, expected=tuple(names)))

    def slot(self, slot: str, names: Collection[str]) -> None:
        self._know("slot", [slot], self.known.slots)
        self._know("block", names, self.known.blocks)
        self.checks.append(partial(wrong_slot, slot=slot, expected=tuple(names)))

    def state(self, names: Collection[str], *, shown: bool) -> None:
        for name in names:
            thing = self.known.thing(name)
            if thing is None:
                self.unknown.append(self.known.unknown("region or block", name))
            else:
                region, block = thing
                self.checks.append(partial(wrong_state, name=name, region=region, block=block, shown=shown))

    def missed(self, layout: Layout) -> Iterator[Miss]:
        """
        How *layout* is not as it is expected to be.
        """
        return (miss for check in self.checks if (miss := check(layout)))

    def _know(self, kind: str, names: Iterable[str], known: Collection[str]) -> None:
        self.unknown.extend(self.known.unknown(kind, name) for name in names if name not in known)
