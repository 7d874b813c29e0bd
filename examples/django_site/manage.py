#!/usr/bin/env python3
"""
A medical leadership organisation's site in Django, laid out by medical_site.blockrules.

`python examples/django_site/manage.py runserver` serves it on http://127.0.0.1:8000/. What is changed in the rules
meanwhile is on the next page; `manage.py rules layout --sample vision` asks them.
"""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).parents[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "examples.django_site.settings")
    execute_from_command_line(sys.argv)
