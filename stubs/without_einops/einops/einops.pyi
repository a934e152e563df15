# mypy: ignore-errors
from typing import Any, overload
import typing
from collections import OrderedDict
from typing import Any, Callable, Dict, List, Optional, Set, Tuple, TypeVar, Union, cast, overload
from einops import EinopsError
Tensor = TypeVar('Tensor')
ReductionCallable = Callable[[Tensor, Tuple[int, ...]], Tensor]
Reduction = Union[str, ReductionCallable]
Size: Any
_reductions: Any
_unknown_axis_length: Any
_expected_axis_length: Any
CookedRecipe = Tuple[Optional[List[int]], Optional[List[int]], List[int], Dict[int, int], Optional[List[int]], int]
HashableAxesLengths = Tuple[Tuple[str, int], ...]
FakeHashableAxesLengths = List[Tuple[str, int]]
class TransformRecipe:
    def __init__(self, elementary_axes_lengths: List[int], axis_name2elementary_axis: Dict[str, int], input_composition_known_unknown: List[Tuple[List[int], List[int]]], axes_permutation: List[int], first_reduced_axis: int, added_axes: Dict[int, int], output_composite_axes: List[List[int]]): ...
    elementary_axes_lengths: List[int]
    axis_name2elementary_axis: Dict[str, int]
    input_composition_known_unknown: List[Tuple[List[int], List[int]]]
    axes_permutation: List[int]
    first_reduced_axis: int
    added_axes: Dict[int, int]
    output_composite_axes: List[List[int]]
_reconstruct_from_shape: Any
@overload
def reduce(tensor: List[Tensor], pattern: str, reduction: Reduction, **axes_lengths: Size) -> Tensor: ...
@overload
def reduce(tensor: Tensor, pattern: str, reduction: Reduction, **axes_lengths: Size) -> Tensor: ...
@overload
def rearrange(tensor: List[Tensor], pattern: str, **axes_lengths: Size) -> Tensor: ...
@overload
def rearrange(tensor: Tensor, pattern: str, **axes_lengths: Size) -> Tensor: ...
@overload
def repeat(tensor: List[Tensor], pattern: str, **axes_lengths: Size) -> Tensor: ...
@overload
def repeat(tensor: Tensor, pattern: str, **axes_lengths: Size) -> Tensor: ...
def parse_shape(x: Tensor, pattern: str) -> dict: ...
np_ndarray = Any
def asnumpy(tensor: Tensor) -> np_ndarray: ...
@overload
def einsum(tensor: Tensor, pattern: str, /) -> Tensor: ...
@overload
def einsum(tensor1: Tensor, tensor2: Tensor, pattern: str, /) -> Tensor: ...
@overload
def einsum(tensor1: Tensor, tensor2: Tensor, tensor3: Tensor, pattern: str, /) -> Tensor: ...
@overload
def einsum(tensor1: Tensor, tensor2: Tensor, tensor3: Tensor, tensor4: Tensor, pattern: str, /) -> Tensor: ...

