# mypy: ignore-errors
from typing import Any

from torch import Tensor
from torch.autograd import grad_mode as grad_mode
from torch.autograd.grad_mode import enable_grad as enable_grad, inference_mode as inference_mode
from torch.autograd.grad_mode import no_grad as no_grad, set_grad_enabled as set_grad_enabled

def grad(
    outputs: Any, inputs: Any, grad_outputs: Any = ..., retain_graph: bool | None = ...,
    create_graph: bool = ..., allow_unused: bool | None = ..., is_grads_batched: bool = ...,
    materialize_grads: bool = ...,
) -> tuple[Tensor, ...]: ...
def backward(*args: Any, **kwargs: Any) -> None: ...
def __getattr__(name: str) -> Any: ...
