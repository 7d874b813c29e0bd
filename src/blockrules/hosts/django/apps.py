"""
The app: what Django finds of it, and the one place where the site's setting and its rules are kept.
"""

from functools import cached_property
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import register
from django.core.signals import setting_changed
from django.utils.autoreload import autoreload_started, file_changed

from blockrules.hosts.django.setting import Setting
from blockrules.hosts.places import Places
from blockrules.hosts.visits import Newest, newest
from blockrules.watching import Watched, watch


class BlockrulesConfig(AppConfig):
    """
    The site, as its setting has it.
    """

    name = "blockrules.hosts.django"
    label = "blockrules"
    verbose_name = "blockrules"

    @cached_property
    def setting(self) -> Setting:
        """What BLOCKRULES says. ImproperlyConfigured where that is wrong."""
        return Setting.of(getattr(settings, "BLOCKRULES", None))

    @cached_property
    def watched(self) -> Watched:
        """The rules, which change with their file. RulesError or OSError where they are broken at first."""
        return watch(self.setting.file, facts=self.setting.pages.facts)

    @cached_property
    def newest(self) -> Newest:
        """What gives the newest of them, for requests."""
        return newest(self.watched, headers=self.setting.headers)

    @cached_property
    def places(self) -> Places:
        """What looks into layouts for templates."""
        return Places(self.newest)

    def ready(self) -> None:
        """
        Tell Django what of it wants to be asked, and when.
        """
        from blockrules.hosts.django import autoreload, checks

        register(checks.check_setting, checks.TAG)
        register(checks.check_middleware, checks.TAG)
        register(checks.check_rules, checks.TAG)
        register(checks.check_wiring, checks.TAG)
        register(checks.check_findings, checks.TAG, deploy=True)
        autoreload_started.connect(autoreload.follow)
        file_changed.connect(autoreload.take)
        setting_changed.connect(self.forget)

    def forget(self, *, setting: str, **_: Any) -> None:
        """
        Read the *setting* again, which a test has changed.
        """
        if setting == "BLOCKRULES":
            for kept in ("setting", "watched", "newest", "places"):
                vars(self).pop(kept, None)


def installed() -> BlockrulesConfig:
    """
    The app of this process. LookupError where it is not installed.
    """
    found = apps.get_app_config(BlockrulesConfig.label)
    assert isinstance(found, BlockrulesConfig)
    return found
