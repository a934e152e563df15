"""Shape rules that the notation can say: `n k, k m -> n m`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.binding import Binding, Place
from conformable.core.immutable import dataclass
from conformable.core.notation import ShapeAnnotation, parse
from conformable.core.proof import CannotTellError, Mismatch, Proof

if TYPE_CHECKING:
    from collections.abc import Callable

    from conformable.core.ops.arguments import Operands, Result
    from conformable.core.shapes import Shape


@dataclass(frozen=True, slots=True)
class Signature:
    """The annotations of an operation's operands and results; an operand `o?` may be left out."""

    operands: tuple[ShapeAnnotation, ...]
    required: int
    results: tuple[ShapeAnnotation, ...]

    @property
    def contracted(self) -> frozenset[str]:
        """The names that the operation sums over: those that the results do not have."""
        kept = {name for result in self.results for name in result.names}
        return frozenset(name for operand in self.operands for name in operand.names if name not in kept)


@cache
def parse_signature(text: str) -> Signature:
    """Read a signature.

    Raises:
        ValueError: if it is none; what is wrong with a dim string in it, as a `NotationError`.

    >>> signature = parse_signature("*b i, o i, o? -> *b o")
    >>> len(signature.operands), signature.required
    (3, 2)
    """
    if text.count("->") != 1:
        raise ValueError(messages.signature_without_arrow(text))
    left, right = text.split("->")
    operands = [operand.strip() for operand in left.split(",")]
    required = sum(not operand.endswith("?") for operand in operands)
    return Signature(
        operands=tuple(parse(operand.removesuffix("?")) for operand in operands),
        required=required,
        results=tuple(parse(result.strip()) for result in right.split(",")),
    )


def signature_rule(text: str) -> Callable[[Proof, Operands], Result]:
    """Make the rule that a signature states.

    >>> from conformable.core.shapes import Shape
    >>> signature_rule("n k, k m -> n m")(Proof(), (Shape.of(2, 3), Shape.of(3, 4)))
    Shape("2 4")
    """
    signature = parse_signature(text)

    def apply(proof: Proof, operands: Operands) -> Result:
        return _apply(signature, proof, operands)

    apply.__doc__ = text
    return apply


def _apply(signature: Signature, proof: Proof, operands: tuple[Shape, ...]) -> Result:
    if not signature.required <= len(operands) <= len(signature.operands):
        raise CannotTellError
    binding = Binding(proof.scope)
    for annotation, shape in zip(signature.operands, operands, strict=False):
        bind_operand(binding, proof, annotation, shape, signature.contracted)
    binding.complete(proof)
    results = tuple(binding.shape(proof, result) for result in signature.results)
    return results[0] if len(results) == 1 else results


def bind_operand(
    binding: Binding,
    proof: Proof,
    annotation: ShapeAnnotation,
    shape: Shape,
    contracted: frozenset[str] = frozenset(),
) -> None:
    """Hold an operand against its annotation.

    Args:
        binding: The names of the annotations.
        proof: What is known; learns what must hold.
        annotation: What the operand must look like.
        shape: The operand.
        contracted: The names that the operation sums over.

    Raises:
        Mismatch: if the operand certainly does not fit.
    """
    if not _fits(annotation, shape):
        raise _wrong_rank(proof, shape, annotation)
    binding.bind(proof, annotation, shape, Place(shape.label, shape.label, proof.operation, contracted))


def _fits(annotation: ShapeAnnotation, shape: Shape) -> bool:
    """Tell whether a shape can have the annotation's number of axes."""
    if annotation.variadic is not None:
        return shape.rank is None or shape.rank >= len(annotation.axes) - 1
    return shape.rank == annotation.rank or (shape.rank is None and shape.least_rank <= len(annotation.axes))


def _wrong_rank(proof: Proof, shape: Shape, annotation: ShapeAnnotation) -> Mismatch:
    wanted = messages.axis_count(len(annotation.axes), at_least=annotation.variadic is not None)
    return Mismatch("shape-rank", messages.operand_rank(proof.operation, shape.label, shape, wanted))
