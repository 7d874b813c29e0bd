"""
`python -m blockrules` is the command `blockrules`.
"""

import sys

from blockrules.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
