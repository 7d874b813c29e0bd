"""
The app: what Django finds of it.
"""

from typing import Any

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import setting_changed
from django.utils.autoreload import autoreload_started, file_changed

from blockrules.hosts.django import autoreload, checks
from blockrules.hosts.django.site import LABEL, Site


class BlockrulesConfig(AppConfig):
    """
    The app, with its site.
    """

    name = "blockrules.hosts.django"
    label = LABEL
    verbose_name = "blockrules"

    def ready(self) -> None:
        """
        Tell Django what of it wants to be asked, and when.
        """
        self.site = Site()
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
            self.site.forget()
