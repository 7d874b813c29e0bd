"""
The addresses of the site.
"""

from django.urls import path

from examples.django_site.views import css, show, switch

urlpatterns = [
    path("site.css", css),
    path("membership/<membership>", switch),
    path("", show),
    path("<path:address>", lambda request, address: show(request)),
]
