"""`python -m kbassist`, and what the command `kbassist` starts."""

import gc
import sys


def main() -> int:
    """Run the program; the exit status."""
    gc.set_threshold(100_000, 20, 20)  # a look-up makes no garbage worth a search for it
    from kbassist import cli

    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
