# mypy: ignore-errors
from typing import Any, overload
from collections import namedtuple
from collections.abc import Sequence
import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn.modules.container import ModuleList, Sequential
from torch.nn.modules.linear import Linear
from torch.nn.modules.module import Module
_ASMoutput: Any
class AdaptiveLogSoftmaxWithLoss(Module):
    in_features: int
    n_classes: int
    cutoffs: list[int]
    div_value: float
    head_bias: bool
    head: Linear
    tail: ModuleList
    def __init__(self, in_features: int, n_classes: int, cutoffs: Sequence[int], div_value: float=..., head_bias: bool=..., device=..., dtype=...) -> None: ...
    def reset_parameters(self) -> None: ...
    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput: ...
    def log_prob(self, input: Tensor) -> Tensor: ...
    def predict(self, input: Tensor) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
