# mypy: ignore-errors
from typing import Any, overload
from typing import TypeAlias as _TypeAlias, TypeVar
from torch import Tensor
T = TypeVar('T')
_scalar_or_tuple_any_t: _TypeAlias
_scalar_or_tuple_1_t: _TypeAlias
_scalar_or_tuple_2_t: _TypeAlias
_scalar_or_tuple_3_t: _TypeAlias
_scalar_or_tuple_4_t: _TypeAlias
_scalar_or_tuple_5_t: _TypeAlias
_scalar_or_tuple_6_t: _TypeAlias
_size_any_t: _TypeAlias
_size_1_t: _TypeAlias
_size_2_t: _TypeAlias
_size_3_t: _TypeAlias
_size_4_t: _TypeAlias
_size_5_t: _TypeAlias
_size_6_t: _TypeAlias
_size_any_opt_t: _TypeAlias
_size_2_opt_t: _TypeAlias
_size_3_opt_t: _TypeAlias
_ratio_2_t: _TypeAlias
_ratio_3_t: _TypeAlias
_ratio_any_t: _TypeAlias
_tensor_list_t: _TypeAlias
_maybe_indices_t: _TypeAlias
def __getattr__(name: str) -> Any: ...
