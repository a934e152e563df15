"""The error codes of the plugin: the family `shape` and its sub-codes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mypy.errorcodes import ErrorCode

_CATEGORY: Final = "Conformable"

# mypy checks the codes that a configuration names once its plugins are loaded: they must exist by then.
SHAPE: Final = ErrorCode("shape", "Check that tensor shapes fit", _CATEGORY)


def _sub_code(name: str, description: str) -> ErrorCode:
    return ErrorCode(name, description, _CATEGORY, sub_code_of=SHAPE)


SHAPE_ANNOTATION: Final = _sub_code("shape-annotation", "Check that shape annotations can be read")

#: Name of a code -> the code.
CODES: Final[Mapping[str, ErrorCode]] = MappingProxyType(
    {
        code.code: code
        for code in (
            SHAPE,
            SHAPE_ANNOTATION,
            _sub_code("shape-matmul", "Check the inner and batch sizes of matrix products"),
            _sub_code("shape-broadcast", "Check that sizes can be broadcast"),
            _sub_code("shape-mismatch", "Check arguments, results and assigned values against annotations"),
            _sub_code("shape-rank", "Check the number of axes"),
            _sub_code("shape-op", "Check the operands of all other operations"),
            _sub_code("shape-literal", "Check literal sizes against named axes"),
            _sub_code("shape-dtype", "Check dtypes against annotations"),
            _sub_code("shape-suspicious", "Warn about shapes that are legal but almost surely not meant"),
        )
    }
)
