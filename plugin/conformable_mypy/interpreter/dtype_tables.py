"""Which operations give, keep or change element types."""

from __future__ import annotations

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


MASKS: Final = _names(
    """
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__ eq ne lt le gt ge greater greater_equal less
    less_equal not_equal isnan isinf isfinite isneginf isposinf isin isclose logical_and logical_or
    logical_not logical_xor signbit
    """
)
"""Operations whose results are masks, whatever they are given."""

INDICES: Final = _names(
    """
    argmax argmin argsort argwhere nonzero randint randperm searchsorted bucketize multinomial
    arange tril_indices triu_indices flatnonzero
    """
)
"""Operations whose results are indices, or whole numbers, unless a dtype is given."""

PLACES: Final = frozenset({"where", "nonzero", "tril_indices", "triu_indices"})
"""Operations that give one vector of indices for each axis."""

WITH_INDICES: Final = frozenset(
    {"topk", "sort", "max", "min", "median", "nanmedian", "mode", "kthvalue", "cummax", "cummin"}
)
"""Operations that give values, and where they stood."""

CONVERSIONS: Final = {
    "float": "Float32",
    "half": "Float16",
    "bfloat16": "BFloat16",
    "double": "Float64",
    "bool": "Bool",
    "byte": "UInt8",
    "char": "Int8",
    "short": "Int16",
    "int": "Int32",
    "long": "Int64",
}
"""Methods named after what they convert to."""

DTYPES: Final = {
    **CONVERSIONS,
    "float16": "Float16",
    "float32": "Float32",
    "float64": "Float64",
    "int8": "Int8",
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "uint8": "UInt8",
    "bool_": "Bool",
    "complex64": "Complex64",
    "complex128": "Complex128",
}
"""The names of dtypes; most are the same in torch and in NumPy."""

LIKE_PYTHON: Final = frozenset({"float", "half", "double", "byte", "short", "int", "long", "char"})
"""Names that mean another type in NumPy than in torch, or depend on the platform."""

BUILTINS: Final = {"float": "Float64", "int": "Int64", "bool": "Bool"}

KEEPING: Final = _names(
    """
    abs absolute neg negative positive __neg__ __pos__ __abs__ relu clone detach contiguous cpu cuda
    data requires_grad_ pin_memory view reshape flatten ravel view_as reshape_as unflatten sign
    square amax amin gather index_select take take_along_dim index_fill index_add index_copy
    index_put masked_fill masked_scatter masked_select scatter scatter_add narrow select unfold triu
    tril roll flip empty_like full_like ones_like rand_like randn_like zeros_like new_empty new_ones
    new_zeros new_full max min median nanmedian mode chunk split unbind tensor_split hsplit vsplit
    dsplit
    """
)
"""Operations whose result has the type of their first operand, for all types that this module tells apart."""

OF_FLOATS: Final = _names(
    """
    rand randn zeros ones empty eye linspace logspace
    """
)
"""Operations that give floating point numbers unless a dtype is given."""

NUMBERS: Final = frozenset({"item"})
"""Operations that give a number of Python's, which has a kind and no size."""

SUMS: Final = _names(
    """
    sum prod nansum cumsum cumprod
    """
)
"""Reductions that give the kind of their operand, and count what is true."""

TRUTHS: Final = frozenset({"all", "any"})

QUOTIENTS: Final = _names(
    """
    div divide true_divide __truediv__ __rtruediv__
    """
)
"""Operations that give floating point numbers for whole ones."""

FAMILIES: Final = {
    "axes": "kept",
    "stretching": "kept",
    "diagonals": "kept",
    "splitting": "kept",
    "joining": "joined",
    "reductions": "reduced",
    "pointwise": "pointwise",
    "contractions": "kind",
    "normalizations": "kind",
    "pooling": "kind",
}
"""The family of a rule, and what its operations make of the types of their operands."""

SUMMANDS: Final = _names(
    """
    __add__ __sub__ __mul__ __mod__ __floordiv__ __and__ __or__ __xor__ __radd__ __rsub__ __rmul__
    __rmod__ __rfloordiv__ __rand__ __ror__ __rxor__ add sub subtract mul multiply maximum minimum
    fmax fmin remainder fmod floor_divide bitwise_and bitwise_or bitwise_xor clamp clip clamp_min
    clamp_max
    """
)
"""Operations whose result has the type that their operands promote to."""
