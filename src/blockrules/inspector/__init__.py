"""
A page, in a browser, on which whoever runs a site sees what its rules do: as an application that a development server
mounts. What it shows is not for visitors.
"""

from blockrules.inspector.asgi import asgi_app
from blockrules.inspector.wsgi import wsgi_app

__all__ = ["asgi_app", "wsgi_app"]
