"""
A cache that all visitors share, before a site of a host: nginx, where it is here.
"""

import os
import random
from pathlib import Path

import pytest

from benchmarks.caching import outcomes, table
from benchmarks.servers import NGINX

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not here")


def test_nobody_is_served_what_is_anothers(tmp_path: Path) -> None:
    """
    And more is kept by what the layouts hang on than by the headers of all facts. Without `Vary`, many are: so it is
    seen when it happens.
    """
    seed = int(os.environ.get("BLOCKRULES_SEED", random.randrange(1_000_000)))
    found = outcomes(seed, tmp_path)
    said = f"BLOCKRULES_SEED={seed}\n{table(found)}"
    assert [found[keys].wrong for keys in ("exact", "all", "classes")] == [0, 0, 0], said
    assert found["none"].wrong > 0, said
    assert found["all"].share < found["exact"].share < found["classes"].share, said
