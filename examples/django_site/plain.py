"""
The same site by hand, to measure against: `gunicorn examples.django_site.plain:application`.
"""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

from blockrules.hosts.request import device
from examples.content.by_hand import regions_of, slots_of
from examples.django_site import settings as by_rules

settings.configure(
    **{name: value for name, value in vars(by_rules).items() if name.isupper()}
    | {
        "ROOT_URLCONF": __name__,
        "MIDDLEWARE": [each for each in by_rules.MIDDLEWARE if "blockrules" not in each],
    }
)


def show(request: HttpRequest, address: str = "") -> HttpResponse:
    """
    A page.
    """
    page = Page(request)
    facts = {
        "path": page.path,
        "front": page.front,
        "node.type": page.node and page.node.type,
        "node.op": page.node and page.node.op,
        "attachments": page.attachments,
        "device": page.device,
        "membership": page.membership,
    }
    names = regions_of(facts)
    slots = {
        # A template of Django's makes no names, and no mappings.
        slot: [(f"blocks/{name}.html", {"settings": settings}) for name, settings in blocks]
        for slot, blocks in slots_of(names, facts).items()
    }
    response = views.show(request, "plain.html", names=names, slots=slots)
    response.headers["Vary"] = ", ".join(device.headers)
    return response


application = get_wsgi_application()

# They ask for settings.
from examples.django_site import views  # noqa: E402
from examples.django_site.pages import Page  # noqa: E402

urlpatterns = [
    path("site.css", views.css),
    path("membership/<membership>", views.switch),
    path("", show),
    path("<path:address>", show),
]
