"""
The one place where a Django site's setting and its rules are kept.
"""

from functools import cached_property

import attrs
from django.apps import apps
from django.conf import settings

from blockrules.hosts.django.setting import Setting
from blockrules.hosts.places import Places
from blockrules.hosts.visits import Newest
from blockrules.watching import Watched, watch

# The label of the app, which holds the site.
LABEL = "blockrules"


@attrs.define(eq=False, slots=False)
class Site:
    """
    What follows from the setting, each thing when it is first asked for.
    """

    @cached_property
    def setting(self) -> Setting:
        """What BLOCKRULES says. ImproperlyConfigured where that is wrong."""
        return Setting.of(getattr(settings, "BLOCKRULES", None))

    @cached_property
    def watched(self) -> Watched:
        """The rules, which change with their file. RulesError or OSError where they are broken at first."""
        return watch(self.setting.file, facts=self.setting.pages.facts)

    @property
    def has_rules(self) -> bool:
        """Whether it had sound ones when somebody asked."""
        return "watched" in vars(self)

    @cached_property
    def newest(self) -> Newest:
        """What gives the newest of them, for requests."""
        return Newest(self.watched, self.setting.headers)

    @cached_property
    def places(self) -> Places:
        """What looks into layouts for templates."""
        return Places(self.newest)

    def forget(self) -> None:
        """
        Read the setting again when it is asked for, since it has changed.
        """
        vars(self).clear()


def installed() -> Site:
    """
    The site of this process. LookupError where the app is not installed.
    """
    found: object = getattr(apps.get_app_config(LABEL), "site", None)
    assert isinstance(found, Site)
    return found
