"""`python -m resolver.compiled`: as `resolver compile`, where the command is not at hand."""

from __future__ import annotations

import argparse
import sys

from resolver.compiled.telling import told_check, told_compile, told_remove
from resolver.errors import BadInput


def main() -> int:
    """Exit code 0 if done, 1 if the core is not compiled (--check), 2 if it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m resolver.compiled", description=__doc__)
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="say whether the core is compiled")
    what.add_argument("--remove", action="store_true", help="take back what was compiled")
    parser.add_argument("--verbose", action="store_true", help="show what the compilers say")
    chosen = parser.parse_args()
    done = True
    try:
        if chosen.check:
            said, done = told_check()
        else:
            said = told_remove() if chosen.remove else told_compile(verbose=chosen.verbose)
    except BadInput as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    sys.stdout.write(f"{said}\n")
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
