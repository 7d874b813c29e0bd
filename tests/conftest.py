"""
How hard the laws are tried: BLOCKRULES_HYPOTHESIS names the profile. And what pytest is not to look at.
"""

import os

from hypothesis import settings

# On CI Hypothesis would fix its seed; here every run is a new one, and every failure prints how to replay it.
settings.register_profile("default", print_blob=True, derandomize=False, deadline=None)
settings.register_profile("ci", settings.get_profile("default"), max_examples=150)
settings.load_profile(os.environ.get("BLOCKRULES_HYPOTHESIS", "default"))

pytest_plugins = ["pytester"]
# Here they are data, some of them wrong on purpose.
collect_ignore_glob = ["*.blockrules"]
