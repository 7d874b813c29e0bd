"""
What a caller may have to handle.
"""

from collections.abc import Iterable

from blockrules.language.diagnostics import Diagnostic


class BlockrulesError(Exception):
    """
    The base of every error that a text or a page can cause.
    """

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BlockrulesError) and (type(self), self.args) == (type(other), other.args)

    def __hash__(self) -> int:
        return hash((type(self), self.args))


class RulesError(BlockrulesError):
    """
    A text that is no sound rules file. Its text shows all diagnostics as a terminal would.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        super().__init__(tuple(diagnostics))

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """
        The errors, in reading order of the files, then by position; past 100 a last one counts the rest.
        """
        found: tuple[Diagnostic, ...] = self.args[0]
        return found

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.diagnostics))


class FormatError(BlockrulesError):
    """
    The formatter would have changed what the file of that name says, which is the formatter's fault.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.args[0]}: formatted, it would no longer say the same, so it is left as it is; please report this"
