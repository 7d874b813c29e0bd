"""
The settings of the site. It needs no database: sessions are in signed cookies.
"""

import os
import secrets
from pathlib import Path

from blockrules.hosts.request import URL, device

BASE_DIR = Path(__file__).parent
CONTENT = BASE_DIR.parent / "content"

DEBUG = os.environ.get("DEBUG", "1") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.token_hex()
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
INSTALLED_APPS = ["blockrules.hosts.django"]
# There is no CSRF token, which would make every page with the form hang on a cookie: what the form changes is only what
# its own visitor sees.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "blockrules.hosts.django.middleware.LayoutMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
]
ROOT_URLCONF = "examples.django_site.urls"
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", CONTENT / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "blockrules.hosts.django.context_processors.layout",
            ]
        },
    }
]
USE_TZ = True
WSGI_APPLICATION = "examples.django_site.site.application"

BLOCKRULES = {
    "FILE": BASE_DIR.parent / "medical_site.blockrules",
    "PAGE": "examples.django_site.pages.Page",
    "HEADERS": {
        "node.type": URL,
        "node.op": URL,
        "device": device.headers,
        "membership": ("Cookie",),
        "front": URL,
        "path": URL,
        "attachments": URL,
    },
}
