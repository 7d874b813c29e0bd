"""
A project of Django's, which all tests of a process share, since that has one set of settings. Whatever needs these is
imported after it.
"""

import atexit
from collections.abc import Mapping
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import django
from django.conf import settings

from blockrules.hosts.request import CLOCK, URL, device

FOLDER = Path(mkdtemp(prefix="blockrules-django-"))
atexit.register(rmtree, FOLDER, ignore_errors=True)
FILE = FOLDER / "site.blockrules"
RULES = """
facts {
    path:        path
    device:      one of desktop, tablet, mobile
    membership:  one of anonymous, member = anonymous
    language:    one of en, de = en
    now:         datetime
}

region sitewide {
    label: "<b>"
    block menu in header
    block fold in header when device is mobile
}

region members when path matches ("/shop", "/shop/**", "/*/shop") and membership is member {
    block voucher in header weight -1
}

region german when path matches "/lingua" and language is de {
    block hallo in footer
}

region advent when path matches ("/advent", "/kept/advent", "/public/advent") and now < 2999-12-24T00:00Z {
    block candle in footer
}

region odd when path matches "/odd" {
    block "../secret" in footer
}
"""
TEMPLATES = {
    "page.html": "{% load blockrules %}{% slot 'header' %}no header{% endslot %}|{% slot 'footer' %}-{% endslot %}",
    "blocks/menu.html": "[{{ block.name }} {{ region.settings.label }}{{ title }}]",
    "blocks/fold.html": "[fold]",
    "blocks/voucher.html": "[voucher]",
    "blocks/hallo.html": "[hallo]",
    "blocks/candle.html": "[candle]",
    "secret.html": "secret",
    "blocks/%2E.%2Fsecret.html": "[odd]",
    "404.html": "{% load blockrules %}lost {% region 'sitewide' %}",
}
HEADERS: Mapping[str, tuple[str, ...]] = {
    "path": URL,
    "device": device.headers,
    "membership": ("Cookie",),
    "language": ("Accept-Language", "Cookie"),
    "now": CLOCK,
}
BLOCKRULES = {"FILE": FILE, "PAGE": "tests.hosts.django_views.Lazy", "HEADERS": HEADERS}
SESSIONS = "django.contrib.sessions.middleware.SessionMiddleware"
LOCALE = "django.middleware.locale.LocaleMiddleware"
LAYOUT = "blockrules.hosts.django.middleware.LayoutMiddleware"
MIDDLEWARE = [LAYOUT, SESSIONS, LOCALE]
LOADERS = [
    (
        "django.template.loaders.cached.Loader",
        [("django.template.loaders.locmem.Loader", TEMPLATES), "django.template.loaders.app_directories.Loader"],
    )
]


def write(text: str) -> None:
    """
    Make *text* the rules of the site.
    """
    FILE.write_text(text, encoding="utf-8")


write(RULES)
settings.configure(
    ALLOWED_HOSTS=["testserver"],
    BLOCKRULES=BLOCKRULES,
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    DEBUG_TOOLBAR_CONFIG={"SHOW_TOOLBAR_CALLBACK": "tests.hosts.django_views.always"},
    DEBUG_TOOLBAR_PANELS=["blockrules.hosts.django.panel.RulesPanel"],
    INSTALLED_APPS=[
        "django.contrib.sessions",
        "django.contrib.staticfiles",
        "debug_toolbar",
        "blockrules.hosts.django",
    ],
    LANGUAGES=[("en", "English"), ("de", "German")],
    MIDDLEWARE=MIDDLEWARE,
    ROOT_URLCONF="tests.hosts.django_views",
    SECRET_KEY="of nobody",
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    STATIC_URL="/static/",
    TEMPLATES=[
        {"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": LOADERS}},
        {
            "BACKEND": "django.template.backends.jinja2.Jinja2",
            "NAME": "jinja",
            "OPTIONS": {
                "environment": "tests.hosts.test_django_jinja.environment",
                "context_processors": ["blockrules.hosts.django.context_processors.layout"],
            },
        },
    ],
    USE_TZ=True,
)
django.setup()
