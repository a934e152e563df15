# mypy: ignore-errors
import builtins
from typing import Any

from torch import _C as _C, _tensor as _tensor, autograd as autograd, distributions as distributions
from torch import fft as fft, func as func, functional as functional
from torch import linalg as linalg, masked as masked, nn as nn, random as random, signal as signal
from torch import special as special, types as types
from torch._C import _mkldnn as _mkldnn
from torch._C import bfloat16 as bfloat16
from torch._C import bit as bit
from torch._C import bits16 as bits16
from torch._C import bits1x8 as bits1x8
from torch._C import bits2x4 as bits2x4
from torch._C import bits4x2 as bits4x2
from torch._C import bits8 as bits8
from torch._C import bool as bool
from torch._C import cdouble as cdouble
from torch._C import cfloat as cfloat
from torch._C import chalf as chalf
from torch._C import channels_last as channels_last
from torch._C import channels_last_3d as channels_last_3d
from torch._C import complex128 as complex128
from torch._C import complex32 as complex32
from torch._C import complex64 as complex64
from torch._C import contiguous_format as contiguous_format
from torch._C import double as double
from torch._C import float as float
from torch._C import float16 as float16
from torch._C import float32 as float32
from torch._C import float4_e2m1fn_x2 as float4_e2m1fn_x2
from torch._C import float64 as float64
from torch._C import float8_e4m3fn as float8_e4m3fn
from torch._C import float8_e4m3fnuz as float8_e4m3fnuz
from torch._C import float8_e5m2 as float8_e5m2
from torch._C import float8_e5m2fnuz as float8_e5m2fnuz
from torch._C import float8_e8m0fnu as float8_e8m0fnu
from torch._C import half as half
from torch._C import int as int
from torch._C import int1 as int1
from torch._C import int16 as int16
from torch._C import int2 as int2
from torch._C import int3 as int3
from torch._C import int32 as int32
from torch._C import int4 as int4
from torch._C import int5 as int5
from torch._C import int6 as int6
from torch._C import int64 as int64
from torch._C import int7 as int7
from torch._C import int8 as int8
from torch._C import jagged as jagged
from torch._C import legacy_contiguous_format as legacy_contiguous_format
from torch._C import long as long
from torch._C import per_channel_affine as per_channel_affine
from torch._C import per_channel_affine_float_qparams as per_channel_affine_float_qparams
from torch._C import per_channel_symmetric as per_channel_symmetric
from torch._C import per_tensor_affine as per_tensor_affine
from torch._C import per_tensor_symmetric as per_tensor_symmetric
from torch._C import preserve_format as preserve_format
from torch._C import qint32 as qint32
from torch._C import qint8 as qint8
from torch._C import quint2x4 as quint2x4
from torch._C import quint4x2 as quint4x2
from torch._C import quint8 as quint8
from torch._C import short as short
from torch._C import sparse_bsc as sparse_bsc
from torch._C import sparse_bsr as sparse_bsr
from torch._C import sparse_coo as sparse_coo
from torch._C import sparse_csc as sparse_csc
from torch._C import sparse_csr as sparse_csr
from torch._C import strided as strided
from torch._C import uint1 as uint1
from torch._C import uint16 as uint16
from torch._C import uint2 as uint2
from torch._C import uint3 as uint3
from torch._C import uint32 as uint32
from torch._C import uint4 as uint4
from torch._C import uint5 as uint5
from torch._C import uint6 as uint6
from torch._C import uint64 as uint64
from torch._C import uint7 as uint7
from torch._C import uint8 as uint8
from torch._C import Generator as Generator, Size as Size, device as device, dtype as dtype, finfo as finfo
from torch._C import iinfo as iinfo, layout as layout, memory_format as memory_format, qscheme as qscheme
from torch._C._VariableFunctions import *
from torch._tensor import Tensor as Tensor
from torch.autograd.grad_mode import enable_grad as enable_grad, inference_mode as inference_mode
from torch.autograd.grad_mode import no_grad as no_grad, set_grad_enabled as set_grad_enabled
from torch.func import vmap as vmap
from torch.functional import *
from torch.random import *

class SymInt: ...
class SymFloat: ...
class SymBool: ...

inf: float
nan: float
pi: float
e: float
newaxis: None
__version__: str

def is_tensor(obj: object) -> builtins.bool: ...
def manual_seed(seed: Any) -> Generator: ...
def get_default_dtype() -> dtype: ...
def set_default_dtype(d: Any, /) -> None: ...
def numel(input: Tensor) -> int: ...
def __getattr__(name: str) -> Any: ...
