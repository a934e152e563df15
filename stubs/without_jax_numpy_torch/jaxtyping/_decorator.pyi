# mypy: ignore-errors
from typing import Any, overload
from typing import Any as AbstractContextManager
from collections.abc import Callable
from typing import Any, get_args, get_type_hints, Literal, NoReturn, overload, ParamSpec, TypeVar, Union
from jaxtyping import AbstractArray
from jaxtyping._config import config
from jaxtyping._errors import AnnotationError, TypeCheckError
from jaxtyping._storage import pop_shape_memo, push_shape_memo, shape_str
_Params = ParamSpec('_Params')
_Return = TypeVar('_Return')
_T = TypeVar('_T')
_TypeOrCallable = TypeVar('_TypeOrCallable', bound=Union[type, Callable])
class _Sentinel:
    def __repr__(self): ...
_sentinel: Any
_tb_flag: bool
@overload
def jaxtyped(*, typechecker=...) -> Callable[[_TypeOrCallable], _TypeOrCallable]: ...
@overload
def jaxtyped(fn: type[_T], *, typechecker=...) -> type[_T]: ...
@overload
def jaxtyped(fn: Callable[_Params, _Return], *, typechecker=...) -> Callable[_Params, _Return]: ...
@overload
def jaxtyped(fn: Literal['context']) -> AbstractContextManager[None]: ...
class _JaxtypingContext:
    def __enter__(self): ...
    def __exit__(self, exc_type, exc_value, exc_tb): ...
class _jaxtyping_note_str(str): ...
_spacer: str
__all__ = ['jaxtyped']
