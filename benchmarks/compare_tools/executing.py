"""Run the programs of a folder and print as JSON which error each one raises, or null.

Usage: python executing.py CHECKER FOLDER, where CHECKER is none, jaxtyping or conformable.

A program that ends with a result of another shape than it should have gives the error "WrongResult", which
the run alone would not say.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from drives import DRIVES, Drive


def nothing(_package: str) -> AbstractContextManager[Any]:
    """Check nothing."""
    return nullcontext()


def jaxtyping(package: str) -> AbstractContextManager[Any]:
    """Check a package with jaxtyping and beartype."""
    from jaxtyping import install_import_hook

    return install_import_hook(package, "beartype.beartype")


def conformable(package: str) -> AbstractContextManager[Any]:
    """Check a package with our own decorator."""
    from conformable import install_import_hook

    return install_import_hook(package)


CHECKERS: dict[str, Callable[[str], AbstractContextManager[Any]]] = {
    "none": nothing,
    "jaxtyping": jaxtyping,
    "conformable": conformable,
}


def error(module: str, drive: Drive) -> str | None:
    """Run a program and return the name of its error."""
    call, expected = drive
    try:
        result = call(importlib.import_module(module))
        shapes = [tuple(each.shape) for each in result] if isinstance(result, tuple) else tuple(result.shape)
    except Exception as raised:  # noqa: BLE001 - a program may fail in any way
        return type(raised).__name__
    return None if shapes == expected else "WrongResult"


def main() -> None:
    """Run all programs."""
    checker, folder = sys.argv[1], Path(sys.argv[2])
    sys.path.insert(0, str(folder.parent))
    with CHECKERS[checker](folder.name):
        found = {name: error(f"{folder.name}.{name}", drive) for name, drive in DRIVES.items()}
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
