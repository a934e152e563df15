"""Write the light stubs anew, from the PyTorch, NumPy, einops and jaxtyping that are installed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from generating import of_einops, of_jaxtyping, of_numpy, of_torch

FOLDER = Path(__file__).parent

#: The packages that are missing where the stubs are used -> what makes them.
MAKERS: dict[str, Callable[[], Iterable[tuple[str, str]]]] = {
    "einops": of_einops.stubs,
    # jaxtyping itself is there; where nothing is that it annotates, its own files tell mypy no more.
    "jax_numpy_torch": of_jaxtyping.stubs,
    "numpy": of_numpy.stubs,
    "torch": of_torch.stubs,
}


def main(arguments: list[str]) -> int:
    """Write the stubs, or with `--check` name those that are not what would be written."""
    wanted = {
        FOLDER / f"without_{package}" / name: text
        for package, stubs in MAKERS.items()
        for name, text in stubs()
    }
    there = {path for package in MAKERS for path in (FOLDER / f"without_{package}").rglob("*.pyi")}
    old = sorted(
        path
        for path in there | wanted.keys()
        if not path.exists() or path.read_text("utf-8") != wanted.get(path)
    )
    if "--check" in arguments:
        print(*(path.relative_to(FOLDER) for path in old), sep="\n", end="")
        return bool(old)
    for path in old:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
