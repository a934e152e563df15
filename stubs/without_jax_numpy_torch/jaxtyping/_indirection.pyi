# mypy: ignore-errors
from typing import Any, overload
from typing import Annotated as BFloat16, Annotated as Bool, Annotated as Complex, Annotated as Complex64, Annotated as Complex128, Annotated as Float, Annotated as Float8e4m3b11fnuz, Annotated as Float8e4m3fn, Annotated as Float8e4m3fnuz, Annotated as Float8e5m2, Annotated as Float8e5m2fnuz, Annotated as Float16, Annotated as Float32, Annotated as Float64, Annotated as Inexact, Annotated as Int, Annotated as Int2, Annotated as Int4, Annotated as Int8, Annotated as Int16, Annotated as Int32, Annotated as Int64, Annotated as Integer, Annotated as Key, Annotated as Num, Annotated as Real, Annotated as Shaped, Annotated as UInt, Annotated as UInt2, Annotated as UInt4, Annotated as UInt8, Annotated as UInt16, Annotated as UInt32, Annotated as UInt64, TYPE_CHECKING
PRNGKeyArray = Any
Scalar = Any
ScalarLike = Any
__all__ = ['BFloat16', 'Bool', 'Complex', 'Complex128', 'Complex64', 'Float', 'Float16', 'Float32', 'Float64', 'Float8e4m3b11fnuz', 'Float8e4m3fn', 'Float8e4m3fnuz', 'Float8e5m2', 'Float8e5m2fnuz', 'Inexact', 'Int', 'Int16', 'Int2', 'Int32', 'Int4', 'Int64', 'Int8', 'Integer', 'Key', 'Num', 'PRNGKeyArray', 'Real', 'Scalar', 'ScalarLike', 'Shaped', 'UInt', 'UInt16', 'UInt2', 'UInt32', 'UInt4', 'UInt64', 'UInt8']
