# mypy: ignore-errors
from typing import Any, overload
from typing import Any as Callable
from typing import Any as argnums_t
from typing import Any as in_dims_t
from typing import Any as out_dims_t
from typing import Any, TYPE_CHECKING
from typing_extensions import ParamSpec, TypeVar
from collections.abc import Iterable
import torch
_P = ParamSpec('_P')
_R = TypeVar('_R')
_DYNAMO_WRAPPER_ATTRS: Any
def vmap(func: Callable[_P, _R], in_dims: in_dims_t=..., out_dims: out_dims_t=..., randomness: str=..., *, chunk_size: int | None=...) -> Callable[_P, _R]: ...
def chunk_vmap(func: Callable[_P, _R], in_dims: in_dims_t=..., out_dims: out_dims_t=..., randomness: str=..., chunks: int=...) -> Callable[_P, _R]: ...
def grad(func: Callable[_P, Any], argnums: argnums_t=..., has_aux: bool=...) -> Callable[_P, Any]: ...
def grad_and_value(func: Callable[_P, Any], argnums: argnums_t=..., has_aux: bool=...) -> Callable[_P, tuple[Any, Any]]: ...
def __getattr__(name: str) -> Any: ...
