"""Operations element by element, with broadcasting, and all that leave the shape as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core import messages
from conformable.core.broadcasting import broadcast
from conformable.core.comparison import at_least, compare_one_or
from conformable.core.ops.axis_edits import replace_axis
from conformable.core.ops.conditions import axis_size, parameter_size, require_division
from conformable.core.ops.ranks import require_rank
from conformable.core.ops.registry import rule, rules
from conformable.core.ops.searching import nonzero_axes
from conformable.core.proof import CannotTellError, Mismatch
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE, Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Arguments, Keywords, Operands, Result
    from conformable.core.proof import Proof

SAME_SHAPE: Final = {
    "torch": """
        abs absolute acos acosh angle arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh
        bernoulli bitwise_not ceil celu clone conj conj_physical cos cosh deg2rad dequantize detach digamma
        erf erfc erfinv exp exp2 expm1 fill fix floor frac i0 imag isfinite isinf isnan isneginf isposinf
        isreal lgamma log log10 log1p log2 logical_not logit msort mvlgamma nan_to_num neg negative poisson
        positive rad2deg real reciprocal relu resolve_conj resolve_neg round rrelu rsqrt selu
        sgn sigmoid sign signbit sin sinc sinh sqrt square tan tanh threshold trunc zero_ alias_copy
        as_strided_scatter
    """,
    "torch.special": """
        airy_ai bessel_j0 bessel_j1 bessel_y0 bessel_y1 digamma entr erf erfc erfcx erfinv exp2 expit expm1
        gammaln i0 i0e i1 i1e log1p log_ndtr logit modified_bessel_i0 modified_bessel_i1 modified_bessel_k0
        modified_bessel_k1 multigammaln ndtr ndtri psi round scaled_modified_bessel_k0
        scaled_modified_bessel_k1 sinc spherical_bessel_j0
    """,
    "torch.nn.functional": """
        celu elu gelu hardshrink hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish relu relu6
        rrelu selu sigmoid silu softplus softshrink softsign tanh tanhshrink threshold
    """,
    "torch.Tensor": """
        __abs__ __invert__ __neg__ __pos__ bfloat16 bool byte cdouble cfloat chalf char contiguous cpu cuda
        data double float grad half int long numpy pin_memory requires_grad_ share_memory_ short to to_dense
        to_sparse type_as apply_ cauchy_ exponential_ fill_diagonal_ geometric_ log_normal_ normal_ random_
        uniform_ zero_
    """,
    "torch.nn": "Parameter Buffer",
    "torch.nn.init": """
        constant_ dirac_ eye_ kaiming_normal_ kaiming_uniform_ normal_ ones_ orthogonal_ sparse_
        trunc_normal_ uniform_ xavier_normal_ xavier_uniform_ zeros_
    """,
    "numpy": """
        angle around astype copy fix i0 imag iscomplex isneginf isposinf isreal nan_to_num real real_if_close
        round sinc sort_complex unwrap
    """,
    "numpy.ndarray": "__abs__ __invert__ __neg__ __pos__ astype byteswap imag real",
}
"""Functions, methods and attributes that give the shape of their first argument, whatever the others are."""

NUMPY_UNARY: Final = {
    "numpy": """
        abs absolute acos acosh arccos arccosh arcsin arcsinh arctan arctanh asin asinh atan atanh
        bitwise_count bitwise_invert bitwise_not cbrt ceil conj conjugate cos cosh deg2rad degrees exp
        exp2 expm1 fabs floor invert isfinite isinf isnan log log10 log1p log2 logical_not negative
        positive rad2deg radians reciprocal rint sign signbit sin sinh spacing sqrt square tan tanh
        trunc
    """
}
"""NumPy's universal functions of one array."""

OPERATORS: Final = """
    __eq__ __ne__ __lt__ __le__ __gt__ __ge__
    __add__ __sub__ __mul__ __truediv__ __floordiv__ __mod__ __pow__
    __and__ __or__ __xor__ __lshift__ __rshift__
    __radd__ __rsub__ __rmul__ __rtruediv__ __rfloordiv__ __rmod__ __rpow__
    __rand__ __ror__ __rxor__ __rlshift__ __rrshift__
    __iadd__ __isub__ __imul__ __itruediv__ __ifloordiv__ __imod__ __ipow__
    __iand__ __ior__ __ixor__ __ilshift__ __irshift__
"""
"""The operators of two operands, by the methods that carry them out."""

BROADCAST_TWO: Final = {
    "torch": """
        add arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor
        clamp_max clamp_min complex copysign div divide eq float_power floor_divide fmax fmin fmod gcd ge
        greater greater_equal gt heaviside hypot igamma igammac isclose lcm ldexp le less less_equal
        logaddexp logaddexp2 logical_and logical_or logical_xor lt maximum minimum mul multiply ne nextafter
        not_equal polar pow remainder rsub sub subtract true_divide xlogy
    """,
    "torch.special": """
        chebyshev_polynomial_t chebyshev_polynomial_u chebyshev_polynomial_v chebyshev_polynomial_w gammainc
        gammaincc hermite_polynomial_h hermite_polynomial_he laguerre_polynomial_l legendre_polynomial_p
        shifted_chebyshev_polynomial_t shifted_chebyshev_polynomial_u shifted_chebyshev_polynomial_v
        shifted_chebyshev_polynomial_w xlog1py xlogy zeta
    """,
    "torch.Tensor": f"{OPERATORS} __rdiv__",
    "numpy": """
        add arctan2 atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign
        divide equal float_power floor_divide fmax fmin fmod gcd greater greater_equal heaviside hypot
        isclose lcm ldexp left_shift less less_equal logaddexp logaddexp2 logical_and logical_or logical_xor
        maximum minimum mod multiply nextafter not_equal pow power remainder right_shift subtract
        true_divide
    """,
    "numpy.ndarray": OPERATORS,
}
"""Functions and methods whose first two arguments broadcast."""


def same_shape(proof: Proof, input: Shape, others: Arguments = (), options: Keywords = ()) -> Shape:
    """Keep the shape, whatever the other arguments are.

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> same_shape(Proof(), Shape.of(2, 3))
    Shape("2 3")
    """
    return input


def numpy_unary(proof: Proof, x: Shape, out: Argument = None) -> Shape:
    """Keep the shape; another keyword may change it: `where=` broadcasts.

    Source: https://numpy.org/doc/stable/reference/ufuncs.html
    """
    return x


def binary(
    proof: Proof,
    input: Shape,
    other: Shape,
    alpha: Argument = None,
    atol: Argument = None,
    rtol: Argument = None,
    equal_nan: Argument = None,
    rounding_mode: Argument = None,
) -> Shape:
    """Broadcast two operands.

    Source: https://docs.pytorch.org/docs/stable/notes/broadcasting.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> binary(Proof(), Shape.of(2, 1), Shape.of(3))
    Shape("2 3")
    """
    return broadcast(proof, input, other)


rules(same_shape, SAME_SHAPE)
rules(numpy_unary, NUMPY_UNARY)
rules(binary, BROADCAST_TWO)
rule("torch.Tensor.copy_")(binary)


@rule("torch.polygamma", "torch.special.polygamma")
def polygamma(proof: Proof, n: Argument, input: Shape) -> Shape:
    """Keep the shape of the second argument.

    Source: https://docs.pytorch.org/docs/stable/special.html#torch.special.polygamma
    """
    return input


rule("torch.Tensor.polygamma")(same_shape)


@rule("torch.frexp", "numpy.frexp", "numpy.modf")
def two_parts(proof: Proof, input: Shape) -> Result:
    """Take numbers apart into two tensors of the same shape."""
    return (input, input)


@rule("numpy.divmod")
def divmod_(proof: Proof, x1: Shape, x2: Shape) -> Result:
    """Broadcast two operands into quotient and remainder."""
    result = broadcast(proof, x1, x2)
    return (result, result)


@rule("torch.Tensor.type")
def type_(proof: Proof, input: Shape, dtype: Argument, others: Arguments = ()) -> Shape:
    """Keep the shape; without an argument the method gives a name instead.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.type.html
    """
    return input


@rule("torch.Tensor.item", "numpy.ndarray.item")
def item(proof: Proof, input: Shape) -> Shape:
    """Give the only element: a number, which acts as a tensor without axes."""
    for axis, size in enumerate(input.before):
        if at_least(size, Size.of(2), proof.facts).same:
            raise Mismatch("shape-op", messages.not_one_element(proof.operation, input, axis))
    return Shape(())


@rule("torch.where", "numpy.where")
def where(proof: Proof, condition: Shape, choices: Operands = ()) -> Result:
    """Broadcast the condition and both choices; a condition alone gives the places where it holds.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.where.html

    >>> from conformable.core.proof import Proof
    >>> from conformable.core.shapes import Shape
    >>> where(Proof(), Shape.of(2, 1), (Shape.of(3), Shape(())))
    Shape("2 3")
    """
    if not choices:
        return nonzero_axes(proof, condition)
    if len(choices) != 2:
        raise CannotTellError
    return broadcast(proof, condition, *choices)


@rule("torch.clamp", "torch.clip")
def clamp(proof: Proof, input: Shape, min: Shape | None = None, max: Shape | None = None) -> Shape:
    """Broadcast a tensor with its bounds, as far as they are given.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.clamp.html
    """
    return broadcast(proof, input, *(bound for bound in (min, max) if bound is not None))


@rule("numpy.clip")
def clip(
    proof: Proof,
    a: Shape,
    a_min: Shape | None = None,
    a_max: Shape | None = None,
    min: Shape | None = None,
    max: Shape | None = None,
) -> Shape:
    """Broadcast an array with its bounds, as far as they are given.

    Source: https://numpy.org/doc/stable/reference/generated/numpy.clip.html
    """
    return broadcast(proof, a, *(bound for bound in (a_min, a_max, min, max) if bound is not None))


@rule("torch.lerp")
def lerp(proof: Proof, input: Shape, end: Shape, weight: Shape) -> Shape:
    """Broadcast the two ends and the weight."""
    return broadcast(proof, input, end, weight)


@rule("torch.addcmul", "torch.addcdiv")
def add_product(proof: Proof, input: Shape, tensor1: Shape, tensor2: Shape, value: Argument = None) -> Shape:
    """Broadcast three tensors.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.addcmul.html
    """
    return broadcast(proof, input, tensor1, tensor2)


@rule("torch.masked_scatter")
def masked_scatter(proof: Proof, input: Shape, mask: Shape, source: Argument) -> Shape:
    """Broadcast a tensor with a mask.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_scatter_.html
    """
    return broadcast(proof, input, mask)


@rule("torch.masked_fill")
def masked_fill(proof: Proof, input: Shape, mask: Shape, value: Shape) -> Shape:
    """Broadcast a tensor with a mask; the value is a scalar.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.Tensor.masked_fill_.html
    """
    require_rank(proof, value, 0)
    return broadcast(proof, input, mask)


@rule("torch.prelu", "torch.nn.functional.prelu")
def prelu(proof: Proof, input: Shape, weight: Shape) -> Shape:
    """Keep the shape; there is one weight, or one for each value of axis 1.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.prelu.html
    """
    require_rank(proof, weight, 0, 1)
    channels = input.axis(1) if input.rank is None or input.rank > 1 else ONE
    count = weight.axis(0) if weight.rank == 1 else ONE
    if channels is not None and count is not None:
        witness = compare_one_or(count, channels, proof.facts).witness
        if witness is not None:
            axes = (messages.axis_of(weight, 0), messages.axis_of(input, 1))
            raise Mismatch("shape-op", messages.sizes_differ(proof.operation, *axes), witness)
    return input


@rule("torch.nn.functional.glu")
def glu(proof: Proof, input: Shape, dim: int = -1) -> Shape:
    """Halve an axis.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.glu.html
    """
    size = input.axis(dim)
    if size is None:
        return replace_axis(proof, input, dim, proof.fresh())
    half = require_division(proof, axis_size(input, dim, size), parameter_size("2", Size.of(2)))
    return replace_axis(proof, input, dim, half)
