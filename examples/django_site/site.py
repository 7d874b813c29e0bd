"""
What a WSGI server serves: `gunicorn examples.django_site.site:application`, from the folder of the checkout.
"""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_site.settings")
application = get_wsgi_application()
