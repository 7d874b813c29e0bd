"""
Rules files as they were, in a repository of Git's.
"""

import posixpath
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs

from blockrules.cli.terminal import Usage
from blockrules.language.reading import Limits, decoded
from blockrules.ruleset import Rules, loads


@attrs.frozen
class Revision(Mapping[str, str]):
    """
    The files of a *folder* at one revision, by their path from it.
    """

    folder: Path
    name: str

    def __getitem__(self, path: str) -> str:
        found = git(self.folder, "show", f"{self.name}:./{path}")
        assert found is not None
        return decoded(found, self.told(path), Limits()).text

    def __contains__(self, path: object) -> bool:
        return git(self.folder, "cat-file", "-e", f"{self.name}:./{path}") is not None

    def __iter__(self) -> Iterator[str]:
        listed = git(self.folder, "ls-tree", "-r", "-z", "--name-only", self.name, "./") or b""
        return (posixpath.normpath(each.decode(errors="replace")) for each in listed.split(b"\0") if each)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def told(self, path: str) -> str:
        """
        How diagnostics call the file at *path*.
        """
        return f"{(self.folder / path).as_posix()} at {self.name}"


def at_revision(revision: str, file: Path, facts: type | None) -> Rules:
    """
    The rules that *file* held at that *revision*, with their includes. Usage where there is no such revision, or no
    such file in it; RulesError where they are not sound. *facts* is as for :func:`blockrules.load`.
    """
    commit = git(file.parent, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        raise Usage(f"`{revision}` is neither a rules file nor a revision that Git knows in the folder of {file}")
    before = Revision(file.parent, revision)
    if file.name not in before:
        raise Usage(f"{file} was not there at `{revision}`")
    return loads(before[file.name], name=before.told(file.name), files=before, facts=facts)


def git(folder: Path, *arguments: str) -> bytes | None:
    """
    What Git puts out; None where it fails.
    """
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except FileNotFoundError:
        raise Usage("git is not installed here, or the folder is not there; give two rules files") from None
    return done.stdout if done.returncode == 0 else None
