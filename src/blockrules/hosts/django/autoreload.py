"""
While `runserver` runs: a rules file that is saved is taken at once, and the server goes on.
"""

from glob import escape
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.autoreload import BaseReloader, logger

from blockrules.hosts.django.site import installed
from blockrules.language.errors import RulesError


def follow(sender: BaseReloader, **_: Any) -> None:
    """
    Let the reloader tell of changes to the rules.
    """
    for file in _files():
        sender.watch_dir(file.parent, escape(file.name))


def take(sender: BaseReloader, file_path: Path, **_: Any) -> bool:
    """
    Take a change of the rules; whether that was all there was to do. What is wrong with it the watched rules log, to
    the logger `blockrules`. A server that never had sound rules is none that could go on.
    """
    site = installed()
    if not site.has_rules or file_path.resolve() not in {each.resolve() for each in site.watched.files}:
        return False
    site.watched.settle()
    if not site.watched.fault:
        logger.info("%s changed, the new rules are in use.", file_path)
    follow(sender)
    return True


def _files() -> set[Path]:
    """
    Those of the rules, as far as they can be known where the rules are broken.
    """
    site = installed()
    try:
        return {*site.watched.files}
    except RulesError as error:
        return {site.setting.file, *(Path(each.span.source.name) for each in error.diagnostics)}
    except OSError:
        return {site.setting.file}
    except (ImproperlyConfigured, TypeError):
        return set()
