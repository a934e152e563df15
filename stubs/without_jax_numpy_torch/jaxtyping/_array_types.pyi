# mypy: ignore-errors
from typing import Any, overload
from typing import Any as re
import enum
import types
import typing
from typing import Any, get_args, get_origin, Literal, NoReturn, Optional, Self, TypeVar, Union
from jaxtyping._errors import AnnotationError
from jaxtyping._storage import get_shape_memo, get_treeflatten_memo, get_treepath_memo, set_shape_memo
IS_NUMPY_INSTALLED: Any
_array_name_format: str
def get_array_name_format(): ...
def set_array_name_format(value): ...
class _AnyDtype:
    _instance: Self | None
    def __new__(cls) -> Self: ...
    def __reduce__(self) -> tuple[type['_AnyDtype'], tuple[()]]: ...
class _AnonymousDim:
    _instance: Self | None
    def __new__(cls) -> Self: ...
    def __reduce__(self) -> tuple[type['_AnonymousDim'], tuple[()]]: ...
class _AnonymousVariadicDim:
    _instance: Self | None
    def __new__(cls) -> Self: ...
    def __reduce__(self) -> tuple[type['_AnonymousVariadicDim'], tuple[()]]: ...
_any_dtype: Any
_anonymous_dim: Any
_anonymous_variadic_dim: Any
class _DimType(enum.Enum):
    named: Any
    fixed: Any
    symbolic: Any
class _NamedDim:
    name: str
    broadcastable: bool
    treepath: Any
class _NamedVariadicDim:
    name: str
    broadcastable: bool
    treepath: Any
class _FixedDim:
    size: int
    broadcastable: bool
class _SymbolicDim:
    elem: Any
    broadcastable: bool
_AbstractDimOrVariadicDim = Union[Literal[_anonymous_dim], Literal[_anonymous_variadic_dim], _NamedDim, _NamedVariadicDim, _FixedDim, _SymbolicDim]
_AbstractDim = Union[Literal[_anonymous_dim], _NamedDim, _FixedDim, _SymbolicDim]
class _MetaAbstractArray(type):
    _skip_instancecheck: bool
    def make_transparent(cls): ...
    def __instancecheck__(cls, obj: Any) -> bool: ...
    def __instancecheck_str__(cls, obj: Any) -> str: ...
class AbstractArray(metaclass=_MetaAbstractArray):
    dtype: type['AbstractDtype']
    array_type: Any
    dim_str: str
    dtypes: list[str]
    dims: tuple[_AbstractDimOrVariadicDim, ...]
    index_variadic: Optional[int]
    def __new__(cls, *args, **kwargs): ...
_not_made: Any
_union_types: Any
class _MetaAbstractDtype(type):
    def __instancecheck__(cls, obj: Any) -> NoReturn: ...
    def __getitem__(cls, item: tuple[Any, str]): ...
class AbstractDtype(metaclass=_MetaAbstractDtype):
    dtypes: Union[Literal[_any_dtype], list[Union[str, re.Pattern]]]
    def __init__(self, *args, **kwargs): ...
    def __init_subclass__(cls, **kwargs): ...
_prng_key: str
_bool: str
_bool_: str
_uint2: str
_uint4: str
_uint8: str
_uint16: str
_uint32: str
_uint64: str
_int2: str
_int4: str
_int8: str
_int16: str
_int32: str
_int64: str
_float4_e2m1fn: str
_float8_e4m3b11fnuz: str
_float8_e4m3fn: str
_float8_e4m3fnuz: str
_float8_e5m2: str
_float8_e5m2fnuz: str
_bfloat16: str
_float16: str
_float32: str
_float64: str
_complex64: str
_complex128: str
UInt2: Any
UInt4: Any
UInt8: Any
UInt16: Any
UInt32: Any
UInt64: Any
Int2: Any
Int4: Any
Int8: Any
Int16: Any
Int32: Any
Int64: Any
Float4e2m1fn: Any
Float8e4m3b11fnuz: Any
Float8e4m3fn: Any
Float8e4m3fnuz: Any
Float8e5m2: Any
Float8e5m2fnuz: Any
BFloat16: Any
Float16: Any
Float32: Any
Float64: Any
Complex64: Any
Complex128: Any
bools: Any
uints: Any
ints: Any
float8: Any
floats: Any
complexes: Any
Bool: Any
UInt: Any
Int: Any
Integer: Any
Float: Any
Complex: Any
Inexact: Any
Real: Any
Num: Any
Shaped: Any
Key: Any
def make_numpy_struct_dtype(dtype: 'np.dtype', name: str): ...
__all__ = ['AbstractArray', 'AbstractDtype', 'BFloat16', 'Bool', 'Complex', 'Complex128', 'Complex64', 'Float', 'Float16', 'Float32', 'Float4e2m1fn', 'Float64', 'Float8e4m3b11fnuz', 'Float8e4m3fn', 'Float8e4m3fnuz', 'Float8e5m2', 'Float8e5m2fnuz', 'IS_NUMPY_INSTALLED', 'Inexact', 'Int', 'Int16', 'Int2', 'Int32', 'Int4', 'Int64', 'Int8', 'Integer', 'Key', 'Num', 'Real', 'Shaped', 'UInt', 'UInt16', 'UInt2', 'UInt32', 'UInt4', 'UInt64', 'UInt8', 'bools', 'complexes', 'float8', 'floats', 'get_array_name_format', 'ints', 'make_numpy_struct_dtype', 'set_array_name_format', 'uints']
