"""
What templates see of a request's layout: Jinja's need it, Django's find it at the request.
"""

from django.http import HttpRequest


def layout(request: HttpRequest) -> dict[str, object]:
    """
    The layout of *request*, found when a template first asks for it.
    """
    return {"layout": getattr(request, "layout", None)}
