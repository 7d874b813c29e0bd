"""
The recipe for Wagtail, in a real one: what docs/wagtail.md tells is put into a site, which is asked for pages and for
previews. It runs in a process of its own, since its settings are its own.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.markdown import blocks

PAGE = Path(__file__).parents[2] / "docs" / "wagtail.md"
SITE = """
import json
import sys

import django
from django.conf import settings

from home import settings as ours

APPS = ["django.contrib.auth", "django.contrib.contenttypes", "modelcluster", "taggit", "wagtail"]
settings.configure(
    ALLOWED_HOSTS=["testserver", "localhost"],
    BLOCKRULES=ours.BLOCKRULES,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[*ours.INSTALLED_APPS, *APPS],
    MIDDLEWARE=ours.MIDDLEWARE,
    # Tables without the history of how they came about.
    MIGRATION_MODULES={each: None for each in ["auth", "contenttypes", "home", "taggit", "wagtailcore"]},
    ROOT_URLCONF="wagtail.urls",
    STATIC_URL="/static/",
    SECRET_KEY="of nobody",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [ours.BASE_DIR / "templates"],
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    USE_TZ=True,
    WAGTAILADMIN_BASE_URL="http://localhost",
    WAGTAIL_SITE_NAME="a site",
    WAGTAILSEARCH_BACKENDS={},
)
django.setup()

from django.core.checks import run_checks
from django.core.management import call_command
from django.test import Client
from wagtail.models import Locale, Page, Site

from home.models import ArticlePage, JobPage

call_command("migrate", run_syncdb=True, verbosity=0)
Locale.objects.create(language_code="en")
root = Page.add_root(title="root", slug="root")
article = root.add_child(instance=ArticlePage(title="Tea", slug="tea"))
article.add_child(instance=JobPage(title="Taster", slug="taster"))
Site.objects.create(hostname="localhost", root_page=article, is_default_site=True)

PHONE = {"sec-ch-ua-mobile": "?1"}
client = Client()


def told(response):
    return {
        "status": response.status_code,
        "text": response.content.decode(),
        "vary": response.headers.get("Vary", ""),
        "control": response.headers.get("Cache-Control", ""),
    }


draft = ArticlePage(title="Draft", slug="draft")
print(json.dumps({
    "checks": [str(each) for each in run_checks(tags=["blockrules"])],
    "modes": [name for name, _ in article.preview_modes],
    "article": told(client.get("/")),
    "job on a phone": told(client.get("/taster/", headers=PHONE)),
    "lost": told(client.get("/nowhere/")),
    "preview": {name: told(article.make_preview_request(preview_mode=name)) for name, _ in article.preview_modes},
    "draft": told(draft.make_preview_request(preview_mode="member_on_a_phone")),
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """
    What the site answered.
    """
    folder = tmp_path_factory.mktemp("wagtail")
    for block in blocks(PAGE.read_text(encoding="utf-8")):
        if block.mark == "file":
            file = folder / block.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.body, encoding="utf-8")
    (folder / "site_of_tests.py").write_text(SITE)
    done = subprocess.run([sys.executable, "site_of_tests.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


JOIN, RELATED, APP = '<a href="/join">Become a member</a>', "<p>More than Tea</p>", "<p>Get the app</p>"


def standing(told: Any) -> list[str]:
    """
    What stands beside a page.
    """
    return [each for each in (APP, RELATED, JOIN) if each in told["text"]]


def test_the_type_of_a_page_is_a_fact(told: Any) -> None:
    """
    And what a page hangs on is told.
    """
    assert told["checks"] == []
    assert standing(told["article"]) == [RELATED, JOIN]
    assert standing(told["job on a phone"]) == [APP, JOIN]
    assert {*told["article"]["vary"].split(", ")} == {"Cookie", "Sec-CH-UA-Mobile", "Sec-CH-UA-Platform", "User-Agent"}
    assert told["lost"]["status"] == 404


def test_sample_pages_are_ways_to_preview(told: Any) -> None:
    """
    Each shows the page as the sample has it; and so does one that is not yet saved.
    """
    assert told["modes"] == ["", "member_on_a_phone", "stranger_at_a_desk"]
    assert {name: standing(each) for name, each in told["preview"].items()} == {
        "": [RELATED, JOIN],
        "member_on_a_phone": [APP, RELATED],
        "stranger_at_a_desk": [RELATED, JOIN],
    }
    assert "More than Draft" in told["draft"]["text"]
    assert all("private" in each["control"] for each in told["preview"].values())
