"""`python -m kbassist`, and what the command `kbassist` starts."""

import gc
import sys


def main() -> int:
    """Run the program; the exit status.

    A look-up makes no garbage worth a search for it, neither while it runs nor, what takes longest, when
    the interpreter ends.
    """
    gc.set_threshold(100_000, 20, 20)
    from kbassist import cli

    try:
        return cli.main()
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
