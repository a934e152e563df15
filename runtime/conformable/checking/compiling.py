"""Whether torch.compile is tracing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any


def is_compiling_test() -> Callable[[], Any]:
    """Return torch's own test, which it knows while it traces; one that says no where torch is not in use."""
    torch = sys.modules.get("torch")
    return _no if torch is None else torch.compiler.is_dynamo_compiling


def _no() -> bool:
    return False
