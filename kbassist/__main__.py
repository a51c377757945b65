"""`python -m kbassist`."""

import sys

from kbassist.cli import main

if __name__ == "__main__":
    sys.exit(main())
