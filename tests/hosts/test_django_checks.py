"""
`manage.py check` and `manage.py rules`: what is wrong with a site's setting and with its rules is told; and rules that
are saved are taken while a server runs.
"""

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils.autoreload import StatReloader

from blockrules.hosts.django import autoreload
from blockrules.hosts.django.checks import TAG
from blockrules.hosts.django.site import installed
from tests.hosts import django_project as project

SOUND = 'facts { path: path }\nregion a when path matches "/a" { block menu in header }\n'
UNSEEN = "    block unseen in header\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """
    A sound rules file.
    """
    file = tmp_path / "site.blockrules"
    file.write_text(SOUND)
    return file


def told(*, deploy: bool = False, **changes: Any) -> list[str]:
    """
    What the checks tell of a site.
    """
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"HEADERS": {"path": ()}} | changes):
        return [
            " ".join(filter(None, [each.id, str(each.obj or ""), each.msg, each.hint]))
            for each in run_checks(tags=[TAG], include_deployment_checks=deploy)
        ]


def test_nothing_is_told_of_what_is_sound(file: Path) -> None:
    """
    Neither of the setting nor of the rules.
    """
    assert told(FILE=file, deploy=True) == []
    assert told(FILE=str(file), TEMPLATE="blocks/{name}.html", HEADERS="tests.hosts.test_django_checks.TABLE") == []


UNTOLD = "the table of headers says nothing of `path`: no cache can keep a page that hangs on it"
TABLE = {"path": ()}
ODD = "tests.hosts.test_django_checks.Odd"
NOTHING = None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"FIEL": "a"}, "E002 BLOCKRULES has a key `FIEL`, which means nothing did you mean `FILE`?"),
        ({"RULES": "a"}, "E002 BLOCKRULES has a key `RULES`, which means nothing the keys are FILE, PAGE, HEADERS"),
        ({"FILE": ""}, 'E003 BLOCKRULES has no FILE write "FILE"'),
        ({"PAGE": None}, 'E004 BLOCKRULES has no PAGE write "PAGE"'),
        ({"PAGE": "tests.hosts.test_django_checks.NOTHING"}, "cannot be called name a function, or a class"),
        ({"PAGE": "tests.hosts.django_views.Unmade"}, "E004 PAGE: nothing makes a `tests.hosts.django_views.Unmade`"),
        ({"PAGE": "nowhere.page"}, "E007 PAGE: `nowhere.page` cannot be imported: No module named 'nowhere'"),
        ({"PAGE": "page"}, "E007 PAGE: `page` cannot be imported"),
        ({"HEADERS": ("path",)}, "E005 HEADERS is no dict"),
        ({"HEADERS": {"path": "Cookie"}}, "E005 headers: of the fact `path`, give a tuple"),
        ({"TEMPLATE": 7}, "E006 TEMPLATE is no pattern"),
        ({"TEMPLATE": "{block}.html"}, "E006 TEMPLATE: `{block}.html`"),
        ({"TEMPLATE": "tests.hosts.test_django_checks.NOTHING"}, "cannot be called name a function that takes a block"),
    ],
)
def test_what_is_wrong_with_the_setting_is_told(changes: dict[str, object], expected: str, file: Path) -> None:
    """
    With what to do, and once.
    """
    (only,) = told(**({"FILE": file} | changes), deploy=True)
    assert expected in only


def test_a_setting_that_is_not_there_is_told() -> None:
    """
    With what to write.
    """
    with override_settings(BLOCKRULES=None):
        (only,) = run_checks(tags=[TAG])
    assert only.id == "blockrules.E001"


def test_what_is_wrong_with_the_rules_is_told_with_its_place(file: Path) -> None:
    """
    Errors, with what was surely meant; and a file that is not there.
    """
    file.write_text("facts { path: path }\nregion a when pth")
    assert told(FILE=file, deploy=True) == [
        f"blockrules.BR201 {file}:2:15 no fact named `pth` did you mean `path`?",
    ]
    (only,) = told(FILE=file.with_name("none"), deploy=True)
    assert only.startswith("blockrules.E008 the rules cannot be read: [Errno 2] No such file")
    (only,) = told(FILE=file, PAGE=ODD)
    assert only.startswith("blockrules.E009 the facts cannot be read: the field `path` is nothing that a fact can be")


@dataclass
class Odd:
    """
    A page with a field of which no fact can be made.
    """

    path: bytes

    @classmethod
    def from_request(cls, request: object) -> "Odd":
        """
        What *request* says.
        """
        return cls(b"")


def test_what_does_not_fit_is_told(file: Path) -> None:
    """
    Between rules, headers and templates; and what is proved, where somebody deploys.
    """
    broken = "{% load nothing %}"
    file.write_text(f"{SOUND}region b when active(a) and not active(a) {{\n{UNSEEN}    block broken in header\n}}\n")
    with locmem({"blocks/broken.html": broken}):
        found = told(FILE=file, HEADERS={"pth": ()})
        assert found == [
            f"blockrules.W003 {file}:2:15 {UNTOLD}",
            "blockrules.W003 the table of headers has `pth`, which is no fact of the rules; did you mean `path`?",
            f"blockrules.W003 {file}:4:11 the block `unseen` has no template",
        ]
        proved = told(FILE=file, HEADERS={"pth": ()}, deploy=True)
    assert any(f"{file}:3" in each for each in proved if each not in found)


def locmem(more: dict[str, str]) -> Any:
    """
    The site with *more* templates.
    """
    loaders = [("django.template.loaders.locmem.Loader", project.TEMPLATES | more)]
    backend = "django.template.backends.django.DjangoTemplates"
    return override_settings(TEMPLATES=[{"BACKEND": backend, "OPTIONS": {"loaders": loaders}}])


def test_the_middleware_is_missed(file: Path) -> None:
    """
    And one that keeps pages before they are told.
    """
    with override_settings(MIDDLEWARE=[]):
        assert [each.split()[0] for each in told(FILE=file)] == ["blockrules.W001"]
    with override_settings(MIDDLEWARE=[project.LAYOUT, "django.middleware.cache.UpdateCacheMiddleware"]):
        assert [each.split()[0] for each in told(FILE=file)] == ["blockrules.W002"]


def commanded(*arguments: str, **changes: Any) -> tuple[int, str, str]:
    """
    The exit status of `manage.py rules`, and what it writes.
    """
    out, err = io.StringIO(), io.StringIO()
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"HEADERS": {"path": ()}} | changes):
        try:
            call_command("rules", *arguments, stdout=out, stderr=err)
        except SystemExit as end:
            return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_a_command_asks_of_the_rules(file: Path) -> None:
    """
    What `blockrules` does, without a file's name.
    """
    status, out, _ = commanded("layout", "path=/a", FILE=file)
    assert (status, out.split("\n")[1]) == (0, "  a  menu")
    status, out, _ = commanded("layout", "--json", "path=/a", FILE=file)
    assert (status, out[0]) == (0, "{")
    assert "a is active" in commanded("explain", "path=/a", "a", FILE=file)[1]


def test_the_command_knows_a_class_of_facts(file: Path) -> None:
    """
    Whose facts no file declares.
    """
    file.write_text("region a when member { block menu in header }")
    changes = {"FILE": file, "PAGE": "tests.hosts.django_views.Typed"}
    status, out, _ = commanded("layout", "path=/a", "member=true", **changes)
    assert (status, out.split("\n")[1]) == (0, "  a  menu")


def test_a_check_by_the_command_tells_what_does_not_fit(file: Path) -> None:
    """
    Beside what is wrong with the rules, which its status tells.
    """
    file.write_text(f"{SOUND}region b {{\n{UNSEEN}}}\n")
    status, out, err = commanded("check", FILE=file, HEADERS={"path": (), "pth": ()})
    assert (status, out) == (0, "nothing to mend in 1 file\n")
    assert err == (
        "warning: the table of headers has `pth`, which is no fact of the rules; did you mean `path`?\n"
        f"warning: {file}:4:11: the block `unseen` has no template\n"
    )
    file.write_text("region a when nothing")
    status, out, err = commanded("check", FILE=file)
    assert (status, "BR201" in out, err) == (1, True, "")


def test_a_command_that_there_is_not_is_refused(file: Path) -> None:
    """
    With those that there are.
    """
    with pytest.raises(CommandError, match="invalid choice: 'lyout'"):
        commanded("lyout", FILE=file)


def test_a_command_needs_a_setting() -> None:
    """
    What is wrong with that is told, without a traceback.
    """
    with pytest.raises(CommandError, match="BLOCKRULES has no FILE"):
        commanded("layout", FILE=None)


def test_rules_that_are_saved_are_taken(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """
    Without restarting a server; a part that they include from then on too, and other files are not theirs.
    """
    caplog.set_level(logging.INFO)
    reloader = StatReloader()
    part = file.with_name("part.blockrules")
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"FILE": file}):
        installed().watched.refresh()
        autoreload.follow(reloader)
        assert file in reloader.watched_files()
        part.write_text("region b")
        file.write_text(f'{SOUND}include "part.blockrules"\n')
        assert autoreload.take(reloader, file)
        assert [region.name for region in installed().newest().all_regions] == ["a", "b"]
        assert part in reloader.watched_files()
        part.write_text("region b when")
        assert autoreload.take(reloader, part)
        assert not autoreload.take(reloader, file.with_name("other.py"))
    levels = [(record.levelname, record.name) for record in caplog.records]
    assert ("INFO", "django.utils.autoreload") in levels
    assert ("ERROR", "blockrules") in levels


@pytest.mark.parametrize(
    ("changes", "count"), [({}, 1), ({"FILE": "/nowhere/site"}, 1), ({"PAGE": None}, 0), ({"PAGE": ODD}, 0)]
)
def test_rules_that_were_never_sound_need_a_restart(file: Path, changes: dict[str, Any], count: int) -> None:
    """
    They are followed as far as they are known.
    """
    file.write_text("region a when nothing")
    reloader = StatReloader()
    with override_settings(BLOCKRULES=project.BLOCKRULES | {"FILE": file} | changes):
        autoreload.follow(reloader)
        assert len(reloader.directory_globs) == count
        file.write_text(SOUND)
        assert not autoreload.take(reloader, file)
