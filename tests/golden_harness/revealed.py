"""What `reveal_type` announces, compared with the value it stands at, by jaxtyping's own check."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import jaxtyping
import numpy as np
import torch
from beartype.door import is_bearable

from golden_harness.expectations import expected_messages
from golden_harness.modules import CHECKERS, load_checked

_REVEALED = re.compile(r'Revealed shape is "(?P<hint>.*)"')
_NAMES = {
    **{name: getattr(jaxtyping, name) for name in ("Bool", "Float", "Int", "Num", "Shaped")},
    "Tensor": torch.Tensor,
    "Parameter": torch.nn.Parameter,
    "ndarray": np.ndarray,
}

T = TypeVar("T")


def revealed_shapes(path: Path) -> dict[int, str]:
    """Return line -> the shape that its note announces."""
    notes = ((message.line, _REVEALED.fullmatch(message.text)) for message in expected_messages(path))
    return {line: found["hint"] for line, found in notes if found}


def disagreements(path: Path) -> list[str]:
    """Run the drivers of a file and compare each revealed shape with the value's.

    Inside a function under `jaxtyped`, a check knows the sizes that the arguments have bound, so names and
    arithmetic in the revealed shape are judged as jaxtyping judges them.

    Args:
        path: A file whose `RUNS` reach every `reveal_type`.

    Returns:
        One line for each value that has not its revealed shape, and for each line that no driver reached.
    """
    hints = revealed_shapes(path)
    module = load_checked(path, CHECKERS["jaxtyped"])
    found: list[str] = []
    reached: set[int] = set()
    vars(module)["reveal_type"] = _recorder(hints, reached, found)
    for run in module.RUNS.values():
        run()
    return found + [f"line {line}: no driver comes here" for line in hints if line not in reached]


def _recorder(hints: dict[int, str], reached: set[int], found: list[str]) -> Callable[[T], T]:
    def record(value: T) -> T:
        line = sys._getframe(1).f_lineno
        reached.add(line)
        if line in hints and not _has(value, hints[line]):
            found.append(f"line {line}: {hints[line]} is revealed, {getattr(value, 'shape', value)} is there")
        return value

    return record


def _has(value: object, text: str) -> bool:
    # The text comes from the golden files of this repository.
    hint = eval(text, dict(_NAMES))
    if isinstance(hint, type) and hasattr(hint, "dim_str"):
        return isinstance(value, hint)
    return is_bearable(value, hint)
