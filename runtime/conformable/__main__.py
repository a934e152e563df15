"""`python -m conformable` is the `conformable` command."""

from __future__ import annotations

import sys

from conformable.commands import main

if __name__ == "__main__":
    sys.exit(main())
