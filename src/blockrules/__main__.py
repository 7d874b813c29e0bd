"""
`python -m blockrules` is the command `blockrules`.
"""

import sys

from blockrules.cli.main import main

sys.exit(main())
