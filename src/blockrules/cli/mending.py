"""
Safe fixes, made in files, and only where they mend one rules file without breaking another.
"""

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from blockrules.cli.files import rewrite
from blockrules.language.diagnostics import Diagnostic, Fix
from blockrules.language.errors import RulesError
from blockrules.language.fixes import fixed
from blockrules.language.parts import parts_of, real
from blockrules.language.source import Source
from blockrules.ruleset import load

MARK = "\ufeff"


@attrs.frozen
class Withheld:
    """
    So many *fixes* of a *file* that were not made, *because* of another which would have more errors then.
    """

    file: str
    fixes: int
    because: str


@attrs.frozen
class Mend:
    """
    The *text* of a file with so many *fixes* made.
    """

    text: str
    fixes: int


@attrs.define
class Seen:
    """
    The texts that files had, so that what changes them until nothing changes comes to an end.
    """

    texts: set[int] = attrs.field(factory=set)

    def adds(self, mended: Mapping[Source, Mend]) -> bool:
        """
        Whether what sources are to become, by what they are, is new of any; from then on it is not.
        """
        self.texts |= {hash((source.name, source.text)) for source in mended}
        new = {hash((source.name, mend.text)) for source, mend in mended.items()}
        is_new = not new <= self.texts
        self.texts |= new
        return is_new


@attrs.define
class Mender:
    """
    What mends the *mains* of one run, whose *facts* are as for :func:`blockrules.load`, and what came of it so far.
    """

    mains: Sequence[Path]
    facts: type | None
    made: int = 0
    withheld: list[Withheld] = attrs.field(factory=list)

    def mend(self, main: Path) -> None:
        """
        Make the safe fixes of *main* and of what it includes. One may show what stood behind it, so that they are made
        until there are none, or until a text would come back.
        """
        seen = Seen()
        while seen.adds(mended := self._mended(main)):
            for source, mend in mended.items():
                self._write(main, source, mend)

    def _mended(self, main: Path) -> dict[Source, Mend]:
        """
        What the safe fixes that there are now make of files.
        """
        fixes = [
            fix for each in _diagnosed(main, self.facts) for fix in each.fixes[:1] if fix.safe and not self._holds(fix)
        ]
        count = Counter(map(_source, fixes))
        return {source: Mend(fixed(source, fixes), number) for source, number in count.items()}

    def _holds(self, fix: Fix) -> bool:
        file = real(Path(_source(fix).name))
        return any(real(Path(each.file)) == file for each in self.withheld)

    def _write(self, main: Path, source: Source, mend: Mend) -> None:
        file = Path(source.name)
        others = [each for each in self.mains if each != main and real(file) in {real(each), *parts_of(each)}]
        before = {other: self._errors(other) for other in others}
        mark = MARK if file.read_bytes().startswith(BOM_UTF8) else ""
        rewrite(file, mark + mend.text)
        broken = next((other for other in others if self._errors(other) > before[other]), None)
        if broken is None:
            self.made += mend.fixes
        else:
            rewrite(file, mark + source.text)
            self.withheld.append(Withheld(source.name, mend.fixes, str(broken)))

    def _errors(self, file: Path) -> int:
        return sum(each.severity == "error" for each in _diagnosed(file, self.facts))


def _diagnosed(file: Path, facts: type | None) -> tuple[Diagnostic, ...]:
    try:
        return load(file, facts=facts).warnings
    except RulesError as error:
        return error.diagnostics


def _source(fix: Fix) -> Source:
    return fix.replacements[0].span.source
