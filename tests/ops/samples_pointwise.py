"""Samples of `conformable.core.ops.pointwise`."""

from __future__ import annotations

import numpy as np
import torch

from ops.sample import T, refused, row, rows

X = T("b n")
INT = T("b n", "int")
BOOL = T("b n", "bool")

SAME_SHAPE = [
    *rows(
        """torch: abs absolute acos angle arccos arcsin arctan arctanh asin asinh atan atanh arcsinh
        bernoulli ceil celu clone conj conj_physical cos cosh deg2rad dequantize detach digamma erf erfc
        erfinv exp exp2 expm1 fix floor frac i0 isfinite isinf isnan isneginf isposinf isreal lgamma log
        log10 log1p log2 logical_not logit msort nan_to_num neg negative poisson positive rad2deg real
        reciprocal relu resolve_conj resolve_neg round rrelu rsqrt selu sgn sigmoid sign signbit sin sinc
        alias_copy sinh sqrt square tan tanh trunc""",
        X,
        gives="b n",
    ),
    *rows("torch: acosh arccosh", X, gives="b n"),
    row("torch.zero_", X, gives="b n"),
    row("torch.as_strided_scatter", X, T("2"), (2,), (1,), gives="b n"),
    row("torch.Tensor.__rdiv__", X, T("n"), gives="b n"),
    *rows("torch: bitwise_not", INT, gives="b n"),
    *rows("torch: imag", T("b n", "complex"), gives="b n"),
    row("torch.fill", X, 0.0, gives="b n"),
    row("torch.mvlgamma", T("b n"), 1, gives="b n"),
    row("torch.prelu", X, T("1"), gives="b n"),
    row("torch.round", X, decimals=2, gives="b n"),
    row("torch.threshold", X, 0.1, 20.0, gives="b n"),
    row("torch.nan_to_num", X, nan=0.0, gives="b n"),
    *rows(
        """torch.special: airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 digamma entr erf erfc erfcx erfinv
        exp2 expit expm1 gammaln i0 i0e i1 i1e log1p log_ndtr logit modified_bessel_i0 modified_bessel_i1
        modified_bessel_k0 modified_bessel_k1 ndtr ndtri psi round scaled_modified_bessel_k0
        scaled_modified_bessel_k1 sinc spherical_bessel_j0""",
        X,
        gives="b n",
    ),
    row("torch.special.multigammaln", X, 1, gives="b n"),
    *rows(
        """torch.nn.functional: celu elu gelu hardshrink hardsigmoid hardswish hardtanh leaky_relu
        logsigmoid mish relu relu6 rrelu selu sigmoid silu softplus softshrink softsign tanh tanhshrink""",
        X,
        gives="b n",
    ),
    row("torch.nn.functional.prelu", X, T("1"), gives="b n"),
    row("torch.nn.functional.prelu", T("b c n"), T("c"), gives="b c n"),
    row("torch.nn.functional.threshold", X, 0.1, 20.0, gives="b n"),
    row("torch.nn.functional.gelu", X, approximate="tanh", gives="b n"),
    row("torch.nn.functional.relu", X, inplace=True, gives="b n"),
    *rows("torch.Tensor: __abs__ __neg__ __pos__", X, gives="b n"),
    *rows("torch.Tensor: __invert__", INT, gives="b n"),
    *rows(
        """torch.Tensor: bfloat16 bool byte cdouble cfloat chalf char contiguous cpu data double float half
        int long numpy requires_grad_ share_memory_ short to_dense to_sparse""",
        X,
        gives="b n",
    ),
    *rows(
        "torch.Tensor: cauchy_ exponential_ log_normal_ normal_ random_ uniform_ zero_",
        X,
        gives="b n",
    ),
    row("torch.Tensor.to", X, torch.float16, gives="b n"),
    row("torch.Tensor.to", X, "cpu", non_blocking=True, gives="b n"),
    row("torch.Tensor.to", X, T("k"), gives="b n"),
    row("torch.Tensor.type", X, torch.float16, gives="b n"),
    row("torch.Tensor.type_as", X, T("k"), gives="b n"),
    row("torch.Tensor.fill_diagonal_", X, 1.0, gives="b n"),
    row("torch.Tensor.geometric_", X, 0.5, gives="b n"),
    row("torch.Tensor.apply_", X, abs, gives="b n"),
    row("torch.Tensor.copy_", X, T("n"), gives="b n"),
    row("torch.Tensor.add_", X, T("n"), gives="b n"),
    row("torch.nn.Parameter", X, gives="b n"),
    row("torch.nn.Parameter", X, requires_grad=False, gives="b n"),
    row("torch.nn.Buffer", X, gives="b n"),
    *rows(
        "torch.nn.init: dirac_",
        T("b n k"),
        gives="b n k",
    ),
    *rows(
        """torch.nn.init: eye_ kaiming_normal_ kaiming_uniform_ normal_ ones_ orthogonal_ trunc_normal_
        uniform_ xavier_normal_ xavier_uniform_ zeros_""",
        X,
        gives="b n",
    ),
    row("torch.nn.init.constant_", X, 0.5, gives="b n"),
    row("torch.nn.init.sparse_", X, 0.5, gives="b n"),
    *rows(
        """numpy: angle around copy fix i0 imag iscomplex isneginf isposinf isreal nan_to_num real
        real_if_close round sinc sort_complex unwrap""",
        X,
        gives="b n",
    ),
    row("numpy.round", X, decimals=2, gives="b n"),
    row("numpy.astype", X, np.float32, gives="b n"),
    *rows("numpy.ndarray: __abs__ __neg__ __pos__ byteswap imag real", X, gives="b n"),
    *rows("numpy.ndarray: __invert__", INT, gives="b n"),
    row("numpy.ndarray.astype", X, np.float32, gives="b n"),
    *rows(
        """numpy: abs absolute acos arccos arcsin arcsinh arctan arctanh asin asinh atan atanh cbrt ceil
        conj conjugate cos cosh deg2rad degrees exp exp2 expm1 fabs floor isfinite isinf isnan log log10
        log1p log2 logical_not negative positive rad2deg radians reciprocal rint sign signbit sin sinh
        spacing sqrt square tan tanh trunc""",
        X,
        gives="b n",
    ),
    *rows("numpy: acosh arccosh", INT, gives="b n"),
    *rows("numpy: bitwise_count bitwise_invert bitwise_not invert", INT, gives="b n"),
    row("torch.polygamma", 1, X, gives="b n"),
    row("torch.special.polygamma", 1, X, gives="b n"),
    row("torch.Tensor.polygamma", X, 1, gives="b n"),
    *rows("torch: frexp", X, gives=("b n", "b n")),
    *rows("numpy: frexp modf", X, gives=("b n", "b n")),
    row("torch.Tensor.item", T("1 1"), gives=""),
    row("numpy.ndarray.item", T("1 1"), gives=""),
]

BROADCAST = [
    *rows(
        """torch: add arctan2 atan2 clamp_max clamp_min complex copysign div divide eq float_power
        floor_divide fmax fmin fmod ge greater greater_equal gt heaviside hypot igamma igammac isclose
        ldexp le less less_equal logaddexp logaddexp2 logical_and logical_or logical_xor lt maximum
        minimum mul multiply ne nextafter not_equal polar pow remainder rsub sub subtract true_divide
        xlogy""",
        T("b 1 n"),
        T("k n"),
        gives="b k n",
    ),
    *rows(
        "torch: bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor gcd lcm",
        T("b 1 n", "int"),
        T("k n", "int"),
        gives="b k n",
    ),
    row("torch.add", X, T("n"), alpha=2, gives="b n"),
    row("torch.div", X, 3, rounding_mode="floor", gives="b n"),
    row("torch.mul", X, 2.5, gives="b n"),
    *rows(
        """torch.special: chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v
        chebyshev_polynomial_w gammainc gammaincc hermite_polynomial_h hermite_polynomial_he
        laguerre_polynomial_l legendre_polynomial_p shifted_chebyshev_polynomial_t
        shifted_chebyshev_polynomial_u shifted_chebyshev_polynomial_v shifted_chebyshev_polynomial_w
        xlog1py xlogy zeta""",
        T("b 1 n"),
        T("k n"),
        gives="b k n",
    ),
    *rows(
        """torch.Tensor: __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __add__ __sub__ __mul__ __truediv__
        __floordiv__ __mod__ __pow__ __radd__ __rsub__ __rmul__ __rtruediv__ __rfloordiv__ __rmod__
        __rpow__""",
        T("b 1 n"),
        T("k n"),
        gives="b k n",
    ),
    *rows(
        """torch.Tensor: __and__ __or__ __xor__ __lshift__ __rshift__ __rand__ __ror__ __rxor__ __rlshift__
        __rrshift__""",
        T("b 1 n", "int"),
        T("k n", "int"),
        gives="b k n",
    ),
    *rows(
        "torch.Tensor: __iadd__ __isub__ __imul__ __itruediv__ __ifloordiv__ __imod__ __ipow__",
        T("b n"),
        T("n"),
        gives="b n",
    ),
    *rows(
        "torch.Tensor: __iand__ __ior__ __ixor__ __ilshift__ __irshift__",
        T("b n", "int"),
        T("n", "int"),
        gives="b n",
    ),
    row("torch.Tensor.__rsub__", X, 1, gives="b n"),
    *rows(
        """numpy: add arctan2 atan2 copysign divide equal float_power floor_divide fmax fmin fmod greater
        greater_equal heaviside hypot isclose less less_equal logaddexp logaddexp2 logical_and logical_or
        logical_xor maximum minimum mod multiply nextafter not_equal pow power remainder subtract
        true_divide""",
        T("b 1 n"),
        T("k n"),
        gives="b k n",
    ),
    *rows(
        """numpy: bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor gcd lcm ldexp
        left_shift right_shift""",
        T("b 1 n", "int"),
        T("k n", "int"),
        gives="b k n",
    ),
    *rows(
        """numpy.ndarray: __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __add__ __sub__ __mul__ __truediv__
        __floordiv__ __mod__ __pow__ __radd__ __rsub__ __rmul__ __rtruediv__ __rfloordiv__ __rmod__
        __rpow__""",
        T("b 1 n"),
        T("k n"),
        gives="b k n",
    ),
    *rows(
        """numpy.ndarray: __and__ __or__ __xor__ __lshift__ __rshift__ __rand__ __ror__ __rxor__ __rlshift__
        __rrshift__""",
        T("b 1 n", "int"),
        T("k n", "int"),
        gives="b k n",
    ),
    *rows(
        "numpy.ndarray: __iadd__ __isub__ __imul__ __itruediv__ __ifloordiv__ __imod__ __ipow__",
        T("b n"),
        T("n"),
        gives="b n",
    ),
    *rows(
        "numpy.ndarray: __iand__ __ior__ __ixor__ __ilshift__ __irshift__",
        T("b n", "int"),
        T("n", "int"),
        gives="b n",
    ),
    row("numpy.add", [1.0, 2.0, 3.0], T("b 1"), gives="b 3"),
    row("numpy.divmod", T("b 1"), T("n"), gives=("b n", "b n")),
]

SEVERAL = [
    row("torch.where", T("b n", "bool"), T("n"), T("b 1"), gives="b n"),
    row("torch.where", T("b n", "bool"), 0.0, T("n"), gives="b n"),
    row("torch.where", T("b n", "bool"), gives=("_", "_")),
    row("torch.Tensor.where", T("n"), T("b n", "bool"), 0.0, gives="b n"),
    row("numpy.where", T("b n", "bool"), T("n"), T("b 1"), gives="b n"),
    row("numpy.where", T("b n", "bool"), gives=("_", "_")),
    row("torch.clamp", X, 0.0, 1.0, gives="b n"),
    row("torch.clamp", X, min=T("n"), gives="b n"),
    row("torch.clip", X, max=1.0, gives="b n"),
    row("torch.Tensor.clamp_", X, min=0.0, gives="b n"),
    row("numpy.clip", X, 0.0, T("n"), gives="b n"),
    row("numpy.ndarray.clip", X, 0.0, 1.0, gives="b n"),
    row("torch.lerp", X, T("n"), 0.5, gives="b n"),
    row("torch.lerp", T("n"), T("b 1"), T("b n"), gives="b n"),
    row("torch.addcmul", T("b n"), T("b 1"), T("n"), value=2.0, gives="b n"),
    row("torch.addcdiv", T("b n"), T("b 1"), T("n"), gives="b n"),
    row("torch.masked_fill", T("b n"), T("k 1 n", "bool"), 0.0, gives="k b n"),
    row("torch.Tensor.masked_fill", T("b 1 n"), T("k n", "bool"), float("-inf"), gives="b k n"),
    row("torch.masked_scatter", T("b n"), T("n", "bool"), T("b n"), gives="b n"),
    row("torch.nn.functional.glu", T("b 2*n"), gives="b n"),
    row("torch.nn.functional.glu", T("n b"), 0, at={"n": 4}, gives="n//2 b"),
]

SAMPLES = [*SAME_SHAPE, *BROADCAST, *SEVERAL]

REFUSED = [
    refused("torch.add", T("b n"), T("b k"), code="shape-broadcast"),
    refused("torch.Tensor.__mul__", T("b n"), T("k b n 3"), code="shape-broadcast"),
    refused("torch.Tensor.__eq__", T("b n"), T("k"), code="shape-broadcast"),
    refused("torch.Tensor.__radd__", T("b n"), T("k"), code="shape-broadcast"),
    refused("numpy.ndarray.__sub__", T("b n"), T("b"), code="shape-broadcast"),
    refused("numpy.maximum", T("b n"), T("k n"), code="shape-broadcast"),
    refused("torch.where", T("b n", "bool"), T("k"), T("n"), code="shape-broadcast"),
    refused("torch.clamp", T("b n"), T("k"), code="shape-broadcast"),
    refused("torch.masked_fill", T("b h q k"), T("b q k", "bool"), 0.0, code="shape-broadcast"),
    refused("torch.lerp", T("b n"), T("b n"), T("k"), code="shape-broadcast"),
    refused("torch.addcmul", T("b n"), T("b k"), T("n"), code="shape-broadcast"),
    refused("torch.nn.functional.glu", T("b 2*n+1"), code="shape-op"),
    refused("torch.masked_fill", T("b n"), T("b n", "bool"), T("1"), code="shape-rank"),
    refused("torch.nn.functional.prelu", T("b c n"), T("k"), code="shape-op"),
    refused("torch.nn.functional.glu", T("b n"), 2, code="shape-rank"),
    refused("torch.Tensor.item", T("b 3"), code="shape-op"),
]
