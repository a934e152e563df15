"""Run the programs of a folder and print as JSON which error each one raises, or null.

Usage: python executing.py CHECKER FOLDER, where CHECKER is none, jaxtyping or conformable.

"none" runs a program as it stands; whatever comes out in another shape than it should is an error as well.
With a checker, an error counts only if it is that checker's own: the others are what the run says anyway.
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


#: The hook, and the modules from which an exception is the checker's own.
CHECKERS: dict[str, tuple[Callable[[str], AbstractContextManager[Any]], tuple[str, ...]]] = {
    "none": (nothing, ()),
    "jaxtyping": (jaxtyping, ("jaxtyping", "beartype")),
    "conformable": (conformable, ("conformable", "beartype")),
}


def raised(module: str, drive: Drive) -> Exception | None:
    """Run a program and return the error."""
    call, expected = drive
    try:
        result = call(importlib.import_module(module))
        shapes = [tuple(each.shape) for each in result] if isinstance(result, tuple) else tuple(result.shape)
        assert shapes == expected, f"the result has shape {shapes}, not {expected}"
    except Exception as error:  # noqa: BLE001 - a program may fail in any way
        return error
    return None


def main() -> None:
    """Run all programs."""
    checker, folder = sys.argv[1], Path(sys.argv[2])
    hook, own = CHECKERS[checker]
    sys.path.insert(0, str(folder.parent))
    found: dict[str, str | None] = {}
    with hook(folder.name):
        for name, drive in DRIVES.items():
            error = raised(f"{folder.name}.{name}", drive)
            counts = error is not None and (not own or type(error).__module__.startswith(own))
            found[name] = f"{type(error).__name__}: {error}" if counts else None
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
