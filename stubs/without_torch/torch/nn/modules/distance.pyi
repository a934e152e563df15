# mypy: ignore-errors
from typing import Any, overload
import torch.nn.functional as F
from torch import Tensor
from torch.nn.modules.module import Module
class PairwiseDistance(Module):
    norm: float
    eps: float
    keepdim: bool
    def __init__(self, p: float=..., eps: float=..., keepdim: bool=...) -> None: ...
    def forward(self, x1: Tensor, x2: Tensor) -> Tensor: ...
class CosineSimilarity(Module):
    dim: int
    eps: float
    def __init__(self, dim: int=..., eps: float=...) -> None: ...
    def forward(self, x1: Tensor, x2: Tensor) -> Tensor: ...
def __getattr__(name: str) -> Any: ...
