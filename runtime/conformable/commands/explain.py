"""`conformable explain CODE`: the page of an error code."""

from __future__ import annotations

import argparse
import difflib
import sys
from pathlib import Path

import conformable
from conformable.core.messages import unknown_page

__all__ = ["run"]


def run(arguments: list[str]) -> int:
    """Print the page of a code, or all codes, and return the exit status.

    Args:
        arguments: See `conformable explain --help`.
    """
    parsed = _parser().parse_args(arguments)
    pages = {path.stem: path for path in sorted(_folder().glob("*.md"), key=lambda path: path.stem)}
    if parsed.code is None:
        width = max(map(len, pages))
        print(*(f"{code:{width}}  {_summary(path)}" for code, path in pages.items()), sep="\n")
        return 0
    code = parsed.code.strip("[]")
    if code not in pages:
        nearest = difflib.get_close_matches(code, pages, n=1)
        print(f"conformable explain: {unknown_page(code, next(iter(nearest), None))}", file=sys.stderr)
        return 2
    sys.stdout.write(pages[code].read_text(encoding="utf-8"))
    return 0


def _folder() -> Path:
    """Return where the pages lie: in the package, or in `docs/` of a checkout."""
    package = Path(conformable.__file__).parent
    inside = package / "_docs" / "errors"
    return inside if inside.is_dir() else package.parent.parent / "docs" / "errors"


def _summary(page: Path) -> str:
    """Return the first sentence below the title."""
    _, _, text = page.read_text(encoding="utf-8").partition("\n\n")
    return " ".join(text.partition("\n\n")[0].split())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conformable explain",
        description="Print what an error code means, with a wrong and a right example.",
    )
    parser.add_argument("code", nargs="?", help="such as shape-matmul; by default, all codes are listed")
    return parser
