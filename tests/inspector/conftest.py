"""
An inspector of a site with a fact of every type.
"""

from datetime import UTC, datetime

import pytest

import blockrules
from blockrules.inspector.inspector import Inspector
from blockrules.inspector.subject import Subject

NOW = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
SITE = """
timezone "Europe/London"

facts {
    device:  one of desktop, mobile
    country: optional one of fr, de, it, es, pt
    mood:    optional one of good, bad
    member:  bool = false
    known:   optional bool
    roles:   set of one of editor, author = ()
    tags:    optional set of text
    sizes:   set of int = ()
    kind:    optional text
    title:   text = ""
    path:    path = "/"
    count:   int = 0
    share:   optional number
    day:     optional date
    at:      optional time
    now:     datetime = 2026-12-01T08:00
}

define late as now >= 2026-12-01T09:00

choose hero {
    region hero_member when member { block welcome in top }
    region hero_late when late and device is desktop { block snow in top }
}

region offers when device is desktop and not member {
    block voucher in sidebar
    block advent in top when now < 2026-12-25T00:00
}

region notes when roles has editor {
    block notes in sidebar
    block loose when count > 3
}

region two when share > 2 and mood is good { block more in sidebar }

region never_there when device is desktop and device is mobile

page visit { device: desktop }
page later { device: desktop, now: 2026-12-26T12:00 }

test "a visitor has offers" {
    given visit
    expect regions offers
}

test "a member is welcome" {
    given visit { member: true }
    expect shown offers
}

never active(notes) and device is mobile
never active(offers) and member
"""


@pytest.fixture(scope="session")
def rules() -> blockrules.Rules:
    """
    The rules of the site.
    """
    return blockrules.loads(SITE, name="site.blockrules")


@pytest.fixture(scope="session")
def inspector(rules: blockrules.Rules) -> Inspector:
    """
    What inspects them, always at the same moment.
    """
    return Inspector(Subject(rules), clock=lambda: NOW)
