"""
What `manage.py check` tells of the setting and of the rules; with `--deploy` also what is proved of all pages.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Notice
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import select_template

from blockrules.hosts.django.setting import read
from blockrules.hosts.django.site import installed
from blockrules.hosts.wiring import oversights
from blockrules.language.diagnostics import Diagnostic
from blockrules.language.errors import RulesError
from blockrules.model.regions import Block
from blockrules.ruleset import Rules

TAG = "blockrules"
MIDDLEWARE = "blockrules.hosts.django.middleware.LayoutMiddleware"
CACHE = "django.middleware.cache.UpdateCacheMiddleware"
NOT_THERE = Notice(
    "requests have no layout, since LayoutMiddleware is not in MIDDLEWARE",
    hint=f"add {MIDDLEWARE!r} to MIDDLEWARE",
    id="blockrules.W001",
)
KEPT_TOO_EARLY = Notice(
    "UpdateCacheMiddleware keeps no page that has a layout, since it comes after LayoutMiddleware",
    hint="write UpdateCacheMiddleware before LayoutMiddleware in MIDDLEWARE",
    id="blockrules.W002",
)


def check_setting(**_: Any) -> list[CheckMessage]:
    """
    What is wrong with the setting.
    """
    _found, faults = read(getattr(settings, "BLOCKRULES", None))
    return [Error(each.message, hint=each.hint, id=f"blockrules.{each.id}") for each in faults]


def check_middleware(**_: Any) -> list[CheckMessage]:
    """
    Whether the middleware is there, and stands where the cache's sees what it does.
    """
    names: Sequence[str] = settings.MIDDLEWARE
    if MIDDLEWARE not in names:
        return [NOT_THERE]
    return [KEPT_TOO_EARLY] if CACHE in names[names.index(MIDDLEWARE) :] else []


def check_rules(**_: Any) -> list[CheckMessage]:
    """
    What is wrong with the rules, and what is surely not meant.
    """
    try:
        return _messages(installed().watched.rules.warnings)
    except ImproperlyConfigured:
        return []  # which has been told
    except RulesError as error:
        return _messages(error.diagnostics)
    except OSError as error:
        hint = "FILE in the setting BLOCKRULES is the path of the rules file"
        return [Error(f"the rules cannot be read: {error}", hint=hint, id="blockrules.E008")]
    except TypeError as error:
        hint = "PAGE in the setting BLOCKRULES is a class whose fields are the facts"
        return [Error(f"the facts cannot be read: {error}", hint=hint, id="blockrules.E009")]


def check_wiring(**_: Any) -> list[CheckMessage]:
    """
    What does not fit between the rules, the table of headers and the templates.
    """
    rules = _sound()
    if rules is None:
        return []
    found = oversights(rules, installed().setting.headers, has_template)
    return [Notice(each.message, obj=each.span, id="blockrules.W003") for each in found]


def has_template(block: Block) -> bool:
    """
    Whether a *block* can be rendered, well or not.
    """
    try:
        select_template(installed().setting.templates(block))
    except (TemplateDoesNotExist, OSError):
        return False
    except (TemplateSyntaxError, UnicodeDecodeError):
        return True
    return True


def check_findings(**_: Any) -> list[CheckMessage]:
    """
    What is proved of all possible pages that is surely not meant.
    """
    rules = _sound()
    return _messages(rules.findings) if rules else []


def _sound() -> Rules | None:
    try:
        return installed().watched.rules
    except (ImproperlyConfigured, RulesError, OSError, TypeError):
        return None  # which has been told


def _messages(diagnostics: Iterable[Diagnostic]) -> list[CheckMessage]:
    return [
        (Error if each.severity == "error" else Notice)(
            each.message, hint=each.help, obj=each.span, id=f"blockrules.{each.code}"
        )
        for each in diagnostics
    ]
