# mypy: ignore-errors
from typing import Any, overload
class EinopsError(RuntimeError): ...
from einops.einops import asnumpy as asnumpy, einsum as einsum, parse_shape as parse_shape, rearrange as rearrange, reduce as reduce, repeat as repeat
from einops.packing import pack as pack, unpack as unpack

