"""Numbers drawn at random from distributions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conformable.core.broadcasting import broadcast
from conformable.core.ops.arguments import parts_of, shape_of
from conformable.core.ops.registry import rule, rules
from conformable.core.proof import CannotTellError
from conformable.core.shapes import Shape
from conformable.core.sizes import Size

if TYPE_CHECKING:
    from conformable.core.ops.arguments import Argument, Keywords, PartTuple
    from conformable.core.proof import Proof

PLAIN: Final = {
    "numpy.random": "random random_sample ranf sample standard_cauchy standard_exponential standard_normal"
}
"""Distributions without parameters: the first argument is the size."""

ONE_PARAMETER: Final = {
    "numpy.random": """
        chisquare exponential geometric logseries pareto poisson power rayleigh standard_gamma standard_t
        weibull zipf
    """
}
"""Distributions with one parameter, then the size."""

TWO_PARAMETERS: Final = {
    "numpy.random": """
        beta binomial f gamma gumbel laplace logistic lognormal negative_binomial noncentral_chisquare normal
        randint uniform vonmises wald
    """
}
"""Distributions with two parameters, then the size."""

THREE_PARAMETERS: Final = {"numpy.random": "hypergeometric triangular"}
"""Distributions with three parameters, then the size."""

GENERATOR_PLAIN: Final = {
    "numpy.random.Generator": "random standard_cauchy standard_exponential standard_normal"
}
GENERATOR_ONE_PARAMETER: Final = {
    "numpy.random.Generator": """
        chisquare exponential geometric logseries pareto poisson power rayleigh standard_gamma standard_t
        weibull zipf
    """
}
GENERATOR_TWO_PARAMETERS: Final = {
    "numpy.random.Generator": """
        beta binomial f gamma gumbel integers laplace logistic lognormal negative_binomial
        noncentral_chisquare normal uniform vonmises wald
    """
}
GENERATOR_THREE_PARAMETERS: Final = {"numpy.random.Generator": "hypergeometric triangular"}
"""The same as methods of a generator."""

SCALAR: Final = Shape(())
_NOT_PARAMETERS: Final = frozenset({"dtype", "endpoint", "method", "out"})


def drawn(proof: Proof, sizes: Argument, *parameters: Argument) -> Shape:
    """Take the size that is given, else what the parameters broadcast to.

    >>> from conformable.core.proof import Proof
    >>> drawn(Proof(), None, 0.0, Shape.of(3))
    Shape("3")
    """
    if sizes is not None:
        return Shape(parts_of(sizes, proof))
    return broadcast(proof, Shape(()), *(shape_of(item, proof) for item in parameters if item is not None))


def _named(options: Keywords) -> tuple[Argument, ...]:
    return tuple(value for name, value in options if name not in _NOT_PARAMETERS)


def plain(proof: Proof, sizes: Argument = None, options: Keywords = ()) -> Shape:
    """Draw without parameters.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.standard_normal.html
    """
    return drawn(proof, sizes)


def one_parameter(
    proof: Proof, first: Argument = None, sizes: Argument = None, options: Keywords = ()
) -> Shape:
    """Draw with one parameter.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.poisson.html
    """
    return drawn(proof, sizes, first, *_named(options))


def two_parameters(
    proof: Proof,
    first: Argument = None,
    second: Argument = None,
    sizes: Argument = None,
    options: Keywords = (),
) -> Shape:
    """Draw with two parameters.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.normal.html
    """
    return drawn(proof, sizes, first, second, *_named(options))


def three_parameters(
    proof: Proof,
    first: Argument = None,
    second: Argument = None,
    third: Argument = None,
    sizes: Argument = None,
    options: Keywords = (),
) -> Shape:
    """Draw with three parameters.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.triangular.html
    """
    return drawn(proof, sizes, first, second, third, *_named(options))


def generator_plain(
    proof: Proof, generator: Argument, sizes: Argument = None, options: Keywords = ()
) -> Shape:
    """Draw without parameters.

    Source: https://numpy.org/doc/stable/reference/random/generator.html
    """
    return plain(proof, sizes, options)


def generator_one_parameter(
    proof: Proof, generator: Argument, first: Argument = None, sizes: Argument = None, options: Keywords = ()
) -> Shape:
    """Draw with one parameter."""
    return one_parameter(proof, first, sizes, options)


def generator_two_parameters(
    proof: Proof,
    generator: Argument,
    first: Argument = None,
    second: Argument = None,
    sizes: Argument = None,
    options: Keywords = (),
) -> Shape:
    """Draw with two parameters."""
    return two_parameters(proof, first, second, sizes, options)


def generator_three_parameters(
    proof: Proof,
    generator: Argument,
    first: Argument = None,
    second: Argument = None,
    third: Argument = None,
    sizes: Argument = None,
    options: Keywords = (),
) -> Shape:
    """Draw with three parameters."""
    return three_parameters(proof, first, second, third, sizes, options)


rules(generator_plain, GENERATOR_PLAIN)
rules(generator_one_parameter, GENERATOR_ONE_PARAMETER)
rules(generator_two_parameters, GENERATOR_TWO_PARAMETERS)
rules(generator_three_parameters, GENERATOR_THREE_PARAMETERS)
rules(plain, PLAIN)
rules(one_parameter, ONE_PARAMETER)
rules(two_parameters, TWO_PARAMETERS)
rules(three_parameters, THREE_PARAMETERS)


@rule("numpy.random.choice")
def choice(proof: Proof, a: Argument, sizes: PartTuple | None = None, options: Keywords = ()) -> Shape:
    """Draw items of a vector, or of so many numbers.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.choice.html
    """
    if isinstance(a, Shape) and a.rank != 1:
        raise CannotTellError
    return Shape(sizes or ())


@rule("numpy.random.Generator.choice")
def generator_choice(
    proof: Proof, generator: Argument, a: Argument, sizes: PartTuple | None = None, options: Keywords = ()
) -> Shape:
    """Draw rows of an array, or of so many numbers.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.Generator.choice.html

    >>> from conformable.core.proof import Proof
    >>> generator_choice(Proof(), None, Shape.of(5, 3), (Size.of(2),))
    Shape("2 3")
    """
    if isinstance(a, Size):
        return Shape(sizes or ())
    rows = shape_of(a, proof)
    if not rows.rank or "axis" in dict(options):
        raise CannotTellError
    return Shape((*(sizes or ()), *rows.before[1:]))


@rule("numpy.random.Generator.permutation", "numpy.random.Generator.permuted")
def generator_permutation(proof: Proof, generator: Argument, x: Argument, options: Keywords = ()) -> Shape:
    """Order so many numbers, or the values of an axis, at random."""
    return permutation(proof, x)


@rule("numpy.random.permutation")
def permutation(proof: Proof, x: Argument) -> Shape:
    """Order so many numbers, or rows, at random.

    Source: https://numpy.org/doc/stable/reference/random/generated/numpy.random.permutation.html
    """
    return Shape((x,)) if isinstance(x, Size) else shape_of(x, proof)


@rule("torch.randint")
def randint(
    proof: Proof, low: Argument = None, high: Argument = None, sizes: Argument = None, options: Keywords = ()
) -> Shape:
    """Take the sizes that are given; `low` may be left out.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.randint.html

    >>> from conformable.core.proof import Proof
    >>> randint(Proof(), Size.of(10), (Size.of(2), Size.of(3)))
    Shape("2 3")
    """
    return Shape(parts_of(high if isinstance(high, tuple) else sizes, proof))


@rule("torch.normal")
def normal(
    proof: Proof,
    mean: Shape = SCALAR,
    std: Shape = SCALAR,
    sizes: PartTuple | None = None,
    options: Keywords = (),
) -> Shape:
    """Take the sizes that are given, else what the parameters broadcast to.

    Source: https://docs.pytorch.org/docs/stable/generated/torch.normal.html
    """
    return broadcast(proof, mean, std) if sizes is None else Shape(sizes)
