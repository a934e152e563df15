"""Find a small change that would make a refused operation right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conformable.core import messages
from conformable.core.proof import CannotTellError, Mismatch, Proof
from conformable.core.shapes import Shape
from conformable.core.sizes import ONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conformable.core.facts import Facts
    from conformable.core.ops import Argument, Rule


def for_operation(rule: Rule, code: str, facts: Facts, arguments: tuple[Argument, ...]) -> tuple[str, ...]:
    """Say which operand, transposed or with an axis added, would fit; nothing unless it is only one.

    Args:
        rule: The rule that refused the arguments.
        code: The code it was refused with: broadcasting wants an axis added, all else one transposed.
        facts: What was known before.
        arguments: The positional arguments, with labels.
    """
    shapes = [argument for argument in arguments if isinstance(argument, Shape)]
    highest = max((shape.rank or 0 for shape in shapes), default=0)
    fitting = [
        variant
        for position, argument in enumerate(arguments)
        if isinstance(argument, Shape) and argument.label
        for variant in (with_axis(argument, highest) if code == "shape-broadcast" else transposed(argument))
        if _fits(rule, facts, (*arguments[:position], variant, *arguments[position + 1 :]))
    ]
    return (messages.would_fit(fitting[0].label, fitting[0]),) if len(fitting) == 1 else ()


def transposed(shape: Shape) -> Iterator[Shape]:
    """Give the shape with its last two axes exchanged, under the name of that expression."""
    if shape.rank == 2:
        yield Shape(shape.parts[::-1], _transposed_label(shape.label, ".T"))
    elif len(shape.after or shape.before) > 1:
        *front, rows, columns = shape.parts
        yield Shape((*front, columns, rows), _transposed_label(shape.label, ".mT"))


def with_axis(shape: Shape, highest: int) -> Iterator[Shape]:
    """Give a shape of less than the highest rank with an axis of size 1 added at the end."""
    if shape.rank is not None and 0 < shape.rank < highest:
        yield Shape((*shape.parts, ONE), f"{_grouped(shape.label)}[..., None]")


def _transposed_label(label: str, attribute: str) -> str:
    """Write an expression with its last axes exchanged: what was transposed already is not any more."""
    return label.removesuffix(attribute) if label.endswith(attribute) else _grouped(label) + attribute


def _grouped(label: str) -> str:
    """Put an expression in parentheses if an attribute or index behind it would belong to its last part.

    >>> _grouped("x + y[0]"), _grouped("f(x, y)"), _grouped("-x")
    ('(x + y[0])', 'f(x, y)', '(-x)')
    """
    depth = 0
    for character in label:
        depth += (character in "([{") - (character in ")]}")
        if depth == 0 and character in " -+~":
            return f"({label})"
    return label


def _fits(rule: Rule, facts: Facts, arguments: tuple[Argument, ...]) -> bool:
    """Tell whether a rule lets arguments through without assuming that sizes are equal."""
    proof = Proof(facts)
    try:
        rule.apply(proof, arguments, {})
    except (Mismatch, CannotTellError):
        return False
    return proof.facts.solved == facts.solved and proof.facts.zeros == facts.zeros
