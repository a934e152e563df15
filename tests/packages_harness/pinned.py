"""The packages that are checked, pinned."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

#: Import name -> what is installed, without its dependencies.
PINNED: Final[Mapping[str, str]] = {
    "transformer_lens": "transformer-lens==2.16.1",
    "linear_operator": "linear-operator==0.6.0",
    "maze_dataset": "maze-dataset==1.4.2",
    "alphafold3_pytorch": "alphafold3-pytorch==0.8.3",
}


def install(target: Path) -> None:
    """Put the sources of the packages into a folder; mypy would silence what is installed."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*command, *PINNED.values()], check=True)
