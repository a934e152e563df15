"""Light stubs of einops: its functions, and its layers for PyTorch."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from generating.stripping import Stub

MODULES: Final = ("einops", "einops.einops", "einops.packing")

_LAYERS: Final = """\
# mypy: ignore-errors
from typing import Any

import torch

class Rearrange(torch.nn.Module):
    def __init__(self, pattern: str, **axes_lengths: Any) -> None: ...
    def forward(self, input): ...

class Reduce(torch.nn.Module):
    def __init__(self, pattern: str, reduction: Any, **axes_lengths: Any) -> None: ...
    def forward(self, input): ...

class EinMix(torch.nn.Module):
    def __init__(
        self, pattern: str, weight_shape: str, bias_shape: str | None = ..., **axes_lengths: Any
    ) -> None: ...
    def forward(self, input): ...
"""


def stubs() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every stub."""
    folder = Path(importlib.util.find_spec("einops").submodule_search_locations[0])  # type: ignore[union-attr,index]
    for module in MODULES:
        inside = module.partition(".")[2] or "__init__"
        stub = Stub(module, inside == "__init__", MODULES.__contains__)
        text = stub.text((folder / f"{inside}.py").read_text(encoding="utf-8"))
        yield f"einops/{inside}.pyi", text
    yield "einops/layers/__init__.pyi", ""
    yield "einops/layers/torch.pyi", _LAYERS
