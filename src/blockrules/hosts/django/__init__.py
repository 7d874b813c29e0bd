"""
Django: layouts of requests, template tags, system checks and a command, for a site that says where its rules are.

    INSTALLED_APPS = [..., "blockrules.hosts.django"]
    MIDDLEWARE = [..., "blockrules.hosts.django.middleware.LayoutMiddleware"]
    BLOCKRULES = {"FILE": BASE_DIR / "site.blockrules", "PAGE": "shop.pages.page", "HEADERS": {"path": ()}}
"""

from blockrules.ruleset import Rules


def rules() -> Rules:
    """
    The newest rules of the site that were sound. RulesError or OSError where they never were,
    `django.core.exceptions.ImproperlyConfigured` where the setting BLOCKRULES is wrong.
    """
    from blockrules.hosts.django.site import installed

    return installed().newest()
