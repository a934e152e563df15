# mypy: ignore-errors
from typing import Any, overload
import torch.nn.functional as F
from torch import Tensor
from torch.nn.common_types import _size_any_t
from torch.nn.modules.module import Module
class Fold(Module):
    output_size: _size_any_t
    kernel_size: _size_any_t
    dilation: _size_any_t
    padding: _size_any_t
    stride: _size_any_t
    def __init__(self, output_size: _size_any_t, kernel_size: _size_any_t, dilation: _size_any_t=..., padding: _size_any_t=..., stride: _size_any_t=...) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
class Unfold(Module):
    kernel_size: _size_any_t
    dilation: _size_any_t
    padding: _size_any_t
    stride: _size_any_t
    def __init__(self, kernel_size: _size_any_t, dilation: _size_any_t=..., padding: _size_any_t=..., stride: _size_any_t=...) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
def __getattr__(name: str) -> Any: ...
